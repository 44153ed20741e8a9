"""Rules about everything around the body: head, title, opening, closing, annexes (R16-R44, R99-R126). Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..faults import Fault
from ..phrases import FOREIGN
from ..wording import last_recital

PHRASE = "DENGAN RAHMAT TUHAN YANG MAHA ESA"
ABBREVIATIONS = "RPJMD|RPJPD|RKPD|RPJMN|SPBE|OPD|SKPD|APBD|APBN|ASN|PNS|PPPK|UPTD|BUMD|TIK|SMPI|PERWALI|PERDA"
RANKS = (
    r"(?:Pasal .*)?Undang-Undang Dasar\b",
    r"Undang-[Uu]ndang\b|Peraturan Pemerintah Pengganti",
    r"Peraturan Pemerintah\b",
    r"Peraturan Presiden\b|Keputusan Presiden\b",
    r"Peraturan (?:Menteri|Kepala|Badan|Lembaga|Mahkamah)\b",
    r"Peraturan Daerah Provinsi\b",
    r"Peraturan Daerah\b|Qanun\b",
    r"Peraturan (?:Wali ?[Kk]ota|Bupati|Gubernur)\b",
)
NO_BASIS = re.compile(r"(?:Keputusan (?!Presiden)|Instruksi|Surat Edaran|Nota Kesepahaman|MoU|Perjanjian Kerja)", re.I)
CITATION = re.compile(
    r"Nomor \S+ Tahun (?:\d{4}|\.\.\.) tentang .+? \((?:Lembaran|Berita) (?:Negara|Daerah) .+? Tahun (?:\d{4}|\.\.\.) "
    r"Nomor [^)]+\)"
)
WRONG_AMENDED = re.compile(r"telah diubah beberapa kali|beberapa kali diubah,? dan terakhir|terakhir kali")
GAZETTES = (
    (r"Undang-Undang|Peraturan Pemerintah|Peraturan Presiden", "Lembaran Negara"),
    (r"Peraturan (?:Menteri|Kepala|Badan|Lembaga)", "Berita Negara"),
    (r"Peraturan Daerah", "Lembaran Daerah"),
    (r"Peraturan Wali Kota", "Berita Daerah"),
)
ORDER = re.compile(
    r"Agar setiap orang mengetahuinya, memerintahkan pengundangan (?P<kind>.+?) ini dengan penempatannya dalam "
    r"(?:Berita|Lembaran) (?:Daerah|Negara) .+\."
)
TITLES = re.compile(
    r"\b(?:Dr|Drs|Dra|Ir|Prof|Hj?|KH|S|M|A\.Md|SE|SH|MM|MH|M\.Si|ST|MT)\.|,\s*(?:S|M)\.?\w{1,3}\b|\bNIP\b"
)
SUMS_UP = re.compile(r"\bperlu (?:menetapkan|membentuk) (.+?) tentang (.+?);?$")
NUMBER_LINE = re.compile(r"NOMOR (?:[1-9]\d*|\.\.\.) TAHUN (?:\d{4}|\.\.\.)")
GAZETTE_LINE = re.compile(r"BERITA DAERAH [A-Z ]+ TAHUN (?:\d{4}|\.\.\.) NOMOR (?:[1-9]\d*|\.\.\.)")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass
class AnnexFrame:
    """An annex as printed: its label, the lines of its block, whether the office closes it."""

    id: str
    label: str
    block: list[str]
    signed: bool


@dataclass
class Frame:
    """What stands around the body, as printed; ids say where (element ids, or ``""`` for the whole)."""

    kind: str
    head: list[str]
    title: list[str]
    name: str
    is_draft: bool
    phrases: int
    office: str
    recitals: list[tuple[str, str]]
    basis: list[tuple[str, str]]
    decides: list[str]
    enact: str
    orders: list[str]
    closing: list[str]
    gazette: str
    body: str
    last_article: tuple[str, str]
    articles: list[tuple[str, str]]
    annexes: list[AnnexFrame] = field(default_factory=list)
    has_elucidation: bool = False
    range_sign: str = "-"

    @property
    def is_mayoral(self) -> bool:
        """Whether it is a Peraturan Wali Kota; some rules are only about these."""
        return self.kind == "Peraturan Wali Kota"


Check = Callable[[Frame], Iterator[Fault]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Register a check."""
    CHECKS.append(function)
    return function


