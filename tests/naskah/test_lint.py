"""The lint on given texts: amending regulations, fixed phrases and their mending, the printed rule book."""

from pathlib import Path

import pytest

from masterplan.perwali.naskah.lint.run import lint_reading
from masterplan.perwali.naskah.phrases import PHRASES
from masterplan.perwali.naskah.reading.regulation import read

DOCS = Path(__file__).resolve().parents[2] / "docs"
SAMPLES = Path(__file__).parent / "regulations"


def rules_of(text: str) -> set[str]:
    """Rules that a text breaks."""
    return {finding.fault.rule for finding in lint_reading(read(text))}


@pytest.mark.parametrize("title", ["PERUBAHAN PERATURAN WALI KOTA", "PERUBAHAN KEDUA ATAS PERATURAN WALI KOTA"])
def test_amending_title(title: str) -> None:
    """R134: the title names number, year and name of what it amends."""
    text = (SAMPLES / "perda-banjarnegara-8-2025.txt").read_text(encoding="utf-8")
    assert "R134" not in rules_of(text)
    head, _, rest = text.partition("PERUBAHAN ATAS PERATURAN DAERAH NOMOR 8 TAHUN 2023")
    assert "R134" in rules_of(head + title + rest)


def test_amending_body() -> None:
    """R135: Pasal I leads in with the fixed words, and there are two Pasal."""
    text = (SAMPLES / "perda-banjarnegara-8-2025.txt").read_text(encoding="utf-8")
    assert "R135" not in rules_of(text)
    assert "R135" in rules_of(text.replace("diubah sebagai berikut:", "diganti:", 1))


@pytest.mark.parametrize(
    ("rule", "text", "mended"),
    [
        ("R21", "Walikota menetapkan.", "Wali Kota menetapkan."),
        ("R70", "paling banyak Rp. 5.000,00 (lima ribu rupiah)", "paling banyak Rp5.000,00 (lima ribu rupiah)"),
        ("R71", "1.000 (satu ribu) orang", "1.000 (seribu) orang"),
        ("R81", "paling lambat 3 (tiga) hari", "paling lama 3 (tiga) hari"),
        ("R83", "Dalam hal rusak, maka diganti.", "Dalam hal rusak, diganti."),
        ("R85", "baca dan / atau tulis", "baca dan/atau tulis"),
        ("R87", "Perwali ini berlaku.", "Peraturan Wali Kota ini berlaku."),
        ("R88", "dua  spasi , satu.", "dua spasi , satu."),
        ("R89", "dimaksud dalam ayat (2)", "dimaksud pada ayat (2)"),
        ("R91", "menurut pasal 5", "menurut Pasal 5"),
        ("R95", "peraturan perundang-undangan yang berlaku.", "peraturan perundang-undangan."),
        ("R100", "dicabut dan tidak berlaku", "dicabut dan dinyatakan tidak berlaku"),
    ],
)
def test_one_click(rule: str, text: str, mended: str) -> None:
    """A safe fix gives the right text and leaves nothing of the rule behind."""
    phrase = next(item for item in PHRASES if item.rule == rule and item.pattern.search(text))
    assert phrase.mend(text) == mended
    assert phrase.pattern.search(mended) is None


@pytest.mark.parametrize(
    "text",
    [
        "dua puluh satu ribu orang",
        "seratus satu ribu",
        "paling lambat tanggal 3 Mei",
        "Tahun 2026 tentang",
        "kota (smart city) cerdas",
        "2 (dua) orang",
        "10% (sepuluh persen)",
        "Rp5.000,00 (lima ribu rupiah)",
        "dan/atau",
        "ayat (1) dan ayat (2)",
    ],
)
def test_right_wordings(text: str) -> None:
    """What looks like a breach and is none."""
    assert [phrase.rule for phrase in PHRASES if phrase.pattern.search(text)] == []
