"""Lines of an extracted text without what pages add: numbers, running heads, catch words, footers. Pure."""

import re
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of the regulation: number counted by line feeds from 1; ``gap``: a blank line or page end before it."""

    number: int
    text: str
    indent: int
    gap: bool = False


@dataclass(frozen=True)
class Dropped:
    """A line that belongs to the page, not to the regulation, and why."""

    number: int
    text: str
    why: str


PAGE_NUMBER = re.compile(
    r"(?:[-–—~.]{1,2}\s*\d{1,3}\s*[-–—~.]{0,2}|\d{1,3}\s*[-–—~]{1,2})|(?:[Hh]al(?:aman)?|[Pp]age)\.?\s+\d+.*"
)
BARE_NUMBER = re.compile(r"\d{1,3}")
WANTS_NUMBER = re.compile(
    r"(?:\b(?:[Pp]asal|ayat|huruf|angka|Nomor|nomor|No\.|Tahun|tahun|tanggal|sampai)|(?<!;) (?:dan|atau)|[^;],)$"
)
# "2014, No.33" of the state gazettes, with the page number on either side.
GAZETTE_HEAD = re.compile(r"(?:-?\s?\d{1,3}\s?-?\s+)?\d{4}\s?,\s?No\.?\s?\d+[A-Z]?(?:\s+-?\s?\d{1,3}\s?-?)?")
ADDRESS = re.compile(r"(?:https?://|www\.|jdih\.)\S+|\S+\.go\.id\S*", re.I)
FILE_PATH = re.compile(r"[A-Za-z]:\\.+|\S+\.(?:docx?|pdf)")
PAPER_SERIAL = re.compile(r"SK\s+No\.?\s*\d{4,}\s*[A-Z]?")
SIGNED = re.compile(r"(?:-\s*)?Dokumen ini (?:telah )?ditandatangani secara elektronik\b.*|UU ITE No\b.*", re.I)
SIGNED_ON = re.compile(r".*\b(?:BSrE|BSSN|Sertifikasi Elektronik|sertifikat elektronik)\b.*", re.I)
CATCH_WORD = re.compile(r".{1,45}?\s?(?:…|\.{2,}|(?:\.\s){1,}\.)\s?…?")
STRUCTURAL = re.compile(
    r"(?:BAB|Bab|Bagian|BAGIAN|Paragraf|PARAGRAF|Pasal|PASAL)\b|\(?\d{1,3}[a-z]?[.)]|[a-z]{1,2}[.)]|Menimbang|Mengingat"
)
# Signs that are not seen, and the hyphens and blanks that only look like others.
SIGNS = {**dict.fromkeys(map(ord, "\f\ufeff\u00ad\u200b")), 0x00A0: " ", 0x2010: "-", 0x2011: "-"}
# Words of headings typed with a blank between the letters, a habit of typewriters.
SPACED = re.compile(r"^(?:B A B|P [aA] [sS] [aA] [lL]|B [aA] [gG] [iI] [aA] [nN])(?=\s)|(?<=\s)B A B(?=\s+[IVXL]+$)")
CLOSES = re.compile(r"Agar\s+(?:setiap|semua)\b")
LETTERS = re.compile(r"[A-Za-z]")


def read_lines(text: str) -> tuple[list[Line], list[Dropped]]:
    """Lines of the regulation, and the lines that were taken out as page furniture."""
    raw = [_Raw(number, line) for number, line in enumerate(text.split("\n"), start=1)]
    _mark_furniture(raw)
    lines: list[Line] = []
    gap = True
    for line in raw:
        gap = gap or line.new_page
        if line.why or not line.text:
            gap = True
            continue
        lines.append(Line(line.number, line.text, line.indent, gap))
        gap = False
    return lines, [Dropped(line.number, line.text, line.why) for line in raw if line.why]


class _Raw:
    """A line as it came, with the reason for leaving it out, if there is one."""

    def __init__(self, number: int, source: str) -> None:
        self.number = number
        self.new_page = "\f" in source
        source = (
            source.replace("\f", "")
            .replace("\ufeff", "")
            .replace("\u00ad", "")
            .replace("\u200b", "")
            .expandtabs(8)
            .rstrip()
        )
        source = source.replace("\u00a0", " ").replace("\u2011", "-").replace("\u2010", "-")
        source = re.sub(r"^\s*#{1,6}\s+", "", source)  # headings of Markdown
        source = source.replace("**", "")
        source = SPACED.sub(lambda match: match[0].replace(" ", ""), source)
        text = source.strip()
        if not any(sign.isalnum() for sign in text) and not text.startswith(("…", "...")):
            text = ""  # specks of a scan
        self.indent = len(source) - len(source.lstrip())
        self.text = re.sub(r"\s+", " ", text)
        self.why = ""


def _mark_furniture(raw: list[_Raw]) -> None:
    filled = [line for line in raw if line.text]
    turned = False
    for line in raw:
        turned = turned or line.new_page
        if line.text:
            line.new_page, turned = turned, False
    for before, line in zip([None, *filled], filled, strict=False):
        if (
            before is not None
            and before.why == "kaki"
            and SIGNED_ON.fullmatch(line.text)
            and line.number == before.number + 1
        ):
            line.why = "kaki"
        elif SIGNED.fullmatch(line.text) or ADDRESS.fullmatch(line.text) or FILE_PATH.fullmatch(line.text):
            line.why = "kaki"
        elif GAZETTE_HEAD.fullmatch(line.text) or PAPER_SERIAL.fullmatch(line.text):
            line.why = "kepala"
        elif PAGE_NUMBER.fullmatch(line.text):
            line.why = "halaman"
        elif BARE_NUMBER.fullmatch(line.text) and (line.new_page or not (before and WANTS_NUMBER.search(before.text))):
            line.why = "halaman"
    _mark_repeated(filled)
    _mark_catch_words(filled)


def _mark_repeated(filled: list[_Raw]) -> None:
    """Running heads of any wording: the same line beside a page's end at least three times, before the closing.

    Behind it annexes repeat their blocks and table heads with a right of their own.
    """
    beside: list[_Raw] = []
    closed = next((i for i, line in enumerate(filled) if CLOSES.match(line.text)), len(filled))
    for index, line in enumerate(filled[:closed]):
        neighbours = filled[max(0, index - 3) : index + 4]
        if not line.why and any(other.why in {"halaman", "kepala"} for other in neighbours):
            beside.append(line)
        elif not line.why and any(other.new_page for other in filled[max(0, index - 1) : index + 2]):
            beside.append(line)
    counts = Counter(line.text for line in beside if _may_run(line.text))
    for line in beside:
        if counts[line.text] >= 3:
            line.why = "kepala"


def _may_run(text: str) -> bool:
    """A running head names an office or a document; it is no heading, no item and no piece of a sentence."""
    return not STRUCTURAL.match(text) and bool(LETTERS.search(text)) and (text.isupper() or text.istitle())


def _mark_catch_words(filled: list[_Raw]) -> None:
    """The first words of the next page at the foot of this one (R12): with dots, or said twice around a page's end."""
    for index, line in enumerate(filled[:-1]):
        if line.why:
            continue
        follower = index + 1
        crossed = filled[follower].new_page
        while follower < len(filled) - 1 and filled[follower].why:
            crossed = True
            follower += 1
            crossed = crossed or filled[follower].new_page
        if not crossed:
            continue
        beginning = re.sub(r"[\s.…]+$", "", line.text)
        start = filled[follower].text
        if (
            CATCH_WORD.fullmatch(line.text)
            and _letters(beginning)[:12]
            and _letters(start).startswith(_letters(beginning)[:12])
        ):
            line.why = "kata penyambung"
        elif line.text == start and STRUCTURAL.match(start) and len(start) < 20:
            line.why = "kata penyambung"


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())
