"""Amendments of a promulgated regulation: begun, edited, derived, promulgated, amended again; drift decided."""

import pytest

from masterplan.perwali.models import Element, Regulation
from masterplan.perwali.naskah.amendment import apply, derive
from masterplan.perwali.naskah.outputs.text import plain_text
from masterplan.perwali.naskah.reading.regulation import read
from masterplan.perwali.naskah.structure import Kind
from masterplan.perwali.selectors.amending import base_of, consolidated
from masterplan.perwali.selectors.document import live_document, load_document, load_source, working_document
from masterplan.perwali.selectors.drift import drift_of
from masterplan.perwali.selectors.frozen import text_digest
from masterplan.perwali.selectors.lint import lint_regulation
from masterplan.perwali.services.amending import decide_drift, start_amendment
from masterplan.perwali.services.drafting import change_element, insert_element, remove_element
from masterplan.plan.models import Program
from solok_smartcity.kit.decisions import WrongState
from tests.cast import Cast
from tests.perwali.way import TO_PROMULGATED, draft, go, numbers_given, travel

pytestmark = pytest.mark.django_db
NEW = "Program Kota Cerdas yang tidak terlaksana dalam 2 (dua) tahun berturut-turut dikeluarkan dari Peta Jalan."
FIRST, SECOND = "rencana-induk-perubahan-1", "rencana-induk-perubahan-2"


@pytest.fixture
def law(cast: Cast) -> Regulation:
    """The regulation in force, as Nomor 12."""
    numbers_given()
    return travel(cast, TO_PROMULGATED)


def element(slug: str, stable_id: str) -> Element:
    """An element of a regulation."""
    return Element.objects.get(regulation__slug=slug, stable_id=stable_id)


def begin(cast: Cast) -> Regulation:
    """An amendment of the law, ready to be edited."""
    return start_amendment(draft(), actor=cast.legal, reason="Hasil evaluasi tahunan")


def edit(cast: Cast, slug: str = FIRST) -> None:
    """Change an ayat, insert a Pasal, remove a Pasal nothing refers to."""
    ayat = element(slug, "a_ri_jangka")
    change_element(
        ayat.pk,
        actor=cast.legal,
        version=ayat.version,
        values={"text": ayat.text.replace("5 (lima)", "6 (enam)")},
        reason="uji",
        seen=None,
    )
    anchor = element(slug, "p_usulan_baru")
    insert_element(
        anchor.pk,
        actor=cast.legal,
        version=anchor.version,
        kind="pasal",
        inside=False,
        values={"text": NEW},
        reason="uji",
    )
    gone = element(slug, "p_kerja_sama")
    remove_element(gone.pk, actor=cast.legal, version=gone.version, reason="uji")


def printed(slug: str) -> str:
    """A regulation as plain text with ordinary blanks."""
    document = load_document(draft(slug))
    return plain_text(document.text, document.annexes).replace("\u00a0", " ").replace("\u2011", "-")


def test_amendment_is_derived(law: Regulation, cast: Cast) -> None:
    """Three edits of the copy give three instructions in the fixed wordings; the old numbers stay."""
    begin(cast)
    edit(cast)
    words = " ".join(printed(FIRST).split())
    title = f"PERUBAHAN ATAS PERATURAN WALI KOTA NOMOR 12 TAHUN {law.year} TENTANG RENCANA INDUK"
    assert title in words
    assert f"Beberapa ketentuan dalam Peraturan Wali Kota Nomor 12 Tahun {law.year} tentang Rencana Induk" in words
    assert f"(Berita Daerah Kota Solok Tahun {law.promulgated_on.year} Nomor 12) diubah sebagai berikut:" in words
    assert "1. Ketentuan ayat (1) Pasal 4 diubah sehingga Pasal 4 berbunyi sebagai berikut:" in words
    assert "2. Di antara Pasal 27 dan Pasal 28 disisipkan 1 (satu) pasal, yakni Pasal 27A sehingga berbunyi" in words
    assert "3. Pasal 31 dihapus." in words
    assert "Pasal II Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan." in words
    assert "mulai berlaku pada tanggal diundangkan. Agar setiap orang mengetahuinya" in words
    reading = read(printed(FIRST))
    assert reading.is_amending
    assert [item.fault.rule for item in lint_regulation(draft(FIRST)) if not item.fault.warning] == []


def test_carrying_out_gives_the_copy(law: Regulation, cast: Cast) -> None:
    """apply(instructions, parent) is what the editor sees."""
    begin(cast)
    edit(cast)
    source = load_source(draft(FIRST))
    base = base_of(draft()).tree
    body = type(base)(base.roots_of(Kind.CHAPTER))
    after = apply(derive(body, source.copy), body)
    assert [(n.id, n.text, n.removed, after.ordinal(n)) for n in after.by_id.values()] == [
        (n.id, n.text, n.removed, source.copy.ordinal(n)) for n in source.copy.by_id.values()
    ]
    addresses = working_document(draft(FIRST)).addresses()
    assert addresses["pasal_baru_1"] == "Pasal 27A"


def test_one_amendment_at_a_time(law: Regulation, cast: Cast) -> None:
    """A second one waits until the first is promulgated or withdrawn; a draft is not amended."""
    begin(cast)
    with pytest.raises(WrongState, match="sedang disusun"):
        begin(cast)
    go("withdraw", cast, FIRST)
    assert begin(cast).slug == SECOND


