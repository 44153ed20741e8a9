"""The grammar of the body: chapters, articles, paragraphs and lists from cleaned lines. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..structure import Kind, Node, Number, label
from .headings import Heading
from .labels import ITEM, KINDS, LETTERS, PARAGRAPH, SCANNED_DIGITS, small_arabic
from .lines import Line

# A line after which "(2)" or "b." at a line's start belongs to a reference.
GOES_ON = r",?(?:\s(?:dan|atau|dan/atau|sampai dengan))?"
WANTS_PARAGRAPH = re.compile(rf"(?:\bayat|\bayat\s?\(\d+[a-z]?\)(?:,\s?(?:ayat\s?)?\(\d+[a-z]?\))*{GOES_ON})$", re.I)
WANTS_LETTER = re.compile(rf"\b(?:huruf|angka)$|\bhuruf\s[a-z](?:,\s?(?:huruf\s)?[a-z])*{GOES_ON}$")
WANTS_FIGURE = re.compile(r"\b(?:Nomor|nomor|No\.|Tahun|tahun|tanggal|Pasal|pasal|angka)$")
# Labels of recitals and legal basis without their full stop.
UNDOTTED = re.compile(r"(?P<letter>[a-z])\s(?=bahwa)|(?P<number>\d{1,2}),\s(?=[A-Z])")
ITEM_END = re.compile(r"(?:[.;:,]|;\s?(?:dan|atau|dan/\s?atau))$")


@dataclass(frozen=True)
class Doubt:
    """Something the reader is not sure of, with the line where a person should look."""

    line: int
    message: str


@dataclass
class Written:
    """What the grammar made: elements, where each begins, the pieces of text each was joined from, headings, doubts."""

    roots: list[Node] = field(default_factory=list)
    line_of: dict[str, int] = field(default_factory=dict)
    pieces: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass
class _OpenList:
    kind: Kind
    last: Number
    parent: Node


def join(pieces: Sequence[tuple[int, str]]) -> str:
    """Wrapped lines as one text; a word that really has a hyphen keeps it without a blank."""
    out = ""
    for _, text in pieces:
        if not out:
            out = text
        elif re.search(r"[A-Za-z]-$", out) and text[:1].isalpha():
            out += text
        else:
            out += f" {text}"
    return out


class BodyReader:
    """Reads lines below known headings into elements; ids are made from the place in the text."""

    def __init__(self, lines: Sequence[Line], headings: Sequence[Heading], ids: set[str] | None = None) -> None:
        self.lines = lines
        self.headings = {heading.index: heading for heading in headings}
        self.out = Written()
        self.ids = ids if ids is not None else set()
        self.above: dict[Kind, Node | None] = {}
        self.headed: list[tuple[Heading, Node]] = []
        self.article: Node | None = None
        self.node: Node | None = None
        self.lists: list[_OpenList] = []
        self.paragraph = Number(0)

    def read(self) -> Written:
        """All lines; every one of them ends up in exactly one element or one doubt."""
        for index, line in enumerate(self.lines):
            if index in self.headings:
                self.heading(self.headings[index])
            elif not (self.paragraph_at(index) or self.item_at(index)):
                self.text(line)
        for root in self.out.roots:
            for node in root.walk():
                if node.kind in (Kind.CHAPTER, Kind.PART, Kind.SUBPART):
                    node.title = join(self.out.pieces[node.id])
                else:
                    node.text = join(self.out.pieces[node.id])
        self.out.headings = [replace(heading, title=node.title) for heading, node in self.headed]
        return self.out

    def doubt(self, line: int, message: str) -> None:
        self.out.doubts.append(Doubt(line, message))

    # --- Making elements ----------------------------------------------------------------------

    def make(self, kind: Kind, number: Number, parent: Node | None, line: int, key: str) -> Node:
        """A new element below its parent."""
        stable_id, again = key, 1
        while stable_id in self.ids:
            again += 1
            stable_id = f"{key}_x{again}"
        self.ids.add(stable_id)
        node = Node(stable_id, kind, number=number, parent=parent)
        (parent.children if parent else self.out.roots).append(node)
        self.out.line_of[stable_id] = line
        self.out.pieces[stable_id] = []
        return node

    def heading(self, heading: Heading) -> None:
        if heading.doubt:
            self.doubt(heading.line, heading.doubt)
        order = (Kind.CHAPTER, Kind.PART, Kind.SUBPART)
        parent = next(
            (
                self.above[k]
                for k in reversed(order[: order.index(heading.kind)] if heading.kind in order else order)
                if self.above.get(k)
            ),
            None,
        )
        key = label(heading.kind, heading.number).casefold().replace(" ", "_")
        if heading.kind in (Kind.PART, Kind.SUBPART) and parent is not None:
            key = f"{parent.id}_{key}"
        node = self.make(heading.kind, heading.number, parent, heading.line, key)
        self.headed.append((heading, node))
        if heading.kind in order:
            self.above[heading.kind] = node
            for lower in order[order.index(heading.kind) + 1 :]:
                self.above[lower] = None
            self.article, self.node = None, node
            if heading.title:
                self.out.pieces[node.id].append((heading.line, heading.title))
        else:
            self.article, self.node = node, node
        self.lists, self.paragraph = [], Number(0)

    def text(self, line: Line) -> None:
        """The line goes on with what is open."""
        if self.node is None:
            self.doubt(line.number, f"teks sebelum kepala pertama: {line.text!r}")
            return
        self.out.pieces[self.node.id].append((line.number, line.text))

    # --- Ayat ---------------------------------------------------------------------------------

    def paragraph_at(self, index: int) -> bool:
        """Open an ayat if the line begins one; a wrapped ``ayat / (2)`` is none."""
        line = self.lines[index]
        match = PARAGRAPH.match(line.text)
        if match is None or self.article is None:
            return False
        before = self.lines[index - 1] if index else None
        if before is not None and index - 1 not in self.headings and WANTS_PARAGRAPH.search(before.text):
            return False
        printed = small_arabic(match["number"]) or small_arabic(match["number"].translate(SCANNED_DIGITS))
        if printed is None:
            return False
        expected = Number(self.paragraph.base + 1)
        fits = printed == expected or (printed.base == self.paragraph.base and printed.suffix > self.paragraph.suffix)
        rest = line.text[match.end() :]
        if (
            printed == Number(1)
            and self.paragraph.base > 1
            and rest[:1].isupper()
            and self.lost_heading(index, self.article)
        ):
            expected, fits = printed, True
        starts = before is None or index - 1 in self.headings or bool(ITEM_END.search(before.text)) or line.gap
        if not fits and not (starts and rest[:1].isupper()):
            return False
        if fits and not starts and rest[:1].islower():
            return False
        if not fits:
            self.doubt(line.number, f"ayat tertulis ({match['number']}), diharapkan ({expected.base})")
        elif not starts:
            self.doubt(line.number, f"ayat ({match['number']}) mulai tanpa akhir kalimat sebelumnya")
        number = printed if fits or printed > expected else expected
        node = self.open_paragraph(self.article, number, line.number)
        # Several ayat on one line: each goes on with the next number after a full stop.
        while following := re.search(rf"(?<=[.;]) \({number.base + 1}\) (?=[A-Z])", rest):
            self.out.pieces[node.id].append((line.number, rest[: following.start()]))
            number, rest = Number(number.base + 1), rest[following.end() :]
            node = self.open_paragraph(self.article, number, line.number)
        if rest:
            self.out.pieces[node.id].append((line.number, rest))
        return True

    def lost_heading(self, index: int, article: Node) -> bool:
        """``(1)`` anew where exactly one Pasal is missing before the next heading: a scan lost its heading."""
        following = next((h for i, h in sorted(self.headings.items()) if i > index and h.kind == Kind.ARTICLE), None)
        if following is None or article.number is None or following.number != Number(article.number.base + 2):
            return False
        number, line = Number(article.number.base + 1), self.lines[index].number
        lost = f"kepala {label(Kind.ARTICLE, number)} tidak terbaca"
        self.heading(Heading(index, line, Kind.ARTICLE, number, doubt=lost))
        return True

    def open_paragraph(self, article: Node, number: Number, line: int) -> Node:
        key = f"{article.id}_ayat_{number.base}{number.suffix.lower()}"
        self.node = node = self.make(Kind.PARAGRAPH, number, article, line, key)
        self.lists, self.paragraph = [], number
        return node

    # --- Lists --------------------------------------------------------------------------------

    def item_at(self, index: int) -> bool:
        """Open an item of a list if the line begins one that fits an open list, or begins a new list."""
        line = self.lines[index]
        match = ITEM.match(line.text)
        if match is None or self.node is None or self.article is None:
            return False
        before = self.lines[index - 1] if index and index - 1 not in self.headings else None
        name = next(n for n in KINDS if match[n])
        if before is not None:
            if name.startswith("letter") and WANTS_LETTER.search(before.text):
                return False
            if name.startswith("number") and WANTS_FIGURE.search(before.text):
                return False
        kind, printed = KINDS[name], self.value(name, match[name])
        found = self.place(kind, printed)
        ended = before is None or bool(ITEM_END.search(before.text)) or line.gap
        if found is None:
            found = self.damaged(line, name, match[name], before, ended)
        if found is None:
            return False
        kind, number, parent, is_new = found
        if not ended and not is_new and not line.text[match.end() :][:1].isalpha():
            return False
        if is_new:
            self.lists.append(_OpenList(kind, number, parent))
        else:
            while self.lists[-1].kind != kind or self.lists[-1].parent is not parent:
                self.lists.pop()
            self.lists[-1].last = number
        mark = label(kind, number).rstrip(".)").lower()
        short = {Kind.LETTER: "huruf", Kind.NUMBER: "angka", Kind.LETTER_BRACKET: "hk", Kind.NUMBER_BRACKET: "ak"}[kind]
        self.node = self.make(kind, number, parent, line.number, f"{parent.id}_{short}_{mark}")
        rest = line.text[match.end() :].strip()
        if rest:
            self.out.pieces[self.node.id].append((line.number, rest))
        return True

    @staticmethod
    def value(name: str, text: str) -> Number | None:
        if name.startswith("letter"):
            return Number(LETTERS[text]) if text in LETTERS else None
        return small_arabic(text)

    def place(self, kind: Kind, printed: Number | None) -> tuple[Kind, Number, Node, bool] | None:
        """The open list the item continues, or a new list below the innermost element."""
        if printed is None:
            return None
        for open_list in reversed(self.lists):
            if open_list.kind == kind and follows(open_list.last, printed):
                return kind, printed, open_list.parent, False
        if printed == Number(1) and self.node is not None:
            return kind, printed, self.node, True
        return None

    def damaged(
        self, line: Line, name: str, text: str, before: Line | None, ended: bool
    ) -> tuple[Kind, Number, Node, bool] | None:
        """An item whose label a scan damaged or its author miscounted."""
        if name == "letter" and len(text) == 1:
            as_figure = small_arabic(text.translate(SCANNED_DIGITS))
            if as_figure and (found := self.place(Kind.NUMBER, as_figure)):
                self.doubt(line.number, f"butir terbaca {text!r}, dianggap angka {found[1].base}")
                return found
        if not self.lists or not ended or before is None:
            return None
        kind = KINDS[name]
        open_list = next((item for item in reversed(self.lists) if item.kind == kind), None)
        if open_list is None:
            return None
        number = Number(open_list.last.base + 1)
        printed = self.value(name, text)
        if printed is not None and printed.base > number.base + 3 and name.startswith("number"):
            return None
        self.doubt(line.number, f"butir tertulis {text!r}, diharapkan {label(kind, number)!r}")
        return kind, number, open_list.parent, False


def follows(last: Number, printed: Number) -> bool:
    """Whether a number is the next of a run, or an insertion after its last."""
    return printed == Number(last.base + 1) or (printed.base == last.base and printed.suffix > last.suffix)


def read_items(lines: Sequence[Line], kinds: tuple[str, ...], key: str, kind: Kind) -> Written:
    """Recitals or legal basis: one list of the given labels, or one text without a label (R29, R35)."""
    out = Written()
    last = Number(0)
    node: Node | None = None
    for index, line in enumerate(lines):
        match = ITEM.match(line.text) or UNDOTTED.match(line.text)
        text = line.text
        if match is not None:
            name = next((n for n in kinds if match.groupdict().get(n)), None)
            number: Number | None
            scanned = match.groupdict().get("letter") if kinds == ("number",) else None
            if name is None and scanned and (figure := small_arabic(scanned.translate(SCANNED_DIGITS))):
                number, name = figure, "letter"  # "l." for "1."
            else:
                number = BodyReader.value(name, match[name]) if name else None
            before = lines[index - 1].text if index else ";"
            fits = (
                number is not None
                and follows(last, number)
                and not (WANTS_FIGURE.search(before) or WANTS_LETTER.search(before))
            )
            if (
                name
                and not fits
                and index
                and ITEM_END.search(before)
                and text[match.end() :].lstrip().startswith(("bahwa", "Undang", "Peraturan"))
            ):
                number, fits = Number(last.base + 1), True
                out.doubts.append(Doubt(line.number, f"butir tertulis {match[name]!r}, diharapkan {last.base + 1}"))
            if fits and number is not None:
                node, last = Node(f"{key}_{number.base}", kind, number=number), number
                out.roots.append(node)
                out.line_of[node.id], out.pieces[node.id] = line.number, []
                text = line.text[match.end() :].strip()
        if node is None:
            node = Node(f"{key}_1", kind, number=Number(1))
            out.roots.append(node)
            out.line_of[node.id], out.pieces[node.id] = line.number, []
        if text:
            out.pieces[node.id].append((line.number, text))
    for node in out.roots:
        node.text = join(out.pieces[node.id])
    return out
