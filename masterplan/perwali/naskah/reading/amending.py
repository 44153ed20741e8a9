"""Instructions of an amending regulation: what Pasal I changes, inserts, removes (R135-R137). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..structure import Kind, Node, Number, label
from .addresses import Target, find_addresses, repair
from .body import BodyReader, Doubt, Written, join
from .headings import Heading, find_quoted
from .labels import SCANNED_DIGITS, looks_like, small_arabic
from .lines import Line

VERBS = (
    ("ubah", re.compile(r"\b(?:diubah|mengubah|diganti)\b", re.I)),
    ("hapus", re.compile(r"\b(?:dihapus(?:kan)?|menghapus)\b", re.I)),
    ("sisip", re.compile(r"\b(?:disisip(?:kan|i)?|menyisipkan)\b", re.I)),
    ("tambah", re.compile(r"\b(?:ditam\s?bah(?:kan)?|menambah(?:kan)?)\b", re.I)),
)
BEGINS = re.compile(
    r"(?:Ketentuan|Di\s?antara|Pasal\s?\d|BAB\s[IVX]|Bab\s|Setelah|Sesudah|Judul|Lampiran|Penjelasan|Bagian\s|Paragraf\s|"
    r"Ayat\s|Huruf\s|Angka\s|Mengubah|Menghapus|Menambah|Menyisipkan|Frasa|Kata|Semua|Beberapa|Dalam\s|Pada\s|Ditambah|Substansi)"
)
NUMBERED = re.compile(r"(?P<number>[\dlIiO]{1,3})\s?[.,]\s*(?=\S)")
NEW = re.compile(r"\b(?:yakni|yaitu)\b", re.I)
ANNEX = re.compile(r"Lampiran(?:\s[IVXL]+\b)?")
ANNEX_LETTERS = re.compile(r"huruf\s([A-Z])\b")
AMENDED = re.compile(
    r"(?P<kind>Peraturan\s(?:Wal\w\s?Kota|Bupati|Gubernur|Daerah|Menteri|Presiden|Pemerintah)|Undang-Undang)\b(?:(?!Peraturan|Undang-Undang).)*?"
    r"Nomor\s(?P<number>\S+)\sTahun\s(?P<year>\d{4})",
    re.I,
)


@dataclass
class Instruction:
    """One instruction: number, line, what it does (``ubah``, ``hapus``, ``sisip``, ``tambah``), to which places."""

    number: int
    line: int
    acts: list[str]
    targets: list[str]
    quoted: list[str] = field(default_factory=list)


def _instruction_number(text: str) -> int | None:
    match = NUMBERED.match(text)
    number = small_arabic(match["number"].translate(SCANNED_DIGITS)) if match else None
    return number.base if number else None


def is_instruction(lines: Sequence[Line], index: int) -> bool:
    """Whether a numbered line instructs: it begins with the place and within three lines says what to do."""
    match = NUMBERED.match(lines[index].text)
    if match is None:
        return False
    rest = lines[index].text[match.end() :]
    if not BEGINS.match(rest) and not looks_like(rest.split()[0], "Ketentuan", 0.8):
        return False
    whole = join([(line.number, line.text) for line in lines[index : index + 4]])
    return any(pattern.search(whole) for _, pattern in VERBS)


def read_amending(lines: Sequence[Line], article: Heading, ids: set[str]) -> tuple[Node, list[Instruction], Written]:
    """Pasal I with its instructions and what they quote."""
    out = Written()
    root = Node(f"pasal_romawi_{article.number.base}", Kind.AMENDING, number=article.number)
    out.roots.append(root)
    out.line_of[root.id], out.pieces[root.id] = article.line, []
    starts: list[tuple[int, int]] = []
    for index in range(len(lines)):
        last = starts[-1][1] if starts else 0
        number = _instruction_number(lines[index].text)
        if number is not None and last < number <= last + 2 and is_instruction(lines, index):
            if number > last + 1:
                out.doubts.append(Doubt(lines[index].number, f"instruksi {last + 1} tidak ditemukan"))
            starts.append((index, number))
    lead = lines[: starts[0][0]] if starts else lines
    out.pieces[root.id] = [(line.number, line.text) for line in lead]
    instructions = []
    for position, (start, number) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
        instructions.append(_instruction(lines[start:end], number, root, ids, out))
    if not starts:
        out.doubts.append(Doubt(article.line, f"{label(Kind.AMENDING, article.number)} tanpa instruksi yang dikenal"))
    root.text = join(out.pieces[root.id])
    return root, instructions, out


def _instruction(lines: Sequence[Line], number: int, root: Node, ids: set[str], out: Written) -> Instruction:
    """The instruction's own words up to the quoted text, then the quoted text as elements."""
    first = lines[0]
    match = NUMBERED.match(first.text)
    node = Node(f"{root.id}_instruksi_{number}", Kind.INSTRUCTION, number=Number(number), parent=root)
    root.children.append(node)
    own = [(first.number, first.text[match.end() :] if match else first.text)]
    headings = find_quoted(lines[1:])
    stop = 1
    while stop < len(lines):
        before, line = lines[stop - 1], lines[stop]
        begins = any(heading.index == stop - 1 for heading in headings) or re.match(r"\(\s?1\s?\)\s", line.text)
        if begins or re.search(r"(?:berbunyi(?:\ssebagai\sberikut)?|sebagai\sberikut)\s?:?$", before.text):
            break
        own.append((line.number, line.text))
        stop += 1
    node.text = join(own)
    out.line_of[node.id], out.pieces[node.id] = first.number, own
    acts = [name for name, pattern in VERBS if pattern.search(node.text)]
    targets = targets_of(node.text, acts)
    if not acts or not targets:
        out.doubts.append(Doubt(first.number, f"instruksi {number} tidak jelas: {node.text[:80]!r}"))
    quoted_lines = lines[stop:]
    found = find_quoted(quoted_lines)
    reader = BodyReader(quoted_lines, found, ids)
    if quoted_lines and (not found or found[0].index > 0):
        reader.article = reader.node = _implied(targets, node, first.number, reader)
    inside = reader.read()
    for child in inside.roots:
        if child.parent is None:
            child.parent = node
        if child not in node.children:
            node.children.append(child)
    out.line_of.update(inside.line_of)
    out.pieces.update(inside.pieces)
    out.headings += inside.headings
    out.doubts += inside.doubts
    quoted = [label(h.kind, h.number).removeprefix("Pasal ") for h in inside.headings if h.kind == Kind.ARTICLE]
    return Instruction(number, first.number, acts, targets, quoted)