def check_frame(frame: Frame) -> list[Fault]:
    """All breaches around the body."""
    return [fault for function in CHECKS for fault in function(frame)]


@check
def head(frame: Frame) -> Iterator[Fault]:
    """R16: office and province above the title."""
    if not frame.is_mayoral:
        return
    lines = [line for line in frame.head if line != "SALINAN"]
    if not (lines and re.fullmatch(r"WALI KOTA [A-Z .]+", lines[0])):
        yield Fault("R16", "kop", "Baris pertama adalah WALI KOTA dengan nama daerah.", warning=True)
    elif not (len(lines) > 1 and lines[1].startswith("PROVINSI ")):
        yield Fault("R16", "kop", "Di bawah nama jabatan berdiri nama provinsi.", warning=True)


@check
def title(frame: Frame) -> Iterator[Fault]:
    """R18, R25: kind, number, TENTANG, name, in capitals without end mark."""
    lines = [line for line in frame.title if line != "RANCANGAN"]
    if len(lines) < 4 or not lines[0].startswith(frame.kind.upper()[:9]) or "TENTANG" not in lines:
        yield Fault("R18", "judul", "Judul terdiri atas jenis, NOMOR, TENTANG, dan nama.")
        return
    if not lines[1].startswith("NOMOR") or lines[2] != "TENTANG":
        yield Fault("R18", "judul", "Urutan judul: jenis, NOMOR, TENTANG, nama.")
    elif not NUMBER_LINE.fullmatch(lines[1]):
        yield Fault("R25", "judul", "Baris nomor berbentuk NOMOR 12 TAHUN 2025, tanpa nol di depan.")
    if re.search(r"[.;:,]$", frame.name):
        yield Fault("R18", "judul", "Nama peraturan tidak diakhiri tanda baca.")
    if frame.name != frame.name.upper():
        yield Fault("R18", "judul", "Judul ditulis dengan huruf kapital.")


@check
def state(frame: Frame) -> Iterator[Fault]:
    """R19, R20: RANCANGAN and three dots before enactment, neither after it."""
    marked = "RANCANGAN" in frame.title
    if marked != frame.is_draft:
        missing, wrong = "Rancangan berkepala RANCANGAN.", "Peraturan yang sudah bernomor tidak berkepala RANCANGAN."
        yield Fault("R19", "judul", missing if frame.is_draft else wrong)
    whole = "\n".join([*frame.title, frame.body, *frame.closing, frame.gazette])
    if not frame.is_draft and (found := re.search(r"\{\{\w+|\(NAMA\)|\.\.\.|…", whole)):
        yield Fault("R20", "", f"Peraturan yang sudah ditetapkan masih memuat isian {found[0]!r}.")


@check
def name(frame: Frame) -> Iterator[Fault]:
    """R22, R23, R26: no abbreviation, no foreign words outside brackets, year range without blanks."""
    if found := re.search(rf"\b(?:{ABBREVIATIONS})\b", frame.name):
        yield Fault("R22", "judul", f"Nama peraturan memuat singkatan {found[0]}.")
    bare = re.sub(r"\([^)]*\)", "", frame.name).casefold()
    for word in FOREIGN:
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", bare):
            message = f"Nama peraturan memuat kata asing {word!r}; tulis dalam kurung bila perlu."
            yield Fault("R23", "judul", message, warning=True)
            break
    if re.search(r"\d{4}(?:\s+[-–]\s*|\s*[-–]\s+)\d{4}", frame.name) or re.search(
        rf"\d{{4}}{'–' if frame.range_sign == '-' else '-'}\d{{4}}", frame.name
    ):
        yield Fault("R26", "judul", f"Rentang tahun ditulis 2025{frame.range_sign}2029 tanpa spasi.", warning=True)


