"""The lint: the clean template has no finding, and for each rule a text that breaks just it is found."""

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from masterplan.perwali.models import Regulation
from masterplan.perwali.naskah.lint.rulebook import RULES, Status
from masterplan.perwali.naskah.lint.run import lint_reading
from masterplan.perwali.naskah.outputs.text import plain_text
from masterplan.perwali.naskah.phrases import PHRASES
from masterplan.perwali.naskah.reading.regulation import read
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.selectors.lint import lint_regulation

SAMPLES = Path(__file__).parent / "regulations"
NORM = "(1) Tim Pelaksana melakukan pemantauan pelaksanaan Rencana Induk setiap 3 (tiga) bulan."
SECOND = (
    "\n(2) Pemantauan sebagaimana dimaksud pada ayat (1) dilakukan terhadap capaian indikator, realisasi anggaran, "
    "dan hambatan pelaksanaan program."
)
LAST = "Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan."


def norm(text: str) -> tuple[str, str]:
    """Another sentence in the place of one ayat."""
    return NORM, f"(1) {text}"


# Rule, what is changed into what; the first place of the text only.
MUTATIONS: list[tuple[str, str, str]] = [
    ("R16", "WALI KOTA SOLOK\nPROVINSI", "PEMERINTAH KOTA SOLOK\nPROVINSI"),
    ("R16", "PROVINSI SUMATERA BARAT\n", "\n"),
    ("R18", "TAHUN 2025-2029\n\nDENGAN", "TAHUN 2025-2029.\n\nDENGAN"),
    ("R18", "SOLOK\nNOMOR ... TAHUN ...\nTENTANG\n", "SOLOK\nTENTANG\n"),
    ("R19", "RANCANGAN\nPERATURAN", "PERATURAN"),
    (
        "R20",
        "RANCANGAN\nPERATURAN WALI KOTA SOLOK\nNOMOR ... TAHUN ...",
        "PERATURAN WALI KOTA SOLOK\nNOMOR 3 TAHUN 2026",
    ),
    ("R21", *norm("Walikota melakukan pemantauan Rencana Induk setiap tahun.")),
    ("R24", "TENTANG RENCANA INDUK KOTA CERDAS KOTA SOLOK TAHUN 2025-2029.", "TENTANG RENCANA INDUK KOTA CERDAS."),
    ("R25", "NOMOR ... TAHUN ...\nTENTANG", "NOMOR 03 TAHUN 2026\nTENTANG"),
    ("R27", "DENGAN RAHMAT TUHAN YANG MAHA ESA", "ATAS RAHMAT TUHAN"),
    ("R28", "WALI KOTA SOLOK,\n\nMenimbang", "WALI KOTA SOLOK\n\nMenimbang"),
    ("R30", "a. bahwa untuk mewujudkan", "a. untuk mewujudkan"),
    ("R30", "dan berkelanjutan;\nb. bahwa", "dan berkelanjutan.\nb. bahwa"),
    ("R31", "huruf a, huruf b, dan huruf c, perlu", "huruf a dan huruf b, perlu"),
    ("R35", "Tahun 1945;\n2.", "Tahun 1945\n2."),
    ("R36", "8. Peraturan Menteri Dalam Negeri Nomor 86", "8. Keputusan Menteri Dalam Negeri Nomor 86"),
    ("R37", "Presiden Nomor 95 Tahun 2018 tentang", "Presiden Nomor 95 Tahun 2020 tentang"),
    ("R38", "1. Pasal 18 ayat (6) Undang-Undang Dasar", "1. Undang-Undang Dasar"),
    ("R39", "(Lembaran Negara Republik Indonesia Tahun 2018 Nomor 182);", ";"),
    ("R40", "telah beberapa kali diubah terakhir dengan", "telah diubah beberapa kali terakhir dengan"),
    ("R41", "(Lembaran Negara Republik Indonesia Tahun 2018", "(Berita Negara Republik Indonesia Tahun 2018"),
    ("R43", "MEMUTUSKAN:", "M E M U T U S K A N :"),
    ("R44", "TAHUN 2025-2029.\n", "TAHUN 2025-2029\n"),
    ("R45", "KETENTUAN UMUM", "UMUM"),
    ("R45", "KETENTUAN PENUTUP", "PENUTUP"),
    ("R46", *norm("Pelanggaran terhadap Rencana Induk dikenai pidana denda.")),
    ("R49", "BAB III\nKELEMBAGAAN\n\nBagian Kesatu\nUmum\n", "BAB III\nKELEMBAGAAN\n"),
    ("R52", "Bagian Kelima\nProgram Percepatan", "Bagian Kelima\nProgram percepatan"),
    ("R55", SECOND, ""),
    ("R56", "setiap 3 (tiga) bulan.\n", "setiap 3 (tiga) bulan\n"),
    ("R57", *norm("Tim Pelaksana melakukan pemantauan. Dewan menilai hasilnya.")),
    ("R60", "Dewan bertugas:", "Dewan bertugas"),
    ("R61", "a. memberikan arahan kebijakan", "a. Memberikan arahan kebijakan"),
    ("R62", "a. memberikan arahan kebijakan penyelenggaraan Kota Cerdas;", "a. memberikan arahan kebijakan"),
    ("R63", "ketersediaan anggaran dan sumber daya; dan\n", "ketersediaan anggaran dan sumber daya;\n"),
    ("R64", "c. menyelesaikan hambatan lintas Perangkat Daerah;", "c. menyelesaikan hambatan lintas Perangkat Daerah:"),
    ("R68", "setiap 3 (tiga) bulan", "setiap 3 (empat) bulan"),
    ("R68", "setiap 3 (tiga) bulan", "setiap 3 bulan"),
    ("R69", "tanggal 31 Januari setiap tahun", "Januari Tahun 2026 (dua ribu dua puluh enam)"),
    ("R70", *norm("Bantuan paling banyak Rp 10.000,00 (sepuluh ribu rupiah) setiap program.")),
    ("R70", *norm("Bantuan paling banyak Rp10.000,00 setiap program.")),
    ("R70", *norm("Capaian program paling sedikit 80% setiap triwulan.")),
    ("R70", *norm("Capaian program paling sedikit 80 % (delapan puluh persen) setiap triwulan.")),
    (
        "R72",
        "Dalam Peraturan Wali Kota ini yang dimaksud dengan:",
        "Dalam Peraturan Wali Kota ini, yang dimaksud dengan:",
    ),
    ("R73", "1. Daerah adalah Kota Solok.", "1. Daerah adalah Kota Solok;"),
    ("R75", "4. Perangkat Daerah adalah", "4. Komunitas Kreatif adalah kumpulan orang.\n5. Perangkat Daerah adalah"),
    ("R77", "3. Wali Kota adalah Wali Kota Solok.", "3. Wali Kota ialah Wali Kota Solok."),
    ("R78", "8. Peta Jalan adalah urutan dan tahapan", "8. Peta Jalan adalah urutan yang wajib dan tahapan"),
    ("R79", *norm("Tim Pelaksana bersama perangkat daerah melakukan pemantauan Rencana Induk.")),
    ("R81", *norm("Laporan disampaikan paling lambat 5 (lima) hari setelah pemantauan.")),
    ("R81", *norm("Laporan memuat sekurang-kurangnya hasil pemantauan.")),
    ("R82", *norm("Tim Pelaksana hendaknya melakukan pemantauan Rencana Induk.")),
    ("R83", *norm("Dalam hal Rencana Induk berubah, maka Tim Pelaksana menyesuaikan program.")),
    ("R84", *norm("Tim Pelaksana melakukan pemantauan, evaluasi, dan lain-lain terhadap Rencana Induk.")),
    ("R85", *norm("Tim Pelaksana melakukan pemantauan dan / atau evaluasi Rencana Induk.")),
    ("R86", *norm("Tim Pelaksana melakukan monitoring Rencana Induk.")),
    ("R87", *norm("Tim Pelaksana melaksanakan Perwali ini setiap tahun.")),
    ("R88", *norm("Tim Pelaksana melakukan pemantauan , evaluasi, dan pelaporan Rencana Induk.")),
    (
        "R89",
        "Perubahan sebagaimana dimaksud pada ayat (1) ditetapkan",
        "Perubahan sebagaimana dimaksud dalam ayat (1) ditetapkan",
    ),
    ("R89", "kriteria sebagaimana dimaksud dalam Pasal 17", "kriteria sebagaimana dimaksud pada Pasal 17"),
    (
        "R89",
        "Perubahan sebagaimana dimaksud pada ayat (1) ditetapkan",
        "Perubahan sebagaimana dimaksud ayat (1) ditetapkan",
    ),
    ("R91", "kriteria sebagaimana dimaksud dalam Pasal 17", "kriteria sebagaimana dimaksud dalam pasal 17"),
    ("R92", "Perubahan sebagaimana dimaksud pada ayat (1) ditetapkan", "Perubahan menurut Pasal ini ditetapkan"),
    ("R93", *norm("Ketentuan dalam Pasal 4 ayat (1) dan (2) dipantau setiap tahun.")),
    ("R93", *norm("Ketentuan dalam Pasal 4 s.d. Pasal 6 dipantau setiap tahun.")),
    ("R94", "dimaksud dalam Pasal 17 tercantum", "dimaksud dalam Pasal 21 tercantum"),
    (
        "R95",
        "mengikat sesuai dengan ketentuan peraturan perundang-undangan.",
        "mengikat sesuai dengan ketentuan peraturan perundang-undangan yang berlaku.",
    ),
    ("R96", "dimaksud dalam Pasal 17 tercantum", "dimaksud dalam Pasal 17 ayat (5) tercantum"),
    ("R98", *norm("Tata cara pemantauan diatur dengan Keputusan Wali Kota.")),
    ("R99", LAST, "Peraturan Wali Kota ini berlaku sejak diundangkan."),
    ("R99", LAST, "Peraturan Wali Kota ini mulai berlaku pada tanggal 1 Januari 2027."),
    (
        "R100",
        "Pada saat Peraturan Wali Kota ini mulai berlaku, program",
        "Peraturan lama dicabut dan tidak berlaku, program",
    ),
    ("R101", "Agar setiap orang mengetahuinya, memerintahkan", "Agar setiap orang tahu, memerintahkan"),
    ("R102", "Ditetapkan di Solok\npada tanggal ...", "Ditetapkan di Solok"),
    ("R103", "Diundangkan di Solok\npada tanggal ...", "Diundangkan di Solok"),
    ("R104", "WALI KOTA SOLOK,\n(NAMA)\n", "WALI KOTA SOLOK,\nDr. H. RAMADHANI, S.H.\n"),
    ("R105", "BERITA DAERAH KOTA SOLOK TAHUN ... NOMOR ...", "BERITA DAERAH KOTA SOLOK TAHUN ... NOMOR ...."),
    ("R110", "tercantum dalam Lampiran III yang merupakan bagian", "tercantum dalam Lampiran III sebagai bagian"),
    ("R111", "\nLAMPIRAN II\n", "\nLAMPIRAN III\n"),
    ("R112", "LAMPIRAN III\nPERATURAN WALI KOTA SOLOK\n", "LAMPIRAN III\n"),
    ("R126", "\nLAMPIRAN I\n", "\nPENJELASAN\nATAS\n\nLAMPIRAN I\n"),
]
# Broken by changing the name everywhere, so that only its form is wrong.
NAMES = [
    ("R22", "KOTA CERDAS KOTA SOLOK TAHUN", "SPBE KOTA SOLOK TAHUN"),
    ("R23", "KOTA CERDAS KOTA SOLOK TAHUN", "SMART CITY KOTA SOLOK TAHUN"),
    ("R26", "2025-2029", "2025 - 2029"),
]
# Kept by hand-written trees in test_structure, by recitals of their own, or by amending regulations below.
ELSEWHERE = {"R32", "R47", "R48", "R50", "R59", "R65", "R67", "R71", "R114", "R134", "R135"}


