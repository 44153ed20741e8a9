"""Who may do what with nomenclature, RKPD and alignment."""

from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from opd.renja.models import WorkPlan
from solok_smartcity.kit.decisions import ALLOWED, Decision

from .models import Alignment, FindingRecord, Upload


def _planning(actor: Person | None, what: str) -> Decision:
    if has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD):
        return ALLOWED
    return Decision(False, "not_planning", f"Hanya perencanaan daerah yang dapat {what}.")


def may_import_rkpd(actor: Person | None, record: object = None) -> Decision:
    """The RKPD belongs to the planning office."""
    return _planning(actor, "mengimpor RKPD")


def may_keep_nomenclature(actor: Person | None, record: object = None) -> Decision:
    """Nomenclature, affairs and synonyms are kept by the planning office; administrators help."""
    if has_role(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return _planning(actor, "mengubah nomenklatur dan pengaturan keselarasan")


def may_read_alignment(actor: Person | None, record: object = None) -> Decision:
    """Alignment is read by those who plan: planning, Diskominfo, agencies (their own), readers, administrators."""
    if getattr(actor, "is_authenticated", False) and not has_role(actor, Role.LEGAL_OFFICER):
        return ALLOWED
    return Decision(False, "no_alignment", "Keselarasan dibaca oleh perencanaan, Diskominfo, dan perangkat daerah.")


def _four_eyes(actor: Person | None, opd_id: int | None, plan: WorkPlan | None) -> Decision:
    """A reviewer decides on other agencies only, and never on a plan that the same person has sent."""
    if not has_role(actor, Role.REVIEWER):
        return Decision(False, "not_reviewer", "Hanya penelaah dari perencanaan daerah yang dapat memutuskan temuan.")
    if actor.opd_id is not None and actor.opd_id == opd_id:
        return Decision(
            False,
            "own_agency",
            "Penelaah tidak dapat memutuskan temuan perangkat daerahnya sendiri. "
            "Minta administrator menunjuk penelaah dari perangkat daerah lain.",
        )
    if plan is not None and actor.pk in plan.senders:
        return Decision(False, "four_eyes", "Pengirim tidak dapat memutuskan temuan Renja yang dikirimnya sendiri.")
    return ALLOWED


def may_answer_finding(actor: Person | None, finding: FindingRecord) -> Decision:
    """The agency answers its own findings."""
    if has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD) and actor.opd_id == finding.opd_id:
        return ALLOWED
    return Decision(False, "not_agency", "Hanya perangkat daerah yang bersangkutan yang dapat menjawab temuan ini.")


def may_decide_finding(actor: Person | None, finding: FindingRecord) -> Decision:
    """A reviewer of another agency decides, never on a plan that the same person has sent (four eyes)."""
    return _four_eyes(actor, finding.opd_id, finding.plan)


def may_confirm_link(actor: Person | None, link: Alignment) -> Decision:
    """The agency confirms that its line carries a program or quick win."""
    if has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD) and actor.opd_id == link.line.plan.opd_id:
        return ALLOWED
    return Decision(False, "not_agency", "Hanya perangkat daerah pemilik baris yang dapat mengonfirmasi tautan ini.")


def may_decide_link(actor: Person | None, link: Alignment) -> Decision:
    """A reviewer of another agency decides, never on a plan that the same person has sent (four eyes)."""
    return _four_eyes(actor, link.line.plan.opd_id, link.line.plan)


def may_propose_link(actor: Person | None, opd_id: int | None) -> Decision:
    """The planning office and Diskominfo propose for every line, an agency for its own."""
    if has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD, Role.EDITOR):
        return ALLOWED
    if has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD) and actor.opd_id == opd_id:
        return ALLOWED
    return Decision(
        False, "not_planning", "Hanya perencanaan, Diskominfo, atau pemilik baris yang dapat mengusulkan tautan."
    )


def may_choose_code(actor: Person | None, record: object = None) -> Decision:
    """The code of a program or quick win is chosen by the planning office or Diskominfo."""
    if has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD, Role.EDITOR):
        return ALLOWED
    return Decision(False, "not_planning", "Hanya perencanaan daerah dan Diskominfo yang dapat memilih kode.")


def may_import_renja(actor: Person | None, opd_id: int) -> Decision:
    """An agency imports its own Renja; the planning office takes in a file that an agency sent by other ways."""
    if has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD):
        return ALLOWED
    if has_role(actor, Role.OPD_PLANNER, Role.OPD_HEAD) and actor.opd_id == opd_id:
        return ALLOWED
    return Decision(
        False,
        "not_agency",
        "Hanya perencanaan daerah, atau perangkat daerah untuk Renjanya sendiri, yang mengimpor Renja.",
    )


def may_upload(actor: Person | None, kind: str) -> Decision:
    """Whoever may confirm an import of a kind (rkpd, renja, nomenklatur) may send a file for it."""
    if kind == "renja":
        return may_import_renja(actor, getattr(actor, "opd_id", None) or 0)
    return may_import_rkpd(actor) if kind == "rkpd" else may_keep_nomenclature(actor)


def may_upload_any(actor: Person | None) -> bool:
    """Whether somebody may send a file for any import."""
    return any(may_upload(actor, kind).allowed for kind in ("rkpd", "renja", "nomenklatur"))


def may_confirm_upload(actor: Person | None, upload: Upload) -> Decision:
    """As for sending such a file."""
    return may_upload(actor, upload.kind)
