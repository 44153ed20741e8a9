"""The life of work plans: begin, send, review, return, verify, close, change (planning 3)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.timezone import now

from opd.agencies.models import Opd, User
from opd.agencies.roles import Role
from opd.agencies.selectors.people import people_with
from solok_smartcity.kit.canonical import canonical_json, digest
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.notifications import notify
from solok_smartcity.kit.records import need_reason, open_for_change, save, save_aggregate
from solok_smartcity.kit.transitions import log

from ..extensions import plan_moved
from ..machine import WORK_PLAN
from ..models import BlockerWaiver, Minutes, ReviewNote, Round, Snapshot, WorkPlan
from ..rules import may_prepare, may_review, may_write_plan
from ..selectors.work_plans import own_blockers, snapshot_content
from ..workflow import CREATED, STEPS, State
from .lines import WRITING, copy_lines, open_plan

MINUTES = "Berita acara verifikasi"

# --- Preparing ---------------------------------------------------------------------------------


@transaction.atomic
def create_work_plan(*, actor: User, opd: Opd, year: int, round: str, copy_from: int | None = None) -> WorkPlan:
    """A new plan of an agency; with ``copy_from`` it begins with the lines of another plan of the same agency.

    Raises ``Refused``, ``WorkPlan.DoesNotExist`` (no such plan to copy in the scope) or ``ValidationError``.
    """
    require(may_prepare(actor, opd.pk))
    if opd.valid_to is not None and opd.valid_to < year:
        raise ValidationError({"year": f"{opd} sudah berakhir pada {opd.valid_to}; susun Renja atas nama penerusnya."})
    if round == Round.CHANGE:
        raise ValidationError({"round": "Putaran perubahan dibuka oleh perencanaan daerah dari Renja terverifikasi."})
    if round == Round.DRAFT and WorkPlan.objects.filter(opd=opd, year=year).exclude(round=Round.DRAFT).exists():
        raise ValidationError({"round": f"Renja {year} sudah sampai pada putaran berikutnya."})
    source = WorkPlan.objects.visible_to(actor).get(pk=copy_from, opd=opd) if copy_from else None
    plan = WorkPlan(opd=opd, year=year, round=round)
    if source is not None and source.year == year:
        plan.previous = source
    begin(plan, actor)
    if source is not None:
        copy_lines(source, plan, actor)
    return plan


def begin(plan: WorkPlan, actor: User | None) -> None:
    """Store a new plan with the first line of its log; ``actor`` is nothing for an operator."""
    save(plan, actor=actor, reason=WRITING)
    log(plan, CREATED, "", actor=actor, reason="")


@transaction.atomic
def answer_note(pk: int, *, actor: User, version: int | None, answer: str) -> ReviewNote:
    """The agency's answer to a note of the review; it can be improved until the plan is sent again."""
    plans = WorkPlan.objects.visible_to(actor)
    plan = open_plan(ReviewNote.objects.filter(plan__in=plans).values_list("plan_id", flat=True).get(pk=pk), actor)
    note: ReviewNote = open_for_change(
        plan.notes.all(), pk, actor=actor, rule=lambda actor, note: may_write_plan(actor, plan), version=version
    )
    if not answer.strip():
        raise ValidationError({"answer": "Tulis jawaban atas catatan ini."})
    values = {"answer": answer.strip(), "answered_by_name": actor.label, "answered_at": now()}
    if note.answer != values["answer"]:
        save_aggregate(note, values, [], actor=actor, reason="Jawaban catatan telaah")
    return note


# --- Deciding ----------------------------------------------------------------------------------


def _act(verb: str, pk: int, actor: User, version: int | None, **options: Any) -> WorkPlan:
    scope = WorkPlan.objects.visible_to(actor)
    plan: WorkPlan = WORK_PLAN.perform(verb, scope, pk, actor=actor, version=version, **options)
    plan_moved.send(WorkPlan, plan=plan, verb=verb)
    return plan


def _link(plan: WorkPlan) -> str:
    return reverse("renja-detail", args=[plan.pk])