@lru_cache
def _draft() -> str:
    document = load_document(Regulation.objects.get())
    return plain_text(document.text, document.annexes)


@pytest.fixture
def draft(db: None) -> str:
    """The template as plain text; the database mark keeps these tests before those that empty the tables."""
    return _draft()


def rules_of(text: str) -> set[str]:
    """Rules that a text breaks."""
    return {finding.fault.rule for finding in lint_reading(read(text))}


def test_clean_template(draft: str, draft_text: str, db: None) -> None:
    """No finding as rows, as plain text, and as the text of its PDF."""
    assert lint_regulation(Regulation.objects.get()) == []
    assert rules_of(draft) == set()
    assert rules_of(draft_text) == set()


@pytest.mark.parametrize(("rule", "old", "new"), MUTATIONS)
def test_one_broken_rule(draft: str, rule: str, old: str, new: str) -> None:
    """The rule is found, and no other one."""
    assert old in draft
    assert rules_of(draft.replace(old, new, 1)) == {rule}


@pytest.mark.parametrize(("rule", "old", "new"), NAMES)
def test_broken_name(draft: str, rule: str, old: str, new: str) -> None:
    """The name is wrong in its form, the same at all places."""
    broken = re.sub(re.escape(old), new, draft, flags=re.I)
    assert rules_of(broken) == {rule}


