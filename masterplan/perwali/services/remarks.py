"""Remarks with their answers (R129), and proposals that are accepted into the text or refused (L3)."""

from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction

from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.records import need_reason, open_for_change, save
from solok_smartcity.kit.transitions import Rule

from ..models import Element, Proposal, Regulation, Remark
from ..naskah.structure import TITLED, Kind
from ..rules import may_decide_proposal, may_remark
from ..selectors.document import working_document
from ..workflow import Stage
from .drafting import change_element, insert_element, remove_element, written_field

CLOSED = {Stage.ENACTED, *Stage.promulgated(), Stage.WITHDRAWN}


@transaction.atomic
def write_remark(
    regulation: Regulation, *, actor: User, channel: str, text: str, element: str = "", proposer: str = ""
) -> Remark:
    """A remark on an element, or on the whole draft; raises ``ValidationError`` for an unknown element."""
    require(may_remark(actor))
    _still_a_draft(regulation)
    place, original = _place(regulation, element)
    remark = Remark(
        regulation=regulation,
        channel=channel,
        element=element,
        place=place,
        original=original,
        text=text.strip(),
        proposer=proposer.strip() or label_of(actor),
    )
    save(remark, actor=actor, reason="Catatan baru")
    return remark


@transaction.atomic
def answer_remark(pk: int, *, actor: User, version: int | None, answer: str, reason: str) -> Remark:
    """Accepted, partly or declined, with what was done; Bagian Hukum answers."""
    remark: Remark = open_for_change(
        Remark.objects.select_related("regulation"), pk, actor=actor, rule=may_decide_proposal, version=version
    )
    if answer not in {Remark.Answer.ACCEPTED, Remark.Answer.PARTLY, Remark.Answer.DECLINED}:
        raise ValidationError({"answer": "Pilih diterima, diterima sebagian, atau ditolak."})
    remark.answer, remark.reason = answer, need_reason(reason)
    last = remark.regulation.versions.values_list("number", flat=True).first() or 0
    remark.done_in = last + 1 if answer != Remark.Answer.DECLINED else None
    save(remark, actor=actor, reason=remark.get_answer_display())
    return remark


@transaction.atomic
def propose(
    regulation: Regulation,
    *,
    actor: User,
    act: str,
    element: str,
    text: str = "",
    reason: str,
    kind: str = "",
    inside: bool = False,
) -> Proposal:
    """Propose a change, an insertion after or inside an element, or a removal."""
    require(may_remark(actor))
    if regulation.stage != Stage.DISCUSSION:
        raise WrongState("Usulan perubahan ditulis pada tahap pembahasan.")
    place, original = _place(regulation, element)
    if not place:
        raise ValidationError({"element": "Pilih unsur yang diusulkan berubah."})
    if act == Proposal.Act.CHANGE and not _is_written(regulation, element):
        raise ValidationError(
            {"element": f"{place} tidak mempunyai kata yang ditulis sendiri; pilih unsur di bawahnya."}
        )
    if act != Proposal.Act.REMOVE and not text.strip():
        raise ValidationError({"text": "Isi bunyi yang diusulkan."})
    if act == Proposal.Act.INSERT and (kind not in set(Kind) or kind in TITLED):
        raise ValidationError({"kind": "Pilih jenis unsur baru."})
    proposal = Proposal(
        regulation=regulation,
        act=act,
        element=element,
        place=place,
        text=text.strip(),
        reason=need_reason(reason),
        original="" if act == Proposal.Act.INSERT else original,
        kind=kind if act == Proposal.Act.INSERT else "",
        inside=inside,
        author_name=label_of(actor),
    )
    save(proposal, actor=actor, reason="Usulan baru")
    return proposal


@transaction.atomic
def decide_proposal(pk: int, *, actor: User, version: int | None, accept: bool, reason: str) -> Proposal:
    """Accept a proposal, which changes the text at once, or refuse it; both with a reason.

    A proposal whose element changed since it was written is refused: the text it speaks of is another one.
    """
    proposal: Proposal = open_for_change(
        Proposal.objects.select_related("regulation"), pk, actor=actor, rule=may_decide_proposal, version=version
    )
    if proposal.state != Proposal.State.OPEN:
        raise WrongState(f"Usulan ini sudah diputuskan: {proposal.get_state_display().lower()}.")
    if proposal.regulation.stage != Stage.DISCUSSION:
        raise WrongState("Usulan perubahan diputuskan pada tahap pembahasan.")
    proposal.decision = need_reason(reason)
    proposal.state = Proposal.State.ACCEPTED if accept else Proposal.State.DECLINED
    if accept:
        _carry_out(proposal, actor)
    save(proposal, actor=actor, reason=proposal.get_state_display())
    return proposal


class _Decided(TypedDict):
    """How an accepted proposal is carried out, whatever it does to the element."""

    actor: User
    version: int
    rule: Rule
    reason: str


def _carry_out(proposal: Proposal, actor: User) -> None:
    element = Element.objects.filter(regulation=proposal.regulation, stable_id=proposal.element).first()
    place, original = _place(proposal.regulation, proposal.element)
    changed = proposal.act != Proposal.Act.INSERT and original != proposal.original
    if element is None or not place or changed:
        raise WrongState(f"{proposal.place} sudah berubah sejak usulan ditulis. Tolak usulan ini dan usulkan lagi.")
    common: _Decided = {
        "actor": actor,
        "version": element.version,
        "rule": may_decide_proposal,
        "reason": f"Usulan {proposal.author_name}: {proposal.reason}"[:2000],
    }
    match proposal.act:
        case Proposal.Act.CHANGE:
            change_element(element.pk, values={written_field(element): proposal.text}, seen=[], **common)
        case Proposal.Act.INSERT:
            insert_element(
                element.pk, kind=proposal.kind, inside=proposal.inside, values={"text": proposal.text}, **common
            )
        case Proposal.Act.REMOVE:
            remove_element(element.pk, **common)


def _is_written(regulation: Regulation, element: str) -> bool:
    found = Element.objects.filter(regulation=regulation, stable_id=element).first()
    return found is not None and bool(written_field(found))


def _place(regulation: Regulation, element: str) -> tuple[str, str]:
    """Address and present text of an element; empty for the whole draft."""
    if not element:
        return "", ""
    document = working_document(regulation)
    place = document.addresses().get(element)
    if place is None:
        raise ValidationError({"element": f"Unsur {element} tidak ada dalam naskah."})
    return place[:120], document.words().get(element, "")


def _still_a_draft(regulation: Regulation) -> None:
    if regulation.stage in CLOSED:
        raise WrongState("Catatan ditulis pada rancangan; peraturan ini bukan rancangan lagi.")
