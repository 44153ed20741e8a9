"""Reading what SIPD prints (planning 6.6), and files that are none of it."""

import csv
import datetime as dt
import io
import time
import tracemalloc
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from opd.rkpd.reading.sipd import join_code, letter, read_sheet
from opd.rkpd.reading.table import PlanRow, TableRead
from opd.rkpd.reading.workbook import Sheet, read_workbook
from solok_smartcity.kit.csvdata import DataFault

DATA = Path(__file__).parent / "data"
HEAD = [
    "Kode",
    "",
    "",
    "",
    "",
    "Urusan/ Program",
    "Prioritas Daerah",
    "Lokasi",
    "Keluaran Sub Kegiatan Tolok Ukur",
    "Pagu Indikatif (Rp.)",
    "Prakiraan Maju (Rp.)",
]


def row(code: tuple[Any, ...] = ("2", "16", "03", "2.02", "0038"), pagu: Any = "1.000.000", **more: Any) -> list[Any]:
    """A row of sub kegiatan under ``HEAD``."""
    cells = {"name": "Kota Cerdas", "priority": "Digital", "place": "Kota Solok", "indicator": "Jumlah"} | more
    return [*code, cells["name"], cells["priority"], cells["place"], cells["indicator"], pagu, cells.get("next", "")]


def read(*rows: list[Any], merged: list[Any] | None = None) -> TableRead:
    """A sheet of one office with these rows under a head."""
    cells = [["Unit Organisasi : 2.16.0.00.0.00.01.0000\u00a0Dinas  Kominfo"], HEAD, *rows]
    return read_sheet(Sheet("Uji", [line + [""] * (11 - len(line)) for line in cells], merged or []))


