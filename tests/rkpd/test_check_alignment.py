"""``check_alignment`` from files: the sample's findings row for row, and what is wrong with a file."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from opd.rkpd.services.reference import REFERENCE

EXPECTED = Path(__file__).parent / "data" / "renja_sample_expected.csv"
RENJA = REFERENCE.parents[1] / "renja" / "reference" / "renja_sample.csv"
RKPD, CEILING = REFERENCE / "rkpd_sample.csv", REFERENCE / "opd_ceiling_sample.csv"

pytestmark = pytest.mark.django_db


def run(*options: str, **files: Path) -> str:
    """What the command prints."""
    out = io.StringIO()
    given = {"rkpd": RKPD, "renja": RENJA, "ceiling": CEILING} | files
    call_command("check_alignment", *options, *(f"--{k}={v}" for k, v in given.items()), stdout=out)
    return out.getvalue()


def place(row: dict[str, str]) -> tuple[str, ...]:
    """What is compared: where, whose, when, what, how grave; a program is told by the detail."""
    program = row["detail"] if row["finding"] == "ROADMAP_YEAR_MISSING" else ""
    key = row["renja_row_id"] or row["rkpd_row_id"]
    return key, row["opd_code"], row["year"], row["finding"], row["severity"], program


def test_the_sample() -> None:
    """Exactly the 56 expected findings."""
    found = sorted(place(row) for row in csv.DictReader(io.StringIO(run("--csv"))))
    with EXPECTED.open(encoding="utf-8") as file:
        expected = sorted(place(row) for row in csv.DictReader(file))
    assert len(expected) == 56
    assert found == expected


def test_json_and_one_year() -> None:
    """The same as JSON; a year alone gives that year's."""
    everything = json.loads(run("--json"))
    assert everything["count"] == len(everything["findings"]) == 56
    part = json.loads(run("--json", "--year=2025"))
    assert part["findings"] == [item for item in everything["findings"] if item["year"] == 2025]


def test_text() -> None:
    """The last line counts."""
    assert run().splitlines()[-1].startswith("162 baris Renja, 56 ketidaksesuaian: 17 blocker")


BROKEN = [
    ("row_id,year\n", "kolom"),
    ("", "kolom"),
    (None, "berkas tidak ditemukan"),
]


@pytest.mark.parametrize(("content", "said"), BROKEN)
def test_broken_files(tmp_path: Path, content: str | None, said: str) -> None:
    """Exit 1 with file, row and reason."""
    path = tmp_path / "renja.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=said) as caught:
        run(renja=path)
    assert caught.value.returncode == 1
    assert "renja.csv" in str(caught.value)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("year", "dua ribu", "bukan bilangan bulat"),
        ("target", "NaN", "bukan bilangan"),
        ("pagu", "-5", "negatif"),
        ("pagu", "1.5", "bukan bilangan bulat"),
        ("row_id", "RENJA-2025-002", "dua kali"),
        ("sub_kegiatan_code", " ", "kosong"),
    ],
)
def test_broken_cells(tmp_path: Path, column: str, value: str, said: str) -> None:
    """The fault names the row."""
    with RENJA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    path = tmp_path / "renja.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(CommandError, match=r"renja\.csv, baris [23]: .*" + said):
        run(renja=path)


def test_the_sample_in_the_database() -> None:
    """The seeded sample gives the same 56 rows from the database, under the same names."""
    found = []
    for year in (2025, 2026):
        out = io.StringIO()
        call_command("check_alignment", f"--year={year}", "--csv", stdout=out)
        found += [place(row) for row in csv.DictReader(io.StringIO(out.getvalue()))]
    with EXPECTED.open(encoding="utf-8") as file:
        assert sorted(found) == sorted(place(row) for row in csv.DictReader(file))


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ([], 2, "--year"),
        (["--rkpd=x.csv"], 2, "bersama"),
        (["--year=2026", "--ceiling=x.csv"], 2, "--year"),
        (["--year=2044"], 1, "RKPD tahun 2044 belum diimpor"),
    ],
)
def test_wrong_use(options: list[str], code: int, said: str) -> None:
    """Exit 2 for wrong usage, 1 when there is nothing to compare with."""
    with pytest.raises(CommandError, match=said) as caught:
        call_command("check_alignment", *options)
    assert caught.value.returncode == code
