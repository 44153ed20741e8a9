"""The tree of a regulation and its numbering (R47-R59). Pure: no database, no Django."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from . import numbers


class Kind(StrEnum):
    """Kinds of elements, in the words of the drafting rules."""

    HEAD = "kop"
    TITLE = "judul"
    PHRASE = "frasa"
    OFFICE = "jabatan"
    RECITAL = "menimbang"
    BASIS = "mengingat"
    DECIDE = "memutuskan"
    ENACT = "menetapkan"
    CHAPTER = "bab"
    PART = "bagian"
    SUBPART = "paragraf"
    ARTICLE = "pasal"
    PARAGRAPH = "ayat"
    LETTER = "huruf"
    NUMBER = "angka"
    LETTER_BRACKET = "huruf_kurung"
    NUMBER_BRACKET = "angka_kurung"
    ORDER = "perintah"
    GAZETTE = "berita_daerah"


LIST_KINDS = (Kind.LETTER, Kind.NUMBER, Kind.LETTER_BRACKET, Kind.NUMBER_BRACKET)
BODY_KINDS = (Kind.CHAPTER, Kind.PART, Kind.SUBPART, Kind.ARTICLE, Kind.PARAGRAPH, *LIST_KINDS)

# Which element may stand under which (R48, R55, R59); definitions are angka directly under a Pasal.
CHILDREN: dict[Kind | None, tuple[Kind, ...]] = {
    None: (
        Kind.HEAD, Kind.TITLE, Kind.PHRASE, Kind.OFFICE, Kind.RECITAL, Kind.BASIS, Kind.DECIDE, Kind.ENACT,
        Kind.CHAPTER, Kind.ORDER, Kind.GAZETTE,
    ),
    Kind.CHAPTER: (Kind.PART, Kind.ARTICLE),
    Kind.PART: (Kind.SUBPART, Kind.ARTICLE),
    Kind.SUBPART: (Kind.ARTICLE,),
    Kind.ARTICLE: (Kind.PARAGRAPH, Kind.LETTER, Kind.NUMBER),
    Kind.PARAGRAPH: (Kind.LETTER,),
    Kind.LETTER: (Kind.NUMBER,),
    Kind.NUMBER: (Kind.LETTER_BRACKET,),
    Kind.LETTER_BRACKET: (Kind.NUMBER_BRACKET,),
}  # fmt: skip


@dataclass
class Node:
    """One element: stable id, kind, texts and children. ``text`` may hold reference and placeholder tokens."""

    id: str
    kind: Kind
    text: str = ""
    title: str = ""
    conjunction: str = ""
    automatic: bool = False
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = field(default=None, repr=False, compare=False)

    def walk(self) -> Iterator["Node"]:
        """This element and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestor(self, kind: Kind) -> "Node | None":
        """The nearest element of a kind at or above this one."""
        node: Node | None = self
        while node is not None and node.kind != kind:
            node = node.parent
        return node

    @property
    def defines(self) -> bool:
        """Whether this is a definition: an angka directly under a Pasal (R72, R73)."""
        return self.kind == Kind.NUMBER and self.parent is not None and self.parent.kind == Kind.ARTICLE


class Tree:
    """All elements of a regulation with their computed numbers."""

    def __init__(self, roots: list[Node]) -> None:
        self.roots = roots
        self.by_id: dict[str, Node] = {}
        for root in roots:
            root.parent = None
            for node in root.walk():
                if node.id in self.by_id:
                    raise ValueError(f"id {node.id} dipakai dua kali")
                self.by_id[node.id] = node
                for child in node.children:
                    child.parent = node
        self.ordinals = _ordinals(roots)

    def of(self, *kinds: Kind) -> list[Node]:
        """Elements of these kinds in the order of the text."""
        return [node for root in self.roots for node in root.walk() if node.kind in kinds]

    def ordinal(self, node: Node) -> int:
        """Number of an element by its place: running for BAB and Pasal, else among its siblings."""
        return self.ordinals[node.id]

    def label(self, node: Node) -> str:
        """The number as printed before or above the element."""
        return label(node.kind, self.ordinal(node))


def label(kind: Kind, number: int) -> str:
    """Printed label of an element kind (R51-R56, R59); empty for elements without one."""
    match kind:
        case Kind.CHAPTER:
            return f"BAB {numbers.roman(number)}"
        case Kind.PART:
            return f"Bagian {numbers.ordinal(number)}"
        case Kind.SUBPART:
            return f"Paragraf {number}"
        case Kind.ARTICLE:
            return f"Pasal {number}"
        case Kind.PARAGRAPH:
            return f"({number})"
        case Kind.LETTER | Kind.RECITAL:
            return f"{numbers.letter(number)}."
        case Kind.NUMBER | Kind.BASIS:
            return f"{number}."
        case Kind.LETTER_BRACKET:
            return f"{numbers.letter(number)})"
        case Kind.NUMBER_BRACKET:
            return f"{number})"
        case _:
            return ""


def _ordinals(roots: list[Node]) -> dict[str, int]:
    out: dict[str, int] = {}
    running = {Kind.ARTICLE: 0}

    def visit(siblings: list[Node]) -> None:
        local: dict[Kind, int] = {}
        for node in siblings:
            counter = running if node.kind in running else local
            counter[node.kind] = counter.get(node.kind, 0) + 1
            out[node.id] = counter[node.kind]
            visit(node.children)

    visit(roots)
    return out
