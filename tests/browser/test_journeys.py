"""The main journeys of the offices, end to end in Chromium: plan, work plan, review, verification, freezing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import BrowserContext, Page, expect

from masterplan.plan.models import Edition, Feedback, Program, QuickWin
from masterplan.plan.services.feedback import give_feedback
from opd.renja.models import Realisation, Snapshot, Window, WorkPlan
from tests.browser.conftest import Console, Portal

pytestmark = pytest.mark.browser
People = Callable[[object], Page]
YEAR = localdate().year + 1


@pytest.fixture
def people(portal: Portal, new_context: Callable[..., BrowserContext]) -> People:
    """A page of its own for each person, signed in."""
    pages: dict[object, Page] = {}

    def page_of(user: object, **options: object) -> Page:
        if user not in pages:
            pages[user] = new_context(**options).new_page()
            portal.sign_in(pages[user], user)
        return pages[user]

    return page_of


def save_with_reason(page: Page, reason: str) -> None:
    """Fill in the reason and save."""
    page.get_by_label("Alasan perubahan").fill(reason)
    page.get_by_role("button", name="Simpan", exact=True).click()


def test_two_editors_and_the_page_of_choices(portal: Portal, people: People, console: Console) -> None:
    """The second to save chooses field by field; nothing typed is lost."""
    console.expect(412)
    program = Program.objects.get(code="GOV-1-02")
    address = portal.url(f"/kerja/rencana-induk/program/{program.pk}/ubah/")
    first, second = people(portal.cast.editor), people(portal.cast.administrator)
    for page in (first, second):
        page.goto(address)
    first.get_by_label("Nama", exact=True).fill("Mal Pelayanan Publik versi pertama")
    first.get_by_label("Anggaran 2026 (Rp)").fill("1.500.000.000")
    save_with_reason(first, "penyesuaian pagu")
    expect(first.get_by_role("status")).to_contain_text("disimpan")

    second.get_by_label("Nama", exact=True).fill("Mal Pelayanan Publik versi kedua")
    second.get_by_label("Target 2026").fill("33")
    save_with_reason(second, "penyesuaian target")
    expect(second.get_by_role("alert")).to_contain_text("Ketikan Anda tidak hilang")
    name = second.get_by_role("group", name="Nama diubah oleh keduanya")
    expect(name).to_contain_text("versi pertama")
    expect(name).to_contain_text("versi kedua")
    name.get_by_role("radio", name="Isi mereka").check()
    second.get_by_role("button", name="Simpan pilihan").click()
    expect(second.get_by_role("status")).to_contain_text("disimpan")
    program.refresh_from_db()
    year = program.years.get(year=2026)
    assert program.name == "Mal Pelayanan Publik versi pertama"
    assert (int(year.target), year.budget) == (33, 1_500_000_000)


def test_a_lost_session_loses_no_text(portal: Portal, people: People) -> None:
    """What was typed comes back after the session ended; saving clears it."""
    program = Program.objects.get(code="GOV-1-03")
    address = portal.url(f"/kerja/rencana-induk/program/{program.pk}/ubah/")
    page = people(portal.cast.editor)
    page.goto(address)
    page.get_by_label("Nama", exact=True).fill("Nama yang diketik lama sekali")
    page.wait_for_timeout(600)
    page.context.clear_cookies(name="sessionid")
    save_with_reason(page, "sesi berakhir")
    expect(page.get_by_label("Kata sandi")).to_be_visible()
    portal.sign_in(page, portal.cast.editor)
    page.goto(address)
    expect(page.get_by_label("Nama", exact=True)).to_have_value(program.name)
    page.get_by_role("button", name="Pulihkan ketikan").click()
    expect(page.get_by_label("Nama", exact=True)).to_have_value("Nama yang diketik lama sekali")
    save_with_reason(page, "sesudah masuk lagi")
    expect(page.get_by_role("status")).to_contain_text("disimpan")
    page.goto(address)
    expect(page.get_by_role("button", name="Pulihkan ketikan")).to_have_count(0)


def test_a_block_from_a_spreadsheet(portal: Portal, people: People) -> None:
    """A pasted block fills the yearly grid; arrows move between its cells."""
    program = Program.objects.get(code="GOV-1-02")
    page = people(portal.cast.editor)
    page.goto(portal.url(f"/kerja/rencana-induk/program/{program.pk}/ubah/"))
    cell = page.get_by_label("Target 2025")
    cell.focus()
    page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.setData("text/plain", "11\\t1.100.000\\n12\\tRp1.200.000\\n");
        const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(paste);
        }"""
    )
    expect(page.get_by_label("Anggaran 2026 (Rp)")).to_have_value("Rp1.200.000")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Target 2026")).to_be_focused()
    save_with_reason(page, "tempel dari lembar kerja")
    expect(page.get_by_role("status").first).to_contain_text("disimpan")
    assert list(program.years.filter(year__lte=2026).values_list("year", "budget")) == [
        (2025, 1_100_000),
        (2026, 1_200_000),
    ]


