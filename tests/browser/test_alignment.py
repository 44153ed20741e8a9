"""A whole session of the planning office in Chromium: imports, review, decisions by keyboard, minutes."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from opd.agencies.models import Opd, User
from opd.agencies.roles import Role
from opd.renja.models import WorkPlan
from opd.rkpd.models import FindingRecord, NomenclatureItem, RkpdImport
from tests.browser.conftest import Portal
from tests.cast import PASSWORD

pytestmark = pytest.mark.browser
YEAR = localdate().year + 1
HEAD = (
    "opd_code,year,sub_kegiatan_code,sub_kegiatan_name,indicator,target,unit,location,pagu,pagu_next_year,"
    "fund_source,local_priority"
)
# Sub kegiatan of the edition of the year, by agency: code and name.
CODES = {
    "DINKES": [
        "1.02.02.2.02.0001",
        "1.02.02.2.02.0002",
        "1.02.02.2.02.0003",
        "1.02.02.2.02.0004",
        "1.02.02.2.02.0005",
        "1.02.02.2.02.0006",
        "1.02.02.2.02.0026",
        "1.02.02.2.02.0030",
        "1.02.02.2.02.0033",
        "1.02.02.2.03.0002",
    ],
    "DISHUB": [
        "2.15.02.2.02.0005",
        "2.15.02.2.03.0007",
        "2.15.02.2.03.0008",
        "2.15.02.2.06.0008",
        "2.15.02.2.06.0013",
        "2.15.02.2.06.0014",
        "2.15.02.2.06.0016",
        "2.15.02.2.06.0017",
        "2.15.02.2.06.0018",
        "2.15.02.2.06.0011",
    ],
}


def table(path: Path, opd: str, *, pagu: int) -> Path:
    """A CSV file with the agency's rows."""
    names = dict(NomenclatureItem.objects.filter(edition__code="2027").values_list("code", "name"))
    rest = f"Jumlah dokumen,4,Dokumen,Kota Solok,{pagu},1100000,PAD,Dasar"
    rows = [f'{opd},{YEAR},{code},"{names.get(code, "Sub kegiatan")}",{rest}' for code in CODES[opd]]
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def people(portal: Portal, new_context: Callable[..., BrowserContext]) -> Callable[[User], Page]:
    """A page of its own for each person, signed in."""
    pages: dict[object, Page] = {}

    def page_of(user: User) -> Page:
        if user not in pages:
            pages[user] = new_context().new_page()
            portal.sign_in(pages[user], user)
        return pages[user]

    return page_of


def bring_in(page: Page, portal: Portal, kind: str, file: Path) -> None:
    """Send a file, read its preview, confirm."""
    page.goto(portal.url("/kerja/keselarasan/impor/"))
    page.get_by_label("Yang diimpor").select_option(kind)
    page.get_by_label("Berkas .xlsx atau .csv").set_input_files(file)
    page.get_by_label("Tahun rencana", exact=True).fill(str(YEAR))
    page.get_by_label("Putaran Renja").select_option("rancangan_akhir")
    page.get_by_role("button", name="Unggah dan lihat pratinjau").click()
    expect(page.get_by_text("Siap dikonfirmasi")).to_be_visible()
    page.get_by_role("button", name="Konfirmasi dan simpan").click()
    expect(page.get_by_text("ersimpan:").first).to_be_visible()


def send(page: Page, portal: Portal, plan: WorkPlan) -> None:
    """The head of the agency sends the plan."""
    page.goto(portal.url(f"/kerja/renja/{plan.pk}/"))
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("dikirim")


def decide(page: Page, turn: int) -> str:
    """Move to the next finding and decide it by keyboard, every fourth with a waiver; gives the state it has then."""
    page.keyboard.press("j")
    focused = page.locator("[data-finding]:focus")
    expect(focused).to_have_count(1)
    key = focused.get_attribute("id")
    waived = turn % 4 == 0 or "blocker" in (focused.get_attribute("class") or "")
    page.keyboard.press("w" if waived else "a")
    if waived:
        page.keyboard.type("Disepakati dalam rapat verifikasi")
        page.keyboard.press("Enter")
    state = "Dikesampingkan" if waived else "Diterima"
    expect(page.locator(f"#{key} .finding-head")).to_contain_text(state)
    expect(page.locator(f"#{key}")).to_be_focused()
    return state


