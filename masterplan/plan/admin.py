"""Admin of the plan: for correcting reference data; every write goes through the services."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.http import HttpRequest

from opd.agencies.models import Opd
from solok_smartcity.kit.admin import ChildInline, Edit, GovernedAdmin, GovernedForm, WorkflowAdmin

from . import models as plan
from .machine import EDITION, FEEDBACK
from .models.activity import Funding
from .rules import may_edit_plan
from .services.activities import create_activity, update_activity
from .services.editions import VERBS as EDITION_VERBS
from .services.feedback import VERBS as FEEDBACK_VERBS


class PlanAdmin(GovernedAdmin):
    """A record of the plan."""

    rule = staticmethod(may_edit_plan)


class ActivityForm(GovernedForm):
    """Sources of funds as boxes to tick."""

    funding_sources = MultipleChoiceField(label="Sumber dana", choices=Funding.choices, widget=CheckboxSelectMultiple)


def rows_of(model: type[models.Model], key: str, **options: Any) -> type[ChildInline]:
    """Inline of one kind of child rows."""
    return type(f"{model.__name__}Inline", (ChildInline,), {"model": model, "key": key, **options})


class ActivityAdmin(PlanAdmin):
    """Programs, quick wins and action plans, with their years and supporting agencies."""

    form = ActivityForm
    list_display = ("code", "name", "lead_opd", "start_year", "end_year", "state", "is_demonstration")
    list_filter = ("state", "horizon", "is_demonstration", ("lead_opd", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("lead_opd",)
    search_fields = ("code", "name", "indicator")
    autocomplete_fields = ("lead_opd",)

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of activities."""
        by_relation = {part.related: part for part in edit.children}
        supports = sorted(by_relation["supports"].wanted.items(), key=lambda item: item[1].get("position") or 0)
        agencies = Opd.objects.in_bulk([pk for pk, _ in supports])
        arguments = {
            "actor": request.user,
            "values": edit.values,
            "years": by_relation["years"].wanted,
            "supports": [agencies[pk] for pk, _ in supports],
            "reason": edit.reason,
        }
        if edit.pk is None:
            return create_activity(self.model, **arguments)
        return update_activity(self.model, edit.pk, version=edit.version, **arguments)


@admin.register(plan.Program)
class ProgramAdmin(ActivityAdmin):
    """Programs."""

    list_filter = (*ActivityAdmin.list_filter, "subdimension__dimension")
    inlines = [
        rows_of(plan.ProgramYear, "year"),
        rows_of(plan.ProgramSupport, "opd", autocomplete_fields=("opd",)),
    ]
    history_children = ((plan.ProgramYear, "activity"), (plan.ProgramSupport, "activity"))


@admin.register(plan.QuickWin)
class QuickWinAdmin(ActivityAdmin):
    """Quick wins."""

    list_filter = (*ActivityAdmin.list_filter, "subdimension__dimension")
    autocomplete_fields = ("lead_opd", "parent_program")
    inlines = [
        rows_of(plan.QuickWinYear, "year"),
        rows_of(plan.QuickWinSupport, "opd", autocomplete_fields=("opd",)),
    ]
    history_children = ((plan.QuickWinYear, "activity"), (plan.QuickWinSupport, "activity"))


@admin.register(plan.ActionPlan)
class ActionPlanAdmin(ActivityAdmin):
    """Action plans."""

    list_filter = (*ActivityAdmin.list_filter, "category")
    inlines = [
        rows_of(plan.ActionPlanYear, "year"),
        rows_of(plan.ActionPlanSupport, "opd", autocomplete_fields=("opd",)),
    ]
    history_children = ((plan.ActionPlanYear, "activity"), (plan.ActionPlanSupport, "activity"))


@admin.register(plan.WorkshopStage)
class WorkshopStageAdmin(PlanAdmin):
    """Stages of the guided work."""

    list_display = ("name", "year", "held_from", "held_to", "place")
    search_fields = ("name",)
    inlines = [rows_of(plan.StageOutput, "position"), rows_of(plan.StageAttachment, "title")]
    history_children = ((plan.StageOutput, "stage"), (plan.StageAttachment, "stage"))


@admin.register(plan.ClinicNote)
class ClinicNoteAdmin(PlanAdmin):
    """Notes of the clinics."""

    list_display = ("opd", "stage", "held_on")
    list_select_related = ("opd", "stage")
    list_filter = ("stage", "opd")
    search_fields = ("text",)
    autocomplete_fields = ("opd",)
    inlines = [rows_of(plan.ClinicProposal, "title", autocomplete_fields=("program", "quick_win"))]
    history_children = ((plan.ClinicProposal, "note"),)