@check
def one_name(frame: Frame) -> Iterator[Fault]:
    """R24, R44: the same name in title, last recital, Menetapkan and annexes."""
    wanted = _plain(frame.name)
    if frame.enact:
        if not frame.enact.endswith("."):
            yield Fault("R44", "menetapkan", "Menetapkan diakhiri titik.")
        if frame.enact != frame.enact.upper():
            yield Fault("R44", "menetapkan", "Menetapkan ditulis dengan huruf kapital.")
        _, _, enacted = frame.enact.partition(" TENTANG ")
        if _plain(enacted) != wanted:
            yield Fault("R24", "menetapkan", "Nama dalam Menetapkan berbeda dari judul.")
    else:
        yield Fault("R44", "menetapkan", "Menetapkan tidak ditemukan.")
    match = SUMS_UP.search(frame.recitals[-1][1]) if frame.recitals else None
    if match and _plain(match[2]) != wanted:
        yield Fault("R24", frame.recitals[-1][0], "Nama dalam konsiderans terakhir berbeda dari judul.")
    for annex in frame.annexes:
        if len(annex.block) >= 4 and _plain(annex.block[-1]) != wanted:
            yield Fault("R24", annex.id, f"Nama dalam {annex.label} berbeda dari judul.")


@check
def opening(frame: Frame) -> Iterator[Fault]:
    """R27, R28, R43: the fixed lines of the opening."""
    if frame.phrases != 1:
        yield Fault("R27", "frasa", f"Frasa {PHRASE} berdiri tepat satu kali.")
    if not frame.office.endswith(","):
        yield Fault("R28", "jabatan", "Jabatan pembentuk diakhiri koma.")
    if frame.decides != ["MEMUTUSKAN:"]:
        yield Fault("R43", "memutuskan", "Kata MEMUTUSKAN: berdiri tepat satu kali, tanpa spasi antarhuruf.")


@check
def recitals(frame: Frame) -> Iterator[Fault]:
    """R30-R32: each begins with *bahwa* and ends with a semicolon; the last one sums up."""
    for stable_id, text in frame.recitals:
        if not text.startswith("bahwa ") or not text.endswith(";"):
            yield Fault("R30", stable_id, "Konsiderans diawali bahwa dan diakhiri titik koma.")
        if "pada huruf" in text:
            mended = text.rstrip(";").replace("pada huruf", "dalam huruf")
            yield Fault("R32", stable_id, "Dalam konsiderans ditulis dalam huruf, bukan pada huruf.", mended=mended)
    if len(frame.recitals) < 2:
        return
    stable_id, text = frame.recitals[-1]
    match = SUMS_UP.search(text)
    wanted = last_recital(len(frame.recitals) - 1, match[1], match[2]).replace("\u00a0", " ") if match else ""
    if wanted != text.rstrip(";").replace("perlu membentuk", "perlu menetapkan"):
        yield Fault("R31", stable_id, "Konsiderans terakhir menyebut semua huruf sebelumnya dan nama peraturan.")


@check
def basis(frame: Frame) -> Iterator[Fault]:
    """R35-R41: marks, kinds, order, form of citations."""
    keys = []
    for stable_id, text in frame.basis:
        bare = text.rstrip(";.")
        if not text.endswith(";"):
            yield Fault("R35", stable_id, "Dasar hukum diakhiri titik koma.")
        if NO_BASIS.match(bare):
            yield Fault("R36", stable_id, "Dasar hukum hanya peraturan perundang-undangan yang sama atau lebih tinggi.")
            continue
        rank = next((index for index, pattern in enumerate(RANKS) if re.match(pattern, bare)), None)
        if rank is None:
            yield Fault("R36", stable_id, "Tingkat peraturan ini dalam dasar hukum tidak dikenal.", warning=True)
            continue
        if rank and not CITATION.search(bare):
            yield Fault(
                "R39", stable_id, "Sitasi berbentuk: jenis Nomor x Tahun y tentang z (Lembaran ... Tahun y Nomor n)."
            )
        if WRONG_AMENDED.search(bare):
            yield Fault("R40", stable_id, "Ditulis sebagaimana telah beberapa kali diubah terakhir dengan.")
        first_gazette = re.search(r"\(((?:Lembaran|Berita) (?:Negara|Daerah))", bare)
        wanted = next((gazette for pattern, gazette in GAZETTES if re.match(pattern, bare)), "")
        if first_gazette and wanted and first_gazette[1] != wanted:
            yield Fault("R41", stable_id, f"Peraturan ini diundangkan dalam {wanted}.")
        year = re.search(r"Nomor (\d+)\S* Tahun (\d{4})", bare)
        keys.append((rank, int(year[2]) if year else 0, int(year[1]) if year else 0))
    if keys != sorted(keys):
        yield Fault("R37", frame.basis[0][0], "Dasar hukum tidak urut menurut tingkat, tahun, dan nomor.")
    if (
        frame.is_mayoral
        and frame.basis
        and not re.match(r"Pasal 18 ayat \(6\) Undang-[Uu]ndang Dasar", frame.basis[0][1])
    ):
        yield Fault(
            "R38",
            frame.basis[0][0],
            "Dasar hukum pertama adalah Pasal 18 ayat (6) Undang-Undang Dasar 1945.",
            warning=True,
        )