def test_a_session_of_the_planning_office(portal: Portal, people: Callable[[User], Page], tmp_path: Path) -> None:
    """From the files to the minutes: RKPD, two agencies, twenty decisions by keyboard, one returned, one verified."""
    cast = portal.cast
    reviewer = people(cast.reviewer)
    rkpd = tmp_path / "rkpd.csv"
    both = [table(tmp_path / f"rkpd-{opd}.csv", opd, pagu=1_000_000).read_text(encoding="utf-8") for opd in CODES]
    rkpd.write_text(both[0] + both[1].removeprefix(HEAD + "\n"), encoding="utf-8")
    bring_in(reviewer, portal, "rkpd", rkpd)
    assert RkpdImport.objects.base_of(YEAR).items.count() == 20
    for opd in CODES:
        bring_in(reviewer, portal, "renja", table(tmp_path / f"renja-{opd}.csv", opd, pagu=1_150_000))
    plans = {opd: WorkPlan.objects.get(opd__code=opd, year=YEAR) for opd in CODES}
    assert {plan.lines.count() for plan in plans.values()} == {10}

    other = User(username="kepala-dishub", full_name="Kepala Dishub", role=Role.OPD_HEAD)
    other.opd = Opd.objects.get(code="DISHUB")
    other.set_password(PASSWORD)
    other.save()
    send(people(cast.head), portal, plans["DINKES"])
    send(people(other), portal, plans["DISHUB"])
    for plan in plans.values():
        reviewer.goto(portal.url(f"/kerja/renja/{plan.pk}/"))
        reviewer.get_by_role("button", name="Mulai telaah").click()
        expect(reviewer.get_by_role("status").first).to_contain_text("mulai ditelaah")

    # The board: twenty findings by keyboard alone.
    reviewer.goto(portal.url(f"/kerja/keselarasan/?tahun={YEAR}&tampilan=baris"))
    expect(reviewer.get_by_text("20 baris dengan temuan.")).to_be_visible()
    # Asking by keyboard, and leaving the reason again: nothing is asked, the finding keeps the focus.
    reviewer.keyboard.press("j")
    first = reviewer.locator("[data-finding]:focus").get_attribute("id")
    reviewer.keyboard.press("?")
    reviewer.keyboard.type("Mohon penjelasan")
    expect(reviewer.locator(f"#{first} :focus")).to_have_value("Mohon penjelasan")
    reviewer.keyboard.press("Escape")
    expect(reviewer.locator(f"#{first}")).to_be_focused()
    assert not FindingRecord.objects.filter(year=YEAR, state="answered").exists()
    reviewer.keyboard.press("?")
    reviewer.keyboard.type("Mohon penjelasan")
    reviewer.keyboard.press("Enter")
    expect(reviewer.locator(f"#{first}")).to_contain_text("Mohon penjelasan")
    reviewer.reload()

    decided = [decide(reviewer, turn) for turn in range(20)]
    assert set(decided) == {"Diterima", "Dikesampingkan"}
    assert FindingRecord.objects.filter(year=YEAR, state="accepted", decided_by_name=cast.reviewer.label).count() >= 10

    # One goes back, one is verified.
    reviewer.goto(portal.url(f"/kerja/renja/{plans['DISHUB'].pk}/"))
    reviewer.get_by_label("Alasan mengembalikan").fill("Sesuaikan pagu dengan RKPD")
    reviewer.get_by_role("button", name="Kembalikan").click()
    expect(reviewer.get_by_role("status").first).to_contain_text("dikembalikan")
    reviewer.goto(portal.url(f"/kerja/renja/{plans['DINKES'].pk}/"))
    reviewer.get_by_role("button", name="Verifikasi", exact=True).click()
    expect(reviewer.get_by_role("status").first).to_contain_text("terverifikasi")

    # The agency sees what to do, with the way to the cell.
    planner = people(cast.other_planner)
    planner.goto(portal.url(f"/kerja/renja/{plans['DISHUB'].pk}/"))
    expect(planner.locator("#temuan-keselarasan")).to_contain_text("temuan terhadap RKPD")

    # Minutes as PDF and DOCX.
    reviewer.goto(portal.url(f"/kerja/keselarasan/berita-acara/{plans['DINKES'].pk}/"))
    reviewer.get_by_label("Nomor", exact=False).first.fill("050/17/BA/2026")
    reviewer.get_by_label("Tempat").fill("Ruang rapat Bapperida")
    reviewer.get_by_label("Yang hadir").fill("Satu; 19700101; Bapperida\nDua; 19800101; Dinas Kesehatan")
    reviewer.get_by_label("Penanda tangan perangkat daerah", exact=True).fill("Kepala Dinas Kesehatan")
    reviewer.get_by_role("button", name="Simpan berita acara").click()
    expect(reviewer.get_by_role("status").first).to_contain_text("Berita acara disimpan")
    reviewer.get_by_role("button", name="Buat PDF").click()
    with reviewer.expect_download() as got:
        reviewer.get_by_role("link", name="Unduh DOCX").click()
    content = Path(got.value.path()).read_bytes()
    assert zipfile.is_zipfile(io.BytesIO(content))
    text = "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)
    assert "050/17/BA/2026" in text
    assert "Ruang rapat Bapperida" in text
    pdf = reviewer.request.get(portal.url(f"/kerja/keselarasan/berita-acara/{plans['DINKES'].pk}/pdf/"))
    assert pdf.body().startswith(b"%PDF")
