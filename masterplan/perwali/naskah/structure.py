"""The tree of a regulation and its numbering (R47-R59). Pure: no database, no Django."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

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
    AMENDING = "pasal_romawi"
    INSTRUCTION = "instruksi"


LIST_KINDS = (Kind.LETTER, Kind.NUMBER, Kind.LETTER_BRACKET, Kind.NUMBER_BRACKET)
BODY_ROOTS = (Kind.CHAPTER, Kind.ARTICLE)  # a short regulation has Pasal without BAB (R45)
BODY_KINDS = (Kind.CHAPTER, Kind.PART, Kind.SUBPART, Kind.ARTICLE, Kind.PARAGRAPH, *LIST_KINDS)


# What stands once in a regulation: it is neither inserted nor moved nor removed.
FIXED_KINDS = frozenset(
    {Kind.HEAD, Kind.TITLE, Kind.PHRASE, Kind.OFFICE, Kind.DECIDE, Kind.ENACT, Kind.ORDER, Kind.GAZETTE}
)
# What drafters call the elements they write.
KIND_NAMES: dict[Kind, str] = {
    Kind.RECITAL: "Konsiderans",
    Kind.BASIS: "Dasar hukum",
    Kind.CHAPTER: "BAB",
    Kind.PART: "Bagian",
    Kind.SUBPART: "Paragraf",
    Kind.ARTICLE: "Pasal",
    Kind.PARAGRAPH: "Ayat",
    Kind.LETTER: "Huruf (a.)",
    Kind.NUMBER: "Angka (1.)",
    Kind.LETTER_BRACKET: "Huruf kurung (a))",
    Kind.NUMBER_BRACKET: "Angka kurung (1))",
}


class Number(NamedTuple):
    """Number of an element: ``suffix`` holds the capital letters of an inserted one, ``Pasal 27A`` (R137)."""

    base: int
    suffix: str = ""

    def next_inserted(self) -> "Number":
        """The number of what is inserted right after this one: 27 gives 27A, 27A gives 27B."""
        if not self.suffix or self.suffix.endswith("Z"):
            return Number(self.base, f"{self.suffix}A")
        return Number(self.base, f"{self.suffix[:-1]}{chr(ord(self.suffix[-1]) + 1)}")


# Which element may stand under which (R48, R55, R59); definitions are angka directly under a Pasal.
TITLED = (Kind.CHAPTER, Kind.PART, Kind.SUBPART)  # they have a title and no text of their own
CHILDREN: dict[Kind | None, tuple[Kind, ...]] = {
    None: (
        Kind.HEAD,
        Kind.TITLE,
        Kind.PHRASE,
        Kind.OFFICE,
        Kind.RECITAL,
        Kind.BASIS,
        Kind.DECIDE,
        Kind.ENACT,
        *BODY_ROOTS,
        Kind.AMENDING,
        Kind.ORDER,
        Kind.GAZETTE,
    ),
    Kind.CHAPTER: (Kind.PART, Kind.ARTICLE),
    Kind.PART: (Kind.SUBPART, Kind.ARTICLE),
    Kind.SUBPART: (Kind.ARTICLE,),
    Kind.ARTICLE: (Kind.PARAGRAPH, Kind.LETTER, Kind.NUMBER),
    Kind.PARAGRAPH: (Kind.LETTER,),
    Kind.LETTER: (Kind.NUMBER,),
    Kind.NUMBER: (Kind.LETTER_BRACKET,),
    Kind.LETTER_BRACKET: (Kind.NUMBER_BRACKET,),
    Kind.AMENDING: (Kind.INSTRUCTION,),
    Kind.INSTRUCTION: (Kind.CHAPTER, Kind.PART, Kind.SUBPART, Kind.ARTICLE),
}


@dataclass
class Node:
    """One element: stable id, kind, texts and children. ``text`` may hold reference and placeholder tokens.

    ``number`` is the number an enacted element keeps for ever; without it the number follows from the place.
    ``removed``: an amendment took it out; its number stays and it reads *Dihapus.* (R137).
    """

    id: str
    kind: Kind
    text: str = ""
    title: str = ""
    conjunction: str = ""
    automatic: bool = False
    number: Number | None = None
    removed: bool = False
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = field(default=None, repr=False, compare=False)

    def walk(self) -> Iterator["Node"]:
        """This element and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def __deepcopy__(self, memo: dict[int, object]) -> "Node":
        """A copy of this element and all below it; what stands above it is not copied along."""
        copy = object.__new__(Node)
        memo[id(self)] = copy
        copy.__dict__.update(self.__dict__)
        parent = memo.get(id(self.parent))
        copy.parent = parent if isinstance(parent, Node) else None
        copy.children = [deepcopy(child, memo) for child in self.children]
        return copy

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

    def roots_of(self, *kinds: Kind) -> list[Node]:
        """Top elements of these kinds."""
        return [root for root in self.roots if root.kind in kinds]

    def ordinal(self, node: Node) -> Number:
        """Number of an element: its own if it is enacted, else by its place."""
        return self.ordinals[node.id]

    def label(self, node: Node) -> str:
        """The number as printed before or above the element."""
        return label(node.kind, self.ordinal(node))


