"""The verbs "create" and "edit" of programs, quick wins and action plans, with their years and supporting agencies."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from masterplan.models.activity import Activity
from masterplan.rules import may_edit_plan
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.records import Children, need_reason, open_for_change, save_aggregate

Years = Mapping[int, Mapping[str, Any]]


def create_activity(
    model: type[Activity],
    *,
    actor: Any,
    values: Mapping[str, Any],
    years: Years | None = None,
    supports: Iterable[Any] | None = None,
    reason: str,
) -> Activity:
    """A new activity; raises ``Refused``, ``ReasonMissing`` or ``ValidationError``."""
    require(may_edit_plan(actor))
    return _save(model(), actor, values, years, supports, need_reason(reason))


def update_activity(
    model: type[Activity],
    pk: int,
    *,
    actor: Any,
    version: int | None,
    values: Mapping[str, Any],
    years: Years | None = None,
    supports: Iterable[Any] | None = None,
    reason: str,
) -> Activity:
    """Edit an activity as one whole; an edit that changes nothing writes nothing.

    ``years``: year -> {"target", "budget"} and ``supports``: agencies in their order, both complete when given.
    Raises ``DoesNotExist`` outside the actor's scope, ``Refused``, ``VersionMissing``, ``Stale``,
    ``ReasonMissing`` or ``ValidationError``.
    """
    with transaction.atomic():
        activity = open_for_change(
            model.objects.visible_to(actor), pk, actor=actor, rule=may_edit_plan, version=version
        )
        return _save(activity, actor, values, years, supports, need_reason(reason))


def _save(
    activity: Activity,
    actor: Any,
    values: Mapping[str, Any],
    years: Years | None,
    supports: Iterable[Any] | None,
    reason: str,
) -> Activity:
    children = []
    if supports is not None:
        agencies = list(supports)
        if len({agency.pk for agency in agencies}) != len(agencies):
            raise ValidationError({"supporting_opds": "Perangkat daerah pendukung yang sama ditulis dua kali."})
        wanted = {agency.pk: {"position": index} for index, agency in enumerate(agencies, start=1)}
        _refuse_ended(activity, [agency for agency in agencies if agency.is_ended], "supporting_opds")
        children.append(Children("supports", "opd", wanted))
    if years is not None:
        children.append(Children("years", "year", years))
    lead = values.get("lead_opd")
    if lead is not None and lead.is_ended and lead.pk != activity.lead_opd_id:
        raise ValidationError({"lead_opd": f"{lead} sudah berakhir; penerusnya {lead.successor or 'belum dicatat'}."})
    try:
        with transaction.atomic():
            save_aggregate(activity, values, children, actor=actor, reason=reason)
    except IntegrityError as error:
        raise ValidationError(_sentence(error)) from None
    return activity


def _refuse_ended(activity: Activity, ended: list[Any], field: str) -> None:
    """An agency that has ended may stay where it stands, but is not newly named."""
    known = set() if activity.pk is None else set(activity.supports.values_list("opd_id", flat=True))
    new = [agency for agency in ended if agency.pk not in known]
    if new:
        raise ValidationError({field: f"{new[0]} sudah berakhir; penerusnya {new[0].successor or 'belum dicatat'}."})


def _sentence(error: IntegrityError) -> str:
    """The database's own sentence of a constraint between tables, first line only."""
    return str(error).splitlines()[0]
