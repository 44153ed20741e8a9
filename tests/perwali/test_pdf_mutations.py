"""Texts broken on purpose: each check of the printed draft has to notice."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.perwali import pdfchecks as checks
from tests.perwali import perwalitext as expected
from tests.perwali import test_pdf_rules as rules
from tests.perwali.pdftext import normalise, page_words, poppler, roman, spell

pytestmark = pytest.mark.django_db

NAMES = rules.NAMES

MUTATIONS: list[tuple[Callable[..., list[str]], tuple, str, str]] = [
    (checks.number_of_page_faults, (), r"- 12 -", "- 13 -"),
    (checks.number_of_page_faults, (), r" {9,}-\s?5\s?-\n", ""),
    (checks.first_page_faults, (expected.TITLE,), r"(?m)^ +RANCANGAN$", ""),
    (checks.first_page_faults, (expected.TITLE,), r"DENGAN RAHMAT", "ATAS RAHMAT"),
    (checks.recital_faults, (expected.SENTENCE,), r"berkelanjutan;", "berkelanjutan."),
    (checks.recital_faults, (expected.SENTENCE,), r"huruf b, dan huruf c", "dan huruf b"),
    (checks.basis_faults, (), r"Tahun 1945;", "Tahun 1945"),
    (checks.basis_faults, (), r"Presiden Nomor 95 Tahun 2018", "Presiden Nomor 95 Tahun 2020"),
    (checks.basis_faults, (), r",\s+Tambahan\s+Lembaran\s+Negara\s+Republik\s+Indonesia\s+Nomor\s+6123", ""),
    (checks.enacting_faults, (expected.TITLE,), r"2025-2029\.", "2025-2029"),
    (checks.hierarchy_faults, (), r"Pasal 17\n", "Pasal 18\n"),
    (checks.hierarchy_faults, (), r"BAB VII\n", "BAB VIII\n"),
    (checks.hierarchy_faults, (), r"Bagian Kesatu", "Bagian Pertama"),
    (checks.hierarchy_faults, (), r"Paragraf 4", "Paragraf 5"),
    (checks.hierarchy_faults, (), r"(?m)^\(2\) Hasil evaluasi", "(3) Hasil evaluasi"),
    (checks.hierarchy_faults, (), r"c\.   badan usaha", "d.   badan usaha"),
    (checks.list_faults, (), r"Peta Jalan;", "Peta Jalan"),
    (checks.list_faults, (), r"Program Percepatan; dan", "Program Percepatan;"),
    (checks.list_faults, (), r"visi, misi, dan sasaran Kota Cerdas;", "visi, misi, dan sasaran Kota Cerdas; dan"),
    (checks.list_faults, (), r"indikator kinerja\.", "indikator kinerja;"),
    (checks.list_faults, (), r"Dewan bertugas:", "Dewan bertugas"),
    (checks.list_faults, (), r"Daerah adalah Kota Solok\.", "Daerah adalah Kota Solok;"),
    (checks.list_faults, (), r"media\.", "media;"),
    (checks.reference_faults, (), r"dalam Pasal.9 ayat.\(1\) huruf.f", "dalam Pasal 9 ayat (1) huruf g"),
    (checks.reference_faults, (), r"dimaksud dalam Pasal.6,", "dimaksud dalam Pasal 8,"),
    (checks.reference_faults, (), r"dimaksud dalam Pasal.6,", "dimaksud pada Pasal 6,"),
    (checks.number_faults, (), r"\(lima\)", "(enam)"),
    (checks.number_faults, (), r"9.\(sembilan\) orang", "9 orang"),
    (checks.annex_faults, (expected.TITLE, NAMES), r"Lampiran.III ", "Lampiran IV "),
    (checks.annex_faults, (expected.TITLE, NAMES), r"LAMPIRAN II\n", "LAMPIRAN III\n"),
    (checks.closing_faults, (), r"penempatannya dalam", "penempatan dalam"),
    (checks.closing_faults, (), r"\n\nAgar setiap", "\f - 13 -\nAgar setiap"),
    (checks.status_faults, (False,), r"RANCANGAN\n +PERATURAN", "PERATURAN"),
    (checks.label_faults, (), r"mulai berlaku pada tanggal diundangkan\.", "mulai berlaku\n(2)\f"),
    (checks.lint_faults, (), r"Wali.Kota ini dimaksudkan", "Walikota ini dimaksudkan"),
    (checks.lint_faults, (), r"merencanakan|pemantauan, evaluasi", "monitoring, evaluasi"),
    (checks.lint_faults, (), r"SPBE(?! adalah)", "sistem"),
]


@pytest.mark.parametrize("position", range(len(MUTATIONS)), ids=lambda p: f"{MUTATIONS[p][0].__name__}-{p}")
def test_checks_find_broken_text(position: int, draft_text: str) -> None:
    """Each check reports a text that was broken on purpose: more faults than before."""
    check, arguments, pattern, replacement = MUTATIONS[position]
    broken, count = re.subn(pattern, replacement, draft_text.replace("\u00a0", " "))
    assert count
    assert len(check(broken, *arguments)) > len(check(draft_text, *arguments))


def test_checks_find_lost_text(draft_text: str) -> None:
    """X14 reports a leaf that is lost or moved."""
    whole = normalise(draft_text)
    assert checks.leaf_faults(whole.replace("pelaku usaha;", ""), expected.LEAVES)
    assert checks.leaf_faults(whole, [expected.LEAVES[-1], *expected.LEAVES[:-1]])


def annex_three(raw: str) -> None:
    """The checks of rows and sums on annex III."""
    rules.test_annex_rows(3, "programs", 72, raw)
    rules.test_annex_sums(3, "programs", raw)


@pytest.mark.parametrize("broken", ["Lapor on The\nStreet", "765.000.000", "132.660.000.000", "12.840.000.000"])
def test_checks_find_broken_annex(broken: str, draft_pdf: Path) -> None:
    """Rows and sums of annex III: a changed name, amount or sum is noticed."""
    raw = poppler("pdftotext", "-raw", draft_pdf, "-")
    assert broken in raw
    raw = raw.replace(broken, "1.000")
    with pytest.raises(AssertionError):
        annex_three(raw)


def test_checks_find_lost_table_head(draft_pdf: Path) -> None:
    """R116: a page of annex III without one of the column heads is noticed."""
    raw, words = poppler("pdftotext", "-raw", draft_pdf, "-"), page_words(draft_pdf)[1:]
    width, height, boxes = words[25]
    words[25] = (width, height, [box for box in boxes if box[4] != "Sumber"])
    with pytest.raises(AssertionError, match="page 26"):
        rules.test_r116_table_heads_repeat(3, raw, words)


def test_numbers_of_the_checks() -> None:
    """R51, R71: the speller and the numerals used by the checks."""
    words = {11: "sebelas", 17: "tujuh belas", 100: "seratus", 1000: "seribu", 1_000_000: "satu juta"}
    assert {number: spell(number) for number in words} == words
    assert spell(2_345_016) == "dua juta tiga ratus empat puluh lima ribu enam belas"
    assert [roman(number) for number in (4, 9, 14, 40)] == ["IV", "IX", "XIV", "XL"]
