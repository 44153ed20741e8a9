"""The draft regulation on screen: outline, cross references, PDF, and who may see it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Console, Portal

pytestmark = pytest.mark.browser

DRAFT = "/kerja/perwali/rencana-induk/"
LOOSE = """
() => [...document.querySelectorAll("main a[href^='#']")]
  .map(link => decodeURIComponent(link.getAttribute("href").slice(1)))
  .filter(id => document.getElementById(id) === null)
"""
TWICE = """
() => [...document.querySelectorAll("[id]")].map(element => element.id)
  .filter((id, index, all) => all.indexOf(id) !== index)
"""


def test_draft_and_its_pdf(portal: Portal, page: Page, settings: Any, tmp_path: Path) -> None:
    """The legal officer reads the draft, follows its links, has the PDF made and downloads it."""
    settings.EXPORT_DIR = tmp_path  # nobody has had this PDF made before
    portal.sign_in(page, portal.cast.legal)
    page.get_by_role("navigation", name="Utama").get_by_role("link", name="Peraturan").click()
    page.get_by_role("main").get_by_role("link", name="Rencana Induk Kota Cerdas").click()
    expect(page).to_have_url(portal.url(DRAFT))
    expect(page.locator(".notice")).to_contain_text("Rancangan.")

    page.get_by_role("navigation", name="Kerangka").get_by_role("link", name="Pasal 3", exact=True).click()
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    expect(target.get_by_role("heading").first).to_have_text("Pasal 3")
    assert page.evaluate(LOOSE) == []
    assert page.evaluate(TWICE) == []
    references = page.locator(".law a[href^='#']")
    assert references.count() > 10
    reference = references.first
    wanted = (reference.get_attribute("href") or "").removeprefix("#")
    reference.click()
    expect(page.locator(":target")).to_have_id(wanted)
    expect(page.locator(":target")).to_be_in_viewport()

    panel = page.locator("#pdf-naskah-ua")
    panel.get_by_role("button", name="Buat PDF").click()
    link = panel.get_by_role("link", name="Unduh")
    expect(link).to_be_visible(timeout=90_000)
    answer = page.context.request.get(portal.url(link.get_attribute("href") or ""))
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert ".pdf" in answer.headers["content-disposition"]
    assert answer.body().startswith(b"%PDF-")
    expect(page.get_by_role("button", name="Buat PDF")).to_have_count(1)  # the other variant is not made with it


def test_draft_is_closed_to_readers(portal: Portal, page: Page, console: Console) -> None:
    """A reader finds no draft, neither in the list nor by its address."""
    portal.sign_in(page, portal.cast.reader)
    page.goto(portal.url("/kerja/perwali/"))
    expect(page.get_by_text("Belum ada peraturan yang dapat Anda lihat")).to_be_visible()
    console.expect(404)
    for path in (DRAFT, f"{DRAFT}pdf/"):
        answer = page.goto(portal.url(path))
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ditemukan")