def test_the_sample() -> None:
    """All 95 rows as expected, and every sum of the file equal to the sum of its rows."""
    sheets = [read_sheet(sheet) for sheet in read_workbook(DATA / "rkpd_sipd_like.xlsx")]
    with (DATA / "rkpd_sipd_like_expected.csv").open(encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    found = [_plain(item) for sheet in sheets for item in sheet.rows]
    assert [(sheet.kind, len(sheet.rows)) for sheet in sheets] == [("rkpd", 80), ("renja", 15)]
    assert found == [{name: wanted[name] for name in found[0]} for wanted in expected]
    assert all(total.agrees for sheet in sheets for total in sheet.totals)
    assert sum(item.pagu or 0 for item in sheets[0].rows) == 42_053_600_000
    assert not any(sheet.faults for sheet in sheets)
    assert {item.fund_source for item in sheets[1].rows} != {""}


def _plain(item: PlanRow) -> dict[str, str]:
    return {
        "sheet": item.sheet,
        "excel_row": str(item.excel_row),
        "sub_kegiatan_code": item.code,
        "sub_kegiatan_name": item.name,
        "location": item.location,
        "indicator": item.indicator,
        "target": "" if item.target is None else f"{item.target:f}",
        "unit": item.unit,
        "pagu": str(item.pagu or ""),
        "pagu_next_year": str(item.forward or ""),
        "local_priority": item.priority,
    }


CODES = [
    (("2", "16", "03", "2.02", "0038"), "2.16.03.2.02.0038"),
    ((2.0, 16.0, 3.0, 2.02, 38.0), "2.16.03.2.02.0038"),
    ((1.0, 1.0, "2", 2.1, "9"), "1.01.02.2.10.0009"),
    (("1", "1", "2", "2.1", "9"), "1.01.02.2.01.0009"),
    (("2", "16", "03", dt.date(2026, 2, 2), "0038"), "2.16.03.2.02.0038"),
    (("2", "16", "03", dt.datetime(2026, 1, 2), "0038"), "2.16.03.1.02.0038".replace("1.02", "2.01")),
    (("X\u00a0", "XX", "01", " 2.06", "0011 "), "X.XX.01.2.06.0011"),
]


@pytest.mark.parametrize(("cells", "code"), CODES)
def test_codes(cells: tuple[Any, ...], code: str) -> None:
    """Lost zeros, numbers for text, dates for kegiatan, blanks."""
    assert join_code(cells) == code


MONEY = [
    ("1.250.000.000", 1_250_000_000),
    ("Rp 1.250.000.000", 1_250_000_000),
    ("1.250.000.000,00", 1_250_000_000),
    (1_250_000_000.0, 1_250_000_000),
    ("-", None),
    ("", None),
    ("Rp\u00a05.000", 5000),
    ("0", 0),
]


@pytest.mark.parametrize(("cell", "value"), MONEY)
def test_money(cell: Any, value: int | None) -> None:
    """As people and SIPD write it (6.6 e)."""
    assert [item.pagu for item in read(row(pagu=cell)).rows] == [value]


@pytest.mark.parametrize("cell", ["dua juta", "1.250.000,50", "-5", "#REF!", 0.5, float("nan")])
def test_money_that_is_none(cell: Any) -> None:
    """The fault names the cell; the other rows are read."""
    found = read(row(pagu=cell), row())
    assert len(found.rows) == 1
    assert len(found.faults) == 1
    assert found.faults[0].startswith("Lembar Uji, sel J3: ")


def test_what_is_passed_over() -> None:
    """Blank lines, repeated heads, levels, sums and signatures are no rows, and each is told with its line."""
    found = read(
        row(),
        [""],
        HEAD,
        row(("2", "16", "03", "", "")),
        row(("2", "16", "03", "2.02", "")),
        row(pagu="2.000.000"),
        ["JUMLAH DINAS KOMINFO", *[""] * 8, "3.000.000"],
        ["", "Solok, 1 Juli 2026"],
        ["Dicetak dari aplikasi"],
        ["TOTAL", *[""] * 8, "3.000.001"],
    )
    assert [item.excel_row for item in found.rows] == [3, 8]
    assert {item.office_name for item in found.rows} == {"Dinas Kominfo"}
    assert found.skipped == {
        "judul perangkat daerah": [1],
        "kepala tabel": [2, 5],
        "kosong": [4],
        "tingkat di atas sub kegiatan": [6, 7],
        "jumlah": [9, 12],
        "teks di luar tabel": [10, 11],
    }
    assert [(item.stated, item.computed, item.agrees) for item in found.totals] == [
        (3_000_000, 3_000_000, True),
        (3_000_001, 3_000_000, False),
    ]


def test_places_on_several_lines() -> None:
    """Line breaks part places; blanks of every kind shrink."""
    found = read(row(place="Kota Solok,\u00a0 Kec. A\nKota Solok, Kec. B"))
    assert found.rows[0].location == "Kota Solok, Kec. A; Kota Solok, Kec. B"


def test_no_table() -> None:
    """A sheet of something else says so."""
    found = read_sheet(Sheet("Catatan", [["Rapat"], ["Kode", "Nama"]], []))
    assert (found.kind, found.rows) == ("", [])
    assert "tidak ada kepala tabel" in found.faults[0]


def test_letters() -> None:
    """Names of columns."""
    assert [letter(number) for number in (0, 9, 25, 26, 27, 701, 702)] == ["A", "J", "Z", "AA", "AB", "ZZ", "AAA"]


# --- Files that are none of it --------------------------------------------------------------------


def workbook(path: Path, rows: list[list[Any]] | None = None) -> Path:
    """A small workbook."""
    book = Workbook()
    for cells in rows or [["a"]]:
        book.active.append(cells)
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one more part, or with one replaced."""
    source = workbook(path.with_suffix(".tmp"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return path


def sheet_xml(rows: bytes) -> bytes:
    """A sheet with these rows."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<?xml version="1.0"?><worksheet xmlns="' + space + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


def zip_of(*parts: tuple[str, bytes]) -> bytes:
    """An archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
HOSTILE: dict[str, tuple[Any, str]] = {
    "text": (b"kode;nama\n1;2\n", "bukan buku kerja"),
    "empty": (b"", "bukan buku kerja"),
    "pdf": (b"%PDF-1.7\n", "bukan buku kerja"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "bukan buku kerja"),
    "other archive": (zip_of(("word/document.xml", b"<w/>")), "bukan buku kerja"),
    "cut off": (lambda path: path.write_bytes(workbook(path).read_bytes()[:-300]), "rusak"),
    "zip bomb": (lambda path: with_part(path, "xl/media/a.bin", bytes(200_000_000)), "MB setelah dibuka"),
    "ten million blank rows": (
        lambda path: with_part(path, SHEET, sheet_xml(b'<row r="1"/><row r="10000000"><c r="A10000000"/></row>')),
        "baris",
    ),
    "far column": (lambda path: with_part(path, SHEET, sheet_xml(b'<row r="1"><c r="XFD1"/></row>')), "kolom"),
    "macros": (lambda path: with_part(path, "xl/vbaProject.bin", b"x"), "makro"),
    "broken sheet": (lambda path: with_part(path, SHEET, b"<worksheet><sheetData><row"), "rusak"),
    "broken book": (lambda path: with_part(path, "xl/workbook.xml", b"\x00\xff"), "rusak"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(tmp_path: Path, name: str) -> None:
    """A clear sentence with the file's name, within seconds, in little memory."""
    path = tmp_path / "kiriman.xlsx"
    made, said = HOSTILE[name]
    if callable(made):
        made(path)
    else:
        path.write_bytes(made)
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(DataFault, match=said) as caught:
        read_workbook(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(caught.value).startswith("kiriman.xlsx: ")
    assert time.perf_counter() - start < 5
    assert peak < 50_000_000


def test_missing_file(tmp_path: Path) -> None:
    """A path that leads nowhere, and a folder."""
    for path in (tmp_path / "tidak-ada.xlsx", tmp_path):
        with pytest.raises(DataFault):
            read_workbook(path)


def test_formulas_are_read_as_their_value(tmp_path: Path) -> None:
    """A formula without a stored value is an empty cell, never executed."""
    sheets = read_workbook(workbook(tmp_path / "rumus.xlsx", [["=1+1", "=cmd|' /C calc'!A0", 5]]))
    assert sheets[0].cells[0][2] == 5
    assert all(cell in ("", None) for cell in sheets[0].cells[0][:2])


def test_decimal_targets() -> None:
    """A comma is decimal, the rest is the unit."""
    sheets = [read_sheet(sheet) for sheet in read_workbook(DATA / "rkpd_sipd_like.xlsx")]
    assert [(item.target, item.unit) for item in sheets[0].rows if item.excel_row == 77] == [(Decimal("12.5"), "Ha")]
