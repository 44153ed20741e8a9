"""Wordings that are wrong wherever they stand in the body (R21, R46, R68-R71, R81-R98). Pure, one table."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """A wrong wording: rule, pattern, sentence (``{}`` is what was found), and what to put instead if that is safe."""

    rule: str
    pattern: re.Pattern[str]
    message: str
    warning: bool = False
    instead: str | Callable[[re.Match[str]], str] | None = None

    def say(self, found: str) -> str:
        """The sentence about what was found."""
        return self.message.replace("{}", f'"{found.strip()}"')

    def mend(self, text: str) -> str:
        """The text put right, or nothing where a person decides."""
        return self.pattern.sub(self.instead, text) if self.instead is not None else ""


FOREIGN = {
    "smart city": "kota cerdas",
    "smart": "cerdas",
    "city": "kota",
    "roadmap": "peta jalan",
    "road map": "peta jalan",
    "quick wins": "program percepatan",
    "quick win": "program percepatan",
    "masterplan": "rencana induk",
    "master plan": "rencana induk",
    "dashboard": "dasbor",
    "monitoring": "pemantauan",
    "stakeholders": "pemangku kepentingan",
    "stakeholder": "pemangku kepentingan",
    "online": "dalam jaringan",
    "offline": "luar jaringan",
    "website": "situs web",
    "database": "pangkalan data",
    "output": "keluaran",
    "outcome": "hasil",
    "update": "pemutakhiran",
    "upload": "unggah",
    "download": "unduh",
    "software": "perangkat lunak",
    "hardware": "perangkat keras",
    "branding": "pencitraan",
    "workshop": "lokakarya",
    "feedback": "umpan balik",
    "timeline": "jadwal",
    "deadline": "tenggat",
    "command center": "pusat kendali",
    "startup": "usaha rintisan",
    "e-government": "pemerintahan berbasis elektronik",
    "action plan": "rencana aksi",
    "baseline": "kondisi awal",
}
NUMERALS = (
    "nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh|seratus|ratus|seribu|ribu|"
    "juta|miliar|triliun"
)
COUNTED = "orang|hari|kali|minggu|bulan|tahun|triwulan|semester|unit|lembar|rangkap|jam|menit|meter|kilometer"


def _phrase(rule: str, pattern: str, message: str, **more: object) -> Phrase:
    flags = re.I if more.pop("any_case", False) else 0
    return Phrase(rule, re.compile(pattern, flags), message, **more)  # type: ignore[arg-type]


def _wali_kota(match: re.Match[str]) -> str:
    return "WALI KOTA" if match[0].isupper() else "Wali Kota"


PHRASES: tuple[Phrase, ...] = (
    _phrase("R21", r"\bwalikota\b", "Tulis Wali Kota dalam dua kata.", any_case=True, instead=_wali_kota),
    _phrase("R46", r"\b(?:pidana|kurungan|penjara)\b", "Peraturan wali kota tidak memuat pidana.", any_case=True),
    _phrase(
        "R68",
        rf"(?<![\d.,/(-])(?<!Nomor )(?<!ahun )(?<!anggal )\b\d{{1,3}} (?:{COUNTED})\b",
        "Jumlah {} ditulis dengan angka yang diikuti huruf dalam kurung.",
    ),
    _phrase(
        "R69",
        rf"\b(?:Pasal|ayat|huruf|angka|Nomor|Tahun) \(?\d+\)? \((?:{NUMERALS})\b[^)]*\)",
        "Nomor {} tidak ditulis dengan huruf.",
        instead=lambda match: re.sub(r" \([a-z ]+\)$", "", match[0]),
    ),
    _phrase("R70", r"\bRp\.?\s+(?=\d)|\bRp\.(?=\d)", "Setelah Rp tidak ada titik atau spasi.", instead="Rp"),
    _phrase("R70", r"\d\s+%", "Sebelum tanda persen tidak ada spasi.", instead=lambda match: f"{match[0][0]}%"),
    _phrase("R70", r"\d%(?! \()", "Persen diikuti huruf dalam kurung, seperti 10% (sepuluh persen)."),
    _phrase("R70", r"\bRp\d[\d.]*(?:,\d\d)?(?![\d.,]*\d)(?! \()", "Jumlah uang {} diikuti huruf dalam kurung."),
    _phrase(
        "R71",
        r"(?<!puluh )(?<!ratus )(?<!belas )\bsatu (?:ribu|ratus|puluh|belas)\b",
        "Bilangan {} dieja seribu, seratus, sepuluh, atau sebelas.",
        instead=lambda match: "se" + match[0].partition(" ")[2],
    ),
    _phrase(
        "R81",
        r"\bpaling lambat (?=\d+(?: \([a-z ]+\))? (?:hari|minggu|bulan|tahun)\b)",
        "Untuk jangka waktu ditulis paling lama, bukan paling lambat.",
        warning=True,
        instead="paling lama ",
    ),
    _phrase(
        "R81",
        r"\bpaling (?:lama|singkat) (?=tanggal\b)",
        "Untuk tanggal ditulis paling lambat atau paling cepat.",
        warning=True,
    ),
    _phrase(
        "R81",
        r"\b(?:selambat-lambatnya|selama-lamanya|maksimal|maksimum)\b",
        "Ganti {} dengan paling lama, paling lambat, atau paling banyak.",
        warning=True,
        any_case=True,
    ),
    _phrase(
        "R81",
        r"\b(?:sekurang-kurangnya|sedikit-dikitnya|minimal|minimum)\b",
        "Ganti {} dengan paling sedikit atau paling singkat.",
        warning=True,
        any_case=True,
    ),
    _phrase(
        "R82",
        r"\b(?:agar|hendaknya|sebaiknya|diharapkan|seyogianya|seyogyanya|semestinya)\b",
        "Norma memakai wajib, harus, dapat, dilarang, berwenang, atau berhak, bukan {}.",
        warning=True,
        any_case=True,
    ),
    _phrase(
        "R83",
        r"(?<=,) maka\b|(?<=\w), maka(?= )",
        "Setelah dalam hal, jika, apabila, atau pada saat tidak ditulis maka.",
        warning=True,
        instead=lambda match: "," if match[0].startswith(",") else "",
    ),
    _phrase(
        "R84",
        r"\b(?:di samping|dan lain-lain|dan sebagainya|dll\b\.?|dsb\b\.?|dst\b\.?|"
        r"tersebut di atas|yang bersangkutan)",
        "Rumusan {} tidak pasti.",
        warning=True,
        any_case=True,
    ),
    _phrase("R85", r"\bdan\s+/\s*atau\b|\bdan/\s+atau\b|\bdan atau\b", "Ditulis dan/atau.", instead="dan/atau"),
    *(
        _phrase(
            "R86",
            rf"(?<![\w-]){re.escape(word)}(?![\w-])(?![^()]*\))",
            f"Kata asing {{}}: gunakan {better}.",
            any_case=True,
        )
        for word, better in FOREIGN.items()
    ),
    _phrase(
        "R87",
        r"\b(?:[Pp]erwali|[Pp]erda|(?<![A-Za-z] )[Pp]eraturan|peraturan [Ww]ali [Kk]ota|Peraturan wali kota) ini\b",
        "Sebutan diri ditulis Peraturan Wali Kota ini, bukan {}.",
        instead="Peraturan Wali Kota ini",
    ),
    _phrase("R88", r"(?<=\S)  +(?=\S)", "Spasi ganda.", instead=" "),
    _phrase("R88", r"(?<=\w) +(?=[,;:](?:\s|$)|\.(?:\s|$))", "Spasi sebelum tanda baca.", instead=""),
    _phrase("R88", r"\"[^\"“”]*[“”]|[“”][^\"]*\"", "Tanda petik lurus dan lengkung bercampur."),
    _phrase("R89", r"\bdimaksud pada (?=[Pp]asal\b)", "Acuan ke Pasal ditulis dalam Pasal.", instead="dimaksud dalam "),
    _phrase(
        "R89",
        r"\bdimaksud dalam (?=ayat \()",
        "Acuan ke ayat dalam Pasal yang sama ditulis pada ayat.",
        instead="dimaksud pada ",
    ),
    _phrase(
        "R89", r"\bdimaksud (?=(?:Pasal|ayat) [\d(])", "Acuan ditulis sebagaimana dimaksud dalam Pasal atau pada ayat."
    ),
    _phrase("R91", r"(?<![.:;(] )(?<!^)\bpasal (?=\d)", "Pasal ditulis dengan huruf kapital.", instead="Pasal "),
    _phrase(
        "R91",
        r"(?<=[a-z,] )(?:Ayat \(|Huruf (?=[a-z]\b)|Angka (?=\d))",
        "Kata ayat, huruf, dan angka ditulis dengan huruf kecil.",
        instead=lambda match: match[0].lower(),
    ),
    _phrase("R92", r"\b(?:[Pp]asal|ayat) ini\b", "Acuan ditulis dengan nomor, bukan 'ini'."),
    _phrase(
        "R92",
        r"\b(?:[Pp]asal|ayat|huruf) (?:di atas|berikut|tersebut di atas|terdahulu)\b",
        "Acuan ditulis dengan nomor, bukan {}.",
    ),
    _phrase(
        "R93",
        r"\bayat \(\d+\)(?:, \(\d+\))*,? (?:dan|atau|dan/atau) \(\d+\)|\bayat \(\d+\), \(\d+\)|"
        r"\bhuruf [a-z](?:, [a-z])*,? (?:dan|atau) [a-z]\b(?! [a-z])|\bPasal \d+(?:, \d+)*,? (?:dan|atau) \d+\b",
        "Kata Pasal, ayat, atau huruf diulang pada setiap acuan: {}.",
    ),
    _phrase("R93", r"\b(?:Pasal \d+|ayat \(\d+\)|huruf [a-z]) (?:s/d|s\.d\.?|-|–) ", "Rentang ditulis sampai dengan."),
    _phrase("R95", r"(?<=perundang-undangan) yang berlaku\b", "Jangan menulis 'yang berlaku'.", instead=""),
    _phrase("R98", r"\bdiatur\b.*\bKeputusan Wali Kota\b", "Keputusan menetapkan, tidak mengatur.", warning=True),
    _phrase("R99", r"\bmulai berlaku (?:secara )?efektif\b", "Saat mulai berlaku tidak memakai kata efektif."),
    _phrase(
        "R100",
        r"\bdicabut dan (?:tidak berlaku|dinyatakan tidak berlaku lagi)\b|\bdinyatakan tidak berlaku lagi\b",
        "Pencabutan ditulis dicabut dan dinyatakan tidak berlaku.",
        instead="dicabut dan dinyatakan tidak berlaku",
    ),
)
