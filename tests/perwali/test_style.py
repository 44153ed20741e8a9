"""The house style as a form with sheets that show it (settings cetak.*, R4, R7-R12, R26)."""

import pytest
from django.test import Client

from masterplan.perwali.models import HouseStyle
from masterplan.perwali.print.html import pages
from masterplan.perwali.selectors.document import load_document
from tests.cast import Cast
from tests.perwali.way import TO_PROMULGATED, draft, numbers_given, travel

pytestmark = pytest.mark.django_db
PAGE = "/kerja/perwali/rencana-induk/gaya/"
TYPED = {
    "margin_top_mm": "31",
    "margin_right_mm": "22",
    "margin_bottom_mm": "23",
    "margin_left_mm": "34",
    "line_spacing": "1,5",
    "table_pt": "10",
    "bold_headings": "on",
    "annex_numbering": "ulang",
    "year_range_sign": "–",
    "change_reason": "Kebiasaan kota",
}


def typed(**more: str) -> dict[str, str]:
    """The form as it is sent."""
    return {**TYPED, "version_seen": str(HouseStyle.objects.get().version), **more}


def test_sheet_shows_what_is_typed_and_saves_nothing(cast: Cast, client: Client) -> None:
    """Margins, spacing, size and signs of the form stand in the sheet; the record stays."""
    client.force_login(cast.legal)
    text = client.post(f"{PAGE}contoh/naskah/", typed()).content.decode()
    for words in (
        "margin: 31mm 22mm 23mm 34mm",
        "padding: 31mm 22mm 23mm 34mm",
        "12pt/1.5",
        "font-weight: bold",
        "TAHUN 2025–2029",
        "BAB I",
        "Pasal 1",
    ):
        assert words in text, words
    assert "BAB II" not in text
    annex = client.post(f"{PAGE}contoh/lampiran/", typed()).content.decode()
    for words in ("font-size: 10pt", "width: 330mm", "- 1 -", "SASARAN DAN INDIKATOR"):
        assert words in annex, words
    assert HouseStyle.objects.get().margin_top_mm == 25
    assert "margin: 25mm" in client.get(f"{PAGE}contoh/naskah/").content.decode()


def test_sheets_are_framed_by_the_page_only(cast: Cast, client: Client) -> None:
    """The sheet may stand in a frame of the portal and runs nothing; the page may frame the portal only."""
    client.force_login(cast.legal)
    sheet = client.get(f"{PAGE}contoh/naskah/")
    assert sheet["X-Frame-Options"] == "SAMEORIGIN"
    assert sheet["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in sheet["Cache-Control"]
    assert "ETag" not in sheet
    page = client.get(PAGE)
    assert page["Content-Security-Policy"].endswith("frame-src 'self'")
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"margin_top_mm": "5"}, "15"), ({"line_spacing": "rapat"}, "bukan angka"), ({"table_pt": ""}, "wajib")],
)
def test_wrong_values(cast: Cast, client: Client, values: dict[str, str], sentence: str) -> None:
    """A sentence in the sheet and at the field; what was typed stays in the form."""
    client.force_login(cast.legal)
    sheet = client.post(f"{PAGE}contoh/naskah/", typed(**values))
    assert sheet.status_code == 400
    assert sentence in sheet.content.decode()
    page = client.post(PAGE, typed(**values))
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert "Kebiasaan kota" in page.content.decode()
    assert client.get(f"{PAGE}contoh/lain/").status_code == 404


def test_saving_changes_the_draft(cast: Cast, client: Client) -> None:
    """Saved, the draft prints with it; the reason stands in the history; a stale form is a page of choices."""
    client.force_login(cast.legal)
    stale = typed()
    assert client.post(PAGE, typed()).status_code == 302
    style = HouseStyle.objects.get()
    assert (style.margin_left_mm, str(style.line_spacing), style.year_range_sign) == (34, "1.50", "–")
    assert style.history.first().history_change_reason == "Kebiasaan kota"
    assert "2025–2029" in pages(load_document(draft()))[1]
    conflict = client.post(PAGE, {**stale, "table_pt": "12"})
    assert "12" in conflict.content.decode()
    assert HouseStyle.objects.get().table_pt == 10


def test_law_keeps_its_print(cast: Cast, client: Client) -> None:
    """The style of a law is not edited from the law, and what it prints stays as it was enacted."""
    numbers_given()
    law = travel(cast, TO_PROMULGATED)
    before = pages(load_document(law))
    client.force_login(cast.legal)
    assert client.get(PAGE).status_code == 403
    style = HouseStyle.objects.get()
    admin = client.get(f"/admin/perwali/housestyle/{style.pk}/change/")
    assert admin.status_code == 200
    assert "Simpan" in admin.content.decode()
    HouseStyle.objects.update(margin_top_mm=40)
    assert pages(load_document(draft())) == before


def test_print_view(cast: Cast, client: Client) -> None:
    """The whole text as it will print, for whoever may see the draft; a sheet that runs nothing."""
    client.force_login(cast.reviewer)
    answer = client.get("/kerja/perwali/rencana-induk/tampilan/")
    text = answer.content.decode()
    for words in ("RANCANGAN", "Menimbang", "BAB X", "mulai berlaku pada tanggal diundangkan", "padding: 25mm"):
        assert words in text, words
    assert "LAMPIRAN II" not in text
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    client.force_login(cast.reader)
    assert client.get("/kerja/perwali/rencana-induk/tampilan/").status_code == 404
