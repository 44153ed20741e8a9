"""Repeal inside a rule and as a rule of its own: its Pasal, the status of both records, refusals (R100, 5.4)."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from masterplan.perwali.models import Element, Regulation
from masterplan.perwali.naskah.outputs.text import plain_text
from masterplan.perwali.naskah.reading.regulation import read
from masterplan.perwali.selectors.document import live_document, load_document
from masterplan.perwali.selectors.frozen import text_digest
from masterplan.perwali.selectors.lint import lint_regulation
from masterplan.perwali.services.amending import start_amendment
from masterplan.perwali.services.drafting import insert_element, remove_element
from masterplan.perwali.services.exporting import export_file
from masterplan.perwali.services.repeal import set_repeals, start_repeal
from solok_smartcity.kit.decisions import Refused, Stale, WrongState
from solok_smartcity.kit.transitions import Conflict
from tests.cast import Cast
from tests.perwali.test_read_law import CHAPTERS, OWN, SLUG, saved
from tests.perwali.way import TO_PROMULGATED, draft, go, travel

pytestmark = pytest.mark.django_db
OTHER = OWN.format(**CHAPTERS).replace("NOMOR 7 TAHUN", "NOMOR 9 TAHUN").replace("NOMOR 8\n", "NOMOR 10\n")
FIRST = (
    "Peraturan Wali Kota Solok Nomor 7 Tahun 2019 tentang Pengelolaan Data Sektoral (Berita Daerah Kota Solok Tahun "
    "2019 Nomor 8)"
)
GONE = "dicabut dan dinyatakan tidak berlaku."
SECOND = FIRST.replace("Nomor 7", "Nomor 9").replace("Nomor 8)", "Nomor 10)")


def repeal(cast: Cast, *laws: Regulation, slug: str = "rencana-induk") -> Regulation:
    """The draft repeals these laws."""
    now = draft(slug)
    return set_repeals(now.pk, laws, actor=cast.legal, version=now.version, reason="uji")


def words(slug: str = "rencana-induk") -> str:
    """A regulation as running text."""
    document = load_document(draft(slug))
    return " ".join(plain_text(document.text, document.annexes).replace("\u00a0", " ").replace("\u2011", "-").split())


def errors(slug: str) -> list[str]:
    """Findings that stop a draft."""
    return [f"{f.fault.rule} {f.fault.message}" for f in lint_regulation(draft(slug)) if not f.fault.warning]


def test_article_is_written_from_the_choice(cast: Cast) -> None:
    """One law in one sentence, several in a list, none without a Pasal; it stands before the last one."""
    law, other = saved(cast), saved(cast, OTHER)
    before = words()
    repeal(cast, law)
    text = words()
    assert f"Pasal 38 Pada saat Peraturan Wali Kota ini mulai berlaku, {FIRST}, {GONE}" in text
    assert "Pasal 39 Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan." in text
    assert errors("rencana-induk") == []
    repeal(cast, law, other)
    wanted = (
        f"Pasal 38 Pada saat Peraturan Wali Kota ini mulai berlaku: a. {FIRST}; dan b. {SECOND}, dicabut dan "
        "dinyatakan tidak berlaku. Pasal 39"
    )
    assert wanted in words()
    assert errors("rencana-induk") == []
    repeal(cast)
    assert words() == before
    assert Regulation.objects.filter(repealed_by__isnull=False).count() == 0


def test_another_choice_is_another_text(cast: Cast) -> None:
    """Initials hang on what is repealed (R127)."""
    law, other = saved(cast), saved(cast, OTHER)
    digests = {text_digest(live_document(draft()))}
    for laws in ((law,), (other,), (law, other)):
        repeal(cast, *laws)
        digests.add(text_digest(live_document(draft())))
    assert len(digests) == 4


def test_amended_law_is_cited_with_its_amendment(cast: Cast) -> None:
    """The sentence names the last amendment, and with the law its amendments go (R40)."""
    law = saved(cast)
    amendment = start_amendment(law, actor=cast.legal, reason="uji")
    Element.objects.filter(regulation=amendment, kind="mengingat", citation=None).delete()
    slug = f"{SLUG}-perubahan-1"
    travel(cast, ["program", "start_drafting", *TO_PROMULGATED], slug)
    number = draft(slug).number
    repeal(cast, draft(SLUG))
    assert f"{FIRST} sebagaimana telah diubah dengan Peraturan Wali Kota Solok Nomor {number} Tahun" in words()
    travel(cast, TO_PROMULGATED[:-1])
    go("promulgate", cast, gazette_number=40)
    assert (draft(SLUG).legal_status, draft(slug).legal_status) == ("dicabut", "dicabut")


def test_law_stays_in_force_until_promulgation(cast: Cast, client: Client) -> None:
    """Drafting repeals nothing; promulgation marks the law, its pages and its record; then it cannot be amended."""
    law = saved(cast)
    repeal(cast, law)
    travel(cast, TO_PROMULGATED[:-1])
    assert draft(SLUG).legal_status == "berlaku"
    assert "Dicabut dengan" not in client.get(f"/perwali/{SLUG}/").content.decode()
    done = go("promulgate", cast)
    now = draft(SLUG)
    assert (now.legal_status, now.repealed_by_id) == ("dicabut", done.pk)
    assert now.history.first().history_change_reason.startswith("Dicabut dengan")
    page = client.get(f"/perwali/{SLUG}/").content.decode()
    assert f"Nomor {done.number} Tahun {done.year}" in page
    assert "Dicabut dengan" in page
    assert "Mencabut" in client.get("/perwali/rencana-induk/").content.decode()
    assert '"status": "Dicabut"' in export_file(load_document(now), "jdih").decode()
    for verb in (start_amendment, start_repeal):
        with pytest.raises(WrongState, match="sudah dicabut dengan"):
            verb(now, actor=cast.legal, reason="uji")


def test_rule_of_its_own(cast: Cast) -> None:
    """PENCABUTAN: two Pasal in Arabic figures without BAB; it goes the whole way; read again it has that form."""
    saved(cast)
    made = start_repeal(draft(SLUG), actor=cast.legal, reason="Tidak dipakai lagi")
    slug = f"{SLUG}-pencabutan-1"
    assert made.slug == slug
    Element.objects.filter(regulation=made, kind="mengingat", citation=None).delete()
    text = words(slug)
    assert "PENCABUTAN PERATURAN WALI KOTA NOMOR 7 TAHUN 2019 TENTANG PENGELOLAAN DATA SEKTORAL" in text
    assert f"Pasal 1 {FIRST} {GONE} Pasal 2 Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan." in text
    assert errors(slug) == []
    travel(cast, ["program", "start_drafting", *TO_PROMULGATED], slug)
    assert draft(SLUG).legal_status == "dicabut"
    reading = read(plain_text(load_document(draft(slug)).text, []).replace("\u00a0", " "))
    assert (reading.counts()["bab"], reading.counts()["pasal"]) == (0, 2)


def test_withdrawn_draft_frees_the_law(cast: Cast) -> None:
    """One draft at a time repeals a law; withdrawn, it leaves the law to the next."""
    law = saved(cast)
    start_repeal(law, actor=cast.legal, reason="uji")
    with pytest.raises(WrongState, match="rancangan lain"):
        repeal(cast, draft(SLUG))
    with pytest.raises(WrongState, match="rancangan lain"):
        start_repeal(draft(SLUG), actor=cast.legal, reason="uji")
    go("withdraw", cast, f"{SLUG}-pencabutan-1")
    assert draft(SLUG).repealed_by is None
    assert start_repeal(draft(SLUG), actor=cast.legal, reason="uji").slug == f"{SLUG}-pencabutan-2"


def test_amendment_of_a_repealed_law_stops(cast: Cast) -> None:
    """An amendment under way when its law is repealed is not enacted."""
    amendment = start_amendment(saved(cast), actor=cast.legal, reason="uji")
    Element.objects.filter(regulation=amendment, kind="mengingat", citation=None).delete()
    repeal(cast, draft(SLUG))
    travel(cast, TO_PROMULGATED)
    slug = f"{SLUG}-perubahan-1"
    way = ["program", "start_drafting", *TO_PROMULGATED]
    travel(cast, way[: way.index("enact")], slug)
    with pytest.raises(Conflict, match="sudah dicabut"):
        go("enact", cast, slug)


def test_refusals(cast: Cast) -> None:
    """Wrong role, stale version, a draft that is not written now, an amendment, a draft as target."""
    law = saved(cast)
    now = draft()
    with pytest.raises(Refused):
        set_repeals(now.pk, [law], actor=cast.editor, version=now.version, reason="uji")
    with pytest.raises(Stale):
        set_repeals(now.pk, [law], actor=cast.legal, version=now.version + 1, reason="uji")
    with pytest.raises(WrongState, match="sudah diundangkan"):
        set_repeals(now.pk, [now], actor=cast.legal, version=now.version, reason="uji")
    amendment = start_amendment(law, actor=cast.legal, reason="uji")
    with pytest.raises(WrongState, match="bukan dalam peraturan perubahan"):
        set_repeals(amendment.pk, [law], actor=cast.legal, version=amendment.version, reason="uji")
    go("discuss", cast)
    with pytest.raises(WrongState, match="sedang disusun"):
        repeal(cast, law)
    assert draft(SLUG).repealed_by is None


def test_page_and_api(cast: Cast, client: Client) -> None:
    """Both doors choose and begin; a refused page keeps the choice and the reason."""
    saved(cast)
    client.force_login(cast.legal)
    page = "/kerja/perwali/rencana-induk/pencabutan/"
    assert "Pengelolaan Data Sektoral" in client.get(page).content.decode()
    sent = {"peraturan": SLUG, "version_seen": draft().version, "reason": " "}
    refused = client.post(page, sent)
    assert refused.status_code == 400
    assert "checked" in refused.content.decode()
    assert client.post(page, {**sent, "reason": "Diganti"}).status_code == 302
    assert draft(SLUG).repealed_by == draft()
    api = APIClient()
    api.force_authenticate(cast.legal)
    address = "/api/v1/regulations/rencana-induk/repeals/"
    assert [row["slug"] for row in api.get(address).json()] == [SLUG]
    tag = api.get("/api/v1/regulations/rencana-induk/").headers["ETag"]
    unknown = api.post(address, {"targets": ["tidak-ada"], "reason": "uji"}, format="json", HTTP_IF_MATCH=tag)
    assert unknown.status_code == 400
    cleared = api.post(address, {"targets": [], "reason": "uji"}, format="json", HTTP_IF_MATCH=tag)
    assert (cleared.status_code, cleared.json()) == (200, [])
    begun = api.post(f"/api/v1/regulations/{SLUG}/repealing/", {"reason": "uji"}, format="json")
    assert (begun.status_code, begun.json()["slug"]) == (201, f"{SLUG}-pencabutan-1")
    started = client.post(f"/kerja/perwali/{SLUG}/cabut/", {"reason": "lagi"}, follow=True)
    assert "rancangan lain" in started.content.decode()


def test_text_of_the_law_is_untouched(cast: Cast) -> None:
    """What is repealed keeps its words."""
    law = saved(cast)
    before = load_document(law).text
    repeal(cast, law)
    travel(cast, TO_PROMULGATED)
    assert load_document(draft(SLUG)).text == before


def test_drafting_pages_show_the_list(cast: Cast, client: Client) -> None:
    """The studio, its opened Pasal and the API show a list that is written from the choice."""
    repeal(cast, saved(cast), saved(cast, OTHER))
    client.force_login(cast.legal)
    for query in ("", "?unsur=p_cabut", "?unsur=p_cabut_huruf_1"):
        page = client.get(f"/kerja/perwali/rencana-induk/naskah/{query}")
        assert page.status_code == 200
        assert "Nomor 9 Tahun 2019" in page.content.decode()
    assert "disusun otomatis" in client.get("/kerja/perwali/rencana-induk/naskah/?unsur=p_cabut").content.decode()
    api = APIClient()
    api.force_authenticate(cast.legal)
    rows = {row["id"]: row for row in api.get("/api/v1/regulations/rencana-induk/provisions/").json()}
    assert rows["p_cabut"]["address"] == "Pasal 38"


def test_article_and_choice_go_together(cast: Cast) -> None:
    """The Pasal is not removed or filled by hand; a law whose repeal is not in the text is not repealed."""
    law = saved(cast)
    repeal(cast, law)
    article = Element.objects.get(regulation__slug="rencana-induk", stable_id="p_cabut")
    with pytest.raises(ValidationError, match="halaman Pencabutan"):
        remove_element(article.pk, actor=cast.legal, version=article.version, reason="uji")
    with pytest.raises(ValidationError, match="disusun otomatis"):
        insert_element(
            article.pk,
            actor=cast.legal,
            version=article.version,
            kind="ayat",
            inside=True,
            values={"text": "Ayat."},
            reason="uji",
        )
    travel(cast, TO_PROMULGATED[:-2])
    Element.objects.filter(pk=article.pk).update(is_active=False)
    with pytest.raises(Conflict, match="Pasal pencabutan tidak ada"):
        go("enact", cast)


def test_enacted_amendment_comes_first(cast: Cast) -> None:
    """A law is not repealed while its amendment is signed and not yet promulgated: its number would be lost."""
    amendment = start_amendment(saved(cast), actor=cast.legal, reason="uji")
    Element.objects.filter(regulation=amendment, kind="mengingat", citation=None).delete()
    slug = f"{SLUG}-perubahan-1"
    way = ["program", "start_drafting", *TO_PROMULGATED]
    travel(cast, way[:-1], slug)
    repeal(cast, draft(SLUG))
    travel(cast, TO_PROMULGATED[:-1])
    with pytest.raises(Conflict, match="belum diundangkan"):
        go("promulgate", cast, gazette_number=40)
    go("promulgate", cast, slug)
    go("promulgate", cast, gazette_number=40)
    assert (draft(SLUG).legal_status, draft(slug).legal_status) == ("dicabut", "dicabut")