def label(kind: Kind, number: Number | int) -> str:
    """Printed label of an element kind (R51-R56, R59, R135, R137); empty for elements without one."""
    base, suffix = Number(number) if isinstance(number, int) else number
    match kind:
        case Kind.CHAPTER:
            return f"BAB {numbers.roman(base)}{suffix}"
        case Kind.PART:
            return f"Bagian {numbers.ordinal(base)}{suffix}"
        case Kind.SUBPART:
            return f"Paragraf {base}{suffix}"
        case Kind.ARTICLE:
            return f"Pasal {base}{suffix}"
        case Kind.AMENDING:
            return f"Pasal {numbers.roman(base)}"
        case Kind.PARAGRAPH:
            return f"({base}{suffix.lower()})"
        case Kind.LETTER | Kind.RECITAL:
            return f"{numbers.letter(base)}{suffix.lower()}."
        case Kind.NUMBER | Kind.BASIS | Kind.INSTRUCTION:
            return f"{base}{suffix.lower()}."
        case Kind.LETTER_BRACKET:
            return f"{numbers.letter(base)}{suffix.lower()})"
        case Kind.NUMBER_BRACKET:
            return f"{base}{suffix.lower()})"
        case _:
            return ""


def _ordinals(roots: list[Node]) -> dict[str, Number]:
    """Numbers of all elements: Pasal run through the text, everything else counts among its siblings.

    What an amending instruction quotes has its own run: it carries the numbers of the amended regulation.
    """
    runs: list[list[Node]] = []

    def visit(siblings: list[Node], articles: list[Node]) -> None:
        local: dict[Kind, list[Node]] = {}
        for node in siblings:
            if node.kind == Kind.ARTICLE:
                articles.append(node)
            else:
                local.setdefault(node.kind, []).append(node)
            inside = articles
            if node.kind == Kind.INSTRUCTION:
                inside = []
                runs.append(inside)
            visit(node.children, inside)
        runs.extend(local.values())

    running: list[Node] = []
    visit(roots, running)
    return {node.id: number for run in (running, *runs) for node, number in zip(run, number_run(run), strict=True)}


def number_run(run: Iterable[Node]) -> list[Number]:
    """Numbers of elements that count together: kept ones stay; new ones before a kept one get a suffix (R137)."""
    nodes = list(run)
    last_kept = max((index for index, node in enumerate(nodes) if node.number is not None), default=-1)
    out: list[Number] = []
    last = Number(0)
    for index, node in enumerate(nodes):
        last = node.number or (last.next_inserted() if index < last_kept else Number(last.base + 1))
        out.append(last)
    return out
