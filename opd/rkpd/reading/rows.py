"""Rows of RKPD and work plans from CSV files with one line a row (columns of ``reference/rkpd_sample.csv``)."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from opd.renja.codes import normalise
from solok_smartcity.kit.csvdata import CsvRow, DataFault, read_rows

from ..findings.rows import CheckedRow

COLUMNS = {
    "row_id",
    "year",
    "opd_code",
    "bidang_code",
    "program_code",
    "kegiatan_code",
    "sub_kegiatan_code",
    "sub_kegiatan_name",
    "indicator",
    "target",
    "unit",
    "location",
    "pagu",
    "pagu_next_year",
    "fund_source",
    "local_priority",
    "roadmap_program_code",
}


def read_plan_rows(path: Path) -> list[CheckedRow]:
    """The rows of a file, in its order; raises ``DataFault``."""
    rows, seen = [], set()
    for row in read_rows(path, COLUMNS):
        if row["row_id"] in seen:
            raise row.fault(f"row_id {row['row_id']} ditulis dua kali")
        seen.add(row["row_id"])
        rows.append(_row(row))
    return rows


def _row(row: CsvRow) -> CheckedRow:
    raw = row.text("sub_kegiatan_code")
    return CheckedRow(
        id=row.text("row_id"),
        year=row.needed_whole("year"),
        opd=row.text("opd_code"),
        raw_code=raw,
        code=normalise(raw),
        name=row["sub_kegiatan_name"],
        parents=tuple(filter(None, (row[f"{level}_code"].strip() for level in ("bidang", "program", "kegiatan")))),
        indicator=row["indicator"],
        target=_decimal(row, "target"),
        unit=row["unit"],
        location=row["location"],
        pagu=_money(row, "pagu"),
        forward=_money(row, "pagu_next_year"),
        fund_source=row["fund_source"],
        priority=row["local_priority"],
        programs=tuple(row.parts("roadmap_program_code")),
    )


def _decimal(row: CsvRow, column: str) -> Decimal | None:
    text = row[column].strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise row.fault(f"kolom {column}: {text!r} bukan bilangan")
    return value


def _money(row: CsvRow, column: str) -> int | None:
    value = row.whole(column)
    if value is not None and value < 0:
        raise row.fault(f"kolom {column}: uang tidak boleh negatif")
    return value


def read_ceilings(path: Path) -> dict[tuple[int, str], int]:
    """Ceilings (whole rupiah) by year and office; raises ``DataFault``."""
    found: dict[tuple[int, str], int] = {}
    for row in _needed(path):
        key = row.needed_whole("year"), row.text("opd_code")
        if key in found:
            raise row.fault(f"pagu indikatif {key[1]} tahun {key[0]} ditulis dua kali")
        found[key] = row.needed_whole("ceiling")
    return found


def _needed(path: Path) -> Iterator[CsvRow]:
    yield from read_rows(path, {"year", "opd_code", "ceiling"})


__all__ = ["DataFault", "read_ceilings", "read_plan_rows"]
