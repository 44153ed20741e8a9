"""Reads a regulation from the database into its pure form, in a fixed number of queries."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from masterplan.selectors.content import PlanContent, plan_content
from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.indonesian import long_date

from ..annexes import AnnexContent, AnnexPlan, ColumnPlan, build
from ..document import Source, Text, compile_text
from ..models import Annex, Citation, Element, HouseStyle, Placeholder, Region, Regulation, Signature
from ..structure import Kind, Node, Tree
from ..wording import Rule
from ..workflow import Stage


@dataclass
class Document:
    """A regulation ready for any output: compiled text, annex contents, style, and what its cover sheet says."""

    regulation: Regulation
    style: HouseStyle
    region: Region
    text: Text
    annexes: list[AnnexContent]
    missing: list[str]
    has_demonstration_data: bool
    changed_at: datetime
    digest: str

    @property
    def version_label(self) -> str:
        """Short name of this content: the first twelve digits of its digest."""
        return self.digest[:12]

    @property
    def file_name(self) -> str:
        """Name for downloads."""
        return f"{self.regulation.slug}-{self.version_label}"


def load_document(regulation: Regulation) -> Document:
    """Read, compile and build everything the regulation prints."""
    source = load_source(regulation)
    text = compile_text(source)
    content = plan_content(regulation.plan)
    plans = {plan.id: plan for plan in _annex_plans(regulation)}
    labels = {plans[frame.id].source: frame.label.replace("LAMPIRAN", "Lampiran") for frame in text.annexes}
    basis = [element.text.rstrip(";") for element in text.basis]
    annexes = [build(plans[frame.id], content, basis, labels) for frame in text.annexes]
    style, region = regulation.style, regulation.region
    facts = {
        "text": asdict(text),
        "annexes": [asdict(annex) for annex in annexes],
        "style": _print_settings(style),
        "emblem": region.state_emblem.name,
        "stage": regulation.stage,
    }
    return Document(
        regulation=regulation,
        style=style,
        region=region,
        text=text,
        annexes=annexes,
        missing=_missing(regulation, text, annexes),
        has_demonstration_data=content.has_demonstration_data,
        changed_at=_changed_at(regulation, content),
        digest=digest(facts),
    )


def load_source(regulation: Regulation) -> Source:
    """The pure source of a regulation's text: active elements, registry entries, values."""
    elements = list(
        Element.objects.filter(regulation=regulation, is_active=True).select_related("citation__last_amendment")
    )
    return Source(
        tree=_tree(elements),
        kind_name=regulation.kind.name,
        title=regulation.title,
        rules={e.stable_id: _rule(e.citation, regulation.region) for e in elements if e.citation},
        values=placeholder_values(regulation),
        annexes=list(Annex.objects.filter(regulation=regulation).values_list("stable_id", "name")),
        signatures={
            signature.act: _with_capacity(signature) for signature in Signature.objects.filter(regulation=regulation)
        },
        is_draft=not Stage(regulation.stage).is_enacted,
        range_sign=regulation.style.year_range_sign,
    )


def _with_capacity(signature: Signature) -> list[str]:
    """Lines of the block; an acting official signs as ``Plt. WALI KOTA ...`` (R109)."""
    lines = list(signature.lines)
    office = next((index for index, line in enumerate(lines) if line.endswith(",")), None)
    if office is not None and signature.capacity:
        lines[office] = f"{signature.capacity}{lines[office]}"
    return lines


def placeholder_values(regulation: Regulation) -> dict[str, str]:
    """Printed values of all placeholders: from the regulation, the plan, an agency's name, or what was typed."""
    stand_ins = {p.key: p for p in Placeholder.objects.filter(regulation=regulation).select_related("opd")}
    values = {key: p.value or (p.opd.name if p.opd else p.stand_in) for key, p in stand_ins.items()}
    values.update(_computed(regulation))
    return values


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


def _missing(regulation: Regulation, text: Text, annexes: list[AnnexContent]) -> list[str]:
    """What the office still has to fill in, in words."""
    computed = _computed(regulation)
    out = [
        f"{p.label} (wajib saat {p.get_needed_at_display().lower()})"
        for p in Placeholder.objects.filter(regulation=regulation)
        if not p.value and p.opd_id is None and p.key not in computed
    ]
    citations = Citation.objects.filter(uses__regulation=regulation).select_related("last_amendment")
    out += [f"Nomor lembaran atau berita negara untuk {c}" for c in citations if not c.is_complete]
    if not regulation.region.state_emblem:
        out.append("Gambar lambang negara (ruangnya dibiarkan kosong)")
    frames = {frame.id: frame.label for frame in text.annexes}
    out += [f"{frames[annex.id]}: naskah {heading}" for annex in annexes for heading in annex.missing]
    return out


def _tree(elements: list[Element]) -> Tree:
    nodes = {e.pk: Node(e.stable_id, Kind(e.kind), e.text, e.title, e.conjunction, e.is_automatic) for e in elements}
    roots = []
    for element in elements:
        if element.parent_id is None:
            roots.append(nodes[element.pk])
        elif element.parent_id in nodes:
            nodes[element.parent_id].children.append(nodes[element.pk])
    return Tree(roots)


def _rule(citation: Citation, region: Region) -> Rule:
    return Rule(
        kind=citation.kind, number=citation.number, year=citation.year, title=citation.title,
        region=citation.region_name or region.name, article=citation.article, paragraph=citation.paragraph,
        gazette_year=citation.gazette_year, gazette_number=citation.gazette_number,
        has_supplement=citation.supplement_expected, supplement_number=citation.supplement_number,
        amended_by=_rule(citation.last_amendment, region) if citation.last_amendment else None,
        amended_often=citation.amended_more_than_once,
    )  # fmt: skip


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


def _print_settings(style: HouseStyle) -> dict[str, Any]:
    names = [
        field.name
        for field in HouseStyle._meta.concrete_fields
        if field.name not in {"id", "name", "version", "updated_at"}
    ]
    return {name: str(getattr(style, name)) for name in names}


def _changed_at(regulation: Regulation, content: PlanContent) -> datetime:
    """When the content was last changed: the date of the cover sheet, so that equal content gives equal bytes."""
    times = [regulation.updated_at, regulation.plan.updated_at]
    times += [
        row["updated_at"]
        for row in Element.objects.filter(regulation=regulation).order_by("-updated_at").values("updated_at")[:1]
    ]
    times += [
        datetime.fromisoformat(row["updated_at"])
        for rows in (content.programs, content.quick_wins, content.action_plans)
        for row in rows
    ]
    return max(times)
