"""A regulation made outside the portal is read from its file, stored as law, proved, and amended."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from masterplan.perwali.models import ArchivedFile, Citation, Element, NumberEntry, Region, Regulation
from masterplan.perwali.naskah.outputs.text import plain_text
from masterplan.perwali.naskah.reading.citations import read_rule
from masterplan.perwali.naskah.reading.files import read_text
from masterplan.perwali.naskah.reading.regulation import Reading, read
from masterplan.perwali.naskah.wording import CitedLaw, cite
from masterplan.perwali.print.html import pages
from masterplan.perwali.rules import may_draft
from masterplan.perwali.selectors.amending import consolidated
from masterplan.perwali.selectors.document import load_document, rule_of_citation
from masterplan.perwali.selectors.drift import drift_of
from masterplan.perwali.selectors.lint import lint_regulation
from masterplan.perwali.selectors.regulations import find_regulation
from masterplan.perwali.services.amending import start_amendment
from masterplan.perwali.services.drafting import change_element, insert_element, remove_element
from masterplan.perwali.services.papers import order_paper
from masterplan.perwali.services.proof import verify_all, verify_file
from masterplan.perwali.services.read_law import LawFacts, save_law
from masterplan.perwali.workflow import Stage
from masterplan.plan.models import MasterPlan
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import ReasonMissing, Refused, WrongState
from tests.cast import PASSWORD, Cast
from tests.perwali.way import TO_PROMULGATED, draft, go, travel

REAL = Path(__file__).resolve().parents[1] / "naskah" / "regulations"
SURABAYA = REAL / "perwali-surabaya-68-2021.txt"
OWN = """WALI KOTA SOLOK
PROVINSI SUMATERA BARAT

PERATURAN WALI KOTA SOLOK
NOMOR 7 TAHUN 2019
TENTANG
PENGELOLAAN DATA SEKTORAL

DENGAN RAHMAT TUHAN YANG MAHA ESA

WALI KOTA SOLOK,

Menimbang : a. bahwa data sektoral perlu dikelola secara tertib;
            b. bahwa pengelolaan data sektoral memerlukan pembagian tugas;
            c. bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan
               Peraturan Wali Kota tentang Pengelolaan Data Sektoral;
Mengingat : 1. Pasal 18 ayat (6) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945;
            2. Undang-Undang Nomor 16 Tahun 1997 tentang Statistik (Lembaran Negara Republik Indonesia Tahun 1997
               Nomor 39, Tambahan Lembaran Negara Republik Indonesia Nomor 3683);
            3. Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia (Lembaran Negara Republik Indonesia
               Tahun 2019 Nomor 112) beserta perubahannya;

MEMUTUSKAN:
Menetapkan : PERATURAN WALI KOTA TENTANG PENGELOLAAN DATA SEKTORAL.

{first}
Pasal 1
Dalam Peraturan Wali Kota ini yang dimaksud dengan:
1. Data Sektoral adalah data yang dikumpulkan perangkat daerah.
2. Wali Data adalah perangkat daerah yang mengelola Data Sektoral.

{second}
Pasal 2
(1) Setiap perangkat daerah mengumpulkan Data Sektoral.
(2) Pengumpulan sebagaimana dimaksud pada ayat (1) dilakukan dengan:
    a. pencatatan; dan
    b. survei.

Pasal 3
Wali Data memeriksa Data Sektoral sebagaimana dimaksud dalam Pasal 2 ayat (2) huruf a.

{third}
Pasal 4
Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan.

Agar setiap orang mengetahuinya, memerintahkan pengundangan Peraturan Wali Kota ini dengan penempatannya dalam Berita
Daerah Kota Solok.

Ditetapkan di Solok
pada tanggal 4 Maret 2019
WALI KOTA SOLOK,
ttd
ZUL ELFIAN

Diundangkan di Solok
pada tanggal 5 Maret 2019
SEKRETARIS DAERAH KOTA SOLOK,
ttd
RUSDIANTO