def _implied(targets: list[str], node: Node, line: int, reader: BodyReader) -> Node:
    """The Pasal whose text is quoted without its heading: the one the instruction names."""
    match = re.match(r"Pasal (\d+)([A-Z]*)", targets[0]) if targets else None
    number = Number(int(match[1]), match[2]) if match else None
    key = f"pasal_{match[1]}{match[2].lower()}" if match else f"{node.id}_kutipan"
    return reader.make(Kind.ARTICLE if match else Kind.NUMBER, number or Number(1), None, line, key)


def targets_of(text: str, acts: Sequence[str]) -> list[str]:
    """The places an instruction names, from large to small: ``Pasal 7 ayat (3) huruf a``."""
    place = repair(re.split(r"\bsehingga\b|\byang berbunyi\b|\bberbunyi\b", text)[0])
    if "sisip" in acts and NEW.search(place):
        old, new = NEW.split(place, maxsplit=1)
        around = [_print(target) for address in find_addresses(old) for target in address.targets]
        inserted = _named(new, around[0] if around else "")
        between = f" (between {around[0]} and {around[1]})" if len(around) > 1 else ""
        return [f"{target}{between}" for target in inserted] or around
    if "tambah" in acts and NEW.search(place):
        old, new = NEW.split(place, maxsplit=1)
        around = [_print(target) for address in find_addresses(old) for target in address.targets]
        return _named(new, around[0] if around else "") or around
    annex = ANNEX.search(place)
    if annex is not None:
        letters = ANNEX_LETTERS.findall(place[: annex.start()])
        return [f"{annex[0]} huruf {letter}" for letter in letters] or [annex[0]]
    out: list[str] = []
    base = ""
    for address in find_addresses(place, bare=True):
        for target in address.targets:
            printed = _print(target)
            out.append(printed if target.article or not base else f"{_above(base, printed)} {printed}")
        base = base or next((target for target in out if target.startswith("Pasal")), "")
    if not out:
        out = re.findall(r"\b(?:BAB [IVXLC]+[A-Z]?|Bagian Ke\w+|Paragraf \d+|Judul|Penjelasan)\b", place)
    return list(dict.fromkeys(out))


def _named(text: str, base: str) -> list[str]:
    """What a ``yakni`` names; a letter or figure alone lies in the place named before."""
    out = []
    for address in find_addresses(text, bare=True):
        for target in address.targets:
            printed = _print(target)
            out.append(printed if target.article or not base else f"{_above(base, printed)} {printed}")
    return out or re.findall(r"\bBAB [IVXLC]+[A-Z]?\b", text)


def _above(base: str, printed: str) -> str:
    """The part of a place above the level of what is named in it."""
    word = printed.split()[0]
    return base.partition(f" {word}")[0]


def _print(target: Target) -> str:
    parts = []
    if target.article:
        parts.append(f"Pasal {target.article}")
    if target.paragraph:
        parts.append(f"ayat ({target.paragraph})")
    if target.letter:
        parts.append(f"huruf {target.letter}")
    if target.number:
        parts.append(f"angka {target.number}")
    return " ".join(parts)


def amended_rule(title: str) -> dict[str, object] | None:
    """The regulation a title says it amends, and whether for the first time or again."""
    match = AMENDED.search(title)
    if match is None or not re.match(r"\s*PERUBAHAN\b", title, re.I):
        return None
    order = re.match(r"\s*PERUBAHAN\s+(?:(KE\w+(?:\s(?:BELAS|PULUH(?:\sKE\w+)?))?)\s+)?ATAS\b", title, re.I)
    number = re.sub(r"\D", "", match["number"].replace("O", "0").replace("S", "5"))
    return {
        "kind": re.sub(r"Wal\w\s?kota", "Wali Kota", " ".join(match["kind"].split()).title(), flags=re.I),
        "number": number or match["number"],
        "year": int(match["year"]),
        "order": (order[1] or "pertama").casefold() if order else "pertama",
    }
