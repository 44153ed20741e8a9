"""Every drafting rule with how it is kept: computed, linted, a setting, print, or a question for people. Pure."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a rule is kept."""

    COMPUTED = "dihitung"
    LINTED = "diperiksa"
    PRINT = "cetak"
    SETTING = "pengaturan"
    CHECKLIST = "daftar periksa"


@dataclass(frozen=True)
class DraftingRule:
    """A rule: number, what it asks for, how it is kept, where in the code, which test."""

    number: int
    subject: str
    status: Status
    where: str
    test: str = ""

    @property
    def name(self) -> str:
        """``R21``."""
        return f"R{self.number}"


C, L, P, S, Q = Status
MUTATION = "test_lint"
ROWS: tuple[tuple[str, str, Status, str, str], ...] = (
    ("1", "Halaman potret 215 x 330 mm", P, "pdf/style.css", "X1"),
    ("2", "Halaman lanskap hanya 330 x 215 mm", P, "pdf/style.css", "X1"),
    ("3", "Huruf Bookman Old Style 12 pt, ditanam", P, "outputs/fonts.py", "X1"),
    ("4", "Huruf tabel lampiran 8 sampai 12 pt", S, "HouseStyle.table_pt", "test_pdf_rules"),
    ("5", "Teks hitam, rata, tanpa pemenggalan kata", P, "wording.keep_hyphens", "X1"),
    ("6", "Tidak ada benda asing pada halaman peraturan", P, "pdf/text.html, pdf/cover.html", "test_export"),
    ("7", "Batas tepi", S, "HouseStyle.margin_*", ""),
    ("8", "Jarak baris", S, "HouseStyle.line_spacing", ""),
    ("9", "Judul dan BAB tebal atau tidak", S, "HouseStyle.bold_headings", ""),
    ("10", "Nomor halaman - 2 - di tengah atas", P, "pdf/style.css", "X2"),
    ("11", "Nomor halaman lampiran lanjut atau ulang", S, "HouseStyle.annex_numbering", ""),
    ("12", "Kata penyambung", Q, "Apakah kebiasaan daerah memakai kata penyambung? Portal tidak mencetaknya.", ""),
    ("13", "Kertas berseri", Q, "Apakah naskah asli dicetak pada kertas berseri?", ""),
    ("14", "Lambang negara pada halaman pertama", P, "pdf/text.html", "X3"),
    ("15", "Lambang dari unggahan; kosong dibiarkan kosong", S, "Region.state_emblem", "test_export"),
    ("16", "Jabatan dan provinsi di atas judul", L, "lint.frame.head", MUTATION),
    ("17", "Kop hanya pada halaman pertama", P, "pdf/text.html", "X3"),
    ("18", "Susunan judul, kapital, tanpa tanda baca akhir", L, "lint.frame.title", MUTATION),
    ("19", "RANCANGAN hanya sebelum penetapan", L, "lint.frame.state", MUTATION),
    ("20", "Naskah yang ditetapkan tanpa isian", L, "lint.frame.state, document", MUTATION),
    ("21", "Wali Kota dua kata", L, "phrases", MUTATION),
    ("22", "Nama tanpa singkatan", L, "lint.frame.name", MUTATION),
    ("23", "Bahasa Indonesia dalam nama", L, "lint.frame.name", MUTATION),
    ("24", "Satu nama di semua tempat", L, "Regulation.title, lint.frame.one_name", MUTATION),
    ("25", "Bentuk nomor dan tahun", L, "lint.frame.title", MUTATION),
    ("26", "Rentang tahun dengan tanda hubung", L, "HouseStyle.year_range_sign, lint.frame.name", MUTATION),
    ("27", "Frasa pembukaan tepat satu kali", L, "lint.frame.opening", MUTATION),
    ("28", "Jabatan pembentuk dengan koma", L, "lint.frame.opening", MUTATION),
    ("29", "Huruf pada konsiderans", C, "document.compile_text", "X4"),
    ("30", "Konsiderans: bahwa ... ;", L, "lint.frame.recitals", MUTATION),
    ("31", "Konsiderans terakhir", L, "wording.last_recital, lint.frame.recitals", MUTATION),
    ("32", "dalam huruf, bukan pada huruf", L, "lint.frame.recitals", MUTATION),
    ("33", "Urutan filosofis, sosiologis, yuridis", Q, "Apakah urutan konsiderans filosofis, sosiologis, yuridis?", ""),
    (
        "34",
        "Konsiderans tanpa istilah yang didefinisikan",
        Q,
        "Apakah konsiderans tidak memakai istilah Pasal 1 seolah-olah sudah didefinisikan?",
        "",
    ),
    ("35", "Dasar hukum bernomor, diakhiri titik koma", L, "lint.frame.basis", MUTATION),
    ("36", "Dasar hukum hanya peraturan perundang-undangan", L, "Citation, lint.frame.basis", MUTATION),
    ("37", "Urutan dasar hukum", L, "wording.rank, lint.frame.basis", MUTATION),
    ("38", "Kepala dasar hukum yang tetap", L, "lint.frame.basis", MUTATION),
    ("39", "Bentuk sitasi", L, "wording.cite, lint.frame.basis", MUTATION),
    ("40", "Bentuk sebagaimana telah diubah", L, "wording.cite, lint.frame.basis", MUTATION),
    ("41", "Lembaran atau berita yang tepat", L, "wording.cite, lint.frame.basis", MUTATION),
    ("42", "Sitasi dari registri, lengkap pada harmonisasi", C, "Citation, services.references", "test_drafting"),
    ("43", "MEMUTUSKAN: satu kali", L, "lint.frame.opening", MUTATION),
    ("44", "Menetapkan dengan nama berkapital dan titik", L, "lint.frame.one_name", MUTATION),
    ("45", "BAB pertama dan terakhir", L, "form_rules._order_of_matter", MUTATION),
    ("46", "Tanpa ketentuan pidana", L, "phrases", MUTATION),
    ("47", "Tingkat unsur; setiap BAB berjudul dan berisi", L, "form_rules._place", "test_structure"),
    ("48", "Susunan tingkat", L, "structure.CHILDREN, form_rules._place", "test_structure"),
    ("49", "Tidak mencampur Bagian dan Pasal", L, "form_rules._place", MUTATION),
    ("50", "Lebih dari satu Bagian atau Paragraf", L, "form_rules._place", MUTATION),
    ("51", "Nomor BAB Romawi berurutan", C, "structure.label; pembaca meragukan lompatan", "X7"),
    ("52", "Nomor dan judul Bagian", L, "structure.label, form_rules._place", MUTATION),
    ("53", "Nomor Paragraf", C, "structure.label", "X7"),
    ("54", "Nomor Pasal berurutan", C, "structure.label; pembaca meragukan lompatan", "X7"),
    ("55", "Pasal: satu kalimat atau paling sedikit dua ayat", L, "form_rules._norm", MUTATION),
    ("56", "Ayat berurutan, diakhiri titik", L, "form_rules._norm", MUTATION),
    ("57", "Satu kalimat dalam satu ayat", L, "form_rules._norm", MUTATION),
    ("58", "Pasal tanpa judul", C, "form_rules._place, document.compile_text", "test_structure"),
    ("59", "Kedalaman rincian", L, "structure.CHILDREN", "test_structure"),
    ("60", "Pengantar rincian diakhiri titik dua", L, "form_rules._list", MUTATION),
    ("61", "Butir diawali huruf kecil", L, "form_rules._item", MUTATION),
    ("62", "Butir diakhiri titik koma", L, "wording.end_marks, reading.tree", MUTATION),
    ("63", "Kata hubung satu kali", L, "wording.end_marks, form_rules._list", MUTATION),
    ("64", "Butir dengan rincian", L, "wording.end_marks, form_rules._item", MUTATION),
    ("65", "Paling sedikit dua butir", L, "form_rules._list", MUTATION),
    ("66", "Tanpa kalimat setelah rincian", C, "susunan unsur tidak menyediakannya", ""),
    ("67", "Setelah huruf z", L, "form_rules._list", "test_structure"),
    ("68", "Angka diikuti huruf", L, "phrases, numbers", MUTATION),
    ("69", "Yang tidak dieja", L, "phrases", MUTATION),
    ("70", "Persen dan uang", L, "phrases", MUTATION),
    ("71", "Ejaan bilangan", L, "numbers.spell, phrases", MUTATION),
    ("72", "Kalimat pengantar definisi", L, "form_rules._use_of_terms", MUTATION),
    ("73", "Definisi: kapital dan titik", L, "form_rules._item", MUTATION),
    ("74", "Urutan definisi", Q, "Apakah definisi umum mendahului yang khusus dan urut pemakaian?", ""),
    ("75", "Istilah dipakai dalam batang tubuh", L, "form_rules._use_of_terms", MUTATION),
    (
        "76",
        "Definisi sama dengan aturan yang lebih tinggi",
        Q,
        "Apakah bunyi definisi sama dengan sumbernya (Definition.source)?",
        "",
    ),
    ("77", "Pola definisi", L, "form_rules._use_of_terms", MUTATION),
    ("78", "Definisi tanpa norma", L, "form_rules._item", MUTATION),
    ("79", "Pemakaian istilah", L, "form_rules._loosely_used", MUTATION),
    ("80", "Ruang lingkup bukan daftar BAB", Q, "Apakah ruang lingkup bukan sekadar daftar BAB?", ""),
    ("81", "paling lama, paling lambat, paling sedikit", L, "phrases", MUTATION),
    ("82", "wajib, harus, dapat, dilarang", L, "phrases", MUTATION),
    ("83", "dalam hal, jika, apabila, pada saat tanpa maka", L, "phrases", MUTATION),
    ("84", "Rumusan yang tidak pasti", L, "phrases", MUTATION),
    ("85", "dan/atau", L, "phrases", MUTATION),
    ("86", "Kata asing", L, "phrases", MUTATION),
    ("87", "Sebutan diri", L, "phrases", MUTATION),
    ("88", "Spasi dan tanda petik", L, "phrases", MUTATION),
    ("89", "dalam Pasal, pada ayat", L, "references, phrases", MUTATION),
    ("90", "Acuan dari besar ke kecil", C, "references.Resolver.address", "X9"),
    ("91", "Kapital pada Pasal saja", L, "phrases", MUTATION),
    ("92", "Tanpa Pasal ini, di atas, berikut", L, "phrases", MUTATION),
    ("93", "Rentang dan daftar acuan", L, "references, phrases", MUTATION),
    ("94", "Acuan menunjuk ke belakang", L, "document.compile_text, lint.run", MUTATION),
    ("95", "Acuan ke peraturan lain", L, "phrases", MUTATION),
    ("96", "Acuan disimpan sebagai sasaran", L, "Reference, form_rules._written, lint.run", MUTATION),
    ("97", "Bagian acuan tidak terpisah baris", C, "references.NBSP", "X9"),
    ("98", "Bentuk pendelegasian", L, "phrases", MUTATION),
    ("99", "Mulai berlaku", L, "lint.frame.into_force, phrases", MUTATION),
    ("100", "Pencabutan", L, "lint.frame.into_force, phrases", MUTATION),
    ("101", "Perintah pengundangan", L, "lint.frame.closing", MUTATION),
    ("102", "Blok penetapan", L, "lint.frame.closing", MUTATION),
    ("103", "Blok pengundangan", L, "lint.frame.closing", MUTATION),
    ("104", "Nama tanpa gelar", L, "lint.frame.closing", MUTATION),
    ("105", "Baris Berita Daerah", L, "lint.frame.closing", MUTATION),
    ("106", "Tanda tangan tidak sendirian di halaman", P, "print.html", "X12"),
    ("107", "Tanggal penetapan dan pengundangan", C, "models.Regulation", "test_export"),
    ("108", "Dua nomor", C, "Regulation.number, Regulation.gazette_number", ""),
    ("109", "Plt., Pj., Plh.", C, "Signature.capacity", "test_export"),
    ("110", "Lampiran disebut dalam batang tubuh", L, "document.compile_text, lint.frame.annexes", MUTATION),
    ("111", "LAMPIRAN atau LAMPIRAN I", L, "references.number_annexes, lint.frame.annexes", MUTATION),
    ("112", "Blok lampiran", L, "pdf/annex.html, lint.frame.annexes", MUTATION),
    ("113", "Nama lampiran kapital", C, "document.compile_text", "X11"),
    ("114", "Lampiran ditandatangani", L, "pdf/annex.html, lint.frame.annexes", MUTATION),
    ("115", "Urutan lampiran", C, "references.number_annexes", "X11"),
    ("116", "Kepala tabel berulang", P, "pdf/style.css", "test_pdf_rules"),
    ("117", "Isi lampiran beku", C, "selectors.frozen, services.versions", "test_life"),
    ("118", "Janji batang tubuh ada di lampiran", C, "AnnexColumn.fulfils", "test_annexes"),
    ("119", "SALINAN dan ttd", P, "print.html, services.papers", "test_life"),
    ("120", "Blok salinan", P, "pdf/certification.html", "test_life"),
    ("121", "Ruang tanda tangan elektronik", P, "pdf/certification.html, kit.signing", "test_proof"),
    ("122", "Tiga naskah asli", Q, "Apakah naskah asli rangkap tiga: sekretaris daerah, Bagian Hukum, pemrakarsa?", ""),
    ("123", "Semua keluaran dari satu naskah", C, "outputs, print, services.papers", "test_formats"),
    ("124", "Lembar sampul rancangan", P, "pdf/cover.html", "test_export"),
    ("125", "Lembar kendali paraf", P, "pdf/control.html", "test_promulgation"),
    ("126", "Tanpa penjelasan", L, "lint.frame.elucidation", MUTATION),
    ("127", "Paraf terikat pada versi", C, "Initial.text_sha256, services.life", "test_life"),
    ("128", "Materi baru setelah harmonisasi", C, "selectors.life.new_matter", "test_life"),
    ("129", "Tindak lanjut setiap catatan", C, "services.life, services.remarks", "test_life"),
    ("130", "Nomor unik dan tidak dipakai ulang", C, "services.number_register", "test_promulgation"),
    ("131", "Tenggat hari kerja", C, "calendar, workflow.DEADLINES", "test_life"),
    ("132", "Kepala naskah menurut tahap", C, "workflow.Stage.is_enacted", "X13"),
    ("133", "Pertukaran dengan berkas", Q, "Berkas mana yang diminta e-Harmonisasi, e-Perda, dan JDIH?", ""),
    ("134", "Judul perubahan", L, "lint.amending", MUTATION),
    ("135", "Batang tubuh perubahan", L, "lint.amending", MUTATION),
    ("136", "Perubahan sebelumnya disebut", Q, "Apakah semua perubahan terdahulu disebut dalam Pasal I?", ""),
    ("137", "Nomor tidak digeser", C, "structure.number_run", "test_kept_numbers"),
)
RULES: dict[str, DraftingRule] = {
    f"R{number}": DraftingRule(int(number), subject, status, where, test)
    for number, subject, status, where, test in ROWS
}


def checklist() -> list[DraftingRule]:
    """What only people can decide; ``where`` is the question to ask."""
    return [rule for rule in RULES.values() if rule.status == Status.CHECKLIST]


def as_markdown() -> str:
    """The table of ``docs/perwali-rules.md``."""
    counts = ", ".join(f"{status} {sum(r.status == status for r in RULES.values())}" for status in Status)
    lines = [
        "# Drafting rules and how they are kept",
        "",
        "Printed by `manage.py print_docs` from `masterplan/perwali/naskah/lint/rulebook.py`. Status: *dihitung*",
        "cannot be written wrongly, *diperiksa* found by the lint (`lint_regulation`, studio), *cetak* kept by the",
        "printed page, *pengaturan* house style, *daftar periksa* a question for people.",
        "",
        f"In all {len(RULES)}: {counts}.",
        "",
        "| rule | asks for | status | where | test |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {r.name} | {r.subject} | {r.status} | {r.where} | {r.test} |" for r in RULES.values()]
    return "\n".join(lines) + "\n"