BERITA DAERAH KOTA SOLOK TAHUN 2019 NOMOR 8
"""
CHAPTERS = {
    "first": "BAB I\nKETENTUAN UMUM\n",
    "second": "BAB II\nPENGUMPULAN\n",
    "third": "BAB III\nKETENTUAN PENUTUP\n",
}
WITHOUT = dict.fromkeys(CHAPTERS, "")
TEXT = OWN.format(**CHAPTERS)
REASON = "Disusun sebelum ada portal"
SLUG = "perwali-7-2019"

pytestmark = pytest.mark.django_db


def saved(cast: Cast, text: str = TEXT, **more: object) -> Regulation:
    """The invented regulation of the city, stored."""
    arguments = {"original": text.encode(), "file_name": "perwali 7.txt", "actor": cast.legal, "reason": REASON, **more}
    regulation, _ = save_law(read(text), **arguments)  # type: ignore[arg-type]
    return draft(regulation.slug)


def words_of(reading: Reading) -> list[tuple[str, str, str]]:
    """Every element of a reading with its words."""
    return [
        (node.id, node.title, node.text)
        for root in (*reading.recitals, *reading.basis, *reading.body)
        for node in root.walk()
    ]


def printed(slug: str) -> str:
    """A regulation as plain text with ordinary blanks and hyphens."""
    document = load_document(draft(slug))
    return plain_text(document.text, document.annexes).replace("\u00a0", " ").replace("\u2011", "-")


@pytest.mark.parametrize("parts", [CHAPTERS, WITHOUT], ids=["with BAB", "without BAB"])
def test_law_says_what_the_file_says(cast: Cast, parts: dict[str, str]) -> None:
    """Read again from what the portal prints, it is the same: every element, every word, every fact."""
    text = OWN.format(**parts)
    law = saved(cast, text)
    before, after = read(text), read(printed(SLUG))
    assert words_of(before) == words_of(after)
    assert before.counts() == after.counts()
    assert before.facts == after.facts
    assert (law.number, law.year, law.title) == (7, 2019, "Pengelolaan Data Sektoral")
    assert (law.enacted_on, law.promulgated_on, law.gazette_number) == (date(2019, 3, 4), date(2019, 3, 5), 8)
    assert (law.stage, law.legal_status, law.read_from) == (Stage.PUBLISHED, "berlaku", "perwali 7.txt")
    assert "ZUL ELFIAN" in printed(SLUG)
    assert load_document(law).missing == []


def test_references_and_basis_become_rows(cast: Cast) -> None:
    """References point at elements, citations come from the registry where it prints the same words."""
    saved(cast)
    element = Element.objects.get(regulation__slug=SLUG, stable_id="pasal_3")
    assert [item.target.stable_id for item in element.references.all()] == ["pasal_2_ayat_2_huruf_a"]
    basis = Element.objects.filter(regulation__slug=SLUG, kind="mengingat").order_by("position")
    assert [str(item.citation) if item.citation else item.text for item in basis] == [
        "UUD",
        "UU 16/1997",
        "Peraturan Presiden Nomor 39 Tahun 2019 tentang Satu Data Indonesia (Lembaran Negara Republik Indonesia Tahun "
        "2019 Nomor 112) beserta perubahannya",
    ]
    assert "perwali 7.txt" in Citation.objects.get(number="16", year=1997).to_check
    assert Element.objects.get(regulation__slug=SLUG, stable_id="menimbang_3").is_automatic


def test_number_and_original_are_kept(cast: Cast) -> None:
    """The number is entered as used outside, the file is archived as it was and proves itself."""
    law = saved(cast)
    entry = NumberEntry.objects.get(region=law.region, year=2019, number=7)
    assert (entry.state, entry.regulation) == ("di_luar", law)
    file = ArchivedFile.objects.get(content_version__regulation=law)
    assert (file.form, file.name) == ("asli", f"{SLUG}.asli.txt")
    assert verify_all().flaws == ()
    verdict = verify_file(TEXT.encode())
    assert (verdict.is_exact, verdict.is_public, verdict.status) == (True, True, "Berlaku")


def test_everybody_reads_it_with_its_original(cast: Cast, client: Client) -> None:
    """The public page says where the text comes from and gives the file."""
    saved(cast)
    page = client.get(f"/perwali/{SLUG}/").content.decode()
    assert "Dibaca dari naskah asli" in page
    assert "Pengelolaan Data Sektoral" in client.get("/perwali/").content.decode()
    answer = client.get(f"/perwali/{SLUG}/berkas/asli/")
    assert b"".join(answer.streaming_content) == TEXT.encode()
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("parts", [CHAPTERS, WITHOUT], ids=["with BAB", "without BAB"])
def test_it_is_amended(cast: Cast, parts: dict[str, str]) -> None:
    """Its amendment is derived from the edited copy, promulgated, and put into the consolidated text."""
    law = saved(cast, OWN.format(**parts))
    assert drift_of(law) == []
    amendment = start_amendment(law, actor=cast.legal, reason="Evaluasi")
    changed = Element.objects.get(regulation=amendment, stable_id="pasal_2_ayat_1")
    change_element(
        changed.pk,
        actor=cast.legal,
        version=changed.version,
        reason="uji",
        values={"text": "Setiap perangkat daerah mengumpulkan dan menyimpan Data Sektoral."},
    )
    anchor = Element.objects.get(regulation=amendment, stable_id="pasal_3")
    insert_element(
        anchor.pk,
        actor=cast.legal,
        version=anchor.version,
        kind="pasal",
        inside=False,
        reason="uji",
        values={"text": "Wali Data melaporkan Data Sektoral kepada Wali Kota."},
    )
    slug = f"{SLUG}-perubahan-1"
    words = " ".join(printed(slug).split())
    assert "PERUBAHAN ATAS PERATURAN WALI KOTA NOMOR 7 TAHUN 2019 TENTANG PENGELOLAAN DATA SEKTORAL" in words
    assert "Beberapa ketentuan dalam Peraturan Wali Kota Nomor 7 Tahun 2019 tentang Pengelolaan Data Sektoral" in words
    assert "(Berita Daerah Kota Solok Tahun 2019 Nomor 8) diubah sebagai berikut:" in words
    assert "1. Ketentuan ayat (1) Pasal 2 diubah sehingga Pasal 2 berbunyi sebagai berikut:" in words
    assert "2. Di antara Pasal 3 dan Pasal 4 disisipkan 1 (satu) pasal, yakni Pasal 3A" in words
    typed = Element.objects.get(regulation=amendment, kind="mengingat", citation=None)
    travel(cast, ["program", "start_drafting", *TO_PROMULGATED[:6]], slug)
    with pytest.raises(Refused, match="belum diambil dari registri"):
        go("harmonise", cast, slug)
    go("return_draft", cast, slug)
    remove_element(typed.pk, actor=cast.legal, version=typed.version, reason="Bukan peraturan")
    assert [f.fault.message for f in lint_regulation(draft(slug)) if not f.fault.warning] == []
    travel(cast, TO_PROMULGATED, slug)
    document, notes = consolidated(draft(SLUG))
    assert document.addresses()["pasal_baru_1"] == "Pasal 3A"
    assert notes["pasal_baru_1"].startswith("Disisipkan dengan Peraturan Wali Kota Nomor")
    assert "mengumpulkan dan menyimpan" in document.words()["pasal_2_ayat_1"]
    assert draft(SLUG).legal_status == "diubah"


def test_faults_of_the_old_text_do_not_stop_the_amendment(cast: Cast) -> None:
    """Form is asked of what the amendment writes; the same fault in a sentence it leaves alone is not its matter."""
    text = TEXT.replace("Setiap perangkat daerah mengumpulkan", "Setiap perangkat daerah wajib untuk di monitoring dan")
    law = saved(cast, text)
    amendment = start_amendment(law, actor=cast.legal, reason="Evaluasi")

    def rules() -> set[str]:
        return {f.fault.rule for f in lint_regulation(draft(amendment.slug)) if f.fault.element == "pasal_2_ayat_1"}

    assert rules() == set()
    element = Element.objects.get(regulation=amendment, stable_id="pasal_2_ayat_1")
    change_element(
        element.pk,
        actor=cast.legal,
        version=element.version,
        reason="uji",
        values={"text": element.text.replace("Sektoral.", "Sektoral setiap tahun.")},
    )
    assert "R86" in rules()


def test_other_regions_are_examples(cast: Cast, client: Client) -> None:
    """A real regulation of another city is there for drafters, not for the public, and is no document of ours."""
    original = SURABAYA.read_bytes()
    law = saved(cast, SURABAYA.read_text(), original=original, file_name=SURABAYA.name)
    assert (law.slug, law.region.name, law.region.is_own) == ("perwali-68-2021-kota-surabaya", "Kota Surabaya", False)
    before, after = read(SURABAYA.read_text()), read(printed(law.slug))
    assert before.counts() == after.counts()
    assert before.paragraphs_per_article() == after.paragraphs_per_article()
    assert law.title.startswith("Kedudukan, Susunan Organisasi, Uraian Tugas dan Fungsi serta Tata Kerja")
    assert client.get(f"/perwali/{law.slug}/").status_code == 404
    assert client.get(f"/perwali/{law.slug}/berkas/asli/").status_code == 404
    assert not verify_file(original).is_ours
    client.force_login(cast.legal)
    assert client.get(f"/perwali/{law.slug}/berkas/asli/").status_code == 200
    assert "contoh dari Kota Surabaya" in client.get("/kerja/perwali/").content.decode()
    client.force_login(cast.reader)
    assert client.get(f"/kerja/perwali/{law.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (REAL / "perda-surabaya-4-2025.txt", "yang disimpan peraturan wali kota"),
        (REAL / "perwali-kendari-8-2024.txt", "Ini peraturan perubahan"),
    ],
)
def test_what_is_not_stored(cast: Cast, path: Path, sentence: str) -> None:
    """Other kinds and amendments are read, not stored."""
    with pytest.raises(WrongState, match=sentence):
        saved(cast, read_text(path))
    assert Regulation.objects.count() == 1


def test_refusals_leave_nothing(cast: Cast) -> None:
    """Wrong role, no reason, a missing fact, a wrong file, a number that is taken: a sentence, and no row."""
    before = [model.objects.count() for model in (Regulation, Element, Citation, Region, NumberEntry)]
    with pytest.raises(Refused):
        saved(cast, actor=cast.editor)
    with pytest.raises(ReasonMissing):
        saved(cast, reason=" ")
    with pytest.raises(ValidationError, match="Isi tanggal pengundangan"):
        saved(cast, TEXT.replace("pada tanggal 5 Maret 2019", "pada tanggal ..."))
    with pytest.raises(ValidationError, match="mendahului penetapan"):
        saved(cast, given=LawFacts(promulgated_on=date(2019, 3, 1)))
    with pytest.raises(ValidationError, match="Naskah asli berupa"):
        saved(cast, file_name="naskah.exe")
    with pytest.raises(ValidationError, match="belum tiba"):
        saved(cast, given=LawFacts(promulgated_on=today() + timedelta(days=1)))
    with pytest.raises(ValidationError):
        saved(cast, TEXT.replace("pencatatan;", "pencatatan {{nama_palsu}};"))
    NumberEntry.objects.create(
        region=draft().region, kind=draft().kind, year=2019, number=7, state="tidak_dipakai", made_by_name="uji"
    )
    with pytest.raises(WrongState, match="menurut register tidak dipakai"):
        saved(cast)
    assert [model.objects.count() for model in (Regulation, Element, Citation, Region, NumberEntry)] == [
        *before[:4],
        before[4] + 1,
    ]


def test_nothing_is_stored_without_a_plan(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal without reference data says so, whichever part is missing."""
    no_plan = SimpleNamespace(objects=MasterPlan.objects.none())
    monkeypatch.setattr("masterplan.perwali.services.read_law.MasterPlan", no_plan)
    with pytest.raises(WrongState, match="Data dasar portal belum ada"):
        saved(cast)


