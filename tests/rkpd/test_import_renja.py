"""Importing work plans and nomenclature: preview first, all or nothing, lines stay the same lines; uploads."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from opd.renja.models import WorkPlan
from opd.rkpd.models import (
    CodeLink,
    Edition,
    FindingRecord,
    NomenclatureImport,
    NomenclatureItem,
    RkpdImport,
    RkpdItem,
    Upload,
)
from opd.rkpd.services import uploads
from opd.rkpd.services.importing import preview_rkpd
from opd.rkpd.services.links import choose_code, confirm_move
from opd.rkpd.services.nomenclature import confirm_nomenclature, preview_nomenclature
from opd.rkpd.services.reference import REFERENCE
from opd.rkpd.services.renja_import import RenjaPreview, confirm_renja, preview_renja
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.decisions import Refused, Stale, WrongState
from tests.cast import Cast
from tests.renja.plans import YEAR, a_line, do, plan_in, set_window

SAMPLE = REFERENCE.parents[1] / "renja" / "reference" / "renja_sample.csv"
DATA = Path(__file__).parent / "data"
HEAD = "opd_code,year,sub_kegiatan_code,sub_kegiatan_name,indicator,target,unit,location,pagu,pagu_next_year"
ROW = f"DINKES,{YEAR},1.02.02.2.02.0026,Pengelolaan Jaminan,Jumlah,4,Dokumen,Kota Solok,1000000,1100000"

pytestmark = pytest.mark.django_db


def csv(tmp_path: Path, *rows: str, head: str = HEAD, name: str = "renja.csv", encoding: str = "utf-8") -> Path:
    """A CSV file."""
    path = tmp_path / name
    path.write_text("\n".join([head, *rows, ""]), encoding=encoding)
    return path


def preview(path: Path, actor: Any = None) -> RenjaPreview:
    """The preview of a file as first round of the tests' year."""
    return preview_renja(path, year=YEAR, round_="rancangan", actor=actor)


def run(*options: str) -> str:
    """What ``import_renja`` prints."""
    out = io.StringIO()
    call_command("import_renja", *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_sample(tmp_path: Path) -> None:
    """All 162 rows of both years import without error, into the plans of their agencies, codes as typed."""
    for year, count in ((2025, 80), (2026, 82)):
        told = json.loads(run(str(SAMPLE), f"--year={year}", "--round=murni", "--confirm", "--json"))
        assert (told["blockers"], sum(len(sheet["rows"]) for sheet in told["sheets"])) == ([], count)
        plans = WorkPlan.objects.filter(year=year, round="rancangan")
        assert sum(plan.lines.count() for plan in plans) == count
    raw = WorkPlan.objects.filter(year=2026, round="rancangan").values_list("lines__sub_kegiatan_code", flat=True)
    assert "1.02.02.2.03.02" in raw


def test_the_workbook_holds_one_renja() -> None:
    """The sheet of Renja, not that of the RKPD."""
    found = preview_renja(DATA / "rkpd_sipd_like.xlsx", year=YEAR, round_="rancangan").preview
    assert (len(found.rows), {item.opd.code for item in found.rows}, found.blockers) == (15, {"DISKOMINFO"}, [])


def test_lines_stay_the_same_lines(cast: Cast, tmp_path: Path) -> None:
    """Same code and place: the line is changed, with its key; others come and go; a third import changes nothing."""
    other = ROW.replace("0026", "0030")
    confirm_renja(preview(csv(tmp_path, ROW, other)), actor=cast.planner)
    plan = WorkPlan.objects.get(opd__code="DINKES", year=YEAR)
    kept = plan.lines.get(sub_kegiatan_code="1.02.02.2.02.0026")
    path = csv(tmp_path, ROW.replace("1000000", "2000000"), ROW.replace("0026", "0033"))
    again = preview(path)
    assert [(item.kind, item.code[-4:]) for item in again.preview.differences] == [
        ("berubah", "0026"),
        ("baru", "0033"),
        ("hilang", "0030"),
    ]
    confirm_renja(again, actor=cast.planner)
    kept.refresh_from_db()
    assert (kept.amount, kept.version, plan.lines.count()) == (2_000_000, 2, 2)
    before = list(plan.lines.values("pk", "version"))
    confirm_renja(preview(path), actor=cast.planner)
    assert list(plan.lines.values("pk", "version")) == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW.replace("DINKES", "TIDAKADA"), "tidak dikenal"),
        (ROW.replace("1.02.02.2.02.0026", "1.02.02"), "enam bagian"),
        (ROW.replace("1000000", "sejuta"), "baris 2: pagu"),
        (ROW.replace("1000000", "-5"), "rupiah yang utuh"),
        (ROW.replace(",4,", ",NaN,"), "bukan bilangan"),
        (ROW.replace("Pengelolaan Jaminan", "x" * 301), "sub kegiatan"),
        (ROW.replace(str(YEAR), "1999"), "tidak memiliki satu pun baris"),
    ],
)
def test_one_fault_blocks_all(tmp_path: Path, row: str, said: str) -> None:
    """Nothing of the file is written; the sentence names the place."""
    found = preview(csv(tmp_path, row, ROW.replace("0026", "0030") if "1999" not in row else row))
    assert any(said in text for text in found.preview.blockers), found.preview.blockers
    with pytest.raises(ValidationError):
        confirm_renja(found, actor=None)
    assert not WorkPlan.objects.filter(year=YEAR).exists()


