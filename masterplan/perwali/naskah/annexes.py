"""Content of the annexes, made from the plan: described once as data, drawn by every output (R110-R118). Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, groupby
from typing import TypeVar

from masterplan.plan.content import (
    ActivityRow,
    MeasuredRow,
    ObjectiveRow,
    PlanContent,
    ProgramRow,
    QuickWinRow,
    budget_by_year,
    target_of,
)
from solok_smartcity.kit.indonesian import decimal, whole

from . import numbers

NOTHING = "-"
MISSING = "Bagian ini belum mempunyai naskah dalam Rencana Induk."


@dataclass(frozen=True)
class Column:
    """A column of a table: heading, relative width, alignment (``left``, ``right`` or ``center``)."""

    heading: str
    width: int
    align: str = "left"


@dataclass(frozen=True)
class AnnexRow:
    """A table row: ``data``, ``group`` or ``subgroup`` (one cell over all columns), or ``total``."""

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table; its heading row is repeated on every page (R116)."""

    columns: tuple[Column, ...]
    rows: tuple[AnnexRow, ...]
    caption: str = ""
    kind: str = "table"


@dataclass(frozen=True)
class Heading:
    """A heading inside an annex; level 1 is a chapter, level 2 a section."""

    level: int
    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``is_missing`` says that the plan has no text here yet."""

    text: str
    is_missing: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list with its labels."""

    items: tuple[tuple[str, str], ...]
    kind: str = "items"


Block = Table | Heading | Paragraph | Items


@dataclass
class AnnexContent:
    """Blocks of one annex, and the sections that have no text yet."""

    id: str
    orientation: str
    blocks: list[Block]
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ColumnPlan:
    """A column as the template describes it: heading and data field may hold ``{tahun}``."""

    heading: str
    field: str
    repeat: str = ""
    fulfils: str = ""


@dataclass(frozen=True)
class AnnexPlan:
    """What an annex is made of: source of data, columns of its table or sections of its document."""

    id: str
    source: str
    orientation: str
    columns: tuple[ColumnPlan, ...] = ()
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()


def number(value: str | None) -> str:
    """A decimal in text form as people read it; nothing becomes a dash."""
    return NOTHING if value is None else decimal(Decimal(value))


def years_of(row: ActivityRow) -> str:
    """``2025`` or ``2025-2029``."""
    return str(row["start_year"]) if row["start_year"] == row["end_year"] else f"{row['start_year']}-{row['end_year']}"


Measured = TypeVar("Measured", bound=MeasuredRow)
Grouped = TypeVar("Grouped", bound=ProgramRow)

# Data fields a column may show: width and alignment.
FIELDS: dict[str, tuple[int, str]] = {
    "name": (40, "left"),
    "description": (52, "left"),
    "subdimension": (27, "left"),
    "misi": (48, "left"),
    "sasaran": (48, "left"),
    "indicator": (38, "left"),
    "unit": (20, "left"),
    "baseline": (15, "right"),
    "lead_opd": (26, "left"),
    "supporting_opds": (30, "left"),
    "jumlah_budget": (25, "right"),
    "funding_source": (22, "left"),
    "start_year-end_year": (20, "center"),
}
# The text of a cell, by the source that has the field; in a table of another source the cell holds a dash.
OBJECTIVE_CELLS: dict[str, Callable[[ObjectiveRow], str]] = {
    "misi": lambda row: row["misi"],
    "sasaran": lambda row: row["sasaran"],
    "indicator": lambda row: row["indicator"],
    "unit": lambda row: row["unit"],
    "baseline": lambda row: number(row["baseline"]),
}
PROGRAM_CELLS: dict[str, Callable[[ProgramRow], str]] = {
    "name": lambda row: row["name"],
    "subdimension": lambda row: row["subdimension_name"],
    "indicator": lambda row: row["indicator"],
    "unit": lambda row: row["unit"],
    "baseline": lambda row: number(row["baseline"]),
    "lead_opd": lambda row: row["lead_opd_abbreviation"],
    "supporting_opds": lambda row: ", ".join(row["supporting_abbreviations"]) or NOTHING,
    "jumlah_budget": lambda row: whole(row["total_budget"]),
    "funding_source": lambda row: ", ".join(row["funding_sources"]),
    "start_year-end_year": years_of,
}
QUICK_WIN_CELLS: dict[str, Callable[[QuickWinRow], str]] = {
    **PROGRAM_CELLS,
    "description": lambda row: row["description"] or NOTHING,
}
TARGET_WIDTH = 15


