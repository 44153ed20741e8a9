"""Pages measured by axe at two widths in light and dark, and by their width on a small phone."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from masterplan.plan.models import Program, QuickWin
from masterplan.plan.services.editions import prepare_edition
from masterplan.plan.services.feedback import give_feedback
from opd.agencies.models import Opd, User
from opd.renja.models import Window, WorkPlan
from opd.renja.services.lines import add_lines
from opd.renja.services.work_plans import create_work_plan
from opd.rkpd.models import FindingRecord
from tests.browser.conftest import Portal

pytestmark = pytest.mark.browser

OPEN = ("/", "/program/", "/program/GOV-1-02/", "/masuk/", "/perwali/", "/perwali/verifikasi/")
STUDIO = "/kerja/perwali/rencana-induk/naskah/"
CLOSED = (
    "/kerja/",
    "/kerja/perwali/rencana-induk/",
    f"{STUDIO}?unsur=a_ri_sistematika",
    "/kerja/perwali/rencana-induk/istilah/",
    "/kerja/perwali/rencana-induk/tahap/",
    "/kerja/perwali/rencana-induk/catatan/",
    "/kerja/perwali/register/",
    "/kerja/perwali/registri/",
)
LEGAL = ("/kerja/perwali/baca/", "/kerja/perwali/rencana-induk/gaya/", "/kerja/perwali/rencana-induk/pencabutan/")
PLAN = "/kerja/rencana-induk/"
ALIGN = "/kerja/keselarasan/"


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
    for path in (*CLOSED, *LEGAL):
        page.goto(portal.url(path))
        found += _violations(page, path)
    assert not found, "\n".join(found)


def offices(portal: Portal) -> dict[str, tuple[User, list[str]]]:
    """Pages of the offices by who works there, with records that fill them."""
    cast = portal.cast
    program, quick_win = Program.objects.get(code="GOV-1-02"), QuickWin.objects.get(code="QW-01")
    feedback = give_feedback(actor=cast.head, quick_win=quick_win, stance="objection", text="Tenggat terlalu dekat.")
    edition = prepare_edition(actor=cast.editor, plan=program.plan, title="Edisi uji")
    opd = Opd.objects.get(code="DINKES")
    plan = create_work_plan(actor=cast.planner, opd=opd, year=2030, round="rancangan")
    row = {"sub_kegiatan_code": "1.02.02.2.02.0033", "name": "Operasional Pelayanan Puskesmas"}
    add_lines(plan.pk, actor=cast.planner, version=plan.version, rows=[row])
    adopted = WorkPlan.objects.get(opd=opd, year=2026)
    line = plan.lines.get()
    finding = FindingRecord.objects.filter(code="BUDGET_OVER").values_list("pk", flat=True)[0]
    window = Window.objects.filter(stage=Window.Stage.REALISATION).first()
    report = f"/kerja/realisasi/program/{Program.objects.get(code='LIV-2-01').pk}/{window.plan_year}/{window.quarter}/"
    return {
        "editor": (
            cast.editor,
            [
                "/kerja/",
                PLAN,
                f"{PLAN}program/",
                f"{PLAN}program/?q=tidak-ada",
                f"{PLAN}program/{program.pk}/",
                f"{PLAN}program/{program.pk}/ubah/",
                f"{PLAN}program/{program.pk}/riwayat/?tanggal=2026-01-01",
                f"{PLAN}program/ubah-banyak/?semua=1&dimension=GOV",
                f"{PLAN}quick-win/{quick_win.pk}/",
                f"{PLAN}quick-win/{quick_win.pk}/ubah/",
                f"{PLAN}bab/",
                f"{PLAN}peta-jalan/",
                f"{PLAN}edisi/",
                f"{PLAN}edisi/{edition.pk}/",
                f"{PLAN}edisi/bandingkan/",
                f"{PLAN}masukan/",
                f"{PLAN}masukan/{feedback.pk}/",
                f"{PLAN}bimtek/",
                f"{PLAN}pakta/",
                f"{PLAN}pakta/DINKES/",
                f"{PLAN}klinik/",
                f"{PLAN}klinik/DINKES/",
                "/kerja/pesan/",
            ],
        ),
        "planner": (
            cast.planner,
            [
                "/kerja/",
                "/kerja/renja/",
                "/kerja/renja/baru/",
                f"/kerja/renja/{plan.pk}/",
                f"/kerja/renja/{plan.pk}/baris/baru/",
                f"/kerja/renja/baris/{line.pk}/",
                f"/kerja/renja/{plan.pk}/tempel/",
                "/kerja/realisasi/",
                report,
            ],
        ),
        "reviewer": (
            cast.reviewer,
            [
                "/kerja/",
                f"/kerja/renja/{adopted.pk}/",
                "/kerja/kalender/",
                "/kerja/kalender/baru/",
                f"{ALIGN}?tahun=2026",
                f"{ALIGN}?tahun=2026&tampilan=quick-win",
                f"{ALIGN}?tahun=2026&tampilan=baris",
                f"{ALIGN}?tahun=2044",
                f"{ALIGN}ringkasan/?tahun=2026",
                f"{ALIGN}temuan/?tahun=2026",
                f"{ALIGN}temuan/{finding}/",
                f"{ALIGN}usulan/quick-win/QW-01/?tahun=2026",
                f"{ALIGN}nomenklatur/",
                f"{ALIGN}nomenklatur/2.16.03.2.02.0038/",
                f"{ALIGN}impor/",
                f"{ALIGN}berita-acara/{plan.pk}/",
                f"{ALIGN}pengaturan/sinonim/",
                f"{ALIGN}pengaturan/ambang/baru/",
            ],
        ),
        "reader": (cast.reader, ["/kerja/", "/kerja/ringkasan/", f"/kerja/ringkasan/?tahun={adopted.year}"]),
        "administrator": (cast.administrator, ["/kerja/surel-gagal/"]),
    }


def test_pages_of_the_offices(portal: Portal, new_context: Callable[..., BrowserContext]) -> None:
    """No violation on any page of the offices, and none wider than a small phone."""
    found = []
    for user, paths in offices(portal).values():
        page = new_context().new_page()
        portal.sign_in(page, user)
        for path in paths:
            page.set_viewport_size({"width": 360, "height": 740})
            assert page.goto(portal.url(path)).status == 200, path
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 360:
                found.append(f"{path}: {width} px wide at 360 px")
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
        *CLOSED,
        "/kerja/perwali/",
        "/akun/kata-sandi/",
        "/akun/keamanan/",
        "/keluar/",
        "/admin/",
        "/admin/plan/program/",
        f"/admin/plan/program/{program}/change/",
        f"/admin/plan/program/{program}/history/",
    ):
        measure(path)
    page.context.clear_cookies()
    portal.sign_in(page, portal.cast.legal)
    for path in LEGAL:
        measure(path)
    assert not wide, wide
