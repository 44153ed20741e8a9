"""The whole way in Chromium: edited, inserted into, mended, carried to Berita Daerah, published, then amended."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from masterplan.perwali.models import Element
from masterplan.perwali.workflow import LIFE_STEPS
from masterplan.plan.models import Program, ProgramYear
from solok_smartcity.kit.clock import today
from tests.browser.conftest import Portal
from tests.perwali.way import INITIALS, fill_in, numbers_given

pytestmark = pytest.mark.browser
HOME = "/kerja/perwali/rencana-induk/"
NORM = "Perangkat Daerah melaporkan program Kota Cerdas kepada Wali Kota setiap semester."
AMENDMENT = "rencana-induk-perubahan-1"
TO_LAW = [
    "request_initials",
    *INITIALS,
    "harmonise",
    "harmonisation_result",
    "resubmit",
    "facilitate",
    "facilitation_result",
    "ready",
    "enact",
    "promulgate",
    "authenticate",
    "publish",
]


def carry(portal: Portal, page: Page, slug: str, verbs: list[str], **typed: str) -> None:
    """Carry out verbs on the page of the way, each with its papers, day, name and number."""
    day = (today() - timedelta(days=1)).isoformat()
    known = {"name": "Pejabat Uji", "on": day, "reason": "Sesuai rapat", **typed}
    page.goto(portal.url(f"/kerja/perwali/{slug}/tahap/"))
    for verb in verbs:
        form = page.locator(f"#tindakan-{verb}")
        for name, value in known.items():
            field = form.locator(f"[name={name}]")
            if field.count():
                field.fill(value)
        for index, paper in enumerate(LIFE_STEPS[verb].papers):
            form.get_by_label(paper, exact=True).fill(f"Nomor 180/{index + 1}, {day}")
        form.get_by_role("button", name=LIFE_STEPS[verb].step.label).click()
        expect(page.get_by_role("status").first).to_contain_text(f"{LIFE_STEPS[verb].step.label}: tahap")


def have_printed(page: Page, paper: str) -> None:
    """Have a paper made, unless the archive had it made already, and see that it can be fetched."""
    panel = page.locator(f"#pdf-{paper}-ua")
    expect(panel).to_be_visible()
    if (button := panel.get_by_role("button", name="Buat PDF")).count():
        button.click()
    link = panel.get_by_role("link", name="Unduh")
    expect(link).to_be_visible(timeout=90_000)
    answer = page.context.request.get(f"{page.url.split('/kerja/')[0]}{link.get_attribute('href')}")
    assert answer.body().startswith(b"%PDF-")


def unit(page: Page, stable_id: str) -> Any:
    """An element of the text on the drafting page."""
    return page.locator(f"#{stable_id} > .item, #{stable_id} > .unit-head")


def test_from_draft_to_law_to_amendment(portal: Portal, page: Page, settings: Any, tmp_path: Any) -> None:
    """Draft, remark and proposal, every state, publication, public page and check; drift and the derived amendment."""
    settings.EXPORT_DIR, settings.ARCHIVE_DIR = tmp_path / "ekspor", tmp_path / "arsip"
    fill_in()
    portal.sign_in(page, portal.cast.legal)

    # An article in the middle with a fault, which is mended with one click; what refers follows.
    page.goto(portal.url(f"{HOME}naskah/?unsur=p_kedudukan"))
    panel = page.get_by_role("region", name="Mengubah Pasal 5")
    panel.get_by_text("Sisipkan unsur").click()
    panel.get_by_label("Unsur baru").select_option("setelah:pasal")
    panel.locator("[name=baru-text]").fill(NORM.replace("Wali Kota", "Walikota"))
    panel.get_by_role("button", name="Sisipkan").click()
    expect(unit(page, "p_misi")).to_contain_text("sebagaimana dimaksud dalam Pasal 7")
    page.get_by_role("link", name="R21 Pasal 6").click()
    page.get_by_role("button", name="Perbaiki").click()
    expect(page.get_by_text("Tidak ada temuan pemeriksaan otomatis.")).to_be_attached()

    # The team discusses: a remark is answered, a proposal accepted into the text.
    carry(portal, page, "rencana-induk", ["discuss"])
    page.goto(portal.url(f"{HOME}catatan/"))
    page.get_by_text("Tulis catatan").click()
    page.get_by_label("Saran").fill("Mohon dijelaskan hubungannya dengan RPJMD.")
    page.get_by_role("button", name="Simpan catatan").click()
    page.get_by_label("Jawaban").select_option("ditolak")
    page.get_by_label("Tindak lanjut atau alasan").fill("Sudah diatur dalam Pasal 5.")
    page.get_by_role("button", name="Simpan jawaban").click()
    expect(page.get_by_role("status").first).to_contain_text("Jawaban disimpan")
    page.get_by_text("Usulkan perubahan").click()
    form = page.locator("form", has=page.get_by_role("button", name="Usulkan"))
    form.get_by_label("Unsur", exact=True).select_option("Pasal 6")
    form.get_by_label("Bunyi yang diusulkan").fill(NORM.replace("semester", "tahun"))
    form.get_by_label("Alasan").fill("Semester terlalu sering")
    form.get_by_role("button", name="Usulkan").click()
    page.get_by_label("Alasan keputusan").fill("Disetujui rapat")
    page.get_by_role("button", name="Terima ke naskah").click()
    assert Element.objects.filter(text=NORM.replace("semester", "tahun")).exists()

    # What is missing is said; initials; control sheet and matrix; then the whole way.
    carry(portal, page, "rencana-induk", TO_LAW[:1])
    page.get_by_text("Yang belum dapat dilakukan").click()
    expect(page.get_by_text("Paraf Kepala perangkat daerah pemrakarsa")).to_be_visible()
    have_printed(page, "kendali")
    page.goto(portal.url(f"{HOME}versi/?dari=1&ke=2"))
    expect(page.get_by_text(re.compile(r"Pasal yang tersentuh: (Pasal.)?6\."))).to_be_visible()
    have_printed(page, "matriks-1-2")
    numbers_given()
    carry(portal, page, "rencana-induk", TO_LAW[1:], gazette_number="12")
    expect(page.get_by_label("Urutan tahap").locator("[aria-current]")).to_have_text("Tersebar")
    have_printed(page, "salinan")
    page.goto(portal.url(f"{HOME}naskah/"))
    expect(page.get_by_text("hanya berubah melalui peraturan perubahan").first).to_be_visible()

    # The public finds it, and checks what it holds by file and by code.
    page.goto(portal.url("/perwali/rencana-induk/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Nomor 12 Tahun {today().year}")
    link = page.get_by_role("link", name="PDF arsip (PDF/A)")
    answer = page.context.request.get(portal.url(link.get_attribute("href") or ""))
    page.goto(portal.url("/perwali/verifikasi/"))
    file = {"name": "unduhan.pdf", "mimeType": "application/pdf", "buffer": answer.body()}
    page.get_by_label("Berkas peraturan").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text("Asli.")).to_be_visible()
    page.get_by_label("Berkas peraturan").set_input_files([{**file, "buffer": answer.body() + b" "}])  # type: ignore[list-item]
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text("Perlu diperiksa.")).to_be_visible()

    # Three changes of the plan: two go into the amendment, one is explained.
    program = Program.objects.get(code="GOV-1-04")
    Program.objects.filter(pk=program.pk).update(name="Kanal pengaduan terpadu")
    ProgramYear.objects.filter(activity=program, year=2026).update(budget=123_000_000)
    Program.objects.filter(code="GOV-1-02").update(indicator="Persentase layanan yang dipakai")
    page.goto(portal.url(f"{HOME}perbedaan/"))
    expect(page.get_by_text("3 perbedaan, 3 belum diputuskan")).to_be_visible()
    page.get_by_label("Alasan perubahan").fill("Evaluasi tahunan")
    page.get_by_role("button", name="Mulai perubahan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Perubahan atas Peraturan Wali Kota Nomor 12")
    page.goto(portal.url(f"{HOME}perbedaan/"))
    for row in page.get_by_role("checkbox").all()[:2]:
        row.check()
    page.get_by_label("Masuk ke peraturan perubahan").check()
    page.get_by_label("Alasan", exact=True).fill("Sesuai evaluasi")
    page.get_by_role("button", name="Simpan putusan").click()
    expect(page.get_by_text("3 perbedaan, 0 belum diputuskan")).to_be_visible()

    # The editor writes on a copy; the instructions follow.
    page.goto(portal.url(f"/kerja/perwali/{AMENDMENT}/naskah/?unsur=a_ri_jangka"))
    text = page.get_by_label("Teks")
    text.fill(text.input_value().replace("5 (lima)", "6 (enam)"))
    page.get_by_role("button", name="Simpan").click()
    expect(unit(page, "a_ri_jangka")).to_contain_text("6 (enam) tahun")
    page.goto(portal.url(f"/kerja/perwali/{AMENDMENT}/"))
    law = page.locator(".law")
    expect(law).to_contain_text(re.compile(r"Ketentuan ayat \(1\) Pasal.4 diubah sehingga Pasal.4 berbunyi"))
    expect(law).to_contain_text(re.compile(r"Ketentuan Lampiran.III diubah sehingga menjadi sebagaimana tercantum"))
    fill_in(AMENDMENT)
    carry(portal, page, AMENDMENT, ["program", "start_drafting", "discuss", *TO_LAW], gazette_number="13")

    page.goto(portal.url("/perwali/rencana-induk/konsolidasi/"))
    expect(page.get_by_text("Bukan naskah resmi.")).to_be_visible()
    expect(page.locator(".law")).to_contain_text("6 (enam) tahun")
    expect(page.locator("#a_ri_jangka")).to_contain_text("Diubah dengan Peraturan Wali Kota Nomor 13")
    page.goto(portal.url(f"{HOME}perbedaan/"))
    expect(page.get_by_text("Tidak ada perbedaan")).to_be_visible()
