"""The export: same bytes for the same content, variants, limits, cover sheet, a changed number, a killed process."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client
from django.utils.timezone import now
from rest_framework.test import APIClient

from masterplan.perwali.models import HouseStyle, PdfRequest, Regulation
from masterplan.perwali.print.html import pages
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.services.exporting import export_file, export_pdf, law_as_data, order_pdf
from masterplan.perwali.services.printing import request_pdf
from masterplan.plan.models import Program, ProgramYear, QuickWin
from masterplan.plan.services.activities import update_activity
from solok_smartcity.kit import pdf
from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.pdf import PdfFailed, PdfLimits, render_pdf
from tests import seeded
from tests.cast import Cast

REPOSITORY = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def pdf_text(path: Path) -> str:
    """Plain text of a PDF, blanks folded."""
    out = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(out.split())


def export(out: Path, **options: str) -> dict:
    """Run the command and read its summary."""
    stream = StringIO()
    call_command("export_perwali", out=out, json=True, stdout=stream, **options)
    return json.loads(stream.getvalue())


def test_same_content_same_bytes(draft_pdf: Path, tmp_path: Path) -> None:
    """Rendered anew from the same content the file is equal byte for byte."""
    order = order_pdf(load_document(Regulation.objects.get()))
    assert render_pdf(order.pages, "ua") == draft_pdf.read_bytes()


def test_unchanged_content_comes_from_the_store(stored_draft: Path, tmp_path: Path) -> None:
    """A second export renders nothing and is the same."""
    summary = export(tmp_path / "again.pdf")
    assert summary["rendered"] is False
    assert (tmp_path / "again.pdf").read_bytes() == stored_draft.read_bytes()


def test_variants(draft_pdf: Path, tmp_path: Path) -> None:
    """Readers get tagged PDF/UA-1, the archive PDF/A-3a; both say their language and title."""
    export(tmp_path / "archive.pdf", variant="archive")
    for path, mark in ((draft_pdf, "pdfuaid:part"), (tmp_path / "archive.pdf", "pdfaid:part")):
        with pikepdf.open(path) as pdf:
            assert str(pdf.Root.Lang) == "id"
            assert "/StructTreeRoot" in pdf.Root
            assert bool(pdf.Root.MarkInfo.Marked)
            assert mark in bytes(pdf.Root.Metadata.read_bytes()).decode()
            assert str(pdf.docinfo["/Title"]).startswith("Peraturan Wali Kota tentang Rencana Induk")


def test_a_changed_budget_changes_the_sums(stored_draft: Path, tmp_path: Path, cast: Cast) -> None:
    """One program's money: the row, its dimension, its year and the whole follow; the old store is not reused."""
    program = Program.objects.get(code="GOV-1-02")
    years = {row.year: {"target": row.target, "budget": row.budget} for row in program.years.all()}
    years[2026]["budget"] += 7_000_000
    update_activity(Program, program.pk, actor=cast.editor, version=1, values={}, years=years, reason="Tambahan")
    summary = export(tmp_path / "new.pdf")
    assert summary["rendered"] is True
    old, new = pdf_text(stored_draft), pdf_text(tmp_path / "new.pdf")
    for before, after in (
        ("2.950.000.000", "2.957.000.000"),  # the program
        ("32.975.000.000", "32.982.000.000"),  # the year 2026
        ("132.660.000.000", "132.667.000.000"),  # the whole
    ):
        assert before in old
        assert after not in old
        assert after in new


def test_cover_sheet(draft_pdf: Path) -> None:
    """Version, date, notice, demonstration data, what is missing; before the regulation, not part of it."""
    cover = subprocess.run(["pdftotext", "-l", "1", draft_pdf, "-"], capture_output=True, text=True, check=True).stdout
    document = load_document(Regulation.objects.get())
    for words in (
        "Lembar ini bukan bagian dari naskah",
        document.version_label,
        "wajib direviu",
        "data demonstrasi",
        "Visi Kota Cerdas",
        "UU 58/2024",
        "PP 59/2022",
        "lambang negara",
        "latar belakang",
    ):
        assert " ".join(words.split()) in " ".join(cover.split()), words


