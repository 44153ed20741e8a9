"""Who may do what with work plans, the planning calendar, minutes and realisation; every door asks here."""

from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.decisions import ALLOWED, Decision

from .models import WorkPlan


def may_edit_calendar(actor: Person | None, record: object = None) -> Decision:
    """The planning calendar is kept by the planning office."""
    if has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR):
        return ALLOWED
    return Decision(False, "not_planning", "Hanya perencanaan daerah yang dapat mengubah kalender perencanaan.")


def may_prepare(actor: Person | None, opd_id: int) -> Decision:
    """A work plan is written by the planner or the head of its agency."""
    if has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD) and actor.opd_id == opd_id:
        return ALLOWED
    return Decision(
        False, "not_agency", "Hanya perencana atau kepala perangkat daerah itu sendiri yang dapat menyusun Renja."
    )


def may_write_plan(actor: Person | None, plan: WorkPlan) -> Decision:
    """The agency writes its own plan."""
    return may_prepare(actor, plan.opd_id)


def may_send(actor: Person | None, plan: WorkPlan) -> Decision:
    """Only the head of the agency sends its plan or takes it back (planning 3.4)."""
    if has_role(actor, Role.OPD_HEAD) and actor.opd_id == plan.opd_id:
        return ALLOWED
    return Decision(
        False, "not_head", "Hanya kepala perangkat daerah itu sendiri yang dapat mengirim atau menarik kembali Renja."
    )


def may_review(actor: Person | None, plan: WorkPlan) -> Decision:
    """A reviewer checks the plan of another agency and never one that the same person has sent (four eyes)."""
    if not has_role(actor, Role.REVIEWER):
        return Decision(False, "not_reviewer", "Hanya penelaah dari perencanaan daerah yang dapat menelaah Renja.")
    if actor.pk in plan.senders:
        return Decision(False, "four_eyes", "Pengirim tidak dapat memutuskan Renja yang dikirimnya sendiri.")
    if actor.opd_id == plan.opd_id:
        return Decision(
            False,
            "own_agency",
            "Penelaah tidak dapat menelaah Renja perangkat daerahnya sendiri. "
            "Minta administrator menunjuk penelaah dari perangkat daerah lain.",
        )
    return ALLOWED


def may_finalize(actor: Person | None, plan: WorkPlan) -> Decision:
    """The head of planning closes a verified plan, never one that the same person has sent."""
    if not has_role(actor, Role.PLANNING_HEAD):
        return Decision(False, "not_planning_head", "Hanya kepala perencanaan daerah yang dapat menetapkan Renja.")
    if actor.pk in plan.senders:
        return Decision(False, "four_eyes", "Pengirim tidak dapat memutuskan Renja yang dikirimnya sendiri.")
    return ALLOWED


def may_reopen(actor: Person | None, plan: WorkPlan) -> Decision:
    """The planning office opens a change during the year, never of a plan that the same person has sent."""
    if not has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD):
        return Decision(False, "not_planning", "Hanya perencanaan daerah yang dapat membuka perubahan Renja.")
    if actor.pk in plan.senders:
        return Decision(False, "four_eyes", "Pengirim tidak dapat memutuskan Renja yang dikirimnya sendiri.")
    return ALLOWED


RULES = {
    "submit": may_send,
    "withdraw": may_send,
    "start_review": may_review,
    "return": may_review,
    "waive": may_review,
    "verify": may_review,
    "finalize": may_finalize,
    "reopen": may_reopen,
}


def may_report(actor: Person | None, opd_id: int) -> Decision:
    """Realisation is reported by the agency that leads the program or wrote the line."""
    if has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD) and actor.opd_id == opd_id:
        return ALLOWED
    return Decision(False, "not_agency", "Hanya perangkat daerah penanggung jawab yang dapat melaporkan realisasi ini.")


def may_read_overview(actor: Person | None, record: object = None) -> Decision:
    """The page with the state of all agencies: readers (mayor, secretary), planning, the editor, administrators."""
    if has_role(actor, Role.READER, Role.REVIEWER, Role.PLANNING_HEAD, Role.EDITOR, Role.ADMINISTRATOR):
        return ALLOWED
    return Decision(
        False, "not_reader", "Ringkasan semua perangkat daerah hanya untuk pimpinan kota, perencanaan, dan Diskominfo."
    )


def may_read_minutes(actor: Person | None, record: object = None) -> Decision:
    """The minutes of a verification are read by those who plan; drafting law does not need them."""
    if getattr(actor, "is_authenticated", False) and not has_role(actor, Role.LEGAL_OFFICER):
        return ALLOWED
    return Decision(False, "no_minutes", "Berita acara dibaca oleh perencanaan, Diskominfo, dan perangkat daerah.")


def may_read_realisation(actor: Person | None, record: object = None) -> Decision:
    """Realisation is read by everybody who works with the plan; drafting law does not need it."""
    if getattr(actor, "is_authenticated", False) and not has_role(actor, Role.LEGAL_OFFICER):
        return ALLOWED
    return Decision(False, "no_realisation", "Realisasi dibaca oleh perangkat daerah, perencanaan, dan pimpinan kota.")