BROKEN = {
    "utf16.csv": (HEAD + "\n" + ROW).encode("utf-16"),
    "latin.csv": (HEAD + "\n" + ROW.replace("Kota", "Kotá")).encode("latin-1"),
    "nul.csv": (HEAD + "\n" + ROW + "\0").encode(),
    "kepala.csv": b"a,b,c\n1,2,3\n",
    "kosong.csv": b"",
    "teks.xlsx": b"ini bukan buku kerja",
    "lama.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "gambar.xlsx": b"\x89PNG\r\n\x1a\n",
    "panjang.csv": ("x," * 200_000).encode(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files(tmp_path: Path, name: str) -> None:
    """Each gives one clear sentence and changes nothing."""
    path = tmp_path / name
    path.write_bytes(BROKEN[name])
    with pytest.raises(CommandError) as caught:
        run(str(path), f"--year={YEAR}", "--round=rancangan", "--confirm")
    assert caught.value.returncode == 1
    assert not WorkPlan.objects.filter(year=YEAR).exists()


def test_who_may_import(cast: Cast, tmp_path: Path) -> None:
    """Planning for all, an agency for itself; the rows of others block; readers and Diskominfo never."""
    path = csv(tmp_path, ROW)
    assert preview(path, cast.planner).preview.blockers == []
    assert "Hanya perencanaan daerah" in preview(path, cast.other_planner).preview.blockers[0]
    for part in ("editor", "reader", "legal", "administrator"):
        with pytest.raises((Refused, ValidationError)):
            confirm_renja(preview(path), actor=getattr(cast, part))
    assert confirm_renja(preview(path), actor=cast.reviewer)[0].state == "draft"


def test_a_sent_plan_is_not_overwritten(cast: Cast, tmp_path: Path) -> None:
    """Neither one that was sent before the preview, nor one that was sent after it."""
    path = csv(tmp_path, ROW)
    plan = confirm_renja(preview(path), actor=cast.planner)[0]
    late = preview(path)
    set_window()
    do("submit", plan, cast.head)
    assert "tidak dapat diganti" in preview(path).preview.blockers[0]
    with pytest.raises(ValidationError, match="berubah sejak pratinjau"):
        confirm_renja(late, actor=cast.planner)


def test_what_was_exported_comes_back(cast: Cast, client: Any, tmp_path: Path) -> None:
    """XLSX and CSV of a plan, read again, change nothing."""
    confirm_renja(preview(csv(tmp_path, ROW, ROW.replace("0026", "0030").replace(",4,", ",12.5,"))), actor=cast.planner)
    plan = WorkPlan.objects.get(opd__code="DINKES", year=YEAR)
    client.force_login(cast.planner)
    for form in ("xlsx", "csv"):
        answer = client.get(f"/kerja/renja/{plan.pk}/?format={form}")
        path = tmp_path / f"ekspor.{form}"
        path.write_bytes(answer.content)
        found = preview(path, cast.planner).preview
        assert (found.blockers, found.differences, len(found.rows)) == ([], [], 2), form


def test_the_exported_rkpd_comes_back(cast: Cast, client: Any, tmp_path: Path) -> None:
    """XLSX and CSV of a version, read as that year again, change nothing; the board leaves as a table of all pairs."""
    version = RkpdImport.objects.base_of(2026)
    client.force_login(cast.reviewer)
    for form in ("xlsx", "csv"):
        path = tmp_path / f"rkpd.{form}"
        path.write_bytes(client.get(f"/kerja/keselarasan/impor/rkpd/{version.pk}/?format={form}").content)
        found = preview_rkpd(path, year=2026, round_="murni")
        assert (found.blockers, found.differences, len(found.rows)) == ([], [], 80), form
    answer = client.get("/kerja/keselarasan/?tahun=2026&tampilan=baris&semua=1&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].startswith("Program atau quick win,")) == (1 + 82, True)
    answer = client.get("/kerja/keselarasan/?tahun=2026&tampilan=quick-win&format=csv")
    assert "Quick win QW-01 belum ditautkan" in answer.content.decode()


def test_csv_of_the_rkpd(tmp_path: Path) -> None:
    """The sample: 79 rows of 2025, 80 of 2026, those of the other year passed over with the reason."""
    out = io.StringIO()
    call_command(
        "import_rkpd", str(REFERENCE / "rkpd_sample.csv"), "--year=2025", "--round=perubahan", "--json", stdout=out
    )
    told = json.loads(out.getvalue())
    assert (len(told["sheets"][0]["rows"]), told["blockers"]) == (79, [])
    assert len(told["sheets"][0]["skipped"]["bukan tahun 2025"]) == 80


# --- Uploads -----------------------------------------------------------------------------------


def sent(actor: Any, path: Path, **options: Any) -> Upload:
    """A file sent as RKPD of 2026."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    values = {"year": "2026", "round": "perubahan"} | options
    return uploads.receive(actor=actor, kind=options.pop("kind", "rkpd"), file=file, options=values)


def test_an_upload_from_file_to_version(cast: Cast) -> None:
    """Received, read, shown, confirmed, stored; nothing before the confirmation."""
    upload = sent(cast.reviewer, DATA / "rkpd_sipd_like.xlsx")
    assert (upload.state, upload.progress, upload.summary["rows"], upload.summary["total"]) == (
        "ready",
        100,
        80,
        42_053_600_000,
    )
    assert not RkpdImport.objects.filter(round="perubahan").exists()
    with pytest.raises(Stale):
        uploads.confirm_upload(upload.pk, actor=cast.reviewer, version=1)
    done = uploads.confirm_upload(upload.pk, actor=cast.reviewer, version=upload.version)
    assert (done.state, done.message) == ("done", "RKPD perubahan 2026, versi 1 tersimpan: 80 baris.")
    assert RkpdItem.objects.filter(imported__round="perubahan").count() == 80
    with pytest.raises(WrongState):
        uploads.confirm_upload(upload.pk, actor=cast.reviewer, version=done.version)


def test_a_faulty_upload_says_why(cast: Cast, tmp_path: Path) -> None:
    """Under the name the sender gave; it cannot be confirmed."""
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(b"PK\x03\x04 bukan")
    upload = sent(cast.reviewer, path)
    assert (upload.state, upload.message.startswith("rusak.xlsx")) == ("faulty", True)
    with pytest.raises(WrongState):
        uploads.confirm_upload(upload.pk, actor=cast.reviewer, version=upload.version)


def test_somebody_was_faster(cast: Cast) -> None:
    """The second confirmation of the same year is told, not stored."""
    first, second = (sent(cast.reviewer, DATA / "rkpd_sipd_like.xlsx") for _ in range(2))
    uploads.confirm_upload(first.pk, actor=cast.reviewer, version=first.version)
    late = uploads.confirm_upload(second.pk, actor=cast.reviewer, version=second.version)
    assert late.state == "faulty"
    assert "sudah diimpor orang lain" in late.message
    assert RkpdImport.objects.filter(round="perubahan").count() == 1


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [("a.exe", {}, "xlsx"), ("a.csv", {"year": "dua"}, "tahun rencana"), ("a.csv", {"round": "akhir"}, "putaran")],
)
def test_what_is_not_taken(cast: Cast, name: str, options: dict[str, Any], said: str) -> None:
    """The sentence says what is wrong."""
    file = SimpleUploadedFile(name, b"x")
    with pytest.raises(ValidationError, match=said):
        uploads.receive(
            actor=cast.reviewer, kind="rkpd", file=file, options={"year": "2026", "round": "murni"} | options
        )


def test_the_api_takes_a_file(cast: Cast, api: Any) -> None:
    """Send, read the preview, confirm with its ETag; a formula in a cell comes out as text."""
    browser = api(cast.reviewer)
    with (DATA / "rkpd_sipd_like.xlsx").open("rb") as file:
        sent_values = {"kind": "rkpd", "file": file, "year": "2026", "round": "perubahan"}
        answer = browser.post("/api/v1/imports/", sent_values, format="multipart")
    assert (answer.status_code, answer.json()["state"]) == (201, "ready")
    place = f"/api/v1/imports/{answer.json()['id']}/confirm/"
    assert browser.post(place).status_code == 428
    done = browser.post(place, headers={"If-Match": answer.headers["ETag"]})
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert api(cast.editor).get(f"/api/v1/imports/{answer.json()['id']}/").status_code == 404


# --- Nomenclature ------------------------------------------------------------------------------


def book(path: Path, *rows: list[Any]) -> Path:
    """A list of codes as the ministry gives it."""
    made = Workbook()
    for cells in [["LAMPIRAN"], [], ["Kode", "Nomenklatur", "Indikator", "Satuan", "Kode lama"], *rows]:
        made.active.append(cells)
    made.save(path)
    return path


LIST = (
    ["2", "URUSAN WAJIB"],
    ["2.16", "BIDANG KOMINFO"],
    ["2.16.03", "PROGRAM APLIKASI"],
    ["2.16.03.2.02", "Pengelolaan E-Government"],
    ["2.16.03.2.02.0050", "Penyelenggaraan Kota Cerdas", "Jumlah layanan", "Layanan", "2.16.03.2.02.0038"],
)


def test_a_new_edition(cast: Cast, tmp_path: Path) -> None:
    """Preview of what changes for chosen codes; after it they wait under their successor until somebody confirms."""
    choose_code(actor=cast.editor, edition="2027", code="2.16.03.2.02.0038", program="GOV-1-01")
    found = preview_nomenclature(book(tmp_path / "a.xlsx", *LIST), edition="2028", first_year=2028, title="Uji")
    assert (found.blockers, found.count("baru"), found.moves) == (
        [],
        5,
        [("GOV-1-01", "2.16.03.2.02.0038", "2.16.03.2.02.0050")],
    )
    edition = confirm_nomenclature(found, actor=cast.reviewer, reason="Edisi baru")
    assert edition.items.get(level="sub_kegiatan").parent_code == "2.16.03.2.02"
    old = NomenclatureItem.objects.get(edition__code="2027", code="2.16.03.2.02.0038")
    assert old.successor_code == "2.16.03.2.02.0050"
    waiting = CodeLink.objects.get(edition=edition)
    assert (waiting.state, waiting.code) == ("proposed", "2.16.03.2.02.0050")
    confirm_move(waiting.pk, actor=cast.editor, version=waiting.version)
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    assert NomenclatureImport.objects.get().added == 5


def test_findings_follow_a_new_edition(cast: Cast, tmp_path: Path) -> None:
    """A code that the new edition does not have is a finding at once, also in a year without RKPD."""
    row = a_line(sub_kegiatan_code="1.02.02.2.02.0026", name="Pengelolaan Jaminan Kesehatan Masyarakat", priority="")
    plan_in("submitted", cast, rows=[row])
    found = FindingRecord.objects.filter(year=YEAR).unsolved().order_by("code").values_list("code", flat=True)
    assert "PRIORITY_EMPTY" in found.all()
    assert not {"CODE_UNKNOWN", "CODE_OUTDATED"} & set(found.all())
    preview = preview_nomenclature(book(tmp_path / "a.xlsx", *LIST), edition="2028", first_year=2028)
    confirm_nomenclature(preview, actor=cast.reviewer, reason="Edisi baru")
    assert {"CODE_UNKNOWN", "CODE_OUTDATED"} & set(found.all())


def test_an_edition_imported_again(cast: Cast, tmp_path: Path) -> None:
    """What comes, goes and changes; a stale preview is refused."""
    confirm_nomenclature(
        preview_nomenclature(book(tmp_path / "a.xlsx", *LIST), edition="2028", first_year=2028),
        actor=cast.reviewer,
        reason="Uji",
    )
    changed = [*LIST[:4], ["2.16.03.2.02.0050", "Kota Cerdas", "Jumlah", "Layanan"], ["2.16.03.2.02.0051", "Baru"]]
    again = preview_nomenclature(book(tmp_path / "b.xlsx", *changed), edition="2028", first_year=2028)
    assert {kind: again.count(kind) for kind in ("baru", "berubah", "hilang")} == {"baru": 1, "berubah": 1, "hilang": 0}
    confirm_nomenclature(again, actor=cast.reviewer, reason="Uji")
    with pytest.raises(ValidationError, match="sejak pratinjau"):
        confirm_nomenclature(again, actor=cast.reviewer, reason="Uji")
    with pytest.raises(Refused):
        confirm_nomenclature(again, actor=cast.planner, reason="Uji")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["2.16.3", "x"], "tidak berbentuk"),
        (["2.16.03", "x"], "dua kali"),
        (["2.16.04", ""], "tidak bernama"),
        (["2.17.04", "x"], "induk 2.17"),
        (["2.16.04", "x" * 601], "terlalu panjang"),
    ],
)
def test_faults_of_a_list(tmp_path: Path, row: list[str], said: str) -> None:
    """Each with its row; nothing is stored."""
    found = preview_nomenclature(book(tmp_path / "a.xlsx", *LIST, row), edition="2028", first_year=2028)
    assert any(said in text and "baris 9" in text for text in found.blockers), found.blockers
    with pytest.raises(ValidationError):
        confirm_nomenclature(found, actor=None, reason="Uji")
    assert not Edition.objects.filter(code="2028").exists()


def test_no_list_at_all(tmp_path: Path) -> None:
    """A year that is taken, a file without head."""
    assert (
        "sudah berlaku sejak 2027"
        in preview_nomenclature(book(tmp_path / "a.xlsx", *LIST), edition="2028", first_year=2027).blockers[0]
    )
    with pytest.raises(DataFault, match="Kode dan Nama"):
        preview_nomenclature(csv(tmp_path, "1,2", head="a,b"), edition="2028", first_year=2028)