def test_enacted_text_has_no_cover_and_no_draft_mark(draft_pdf: Path) -> None:
    """From enactment on: no RANCANGAN, number and dates in place (R19, R20, R132)."""
    Regulation.objects.update(
        stage="ditetapkan",
        number=12,
        year=2026,
        enacted_on="2026-12-01",
        promulgated_on="2026-12-02",
        gazette_number=12,
    )
    document = load_document(Regulation.objects.get())
    html = "".join(order_pdf(document).pages)
    assert "LEMBAR SAMPUL" not in html
    assert "RANCANGAN<br>" not in html
    assert document.text.title[1] == "NOMOR 12 TAHUN 2026"
    assert "pada tanggal 1 Desember 2026" in document.text.signatures["penetapan"].lines
    assert document.text.gazette == "BERITA DAERAH KOTA SOLOK TAHUN 2026 NOMOR 12"


def test_house_style_changes_the_print() -> None:
    """Margins, spacing, bold, table size and annex numbering of the house style reach the page."""
    regulation = Regulation.objects.get()
    style = regulation.style
    style.margin_left_mm, style.line_spacing, style.bold_headings = 40, "1.50", True
    style.table_pt, style.annex_numbering, style.year_range_sign = 8, "ulang", "–"
    style.save()
    document = load_document(Regulation.objects.get())
    html = "".join(order_pdf(document).pages[1:])
    for words in ("25mm 25mm 25mm 40mm", "12pt/1.50", "font-weight: bold", "font-size: 8pt", "first-page(lampiran2)"):
        assert words in html, words
    assert "2025–2029" in document.text.name


def test_data_cannot_reach_out_or_run(tmp_path: Path) -> None:
    """Markup in data is text; a picture address in HTML is never fetched."""
    QuickWin.objects.filter(code="QW-03").update(
        description='<img src="file:///etc/passwd"><script>alert(1)</script>', name="A & B <b>tebal</b>"
    )
    html = "".join(order_pdf(load_document(Regulation.objects.get())).pages)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<img src" not in html
    secret = tmp_path / "rahasia.txt"
    secret.write_text("ISI-RAHASIA")
    page = (
        f'<html lang="id"><title>x</title><body><a rel="attachment" href="file://{secret}">x</a>'
        f'<img src="file://{secret}" alt="x"><img src="http://127.0.0.1:9/x.png" alt="x"></body></html>'
    )
    assert b"ISI-RAHASIA" not in render_pdf([page], "ua")


def test_pages_are_numbered_through_and_in_annexes_of_their_own(tmp_path: Path) -> None:
    """The number on a page of an annex goes on from the text; with ``ulang`` each annex begins with 1."""
    numbers = {}
    for rule in ("lanjut", "ulang"):
        HouseStyle.objects.update(annex_numbering=rule)
        out = tmp_path / f"{rule}.pdf"
        export_pdf(Regulation.objects.get(), "ua", out)
        sheets = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True).stdout
        numbers[rule] = [
            found[1] if (found := re.match(r"\s*-\s*(\d+)\s*-\s", sheet)) else "" for sheet in sheets.split("\f")[:-1]
        ]
    start = numbers["lanjut"].index("2")  # after the cover sheet and the first page
    assert numbers["lanjut"] == [""] * start + [str(number) for number in range(2, len(numbers["lanjut"]) - start + 2)]
    begins = [index for index, number in enumerate(numbers["ulang"]) if number == "1"]
    assert len(begins) == 4
    for at, until in pairwise([*begins, len(numbers["ulang"])]):
        assert numbers["ulang"][at:until] == [str(number) for number in range(1, until - at + 1)]


