"""The tree of a regulation and its numbering (R45-R67). Pure: no database, no Django."""

import re
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


@dataclass(frozen=True)
class Fault:
    """A breach of the form: rule, element, sentence; a warning does not stop anything."""

    rule: str
    element: str
    message: str
    warning: bool = False


TYPED_NUMBER = re.compile(r"\b(?:Pasal|ayat|huruf|angka)\s+(?:\(?\d|[a-z]\b(?!\w))")


def check(tree: Tree) -> list[Fault]:
    """Breaches of the rules on hierarchy and lists (R45, R48-R50, R55, R57-R61, R65, R67, R96)."""
    faults: list[Fault] = []
    chapters = tree.of(Kind.CHAPTER)
    for chapter, title, place in (
        (chapters[:1], "KETENTUAN UMUM", "pertama"),
        (chapters[-1:], "KETENTUAN PENUTUP", "terakhir"),
    ):
        if chapter and chapter[0].title != title:
            faults.append(Fault("R45", chapter[0].id, f"BAB {place} harus berjudul {title}."))
    for root in tree.roots:
        for node in root.walk():
            faults.extend(_check_node(tree, node))
    return faults


def _check_node(tree: Tree, node: Node) -> Iterator[Fault]:
    parent_kind = node.parent.kind if node.parent else None
    if node.kind not in CHILDREN.get(parent_kind, ()):
        yield Fault("R48", node.id, f"{node.kind} tidak boleh berada di bawah {parent_kind or 'akar'}.")
    kinds = {child.kind for child in node.children}
    if len(kinds) > 1:
        yield Fault("R49", node.id, f"Unsur campuran di bawah {tree.label(node) or node.id}: {', '.join(sorted(kinds))}.")
    only = len(node.children) == 1
    if only and kinds & {Kind.PART, Kind.SUBPART}:
        yield Fault("R50", node.id, "Hanya satu Bagian atau Paragraf di bawah unsur ini.", warning=True)
    if only and Kind.PARAGRAPH in kinds:
        yield Fault("R55", node.id, "Pasal dengan satu ayat saja.")
    if only and kinds & set(LIST_KINDS):
        yield Fault("R65", node.id, "Rincian harus terdiri atas paling sedikit dua butir.")
    listed = kinds & set(LIST_KINDS)
    if listed:
        if not node.text.rstrip().endswith(":"):
            yield Fault("R60", node.id, "Kalimat pengantar rincian harus diakhiri titik dua.")
        if not node.conjunction and not node.children[0].defines:
            yield Fault("R63", node.id, "Kata hubung rincian (dan, atau, dan/atau) belum dipilih.")
        if len(node.children) > 26 and Kind.LETTER in kinds:
            yield Fault("R67", node.id, "Rincian lebih dari 26 butir: pecah menjadi beberapa Pasal.", warning=True)
    if node.kind in (Kind.ARTICLE, Kind.PARAGRAPH) and not listed and Kind.PARAGRAPH not in kinds:
        if not node.text.rstrip().endswith("."):
            yield Fault("R56", node.id, "Norma harus diakhiri titik.")
        if re.search(r"[a-z)]\. [A-Z]", node.text):
            yield Fault("R57", node.id, "Lebih dari satu kalimat dalam satu ayat.", warning=True)
    if node.kind in LIST_KINDS:
        if node.defines:
            if not re.match(r"[A-Z].*\.$", node.text, re.S):
                yield Fault("R73", node.id, "Definisi diawali huruf kapital dan diakhiri titik.")
        elif node.text.rstrip()[-1:] in {".", ";", ","}:
            yield Fault("R62", node.id, "Butir rincian disimpan tanpa tanda baca akhir; tandanya dihitung.")
    if node.kind in BODY_KINDS and TYPED_NUMBER.search(node.text):
        yield Fault("R96", node.id, "Nomor Pasal, ayat, huruf, atau angka diketik: gunakan acuan.")
    if node.kind in (Kind.CHAPTER, Kind.PART, Kind.SUBPART) and (not node.children or not node.title):
        yield Fault("R47", node.id, f"{tree.label(node)} tanpa judul atau tanpa isi.")