def test_drafts_are_not_amended(cast: Cast) -> None:
    """Only what is in Berita Daerah."""
    with pytest.raises(WrongState, match="sudah diundangkan"):
        begin(cast)


def promulgate(cast: Cast, slug: str, gazette: int) -> Regulation:
    """The whole way of an amendment."""
    travel(cast, ["program", "start_drafting", *TO_PROMULGATED[:-1]], slug)
    return go("promulgate", cast, slug, gazette_number=gazette)


def test_consolidated_and_second_amendment(law: Regulation, cast: Cast) -> None:
    """The consolidated text has the changes with notes; the second amendment starts from it and says KEDUA."""
    begin(cast)
    edit(cast)
    done = promulgate(cast, FIRST, 13)
    assert (done.number, draft().legal_status) == (13, "diubah")
    document, notes = consolidated(draft())
    addresses = document.addresses()
    assert addresses["pasal_baru_1"] == "Pasal 27A"
    assert notes["pasal_baru_1"] == f"Disisipkan dengan Peraturan Wali Kota Nomor 13 Tahun {done.year}"
    assert notes["p_kerja_sama"].startswith("Dihapus dengan")
    assert "6 (enam) tahun" in document.words()["a_ri_jangka"]
    assert addresses["p_kerja_sama"] == "Pasal 31"
    assert document.words()["p_kerja_sama"] == "Dihapus."
    second = begin(cast)
    assert second.title.startswith("Perubahan Kedua atas Peraturan Wali Kota Nomor 12 Tahun")
    ayat = element(SECOND, "pasal_baru_1")
    change_element(
        ayat.pk,
        actor=cast.legal,
        version=ayat.version,
        values={"text": NEW.replace("2 (dua)", "3 (tiga)")},
        reason="uji",
    )
    words = " ".join(printed(SECOND).split())
    assert "1. Ketentuan Pasal 27A diubah sehingga berbunyi sebagai berikut: Pasal 27A" in words
    assert f"sebagaimana telah diubah dengan Peraturan Wali Kota Nomor 13 Tahun {done.year}" in words


def test_drift_into_an_amendment(law: Regulation, cast: Cast) -> None:
    """A changed budget shows both ways; accepted, it replaces the annex; explained, it keeps its reason."""
    assert drift_of(draft()) == []
    program = Program.objects.get(code="GOV-1-01")
    Program.objects.filter(pk=program.pk).update(name="Program yang diganti namanya")
    found = drift_of(draft())
    assert [(d.difference.before, d.difference.after) for d in found] == [
        (program.name, "Program yang diganti namanya")
    ]
    with pytest.raises(WrongState, match="Mulai perubahan"):
        decide_drift(draft(), [found[0].key], actor=cast.legal, outcome="masuk", reason="Sesuai evaluasi")
    begin(cast)
    decide_drift(draft(), [found[0].key], actor=cast.legal, outcome="masuk", reason="Sesuai evaluasi")
    assert drift_of(draft())[0].decision.outcome == "masuk"
    words = " ".join(printed(FIRST).split())
    assert "Ketentuan Lampiran III diubah sehingga menjadi sebagaimana tercantum dalam Lampiran" in words
    assert "Program yang diganti namanya" in words
    promulgate(cast, FIRST, 13)
    assert drift_of(draft()) == []  # the law in force is the amended one
    document, notes = consolidated(draft())
    assert "Program yang diganti namanya" in plain_text(document.text, document.annexes)
    assert any(note.startswith("Diganti dengan") for note in notes.values())


def test_explained_drift_and_a_stale_page(law: Regulation, cast: Cast) -> None:
    """An explanation stands until the difference changes."""
    Program.objects.filter(code="GOV-1-01").update(name="Nama pertama")
    key = drift_of(draft())[0].key
    decide_drift(draft(), [key], actor=cast.legal, outcome="dijelaskan", reason="Salah ketik, tidak mengubah maksud")
    assert drift_of(draft())[0].decision.reason.startswith("Salah ketik")
    Program.objects.filter(code="GOV-1-01").update(name="Nama kedua")
    assert drift_of(draft())[0].decision is None
    with pytest.raises(WrongState, match="sudah tidak ada"):
        decide_drift(draft(), [key], actor=cast.legal, outcome="dijelaskan", reason="terlambat")


def test_initials_of_an_amendment_cover_its_opening(law: Regulation, cast: Cast) -> None:
    """Another recital or legal basis is another text, as another Pasal is (R127)."""
    begin(cast)
    digests = {text_digest(live_document(draft(FIRST)))}
    recital = element(FIRST, "menimbang_perubahan")
    change_element(
        recital.pk, actor=cast.legal, version=recital.version, reason="uji", values={"text": f"{recital.text} kembali"}
    )
    digests.add(text_digest(live_document(draft(FIRST))))
    ayat = element(FIRST, "a_ri_jangka")
    change_element(
        ayat.pk,
        actor=cast.legal,
        version=ayat.version,
        reason="uji",
        values={"text": ayat.text.replace("5 (lima)", "6 (enam)")},
    )
    digests.add(text_digest(live_document(draft(FIRST))))
    assert len(digests) == 3