def test_only_what_changed_is_laid_out_again(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """One edited program: cover, its Dimensi and the sums are new parts; the bytes are those of a cold export."""
    first, second, cold = tmp_path / "1.pdf", tmp_path / "2.pdf", tmp_path / "3.pdf"
    export_pdf(Regulation.objects.get(), "ua", first)
    parts = settings.EXPORT_DIR / "parts"
    before = {path.name for path in parts.iterdir()}
    program = Program.objects.get(code="LIV-1-02")
    update_activity(
        Program,
        program.pk,
        actor=cast.editor,
        version=program.version,
        reason="uji",
        values={"indicator": "Persentase layanan selesai"},
    )
    export_pdf(Regulation.objects.get(), "ua", second)
    new = {path.name for path in parts.iterdir()} - before
    assert len(new) == 2, "cover and the part of the Dimensi"
    assert len(before) > 8
    settings.EXPORT_DIR = tmp_path / "empty"
    export_pdf(Regulation.objects.get(), "ua", cold)
    assert second.read_bytes() == cold.read_bytes() != first.read_bytes()


def test_names_of_cells_are_unique(draft_pdf: Path) -> None:
    """Cells of a joined PDF name head cells that are there, each once."""
    with pikepdf.open(draft_pdf) as pdf:
        names, asked = [], set()
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/TH", "/TD"):
                names += [str(item.ID)] if "/ID" in item else []
                attributes = item.get("/A", {})
                asked |= {str(name) for name in attributes.get("/Headers", [])} if attributes else set()
    assert len(names) == len(set(names)) > 40
    assert asked <= set(names)
    assert asked


def test_limits_of_time_and_memory() -> None:
    """A rendering that needs too long or too much memory ends with a sentence, not with the server."""
    rows = "".join(f"<tr><td>{index}</td></tr>" for index in range(20_000))
    page = f'<html lang="id"><title>x</title><body><table>{rows}</table></body></html>'
    with pytest.raises(PdfFailed, match="tidak selesai dalam 1 detik"):
        render_pdf([page], "ua", PdfLimits(1, 2048))
    with pytest.raises(PdfFailed, match="tidak dapat dibuat"):
        render_pdf([page], "ua", PdfLimits(60, 120))


def test_wrong_usage_and_wrong_input(tmp_path: Path) -> None:
    """Unknown regulation and unwritable file: exit 1 with the reason."""
    for options, words in (
        ({"regulation": "tidak-ada"}, "peraturan tidak-ada tidak ada"),
        ({"regulation": "99999"}, "peraturan 99999 tidak ada"),
    ):
        with pytest.raises(CommandError, match=words) as refusal:
            call_command("export_perwali", out=tmp_path / "x.pdf", **options)
        assert refusal.value.returncode == 1
    blocked = tmp_path / "berkas"
    blocked.write_text("")
    with pytest.raises(CommandError) as refusal:
        call_command("export_perwali", out=blocked / "x.pdf")
    assert refusal.value.returncode == 1


def test_request_makes_the_pdf_once(stored_draft: Path, cast: Cast) -> None:
    """A request for content in the store makes no job; one for new content makes one, and a failure is told."""
    regulation = Regulation.objects.get()
    request_pdf(regulation, "ua", actor=cast.legal)
    assert not PdfRequest.objects.exists()
    QuickWin.objects.filter(code="QW-03").update(name="Nama lain")
    order = request_pdf(regulation, "ua", actor=cast.legal)
    assert order.is_made
    assert PdfRequest.objects.get().state == PdfRequest.State.DONE
    request_pdf(regulation, "ua", actor=cast.editor)
    assert PdfRequest.objects.count() == 1


def test_only_who_sees_the_draft_asks_for_its_pdf(cast: Cast) -> None:
    """The service itself refuses a regulation outside the scope, whichever door asks."""
    with pytest.raises(Regulation.DoesNotExist):
        request_pdf(Regulation.objects.get(), "ua", actor=cast.reader)
    assert not PdfRequest.objects.exists()


def test_a_failed_request_tells_and_can_be_repeated(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason stays with the request; asking again starts again."""
    QuickWin.objects.filter(code="QW-03").update(name="Nama kedua")
    regulation = Regulation.objects.get()
    monkeypatch.setattr(settings, "PDF_TIMEOUT_SECONDS", 0.1)
    request_pdf(regulation, "ua", actor=cast.legal)
    request = PdfRequest.objects.get()
    assert request.state == PdfRequest.State.FAILED
    assert "tidak selesai" in request.error
    monkeypatch.undo()
    assert request_pdf(regulation, "ua", actor=cast.legal).is_made


def test_killing_the_export_leaves_no_half_file(tmp_path: Path) -> None:
    """Killed while rendering: no file at the target, none in the store; the next run writes it."""
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "APP_PROFILE": "local"}
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'uji.sqlite3'}"
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    manage = [sys.executable, "manage.py"]
    seeded.copy_to(tmp_path / "uji.sqlite3", environment)
    out = tmp_path / "naskah.pdf"
    for moment in (1.5, 3.0):
        process = subprocess.Popen(
            [*manage, "export_perwali", "--out", str(out)], cwd=REPOSITORY, env=environment, start_new_session=True
        )
        time.sleep(moment)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert not out.exists()
            assert not list(tmp_path.glob("exports/*.pdf"))
    subprocess.run([*manage, "export_perwali", "--out", str(out)], cwd=REPOSITORY, env=environment, check=True)
    assert out.read_bytes().startswith(b"%PDF")


def test_a_dead_worker_blocks_nothing(cast: Cast, client: Client) -> None:
    """A request older than twice the time limit shows the button again, and asking starts anew."""
    order = order_pdf(load_document(Regulation.objects.get()))
    request = PdfRequest.objects.create(
        key=order.key, regulation=Regulation.objects.get(), variant="ua", requested_by="uji", state="running"
    )
    client.force_login(cast.legal)
    address = "/kerja/perwali/rencana-induk/pdf/keadaan/"
    assert "Sedang dibuat" in client.get(address).content.decode()
    PdfRequest.objects.filter(pk=request.pk).update(changed_at=now() - timedelta(days=1))
    assert "Buat PDF" in client.get(address).content.decode()
    assert request_pdf(Regulation.objects.get(), "ua", actor=cast.legal).is_made


def test_asking_for_the_state_compiles_nothing(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that waits asks every two seconds: the answer comes from the request, made or not."""
    regulation = Regulation.objects.get()
    order = order_pdf(load_document(regulation))
    client.force_login(cast.legal)
    address = "/kerja/perwali/rencana-induk/pdf/keadaan/"
    for module in ("document.load_document", "document.compile_text"):
        monkeypatch.setattr(f"masterplan.perwali.selectors.{module}", pytest.fail)
    assert "Buat PDF" in client.get(address).content.decode()
    PdfRequest.objects.create(key=order.key, regulation=regulation, variant="ua", requested_by="uji")
    assert "Menunggu" in client.get(address).content.decode()
    write_atomically(order.path, b"%PDF-")
    assert "Unduh" in client.get(address).content.decode()
    assert client.get(address, {"lembar": "tidak-ada"}).status_code == 404


def test_archive_carries_the_law_as_data(cast: Cast, tmp_path: Path) -> None:
    """PDF/A-3: the tables as CSV, whose money is that of the plan, and the tree as Akoma Ntoso; fixed dates."""
    out = tmp_path / "arsip.pdf"
    document, _ = export_pdf(Regulation.objects.get(), "archive", out)
    with pikepdf.open(out) as pdf:
        files = {name: item.get_file().read_bytes() for name, item in pdf.attachments.items()}
        assert {item.relationship for item in pdf.attachments.values()} == {pikepdf.Name.Source}
        assert len(pdf.Root.AF) == len(files)
    assert files["naskah.akn.xml"] == export_file(document, "akn")
    rows = list(csv.DictReader(io.StringIO(files["lampiran-iii-1.csv"].decode("utf-8-sig"))))
    assert len(rows) == Program.objects.count() == 72
    assert {row["Program"] for row in rows} == set(Program.objects.values_list("name", flat=True))
    money = [name for name in rows[0] if "anggaran" in name.lower()]
    total = ProgramYear.objects.aggregate(total=Sum("budget"))["total"]
    assert sum(Decimal(row[money[-1]]) for row in rows) == total
    again = render_pdf(pages(document), "archive", attachments=law_as_data(document))
    assert again == out.read_bytes()


def test_progress_is_told_while_it_works(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The documents that are laid out are counted, on the page and by the API; afterwards nothing is left of it."""
    regulation = Regulation.objects.with_parts().get(slug="rencana-induk")
    order = order_pdf(load_document(regulation))
    seen: list[int] = []
    receive = pdf.multiprocessing.connection.Connection.poll

    def look(connection: Any, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not receive(connection, 0.01) and time.monotonic() < until:
            seen.append(order.done)
        return True

    monkeypatch.setattr(pdf.multiprocessing.connection.Connection, "poll", look)
    assert order.done == 0
    order.make()
    steps = sorted({percent for percent in seen if percent})
    assert len(steps) > 3
    assert seen == sorted(seen)
    assert steps[-1] <= 100
    assert order.done == 0
    assert not list(settings.EXPORT_DIR.glob("*.progress"))
    request = PdfRequest.objects.create(
        key="0" * 64, regulation=regulation, variant="ua", state="running", requested_by="uji"
    )
    (settings.EXPORT_DIR / f"{request.key}.progress").write_text("40")
    client = APIClient()
    client.force_authenticate(cast.legal)
    assert client.get(f"/api/v1/exports/{request.pk}/").json()["done"] == 40


def test_child_that_dies_is_a_sentence() -> None:
    """A child that is killed ends the rendering with a sentence, and the next one works."""

    def kill() -> None:
        time.sleep(0.3)
        for child in pdf.multiprocessing.active_children():
            child.kill()

    rows = "".join(f"<tr><td>{index}</td></tr>" for index in range(3000))
    page = f'<html lang="id"><title>x</title><body><table>{rows}</table></body></html>'
    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(PdfFailed, match="kode -9"):
        render_pdf([page], "ua")
    killer.join()
    assert render_pdf(["<html lang='id'><title>x</title><p>x</p></html>"], "ua").startswith(b"%PDF")
