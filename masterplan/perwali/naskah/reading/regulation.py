"""A regulation read from text: parts, tree, references, instructions, doubts, and the counts of all. Pure."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypedDict

from ..structure import Kind, Node, Number, Tree, label
from .addresses import Target, find_addresses, repair
from .amending import Instruction, amended_rule, read_amending
from .body import BodyReader, Doubt, Written, join, read_items
from .headings import Heading, find_amending, find_headings
from .lines import Dropped, Line, read_lines
from .parts import KIND, NUMBER_LINE, Parts, cut

MONTHS = {
    name: index
    for index, name in enumerate(
        "januari februari maret april mei juni juli agustus september oktober november desember".split(), start=1
    )
}
DATE = re.compile(r"tanggal\s?:?\s*(\d{1,2})\s?(?:-(\d{1,2})-|\s?([A-Za-z]+)\s)\s?(\d{4})", re.I)


class ReadFacts(TypedDict):
    """What the text tells of itself; ``number`` as it is written, dates as ``2025-03-03``."""

    kind: str
    number: str
    year: int | None
    title: str
    date_set: str | None
    date_promulgated: str | None
    gazette: str


@dataclass(frozen=True)
class Reference:
    """A reference found in the text: where it stands, its words, where it points, whether that exists here."""

    line: int
    source: Target
    text: str
    targets: tuple[Target, ...]
    scope: str
    resolves: bool | None


@dataclass
class Reading:
    """Everything read from one text."""

    facts: ReadFacts
    recitals: list[Node]
    basis: list[Node]
    body: list[Node]
    headings: list[Heading]
    instructions: list[Instruction]
    quoted_headings: list[Heading]
    references: list[Reference]
    parts: dict[str, int | None]
    doubts: list[Doubt]
    dropped: list[Dropped]
    line_of: dict[str, int] = field(default_factory=dict)
    annex_lines: list[int] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    opening_line: int = 0
    decide: str = ""
    enact: str = ""
    closing: list[str] = field(default_factory=list)
    closing_line: int = 0
    annex_blocks: list[tuple[list[str], bool]] = field(default_factory=list)

    @property
    def is_amending(self) -> bool:
        """Whether the regulation amends another one."""
        return any(node.kind == Kind.AMENDING for node in self.body)

    def of(self, *kinds: Kind) -> list[Node]:
        """Elements of the regulation itself, without what its instructions quote."""
        out: list[Node] = []

        def visit(nodes: Sequence[Node]) -> None:
            for node in nodes:
                if node.kind in kinds:
                    out.append(node)
                if node.kind != Kind.INSTRUCTION:
                    visit(node.children)

        visit(self.body)
        return out

    def counts(self) -> dict[str, int]:
        """Counts of the body and of the opening, in the words of the field."""
        out = {"menimbang": len(self.recitals), "mengingat": len(self.basis)}
        for name, kind in (("bab", Kind.CHAPTER), ("bagian", Kind.PART), ("paragraf", Kind.SUBPART)):
            out[name] = len(self.of(kind))
        out["pasal"] = len(self.of(Kind.ARTICLE, Kind.AMENDING))
        if self.is_amending:
            out["instructions"] = len(self.instructions)
            out["quoted_pasal_headings"] = sum(h.kind == Kind.ARTICLE for h in self.quoted_headings)
        else:
            out["ayat"] = len(self.of(Kind.PARAGRAPH))
        return out

    def paragraphs_per_article(self) -> dict[str, int]:
        """Number of ayat of each Pasal; 0 where it is not divided."""
        return {_bare(node): _paragraphs(node) for node in self.of(Kind.ARTICLE, Kind.AMENDING)}

    def quoted_paragraphs(self) -> dict[str, int]:
        """The same for what the instructions quote."""
        return {
            _bare(node): _paragraphs(node)
            for root in self.of(Kind.INSTRUCTION)
            for node in root.walk()
            if node.kind == Kind.ARTICLE
        }


def _paragraphs(node: Node) -> int:
    return sum(child.kind == Kind.PARAGRAPH for child in node.children)


def _bare(node: Node) -> str:
    return label(node.kind, node.number or Number(0)).removeprefix("Pasal ")


def read(text: str) -> Reading:
    """Read the text of a regulation; never raises for a text that is none, but doubts it."""
    lines, dropped = read_lines(text)
    parts = cut(lines, _starts_body)
    doubts = [Doubt(*item) for item in parts.doubts]
    facts = _facts(parts)
    recitals = read_items(parts.recitals.lines if parts.recitals else (), ("letter",), "menimbang", Kind.RECITAL)
    basis = read_items(parts.basis.lines if parts.basis else (), ("number",), "mengingat", Kind.BASIS)
    body, instructions = _body(parts.body.lines)
    quoted = [heading for heading in body.headings if _is_quoted(heading, body)]
    reading = Reading(
        facts=facts,
        recitals=recitals.roots,
        basis=basis.roots,
        body=body.roots,
        headings=[heading for heading in body.headings if heading not in quoted],
        instructions=instructions,
        quoted_headings=quoted,
        references=[],
        parts={
            "menimbang_line": parts.recitals.start if parts.recitals else None,
            "mengingat_line": parts.basis.start if parts.basis else None,
            "menetapkan_line": parts.enact.start if parts.enact else None,
            "penjelasan_line": parts.elucidation_line,
            "lampiran_line": parts.annex_lines[0] if parts.annex_lines else None,
        },
        doubts=sorted([*doubts, *recitals.doubts, *basis.doubts, *body.doubts], key=lambda doubt: doubt.line),
        dropped=dropped,
        annex_lines=parts.annex_lines,
        opening=[line.text for line in parts.opening.lines],
        opening_line=parts.opening.start,
        decide=parts.decide,
        enact=join([(line.number, line.text) for line in parts.enact.lines]) if parts.enact else "",
        closing=[line.text for line in parts.closing.lines] if parts.closing else [],
        closing_line=parts.closing.start if parts.closing else 0,
        annex_blocks=[_annex_block(lines, start, parts.annex_lines) for start in parts.annex_lines],
        line_of={**recitals.line_of, **basis.line_of, **body.line_of},
    )
    _doubt_parts(parts, reading)
    reading.references = _references(reading, {**recitals.pieces, **basis.pieces, **body.pieces})
    return reading


def _annex_block(lines: Sequence[Line], start: int, starts: list[int]) -> tuple[list[str], bool]:
    """The block at the head of an annex (label, kind, number, TENTANG, name), and whether the office closes it."""
    end = next((other for other in starts if other > start), 10**9)
    own = [line for line in lines if start <= line.number < end]
    about = next((index for index, line in enumerate(own) if re.sub(r"\s", "", line.text) == "TENTANG"), None)
    signed = any(re.match(r"(?:WALI ?KOTA|BUPATI|GUBERNUR|MENTERI|PRESIDEN)\b.*,$", line.text) for line in own[4:])
    if about is None or about > 4:
        return [own[0].text], signed
    name = [(own[about + 1].number, own[about + 1].text)] if about + 1 < len(own) else []
    for before, line in zip(own[about + 1 :], own[about + 2 :], strict=False):
        if line.gap or abs(line.indent - before.indent) > 4 or len(name) > 5:
            break
        name.append((line.number, line.text))
    return [*(line.text for line in own[: about + 1]), join(name)], signed


def _starts_body(lines: Sequence[Line], index: int) -> bool:
    """Whether the body begins here: a chapter or the first Pasal."""
    window = lines[index : index + 2]
    found = find_headings(window)
    if found and found[0].index == 0 and found[0].number.base == 1:
        return found[0].kind in (Kind.CHAPTER, Kind.ARTICLE)
    return bool(find_amending(window[:1]))


def _body(lines: Sequence[Line]) -> tuple[Written, list[Instruction]]:
    amending = find_amending(lines)
    if not amending or amending[0].index > 0:
        return BodyReader(lines, find_headings(lines)).read(), []
    out, ids = Written(), set[str]()
    instructions: list[Instruction] = []
    for position, article in enumerate(amending):
        end = amending[position + 1].index if position + 1 < len(amending) else len(lines)
        inside = lines[article.index + 1 : end]
        if article.doubt:
            out.doubts.append(Doubt(article.line, article.doubt))
        if position == 0:
            _, instructions, written = read_amending(inside, article, ids)
        else:
            written = _last_article(inside, article, ids)
        out.headings.append(article)
        out.line_of.update(written.line_of)
        out.pieces.update(written.pieces)
        out.roots += written.roots
        out.headings += written.headings
        out.doubts += written.doubts
    return out, instructions


def _last_article(lines: Sequence[Line], article: Heading, ids: set[str]) -> Written:
    """Pasal II: one norm, or a list."""
    reader = BodyReader(lines, [], ids)
    reader.article = reader.node = reader.make(
        Kind.AMENDING, article.number, None, article.line, f"pasal_romawi_{article.number.base}"
    )
    return reader.read()


def _is_quoted(heading: Heading, body: Written) -> bool:
    return any(root.kind == Kind.AMENDING for root in body.roots) and heading.kind != Kind.AMENDING


def _facts(parts: Parts) -> ReadFacts:
    """Kind, number, year, title and dates, as far as the text tells them."""
    lines = [line.text for line in parts.opening.lines]
    kind = next((index for index, text in enumerate(lines) if KIND.match(text)), None)
    number = next((NUMBER_LINE.match(text) for text in lines[kind or 0 :] if NUMBER_LINE.match(text)), None)
    about = next((i for i, text in enumerate(lines) if re.sub(r"\s", "", text).casefold() == "tentang"), None)
    title = []
    for text in lines[about + 1 :] if about is not None else []:
        if re.search(r"\bRAH?MAT\b|^DENGAN\s?RAH?MAT", text, re.I) or text.endswith(","):
            break
        title.append((0, text))
    closing = [line.text for line in parts.closing.lines] if parts.closing else []
    found_number = number["number"].strip() if number else ""
    year = (number["year"] or found_number[-4:]) if number else ""
    return {
        "kind": lines[kind] if kind is not None else "",
        "number": found_number,
        "year": int(year) if year.isdigit() else None,
        "title": join(title),
        "date_set": _date_after(closing, r"Ditetapkan|Disahkan"),
        "date_promulgated": _date_after(closing, r"Diundangkan"),
        "gazette": next((t for t in closing if re.match(r"(?:LEMBARAN|BERITA)\s+(?:DAERAH|NEGARA)\b", t)), ""),
    }


def _date_after(closing: list[str], word: str) -> str | None:
    """The date in the lines after a word, as ``2025-03-03``."""
    start = next((index for index, text in enumerate(closing) if re.match(word, text, re.I)), None)
    match = DATE.search(" ".join(closing[start : start + 3])) if start is not None else None
    if match is None:
        return None
    month = int(match[2]) if match[2] else MONTHS.get((match[3] or "").casefold(), 0)
    return f"{match[4]}-{month:02}-{int(match[1]):02}" if 1 <= month <= 12 else None


def _doubt_parts(parts: Parts, reading: Reading) -> None:
    """What a regulation must have and this text lacks."""
    wanted = (
        (parts.recitals, "Menimbang"),
        (parts.basis, "Mengingat"),
        (parts.enact, "Menetapkan"),
        (parts.closing, "penutup (Agar setiap orang mengetahuinya)"),
    )
    reading.doubts += [Doubt(0, f"bagian {name} tidak ditemukan") for part, name in wanted if part is None]
    if not reading.of(Kind.ARTICLE, Kind.AMENDING):
        reading.doubts.append(Doubt(0, "tidak ada Pasal yang dikenal: apakah ini naskah peraturan?"))
    if reading.facts["title"].upper().startswith("PERUBAHAN") and not reading.is_amending:
        reading.doubts.append(Doubt(0, "judul menyebut perubahan, tetapi Pasal I tidak ditemukan"))


# --- References ------------------------------------------------------------------------------------


def _references(reading: Reading, pieces: dict[str, list[tuple[int, str]]]) -> list[Reference]:
    """All references with their targets looked up; those of instructions point into the amended regulation."""
    places = {place for root in (*reading.body, *reading.recitals) for node in root.walk() for place in _places(node)}
    out = []
    for root in (*reading.recitals, *reading.basis, *reading.body):
        for node in root.walk():
            out += _of_node(node, pieces[node.id], places, reading.is_amending)
    return sorted(out, key=lambda reference: reference.line)


def _of_node(node: Node, pieces: list[tuple[int, str]], places: set[Target], amending: bool) -> list[Reference]:
    text = repair(join(pieces))
    own = place_of(node)
    in_instruction = amending and (node.kind == Kind.INSTRUCTION or node.ancestor(Kind.INSTRUCTION) is not None)
    out = []
    for address in find_addresses(text):
        outside = address.outside or node.kind == Kind.BASIS or _in_citation(text, address.start)
        scope = "external" if outside else "amended" if in_instruction else "internal"
        targets = tuple(absolute(target, own, node) for target in address.targets) if not outside else address.targets
        resolves: bool | None = None
        if scope == "internal":
            resolves = all(target in places for target in targets)
        elif scope == "amended":
            resolves = all(target in places for target in targets) or None
        out.append(Reference(_line_at(pieces, address.start), own, address.text, targets, scope, resolves))
    return out


def _in_citation(text: str, start: int) -> bool:
    """``Undang-Undang Dasar ... Pasal 18``, ``Nomor 7 Tahun 2015 Pasal 3``: the rule is named before."""
    return bool(re.search(r"(?:Nomor\s\S+\sTahun\s\d{4}|Tahun\s1945)\s$", text[:start]))


def _line_at(pieces: list[tuple[int, str]], offset: int) -> int:
    """The line on which a place of the joined text stands."""
    for count in range(1, len(pieces) + 1):
        if len(join(pieces[:count])) > offset:
            return pieces[count - 1][0]
    return pieces[-1][0] if pieces else 0


def absolute(target: Target, own: Target, node: Node) -> Target:
    """An address inside the own Pasal or ayat, made whole."""
    if target.article:
        return target
    if node.kind == Kind.RECITAL or (not own.article and node.kind != Kind.INSTRUCTION):
        return target
    if target.paragraph:
        return Target(own.article, target.paragraph, target.letter, target.number)
    if target.letter:
        return Target(own.article, own.paragraph, target.letter, target.number)
    return Target(own.article, own.paragraph, own.letter, target.number)


def place_of(node: Node, tree: Tree | None = None) -> Target:
    """The address of an element by its own numbers, or by those a tree computes; empty above the Pasal."""
    names = {"article": "", "paragraph": "", "letter": "", "number": ""}
    current: Node | None = node
    while current is not None:
        number = tree.ordinal(current) if tree is not None else current.number
        mark = label(current.kind, number) if number else ""
        if current.kind in (Kind.ARTICLE, Kind.AMENDING):
            names["article"] = names["article"] or mark.removeprefix("Pasal ")
            break
        if current.kind == Kind.PARAGRAPH:
            names["paragraph"] = mark.strip("()")
        elif current.kind in (Kind.LETTER, Kind.RECITAL):
            names["letter"] = mark.rstrip(".")
        elif current.kind in (Kind.NUMBER, Kind.INSTRUCTION) and not names["number"]:
            names["number"] = mark.rstrip(".")
        current = current.parent
    return Target(**names)


def _places(node: Node) -> list[Target]:
    """Addresses under which an element can be referred to."""
    place = place_of(node)
    return [place] if node.kind != Kind.INSTRUCTION else []


def as_json(reading: Reading) -> dict[str, Any]:
    """What ``import_regulation --json`` prints; keys as in the checked truth of the sample texts."""
    out: dict[str, Any] = {
        **reading.facts,
        "amending": reading.is_amending,
        "counts": reading.counts(),
        "headings": [_heading(heading) for heading in reading.headings],
        "ayat_per_pasal": reading.paragraphs_per_article(),
        "parts": reading.parts,
        "definitions_pasal_1": _definitions(reading),
    }
    if reading.is_amending:
        out["amendment"] = {
            "amends": amended_rule(reading.facts["title"]),
            "instructions": [
                {"angka": i.number, "line": i.line, "op": i.acts, "targets": i.targets, "quoted_pasal": i.quoted}
                for i in reading.instructions
            ],
            "quoted_headings": [_heading(heading) for heading in reading.quoted_headings],
            "quoted_ayat_per_pasal": reading.quoted_paragraphs(),
        }
    out["references"] = [
        {
            "line": r.line,
            "from": {"pasal": r.source.article or None, "ayat": r.source.paragraph or None},
            "text": r.text,
            "to": [_target(t) for t in r.targets],
            "scope": r.scope,
            "resolves": r.resolves,
        }
        for r in reading.references
    ]
    out["doubts"] = [asdict(doubt) for doubt in reading.doubts]
    return out


def _heading(heading: Heading) -> dict[str, str | int]:
    level = {Kind.CHAPTER: "BAB", Kind.PART: "Bagian", Kind.SUBPART: "Paragraf"}.get(heading.kind, "Pasal")
    number = heading.word or label(heading.kind, heading.number).partition(" ")[2]
    out: dict[str, str | int] = {"level": level, "number": number, "line": heading.line}
    return {**out, "title": heading.title} if level != "Pasal" else out


def _target(target: Target) -> dict[str, str]:
    names = {"pasal": target.article, "ayat": target.paragraph, "huruf": target.letter, "angka": target.number}
    return {name: value for name, value in names.items() if value}


def _definitions(reading: Reading) -> int:
    """Numbered definitions of Pasal 1."""
    first = next((node for node in reading.of(Kind.ARTICLE) if node.number == Number(1)), None)
    return sum(child.kind == Kind.NUMBER for child in first.children) if first else 0
