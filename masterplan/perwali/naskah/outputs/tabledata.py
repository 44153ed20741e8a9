"""The tables of the annexes as data: CSV for machines, made from the same description as every printed table."""

from collections.abc import Iterator
from decimal import Decimal

from solok_smartcity.kit.indonesian import parse_number
from solok_smartcity.kit.tables import Column as CsvColumn
from solok_smartcity.kit.tables import to_csv

from ..annexes import NOTHING, AnnexContent, Column, Table
from ..document import AnnexFrame
from .workbook import NUMBER

ABOVE = ("tabel", "kelompok", "subkelompok")


def annex_tables(frame: AnnexFrame, content: AnnexContent) -> list[tuple[str, bytes]]:
    """Files with the data rows of an annex: one for all tables with the same headings, as name and CSV.

    Groups become columns, totals are left out (they follow from the rows), numbers are plain numbers.
    """
    alike: dict[tuple[Column, ...], list[Table]] = {}
    for block in content.blocks:
        if isinstance(block, Table):
            alike.setdefault(block.columns, []).append(block)
    stem = frame.label.lower().replace(" ", "-").replace("\u00a0", "-")
    several = len(alike) > 1
    return [
        (f"{stem}-{index}.csv" if several else f"{stem}.csv", _csv(columns, tables))
        for index, (columns, tables) in enumerate(alike.items(), start=1)
    ]


def _csv(columns: tuple[Column, ...], tables: list[Table]) -> bytes:
    texts = [row for table in tables for row in _rows(table)]
    rows: list[dict[str, str | Decimal | None]] = [{**row} for row in texts]
    heads = [CsvColumn(name, name) for name in ABOVE]
    for index, column in enumerate(columns):
        key = str(index)
        is_number = column.align == "right" and all(_is_number(row[key]) for row in texts)
        heads.append(CsvColumn(key, column.heading, "number" if is_number else "text"))
        if is_number:
            for row, text in zip(rows, texts, strict=True):
                row[key] = parse_number(text[key]) if NUMBER.fullmatch(text[key]) else None
    return to_csv(heads, rows)


def _is_number(cell: str) -> bool:
    return cell in ("", NOTHING) or NUMBER.fullmatch(cell) is not None


def _rows(table: Table) -> Iterator[dict[str, str]]:
    group = subgroup = ""
    for row in table.rows:
        if row.kind == "group":
            group, subgroup = row.cells[0], ""
        elif row.kind == "subgroup":
            subgroup = row.cells[0]
        elif row.kind == "data":
            cells = {str(index): cell for index, cell in enumerate(row.cells)}
            yield {"tabel": table.caption, "kelompok": group, "subkelompok": subgroup, **cells}
