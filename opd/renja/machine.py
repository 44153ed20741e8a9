"""The workflow of work plans: table, rules, and what a plan must have for a verb (planning 3.2 to 3.5)."""

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.indonesian import long_date
from solok_smartcity.kit.transitions import Workflow

from .models import WorkPlan
from .rules import RULES
from .selectors.work_plans import open_blockers, sending_facts
from .workflow import STEPS, State


def _ready_to_send(plan: WorkPlan) -> Decision:
    """The window of the round is open, the plan has lines, every note of the review is answered."""
    facts = sending_facts(plan)
    if facts.opens_on is None or facts.closes_on is None:
        return Decision(
            False,
            "no_window",
            f"Masa pengiriman {plan.get_round_display().lower()} {plan.year} belum ditetapkan oleh perencanaan daerah.",
        )
    if not facts.opens_on <= today() <= facts.closes_on:
        return Decision(
            False,
            "window_closed",
            f"Masa pengiriman {long_date(facts.opens_on)} sampai {long_date(facts.closes_on)}; hari ini di luar masa "
            "itu. Perencanaan daerah dapat mengubah kalender.",
        )
    if not facts.has_lines:
        return Decision(False, "no_lines", "Rencana kerja belum memiliki baris.")
    if facts.unanswered:
        return Decision(False, "notes_unanswered", f"Jawab dahulu {facts.unanswered} catatan telaah.")
    return ALLOWED


def _ready_to_verify(plan: WorkPlan) -> Decision:
    """No blocker is left that nobody has waived, of the plan itself or found beside the RKPD."""
    blockers = open_blockers(plan)
    if not blockers:
        return ALLOWED
    first = blockers[0]
    place = f"baris {first.number}: " if first.number else ""
    return Decision(
        False,
        "open_blockers",
        f"Masih ada {len(blockers)} penghalang ({place}{first.text}). Kembalikan kepada perangkat daerah, "
        "atau kesampingkan dengan alasan.",
    )


def _ready_to_close(plan: WorkPlan) -> Decision:
    """The signed minutes of the verification are there."""
    if plan.minutes:
        return ALLOWED
    return Decision(False, "no_minutes", "Unggah dahulu berita acara verifikasi yang sudah ditandatangani.")


def _ready_to_change(plan: WorkPlan) -> Decision:
    """No newer plan of the agency's year follows it."""
    later = WorkPlan.objects.filter(opd=plan.opd_id, year=plan.year, pk__gt=plan.pk).select_related("opd").last()
    if later is None:
        return ALLOWED
    return Decision(False, "has_follower", f"Sudah ada Renja yang lebih baru untuk tahun itu: {later}.")


WORK_PLAN = Workflow(
    STEPS,
    RULES,
    {
        "submit": _ready_to_send,
        "verify": _ready_to_verify,
        "finalize": _ready_to_close,
        "reopen": _ready_to_change,
    },
    dict(State.choices),
)