def test_once(cast: Cast) -> None:
    """The same regulation is stored once; what a person says goes before what was read."""
    law = saved(cast, given=LawFacts(gazette_number=9, title="Pengelolaan Data Sektoral Daerah"))
    assert (law.gazette_number, law.title) == (9, "Pengelolaan Data Sektoral Daerah")
    with pytest.raises(WrongState, match="sudah ada di portal"):
        saved(cast)


@pytest.mark.parametrize(
    "rule",
    [
        CitedLaw("UUD", article="18", paragraph="6"),
        CitedLaw(
            "PERMEN",
            "5",
            2020,
            "Penyelenggara Sistem Elektronik",
            "Komunikasi dan Informatika",
            gazette_year=2020,
            gazette_number="1376",
        ),
        CitedLaw(
            "PERDA_PROV",
            "3",
            2015,
            "Tata Ruang",
            "Provinsi Sumatera Barat",
            gazette_year=2015,
            gazette_number="3",
            has_supplement=True,
            supplement_number="12",
        ),
        CitedLaw(
            "UU",
            "12",
            2011,
            "Pembentukan Peraturan",
            gazette_year=2011,
            gazette_number="82",
            has_supplement=True,
            supplement_number="5234",
            amended_often=True,
            amended_by=CitedLaw("UU", "13", 2022, "Perubahan Kedua", gazette_year=2022, gazette_number="143"),
        ),
    ],
    ids=["constitution", "minister", "province", "amended"],
)
def test_citations_are_read_as_they_are_printed(rule: CitedLaw) -> None:
    """Reading is the inverse of printing; other words are no citation of the registry."""
    assert read_rule(cite(rule)) == rule
    assert read_rule(cite(rule).replace("Tahun", "tahun")) is None
    assert read_rule(cite(rule) + " dan seterusnya") is None