def _tell(people: Iterable[User], plan: WorkPlan, what: str, reason: str = "") -> None:
    body = f"Alasan: {reason}" if reason else ""
    notify(people, title=f"{plan}: {what}", body=body, link=_link(plan))


def _agency(plan: WorkPlan) -> QuerySet[User]:
    return people_with(Role.OPD_PLANNER, Role.OPD_HEAD, opd=plan.opd_id)


@transaction.atomic
def submit_work_plan(pk: int, *, actor: User, version: int | None, reason: str = "") -> WorkPlan:
    """The head of the agency sends the plan to the planning office; the reviewers are told."""

    def effect(plan: WorkPlan) -> None:
        plan.submissions += 1
        plan.submitted_by, plan.submitted_at = actor, now()

    plan = _act("submit", pk, actor, version, reason=reason, effect=effect)
    _tell(people_with(Role.REVIEWER).exclude(opd=plan.opd_id), plan, "menunggu telaah")
    return plan


@transaction.atomic
def withdraw_work_plan(pk: int, *, actor: User, version: int | None, reason: str = "") -> WorkPlan:
    """The head takes the plan back before its review has begun."""
    plan = _act("withdraw", pk, actor, version, reason=reason)
    _tell(people_with(Role.REVIEWER).exclude(opd=plan.opd_id), plan, "ditarik kembali", reason)
    return plan


@transaction.atomic
def start_review(pk: int, *, actor: User, version: int | None, reason: str = "") -> WorkPlan:
    """A reviewer takes the plan up; from now on it cannot be withdrawn."""
    plan = _act("start_review", pk, actor, version, reason=reason)
    _tell(_agency(plan), plan, "mulai ditelaah")
    return plan


@transaction.atomic
def add_note(pk: int, *, actor: User, text: str, line_id: int | None = None) -> ReviewNote:
    """A reviewer's note on a line or on the whole plan, kept at once while the review goes on."""
    plan = WorkPlan.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
    require(may_review(actor, plan))
    if plan.state != State.IN_REVIEW:
        raise WrongState("Catatan hanya dapat ditulis selama Renja ditelaah.")
    return _note(plan, actor, text, line_id)


def _note(plan: WorkPlan, actor: User, text: str, line_id: int | None) -> ReviewNote:
    if not text.strip():
        raise ValidationError({"text": "Tulis catatannya."})
    line = plan.lines.get(pk=line_id) if line_id else None
    note = ReviewNote(
        plan=plan,
        line=line,
        line_label=str(line)[:350] if line else "",
        submission=plan.submissions,
        text=text.strip(),
        author_name=actor.label,
    )
    save(note, actor=actor, reason="Catatan telaah")
    return note


@transaction.atomic
def return_work_plan(
    pk: int, *, actor: User, version: int | None, reason: str, notes: Sequence[Mapping[str, Any]] = ()
) -> WorkPlan:
    """Give the plan back to its agency with a reason, and with notes ``{"line": key or None, "text"}``."""

    def effect(plan: WorkPlan) -> None:
        for item in notes:
            _note(plan, actor, item["text"], item.get("line"))

    plan = _act("return", pk, actor, version, reason=reason, effect=effect)
    _tell(_agency(plan), plan, "dikembalikan", reason)
    return plan


@transaction.atomic
def waive_blocker(
    pk: int, *, actor: User, version: int | None, reason: str, code: str, line: int | None = None
) -> WorkPlan:
    """Set one blocker aside for this submission, with a reason."""

    def effect(plan: WorkPlan) -> None:
        if (code, line) not in {lack.key for lack in own_blockers(plan)}:
            raise ValidationError({"code": "Penghalang ini tidak ada atau sudah dikesampingkan."})
        BlockerWaiver.objects.create(
            plan=plan,
            code=code,
            line_key=line,
            submission=plan.submissions,
            reason=need_reason(reason),
            actor_name=actor.label,
        )

    return _act("waive", pk, actor, version, reason=reason, effect=effect)