@admin.register(plan.ObjectiveIndicator)
class ObjectiveIndicatorAdmin(PlanAdmin):
    """How objectives are measured."""

    list_display = ("objective", "program", "indicator", "is_demonstration")
    list_select_related = ("objective", "program")
    search_fields = ("objective__code", "indicator")
    autocomplete_fields = ("objective", "program")
    inlines = [rows_of(plan.ObjectiveTarget, "year")]
    history_children = ((plan.ObjectiveTarget, "indicator"),)


@admin.register(plan.Edition)
class EditionAdmin(WorkflowAdmin):
    """Editions; frozen and adopted by the same services as in the portal."""

    workflow = EDITION
    verbs = EDITION_VERBS
    list_display = ("number", "title", "state")
    list_filter = ("state",)


@admin.register(plan.Feedback)
class FeedbackAdmin(WorkflowAdmin):
    """Feedback; answered in the portal or here by the same services."""

    workflow = FEEDBACK
    verbs = FEEDBACK_VERBS
    list_display = ("quick_win", "opd", "stance", "state")
    list_filter = ("state", "stance")
    list_select_related = ("quick_win", "opd")
    search_fields = ("text",)


# Records without child rows: columns, filters and search, in one table.
PLAIN: dict[type[models.Model], dict[str, Any]] = {
    plan.MasterPlan: {"list_display": ("title", "start_year", "end_year", "is_demonstration")},
    plan.Mission: {"list_display": ("position", "text", "is_demonstration")},
    plan.Dimension: {"list_display": ("code", "name", "legal_name", "position"), "search_fields": ("code", "name")},
    plan.SubDimension: {
        "list_display": ("code", "name", "dimension", "position"),
        "list_filter": ("dimension",),
        "list_select_related": ("dimension",),
        "search_fields": ("code", "name"),
    },
    plan.ActionPlanCategory: {"list_display": ("code", "name", "position")},
    plan.Book: {"list_display": ("number", "title", "is_demonstration")},
    plan.Chapter: {
        "list_display": ("title", "book", "position", "annex_heading"),
        "list_filter": ("book",),
        "list_select_related": ("book",),
        "search_fields": ("title", "text"),
    },
    plan.Readiness: {
        "list_display": ("aspect", "pillar", "is_demonstration"),
        "list_filter": ("pillar",),
        "search_fields": ("aspect", "condition"),
    },
    plan.FutureAnalysis: {
        "list_display": ("topic", "dimension"),
        "list_filter": ("dimension",),
        "list_select_related": ("dimension",),
        "search_fields": ("topic", "text"),
    },
    plan.Gap: {
        "list_display": ("subdimension", "now", "wanted", "gap"),
        "list_filter": ("subdimension__dimension",),
        "list_select_related": ("subdimension",),
        "search_fields": ("now", "wanted", "gap"),
    },
    plan.Swot: {"list_display": ("quadrant", "position", "text"), "search_fields": ("text",)},
    plan.Objective: {
        "list_display": ("code", "mission", "text", "is_demonstration"),
        "list_filter": ("mission",),
        "list_select_related": ("mission",),
        "search_fields": ("code", "text"),
    },
    plan.Strategy: {
        "list_display": ("dimension", "position", "text"),
        "list_filter": ("dimension",),
        "list_select_related": ("dimension",),
        "search_fields": ("text",),
    },
    plan.IntegrityPact: {
        "list_display": ("opd", "signatory", "signed_on"),
        "list_filter": ("signed_on",),
        "list_select_related": ("opd",),
        "search_fields": ("signatory", "opd__name"),
        "autocomplete_fields": ("opd",),
    },
    plan.EvaluationComponent: {"list_display": ("code", "name", "position")},
    plan.EvaluationScheme: {"list_display": ("code", "name")},
    plan.EvaluationWeight: {
        "list_display": ("component", "scheme", "percent"),
        "list_filter": ("scheme",),
        "list_select_related": ("component", "scheme"),
    },
    plan.EvaluationIndicator: {
        "list_display": ("code", "component", "sub_indicator", "question"),
        "list_filter": ("component", "dimension"),
        "list_select_related": ("component",),
        "search_fields": ("code", "indicator", "sub_indicator", "question"),
    },
}
for model, options in PLAIN.items():
    admin.site.register(model, type(f"{model.__name__}Admin", (PlanAdmin,), options))
