"""Suggestions (planning 8): what must hold for any text, and that the measure measures."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from opd.rkpd.matching.evaluate import Case, Figures, cross_validate, learned, place_of, places
from opd.rkpd.matching.index import Entry, Index
from opd.rkpd.matching.suggest import Confirmed, Query, Suggester
from opd.rkpd.matching.synonyms import Synonyms
from opd.rkpd.matching.text import stem, words
from opd.rkpd.models import Edition, NomenclatureItem
from opd.rkpd.selectors.suggestions import load_suggester

ENTRIES = [
    Entry("1.01.02.2.01.0001", "Pembangunan Ruang Kelas", "Jumlah ruang kelas dibangun"),
    Entry("1.01.02.2.01.0002", "Rehabilitasi Ruang Kelas", "Jumlah ruang kelas diperbaiki"),
    Entry("2.15.02.2.06.0001", "Pengaturan Lalu Lintas", "Jumlah simpang diatur"),
    Entry("2.15.02.2.06.0002", "Pengadaan Kendaraan Dinas", "Jumlah kendaraan"),
    Entry("X.XX.01.2.06.0001", "Pengadaan Kendaraan Operasional", "Jumlah kendaraan"),
]
SYNONYMS = Synonyms.of([(["lampu merah", "apill"], "lalu lintas"), (["perbaikan"], "rehabilitasi")])


def standing(opd: str, key: str) -> str:
    """DISHUB holds 2.15."""
    return "support" if key.startswith("X") else "own" if opd == "DISHUB" and key.startswith("2.15") else ""


SUGGESTER = Suggester(Index(ENTRIES), SYNONYMS, standing)


def best(title: str, description: str = "", opd: str = "", suggester: Suggester = SUGGESTER) -> str:
    """The key offered first."""
    return suggester.suggest(Query(title, description, opd))[0].key


def test_words_and_stems() -> None:
    """Stop words and single letters go; forms of a word have one stem."""
    assert words("Perbaikan dan e-KTP di Kota") == ["perbaikan", "ktp", "kota"]
    assert stem("pembangunan") == stem("dibangun") == stem("membangun")


def test_shared_words_lead() -> None:
    """Words of the title decide between neighbours."""
    assert best("Rehabilitasi kelas") == "1.01.02.2.01.0002"
    assert best("Bangun ruang kelas baru") == "1.01.02.2.01.0001"


def test_a_synonym_finds_what_shares_no_word() -> None:
    """*Lampu merah* is found under *lalu lintas*, and the reason says so."""
    first = SUGGESTER.suggest(Query("Lampu Merah Pintar"))[0]
    assert first.key == "2.15.02.2.06.0001"
    assert "sinonim: lampu merah → lalu lintas" in first.reasons


def test_a_phrase_stays_within_one_text() -> None:
    """Title and description are not read as one line."""
    assert SYNONYMS.expand(["jalan lampu", "merah putih"]) == {}
    assert set(SYNONYMS.expand(["lampu merah"])) == {stem("lalu"), stem("lintas")}


def test_own_affairs_come_first_but_hide_nothing() -> None:
    """8.3: the office's own code first; without an office the supporting programme is one like others."""
    found = SUGGESTER.suggest(Query("Pengadaan kendaraan", "", "DISHUB"), top=5)
    assert found[0].key == "2.15.02.2.06.0002"
    assert "urusan perangkat daerah ini" in found[0].reasons
    assert {item.key for item in found} == {entry.key for entry in ENTRIES}


def test_a_confirmed_link_is_offered_first_for_a_similar_text() -> None:
    """8.8, with the reason; another text is not touched by it."""
    taught = Suggester(
        SUGGESTER.index, SYNONYMS, standing, [Confirmed("Kelas sehat di sekolah kami", "2.15.02.2.06.0002")]
    )
    first = taught.suggest(Query("Kelas Sehat", "di sekolah"))[0]
    assert first.key == "2.15.02.2.06.0002"
    assert "pernah dikonfirmasi untuk usulan serupa" in first.reasons
    assert best("Bangun ruang kelas", suggester=taught) == "1.01.02.2.01.0001"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=120), st.sampled_from(["", "DISHUB", "?"]), st.integers(1, 9))
def test_any_text_gets_an_orderly_answer(title: str, description: str, opd: str, top: int) -> None:
    """Never an error, never twice the same code, falling scores, a reason for each, the same answer again."""
    query = Query(title, description, opd)
    found = SUGGESTER.suggest(query, top)
    assert len(found) == min(top, len(ENTRIES))
    assert len({item.key for item in found}) == len(found)
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert all(item.reasons for item in found)
    assert SUGGESTER.suggest(query, top) == found


@given(st.sampled_from(ENTRIES))
def test_an_entry_finds_itself(entry: Entry) -> None:
    """Its own title leads to an entry of that title."""
    assert best(entry.title) == entry.key


