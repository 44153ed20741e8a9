"""The administration: what it offers, an edit with its history, and the refusals of an edit."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from masterplan.perwali.models import Element
from masterplan.plan.models import Program
from tests.browser.conftest import Console, Portal

pytestmark = pytest.mark.browser

ENGLISH = re.compile(
    r"\b(add|change|delete|search|home|welcome|log out|history|save|select|view site)\b", re.IGNORECASE
)


def _open_program(page: Page, portal: Portal, code: str) -> None:
    page.goto(portal.url("/admin/plan/program/"))
    page.locator("#searchbar").fill(code)
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name=code, exact=True).click()
    page.wait_for_url(re.compile(r"/change/"))


def _budget(page: Page, year: int) -> Locator:
    row = page.locator("#years-group tr.has_original").filter(has=page.locator(f"input[name$='-year'][value='{year}']"))
    return row.locator("input[name$='-budget']")


def _save(page: Page) -> None:
    page.get_by_role("button", name="Simpan", exact=True).click()


def test_index_is_indonesian_and_cannot_delete(portal: Portal, page: Page) -> None:
    """The index, a list and a form speak Indonesian and offer no deletion."""
    portal.sign_in(page, portal.cast.editor)
    page.get_by_role("link", name="Administrasi", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "id")
    expect(page.get_by_role("heading", name="Data acuan dan akun")).to_be_visible()
    assert ENGLISH.findall(page.locator("body").inner_text()) == []

    page.get_by_role("link", name="Program", exact=True).first.click()
    expect(page.locator("#result_list tbody tr")).to_have_count(50)
    expect(page.locator("select[name=action]")).to_have_count(0)
    assert ENGLISH.findall(page.locator("body").inner_text()) == []

    _open_program(page, portal, "GOV-1-02")
    expect(page.locator(".deletelink")).to_have_count(0)
    assert ENGLISH.findall(page.locator("#content").inner_text()) == []


def test_door_of_the_admin(portal: Portal, page: Page, console: Console) -> None:
    """Nobody in particular is led to the sign-in; a person without the right is told so."""
    page.goto(portal.url("/admin/"))
    expect(page).to_have_url(re.compile(r"/masuk/\?next=.*admin"))
    expect(page.get_by_label("Nama akun")).to_be_visible()

    portal.sign_in(page, portal.cast.reader)
    console.expect(403)
    answer = page.goto(portal.url("/admin/plan/program/"))
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak diperbolehkan")


def test_edit_of_a_budget(portal: Portal, page: Page) -> None:
    """Without a reason the form comes back as typed; with one the history tells amounts, person and reason."""
    editor = portal.cast.editor
    portal.sign_in(page, editor)
    _open_program(page, portal, "GOV-1-02")
    expect(_budget(page, 2026)).to_have_value("1.200.000.000")
    _budget(page, 2026).fill("1.350.000.000")
    page.get_by_label("Indikator").fill("Jumlah layanan pada mal pelayanan publik")
    _save(page)
    expect(page.locator(".errornote")).to_be_visible()
    expect(page.locator(".field-change_reason .errorlist")).to_be_visible()
    expect(_budget(page, 2026)).to_have_value("1.350.000.000")
    expect(page.get_by_label("Indikator")).to_have_value("Jumlah layanan pada mal pelayanan publik")

    page.get_by_label("Alasan perubahan").fill("Pergeseran anggaran hasil musrenbang")
    _save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/admin/plan/program/(\?.*)?$"))

    _open_program(page, portal, "GOV-1-02")
    page.get_by_role("link", name="Riwayat").click()
    entry = page.get_by_role("row").filter(has_text="Tahun 2026 diubah")
    expect(entry).to_have_count(1)
    expect(entry.locator("del")).to_have_text("Rp1.200.000.000")
    expect(entry.locator("ins")).to_have_text("Rp1.350.000.000")
    expect(entry).to_contain_text(editor.full_name)
    expect(entry).to_contain_text("Pergeseran anggaran hasil musrenbang")
    assert Program.objects.get(code="GOV-1-02").years.get(year=2026).budget == 1_350_000_000


def test_stale_tab(portal: Portal, page: Page) -> None:
    """A second tab with the old version is refused in a sentence and keeps what was typed."""
    portal.sign_in(page, portal.cast.editor)
    _open_program(page, portal, "GOV-1-02")
    second = page.context.new_page()
    second.goto(page.url)

    _budget(page, 2026).fill("1250000000")
    page.get_by_label("Alasan perubahan").fill("Tab pertama")
    _save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()

    _budget(second, 2026).fill("1999000000")
    second.get_by_label("Indikator").fill("Indikator dari tab kedua")
    second.get_by_label("Alasan perubahan").fill("Tab kedua")
    for _ in range(2):  # the refused form still carries the old version: sending it again is refused again
        _save(second)
        expect(second.get_by_text("Data ini sudah diubah orang lain")).to_be_visible()
        expect(_budget(second, 2026)).to_have_value("1999000000")
        expect(second.get_by_label("Indikator")).to_have_value("Indikator dari tab kedua")
        expect(second.get_by_label("Alasan perubahan")).to_have_value("Tab kedua")
    assert Program.objects.get(code="GOV-1-02").years.get(year=2026).budget == 1_250_000_000


def test_removal_from_a_stale_tab(portal: Portal, page: Page) -> None:
    """The removal page knows which version it asked about: a text changed meanwhile stays, and a sentence says so."""
    portal.sign_in(page, portal.cast.legal)
    address = portal.url(f"/admin/perwali/element/{Element.objects.get(stable_id='p_kerja_sama').pk}")
    page.goto(f"{address}/delete/")
    second = page.context.new_page()
    second.goto(f"{address}/change/")
    second.locator("#id_text").fill("Kerja sama dilaksanakan oleh Pemerintah Daerah.")
    second.get_by_label("Alasan perubahan").fill("Tab kedua")
    _save(second)
    expect(second.locator(".messagelist .success")).to_be_visible()

    for sentence in (".messagelist .error", ".messagelist .success"):
        page.get_by_label("Alasan").fill("Tidak dipakai lagi")
        page.get_by_role("button", name="Hapus").click()
        expect(page.locator(sentence)).to_be_visible()
        if sentence.endswith("error"):
            expect(page.get_by_text("Data ini sudah diubah orang lain")).to_be_visible()
            assert Element.objects.get(stable_id="p_kerja_sama").text.startswith("Kerja sama dilaksanakan")
            page.goto(f"{address}/delete/")
    assert not Element.objects.filter(stable_id="p_kerja_sama").exists()
