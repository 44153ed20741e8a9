"""Reads a regulation from the database into its pure form, in a fixed number of queries."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from django.db.models import Max, Value

from masterplan.plan import models as plan
from masterplan.plan.selectors.content import plan_content
from opd.agencies.models import Opd
from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.indonesian import long_date

from ..models import Annex, Citation, Element, HouseStyle, Placeholder, Region, Regulation, RegulationKind, Signature
from ..naskah.amendment import fill_repeal
from ..naskah.annexes import AnnexContent, AnnexPlan, ColumnPlan, build
from ..naskah.document import Source, Text, compile_text
from ..naskah.references import PLACEHOLDER
from ..naskah.structure import Kind, Node, Number, Tree
from ..naskah.wording import CitedLaw
from ..workflow import Stage
from .amending import amending_source, parent_annexes, parent_labels, repealed_rules, settled
from .frozen import GIVEN, document_of
from .printed import Document, print_settings

PRINTED = (
    Regulation,
    Element,
    Annex,
    Placeholder,
    Citation,
    Signature,
    HouseStyle,
    Region,
    plan.MasterPlan,
    plan.Mission,
    plan.Dimension,
    plan.SubDimension,
    plan.ActionPlanCategory,
    RegulationKind,
    Opd,
    plan.Program,
    plan.QuickWin,
    plan.ActionPlan,
    plan.Objective,
    plan.ObjectiveIndicator,
    plan.Chapter,
    plan.Readiness,
    plan.FutureAnalysis,
    plan.Gap,
    plan.Swot,
    plan.Strategy,
)


def load_document(regulation: Regulation) -> Document:
    """What the regulation prints: the law as it was frozen, else the draft as it is now."""
    if Stage(regulation.stage).is_enacted:
        version = regulation.versions.select_related("regulation__region").defer("content").first()
        if version is not None:
            return document_of(version)
    return live_document(regulation)


def live_document(regulation: Regulation) -> Document:
    """Read, compile and build everything the draft prints."""
    values = _values(regulation)
    source = load_source(regulation, values)
    text = compile_text(source)
    content = plan_content(regulation.plan)
    plans = {plan.id: plan for plan in _annex_plans(regulation)}
    labels = {plans[frame.id].source: frame.label.replace("LAMPIRAN", "Lampiran") for frame in text.annexes}
    if regulation.amends_id is not None:  # annexes speak of one another by their numbers in the amended regulation
        labels = parent_labels(regulation)
    basis = [element.text.rstrip(";") for element in text.basis]
    annexes = [build(plans[frame.id], content, basis, labels) for frame in text.annexes]
    style, region = regulation.style, regulation.region
    facts = {
        "text": asdict(text),
        "annexes": [asdict(annex) for annex in annexes],
        "style": print_settings(style),
        "emblem": region.state_emblem.name,
        "stage": regulation.stage,
    }
    return Document(
        regulation=regulation,
        style=style,
        region=region,
        source=source,
        text=text,
        annexes=annexes,
        missing=_missing(regulation, values, text, annexes),
        has_demonstration_data=content.has_demonstration_data and bool(annexes),
        changed_at=_changed_at(regulation),
        digest=digest(facts),
    )


@dataclass(frozen=True)
class Values:
    """The placeholders of a regulation, and what is known of them from data."""

    placeholders: list[Placeholder]
    computed: dict[str, str]

    @property
    def printed(self) -> dict[str, str]:
        """Printed values: from the regulation or the plan, else typed, else an agency's name, else the stand-in."""
        typed = {p.key: p.value or (p.opd.name if p.opd else p.stand_in) for p in self.placeholders}
        return {**typed, **self.computed}

    @property
    def open(self) -> list[Placeholder]:
        """Placeholders that still print their stand-in."""
        return [p for p in self.placeholders if not p.value and p.opd_id is None and p.key not in self.computed]


