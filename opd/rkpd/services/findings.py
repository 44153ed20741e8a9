"""The conversation about a finding: the agency answers, the planning office asks, accepts, rejects, waives."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.urls import reverse

from opd.agencies.models import User
from opd.agencies.roles import Role
from opd.agencies.selectors.people import people_with
from solok_smartcity.kit.notifications import notify
from solok_smartcity.kit.records import need_reason

from ..findings.labels import LABELS
from ..machine import FINDINGS
from ..models import FindingRecord


def _act(verb: str, pk: int, actor: User, version: int | None, reason: str, values: Mapping[str, str]) -> FindingRecord:
    scope = FindingRecord.objects.visible_to(actor)
    finding: FindingRecord = FINDINGS.perform(
        verb, scope, pk, actor=actor, version=version, reason=reason, values=values
    )
    return finding


def _link(finding: FindingRecord) -> str:
    return reverse("finding-detail", args=[finding.pk])


def _tell_agency(finding: FindingRecord, what: str, reason: str) -> None:
    if finding.opd_id:
        people = people_with(Role.OPD_PLANNER, Role.OPD_HEAD, opd=finding.opd_id)
        about = finding.line_label or getattr(finding.program or finding.quick_win, "name", finding.text)
        title = f"Temuan {what}: {LABELS.get(finding.code, finding.code).lower()}, {about}"
        notify(people, title=title, body=reason, link=_link(finding))


@transaction.atomic
def answer_finding(pk: int, *, actor: User, version: int | None, reason: str) -> FindingRecord:
    """The agency's answer (``reason``); it can be improved until planning decides."""
    return _act("answer", pk, actor, version, reason, {"answer": need_reason(reason), "answered_by_name": actor.label})


@transaction.atomic
def ask_agency(pk: int, *, actor: User, version: int | None, reason: str) -> FindingRecord:
    """A question to the agency, which is told of it."""
    finding = _act("ask", pk, actor, version, reason, _decided(actor, reason))
    _tell_agency(finding, "ditanyakan", reason)
    return finding


@transaction.atomic
def accept_finding(pk: int, *, actor: User, version: int | None, reason: str = "") -> FindingRecord:
    """The mismatch may stay as it is; never for a blocker."""
    return _act("accept", pk, actor, version, reason, _decided(actor, reason))


@transaction.atomic
def reject_answer(pk: int, *, actor: User, version: int | None, reason: str) -> FindingRecord:
    """The answer does not do, or a decision is taken back: the finding is open again, the agency is told."""
    finding = _act("reject", pk, actor, version, reason, _decided(actor, reason))
    _tell_agency(finding, "ditolak jawabannya", reason)
    return finding


@transaction.atomic
def waive_finding(pk: int, *, actor: User, version: int | None, reason: str) -> FindingRecord:
    """The finding does not stand against verification (planning 3.4); it holds for the values as they are now."""
    return _act("waive", pk, actor, version, reason, _decided(actor, reason))


def _decided(actor: User, reason: str) -> dict[str, str]:
    return {"decision_reason": reason.strip(), "decided_by_name": actor.label}


VERBS: dict[str, Callable[..., FindingRecord]] = {
    "answer": answer_finding,
    "ask": ask_agency,
    "accept": accept_finding,
    "reject": reject_answer,
    "waive": waive_finding,
}
