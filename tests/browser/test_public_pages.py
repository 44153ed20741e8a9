"""What everybody can see: home, lists with and without JavaScript, details, the page for wrong addresses."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from masterplan.plan.models import MasterPlan, Program
from tests.browser.conftest import Console, Portal

pytestmark = pytest.mark.browser

NOTICE = "Data demonstrasi."
MPP = "Penyiapan dan Operasional Mal Pelayanan Publik Digital"


def _apply(page: Page) -> None:
    page.get_by_role("search").get_by_role("button", name="Terapkan").click()


def test_home_and_wrong_addresses(portal: Portal, page: Page, console: Console) -> None:
    """The home tells the vision or that it is missing, the dimensions and figures; every page carries the notice."""
    page.goto(portal.url("/"))
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page.locator(".vision")).to_contain_text("belum ditetapkan")
    expect(page.locator(".cards > li")).to_have_count(6)
    figures = page.locator(".figures > div")
    for name, value in (("Dimensi", "6"), ("Program", "72"), ("Quick win", "18"), ("Rencana aksi", "20")):
        figure = figures.filter(has=page.get_by_text(name, exact=True))
        expect(figure.get_by_role("definition")).to_have_text(value)
    expect(figures.last).to_contain_text("Rp132,7 miliar")
    expect(page.get_by_role("row", name="2026 Rp32.975.000.000")).to_be_visible()

    MasterPlan.objects.update(vision="Solok kota beras yang cerdas")
    page.reload()
    expect(page.locator(".vision")).to_have_text("Solok kota beras yang cerdas")

    console.expect(404)
    for path in ("/", "/program/", "/quick-win/", "/masuk/", "/tidak-ada/", "/program/TIDAK-ADA/"):
        answer = page.goto(portal.url(path))
        assert answer is not None
        assert answer.status == (404 if "ada/" in path.lower() else 200), path
        expect(page.get_by_text(NOTICE, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ditemukan")
    page.get_by_role("link", name="Kembali ke beranda").click()
    expect(page).to_have_url(portal.url("/"))

    Program.objects.update(is_demonstration=False)
    page.reload()
    expect(page.get_by_text(NOTICE, exact=True)).to_be_visible()  # the quick wins are still for demonstration


def test_list_with_htmx(portal: Portal, page: Page) -> None:
    """Search and filters change results and address without loading the page anew; going back restores both."""
    page.goto(portal.url("/program/"))
    results = page.locator("#hasil")
    expect(results).to_contain_text("72 program, halaman 1 dari 3")
    page.evaluate("window.stayed = true")

    page.get_by_label("Cari kata atau kode").fill("mal pelayanan")
    _apply(page)
    expect(page).to_have_url(re.compile(r"[?&]q=mal(\+|%20)pelayanan"))
    expect(results.locator("tbody tr")).to_have_count(1)
    expect(results.get_by_role("link", name=MPP)).to_be_visible()

    page.get_by_label("Cari kata atau kode").fill("")
    page.get_by_label("Dimensi").select_option(label="Smart Living")
    _apply(page)
    expect(page).to_have_url(re.compile(r"[?&]dimension=LIV"))
    expect(results.locator("tbody tr")).to_have_count(12)

    page.get_by_label("Penanggung jawab").select_option(label="Dinkes")
    _apply(page)
    expect(page).to_have_url(re.compile(r"[?&]lead_opd=DINKES"))
    expect(results).not_to_contain_text("12 program")
    for cell in results.locator("td[data-label='Penanggung jawab']").all():
        expect(cell).to_have_text("Dinkes")

    page.get_by_label("Cari kata atau kode").fill("tidak ada yang bernama begini")
    _apply(page)
    expect(results).to_contain_text("Tidak ada program yang cocok")
    assert page.evaluate("window.stayed") is True, "a filter loaded the whole page"

    page.go_back()
    expect(results).not_to_contain_text("Tidak ada program yang cocok")
    expect(page).to_have_url(re.compile(r"[?&]lead_opd=DINKES"))


def test_list_without_javascript(portal: Portal, new_context: Callable[..., BrowserContext]) -> None:
    """The same filters and the pages of the list work without JavaScript, and pages keep the filter."""
    page = new_context(java_script_enabled=False).new_page()
    page.goto(portal.url("/program/"))
    results = page.locator("#hasil")

    page.get_by_label("Cari kata atau kode").fill("mal pelayanan")
    _apply(page)
    expect(page).to_have_url(re.compile(r"[?&]q=mal\+pelayanan"))
    expect(page.get_by_label("Cari kata atau kode")).to_have_value("mal pelayanan")
    expect(results.get_by_role("link", name=MPP)).to_be_visible()
    page.get_by_role("link", name="Hapus").click()
    expect(page).to_have_url(portal.url("/program/"))

    page.get_by_label("Dimensi").select_option(label="Smart Living")
    page.get_by_label("Penanggung jawab").select_option(label="Dinkes")
    _apply(page)
    expect(page).to_have_url(re.compile(r"dimension=LIV.*lead_opd=DINKES"))
    for cell in results.locator("td[data-label='Penanggung jawab']").all():
        expect(cell).to_have_text("Dinkes")

    page.goto(portal.url("/program/?urut=nama&horizon=menengah"))
    names = results.locator("tbody th a")
    first = names.all_inner_texts()
    assert len(first) == 25
    page.get_by_role("link", name="Berikutnya").click()
    expect(page).to_have_url(re.compile(r"horizon=menengah.*page=2"))
    expect(results).to_contain_text("halaman 2 dari")
    assert not set(first) & set(names.all_inner_texts())
    page.get_by_role("link", name="Sebelumnya").click()
    assert names.all_inner_texts() == first

    page.goto(portal.url("/quick-win/"))
    expect(page.locator("#hasil tbody tr")).to_have_count(18)


def test_details(portal: Portal, page: Page) -> None:
    """A program shows targets and money of each year; a quick win leads to its program and the program back."""
    page.goto(portal.url("/program/"))
    page.get_by_role("link", name=MPP).click()
    expect(page).to_have_url(portal.url("/program/GOV-1-02/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(MPP)
    expect(page.get_by_text(NOTICE, exact=True)).to_be_visible()
    expect(page.locator(".facts")).to_contain_text("Disdukcapil, Diskominfo, BKD")
    rows = page.get_by_role("main").locator("tbody tr")
    assert [row.inner_text().split() for row in rows.all()] == [
        ["2025", "15", "Rp350.000.000"],
        ["2026", "30", "Rp1.200.000.000"],
        ["2027", "45", "Rp600.000.000"],
        ["2028", "60", "Rp400.000.000"],
        ["2029", "75", "Rp400.000.000"],
        ["Jumlah", "2025–2029", "Rp2.950.000.000"],
    ]

    page.goto(portal.url("/quick-win/QW-01/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lapor on The Street")
    parent = "Penguatan Kanal Pengaduan Warga Lapor on The Street Terintegrasi SP4N-LAPOR!"
    page.get_by_role("link", name=parent).click()
    expect(page).to_have_url(portal.url("/program/GOV-1-01/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(parent)
    page.get_by_role("link", name="Lapor on The Street", exact=True).click()
    expect(page).to_have_url(portal.url("/quick-win/QW-01/"))
