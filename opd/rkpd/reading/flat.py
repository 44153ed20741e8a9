"""Flat tables, one row a sub kegiatan: CSV files, and what the portal itself exports."""

import csv
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.indonesian import parse_number

from .table import Cell, PlanRow, TableRead, cell_text
from .workbook import MOST_ROWS, Sheet

# Field -> titles of its column in lower case; the first is that of files for machines, with decimal points.
COLUMNS = {
    "code": ("sub_kegiatan_code", "kode sub kegiatan", "kode"),
    "name": ("sub_kegiatan_name", "sub kegiatan", "nama sub kegiatan", "nama"),
    "office_key": ("opd_code", "kode perangkat daerah", "kode pd"),
    "office_name": ("opd_name", "perangkat daerah", "nama perangkat daerah"),
    "year": ("year", "tahun", "tahun rencana"),
    "indicator": ("indicator", "indikator"),
    "target": ("target",),
    "unit": ("unit", "satuan"),
    "location": ("location", "lokasi"),
    "pagu": ("pagu", "pagu (rp)", "pagu indikatif", "pagu indikatif (rp)"),
    "forward": ("pagu_next_year", "prakiraan maju (rp)", "prakiraan maju"),
    "fund_source": ("fund_source", "sumber dana"),
    "priority": ("local_priority", "prioritas daerah", "prioritas"),
    "programs": ("roadmap_program_code", "program kota cerdas", "program peta jalan"),
    "quick_wins": ("quick_win_code", "quick win"),
    "bidang": ("bidang_code", "kode bidang urusan"),
    "program": ("program_code", "kode program"),
    "kegiatan": ("kegiatan_code", "kode kegiatan"),
    "row_id": ("row_id", "asal baris"),
}
NEEDED = ("code", "name", "pagu")
MOST_BYTES = 30_000_000


def read_flat(sheet: Sheet, year: int) -> TableRead:
    """Read a flat table; rows of another year are passed over. ``kind`` stays empty when it has no such head."""
    result = TableRead(sheet.name)
    columns: dict[str, int] = {}
    plain = False  # a file for machines: numbers with a decimal point, never thousands
    for number, cells in enumerate(sheet.cells, start=1):
        if not any(_text(cell) for cell in cells):
            result.skipped["kosong"].append(number)
        elif found := _columns(cells):
            columns, plain = found, "sub_kegiatan_code" in (_text(cell).lower() for cell in cells)
            result.kind = "table"
            result.skipped["kepala tabel"].append(number)
        elif not columns:
            result.skipped["judul"].append(number)
        else:
            _read_row(result, cells, columns, number, year, plain)
    return result


def _columns(cells: Sequence[Cell]) -> dict[str, int]:
    titles = [_text(cell).lower() for cell in cells]
    found = {
        name: next(titles.index(title) for title in known if title in titles)
        for name, known in COLUMNS.items()
        if any(title in titles for title in known)
    }
    return found if all(name in found for name in NEEDED) else {}


def _read_row(
    result: TableRead, cells: Sequence[Cell], columns: dict[str, int], number: int, year: int, plain: bool
) -> None:
    values = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    text = {name: _text(value) for name, value in values.items()}
    if text.get("year") and text["year"] != str(year):
        result.skipped[f"bukan tahun {year}"].append(number)
        return
    if not text["code"]:
        label = next(filter(None, text.values()), "")
        key = "jumlah" if label.upper().startswith(("JUMLAH", "TOTAL")) else "tanpa kode sub kegiatan"
        result.skipped[key].append(number)
        return
    numbers: dict[str, Decimal | None] = {}
    for name in ("target", "pagu", "forward"):
        try:
            value = numbers[name] = _number(values.get(name, ""), plain)
            if value is not None and (value < 0 or (name != "target" and value % 1)):
                raise ValueError
        except (ValueError, InvalidOperation):
            what = "bilangan" if name == "target" else "jumlah rupiah yang utuh"
            result.faults.append(f"Lembar {result.name}, baris {number}: {name} {text[name]!r} bukan {what}.")
            result.skipped["tidak terbaca"].append(number)
            return
    get = text.get
    result.rows.append(
        PlanRow(
            result.name,
            number,
            "",
            get("office_name", ""),
            text["code"],
            text["name"],
            get("location", ""),
            get("indicator", ""),
            numbers["target"],
            get("unit", ""),
            _whole(numbers["pagu"]),
            _whole(numbers["forward"]),
            get("priority", ""),
            get("fund_source", ""),
            get("office_key", "").upper(),
            get("row_id", ""),
            tuple(filter(None, (get(level, "") for level in ("bidang", "program", "kegiatan")))),
            _codes(get("programs", "")),
            _codes(get("quick_wins", "")),
        )
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.upper() for code in re.split(r"[;,\s]+", text) if code)


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _number(cell: Cell, plain: bool) -> Decimal | None:
    if isinstance(cell, bool):
        raise ValueError
    if isinstance(cell, (int, float)):
        return Decimal(str(cell))
    text = _text(cell)
    if plain and text:
        value = Decimal(text)
        if not value.is_finite():
            raise ValueError
        return value
    return parse_number(text)


def _text(cell: Cell) -> str:
    text = cell_text(cell)
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text  # as our own exports guard formulas


def read_csv(path: Path) -> Sheet:
    """A CSV file as a sheet: UTF-8, comma or semicolon; raises ``DataFault``."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DataFault(f"{path.name}: lebih besar dari {MOST_BYTES // 1_000_000} MB")
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(100_000)
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
            return Sheet(path.name, list(_bounded(path, reader)), [])
    except FileNotFoundError:
        raise DataFault(f"{path.name}: berkas tidak ditemukan") from None
    except UnicodeDecodeError as error:
        raise DataFault(f"{path.name}: bukan UTF-8 pada bita {error.start}; simpan sebagai CSV UTF-8") from None
    except (csv.Error, OSError) as error:
        raise DataFault(f"{path.name}: bukan berkas CSV ({error})") from None


def _bounded(path: Path, rows: Iterable[list[str]]) -> Iterable[list[str]]:
    for number, cells in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise DataFault(f"{path.name}: lebih dari {MOST_ROWS} baris")
        if "\0" in "".join(cells):
            raise DataFault(f"{path.name}, baris {number}: bukan teks")
        yield cells
