"""Reading the printed regulation: normalised text, pages, words with their boxes, the tree of the body."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

PAGE_NUMBER = re.compile(r"^\s*-\s?(\d+)\s?-\s*$")
ORDINALS = "Kesatu Kedua Ketiga Keempat Kelima Keenam Ketujuh Kedelapan Kesembilan Kesepuluh".split()
DIGITS = " satu dua tiga empat lima enam tujuh delapan sembilan".split(" ")
MARKS = {
    "bab": r"BAB ([IVXLC]+)$()",
    "bagian": r"Bagian (\w+)$()",
    "paragraf": r"Paragraf (\d+)$()",
    "pasal": r"Pasal (\d+[A-Z]*)$()",
    "ayat": r"\((\d+[a-z]?)\)\s+(.*)",
    "huruf": r"([a-z]{1,2})\.\s+(.*)",
    "angka": r"(\d+)\.\s+(.*)",
}
LEVELS = list(MARKS)
SECTIONS = {
    "menimbang": r"Menimbang\b",
    "mengingat": r"Mengingat\b",
    "diktum": r"MEMUTUSKAN",
    "body": r"BAB [IVXLC]+$",
    "closing": r"Agar setiap orang",
    "annexes": r"LAMPIRAN(?: [IVXLC]+)?$",
}


@dataclass
class Node:
    """A unit of the body with the text printed after its number."""

    kind: str
    number: str
    text: str = ""
    address: str = ""
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


def spell(number: int) -> str:
    """The number in Indonesian words (R71)."""
    if number < 12:
        return {0: "nol", 10: "sepuluh", 11: "sebelas"}.get(number) or DIGITS[number]
    if number < 20:
        return f"{DIGITS[number - 10]} belas"
    units = [(10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh")]
    size, unit = next(entry for entry in units if number >= entry[0])
    many, rest = divmod(number, size)
    head = f"se{unit}" if many == 1 and size in (100, 1000) else f"{spell(many)} {unit}"
    return f"{head} {spell(rest)}" if rest else head


def roman(number: int) -> str:
    """The number in Roman numerals."""
    result = ""
    for value, sign in [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ]:
        result += sign * (number // value)
        number %= value
    return result


def poppler(tool: str, *arguments: str | Path) -> str:
    """Output of a program of poppler-utils."""
    return subprocess.run([tool, *arguments], capture_output=True, text=True, check=True).stdout


def page_words(pdf: Path) -> list[tuple[float, float, list[tuple[float, float, float, float, str]]]]:
    """Per page its width, its height and its words with their boxes (left, top, right, bottom)."""
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    result = []
    for page in poppler("pdftotext", "-bbox", pdf, "-").split("<page ")[1:]:
        width, height = re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups()
        boxes = [(*map(float, found[:4]), unescape(found[4])) for found in word.findall(page)]
        result.append((float(width), float(height), boxes))
    return result


def plain(text: str) -> str:
    """Ordinary spaces and hyphens instead of the no-break ones."""
    return text.replace("\u00a0", " ").replace("\u2011", "-")


def pages(text: str) -> list[list[str]]:
    """The lines with text of each page of the regulation; the cover sheet of the draft is left out."""
    sheets = plain(text).removesuffix("\f").split("\f")
    start = 1 if "LEMBAR SAMPUL" in sheets[0] else 0
    return [[line.strip() for line in sheet.splitlines() if line.strip()] for sheet in sheets[start:]]


def lines(text: str) -> list[str]:
    """All lines of the regulation without page numbers."""
    return [line for page in pages(text) for line in page if not PAGE_NUMBER.match(line)]


def joined(parts: Iterable[str]) -> str:
    """Lines as one text: broken words with a hyphen closed up, white space collapsed."""
    return " ".join(re.sub(r"(?<=[^\W\d])-\n\s*", "-", "\n".join(parts)).split())


def normalise(text: str) -> str:
    """The regulation as one line, as section 7.3 prescribes."""
    return joined(lines(text))


def sections(text: str) -> dict[str, list[str]]:
    """Lines of head, recitals, legal basis, enacting words, body, closing and annexes."""
    result: dict[str, list[str]] = {name: [] for name in ["head", *SECTIONS]}
    current, waiting = "head", list(SECTIONS)
    for line in lines(text):
        if waiting and re.match(SECTIONS[waiting[0]], line):
            current = waiting.pop(0)
        result[current].append(line)
    return result


def before_annexes(text: str) -> str:
    """Everything from the head to the closing, normalised."""
    parts = sections(text)
    return joined(line for name, part in parts.items() if name != "annexes" for line in part)


def body_tree(text: str) -> Node:
    """The body as a tree of BAB, Bagian, Paragraf, Pasal, ayat, huruf and angka."""
    root = Node("root", "")
    stack = [root]
    for line in sections(text)["body"]:
        found = next(((kind, match) for kind, mark in MARKS.items() if (match := re.match(mark, line))), None)
        if not found:
            stack[-1].text = joined([stack[-1].text, line])
            continue
        kind, match = found
        while len(stack) > 1 and LEVELS.index(stack[-1].kind) >= LEVELS.index(kind):
            stack.pop()
        number = match[1]
        part = f"ayat ({number})" if kind == "ayat" else f"{'Pasal' if kind == 'pasal' else kind} {number}"
        above = stack[-1].address if LEVELS.index(kind) > LEVELS.index("pasal") else ""
        node = Node(kind, number, match[2], f"{above} {part}".strip())
        stack[-1].children.append(node)
        stack.append(node)
    return root


def of_kind(node: Node, kind: str) -> list[Node]:
    """All units of one kind below the node, in order."""
    return [found for found in node.walk() if found.kind == kind]


def items(section: list[str], mark: str) -> list[tuple[str, str]]:
    """Numbered items of the opening; a single item without number has an empty label."""
    result: list[tuple[str, list[str]]] = []
    for line in [re.sub(r"^(Menimbang|Mengingat)\s*:\s*", "", entry) for entry in section]:
        if match := re.match(rf"({mark})\.\s+(.*)", line):
            result.append((match[1], [match[2]]))
        elif result:
            result[-1][1].append(line)
        else:
            result.append(("", [line]))
    return [(label, joined(parts)) for label, parts in result]