def known_field(name: str) -> bool:
    """Whether a column may show this field."""
    return name in FIELDS or name in {"urutan", "target_{tahun}"}


def build(plan: AnnexPlan, content: PlanContent, basis: list[str], labels: dict[str, str]) -> AnnexContent:
    """Content of one annex. ``basis``: citations of the legal basis; ``labels``: source of data -> annex label."""
    out = AnnexContent(plan.id, plan.orientation, [])
    match plan.source:
        case "books":
            _document(plan, content, basis, labels, out)
        case "objectives":
            out.blocks.append(_table(plan, content, [("", content.objectives)], OBJECTIVE_CELLS))
            if not content.objectives:
                out.blocks.append(Paragraph("Sasaran dan indikator belum ditetapkan dalam Rencana Induk.", True))
                out.missing.append("sasaran dan indikator")
        case "programs":
            _road_map(plan, content, out)
        case "quick_wins":
            groups = _by_dimension(content.quick_wins)
            out.blocks.append(_table(plan, content, groups, QUICK_WIN_CELLS))
            spent = [item["year"] for row in content.quick_wins for item in row["years"] if item["budget"]]
            last = max([*_repeated(plan, content), *spent])
            out.blocks.append(_recapitulation(content, groups, range(content.years.start, last + 1)))
    return out


def _repeated(plan: AnnexPlan, content: PlanContent) -> range:
    """Years of the repeated columns: all of the plan, or its first two."""
    repeat = next((column.repeat for column in plan.columns if column.repeat), "tahun")
    return content.years[:2] if repeat == "tahun_pertama_kedua" else content.years


def _by_dimension(rows: Iterable[Grouped]) -> list[tuple[str, list[Grouped]]]:
    return [
        (f"Dimensi {name}", list(group)) for name, group in groupby(rows, key=lambda row: row["dimension_legal_name"])
    ]


def _table(
    plan: AnnexPlan,
    content: PlanContent,
    groups: Sequence[tuple[str, Sequence[Measured]]],
    cells: Mapping[str, Callable[[Measured], str]],
    subgroup_of: Callable[[Measured], str] = lambda row: "",
    first: int = 1,
) -> Table:
    """One table with its group rows; ``first`` is the number of the first data row."""
    columns, readers = _columns(plan, _repeated(plan, content), cells, first)
    rows: list[AnnexRow] = []
    for name, members in groups:
        if name:
            rows.append(AnnexRow("group", (name,)))
        for subgroup, subrows in groupby(members, key=subgroup_of):
            if subgroup:
                rows.append(AnnexRow("subgroup", (f"Subdimensi {subgroup}",)))
            rows.extend(AnnexRow("data", tuple(reader(row) for reader in readers)) for row in subrows)
    return Table(tuple(columns), tuple(rows))


def _columns(
    plan: AnnexPlan, years: range, cells: Mapping[str, Callable[[Measured], str]], first: int
) -> tuple[list[Column], list[Callable[[Measured], str]]]:
    """The columns of a table, and for each how the text of its cells is made."""
    columns: list[Column] = []
    readers: list[Callable[[Measured], str]] = []
    position = count(first)
    for column in plan.columns:
        if column.field == "urutan":
            columns.append(Column(column.heading, 10, "center"))
            readers.append(lambda row: f"{next(position)}.")
        elif column.field == "target_{tahun}":
            for year in years:
                columns.append(Column(column.heading.replace("{tahun}", str(year)), TARGET_WIDTH, "right"))
                readers.append(_target_in(year))
        else:
            width, align = FIELDS[column.field]
            columns.append(Column(column.heading, width, align))
            readers.append(cells.get(column.field, lambda row: NOTHING))
    return columns, readers