@transaction.atomic
def verify_work_plan(pk: int, *, actor: User, version: int | None, reason: str = "") -> WorkPlan:
    """The reviewer finds the plan right: its content is frozen as a snapshot, which holds from now on."""

    def effect(plan: WorkPlan) -> None:
        make_snapshot(plan, actor.label)

    plan = _act("verify", pk, actor, version, reason=reason, effect=effect)
    _tell([*_agency(plan), *people_with(Role.PLANNING_HEAD, Role.EDITOR)], plan, "terverifikasi", reason)
    return plan


def make_snapshot(plan: WorkPlan, made_by: str) -> Snapshot:
    """Freeze the content of a plan as it is now."""
    content = snapshot_content(plan)
    last = plan.snapshots.aggregate(last=Max("number"))["last"] or 0
    return Snapshot.objects.create(
        plan=plan,
        number=last + 1,
        content=canonical_json(content).decode(),
        sha256=digest(content),
        made_by_name=made_by,
    )


@transaction.atomic
def attach_minutes(pk: int, *, actor: User, version: int | None, file: File[Any] | None, number: str) -> WorkPlan:
    """Upload the signed minutes of the verification; needed before the plan can be closed.

    The number is typed once: where the minutes written in the portal have one, ``number`` stays empty or says the
    same; where they have none yet, they get this one.
    """
    plan: WorkPlan = open_for_change(
        WorkPlan.objects.visible_to(actor), pk, actor=actor, rule=may_review, version=version
    )
    if plan.state != State.VERIFIED:
        raise WrongState("Berita acara diunggah setelah Renja terverifikasi dan sebelum ditetapkan.")
    if not file:
        raise ValidationError({"file": "Pilih berkas berita acara yang diunggah."})
    values = {"minutes": file, "minutes_number": _one_number(plan, number.strip(), actor)}
    save_aggregate(plan, values, [], actor=actor, reason=MINUTES)
    return plan


def _one_number(plan: WorkPlan, typed: str, actor: User) -> str:
    """The number of the minutes, the same in what was written in the portal and in what comes back signed."""
    written = Minutes.objects.select_for_update(of=("self",)).filter(plan=plan).first()
    known = written.number if written else ""
    if known and typed and typed != known:
        raise ValidationError(
            {
                "number": f"Berita acara yang disusun di portal bernomor {known}. Kosongkan isian ini untuk memakai "
                "nomor itu, atau ubah dahulu nomornya pada halaman Berita acara."
            }
        )
    if not (known or typed):
        raise ValidationError({"number": "Isi nomor berita acara."})
    if written and not known:
        save_aggregate(written, {"number": typed}, [], actor=actor, reason=MINUTES)
    return known or typed


@transaction.atomic
def finalize_work_plan(pk: int, *, actor: User, version: int | None, reason: str = "") -> WorkPlan:
    """The head of planning closes the verified plan; after that only a change of the year opens it again."""
    plan = _act("finalize", pk, actor, version, reason=reason)
    _tell(_agency(plan), plan, "ditetapkan", reason)
    return plan


@transaction.atomic
def reopen_work_plan(pk: int, *, actor: User, version: int | None, reason: str) -> WorkPlan:
    """Open a change during the year: gives the new plan of the round perubahan, next revision, with copied lines.

    The old plan and its snapshot stay in force until the new one is verified.
    """
    made: list[WorkPlan] = []

    def effect(plan: WorkPlan) -> None:
        change = WorkPlan(
            opd=plan.opd,
            year=plan.year,
            round=Round.CHANGE,
            revision=plan.revision + 1,
            previous=plan,
            is_demonstration=plan.is_demonstration,
        )
        save(change, actor=actor, reason=reason)
        log(change, STEPS["reopen"], "", actor=actor, reason=reason)
        copy_lines(plan, change, actor)
        made.append(change)

    _act("reopen", pk, actor, version, reason=reason, effect=effect)
    _tell(_agency(made[0]), made[0], "dibuka untuk perubahan", reason)
    return made[0]


VERBS = {
    "submit": submit_work_plan,
    "withdraw": withdraw_work_plan,
    "start_review": start_review,
    "return": return_work_plan,
    "waive": waive_blocker,
    "verify": verify_work_plan,
    "finalize": finalize_work_plan,
    "reopen": reopen_work_plan,
}