def test_feedback_answered_and_edition_frozen(portal: Portal, people: People) -> None:
    """An agency objects, the edition cannot be frozen, the editor answers, freezes and adopts."""
    quick_win = QuickWin.objects.get(code="QW-01")
    agency, editor = people(portal.cast.head), people(portal.cast.editor)
    agency.goto(portal.url(f"/kerja/rencana-induk/quick-win/{quick_win.pk}/"))
    agency.get_by_label("Berkeberatan").check()
    agency.get_by_role("textbox", name="Masukan").fill("Tenggatnya terlalu dekat.")
    agency.get_by_role("button", name="Kirim masukan").click()
    expect(agency.get_by_role("status")).to_contain_text("Masukan terkirim")

    editor.goto(portal.url("/kerja/rencana-induk/edisi/"))
    editor.get_by_label("Judul").fill("Edisi uji")
    editor.get_by_role("button", name="Siapkan").click()
    expect(editor.get_by_role("button", name="Bekukan")).to_have_count(0)
    expect(editor.get_by_role("main")).to_contain_text("1 masukan quick win belum dijawab")
    editor.goto(portal.url("/kerja/"))
    editor.get_by_role("link", name="Dinkes: berkeberatan QW-01").click()
    editor.get_by_label("Diterima sebagian").check()
    editor.get_by_label("Alasan").fill("Tenggat diundur satu bulan.")
    editor.get_by_role("button", name="Kirim jawaban").click()
    expect(editor.get_by_role("status")).to_contain_text("tersimpan")

    edition = Edition.objects.get()
    editor.goto(portal.url(f"/kerja/rencana-induk/edisi/{edition.pk}/"))
    editor.get_by_role("button", name="Bekukan").click()
    expect(editor.get_by_role("status")).to_contain_text("dibekukan")
    editor.get_by_label("Alasan").fill("Keputusan Dewan Nomor 1")
    editor.get_by_role("button", name="Tetapkan").click()
    expect(editor.get_by_role("status")).to_contain_text("ditetapkan")
    expect(editor.get_by_role("main")).to_contain_text(edition.snapshot.sha256)

    agency.goto(portal.url("/kerja/pesan/"))
    expect(agency.get_by_role("main")).to_contain_text("Tenggat diundur satu bulan.")


def windows() -> None:
    """Windows of the round rancangan akhir that are open today, and of the change of the year."""
    today = localdate()
    for round_ in ("rancangan_akhir", "perubahan"):
        Window.objects.update_or_create(
            plan_year=YEAR,
            stage=Window.Stage.SUBMISSION,
            round=round_,
            defaults={"opens_on": today - timedelta(days=1), "closes_on": today + timedelta(days=20)},
        )