@check
def into_force(frame: Frame) -> Iterator[Fault]:
    """R99, R100: the last Pasal brings it into force, repeal stands before it."""
    stable_id, text = frame.last_article
    if not re.search(r"\bmulai berlaku\b", text):
        yield Fault("R99", stable_id, "Pasal terakhir mengatur saat mulai berlaku.")
    elif not re.search(r"ini mulai berlaku pada tanggal diundangkan\.", text):
        yield Fault(
            "R99", stable_id, "Peraturan mulai berlaku pada tanggal diundangkan, kecuali ada alasan.", warning=True
        )
    if "dicabut" in text:
        yield Fault("R100", stable_id, "Pencabutan berdiri sebelum Pasal terakhir.")


@check
def closing(frame: Frame) -> Iterator[Fault]:
    """R101-R105, R107: order of promulgation, both blocks, names, gazette line, dates."""
    if len(frame.orders) != 1 or not ORDER.fullmatch(frame.orders[0]):
        yield Fault(
            "R101", "perintah_pengundangan", "Perintah pengundangan berdiri tepat satu kali dengan rumusan baku."
        )
    lines = frame.closing
    for rule, word, block in (("R102", "Ditetapkan di", "penetapan"), ("R103", "Diundangkan di", "pengundangan")):
        places = [index for index, line in enumerate(lines) if line.startswith(word)]
        if (
            len(places) != 1
            or not re.fullmatch(rf"{word} [A-Z][\w ]+", lines[places[0]])
            or not (places[0] + 1 < len(lines) and lines[places[0] + 1].startswith("pada tanggal "))
        ):
            yield Fault(rule, block, f"Blok {block}: {word} tempat, lalu pada tanggal.")
    for index, line in enumerate(lines[:-1]):
        signer = next((item for item in lines[index + 1 : index + 4] if item.casefold() not in {"ttd", "ttd."}), "")
        if re.match(r"(?:WALI ?KOTA|BUPATI|SEKRETARIS DAERAH|(?:Plt|Pj|Plh)\. )", line, re.I) and TITLES.search(signer):
            yield Fault("R104", "penetapan", f"Nama penanda tangan ditulis tanpa gelar, pangkat, dan NIP: {signer}.")
    if frame.is_mayoral and not GAZETTE_LINE.fullmatch(frame.gazette):
        yield Fault("R105", "berita_daerah", "Baris terakhir: BERITA DAERAH ... TAHUN yyyy NOMOR n, tanpa titik.")


@check
def annexes(frame: Frame) -> Iterator[Fault]:
    """R110-R114: promised in the body, labelled in sequence, block and signature."""
    several = len(frame.annexes) > 1
    for index, annex in enumerate(frame.annexes):
        label = f"LAMPIRAN {ROMANS[index]}" if several else "LAMPIRAN"
        if annex.label != label:
            yield Fault("R111", annex.id, f"Label lampiran ini {label}.")
        printed = label.replace("LAMPIRAN", "Lampiran")
        if not re.search(rf"{printed} yang merupakan bagian tidak terpisahkan dari [A-Z][\w ]+ ini", frame.body):
            yield Fault("R110", annex.id, f"{printed} belum disebut dengan frasa bagian tidak terpisahkan.")
        if len(annex.block) < 4 or annex.block[2] != "TENTANG":
            yield Fault("R112", annex.id, "Blok lampiran: label, jenis peraturan, NOMOR, TENTANG, nama.")
        if not annex.signed:
            yield Fault("R114", annex.id, "Lampiran diakhiri jabatan, tanda tangan, dan nama.")


@check
def elucidation(frame: Frame) -> Iterator[Fault]:
    """R126: a mayoral regulation has no elucidation."""
    if frame.has_elucidation and frame.is_mayoral:
        yield Fault("R126", "", "Peraturan wali kota lazimnya tanpa penjelasan.", warning=True)


def _plain(text: str) -> str:
    return re.sub(r"[\s.;]+", " ", re.sub(r"[-–\u2011]", "-", text)).strip().casefold()