def _values(regulation: Regulation) -> Values:
    placeholders = Placeholder.objects.filter(regulation=regulation).select_related("opd")
    return Values(list(placeholders), _computed(regulation))


def copy_lines(regulation: Regulation) -> list[str]:
    """The block of the official who certifies the copy, with what was typed for it (R120)."""
    signature = Signature.objects.filter(regulation=regulation, act=Signature.Act.COPY).first()
    values = _values(regulation).printed
    lines = _with_capacity(signature) if signature else []
    return [PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), line) for line in lines]


def values_given(regulation: Regulation) -> dict[str, str]:
    """What comes into the text after enactment: numbers, dates, and what was typed for the acts that follow."""
    values = _values(regulation)
    later = {item.key for item in values.placeholders if item.needed_at == Placeholder.Needed.PROMULGATION}
    return {key: value for key, value in values.printed.items() if key in GIVEN | later}


def open_placeholders(regulation: Regulation) -> list[Placeholder]:
    """Placeholders that still print their stand-in; those the life cycle gives are not among them."""
    return [item for item in _values(regulation).open if item.key not in GIVEN]


def load_source(regulation: Regulation, values: Values | None = None) -> Source:
    """The pure source of a regulation's text; that of an amending one is derived from the edited copy."""
    source = working_source(regulation, values)
    return source if regulation.amends_id is None else amending_source(regulation, source)


def working_source(regulation: Regulation, values: Values | None = None) -> Source:
    """What is written on: active elements, registry entries, values; of an amending regulation the edited copy."""
    elements = list(
        Element.objects.filter(regulation=regulation, is_active=True).select_related("citation__last_amendment")
    )
    tree = _tree(elements)
    repeal = next((node for node in tree.of(Kind.ARTICLE) if node.automatic), None)
    if repeal is not None:
        fill_repeal(repeal, repealed_rules(regulation), is_alone=tree.ordinal(repeal).base == 1)
        tree = Tree(tree.roots)
    return Source(
        tree=tree,
        kind_name=regulation.kind.name,
        title=regulation.title,
        rules={e.stable_id: rule_of_citation(e.citation, regulation.region) for e in elements if e.citation},
        values=(values or _values(regulation)).printed,
        annexes=_annex_names(regulation),
        signatures={
            signature.act: _with_capacity(signature) for signature in Signature.objects.filter(regulation=regulation)
        },
        is_draft=not Stage(regulation.stage).is_enacted,
        range_sign=regulation.style.year_range_sign,
        settled=settled(regulation, tree) if regulation.amends_id else (),
    )


def _annex_names(regulation: Regulation) -> list[tuple[str, str]]:
    """Annexes the text may mention: its own, and those of the regulation it amends."""
    own = list(Annex.objects.filter(regulation=regulation).values_list("stable_id", "name"))
    if regulation.amends_id is None:
        return own
    return list(Annex.objects.filter(regulation=regulation.amends_id).values_list("stable_id", "name"))


def working_document(regulation: Regulation) -> Document:
    """The text as it is written on: of an amending regulation the amended text, with the changes made so far."""
    if regulation.amends_id is None:
        return load_document(regulation)
    document = load_document(regulation)
    source = working_source(regulation)
    return replace(document, source=source, text=compile_text(source), annexes=parent_annexes(regulation))


def _with_capacity(signature: Signature) -> list[str]:
    """Lines of the block; an acting official signs as ``Plt. WALI KOTA ...`` (R109)."""
    lines = list(signature.lines)
    office = next((index for index, line in enumerate(lines) if line.endswith(",")), None)
    if office is not None and signature.capacity:
        lines[office] = f"{signature.capacity}{lines[office]}"
    return lines


