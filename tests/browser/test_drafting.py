"""The legal officer drafts in Chromium: edit, insert a Pasal in the middle, refer, mend, move, by keyboard too."""

import re

import pytest
from playwright.sync_api import Page, expect

from masterplan.perwali.models import Element
from tests.browser.conftest import Portal

pytestmark = pytest.mark.browser
STUDIO = "/kerja/perwali/rencana-induk/naskah/"
NORM = "Perangkat Daerah melaksanakan program Kota Cerdas sesuai dengan Peta Jalan."


@pytest.fixture
def draft(portal: Portal, page: Page) -> Page:
    """The drafting page of the legal officer."""
    portal.sign_in(page, portal.cast.legal)
    page.goto(portal.url(STUDIO))
    return page


def unit(page: Page, stable_id: str):
    """An element of the text on the page."""
    return page.locator(f"#{stable_id} > .item, #{stable_id} > .unit-head")


def test_insert_refer_mend(draft: Page) -> None:
    """A Pasal comes in after Pasal 5; Pasal 6 becomes 7 everywhere; a reference is picked; a finding is mended."""
    expect(unit(draft, "p_misi")).to_contain_text("sebagaimana dimaksud dalam Pasal 6")
    unit(draft, "p_kedudukan").get_by_role("link").click()
    panel = draft.get_by_role("region", name="Mengubah Pasal 5")
    panel.get_by_text("Sisipkan unsur").click()
    panel.get_by_label("Unsur baru").select_option("setelah:pasal")
    panel.locator("[name=baru-text]").fill(NORM.replace("Wali Kota", "Walikota"))
    panel.get_by_role("button", name="Sisipkan").click()
    expect(draft.get_by_role("status").first).to_contain_text("nomor dan acuan mengikuti")
    expect(unit(draft, "p_visi")).to_contain_text("Pasal 7")
    expect(unit(draft, "p_misi")).to_contain_text("sebagaimana dimaksud dalam Pasal 7")
    new = Element.objects.get(text=NORM)

    unit(draft, new.stable_id).get_by_role("link").click()
    panel = draft.get_by_role("region", name="Mengubah Pasal 6")
    text = panel.get_by_label("Teks")
    text.fill("Walikota melaksanakan ketentuan ")
    panel.get_by_text("Sisipkan acuan").click()
    panel.get_by_label("Acuan ke unsur sebelumnya").select_option("sebagaimana dimaksud dalam Pasal 5")
    text.press("End")
    text.press_sequentially(" setiap tahun.")
    panel.get_by_role("button", name="Simpan").click()
    expect(unit(draft, new.stable_id)).to_contain_text(
        re.compile(r"Walikota melaksanakan ketentuan sebagaimana dimaksud dalam Pasal.5 setiap tahun\.")
    )
    assert "{{acu:p_kedudukan}}" in Element.objects.get(pk=new.pk).text

    draft.get_by_role("link", name="R21 Pasal 6").click()
    draft.get_by_role("button", name="Perbaiki").click()
    expect(draft.get_by_role("status").first).to_contain_text("R21 diperbaiki")
    expect(draft.get_by_text("Tidak ada temuan pemeriksaan otomatis.")).to_be_attached()
    expect(unit(draft, new.stable_id)).to_contain_text("Wali Kota melaksanakan")


def test_by_keyboard(draft: Page) -> None:
    """j to an element, Enter opens it, Alt and an arrow move it, Escape closes; what is typed is kept on the way."""
    draft.locator("#p_ri").focus()
    draft.keyboard.press("Enter")
    expect(draft.get_by_role("region", name="Mengubah Pasal 4")).to_be_visible()
    draft.keyboard.press("Alt+ArrowDown")
    expect(unit(draft, "p_ri")).to_contain_text("Pasal 5")
    draft.locator("#p_ri").focus()
    draft.keyboard.press("j")
    focused = draft.evaluate("document.activeElement.id")
    assert focused == "a_ri_jangka"
    draft.keyboard.press("Enter")
    expect(draft.get_by_label("Teks")).to_be_focused()
    draft.keyboard.press("Escape")
    expect(draft.get_by_label("Teks")).to_have_count(0)


def test_a_referred_element_says_who_refers(draft: Page) -> None:
    """Removing it is refused with the addresses; nothing is lost."""
    unit(draft, "p_visi").get_by_role("link").click()
    panel = draft.get_by_role("region", name="Mengubah Pasal 6")
    expect(panel.get_by_text("Diacu oleh")).to_contain_text("Pasal 7")
    panel.get_by_text("Hapus", exact=True).click()
    panel.get_by_label("Alasan menghapus").fill("uji")
    panel.get_by_role("button", name="Hapus unsur").click()
    expect(draft.get_by_role("status").first).to_contain_text("Pasal 6 masih diacu oleh: Pasal 7")


def test_without_javascript(portal: Portal, new_context) -> None:
    """Opening, typing an address and saving are links and forms."""
    page = new_context(java_script_enabled=False).new_page()
    portal.sign_in(page, portal.cast.legal)
    page.goto(portal.url(f"{STUDIO}?unsur=p_kerja_sama"))
    page.get_by_label("Teks").fill("Kerja sama sebagaimana dimaksud dalam Pasal 30 ayat (1) dilaksanakan oleh Daerah.")
    page.get_by_role("button", name="Simpan").click()
    expect(unit(page, "p_kerja_sama").get_by_role("link", name="dalam Pasal 30")).to_be_visible()
