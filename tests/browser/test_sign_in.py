"""The way into and out of the portal, with the mouse and with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser

CLOSED = ("/kerja/", "/kerja/perwali/", "/kerja/perwali/rencana-induk/", "/kerja/perwali/rencana-induk/pdf/")


def test_sign_in_and_out(portal: Portal, page: Page) -> None:
    """A wrong password is told in Indonesian and keeps the name; the right one leads to the work, then out again."""
    for path in CLOSED:
        page.goto(portal.url(path))
        expect(page).to_have_url(portal.url(f"/masuk/?next={path}"))

    page.goto(portal.url("/masuk/?next=/kerja/perwali/"))
    page.get_by_label("Nama akun").fill(portal.cast.planner.username)
    page.get_by_label("Kata sandi").fill("bukan sandinya")
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page.locator(".errorlist")).to_contain_text("Nama akun atau kata sandi salah.")
    expect(page.get_by_label("Nama akun")).to_have_value(portal.cast.planner.username)
    expect(page.get_by_label("Kata sandi")).to_have_value("")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(portal.url("/kerja/perwali/"))  # where the person wanted to go

    page.get_by_role("button", name="Keluar").click()
    expect(page).to_have_url(portal.url("/"))
    page.goto(portal.url("/kerja/"))
    expect(page).to_have_url(portal.url("/masuk/?next=/kerja/"))

    portal.sign_in(page, portal.cast.planner)
    expect(page.get_by_role("main")).to_contain_text(portal.cast.planner.full_name)
    expect(page.get_by_role("main")).to_contain_text("Dinas Kesehatan")
    expect(page.get_by_text("Data demonstrasi.", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Administrasi")).to_have_count(0)


def test_keyboard_only(portal: Portal, page: Page) -> None:
    """Signing in and jumping to the content need no mouse, and focus can be seen."""
    page.goto(portal.url("/masuk/"))
    keys = page.keyboard
    expect(page.get_by_label("Nama akun")).to_be_focused()
    keys.type(portal.cast.planner.username)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Tab")
    button = page.get_by_role("main").get_by_role("button", name="Masuk")
    expect(button).to_be_focused()
    assert button.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    keys.press("Enter")
    expect(page).to_have_url(portal.url("/kerja/"))

    skip = page.get_by_role("link", name="Langsung ke isi")
    assert (skip.bounding_box() or {"x": 0})["x"] < 0
    keys.press("Tab")
    expect(skip).to_be_focused()
    assert (skip.bounding_box() or {"x": -1})["x"] >= 0
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    keys.press("Tab")  # the next stop is inside the content, not in the navigation
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")

    page.goto(portal.url("/kerja/"))
    names = []
    for _ in range(11):
        keys.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText.split('\\n')[0]"))
    assert names == [
        "Langsung ke isi",
        "Portal Kota Cerdas",
        "Program",
        "Quick win",
        "Pekerjaan",
        "Rencana induk",
        "Renja",
        "Keselarasan",
        "Peraturan",
        "Pesan",
        "Keluar",
    ]
    keys.press("Enter")
    expect(page).to_have_url(portal.url("/"))