def _target_in(year: int) -> Callable[[MeasuredRow], str]:
    """The cell with the target of a year."""
    return lambda row: number(target_of(row, year))


def _road_map(plan: AnnexPlan, content: PlanContent, out: AnnexContent) -> None:
    """The road map: a table a dimension, each followed by its money per year; at the end the whole."""
    groups = _by_dimension(content.programs)
    first = 1
    for name, rows in groups:
        out.blocks.append(
            _table(plan, content, [(name, rows)], PROGRAM_CELLS, lambda row: row["subdimension_name"], first)
        )
        out.blocks.append(_recapitulation(content, [(name, rows)], content.years))
        first += len(rows)
    out.blocks.append(Heading(1, "REKAPITULASI PERKIRAAN ANGGARAN PETA JALAN"))
    out.blocks.append(_recapitulation(content, groups, content.years, total=True))


def _recapitulation(
    content: PlanContent, groups: Sequence[tuple[str, Sequence[ProgramRow]]], years: range, total: bool = False
) -> Table:
    """Money per year and in total, a row a group; with several groups also their sum."""
    columns = (
        Column("Rekapitulasi Anggaran (Rp)", 60),
        *(Column(f"Tahun {year}", 30, "right") for year in years),
        Column("Jumlah", 34, "right"),
    )

    def line(kind: str, name: str, rows: Sequence[ProgramRow]) -> AnnexRow:
        sums = budget_by_year(rows, years)
        return AnnexRow(kind, (name, *(whole(value) for value in sums.values()), whole(sum(sums.values()))))

    several = total or len(groups) > 1
    rows = [line("data" if several else "total", name, members) for name, members in groups]
    if several:
        rows.append(line("total", "Jumlah seluruhnya", [row for _, members in groups for row in members]))
    return Table(columns, tuple(rows), kind="recapitulation")


def _document(
    plan: AnnexPlan, content: PlanContent, basis: list[str], labels: dict[str, str], out: AnnexContent
) -> None:
    """Annex I: the chapters of the frame, filled from the books and the plan; what is empty says so."""
    written = {chapter["heading"].casefold(): chapter["paragraphs"] for chapter in content.chapters}
    builders = _builders(plan, content, basis, labels)
    for index, (title, headings) in enumerate(plan.sections, start=1):
        out.blocks.append(Heading(1, f"Bab {numbers.roman(index)} {title}"))
        for position, heading in enumerate(headings):
            out.blocks.append(Heading(2, f"{numbers.letter(position + 1).upper()}. {heading[0].upper()}{heading[1:]}"))
            blocks: list[Block] = [Paragraph(text) for text in written.get(heading.casefold(), [])]
            builder = builders.get(heading.casefold())
            blocks += builder() if builder else []
            if not blocks:
                blocks = [Paragraph(MISSING, is_missing=True)]
                out.missing.append(heading)
            out.blocks += blocks


