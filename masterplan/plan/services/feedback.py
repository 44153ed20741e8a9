"""The verbs of feedback on quick wins: give, answer, set aside."""

from functools import partial
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse

from opd.agencies.models import User
from opd.agencies.roles import Role
from opd.agencies.selectors.people import people_with
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.notifications import notify
from solok_smartcity.kit.records import save
from solok_smartcity.kit.transitions import log

from ..machine import FEEDBACK
from ..models import Feedback, QuickWin
from ..rules import may_edit_plan, may_give_feedback
from ..workflow import FEEDBACK_CREATED

# What an answer may be: its name at the doors -> the verb.
OUTCOMES = {"accepted": "accept", "partly": "accept_partly", "declined": "decline"}


def _link(feedback: Feedback) -> str:
    return reverse("feedback-detail", args=[feedback.pk])


@transaction.atomic
def give_feedback(
    *, actor: User, quick_win: QuickWin, stance: str, text: str, attachment: File[Any] | str = ""
) -> Feedback:
    """What the actor's agency says about a quick win; the editors are told."""
    quick_win = QuickWin.objects.visible_to(actor).get(pk=quick_win.pk)
    require(may_give_feedback(actor, quick_win))
    feedback = Feedback(
        quick_win=quick_win,
        opd_id=cast(int, actor.opd_id),  # who works for an agency has one: a constraint
        stance=stance,
        text=text.strip(),
        attachment=attachment or "",
        author_name=actor.label,
    )
    save(feedback, actor=actor, reason=FEEDBACK_CREATED.label)
    log(feedback, FEEDBACK_CREATED, "", actor=actor, reason="")
    notify(
        people_with(Role.EDITOR),
        title=f"{feedback}: {feedback.get_stance_display().lower()}",
        body=feedback.text,
        link=_link(feedback),
    )
    return feedback


@transaction.atomic
def answer_feedback(pk: int, *, actor: User, version: int | None, outcome: str, reason: str) -> Feedback:
    """Answer a feedback (``accepted``, ``partly`` or ``declined``) with a reason; the agency is told."""
    require(may_edit_plan(actor, Feedback.objects.visible_to(actor).get(pk=pk)))
    if outcome not in OUTCOMES:
        raise ValidationError({"outcome": "Pilih keputusan: diterima, diterima sebagian, atau tidak diterima."})
    feedback = _act(OUTCOMES[outcome], pk, actor, version, reason, values={"answer": reason.strip()})
    notify(
        people_with(Role.OPD_PLANNER, Role.OPD_HEAD, opd=feedback.opd_id),
        title=f"{feedback}: {feedback.get_state_display().lower()}",
        body=f"Alasan: {feedback.answer}",
        link=_link(feedback),
    )
    return feedback


def waive_feedback(pk: int, *, actor: User, version: int | None, reason: str) -> Feedback:
    """Set a feedback aside so that it does not stand against freezing; it can still be answered."""
    return _act("waive", pk, actor, version, reason)


def _act(verb: str, pk: int, actor: User, version: int | None, reason: str, **options: Any) -> Feedback:
    scope = Feedback.objects.visible_to(actor)
    feedback: Feedback = FEEDBACK.perform(verb, scope, pk, actor=actor, version=version, reason=reason, **options)
    return feedback


VERBS = {
    **{verb: partial(answer_feedback, outcome=outcome) for outcome, verb in OUTCOMES.items()},
    "waive": waive_feedback,
}