def test_a_work_plan_from_draft_to_final(portal: Portal, people: People, tmp_path: Path) -> None:
    """Planner prepares, head sends, reviewer returns with notes, agency answers and sends again, reviewer verifies."""
    windows()
    cast = portal.cast
    planner, head, reviewer = people(cast.planner), people(cast.head), people(cast.reviewer)
    planner.get_by_role("link", name=f"Renja {YEAR}, rancangan akhir: belum dibuat").click()
    planner.get_by_label("Mulai dari salinan").select_option("")
    planner.get_by_role("button", name="Buat", exact=True).click()
    planner.get_by_role("link", name="Tambah baris").first.click()
    planner.get_by_label("Kode sub kegiatan").fill("1.02.02.2.02.0033")
    planner.get_by_label("Sub kegiatan", exact=True).fill("Operasional Pelayanan Puskesmas")
    planner.get_by_label("Pagu (Rp)").fill("satu juta")
    planner.get_by_role("button", name="Simpan", exact=True).click()
    expect(planner.get_by_role("alert")).to_contain_text("Belum tersimpan")
    expect(planner.get_by_label("Sub kegiatan", exact=True)).to_have_value("Operasional Pelayanan Puskesmas")
    planner.get_by_label("Pagu (Rp)").fill("Rp1.000.000")
    planner.get_by_role("button", name="Simpan", exact=True).click()
    expect(planner.get_by_role("status")).to_contain_text("Baris ditambahkan")
    expect(planner.get_by_role("main")).to_contain_text("Indikator kosong.")
    planner.get_by_role("link", name="Tempel dari lembar kerja").click()
    planner.get_by_label("Baris", exact=True).fill(
        "kode\tnama\tindikator\ttarget\tsatuan\tpagu\n"
        "1.02.02.2.02.0026\tPengelolaan Jaminan Kesehatan\tJumlah dokumen\t12\tDokumen\t2.500.000"
    )
    planner.get_by_role("button", name="Periksa").click()
    planner.get_by_role("button", name="Tambahkan 1 baris").click()
    expect(planner.get_by_role("status")).to_contain_text("1 baris ditambahkan")

    plan = WorkPlan.objects.get(year=YEAR)
    address = portal.url(f"/kerja/renja/{plan.pk}/")
    head.goto(address)
    head.get_by_role("button", name="Kirim", exact=True).click()
    expect(head.get_by_role("status")).to_contain_text("dikirim")

    reviewer.goto(portal.url("/kerja/"))
    reviewer.get_by_role("link", name=f"Dinas Kesehatan, Renja {YEAR}").click()
    reviewer.get_by_role("button", name="Mulai telaah").click()
    reviewer.get_by_text("Beri catatan").first.click()
    reviewer.get_by_label("Catatan untuk baris 1").fill("Lengkapi indikator dan target.")
    reviewer.get_by_role("button", name="Simpan catatan").first.click()
    reviewer.get_by_label("Alasan mengembalikan").fill("Baris 1 belum lengkap.")
    reviewer.get_by_role("button", name="Kembalikan").click()
    expect(reviewer.get_by_role("status")).to_contain_text("dikembalikan")

    planner.goto(portal.url("/kerja/pesan/"))
    expect(planner.get_by_role("main")).to_contain_text("Baris 1 belum lengkap.")
    planner.goto(address)
    planner.get_by_label("Jawaban").fill("Sudah dilengkapi.")
    planner.get_by_role("button", name="Simpan jawaban").click()
    planner.get_by_role("link", name="1.02.02.2.02.0033").click()
    planner.get_by_label("Indikator").fill("Jumlah dokumen operasional")
    planner.get_by_label("Target").fill("12")
    planner.get_by_label("Satuan").fill("Dokumen")
    planner.get_by_role("button", name="Simpan", exact=True).click()
    expect(planner.get_by_role("main")).to_contain_text("Tidak ada penghalang verifikasi.")

    head.goto(address)
    head.get_by_role("button", name="Kirim", exact=True).click()
    reviewer.goto(address)
    reviewer.get_by_role("button", name="Mulai telaah").click()
    reviewer.get_by_role("button", name="Verifikasi").click()
    expect(reviewer.get_by_role("status")).to_contain_text("terverifikasi")
    expect(reviewer.get_by_role("main")).to_contain_text(Snapshot.objects.get(plan=plan).sha256)
    scan = tmp_path / "berita-acara.pdf"
    scan.write_bytes(b"%PDF-1.4 berita acara")
    reviewer.get_by_label("Nomor berita acara").fill("BA/1/2026")
    reviewer.get_by_label("Berita acara bertanda tangan").set_input_files(scan)
    reviewer.get_by_role("button", name="Unggah").click()
    expect(reviewer.get_by_role("status")).to_contain_text("Berita acara tersimpan")
    closing = people(cast.planning_head)
    closing.get_by_role("link", name=f"Dinas Kesehatan, Renja {YEAR}").click()
    closing.get_by_role("button", name="Tetapkan").click()
    expect(closing.get_by_role("status")).to_contain_text("ditetapkan")

    mayor = people(cast.reader)
    mayor.goto(portal.url(f"/kerja/ringkasan/?tahun={YEAR}"))
    expect(mayor.get_by_role("row", name="Dinas Kesehatan")).to_contain_text("Ditetapkan")

    reviewer.goto(address)
    reviewer.get_by_label("Alasan").fill("Pergeseran anggaran.")
    reviewer.get_by_role("button", name="Buka perubahan").click()
    expect(reviewer.get_by_role("main")).to_contain_text("Perubahan, revisi 2")
    plan.refresh_from_db()
    assert plan.state == "final"


