"""Pages measured by axe at two widths in light and dark, and by their width on a small phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from masterplan.models import Program

from .conftest import Portal

pytestmark = pytest.mark.browser

OPEN = ("/", "/program/", "/program/GOV-1-02/", "/masuk/")
CLOSED = ("/kerja/", "/kerja/perwali/rencana-induk/")


def _violations(page: Page, path: str) -> Iterator[str]:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for found in Axe().run(page).response["violations"]:
                places = "; ".join(str(node["target"]) for node in found["nodes"][:3])
                yield f"{path} at {width} px, {scheme}: {found['id']} ({found['help']}) {places}"


def test_axe_finds_nothing(portal: Portal, page: Page) -> None:
    """No violation on the public pages and on those of the work."""
    found = []
    for path in OPEN:
        page.goto(portal.url(path))
        found += _violations(page, path)
    portal.sign_in(page, portal.cast.legal)
    for path in CLOSED:
        page.goto(portal.url(path))
        found += _violations(page, path)
    assert not found, "\n".join(found)


def test_nothing_scrolls_sideways(portal: Portal, page: Page) -> None:
    """At 360 px every page is as wide as the screen; wide tables scroll inside their own frame."""
    page.set_viewport_size({"width": 360, "height": 740})
    program = Program.objects.get(code="GOV-1-02").pk
    wide = []

    def measure(path: str) -> None:
        page.goto(portal.url(path))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append(f"{path}: {width} px")

    for path in (*OPEN, "/program/?q=tidak-ada-yang-begini", "/quick-win/", "/quick-win/QW-01/"):
        measure(path)
    portal.sign_in(page, portal.cast.editor)
    for path in (
        *CLOSED, "/kerja/perwali/", "/akun/kata-sandi/", "/akun/keamanan/", "/keluar/", "/admin/",
        "/admin/masterplan/program/", f"/admin/masterplan/program/{program}/change/",
        f"/admin/masterplan/program/{program}/history/",
    ):  # fmt: skip
        measure(path)
    assert not wide, wide
