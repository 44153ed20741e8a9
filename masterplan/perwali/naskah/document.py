"""The regulation as it reads: labels, resolved references, marks, blocks. Pure; every output draws from it."""

import re
from dataclasses import dataclass, field

from . import numbers
from .faults import Fault
from .form_rules import check
from .references import PLACEHOLDER, TOKEN, BrokenReference, Resolver, read_token, tokens
from .structure import BODY_KINDS, BODY_ROOTS, Kind, Node, Tree
from .wording import CitedLaw, cite, end_marks, last_recital, rank

REMOVED = "Dihapus."
YEAR_RANGE = re.compile(r"(?<=\b\d{4})-(?=\d{4}\b)")
# The fixed words that make an annex part of the regulation (R110).
PROMISED = re.compile(
    r"\{\{lamp:([a-z0-9_,]+)\}\} yang merupakan bagian tidak terpisahkan dari Peraturan Wali Kota ini"
)


@dataclass(frozen=True)
class Segment:
    """A piece of text; ``target`` is the id it refers to, if it is a reference."""

    text: str
    target: str = ""


@dataclass(frozen=True)
class PrintedElement:
    """An element as printed: its label, its title line, its text and what stands below it."""

    id: str
    kind: str
    label: str
    title: str
    segments: tuple[Segment, ...]
    children: "tuple[PrintedElement, ...]" = ()

    @property
    def text(self) -> str:
        """The text without marks of references."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True)
class SignatureBlock:
    """Lines of a signature block; an empty line is the space for the signature."""

    act: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class AnnexFrame:
    """An annex without its content: what the text knows of it."""

    id: str
    label: str
    name: str


@dataclass
class Text:
    """The text of a regulation, compiled."""

    head: list[str]
    title: list[str]
    name: str
    phrase: str
    office: str
    recitals: list[PrintedElement]
    basis: list[PrintedElement]
    decide: str
    enact: str
    body: list[PrintedElement]
    order: str
    gazette: str
    signatures: dict[str, SignatureBlock]
    annexes: list[AnnexFrame]
    is_draft: bool
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """What a text is compiled from: the tree, the registry entries of its basis, values, annexes, signatures."""

    tree: Tree
    kind_name: str
    title: str
    rules: dict[str, CitedLaw]
    values: dict[str, str]
    annexes: list[tuple[str, str]]
    signatures: dict[str, list[str]]
    is_draft: bool
    range_sign: str = "-"
    copy: Tree | None = None  # of an amending regulation: the amended text, edited, from which its body is derived
    settled: tuple[str, ...] = ()  # of an amending regulation: elements that read as in the law; form is not its matter


def compile_text(source: Source) -> Text:
    """Compute every number, reference, conjunction, mark and block of the regulation."""
    return _Compiler(source).run()


class _Compiler:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.tree = source.tree
        self.resolver = Resolver(source.tree, [annex_id for annex_id, _ in source.annexes])
        title = self.fill(source.title)
        self.values = {**source.values, "nama_kalimat": title, "nama": title.upper()}
        settled = set(source.settled)
        self.faults = [f for f in check(source.copy or source.tree) if f.fatal or f.element not in settled]

    def fill(self, text: str) -> str:
        """Put in the values of placeholders; an unknown key stays visible and is a fault of the loader."""
        values = getattr(self, "values", self.source.values)
        text = PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
        return YEAR_RANGE.sub(self.source.range_sign, text)

    def run(self) -> Text:
        tree = self.tree
        marks: dict[str, str] = {}
        for node in tree.of(Kind.ARTICLE, Kind.PARAGRAPH):
            marks.update(end_marks(node))
        self.check_references()
        return Text(
            head=self.lines(Kind.HEAD),
            title=self.lines(Kind.TITLE),
            name=self.values["nama"],
            phrase=self.line(Kind.PHRASE),
            office=self.line(Kind.OFFICE),
            recitals=self.recitals(),
            basis=self.basis(),
            decide=self.line(Kind.DECIDE),
            enact=self.line(Kind.ENACT),
            body=[self.element(node, marks) for node in tree.roots if node.kind in (*BODY_ROOTS, Kind.AMENDING)],
            order=self.line(Kind.ORDER),
            gazette=self.line(Kind.GAZETTE),
            signatures={
                act: SignatureBlock(act, tuple(self.fill(line) for line in lines))
                for act, lines in self.source.signatures.items()
            },
            annexes=self.annexes(),
            is_draft=self.source.is_draft,
            faults=self.faults,
        )

    def lines(self, kind: Kind) -> list[str]:
        return [self.fill(node.text) for node in self.tree.of(kind)]

    def line(self, kind: Kind) -> str:
        return " ".join(self.lines(kind))

    def element(self, node: Node, marks: dict[str, str]) -> PrintedElement:
        return PrintedElement(
            id=node.id,
            kind=node.kind.value,
            label=self.tree.label(node),
            title="" if node.kind == Kind.ARTICLE else self.fill(node.title),  # a Pasal has none (R58)
            segments=(Segment(REMOVED),) if node.removed else self.segments(node, marks.get(node.id, "")),
            children=tuple(self.element(child, marks) for child in node.children),
        )

    def segments(self, node: Node, mark: str = "") -> tuple[Segment, ...]:
        """The text of an element in pieces, references resolved, the mark at the end."""
        pieces: list[Segment] = []
        position = 0
        for match in TOKEN.finditer(node.text):
            if match.start() > position:
                pieces.append(Segment(self.fill(node.text[position : match.start()])))
            token = read_token(match)
            try:
                pieces.append(Segment(self.resolver.phrase(token, node), token.ids[0]))
            except BrokenReference as error:
                self.faults.append(Fault("R96", node.id, f"{error}.", fatal=True))
                pieces.append(Segment(match[0]))
            position = match.end()
        if node.text[position:] or mark:
            pieces.append(Segment(self.fill(node.text[position:]) + mark))
        return tuple(pieces)

    def recitals(self) -> list[PrintedElement]:
        nodes = self.tree.of(Kind.RECITAL)
        out = []
        for node in nodes:
            if node.automatic:
                text = last_recital(len(nodes) - 1, self.source.kind_name, self.values["nama_kalimat"])
                segments: tuple[Segment, ...] = (Segment(f"{text};"),)
            else:
                segments = self.segments(node, ";")
            label = self.tree.label(node) if len(nodes) > 1 else ""
            out.append(PrintedElement(node.id, node.kind.value, label, "", segments))
        if len(nodes) == 1 and nodes[0].automatic:
            self.faults.append(Fault("R31", nodes[0].id, "Konsiderans otomatis memerlukan konsiderans lain."))
        if len(nodes) > 1 and not nodes[-1].automatic:
            self.faults.append(Fault("R31", nodes[-1].id, "Konsiderans terakhir harus disusun otomatis."))
        return out

    def basis(self) -> list[PrintedElement]:
        nodes = self.tree.of(Kind.BASIS)
        rules = [self.source.rules[node.id] for node in nodes if node.id in self.source.rules]
        if rules != sorted(rules, key=rank):
            self.faults.append(Fault("R37", nodes[0].id, "Dasar hukum tidak urut menurut tingkat, tahun, dan nomor."))
        return [
            PrintedElement(
                node.id,
                node.kind.value,
                self.tree.label(node) if len(nodes) > 1 else "",
                "",
                (Segment(f"{self.cited(node)};"),),
            )
            for node in nodes
        ]

    def cited(self, node: Node) -> str:
        """A legal basis from the registry; one that was read from a file and is not in it, in its own words."""
        rule = self.source.rules.get(node.id)
        if rule is not None:
            return cite(rule)
        message = "Dasar hukum ini belum diambil dari registri: sisipkan sitasinya, lalu hapus yang ini."
        self.faults.append(Fault("R42", node.id, message, warning=True))
        return node.text

    def annexes(self) -> list[AnnexFrame]:
        order = self.resolver.annexes
        names = dict(self.source.annexes)
        return [
            AnnexFrame(
                annex_id,
                "LAMPIRAN" if len(order) == 1 else f"LAMPIRAN {numbers.roman(number)}",
                self.fill(names[annex_id]).upper(),
            )
            for annex_id, number in order.items()
        ]

    def unsound(self, node: Node, target: str, position: dict[str, int]) -> str | None:
        """What is wrong with referring from an element to a target that exists."""
        there = self.tree.by_id.get(target)
        if there is None:
            return None  # R96 says so
        if node.ancestor(there.kind) is there:
            return "Acuan menunjuk unsurnya sendiri."
        if (there.kind == Kind.RECITAL) != (node.kind == Kind.RECITAL):
            return "Konsiderans dan batang tubuh tidak saling mengacu."
        return "Acuan menunjuk unsur yang lebih kemudian." if position[target] > position[node.id] else None

    def check_references(self) -> None:
        """No forward reference (R94), every annex promised in the fixed words (R110)."""
        promised: set[str] = set()
        position = {stable_id: index for index, stable_id in enumerate(self.tree.by_id)}
        for node in self.tree.of(*BODY_KINDS, Kind.RECITAL, Kind.INSTRUCTION):
            for match in PROMISED.finditer(node.text):
                promised.update(match[1].split(","))
            for token in tokens(node.text):
                if token.form == "lamp":
                    continue
                for target in token.ids:
                    if (message := self.unsound(node, target, position)) is not None:
                        self.faults.append(Fault("R94", node.id, message, warning=True))
        for node in self.tree.by_id.values():
            if node.ancestor(Kind.INSTRUCTION) is not None and node.kind != Kind.INSTRUCTION:
                continue  # a quotation
            rest = TOKEN.sub("", node.text)
            unknown = [key for key in PLACEHOLDER.findall(rest) if key not in self.values]
            if unknown or "{{" in PLACEHOLDER.sub("", rest):
                what = ", ".join(unknown) or "tanda kurung kurawal"
                self.faults.append(Fault("R20", node.id, f"Isian atau acuan tidak dikenal: {what}.", fatal=True))
        for annex_id, name in self.source.annexes:
            if annex_id not in promised:
                self.faults.append(Fault("R110", annex_id, f"Lampiran {name} belum disebut dalam batang tubuh."))