def test_without_javascript(portal: Portal, people: People) -> None:
    """The essential steps without JavaScript: edit with reason, comment, send."""
    windows()
    cast = portal.cast
    editor = people(cast.editor, java_script_enabled=False)
    program = Program.objects.get(code="GOV-2-01")
    editor.goto(portal.url(f"/kerja/rencana-induk/program/{program.pk}/ubah/"))
    editor.get_by_label("Anggaran 2027 (Rp)").fill("777.000.000")
    save_with_reason(editor, "tanpa JavaScript")
    expect(editor.get_by_role("status")).to_contain_text("disimpan")
    assert program.years.get(year=2027).budget == 777_000_000
    head = people(cast.head, java_script_enabled=False)
    head.goto(portal.url("/kerja/renja/baru/"))
    head.get_by_label("Tahun rencana").fill(str(YEAR))
    head.get_by_label("Putaran").select_option("rancangan_akhir")
    head.get_by_role("button", name="Buat", exact=True).click()
    plan = WorkPlan.objects.get(year=YEAR)
    assert plan.lines.count() == 5
    head.get_by_role("button", name="Kirim", exact=True).click()
    expect(head.get_by_role("status")).to_contain_text("dikirim")


def test_realisation_is_reported(portal: Portal, people: People) -> None:
    """A planner reports the open quarter; the light is computed; above the target is allowed."""
    planner = people(portal.cast.planner)
    planner.get_by_role("link", name="Realisasi triwulan").first.click()
    planner.get_by_role("link", name="Laporkan LIV-2-01").click()
    planner.get_by_label("Capaian sejak awal tahun").fill("99,5")
    planner.get_by_label("Realisasi keuangan sejak awal tahun (Rp)").fill("125.000.000")
    planner.get_by_role("button", name="Simpan", exact=True).click()
    expect(planner.get_by_role("status")).to_contain_text("disimpan")
    expect(planner.get_by_role("row", name="LIV-2-01")).to_contain_text("hijau")
    assert Realisation.objects.get().money == 125_000_000


def test_many_at_once_with_preview(portal: Portal, people: People) -> None:
    """All programs of one agency move to another: preview first, then all of them."""
    before = Program.objects.filter(lead_opd__code="DISHUB").count()
    page = people(portal.cast.editor)
    page.goto(portal.url("/kerja/rencana-induk/program/?lead_opd=DISHUB"))
    page.get_by_role("link", name="Ubah semua hasil ini sekaligus").click()
    page.get_by_label("Penanggung jawab").select_option(label="Dispora – Dinas Pemuda dan Olahraga")
    page.get_by_label("Alasan perubahan").fill("penggabungan")
    page.get_by_role("button", name="Lihat pratinjau").click()
    expect(page.get_by_role("region", name="Pratinjau").get_by_role("row")).to_have_count(before + 1)
    assert Program.objects.filter(lead_opd__code="DISHUB").count() == before
    page.get_by_role("button", name="Simpan semua").click()
    expect(page.get_by_role("status")).to_contain_text(f"{before} program diubah")
    assert not Program.objects.filter(lead_opd__code="DISHUB").exists()


def test_open_feedback_is_seen_by_its_own_agency_only(portal: Portal, people: People) -> None:
    """Another agency does not see the feedback of the first."""
    feedback: Feedback = give_feedback(
        actor=portal.cast.head, quick_win=QuickWin.objects.get(code="QW-02"), stance="support", text="Setuju."
    )
    page = people(portal.cast.other_planner)
    page.goto(portal.url(f"/kerja/rencana-induk/quick-win/{feedback.quick_win_id}/"))
    expect(page.get_by_role("main")).to_contain_text("Belum ada masukan.")