def test_complete_registry_is_read_back() -> None:
    """Every complete entry of the registry is found again by its printed words."""
    region = Region.objects.get()
    entries = [item for item in Citation.objects.select_related("last_amendment") if item.is_complete]
    assert len(entries) > 5
    for entry in entries:
        words = cite(rule_of_citation(entry, region))
        assert read_rule(words) is not None, words


def test_command_stores_and_says_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """``--save`` names the option for what the file does not say; with it the law is stored."""
    path = tmp_path / "perwali.txt"
    path.write_text(TEXT.replace("BERITA DAERAH KOTA SOLOK TAHUN 2019 NOMOR 8", ""))
    with pytest.raises(CommandError, match="--berita-daerah"):
        call_command("import_regulation", path, "--save")
    call_command("import_regulation", path, "--save", "--berita-daerah", "8")
    assert "Tersimpan: Peraturan Wali Kota Nomor 7 Tahun 2019" in capsys.readouterr().err
    assert draft(SLUG).gazette_number == 8


def test_page_reads_corrects_and_stores(cast: Cast, client: Client) -> None:
    """The file is read and stored only at the end; a refused form keeps the text and the facts as typed."""
    client.login(username=cast.legal.username, password=PASSWORD)
    client.force_login(cast.legal)
    broken = TEXT.replace("Pasal 3\n", "Pasa1 3\n").replace("TAHUN 2019\n", "TAHUN 2O19\n", 1)
    file = SimpleUploadedFile("perwali.txt", broken.encode())
    page = client.post("/kerja/perwali/baca/", {"file": file})
    assert page.status_code == 200
    form = page.context["form"]
    assert (form.initial["number"], form.initial["year"]) == (7, None)
    digest = form.initial["sha256"]
    assert 'data-line="' in page.content.decode()
    sent = {
        "text": TEXT,
        "title": "Pengelolaan Data Sektoral",
        "number": 7,
        "year": 2019,
        "enacted_on": "2019-03-04",
        "promulgated_on": "2019-03-05",
        "gazette_number": 8,
        "reason": "Ketikan saya",
        "sha256": digest,
    }
    refused = client.post("/kerja/perwali/baca/", {**sent, "tindakan": "simpan"})
    assert refused.status_code == 400
    assert "Ketikan saya" in refused.content.decode()
    assert "Wali Data memeriksa" in refused.content.decode()
    again = client.post("/kerja/perwali/baca/", {**sent, "tindakan": "baca"})
    assert again.context["counts"]["pasal"] == 4
    assert Regulation.objects.count() == 1
    other = SimpleUploadedFile("perda.txt", SURABAYA.read_bytes())
    wrong = client.post("/kerja/perwali/baca/", {**sent, "tindakan": "simpan", "file": other})
    assert "perda.txt bukan berkas yang dibaca tadi" in wrong.content.decode()
    assert Regulation.objects.count() == 1
    original = SimpleUploadedFile("perwali.txt", broken.encode())
    answer = client.post("/kerja/perwali/baca/", {**sent, "tindakan": "simpan", "file": original})
    assert answer.url == f"/kerja/perwali/{SLUG}/"
    file_of = ArchivedFile.objects.get(content_version__regulation__slug=SLUG)
    assert file_of.size == len(broken.encode())


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("foto.txt", b"\x00\x01\x02" * 50, "bukan berkas teks"),
        ("rusak.docx", b"PK\x03\x04rusak", "rusak"),
        ("kosong.txt", b"", "kosong"),
    ],
)
def test_page_refuses_what_cannot_be_read(cast: Cast, client: Client, name: str, content: bytes, sentence: str) -> None:
    """A sentence with the name of the file that was sent."""
    client.force_login(cast.legal)
    page = client.post("/kerja/perwali/baca/", {"file": SimpleUploadedFile(name, content)})
    assert page.status_code == 400
    assert sentence in page.content.decode()


