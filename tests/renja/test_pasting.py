"""Lines pasted out of a spreadsheet (issue 3, section 3; planning 10.2, 10.5)."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from opd.renja.pasting import read_pasted
from opd.renja.services import lines as writing
from tests.cast import Cast
from tests.renja.plans import new_plan

CODE = "1.02.02.2.02.0035"
ORDER = [
    CODE,
    "Telemedisin",
    "Jumlah puskesmas",
    "4",
    "Unit",
    "Kota Solok",
    "PAD",
    "Pelayanan dasar",
    "250.000.000",
    "Rp275.000.000",
    "GOV-1-01; GOV-1-02",
    "QW-1",
]


def sheet(*rows: list[str]) -> str:
    """Rows as a spreadsheet puts them on the clipboard."""
    return "\r\n".join("\t".join(row) for row in rows) + "\r\n"


def test_without_a_header() -> None:
    """Columns in their usual order."""
    found = read_pasted(sheet(ORDER))
    assert found.faults == []
    assert found.rows == [
        {
            "sub_kegiatan_code": CODE,
            "name": "Telemedisin",
            "indicator": "Jumlah puskesmas",
            "target": Decimal(4),
            "unit": "Unit",
            "location": "Kota Solok",
            "funding_source": "PAD",
            "priority": "Pelayanan dasar",
            "amount": 250_000_000,
            "forward_estimate": 275_000_000,
            "programs": ["GOV-1-01", "GOV-1-02"],
            "quick_wins": ["QW-1"],
        }
    ]


def test_header_decides_the_order() -> None:
    """Columns in any order, known by their words, in any case; unknown columns are left out."""
    found = read_pasted(
        sheet(
            ["PAGU (Rp)", "No.", "Sub Kegiatan", " kode ", "Catatan", "Satuan", "Target"],
            ["1.500.000", "1", "Telemedisin", CODE, "entah", "Unit", "2,5"],
        )
    )
    assert found.faults == []
    assert found.rows == [
        {
            "amount": 1_500_000,
            "name": "Telemedisin",
            "sub_kegiatan_code": CODE,
            "unit": "Unit",
            "target": Decimal("2.5"),
        }
    ]


def test_short_rows() -> None:
    """A spreadsheet leaves empty cells at the end away: they are empty."""
    found = read_pasted(f"{CODE}\tTelemedisin")
    assert found.faults == []
    assert (found.rows[0]["indicator"], found.rows[0]["amount"], found.rows[0]["programs"]) == ("", None, [])


def test_semicolons_and_quoted_cells() -> None:
    """A CSV of an Indonesian office, and a cell with line breaks in it."""
    assert read_pasted(f"{CODE};Telemedisin;Jumlah").rows[0]["indicator"] == "Jumlah"
    found = read_pasted(f'{CODE}\t"Telemedisin\ndi puskesmas"\tJumlah')
    assert found.faults == []
    assert found.rows[0]["name"] == "Telemedisin\ndi puskesmas"


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("4", Decimal(4)),
        ("1.250", Decimal(1250)),
        ("1.250,5", Decimal("1250.5")),
        ("12,5", Decimal("12.5")),
        ("12.5", Decimal("12.5")),
        (" 1 250 ", Decimal(1250)),
        ("", None),
        ("-", None),
        ("0", Decimal(0)),
    ],
)
def test_indonesian_numbers(typed: str, target: Decimal | None) -> None:
    """Points part thousands, the comma decimals."""
    found = read_pasted(sheet([CODE, "Telemedisin", "Jumlah", typed]))
    assert (found.faults, found.rows[0]["target"]) == ([], target)


@pytest.mark.parametrize(
    ("column", "typed", "words"),
    [
        (0, "2.16", "kode sub kegiatan"),
        (0, "", "kode sub kegiatan"),
        (1, "", "nama sub kegiatan"),
        (3, "banyak", "target"),
        (8, "1.000,50", "rupiah"),
        (8, "seribu", "pagu"),
        (9, "1.0.0", "prakiraan maju"),
    ],
)
def test_faults_name_their_row(column: int, typed: str, words: str) -> None:
    """What is wrong, and in which row."""
    bad = [typed if index == column else cell for index, cell in enumerate(ORDER)]
    (fault,) = read_pasted(sheet(ORDER, bad, ORDER)).faults
    assert fault.startswith("Baris 2: ")
    assert words in fault


def test_rows_are_counted_as_in_the_sheet() -> None:
    """The header is row 1, and an empty row is a row: the number is the one the person finds it under."""
    header = ["Kode", "Sub Kegiatan"]
    (fault,) = read_pasted(sheet(header, [CODE, "Baik"], ["", ""], ["2.16", "Salah"])).faults
    assert fault.startswith("Baris 4: ")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\t\n", "Kode\tSub Kegiatan\n"])
def test_nothing_to_read(text: str) -> None:
    """Without a single row something is said."""
    found = read_pasted(text)
    assert found.rows == []
    assert found.faults


@given(st.text('\t\n\r";,. 0123456789abRp\0é-') | st.text())
def test_any_text_is_answered(text: str) -> None:
    """Whatever people paste: rows or faults, never an error."""
    found = read_pasted(text)
    assert found.rows or found.faults


cells = st.text("abcdefghij KLM-()/", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(st.lists(st.tuples(cells, cells, st.integers(0, 10**12)), min_size=1, max_size=8), st.permutations(range(4)))
def test_what_was_written_is_read(rows: list[tuple[str, str, int]], order: list[int]) -> None:
    """With a header in any order the same values come back."""
    header = ["Kode", "Sub Kegiatan", "Indikator", "Pagu"]
    table = [header] + [[CODE, name, indicator, f"{money:,}".replace(",", ".")] for name, indicator, money in rows]
    found = read_pasted(sheet(*([row[index] for index in order] for row in table)))
    assert found.faults == []
    assert [(row["name"], row["indicator"], row["amount"]) for row in found.rows] == rows


@pytest.mark.django_db
def test_pasted_rows_become_lines(cast: Cast) -> None:
    """From the clipboard to the plan: all rows, or none."""
    plan = new_plan(cast.planner, rows=[])
    good: list[Any] = [*ORDER[:10], "GOV-1-01; GOV-1-02", ""]
    rows = read_pasted(sheet(good, good)).rows
    done = writing.add_lines(plan.pk, actor=cast.planner, version=plan.version, rows=rows)
    assert [line.programs.count() for line in done.lines.all()] == [2, 2]
    bad = [*ORDER[:8], "-5", *good[9:]]
    read = read_pasted(sheet(good, bad))
    if not read.faults:
        with pytest.raises(ValidationError, match="Baris 2"):
            writing.add_lines(plan.pk, actor=cast.planner, version=done.version, rows=read.rows)
    assert done.lines.count() == 2
