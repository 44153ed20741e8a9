"""The verbs "create" and "edit" of programs, quick wins and action plans, with their years and supporting agencies."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from opd.agencies.models import Opd, User
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.records import Children, need_reason, open_for_change, save_aggregate

from ..models.activity import Activity, AnyActivity, State
from ..rules import may_edit_plan

Years = Mapping[int, Mapping[str, Any]]


def create_activity(
    model: type[AnyActivity],
    *,
    actor: User,
    values: Mapping[str, Any],
    years: Years | None = None,
    supports: Iterable[Opd] | None = None,
    children: list[Children] | None = None,
    reason: str,
) -> AnyActivity:
    """A new activity; raises ``Refused``, ``ReasonMissing`` or ``ValidationError``."""
    require(may_edit_plan(actor))
    if model.objects.filter(code=values.get("code")).exists():
        raise ValidationError({"code": f"Kode {values['code']} sudah dipakai."})
    return _save(model(), actor, values, years, supports, need_reason(reason), children)


def update_activity(
    model: type[AnyActivity],
    pk: int,
    *,
    actor: User,
    version: int | None,
    values: Mapping[str, Any],
    years: Years | None = None,
    supports: Iterable[Opd] | None = None,
    children: list[Children] | None = None,
    reason: str,
) -> AnyActivity:
    """Edit an activity as one whole; an edit that changes nothing writes nothing.

    ``years``: year -> {"target", "budget"} and ``supports``: agencies in their order, both complete when given;
    ``children``: further child rows (a quick win's risks).
    Raises ``DoesNotExist`` outside the actor's scope, ``Refused``, ``VersionMissing``, ``Stale``,
    ``ReasonMissing`` or ``ValidationError``.
    """
    with transaction.atomic():
        activity: AnyActivity = open_for_change(
            _scope(model, actor), pk, actor=actor, rule=may_edit_plan, version=version
        )
        return _save(activity, actor, values, years, supports, need_reason(reason), children)


def _scope(model: type[AnyActivity], actor: User) -> QuerySet[AnyActivity]:
    """What the actor may know of; the manager of a class that stands for any of three says it less exactly."""
    return cast("QuerySet[AnyActivity]", model.objects.visible_to(actor))


def _save(
    activity: AnyActivity,
    actor: User,
    values: Mapping[str, Any],
    years: Years | None,
    supports: Iterable[Opd] | None,
    reason: str,
    children: list[Children] | None = None,
) -> AnyActivity:
    agencies = None if supports is None else list(supports)
    _check_period(activity, values, years)
    _check_agencies(activity, values.get("lead_opd"), agencies)
    children = list(children or ())
    if agencies is not None:
        wanted = {agency.pk: {"position": index} for index, agency in enumerate(agencies, start=1)}
        children.append(Children("supports", "opd", wanted))
    if years is not None:
        children.append(Children("years", "year", years))
    save_aggregate(activity, values, children, actor=actor, reason=reason)
    return activity


def _check_period(activity: Activity, values: Mapping[str, Any], years: Years | None) -> None:
    """End after start, and every year's row inside both; each fault at its own field."""
    start = values.get("start_year", activity.start_year)
    end = values.get("end_year", activity.end_year)
    if start is None or end is None:
        return  # the model's own validation names the missing field
    if end < start:
        raise ValidationError({"end_year": "Tahun selesai mendahului tahun mulai."})
    if years is not None:
        present, field = list(years), "years"
    else:
        present = [] if activity.pk is None else list(activity.years.values_list("year", flat=True))
        field = "end_year" if present and max(present) > end else "start_year"
    outside = sorted(year for year in present if not start <= year <= end)
    if outside:
        raise ValidationError({field: f"Target atau anggaran tahun {outside[0]} berada di luar {start}-{end}."})


def _check_agencies(activity: Activity, lead: Opd | None, supports: list[Opd] | None) -> None:
    """Each agency once, in one part; an agency that has ended may stay where it stands, but is not newly named."""
    known = [] if activity.pk is None else [row.opd for row in activity.supports.select_related("opd__successor")]
    present = known if supports is None else supports
    if len({agency.pk for agency in present}) != len(present):
        raise ValidationError({"supporting_opds": "Perangkat daerah pendukung yang sama ditulis dua kali."})
    lead_id = activity.lead_opd_id if lead is None else lead.pk
    if lead_id in {agency.pk for agency in present}:
        field = "lead_opd" if supports is None else "supporting_opds"
        raise ValidationError({field: "Penanggung jawab tidak dapat sekaligus menjadi pendukung."})
    named = [("lead_opd", lead)] if lead is not None and lead.pk != activity.lead_opd_id else []
    named += [("supporting_opds", agency) for agency in present if agency.pk not in {old.pk for old in known}]
    for field, agency in named:
        if agency.is_ended:
            heir = agency.successor or "belum dicatat"
            raise ValidationError({field: f"{agency} sudah berakhir; penerusnya {heir}."})


def retire_activity(model: type[AnyActivity], pk: int, *, actor: User, version: int | None, reason: str) -> AnyActivity:
    """Take an activity out of the plan; the record and its history stay. Raises ``WrongState`` when it is out."""
    return _set_state(model, pk, actor, version, reason, State.RETIRED, "Kegiatan ini sudah dihentikan.")


def restore_activity(
    model: type[AnyActivity], pk: int, *, actor: User, version: int | None, reason: str
) -> AnyActivity:
    """Put a draft or retired activity into the plan."""
    return _set_state(model, pk, actor, version, reason, State.ACTIVE, "Kegiatan ini sudah aktif.")


@transaction.atomic
def _set_state(
    model: type[AnyActivity], pk: int, actor: User, version: int | None, reason: str, state: State, already: str
) -> AnyActivity:
    activity: AnyActivity = open_for_change(_scope(model, actor), pk, actor=actor, rule=may_edit_plan, version=version)
    if activity.state == state:
        raise WrongState(already)
    return _save(activity, actor, {"state": state}, None, None, need_reason(reason))


@transaction.atomic
def reorder_activity(model: type[AnyActivity], pk: int, *, actor: User, version: int | None, steps: int) -> AnyActivity:
    """Move an activity up (negative) or down among all of its kind in the plan; both neighbours change places."""
    activity: AnyActivity = open_for_change(_scope(model, actor), pk, actor=actor, rule=may_edit_plan, version=version)
    siblings = model.objects.select_for_update().filter(plan=activity.plan)
    rows = cast("list[AnyActivity]", list(siblings.order_by("position", "code")))
    index = next(i for i, row in enumerate(rows) if row.pk == pk)
    goal = max(0, min(len(rows) - 1, index + steps))
    rows.insert(goal, rows.pop(index))
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            _save(row, actor, {"position": position}, None, None, "Urutan diubah")
    return next(row for row in rows if row.pk == pk)


@transaction.atomic
def change_many(
    model: type[AnyActivity], versions: Mapping[int, int], *, actor: User, values: Mapping[str, Any], reason: str
) -> list[AnyActivity]:
    """Give the same values to many activities, all or none; ``versions``: key -> the version that was seen.

    Raises as ``update_activity``; the sentence of a ``ValidationError`` names the activity.
    """
    require(may_edit_plan(actor))
    done = []
    for pk in sorted(versions):
        try:
            done.append(update_activity(model, pk, actor=actor, version=versions[pk], values=values, reason=reason))
        except ValidationError as error:
            code = model.objects.values_list("code", flat=True).get(pk=pk)
            raise ValidationError(f"{code}: {' '.join(error.messages)}") from None
    return done