def test_export_without_a_name_takes_what_was_written_here(cast: Cast) -> None:
    """What was read from files is printed when it is asked for, not by default."""
    saved(cast)
    assert find_regulation(None).slug == "rencana-induk"
    assert find_regulation(SLUG).number == 7


def test_another_region_keeps_its_own_citations(cast: Cast) -> None:
    """What another city cites by the name of its own region is not ours, and a city is never taken for another."""
    basis = "Peraturan Daerah Kota {0} Nomor 5 Tahun 2015 tentang Arsip (Lembaran Daerah Kota {0} Tahun 2015 Nomor 5)"
    text = (
        TEXT.replace("KOTA SOLOK", "KOTA MALANG").replace("Kota Solok", "Kota Malang").replace("di Solok", "di Malang")
    )
    text = text.replace("3. Peraturan Presiden", f"3. {basis.format('Malang')};\n            4. Peraturan Presiden")
    law = saved(cast, text)
    assert (law.region.name, law.region.is_own) == ("Kota Malang", False)
    entry = Citation.objects.get(kind="PERDA", number="5", year=2015)
    assert entry.region_name == "Kota Malang"
    assert basis.format("Malang") in printed(law.slug)
    other = saved(cast, text.replace("MALANG", "MAGELANG").replace("Malang", "Magelang").replace("NOMOR 7", "NOMOR 6"))
    assert other.region.name == "Kota Magelang"
    assert may_draft(cast.legal, entry).allowed


def test_gazette_number_once(cast: Cast) -> None:
    """Two regulations of a year do not stand under one number of Berita Daerah (R108)."""
    saved(cast)
    with pytest.raises(ValidationError, match="Nomor Berita Daerah 8 sudah dipakai"):
        saved(cast, TEXT.replace("NOMOR 7 TAHUN", "NOMOR 9 TAHUN"))


def test_copy_of_it_is_made_from_its_original(cast: Cast) -> None:
    """The portal certifies no text it put together itself, and says what it is on its print."""
    law = saved(cast)
    with pytest.raises(WrongState, match="naskah aslinya"):
        order_paper(law, "salinan")
    assert "bukan naskah resmi" in pages(load_document(law))[0]
    client = Client()
    client.force_login(cast.legal)
    assert client.get(f"/kerja/perwali/{SLUG}/tahap/").status_code == 200


def test_who_signs_is_said_anew(cast: Cast) -> None:
    """An amendment does not carry the officials of the law it changes."""
    amendment = start_amendment(saved(cast), actor=cast.legal, reason="Evaluasi")
    assert "ZUL ELFIAN" not in printed(amendment.slug)
    assert any("Nama Wali Kota" in item for item in load_document(draft(amendment.slug)).missing)
