"""Tables that leave the portal: no cell becomes a formula, numbers stay numbers, texts come back as they were."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.tables import XLSX, Column, safe_text, to_csv, to_xlsx

COLUMNS = [
    Column("name", "Nama"),
    Column("count", "Jumlah", "number"),
    Column("money", "Pagu (Rp)", "money"),
    Column("year", "Tahun", "year"),
]
FORMULAS = [
    "=1+1",
    "+62812",
    "-5",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://jahat.example","klik")',
    "-2+3+cmd|' /C calc'!A0",
]


def csv_of(rows: list[dict[str, Any]]) -> list[list[str]]:
    """The rows of the CSV, read back."""
    content = to_csv(COLUMNS, rows)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_of(rows: list[dict[str, Any]]) -> Any:
    """The sheet of the XLSX, read back."""
    return load_workbook(io.BytesIO(to_xlsx(COLUMNS, rows, "Uji"))).active


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_has_no_formulas(text: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe; nothing of it is lost."""
    (_, row) = csv_of([{"name": text, "count": 1}])
    assert row[0] == f"'{text}"
    assert safe_text(text)[0] == "'"


@pytest.mark.parametrize("text", ["Nama", "a=b", "1 + 1", "", "'=1", "nama; lain", 'kutip "ganda"', "baris\nbaru"])
def test_csv_leaves_harmless_texts_alone(text: str) -> None:
    """Other texts stay as they are, with quotes and line ends."""
    assert csv_of([{"name": text}])[1][0] == text


def test_csv_numbers() -> None:
    """Numbers have a decimal point and no grouping; negative ones are no formulas; nothing is nothing."""
    row = {"name": "A", "count": "-12.5", "money": -1_250_000, "year": 2026}
    assert csv_of([row])[1] == ["A", "-12.5", "-1250000", "2026"]
    assert csv_of([{"name": None, "count": None, "money": None, "year": None}])[1] == ["", "", "", ""]
    assert csv_of([{"count": Decimal("0.1250")}])[1][1] == "0.1250"


def test_csv_head() -> None:
    """The first line has the titles, in their order."""
    assert csv_of([]) == [["Nama", "Jumlah", "Pagu (Rp)", "Tahun"]]


@pytest.mark.parametrize("text", [*FORMULAS, "=A1", "{=1}"])
def test_xlsx_has_no_formulas(text: str) -> None:
    """A text stays a text, whatever it begins with."""
    cell = xlsx_of([{"name": text}])["A2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\r", "")


def test_xlsx_numbers_are_numbers() -> None:
    """Numbers, also those that come as text, can be summed in the sheet; money is shown with groups."""
    sheet = xlsx_of([{"name": "7", "count": "12.5", "money": 1_250_000, "year": 2026}])
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n"]
    assert [cell.value for cell in sheet[2]] == ["7", 12.5, 1_250_000, 2026]
    assert (sheet["B2"].number_format, sheet["C2"].number_format) == ("General", "#,##0")
    assert [cell.value for cell in xlsx_of([{"count": "0", "money": 0, "year": None}])[2]] == [None, 0, 0, None]


def test_xlsx_head() -> None:
    """The head is bold and stays in place; the sheet's name fits."""
    sheet = load_workbook(io.BytesIO(to_xlsx(COLUMNS, [], "N" * 60))).active
    assert [cell.value for cell in sheet[1]] == ["Nama", "Jumlah", "Pagu (Rp)", "Tahun"]
    assert all(cell.font.bold for cell in sheet[1])
    assert (sheet.freeze_panes, sheet.title) == ("A2", "N" * 31)


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_survives_the_sheet(text: str) -> None:
    """Whatever people typed, the file opens and holds it; only control characters go."""
    value = xlsx_of([{"name": text}])["A2"].value
    kept = "".join(char for char in text if (char >= " " and char not in "\ufffe\uffff") or char in "\n\t")
    assert (value or "") == kept


@pytest.mark.parametrize("char", ["\ufffe", "\uffff"])
def test_characters_xml_cannot_hold(char: str) -> None:
    """Characters that no XML may hold do not break the file."""
    assert xlsx_of([{"name": f"a{char}b"}])["A2"].value.replace(char, "") == "ab"


@pytest.mark.parametrize(("form", "kind"), [("xlsx", XLSX), ("csv", "text/csv; charset=utf-8")])
def test_download(form: str, kind: str) -> None:
    """A table is saved, not shown."""
    response = download(COLUMNS, [{"name": "A"}], form, "daftar")
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"] == f'attachment; filename="daftar.{form}"'
