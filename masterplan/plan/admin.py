"""Admin of the plan: for correcting reference data; every write goes through the services."""

from typing import Any

from django.contrib.admin import RelatedOnlyFieldListFilter
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.http import HttpRequest

from opd.agencies.models import Opd
from opd.agencies.requests import account
from solok_smartcity.kit.admin import Edit, GovernedAdmin, GovernedForm
from solok_smartcity.kit.admin_tables import Shown, register

from . import models as plan
from .kinds import KINDS
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


class ActivityAdmin(PlanAdmin):
    """Programs, quick wins and action plans, with their years and supporting agencies."""

    form = ActivityForm

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of activities."""
        rows = {part.related: part.wanted for part in edit.children}
        chosen = sorted(rows["supports"].items(), key=lambda item: item[1].get("position") or 0)
        agencies = Opd.objects.in_bulk([pk for pk, _ in chosen])
        supports = [agencies[pk] for pk, _ in chosen]
        actor, values, years, reason = account(request), edit.values, rows["years"], edit.reason
        if edit.pk is None:
            return create_activity(
                self.model, actor=actor, values=values, years=years, supports=supports, reason=reason
            )
        return update_activity(
            self.model,
            edit.pk,
            actor=actor,
            version=edit.version,
            values=values,
            years=years,
            supports=supports,
            reason=reason,
        )


def _activity(group: str, *, is_long: bool = False) -> Shown:
    return Shown(
        "code name lead_opd start_year end_year state",
        filters=("state", "horizon", "is_demonstration", ("lead_opd", RelatedOnlyFieldListFilter), group),
        search="code name indicator",
        children="years supports",
        is_long=is_long,
        admin=ActivityAdmin,
    )


# What the editor's pages show of a kind, the admin shows too; what follows adds to it, or says it in full.
OF_KINDS = {
    kind.model: Shown(" ".join(kind.shown), search=" ".join(kind.search))
    for kind in KINDS.values()
    if not kind.is_activity
}
OTHERS = {
    plan.Program: _activity("subdimension__dimension", is_long=True),
    plan.QuickWin: _activity("subdimension__dimension", is_long=True),
    plan.ActionPlan: _activity("category"),
    plan.ActionPlanCategory: Shown("code name position"),
    plan.SubDimension: Shown("code name dimension position", search="code name description"),
    plan.Objective: Shown("code mission text", is_long=True),
    plan.Gap: Shown("subdimension now wanted gap", filters=("subdimension__dimension",)),
    plan.ObjectiveIndicator: Shown(
        "objective program indicator unit", search="objective__code objective__text indicator"
    ),
    plan.WorkshopStage: Shown("name year held_from held_to place"),
    plan.ClinicNote: Shown("opd stage held_on", filters=("stage", "opd"), search="text"),
    plan.IntegrityPact: Shown("opd signatory signed_on", filters=("signed_on",), search="signatory opd__name"),
    plan.EvaluationComponent: Shown("code name position"),
    plan.EvaluationScheme: Shown("code name"),
    plan.EvaluationWeight: Shown("component scheme percent"),
    plan.EvaluationIndicator: Shown(
        "code component sub_indicator question",
        filters=("component", "dimension"),
        search="code indicator sub_indicator question",
    ),
    plan.Edition: Shown("number title state", workflow=EDITION, verbs=EDITION_VERBS),
    plan.Feedback: Shown("quick_win opd stance state", search="text", workflow=FEEDBACK, verbs=FEEDBACK_VERBS),
}
register(PlanAdmin, OF_KINDS | OTHERS)
