"""Admin of the regulation's records; the drafting itself gets pages of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator

from opd.agencies.requests import account
from solok_smartcity.kit.admin import Edit, GovernedAdmin, RemovableAdmin
from solok_smartcity.kit.admin_tables import Shown, register

from . import models as law
from .rules import may_draft
from .services.drafting import change_element, remove_element
from .services.law_records import change_law_record, create_law_record


class LawAdmin(GovernedAdmin):
    """A record of the regulation; a change that would break a document is refused."""

    rule = staticmethod(may_draft)

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of law records."""
        actor, values, children, reason = account(request), edit.values, edit.children, edit.reason
        if edit.pk is None:
            return create_law_record(self.model, actor=actor, values=values, children=children, reason=reason)
        return change_law_record(
            self.model, edit.pk, version=edit.version, actor=actor, values=values, children=children, reason=reason
        )


class FixedLawAdmin(LawAdmin):
    """A record of the regulation that comes with the template and is not added here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here."""
        return False


class ElementAdmin(RemovableAdmin):
    """Elements of the text: texts are changed, elements removed; new ones come with the drafting pages."""

    rule = staticmethod(may_draft)
    remove = staticmethod(remove_element)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not here."""
        return False

    @admin.display(description="judul atau teks")
    def beginning(self, element: law.Element) -> str:
        """The first words."""
        return Truncator(element.title or element.text).chars(110)

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of drafting."""
        return change_element(
            edit.pk, actor=account(request), version=edit.version, values=edit.values, reason=edit.reason
        )


# The life cycle changes these by its own verbs, never by hand.
LIFE_CYCLE = "stage number year enacted_on promulgated_on gazette_number legal_status amends repealed_by"

register(
    LawAdmin,
    {
        law.Citation: Shown(
            "__str__ title gazette_year gazette_number to_check",
            filters=("kind",),
            search="number title",
            is_long=True,
        ),
        law.HouseStyle: Shown("name table_pt line_spacing annex_numbering"),
        law.Holiday: Shown("on name is_joint_leave"),
        law.Region: Shown("name province office"),
        law.RegulationKind: Shown("code name"),
    },
)
register(
    FixedLawAdmin,
    {
        law.Regulation: Shown("slug title stage number year", fixed=f"{LIFE_CYCLE} kind region plan slug"),
        law.Element: Shown(
            "stable_id kind beginning is_active",
            filters=("kind", "is_active", "regulation"),
            search="stable_id title text",
            fixed="regulation stable_id kind parent position is_automatic kept_base kept_suffix is_removed",
            admin=ElementAdmin,
        ),
        law.Annex: Shown("name content orientation source", fixed="regulation stable_id position content source"),
        law.Placeholder: Shown("label value stand_in needed_at", search="key label"),
        law.Definition: Shown("term foreign_term source", fixed="element"),
        law.Signature: Shown("act capacity"),
    },
)
