"""Who may do what to the plan; every door asks here."""

from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.decisions import ALLOWED, Decision

from .models import QuickWin
from .models.activity import State


def may_edit_plan(actor: Person | None, record: object = None) -> Decision:
    """The plan and its reference data are edited by Diskominfo; administrators may correct them."""
    if has_role(actor, Role.EDITOR, Role.ADMINISTRATOR):
        return ALLOWED
    return Decision(
        False,
        "not_editor",
        "Hanya penyunting rencana dari Diskominfo yang dapat mengubah rencana induk. "
        "Sampaikan usulan perubahan kepada Diskominfo.",
    )


def may_give_feedback(actor: Person | None, quick_win: QuickWin | None = None) -> Decision:
    """Every agency may speak on every quick win that is in the plan."""
    if not has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD):
        return Decision(False, "not_agency", "Masukan disampaikan oleh perencana atau kepala perangkat daerah.")
    if quick_win is not None and quick_win.state == State.RETIRED:
        return Decision(False, "retired", "Quick win ini sudah dihentikan; masukan tidak diterima lagi.")
    return ALLOWED


FEEDBACK_RULES = dict.fromkeys(("accept", "accept_partly", "decline", "waive"), may_edit_plan)
EDITION_RULES = {"freeze": may_edit_plan, "adopt": may_edit_plan}


def may_attach_evidence(actor: Person | None, quick_win: QuickWin) -> Decision:
    """Evidence comes from the agency that leads the quick win, or from the editor."""
    if may_edit_plan(actor).allowed:
        return ALLOWED
    if has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD) and actor.opd_id == quick_win.lead_opd_id:
        return ALLOWED
    return Decision(False, "not_lead", "Bukti diunggah oleh perangkat daerah penanggung jawab atau penyunting rencana.")


def may_read_agency_papers(actor: Person | None, record: object = None) -> Decision:
    """Pacts, clinics and feedback are for the agencies (their own), the editor, planning and administrators."""
    if has_role(
        actor, Role.EDITOR, Role.ADMINISTRATOR, Role.REVIEWER, Role.PLANNING_HEAD, Role.OPD_PLANNER, Role.OPD_HEAD
    ):
        return ALLOWED
    return Decision(
        False, "no_agency_papers", "Halaman ini untuk perangkat daerah, Diskominfo, dan perencanaan daerah."
    )
