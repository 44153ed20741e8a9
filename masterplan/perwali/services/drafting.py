"""The verbs of drafting an element: change it, remove it; references and form are kept right."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from solok_smartcity.kit.decisions import Decision, Refused
from solok_smartcity.kit.records import assign, need_reason, open_for_change, save

from ..models import Element, Reference, Regulation
from ..rules import may_draft
from ..selectors.document import load_document
from .references import store_references


@transaction.atomic
def change_element(pk: int, *, actor: Any, version: int | None, values: Mapping[str, Any], reason: str) -> Element:
    """Edit one element; refuses an edit that breaks a reference or the form of the regulation."""
    _lock_regulation(pk)
    element = open_for_change(Element.objects.all(), pk, actor=actor, rule=may_draft, version=version)
    reason = need_reason(reason)
    if assign(element, values):
        save(element, actor=actor, reason=reason)
        store_references(element.regulation)
        refuse_broken_documents()
    return element


@transaction.atomic
def remove_element(pk: int, *, actor: Any, version: int | None, reason: str) -> None:
    """Remove an element and all below it; refused with the list of referrers if anything refers to it (R96)."""
    _lock_regulation(pk)
    element = open_for_change(Element.objects.all(), pk, actor=actor, rule=may_draft, version=version)
    reason = need_reason(reason)
    going = [element, *_below(element)]
    keys = [item.pk for item in going]
    referrers = (
        Reference.objects.filter(target__in=keys)
        .exclude(source__in=keys)
        .order_by("source__position")
        .values_list("source__stable_id", flat=True)
        .distinct()
    )
    if referrers:
        raise Refused(
            Decision(
                False,
                "referred",
                f"{element.stable_id} masih diacu oleh: {', '.join(referrers)}. Ubah acuan itu lebih dahulu.",
            )
        )
    Reference.objects.filter(source__in=keys).delete()
    for item in reversed(going):
        item._history_user, item._change_reason = actor, reason
        item.delete()
    refuse_broken_documents()


def _lock_regulation(element_pk: int) -> None:
    """One writer at a time per regulation: its form and its references are checked as a whole."""
    list(Regulation.objects.select_for_update().filter(elements=element_pk).values_list("pk"))


def refuse_broken_documents() -> None:
    """Every draft must still compile without faults; raises ``ValidationError`` with rule and place."""
    for regulation in Regulation.objects.select_related("kind", "region", "style", "plan"):
        try:
            faults = [fault for fault in load_document(regulation).text.faults if not fault.warning]
        except (LookupError, ValueError, StopIteration) as error:
            raise ValidationError(
                f"Naskah {regulation.slug} tidak dapat disusun dengan perubahan ini: {error}"
            ) from None
        if faults:
            raise ValidationError([f"{fault.rule}, {fault.element}: {fault.message}" for fault in faults])


def _below(element: Element) -> list[Element]:
    """All elements below one, parents before their children."""
    out = []
    for child in element.children.order_by("position"):
        out += [child, *_below(child)]
    return out