def _builders(
    plan: AnnexPlan, content: PlanContent, basis: list[str], labels: dict[str, str]
) -> dict[str, Callable[[], list[Block]]]:
    """Sections of the frame that the plan's data fill by themselves."""
    return {
        "dasar hukum": lambda: [
            Paragraph("Penyusunan Rencana Induk didasarkan pada:"),
            _items([f"{index}." for index in range(1, len(basis) + 1)], basis),
        ],
        "sistematika": lambda: [
            Paragraph("Rencana Induk disusun dengan sistematika sebagai berikut:"),
            _items(
                [f"Bab {numbers.roman(index)}" for index in range(1, len(plan.sections) + 1)],
                [title for title, _ in plan.sections],
            ),
        ],
        "analisis masa depan": lambda: [
            Paragraph(f"{row['topic']}: {row['text']}" if row["text"] else row["topic"]) for row in content.futures
        ],
        "analisis kesiapan daerah": lambda: [
            *_plain_table(
                ("Unsur", "Aspek", "Kondisi"),
                (30, 50, 80),
                [(row["pillar"], row["aspect"], row["condition"]) for row in content.readiness],
            ),
            *_plain_table(("Kuadran", "Uraian"), (40, 120), [(row["quadrant"], row["text"]) for row in content.swot]),
        ],
        "analisis kesenjangan": lambda: _plain_table(
            ("Subdimensi", "Kondisi Saat Ini", "Kondisi yang Diinginkan", "Kesenjangan"),
            (35, 42, 42, 42),
            [(row["subdimension__name"], row["now"], row["wanted"], row["gap"]) for row in content.gaps],
        ),
        "visi kota cerdas": lambda: [Paragraph(content.plan["vision"])] if content.plan["vision"] else [],
        "misi kota cerdas": lambda: (
            [_items([f"{row['position']}." for row in content.missions], [row["text"] for row in content.missions])]
            if content.missions
            else []
        ),
        "sasaran dan indikator": lambda: [
            Paragraph(f"Sasaran dan indikator kinerja tercantum dalam {labels['objectives']}.")
        ],
        "strategi setiap dimensi": lambda: _plain_table(
            ("Dimensi", "Strategi"),
            (45, 115),
            [(row["dimension__legal_name"], row["text"]) for row in content.strategies],
        ),
        "program dan kegiatan": lambda: [
            Paragraph(
                f"Program tercantum dalam {labels['programs']} dan Program Percepatan tercantum dalam "
                f"{labels['quick_wins']}. Program tersebut didukung rencana aksi berikut."
            ),
            *_actions(content, {"KEB", "SDM", "APL"}),
        ],
        "infrastruktur pendukung": lambda: _actions(content, {"INF"}),
        "penguatan literasi": lambda: _actions(content, {"LIT"}),
    }


def _items(labels: list[str], texts: list[str]) -> Items:
    """A list with the marks of a list (R62, R63)."""
    marks = [*([";"] * (len(texts) - 2)), "; dan", "."][-len(texts) :]
    return Items(tuple((label, text + mark) for label, text, mark in zip(labels, texts, marks, strict=True)))


def _plain_table(headings: tuple[str, ...], widths: tuple[int, ...], rows: Sequence[tuple[str, ...]]) -> list[Block]:
    if not rows:
        return []
    columns = tuple(Column(heading, width) for heading, width in zip(headings, widths, strict=True))
    return [Table(columns, tuple(AnnexRow("data", tuple(cell or NOTHING for cell in row)) for row in rows))]


def _actions(content: PlanContent, categories: set[str]) -> list[Block]:
    """Table of the supporting actions of some categories."""
    chosen = [row for row in content.action_plans if row["category"] in categories]
    if not chosen:
        return []
    columns = (
        Column("No.", 9, "center"),
        Column("Rencana Aksi", 46),
        Column("Indikator", 34),
        Column("Target Akhir", 17, "right"),
        Column("Satuan", 19),
        Column("Penanggung Jawab", 22),
        Column("Tahun", 18, "center"),
        Column("Perkiraan Anggaran (Rp)", 24, "right"),
    )
    rows: list[AnnexRow] = []
    position = 0
    for category, members in groupby(chosen, key=lambda row: row["category_name"]):
        if len(categories) > 1:
            rows.append(AnnexRow("group", (category,)))
        for row in members:
            position += 1
            rows.append(
                AnnexRow(
                    "data",
                    (
                        f"{position}.",
                        row["name"],
                        row["indicator"],
                        number(row["target_final"]),
                        row["unit"],
                        row["lead_opd_abbreviation"],
                        years_of(row),
                        whole(row["total_budget"]),
                    ),
                )
            )
    rows.append(AnnexRow("total", ("Jumlah", whole(sum(row["total_budget"] for row in chosen)))))
    return [Table(columns, tuple(rows))]
