"""Every door that takes a file: what is refused and with which sentence, where a file lies, who gets it and how."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from masterplan.plan.models import Feedback, IntegrityPact, QuickWin, QuickWinEvidence, StageAttachment, WorkshopStage
from opd.renja.models import Realisation, Window, WorkPlan
from tests.cast import PARTS, Cast
from tests.doors.records import PDF, YEAR, Records
from tests.renja.plans import do, plan_in, set_window

PLAN = "/kerja/rencana-induk/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 64
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
MEBIBYTE = 1024 * 1024


def archive(**parts: bytes) -> bytes:
    """A zip with these parts; ``__`` stands for a slash, ``_dot_`` for a point."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def xlsx() -> bytes:
    """A real workbook."""
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "Uji"
    book.save(out)
    return out.getvalue()


DOCX = archive(word__document_dot_xml=b"<w:document/>", _dot_types=b"")
MACROS = archive(word__document_dot_xml=b"<w:document/>", word__vbaProject_dot_bin=b"x")
XLSM = archive(xl__workbook_dot_xml=b"<workbook/>", xl__VBAProject_dot_bin=b"x")
BOMB = archive(word__document_dot_xml=b"\0" * (200 * MEBIBYTE))
UNKNOWN = "Isi berkas tidak dikenali. Unggah PDF, PNG, JPG, DOCX, atau XLSX tanpa makro."
# Name, content, sentence.
BAD = [
    ("rapat.pdf", HTML, UNKNOWN),
    ("rapat.pdf", b" " + PDF, UNKNOWN),
    ("gambar.svg", SVG, UNKNOWN),
    ("gambar.png", SVG, UNKNOWN),
    ("halaman.html", HTML, UNKNOWN),
    ("program.exe", b"MZ\x90\0", UNKNOWN),
    ("catatan.txt", b"teks saja", UNKNOWN),
    ("lama.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UNKNOWN),
    ("arsip.zip", archive(a_dot_txt=b"x"), UNKNOWN),
    ("arsip.docx", archive(a_dot_txt=b"x"), UNKNOWN),
    ("rusak.docx", b"PK\x03\x04 bukan zip", UNKNOWN),
    ("surat.docx", MACROS, UNKNOWN),
    ("surat.docm", MACROS, UNKNOWN),
    ("tabel.xlsm", XLSM, UNKNOWN),
    ("tabel.xlsx", XLSM, UNKNOWN),
    ("foto.pdf", PNG, "Isi berkas adalah PNG, tetapi namanya berakhiran .pdf."),
    ("rapat.html", PDF, "Isi berkas adalah PDF, tetapi namanya berakhiran .html."),
    ("rapat.pdf.svg", PDF, "Isi berkas adalah PDF, tetapi namanya berakhiran .svg."),
    ("tabel.docx", xlsx(), "Isi berkas adalah XLSX, tetapi namanya berakhiran .docx."),
    ("tabel.xlsm", xlsx(), "Isi berkas adalah XLSX, tetapi namanya berakhiran .xlsm."),
    ("tanpaakhiran", PDF, "Isi berkas adalah PDF, tetapi namanya berakhiran"),
    ("besar.pdf", PDF + b"\0" * (10 * MEBIBYTE), "Paling besar 10 MB"),
]
GOOD = [
    ("rapat.pdf", PDF),
    ("RAPAT.PDF", PDF),
    ("foto.png", PNG),
    ("foto.jpg", JPG),
    ("foto.jpeg", JPG),
    ("surat.docx", DOCX),
    ("tabel.xlsx", xlsx()),
    ("nama dengan spasi & <tanda>.pdf", PDF),
    ("pas.pdf", PDF + b"\0" * (10 * MEBIBYTE - len(PDF))),
]


@dataclass(frozen=True)
class Door:
    """A form with a file: address, who sends, the field and the rest; where the stored file is found and given out."""

    place: str
    part: str
    field: str
    rest: Callable[[Records], dict[str, Any]]
    stored: Callable[[Records], Any]
    download: str
    readers: frozenset[str]


def version(model: type, key: int) -> int:
    """The version of a record now."""
    return model.objects.get(pk=key).version


def _realisation(records: Records) -> dict[str, Any]:
    """A report of the open quarter of the year of the tests."""
    known = Realisation.objects.filter(program=records.program, year=YEAR, quarter=1).first()
    return {"value": "1", "money": "1", "obstacle": "", "version_seen": known.version if known else ""}


DINKES = frozenset({"planner", "head"})
OFFICES = frozenset({"editor", "administrator", "reviewer", "planning_head"})
DOORS = {
    "feedback": Door(
        f"{PLAN}quick-win/{{quick_win}}/masukan/",
        "planner",
        "attachment",
        lambda r: {"stance": "support", "text": "Uji"},
        lambda r: Feedback.objects.exclude(pk=r.feedback).order_by("pk").last(),
        f"{PLAN}masukan/{{pk}}/lampiran/",
        DINKES | OFFICES,
    ),
    "evidence": Door(
        f"{PLAN}quick-win/{{quick_win}}/bukti/",
        "planner",
        "file",
        lambda r: {"title": "Bukti uji", "version_seen": version(QuickWin, r.quick_win)},
        lambda r: QuickWinEvidence.objects.filter(title="Bukti uji").first(),
        f"{PLAN}quick-win/{{quick_win}}/bukti/{{pk}}/",
        frozenset(PARTS),
    ),
    "stage": Door(
        f"{PLAN}bimtek/{{stage}}/lampiran/",
        "editor",
        "file",
        lambda r: {"title": "Lampiran uji", "version_seen": version(WorkshopStage, r.stage)},
        lambda r: StageAttachment.objects.filter(title="Lampiran uji").first(),
        f"{PLAN}bimtek/{{stage}}/lampiran/{{pk}}/",
        frozenset(PARTS),
    ),
    "pact": Door(
        f"{PLAN}pakta/DINKES/",
        "editor",
        "scan",
        lambda r: {"signatory": "Kepala", "version_seen": version(IntegrityPact, r.pact)},
        lambda r: IntegrityPact.objects.get(pk=r.pact),
        f"{PLAN}pakta/{{pk}}/pindaian/",
        DINKES | OFFICES,
    ),
    "minutes": Door(
        "/kerja/renja/{verified}/berita-acara/",
        "reviewer",
        "file",
        lambda r: {"number": "050/1", "version_seen": WorkPlan.objects.get(state="verified").version},
        lambda r: WorkPlan.objects.get(state="verified"),
        "/kerja/renja/{pk}/berita-acara/berkas/",
        DINKES | OFFICES | {"reader"},
    ),
    "realisation": Door(
        f"/kerja/realisasi/program/{{program}}/{YEAR}/1/",
        "planner",
        "evidence",
        _realisation,
        lambda r: Realisation.objects.filter(program=r.program, year=YEAR).first(),
        "/kerja/realisasi/bukti/{pk}/",
        frozenset(PARTS) - {"legal", "other_planner"},
    ),
}


@pytest.fixture
def opened(cast: Cast, records: Records) -> Records:
    """Records with an open quarter and a verified plan without minutes."""
    WorkPlan.objects.exclude(state="final").exclude(pk=records.work_plan).delete()
    window = set_window(YEAR + 1)
    Window.objects.create(
        plan_year=YEAR, stage="realisasi", round="", quarter=1, opens_on=window.opens_on, closes_on=window.closes_on
    )
    plan = plan_in("in_review", cast, year=YEAR + 1)
    do("verify", plan, cast.reviewer)
    IntegrityPact.objects.filter(pk=records.pact).update(scan="")
    return records


def files(settings: Any) -> set[Path]:
    """What lies in the store."""
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def send(cast: Cast, door: Door, records: Records, name: str, content: bytes) -> tuple[Client, Any]:
    """Upload a file through a door."""
    client = Client()
    client.force_login(getattr(cast, door.part))
    place = door.place.replace("{verified}", str(WorkPlan.objects.get(state="verified").pk))
    file = SimpleUploadedFile(name, content, content_type="application/pdf")  # what the browser claims counts nothing
    return client, client.post(records.fill(place), {**door.rest(records), door.field: file}, follow=True)


def kept(door: Door, records: Records) -> Any:
    """The stored file behind a door, or nothing."""
    record = door.stored(records)
    return getattr(record, door.field if door.field in ("attachment", "scan", "evidence") else _name(record), None)


def _name(record: Any) -> str:
    return "minutes" if isinstance(record, WorkPlan) else "file"


@pytest.mark.parametrize("name", DOORS)
def test_wrong_files(cast: Cast, opened: Records, settings: Any, name: str) -> None:
    """Refused with the sentence; nothing is stored, neither a record nor a file."""
    door, before, wrong = DOORS[name], files(settings), []
    for file, content, sentence in BAD:
        _, page = send(cast, door, opened, file, content)
        text = page.content.decode()
        if page.status_code not in (200, 400) or sentence not in text:
            wrong.append((file, page.status_code, "no sentence"))
        if kept(door, opened) or files(settings) != before:
            wrong.append((file, "stored"))
    assert not wrong


@pytest.mark.parametrize("name", DOORS)
def test_an_empty_file(cast: Cast, opened: Records, settings: Any, name: str) -> None:
    """An empty file, or none where one is needed, is told."""
    door, before = DOORS[name], files(settings)
    _, page = send(cast, door, opened, "kosong.pdf", b"")
    text = page.content.decode()
    assert "kosong" in text or "Pilih berkas" in text
    assert not kept(door, opened)
    assert files(settings) == before


@pytest.mark.parametrize("name", DOORS)
def test_a_bomb_is_not_unpacked(cast: Cast, opened: Records, name: str) -> None:
    """A small archive of 200 MB of noughts is a DOCX like any other: only its list of parts is read."""
    _, page = send(cast, DOORS[name], opened, "surat.docx", BOMB)
    assert page.status_code == 200
    assert kept(DOORS[name], opened).size == len(BOMB) < MEBIBYTE


@pytest.mark.parametrize("name", DOORS)
def test_good_files(cast: Cast, opened: Records, settings: Any, name: str) -> None:
    """Stored outside static, given out as attachment under a safe name, never shown by the browser, byte for byte."""
    door = DOORS[name]
    for file, content in GOOD if name in ("pact", "minutes") else GOOD[:1]:
        client, page = send(cast, door, opened, file, content)
        assert page.status_code == 200, file
        record, stored = door.stored(opened), kept(door, opened)
        path = Path(stored.path).resolve()
        assert path.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
        assert not path.is_relative_to(Path(settings.STATIC_ROOT).resolve())
        assert not path.stat().st_mode & 0o111
        got = client.get(opened.fill(door.download.replace("{pk}", str(record.pk))))
        assert got.status_code == 200, file
        assert b"".join(got.streaming_content) == content
        assert got.headers["Content-Disposition"].startswith("attachment;")
        assert not set('<>&"') & set(got.headers["Content-Disposition"].removeprefix('attachment; filename="')[:-1])
        assert got.headers["Content-Type"] == "application/octet-stream"
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize("name", DOORS)
def test_who_gets_a_file(cast: Cast, opened: Records, name: str) -> None:
    """Whoever may see the record gets its file; for the others it does not exist; nobody without signing in."""
    door = DOORS[name]
    send(cast, door, opened, "rapat.pdf", PDF)
    place = opened.fill(door.download.replace("{pk}", str(door.stored(opened).pk)))
    stored, answers = kept(door, opened), {}
    for part in PARTS:
        client = Client()
        client.force_login(getattr(cast, part))
        answers[part] = client.get(place).status_code
        for raw in (f"/media/{stored.name}", f"/{stored.name}", f"/static/{stored.name}", f"/static/../{stored.name}"):
            assert client.get(raw).status_code == 404, raw
    assert answers == {part: 200 if part in door.readers else 404 for part in PARTS}
    assert Client().get(place).status_code == 302
    assert Client().get(f"/media/{stored.name}").status_code in (302, 404)


@pytest.mark.parametrize("name", DOORS)
def test_a_file_that_is_lost(cast: Cast, opened: Records, name: str) -> None:
    """When the store has lost a file its address is 404, and the page of the record still opens."""
    door = DOORS[name]
    client, _ = send(cast, door, opened, "rapat.pdf", PDF)
    Path(kept(door, opened).path).unlink()
    assert client.get(opened.fill(door.download.replace("{pk}", str(door.stored(opened).pk)))).status_code == 404
    home = opened.fill(door.place.replace("{verified}", str(WorkPlan.objects.get(state="verified").pk)))
    page = client.get(home.rpartition("/")[0].rpartition("/")[0] + "/" if door.field != "scan" else home)
    assert page.status_code in (200, 404, 405)


@pytest.mark.parametrize("name", ["../../luar.pdf", "..\\luar.pdf", "/etc/luar.pdf", "a/b/luar.pdf", "\u202efdp.pdf"])
def test_names_lead_nowhere(cast: Cast, opened: Records, settings: Any, name: str) -> None:
    """A name with folders in it stays in the store."""
    send(cast, DOORS["pact"], opened, name, PDF)
    stored = kept(DOORS["pact"], opened)
    assert Path(stored.path).resolve().parent == Path(settings.MEDIA_ROOT).resolve() / "pakta"


def test_two_files_of_one_name(cast: Cast, opened: Records) -> None:
    """A second file of the same name does not replace the first."""
    send(cast, DOORS["feedback"], opened, "rapat.pdf", PDF)
    first = kept(DOORS["feedback"], opened)
    send(cast, DOORS["feedback"], opened, "rapat.pdf", PDF + b"lain")
    second = kept(DOORS["feedback"], opened)
    assert first.path != second.path
    assert Path(first.path).read_bytes() == PDF