def test_every_linted_rule_is_mutated() -> None:
    """A rule that claims to be linted has a text that breaks it, here or at the named place."""
    linted = {name for name, rule in RULES.items() if rule.status == Status.LINTED}
    assert linted - ELSEWHERE == {rule for rule, _, _ in MUTATIONS} | {rule for rule, _, _ in NAMES}


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


def test_command(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], draft: str) -> None:
    """A regulation of the portal or a file; errors give exit code 1, warnings do not."""
    call_command("lint_regulation", "--regulation", "rencana-induk")
    assert "0 temuan" in capsys.readouterr().out
    path = tmp_path / "naskah.txt"
    path.write_text(draft.replace(NORM, "(1) Walikota memantau Rencana Induk.", 1), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("lint_regulation", str(path), "--json")
    assert refused.value.returncode == 1
    (found,) = json.loads(capsys.readouterr().out)
    line = 1 + path.read_text(encoding="utf-8")[: path.read_text(encoding="utf-8").index("Walikota")].count("\n")
    assert (found["rule"], found["severity"], found["line"]) == ("R21", "galat", line)
    assert found["place"] == "Pasal 32 ayat (1)"
    path.write_text(draft.replace(NORM, "(1) Laporan maksimal dibuat sekali oleh Tim Pelaksana.", 1), encoding="utf-8")
    call_command("lint_regulation", str(path))
    assert "R81 peringatan (baris" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 1), (["x.txt", "--regulation", "1"], 1), (["--regulation", "99"], 1)]
)
def test_command_wrongly_used(db: None, arguments: list[str], code: int) -> None:
    """Neither or both, or a regulation that is not there."""
    with pytest.raises(CommandError) as refused:
        call_command("lint_regulation", *arguments)
    assert refused.value.returncode == code