def test_an_empty_index() -> None:
    """No entries, no suggestions."""
    assert Suggester(Index([])).suggest(Query("apa saja")) == []


def test_figures() -> None:
    """By hand: places 0, 1, 5 of three cases."""
    found = Figures.of([0, 1, 5])
    assert (found.precision_at_1, found.recall_at_5, found.cases) == (1 / 3, 2 / 3, 3)
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 6) / 3)


def test_places() -> None:
    """The best of several right keys counts; ties go to the case; a key nobody knows is never found."""
    assert place_of([3, 2, 5, 1], [1, 3]) == 2
    assert place_of([1, 1, 1], [2]) == 0
    cases = [
        Case("a", Query("Rehabilitasi kelas"), ("1.01.02.2.01.0002",)),
        Case("b", Query("Rehabilitasi kelas"), ("9.99.99.2.99.9999",)),
    ]
    assert places(SUGGESTER, cases) == [0, len(ENTRIES)]


def test_cross_validation_measures_each_case_once_a_round() -> None:
    """On texts that any weights solve, every round gives full marks and no spread."""
    cases = [Case(entry.key, Query(entry.title), (entry.key,)) for entry in ENTRIES]
    found = cross_validate(SUGGESTER, cases, folds=5, rounds=3)
    assert (found.mean.precision_at_1, found.mean.cases, found.spread.mrr) == (1.0, 5, 0.0)
    assert learned(SUGGESTER, cases).precision_at_1 == 1.0


# --- On the shipped nomenclature ---------------------------------------------------------------


@pytest.mark.django_db
def test_the_shipped_catalogue() -> None:
    """Planning 8.1: texts that share no stem with the right name."""
    suggester = load_suggester("2027")
    assert len(suggester.index.entries) == 2542
    query = Query("Lampu Merah Pintar", "Waktu lampu simpang mengikuti kepadatan", "DISHUB")
    assert "2.15.02.2.06.0018" in [item.key for item in suggester.suggest(query)]


@pytest.mark.django_db
def test_a_changed_edition_makes_a_new_index() -> None:
    """The kept index is that of the list as it is now."""
    load_suggester("2027")
    edition = Edition.objects.get(code="2027")
    NomenclatureItem.objects.filter(edition=edition, level="sub_kegiatan").exclude(code__startswith="2.16").delete()
    edition.version += 1
    edition.save()
    assert {item.key[:4] for item in load_suggester("2027").suggest(Query("Puskesmas keliling"))} == {"2.16"}


@pytest.mark.django_db
def test_command_suggest_codes() -> None:
    """Five codes with names, parents, score and reasons; nothing is linked."""
    out = io.StringIO()
    call_command(
        "suggest_codes",
        "--title=Rantang Lansia",
        "--description=Makanan diantar ke orang tua terlantar",
        "--opd=DINSOSPPPA",
        "--edition=2027",
        "--top=5",
        "--json",
        stdout=out,
    )
    found = json.loads(out.getvalue())
    assert found["edition"] == "2027"
    assert len(found["suggestions"]) == 5
    assert {"code", "name", "kegiatan", "program", "score", "reasons"} <= set(found["suggestions"][0])
    assert "1.06.04.2.01.0001" in [item["code"] for item in found["suggestions"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "said", "code"),
    [
        (["--edition=1999"], "edisi 1999 tidak dikenal", 1),
        (["--opd=TIDAKADA"], "tidak dikenal", 1),
        (["--top=0"], "1 sampai", 2),
    ],
)
def test_command_refuses(options: list[str], said: str, code: int) -> None:
    """A clear sentence and the right exit code."""
    with pytest.raises(CommandError, match=said) as caught:
        call_command("suggest_codes", "--title=x", *options)
    assert caught.value.returncode == code


@pytest.mark.django_db
def test_command_evaluate_matching(tmp_path: Path) -> None:
    """The figures of a small file of our own."""
    path = tmp_path / "cases.csv"
    path.write_text(
        "id,opd_code,title,description,expected_codes,difficulty\n"
        "A,DINSOSPPPA,Penyediaan Permakanan,,1.06.04.2.01.0001,easy\n"
        "B,DISHUB,Maju Bersama,,,none\n",
        encoding="utf-8",
    )
    out = io.StringIO()
    call_command("evaluate_matching", str(path), "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["precision_at_1"], found["recall_at_5"], found["cases"], found["without_answer"]) == (1.0, 1.0, 1, 1)
    assert {"cross_validated", "ms_per_query", "index_seconds", "index_mb"} <= set(found)
    path.write_text("id,title\nA,x\n", encoding="utf-8")
    with pytest.raises(CommandError, match="kolom"):
        call_command("evaluate_matching", str(path))


@pytest.mark.django_db
def test_an_index_is_small() -> None:
    """Counted, not timed: postings stay far below what 100 MB would hold."""
    index = load_suggester("2027").index
    assert sum(len(places) for places, _ in index._letters.lists.values()) < 1_500_000
