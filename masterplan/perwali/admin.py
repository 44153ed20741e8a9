"""Admin of the regulation's records; the drafting itself gets pages of its own."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import Truncator

from solok_smartcity.kit.admin import ChildInline, Edit, GovernedAdmin, RemovableAdmin

from . import models as law
from .rules import may_draft
from .services.drafting import change_element, remove_element
from .services.law_records import change_law_record, create_law_record


class NotAddedHere:
    """Records that come with the template and are not added in the admin."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here."""
        return False


class LawAdmin(GovernedAdmin):
    """A record of the regulation; a change that would break a document is refused."""

    rule = staticmethod(may_draft)

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of law records."""
        arguments = {"actor": request.user, "values": edit.values, "children": edit.children, "reason": edit.reason}
        if edit.pk is None:
            return create_law_record(self.model, **arguments)
        return change_law_record(self.model, edit.pk, version=edit.version, **arguments)


class FixedLawAdmin(NotAddedHere, LawAdmin):
    """A record of the regulation that comes with the template."""


@admin.register(law.Element)
class ElementAdmin(NotAddedHere, RemovableAdmin):
    """Elements of the text: texts are changed, elements removed; new ones come with the drafting pages."""

    rule = staticmethod(may_draft)
    remove = staticmethod(remove_element)
    list_display = ("stable_id", "kind", "beginning", "is_active")
    list_filter = ("kind", "is_active", "regulation")
    search_fields = ("stable_id", "title", "text")
    readonly_fields = (
        "regulation",
        "stable_id",
        "kind",
        "parent",
        "position",
        "is_automatic",
        "kept_base",
        "kept_suffix",
        "is_removed",
    )

    @admin.display(description="judul atau teks")
    def beginning(self, element: law.Element) -> str:
        """The first words."""
        return Truncator(element.title or element.text).chars(110)

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of drafting."""
        return change_element(edit.pk, actor=request.user, version=edit.version, values=edit.values, reason=edit.reason)


@admin.register(law.Annex)
class AnnexAdmin(FixedLawAdmin):
    """Annexes with their columns and sections."""

    list_display = ("name", "content", "orientation", "source")
    readonly_fields = ("regulation", "stable_id", "position", "content", "source")
    inlines = [
        type("ColumnInline", (ChildInline,), {"model": law.AnnexColumn, "key": "position"}),
        type("SectionInline", (ChildInline,), {"model": law.AnnexSection, "key": "position"}),
    ]
    history_children = ((law.AnnexColumn, "annex"), (law.AnnexSection, "annex"))


# The life cycle changes these by its own verbs, never by hand.
LIFE_CYCLE = (
    "stage",
    "number",
    "year",
    "enacted_on",
    "promulgated_on",
    "gazette_number",
    "legal_status",
    "amends",
    "repealed_by",
)
PLAIN: dict[type[Model], dict[str, Any]] = {
    law.Regulation: {
        "list_display": ("slug", "title", "stage", "number", "year"),
        "readonly_fields": (*LIFE_CYCLE, "kind", "region", "plan", "slug"),
    },
    law.Placeholder: {
        "list_display": ("label", "value", "stand_in", "needed_at"),
        "list_filter": ("needed_at",),
        "search_fields": ("key", "label"),
    },
    law.Citation: {
        "list_display": ("__str__", "title", "gazette_year", "gazette_number", "to_check"),
        "list_filter": ("kind",),
        "search_fields": ("number", "title"),
        "autocomplete_fields": ("last_amendment",),
    },
    law.Definition: {
        "list_display": ("term", "foreign_term", "source"),
        "search_fields": ("term",),
        "readonly_fields": ("element",),
    },
    law.HouseStyle: {"list_display": ("name", "table_pt", "line_spacing", "annex_numbering")},
    law.Signature: {"list_display": ("act", "capacity"), "list_filter": ("act",)},
    law.Holiday: {"list_display": ("on", "name", "is_joint_leave"), "search_fields": ("name",)},
    law.Region: {"list_display": ("name", "province", "office")},
    law.RegulationKind: {"list_display": ("code", "name")},
}
FIXED = {law.Regulation, law.Signature, law.Definition, law.Placeholder}
for model, options in PLAIN.items():
    base = FixedLawAdmin if model in FIXED else LawAdmin
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), options))