def _computed(regulation: Regulation) -> dict[str, str]:
    """Values that are data elsewhere; those not yet known are left to the stand-in."""
    plan = regulation.plan
    values = {
        "nomor": regulation.number,
        "tahun": regulation.year,
        "tanggal_penetapan": regulation.enacted_on and long_date(regulation.enacted_on),
        "tanggal_pengundangan": regulation.promulgated_on and long_date(regulation.promulgated_on),
        "nomor_berita_daerah": regulation.gazette_number,
        "tahun_awal": plan.start_year,
        "tahun_akhir": plan.end_year,
        "visi": plan.vision,
        **{f"misi_{mission.position}": mission.text for mission in plan.missions.all()},
    }
    return {key: str(value) for key, value in values.items() if value}


def still_missing(document: Document, regulation: Regulation) -> list[str]:
    """What was missing when a document was frozen and is not filled in yet."""
    now = _missing(regulation, _values(regulation), document.text, document.annexes)
    return [item for item in document.missing if item in now]


def _missing(regulation: Regulation, values: Values, text: Text, annexes: list[AnnexContent]) -> list[str]:
    """What the office still has to fill in, in words; nothing in a law that was read from its own file."""
    if regulation.read_from:
        return []
    out = [f"{p.label} (wajib saat {p.get_needed_at_display().lower()})" for p in values.open]
    citations = Citation.objects.filter(uses__regulation=regulation).select_related("last_amendment")
    out += [f"Nomor lembaran atau berita negara untuk {c}" for c in citations if not c.is_complete]
    if not regulation.region.state_emblem:
        out.append("Gambar lambang negara (ruangnya dibiarkan kosong)")
    frames = {frame.id: frame.label for frame in text.annexes}
    out += [f"{frames[annex.id]}: naskah {heading}" for annex in annexes for heading in annex.missing]
    return out


def _tree(elements: list[Element]) -> Tree:
    nodes = {
        e.pk: Node(
            e.stable_id,
            Kind(e.kind),
            e.text,
            e.title,
            e.conjunction,
            e.is_automatic,
            number=Number(e.kept_base, e.kept_suffix) if e.kept_base else None,
            removed=e.is_removed,
        )
        for e in elements
    }
    roots = []
    for element in elements:
        if element.parent_id is None:
            roots.append(nodes[element.pk])
        elif element.parent_id in nodes:
            nodes[element.parent_id].children.append(nodes[element.pk])
    return Tree(roots)


def rule_of_citation(citation: Citation, region: Region) -> CitedLaw:
    """An entry of the registry, as the wording needs it."""
    return CitedLaw(
        kind=citation.kind,
        number=citation.number,
        year=citation.year,
        title=citation.title,
        region=citation.region_name or region.name,
        article=citation.article,
        paragraph=citation.paragraph,
        gazette_year=citation.gazette_year,
        gazette_number=citation.gazette_number,
        has_supplement=citation.supplement_expected,
        supplement_number=citation.supplement_number,
        amended_by=rule_of_citation(citation.last_amendment, region) if citation.last_amendment else None,
        amended_often=citation.amended_more_than_once,
    )


def _annex_plans(regulation: Regulation) -> list[AnnexPlan]:
    return [
        AnnexPlan(
            annex.stable_id,
            annex.source,
            annex.orientation,
            tuple(ColumnPlan(c.heading, c.field, c.repeat, c.fulfils) for c in annex.columns.all()),
            tuple((s.title, tuple(s.headings)) for s in annex.sections.all()),
        )
        for annex in Annex.objects.filter(regulation=regulation).prefetch_related("columns", "sections")
    ]


def _changed_at(regulation: Regulation) -> datetime:
    """When anything printed was last changed: the date of the cover sheet, so that equal content gives equal bytes.

    One query over all tables the document draws from; a child row's change is a change of its record.
    """
    last = [
        model.objects.order_by().annotate(one=Value(1)).values("one").annotate(at=Max("updated_at")).values_list("at")
        for model in PRINTED
    ]
    times: list[datetime] = [regulation.updated_at, *(row[0] for row in last[0].union(*last[1:]) if row[0])]
    return max(times)
