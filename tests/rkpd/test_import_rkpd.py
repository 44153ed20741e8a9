"""Importing the RKPD: preview first, versions, what blocks, what a re-import would change."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from openpyxl import Workbook

from opd.agencies.models import Opd
from opd.rkpd.models import RkpdImport, RkpdItem, SipdOffice
from opd.rkpd.services.importing import Preview, confirm_rkpd, preview_rkpd
from solok_smartcity.kit.decisions import Refused
from tests.cast import Cast

DATA = Path(__file__).parent / "data"
SAMPLE = DATA / "rkpd_sipd_like.xlsx"
HEAD = ["Kode", "", "", "", "", "Urusan/ Program", "Prioritas Daerah", "Lokasi", "Pagu Indikatif (Rp.)"]
LINE = ["2", "16", "03", "2.02", "0038", "Kota Cerdas", "Digital", "Kota Solok", "1.000.000"]

pytestmark = pytest.mark.django_db


def run(*options: str, path: Path = SAMPLE, year: int = 2026) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command(
        "import_rkpd", str(path), f"--year={year}", "--round=perubahan", *options, stdout=out, stderr=io.StringIO()
    )
    return out.getvalue()


def preview(path: Path = SAMPLE, year: int = 2026) -> Preview:
    """The preview of a file."""
    return preview_rkpd(path, year=year, round_="perubahan")


def stored() -> QuerySet:
    """What was imported here: the seed has only main rounds."""
    return RkpdImport.objects.filter(round="perubahan")


def book(path: Path, rows: list[list[Any]], office: str = "Dinas Komunikasi dan Informatika") -> Path:
    """A workbook with one office."""
    made = Workbook()
    for cells in [[f"Unit Organisasi : 2.16.0.00.0.00.01.0000 {office}"], HEAD, *rows]:
        made.active.append(cells)
    made.save(path)
    return path


def changed(line: list[Any], **cells: Any) -> list[Any]:
    """The line with other cells, by position: ``c8="2"``."""
    out = list(line)
    for key, value in cells.items():
        out[int(key[1:])] = value
    return out


def test_preview_changes_nothing_and_equals_the_expected_rows() -> None:
    """Row for row and with the file's own total."""
    told = json.loads(run("--json"))
    with (DATA / "rkpd_sipd_like_expected.csv").open(encoding="utf-8") as file:
        expected = list(csv.DictReader(file))
    found = [
        {name: "" if row[name] is None else str(row[name]) for name in expected[0]}
        for sheet in told["sheets"]
        for row in sheet["rows"]
    ]
    assert found == expected
    assert (told["total"], told["blockers"], told["remarks"]) == (42_053_600_000, [], [])
    assert not stored().exists()


def test_confirm_stores_a_version() -> None:
    """All rows of the RKPD's sheet, none of the Renja's; the second import is version 2 and keeps version 1."""
    run("--confirm")
    first = stored().get()
    assert (first.number, first.total, first.items.count(), first.actor_name) == (1, 42_053_600_000, 80, "Operator")
    assert RkpdItem.objects.filter(imported__in=stored(), code="2.11.03.2.01.0001").count() == 0
    assert not preview().differences
    run("--confirm")
    assert list(stored().values_list("number", flat=True)) == [2, 1]
    assert RkpdImport.objects.current(2026, "perubahan").number == 2
    assert RkpdImport.objects.base_of(2026).number == 2
    assert RkpdImport.objects.current(2030, "perubahan") is RkpdImport.objects.base_of(2030) is None
    assert first.items.count() == 80


def test_what_a_second_import_would_change(tmp_path: Path, cast: Cast) -> None:
    """New, gone and changed rows, with both values."""
    other = changed(LINE, c4="0040", c7="Tempat lain")
    confirm_rkpd(preview(book(tmp_path / "a.xlsx", [LINE, other])), actor=cast.reviewer)
    again = preview(book(tmp_path / "b.xlsx", [changed(LINE, c8="2.000.000"), changed(LINE, c4="0041")]))
    assert again.replaces == 1
    assert [(item.kind, item.code, item.changes) for item in again.differences] == [
        ("berubah", "2.16.03.2.02.0038", (("pagu", "1000000", "2000000"),)),
        ("baru", "2.16.03.2.02.0041", ()),
        ("hilang", "2.16.03.2.02.0040", ()),
    ]


