"""The verbs of drafting an element: change it, remove it; references and form are kept right."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from solok_smartcity.kit.decisions import Decision, Refused, require
from solok_smartcity.kit.records import assign, need_reason, open_for_change, save

from ..document import compile_text
from ..models import Element, Reference
from ..rules import may_draft
from ..selectors.document import load_source
from .references import store_references


@transaction.atomic
def change_element(pk: int, *, actor: Any, version: int | None, values: Mapping[str, Any], reason: str) -> Element:
    """Edit one element; refuses an edit that breaks a reference or the form of the regulation."""
    element = open_for_change(Element.objects.all(), pk, actor=actor, rule=may_draft, version=version)
    reason = need_reason(reason)
    if assign(element, values):
        save(element, actor=actor, reason=reason)
        store_references(element.regulation)
        _refuse_faults(element)
    return element


@transaction.atomic
def remove_element(element: Element, *, actor: Any, reason: str) -> None:
    """Remove an element and all below it; refused with the list of referrers if anything refers to it (R96)."""
    require(may_draft(actor, element))
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
    for item in reversed(going):
        item._history_user, item._change_reason = actor, reason
        item.delete()
    _refuse_faults(element)


def _below(element: Element) -> list[Element]:
    """All elements below one, parents before their children."""
    out = []
    for child in element.children.order_by("position"):
        out += [child, *_below(child)]
    return out


def _refuse_faults(element: Element) -> None:
    """The regulation must still have the right form; raises ``ValidationError`` with rule and place."""
    faults = [fault for fault in compile_text(load_source(element.regulation)).faults if not fault.warning]
    if faults:
        raise ValidationError([f"{fault.rule}, {fault.element}: {fault.message}" for fault in faults])
