"""The verbs of amendments: begin one on the law in force, take accepted drift into it, explain the rest."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.people import label_of
from solok_smartcity.kit.records import need_reason, save
from solok_smartcity.kit.transitions import log

from ..amendment import title_of
from ..document import REMOVED
from ..models import (
    Annex,
    AnnexColumn,
    AnnexSection,
    Citation,
    DriftDecision,
    Element,
    Placeholder,
    Regulation,
    Signature,
)
from ..rules import may_draft
from ..selectors.amending import base_of
from ..selectors.drift import drift_of
from ..structure import Kind, Node
from ..workflow import REGULATION_CREATED, Stage
from .drafting import refuse_broken_documents
from .references import store_references

REASON = "Peraturan perubahan dimulai dari naskah yang berlaku"
OWN = {
    Kind.HEAD, Kind.TITLE, Kind.PHRASE, Kind.OFFICE, Kind.BASIS, Kind.DECIDE, Kind.ENACT, Kind.ORDER, Kind.GAZETTE
}  # fmt: skip


@transaction.atomic
def start_amendment(parent: Regulation, *, actor: Any, reason: str) -> Regulation:
    """A new amending regulation (L0): the text in force as a copy to edit, its own opening and closing.

    Raises ``WrongState`` while the regulation is not in force or another amendment of it is under way.
    """
    require(may_draft(actor))
    reason = need_reason(reason)
    parent = Regulation.objects.select_for_update().get(pk=parent.pk)
    if Stage(parent.stage) not in Stage.promulgated() or parent.amends_id:
        raise WrongState("Perubahan disusun atas peraturan induk yang sudah diundangkan.")
    if parent.amendments.exclude(stage__in=[*Stage.promulgated(), Stage.WITHDRAWN]).exists():
        raise WrongState("Masih ada peraturan perubahan yang sedang disusun. Selesaikan atau tarik lebih dahulu.")
    base = base_of(parent)
    order = len(base.earlier) + 1
    number, year = parent.number or 0, parent.year or 0
    title = title_of(parent.kind.name, number, year, str(parent), order)
    tries = parent.amendments.count() + 1
    amendment = Regulation(
        kind=parent.kind, region=parent.region, plan=parent.plan, style=parent.style, amends=parent, title=title,
        slug=slugify(f"{parent.slug[:60]}-perubahan-{tries}"), stage=Stage.PROPOSED, review_note=parent.review_note,
        needs_facilitation=parent.needs_facilitation,
    )  # fmt: skip
    save(amendment, actor=actor, reason=REASON)
    _copy_frame(parent, amendment, actor)
    _recitals(parent, amendment, actor)
    position = _copy_text(base.tree.roots_of(Kind.CHAPTER), amendment, None, actor, 1000)
    Element.objects.filter(regulation=amendment, kind__in=(Kind.ORDER, Kind.GAZETTE)).update(position=position + 1)
    store_references(amendment)
    refuse_broken_documents([amendment])
    log(amendment, REGULATION_CREATED, "", actor=actor, reason=reason)
    return amendment


def _copy_frame(parent: Regulation, amendment: Regulation, actor: Any) -> None:
    """Opening, basis and closing of the parent, with the parent itself as the last basis (5.1)."""
    for element in Element.objects.filter(regulation=parent, kind__in=OWN, is_active=True).order_by("position"):
        _element(amendment, actor, element.stable_id, element.kind, element.position,
                 text=element.text, citation=element.citation)  # fmt: skip
    last = Element.objects.filter(regulation=amendment, kind=Kind.BASIS).order_by("-position").first()
    gazette = parent.promulgated_on
    citation, _ = Citation.objects.get_or_create(
        kind=Citation.Kind.MAYOR, number=str(parent.number), year=parent.year, region_name=parent.region.name,
        article="", paragraph="",
        defaults={
            "title": str(parent), "gazette_year": gazette.year if gazette else None,
            "gazette_number": str(parent.gazette_number or ""),
        },
    )  # fmt: skip
    position = last.position if last else 500
    _element(amendment, actor, "mengingat_induk", Kind.BASIS, position, citation=citation)
    for signature in Signature.objects.filter(regulation=parent):
        copy = Signature(regulation=amendment, act=signature.act, capacity=signature.capacity, lines=signature.lines)
        save(copy, actor=actor, reason=REASON)
    for item in Placeholder.objects.filter(regulation=parent):
        copy_of_it = Placeholder(
            regulation=amendment, key=item.key, label=item.label, stand_in=item.stand_in, value=item.value,
            needed_at=item.needed_at, opd=item.opd,
        )  # fmt: skip
        save(copy_of_it, actor=actor, reason=REASON)


def _recitals(parent: Regulation, amendment: Regulation, actor: Any) -> None:
    basis = Element.objects.filter(regulation=amendment, kind=Kind.BASIS).order_by("position").first()
    position = basis.position if basis else 100
    text = (
        f"bahwa berdasarkan hasil evaluasi tahunan, beberapa ketentuan dalam {parent.kind.name} Nomor {parent.number} "
        f"Tahun {parent.year} tentang {parent} perlu disesuaikan"
    )
    Element.objects.filter(regulation=amendment, position__gte=position).update(position=F("position") + 2)
    _element(amendment, actor, "menimbang_perubahan", Kind.RECITAL, position, text=text)
    _element(amendment, actor, "menimbang_otomatis", Kind.RECITAL, position + 1, is_automatic=True)


def _copy_text(nodes: list[Node], amendment: Regulation, parent: Element | None, actor: Any, position: int) -> int:
    """The amended text as rows that keep their numbers; gives the last position used."""
    for node in nodes:
        position += 1
        row = _element(
            amendment, actor, node.id, node.kind, position, parent=parent, title=node.title,
            text="" if node.removed and node.text == REMOVED else node.text, conjunction=node.conjunction,
            kept_base=node.number.base if node.number else None,
            kept_suffix=node.number.suffix if node.number else "", is_removed=node.removed,
        )  # fmt: skip
        position = _copy_text(node.children, amendment, row, actor, position)
    return position


def _element(regulation: Regulation, actor: Any, stable_id: str, kind: str, position: int, **values: Any) -> Element:
    element = Element(regulation=regulation, stable_id=stable_id, kind=kind, position=position, **values)
    save(element, actor=actor, reason=REASON)
    return element


# --- Drift -----------------------------------------------------------------------------------------------


@transaction.atomic
def decide_drift(parent: Regulation, key: str, *, actor: Any, outcome: str, reason: str) -> DriftDecision:
    """Take one difference into the coming amendment, or explain it.

    An annex is replaced whole: taking one difference of it in replaces the annex. Raises ``WrongState`` when the
    difference is not there any more or no amendment is under way.
    """
    require(may_draft(actor))
    reason = need_reason(reason)
    parent = Regulation.objects.select_for_update().get(pk=parent.pk)
    found = next((item for item in drift_of(parent) if item.key == key), None)
    if found is None:
        raise WrongState("Perbedaan ini sudah tidak ada: rencana atau peraturan berubah sejak halaman dibuka.")
    if outcome not in DriftDecision.Outcome.values:
        raise ValidationError({"outcome": "Pilih masuk ke perubahan, atau dijelaskan."})
    if outcome == DriftDecision.Outcome.ACCEPTED:
        amendment = parent.amendments.exclude(stage__in=[*Stage.promulgated(), Stage.WITHDRAWN]).first()
        if amendment is None:
            raise WrongState("Belum ada peraturan perubahan yang disusun. Mulai perubahan lebih dahulu.")
        if not Stage(amendment.stage).is_editable:
            raise WrongState(f"Naskah perubahan sedang pada tahap {amendment.get_stage_display().lower()}.")
        for source in found.sources:
            _replace_annex(parent, amendment, source, actor)
        refuse_broken_documents([amendment])
    return DriftDecision.objects.update_or_create(
        regulation=parent, key=key,
        defaults={
            "outcome": outcome, "reason": reason, "subject": f"{found.difference.part}: {found.difference.row}"[:300],
            "made_by_name": label_of(actor),
        },
    )[0]  # fmt: skip


def _replace_annex(parent: Regulation, amendment: Regulation, source: str, actor: Any) -> None:
    """The annex of a source of data is replaced by the amendment."""
    for annex in Annex.objects.filter(regulation=parent, source=source):
        if Annex.objects.filter(regulation=amendment, stable_id=annex.stable_id).exists():
            continue
        columns, sections = list(annex.columns.all()), list(annex.sections.all())
        copy = Annex(
            regulation=amendment, stable_id=annex.stable_id, position=annex.position, name=annex.name,
            content=annex.content, orientation=annex.orientation, source=annex.source,
        )  # fmt: skip
        save(copy, actor=actor, reason="Lampiran diganti oleh perubahan")
        for c in columns:
            column = AnnexColumn(
                annex=copy, position=c.position, heading=c.heading, field=c.field, repeat=c.repeat, fulfils=c.fulfils
            )
            save(column, actor=actor, reason="Lampiran diganti oleh perubahan")
        for s in sections:
            section = AnnexSection(annex=copy, position=s.position, title=s.title, headings=s.headings)
            save(section, actor=actor, reason="Lampiran diganti oleh perubahan")