def test_unknown_office_blocks_until_it_is_mapped(tmp_path: Path, cast: Cast) -> None:
    """The name SIPD uses is told; a row of the mapping table opens the way."""
    path = book(tmp_path / "a.xlsx", [LINE], office="DISKOMINFO KOTA")
    found = preview(path)
    assert len(found.blockers) == 1
    assert found.blockers[0].startswith("Perangkat daerah “DISKOMINFO KOTA” tidak dikenal. Perencanaan daerah dapat")
    with pytest.raises(ValidationError):
        confirm_rkpd(found, actor=cast.reviewer)
    SipdOffice.objects.create(name="Diskominfo  Kota", opd=Opd.objects.get(code="DISKOMINFO"))
    confirm_rkpd(preview(path), actor=cast.reviewer)
    assert RkpdItem.objects.get(imported__in=stored()).opd.code == "DISKOMINFO"


def test_codes_are_told(tmp_path: Path) -> None:
    """An unknown code, and one of another edition, are remarks: the findings will speak of them."""
    rows = [changed(LINE, c4="9999"), changed(LINE, c4="0038")]
    assert preview(book(tmp_path / "a.xlsx", rows)).remarks == [
        "Kode 2.16.03.2.02.9999 tidak ada dalam nomenklatur edisi mana pun.",
        "Kode 2.16.03.2.02.0038 bukan kode edisi tahun 2026.",
    ]
    assert preview(book(tmp_path / "b.xlsx", rows[1:]), year=2027).remarks == []


def test_sums_are_told(tmp_path: Path) -> None:
    """A sum that does not agree is a remark with both numbers."""
    path = book(tmp_path / "a.xlsx", [LINE, ["TOTAL", *[""] * 7, "1.500.000"]])
    assert preview(path).remarks[0] == (
        "Lembar Sheet, baris 4: TOTAL tertulis Rp1.500.000, hasil penjumlahan baris Rp1.000.000."
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [([changed(LINE, c8="dua juta")], "sel I3"), ([], "tidak memiliki satu pun baris")],
)
def test_faults_block_all(tmp_path: Path, rows: list[list[Any]], said: str) -> None:
    """One fault, nothing is stored; the command ends with 1 and the sentence."""
    path = book(tmp_path / "a.xlsx", [*rows])
    assert any(said in text for text in preview(path).blockers)
    with pytest.raises(CommandError) as caught:
        run("--confirm", path=path)
    assert caught.value.returncode == 1
    assert not stored().exists()


def test_no_table_and_no_file(tmp_path: Path) -> None:
    """Neither another table nor a missing file."""
    made = Workbook()
    made.active.append(["Nama", "Alamat"])
    made.save(tmp_path / "a.xlsx")
    assert preview(tmp_path / "a.xlsx").blockers[0].startswith("Tidak ada tabel RKPD dalam berkas ini. Yang dikenali")
    with pytest.raises(CommandError, match="berkas tidak ditemukan"):
        run(path=tmp_path / "b.xlsx")
    with pytest.raises(CommandError) as caught:
        run(year=1999)
    assert caught.value.returncode == 2


@pytest.mark.parametrize("part", ["editor", "planner", "head", "legal", "reader", "administrator"])
def test_only_planning_imports(cast: Cast, part: str) -> None:
    """The service refuses, whichever door was used."""
    with pytest.raises(Refused, match="perencanaan daerah"):
        confirm_rkpd(preview(), actor=getattr(cast, part))
    assert not stored().exists()


def test_a_stale_preview_is_told(cast: Cast) -> None:
    """Somebody else imported the same year since the preview."""
    mine = preview()
    confirm_rkpd(preview(), actor=cast.reviewer)
    with pytest.raises(ValidationError, match="versi 1 sudah diimpor orang lain"):
        confirm_rkpd(mine, actor=cast.planning_head)
    assert stored().count() == 1


def test_stored_versions_never_change(cast: Cast) -> None:
    """The database refuses to change or delete them."""
    imported = confirm_rkpd(preview(), actor=cast.reviewer)
    for attempt in (
        lambda: RkpdImport.objects.filter(pk=imported.pk).update(total=0),
        lambda: imported.items.update(pagu=0),
        lambda: RkpdItem.objects.filter(imported=imported)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert imported.items.count() == 80


def test_a_text_too_long_is_told(tmp_path: Path, cast: Cast) -> None:
    """What the table cannot hold stops everything, on both databases."""
    path = book(tmp_path / "a.xlsx", [LINE, changed(LINE, c5="x" * 501, c4="0040")])
    assert preview(path).blockers[0].startswith("Lembar Sheet, baris 4: name: ")
    with pytest.raises(ValidationError):
        confirm_rkpd(preview(path), actor=cast.reviewer)
    assert not stored().exists()
