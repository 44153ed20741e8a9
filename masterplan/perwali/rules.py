"""Who may do what with a regulation; every door asks here."""

from collections.abc import Callable
from functools import partial

from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.decisions import ALLOWED, Decision

from .models import (
    MAKERS,
    Annex,
    AnnexColumn,
    AnnexSection,
    Definition,
    Element,
    Region,
    Regulation,
    RegulationKind,
)
from .workflow import INITIATOR, OF_THE_LAW, STEPS, Stage

# Parts of a draft that people write.
WRITTEN = (Element, Annex, AnnexColumn, AnnexSection, Definition)
NOT_LEGAL = Decision(
    False,
    "not_legal_officer",
    "Hanya perancang peraturan dari Bagian Hukum yang dapat mengubah naskah peraturan.",
)


def may_draft(actor: Person | None, record: object = None) -> Decision:
    """The text is drafted by Bagian Hukum, while it is not enacted and not with others (4.1)."""
    if not has_role(actor, Role.LEGAL_OFFICER):
        return NOT_LEGAL
    if record is None:
        return ALLOWED
    if _is_law(record) and not _is_still_needed(record):
        return Decision(False, "enacted", "Peraturan yang sudah ditetapkan hanya berubah melalui peraturan perubahan.")
    return _is_open(record)


def may_decide_proposal(actor: Person | None, record: object = None) -> Decision:
    """Proposals of the team are accepted or refused by Bagian Hukum."""
    return ALLOWED if has_role(actor, Role.LEGAL_OFFICER) else NOT_LEGAL


def may_remark(actor: Person | None, record: object = None) -> Decision:
    """Remarks and proposals are written by the offices that make the draft."""
    if has_role(actor, Role.LEGAL_OFFICER, Role.EDITOR, Role.REVIEWER, Role.PLANNING_HEAD):
        return ALLOWED
    return Decision(
        False, "not_maker", "Catatan rancangan ditulis oleh Diskominfo, perencanaan daerah, dan Bagian Hukum."
    )


def may_see_making(actor: Person | None, record: object = None) -> Decision:
    """How a regulation is made (versions, papers, remarks, registers) is for the offices that make it, also later."""
    if has_role(actor, *MAKERS):
        return ALLOWED
    return Decision(
        False,
        "not_maker",
        "Proses penyusunan, register, dan registri terbuka bagi Diskominfo, perencanaan daerah, dan Bagian Hukum.",
    )


def may_print(paper: str, actor: Person | None, record: object = None) -> Decision:
    """Papers of the law are for its readers, those of its making for the offices that make it."""
    return ALLOWED if paper in OF_THE_LAW else may_see_making(actor)


def may_advance(verb: str, actor: Person | None, record: object = None) -> Decision:
    """Bagian Hukum carries a regulation on its way; the initiating office opens and discusses its draft."""
    if has_role(actor, Role.LEGAL_OFFICER) or (verb in INITIATOR and has_role(actor, Role.EDITOR)):
        return ALLOWED
    who = "Diskominfo selaku pemrakarsa atau Bagian Hukum" if verb in INITIATOR else "Bagian Hukum"
    return Decision(False, "not_legal_officer", f"{STEPS[verb].label} dilakukan oleh {who}.")


LIFE_RULES: dict[str, Callable[[Person | None, object], Decision]] = {
    verb: partial(may_advance, verb) for verb in STEPS
}


def _is_law(record: object) -> bool:
    """Whether an enacted regulation is, holds or prints this record."""
    stage = _stage_of(record)
    if stage is not None:
        return stage.is_enacted
    # Styles and citations are frozen with the law; regions and kinds are read live by what is enacted.
    if not isinstance(record, (Region, RegulationKind)) or record.pk is None:
        return False
    field = "region" if isinstance(record, Region) else "kind"
    enacted = [Stage.ENACTED, *Stage.promulgated()]
    return Regulation.objects.filter(**{field: record.pk, "stage__in": enacted}).exists()


def _is_still_needed(record: object) -> bool:
    """A value that belongs to an act yet to come: the name of who promulgates, who certifies the copy."""
    later = {Stage.ENACTED: {"pengundangan", "salinan"}, Stage.PROMULGATED: {"salinan"}}
    stage = _stage_of(record)
    return stage is not None and getattr(record, "needed_at", "") in later.get(stage, set())


def _stage_of(record: object) -> Stage | None:
    """Stage of the regulation that a record is, or is a part of at any depth; nothing for what belongs to none."""
    part = getattr(record, "element", None) or getattr(record, "annex", None) or record
    stage = getattr(getattr(part, "regulation", None) or part, "stage", None)
    return None if stage is None else Stage(stage)


def _is_open(record: object) -> Decision:
    """Whether the stage lets the text be written directly; facts of the document may be filled in at any time."""
    stage = _stage_of(record)
    if not isinstance(record, WRITTEN) or stage is None or stage.is_editable:
        return ALLOWED
    if stage == Stage.DISCUSSION:
        reason = "Pada tahap pembahasan naskah berubah melalui usulan perubahan yang diputuskan tim penyusun."
    else:
        reason = (
            f"Pada tahap {stage.label.lower()} naskah tidak dapat diubah. Kembalikan naskah ke penyusunan lebih dahulu."
        )
    return Decision(False, "not_editable", reason)
