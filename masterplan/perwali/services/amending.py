"""The verbs of amendments: begin one on the law in force, take accepted drift into it, explain the rest."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.records import need_reason, save
from solok_smartcity.kit.transitions import log

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
from ..naskah.amendment import title_of
from ..naskah.document import REMOVED
from ..naskah.structure import BODY_ROOTS, Kind, Node
from ..rules import may_draft
from ..selectors.amending import base_of
from ..selectors.drift import Drift, amendment_under_way, drift_of, still_accepted
from ..workflow import REGULATION_CREATED, LegalStatus, Stage
from .drafting import add_element, refuse_broken_documents
from .references import store_references

REASON = "Disusun dari peraturan yang berlaku"
OWN = {Kind.HEAD, Kind.TITLE, Kind.PHRASE, Kind.OFFICE, Kind.BASIS, Kind.DECIDE, Kind.ENACT, Kind.ORDER, Kind.GAZETTE}


@transaction.atomic
def start_amendment(parent: Regulation, *, actor: User, reason: str) -> Regulation:
    """A new amending regulation (L0): the text in force as a copy to edit, its own opening and closing.

    Raises ``WrongState`` while the regulation is not in force or another amendment of it is under way.
    """
    require(may_draft(actor))
    reason = need_reason(reason)
    parent = Regulation.objects.select_for_update().get(pk=parent.pk)
    require_in_force(parent)
    if amendment_under_way(parent) is not None:
        raise WrongState("Masih ada peraturan perubahan yang sedang disusun. Selesaikan atau tarik lebih dahulu.")
    base = base_of(parent)
    order = len(base.earlier) + 1
    number, year = parent.number or 0, parent.year or 0
    title = title_of(parent.kind.name, number, year, str(parent), order)
    tries = parent.amendments.count() + 1
    slug = f"{parent.slug[:60]}-perubahan-{tries}"
    amendment = begin_from(parent, title=title, slug=slug, amends=parent, actor=actor)
    _cite_parent(parent, amendment, actor)
    words = (
        f"bahwa berdasarkan hasil evaluasi tahunan, beberapa ketentuan dalam {parent.kind.name} Nomor {number} "
        f"Tahun {year} tentang {parent} perlu disesuaikan"
    )
    add_recitals(amendment, words, actor)
    position = _copy_text(base.tree.roots_of(*BODY_ROOTS), amendment, None, actor, 1000)
    Element.objects.filter(regulation=amendment, kind__in=(Kind.ORDER, Kind.GAZETTE)).update(position=position + 1)
    store_references(amendment)
    refuse_broken_documents([amendment])
    log(amendment, REGULATION_CREATED, "", actor=actor, reason=reason)
    return amendment


def require_law(regulation: Regulation) -> None:
    """Only what is in Berita Daerah and no amendment itself is amended; raises ``WrongState``."""
    if Stage(regulation.stage) not in Stage.promulgated() or regulation.amends_id:
        raise WrongState("Perubahan disusun atas peraturan induk yang sudah diundangkan.")


def require_in_force(regulation: Regulation) -> None:
    """A law that is not repealed; raises ``WrongState``."""
    require_law(regulation)
    if regulation.legal_status == LegalStatus.REPEALED:
        raise WrongState(f"Peraturan ini sudah dicabut dengan {regulation.repealed_by}.")


def begin_from(
    parent: Regulation, *, title: str, slug: str, actor: User, amends: Regulation | None = None
) -> Regulation:
    """A new draft (L0) with opening, legal basis, closing and signatures as those of a law."""
    regulation = Regulation(
        kind=parent.kind,
        region=parent.region,
        plan=parent.plan,
        style=parent.style,
        amends=amends,
        title=title,
        slug=slugify(slug),
        stage=Stage.PROPOSED,
        review_note=parent.review_note,
        needs_facilitation=parent.needs_facilitation,
    )
    save(regulation, actor=actor, reason=REASON)
    _copy_frame(parent, regulation, actor)
    return regulation


def _cite_parent(parent: Regulation, amendment: Regulation, actor: User) -> None:
    """The amended regulation is the last legal basis (5.1)."""
    last = Element.objects.filter(regulation=amendment, kind=Kind.BASIS).order_by("-position").first()
    gazette = parent.promulgated_on
    citation, _ = Citation.objects.get_or_create(
        kind=Citation.Kind.MAYOR,
        number=str(parent.number),
        year=parent.year,
        region_name=parent.region.name,
        article="",
        paragraph="",
        defaults={
            "title": str(parent),
            "gazette_year": gazette.year if gazette else None,
            "gazette_number": str(parent.gazette_number or ""),
        },
    )
    position = last.position + 1 if last else 500
    Element.objects.filter(regulation=amendment, position__gte=position).update(position=F("position") + 1)
    add_element(amendment, "mengingat_induk", Kind.BASIS, position, citation=citation, actor=actor, reason=REASON)


def _copy_frame(parent: Regulation, amendment: Regulation, actor: User) -> None:
    for element in Element.objects.filter(regulation=parent, kind__in=OWN, is_active=True).order_by("position"):
        add_element(
            amendment,
            element.stable_id,
            element.kind,
            element.position,
            text=element.text,
            citation=element.citation,
            actor=actor,
            reason=REASON,
        )
    for signature in Signature.objects.filter(regulation=parent):
        copy = Signature(regulation=amendment, act=signature.act, capacity=signature.capacity, lines=signature.lines)
        save(copy, actor=actor, reason=REASON)
    for item in Placeholder.objects.filter(regulation=parent):
        copy_of_it = Placeholder(
            regulation=amendment,
            key=item.key,
            label=item.label,
            stand_in=item.stand_in,
            # Who signs is said anew for every regulation.
            value=item.value if item.needed_at == Placeholder.Needed.DRAFT else "",
            needed_at=item.needed_at,
            opd=item.opd,
        )
        save(copy_of_it, actor=actor, reason=REASON)


def add_recitals(regulation: Regulation, words: str, actor: User) -> None:
    """The recital of a draft that has none yet, and the last one, which is generated (R31)."""
    basis = Element.objects.filter(regulation=regulation, kind=Kind.BASIS).order_by("position").first()
    position = basis.position if basis else 100
    Element.objects.filter(regulation=regulation, position__gte=position).update(position=F("position") + 2)
    second = position + 1
    add_element(regulation, "menimbang_perubahan", Kind.RECITAL, position, text=words, actor=actor, reason=REASON)
    automatic = "menimbang_otomatis"
    add_element(regulation, automatic, Kind.RECITAL, second, is_automatic=True, actor=actor, reason=REASON)


def _copy_text(nodes: list[Node], amendment: Regulation, parent: Element | None, actor: User, position: int) -> int:
    """The amended text as rows that keep their numbers; gives the last position used."""
    for node in nodes:
        position += 1
        row = add_element(
            amendment,
            node.id,
            node.kind,
            position,
            actor=actor,
            reason=REASON,
            parent=parent,
            title=node.title,
            text="" if node.removed and node.text == REMOVED else node.text,
            conjunction=node.conjunction,
            kept_base=node.number.base if node.number else None,
            kept_suffix=node.number.suffix if node.number else "",
            is_removed=node.removed,
        )
        position = _copy_text(node.children, amendment, row, actor, position)
    return position


# --- Drift -----------------------------------------------------------------------------------------------


@transaction.atomic
def decide_drift(
    parent: Regulation, keys: Sequence[str], *, actor: User, outcome: str, reason: str
) -> list[DriftDecision]:
    """Take differences into the coming amendment, or explain them; all of them or none.

    An annex is replaced whole: taking one difference of it in replaces the annex, and it is taken out again when none
    of its differences is wanted any more. Raises ``WrongState`` when a difference is not there any more or no
    amendment can be written.
    """
    require(may_draft(actor))
    reason = need_reason(reason)
    if not keys:
        raise ValidationError({"keys": "Pilih perbedaan yang diputuskan."})
    if outcome not in DriftDecision.Outcome.values:
        raise ValidationError({"outcome": "Pilih masuk ke perubahan, atau dijelaskan."})
    parent = Regulation.objects.select_for_update().get(pk=parent.pk)
    found = [item for item in drift_of(parent) if item.key in set(keys)]
    if {item.key for item in found} != set(keys):
        raise WrongState("Perbedaan ini sudah tidak ada: rencana atau peraturan berubah sejak halaman dibuka.")
    amendment = amendment_under_way(parent)
    is_accepted = outcome == DriftDecision.Outcome.ACCEPTED
    sources = {source for item in found for source in item.sources}
    annexes_change = is_accepted or any(item.decision and item.decision.outcome != outcome for item in found)
    if is_accepted and amendment is None:
        raise WrongState("Belum ada peraturan perubahan yang disusun. Mulai perubahan lebih dahulu.")
    if amendment is not None and annexes_change and not Stage(amendment.stage).is_editable:
        raise WrongState(f"Naskah perubahan sedang pada tahap {amendment.get_stage_display().lower()}.")
    decisions = [_decide(parent, item, outcome, reason, actor) for item in found]
    if amendment is not None and annexes_change:
        drift = drift_of(parent)
        for source in sources:
            if still_accepted(drift, source):
                _replace_annex(parent, amendment, source, actor)
            else:
                _keep_annex(amendment, source, actor)
        refuse_broken_documents([amendment])
    return decisions


def _decide(parent: Regulation, item: Drift, outcome: str, reason: str, actor: User) -> DriftDecision:
    subject = f"{item.difference.part}: {item.difference.row}"[:300]
    values = {"outcome": outcome, "reason": reason, "subject": subject, "made_by_name": label_of(actor)}
    return DriftDecision.objects.update_or_create(regulation=parent, key=item.key, defaults=values)[0]


def _keep_annex(amendment: Regulation, source: str, actor: User) -> None:
    """The amendment leaves the annexes of a source as they are."""
    for annex in Annex.objects.filter(regulation=amendment, source=source):
        annex._history_user, annex._change_reason = actor, "Lampiran tidak jadi diganti"
        annex.delete()


def _replace_annex(parent: Regulation, amendment: Regulation, source: str, actor: User) -> None:
    """The annex of a source of data is replaced by the amendment."""
    for annex in Annex.objects.filter(regulation=parent, source=source):
        if Annex.objects.filter(regulation=amendment, stable_id=annex.stable_id).exists():
            continue
        columns, sections = list(annex.columns.all()), list(annex.sections.all())
        copy = Annex(
            regulation=amendment,
            stable_id=annex.stable_id,
            position=annex.position,
            name=annex.name,
            content=annex.content,
            orientation=annex.orientation,
            source=annex.source,
        )
        save(copy, actor=actor, reason="Lampiran diganti oleh perubahan")
        for c in columns:
            column = AnnexColumn(
                annex=copy, position=c.position, heading=c.heading, field=c.field, repeat=c.repeat, fulfils=c.fulfils
            )
            save(column, actor=actor, reason="Lampiran diganti oleh perubahan")
        for s in sections:
            section = AnnexSection(annex=copy, position=s.position, title=s.title, headings=s.headings)
            save(section, actor=actor, reason="Lampiran diganti oleh perubahan")
