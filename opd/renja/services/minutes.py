"""Writing the minutes of a verification and ticking its checklist."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from opd.agencies.models import User
from solok_smartcity.kit.decisions import ALLOWED, Decision, Stale, VersionMissing, WrongState, require
from solok_smartcity.kit.records import save_aggregate

from ..models import ChecklistAnswer, ChecklistItem, ChecklistStatus, Minutes, WorkPlan
from ..rules import may_review
from ..workflow import State

OPEN_IN = (State.IN_REVIEW, State.RETURNED, State.VERIFIED)
REASON = "Berita acara verifikasi"


def _plan(pk: int, actor: User) -> WorkPlan:
    plan = WorkPlan.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
    require(may_review(actor, plan))
    if not (answer := ready_to_write(plan)).allowed:
        raise WrongState(answer.reason)
    return plan


def ready_to_write(plan: WorkPlan) -> Decision:
    """Whether the state of a plan lets its minutes be written."""
    if plan.state in OPEN_IN:
        return ALLOWED
    return Decision(
        False,
        "wrong_state",
        "Berita acara ditulis sejak Renja ditelaah sampai sebelum ditetapkan; keadaan sekarang "
        f"{plan.get_state_display().lower()}.",
    )


@transaction.atomic
def write_minutes(plan_id: int, *, actor: User, version: int | None, values: Mapping[str, Any]) -> Minutes:
    """Write or change the minutes of a plan; the first time ``version`` is not needed.

    Raises ``WorkPlan.DoesNotExist``, ``Refused``, ``WrongState``, ``VersionMissing``, ``Stale`` or ``ValidationError``.
    """
    plan = _plan(plan_id, actor)
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(plan=plan).first()
    if minutes is None:
        minutes = Minutes(plan=plan)
    elif version is None:
        raise VersionMissing
    elif minutes.version != version:
        raise Stale(minutes.version)
    if values.get("deadline") and values.get("held_on") and values["deadline"] < values["held_on"]:
        raise ValidationError({"deadline": "Batas penyempurnaan mendahului hari pertemuan."})
    save_aggregate(minutes, values, [], actor=actor, reason=REASON)
    return minutes


@transaction.atomic
def tick_checklist(plan_id: int, *, actor: User, answers: Mapping[int, tuple[str, str]]) -> int:
    """Record statuses and follow-ups by item; gives how many changed. An empty status takes nothing back.

    Raises ``WorkPlan.DoesNotExist``, ``Refused``, ``WrongState`` or ``ValidationError``.
    """
    plan = _plan(plan_id, actor)
    items = {item.pk: item for item in ChecklistItem.objects.filter(year=plan.year, is_active=True)}
    known = {answer.item_id: answer for answer in plan.checklist.all()}
    changed = 0
    for key, (status, note) in answers.items():
        if key not in items:
            raise ValidationError("Butir pemeriksaan tidak dikenal.")
        if not status:
            continue
        if status not in ChecklistStatus.values:
            raise ValidationError(f"Status {status!r} tidak dikenal.")
        answer = known.get(key) or ChecklistAnswer(plan=plan, item=items[key])
        changed += save_aggregate(answer, {"status": status, "note": note.strip()}, [], actor=actor, reason=REASON)
    return changed
