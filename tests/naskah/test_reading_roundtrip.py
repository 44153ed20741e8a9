"""Tree -> text -> tree is the identity: over generated trees, with and without page dirt."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.perwali.naskah.document import Source, compile_text
from masterplan.perwali.naskah.outputs.text import plain_text
from masterplan.perwali.naskah.reading.regulation import read
from masterplan.perwali.naskah.reading.tree import to_tree
from masterplan.perwali.naskah.references import TOKEN
from masterplan.perwali.naskah.structure import LIST_KINDS, Kind, Node, Tree
from masterplan.perwali.naskah.wording import CitedLaw
from tests.naskah.effort import examples

TITLE = "Tata Kelola Layanan Kota Cerdas"
WORDS = "perangkat daerah layanan data warga rencana program kegiatan anggaran laporan kelurahan aplikasi".split()
CONJUNCTIONS = ("dan", "atau", "dan/atau")
DEEPER = {Kind.LETTER: Kind.NUMBER, Kind.NUMBER: Kind.LETTER_BRACKET, Kind.LETTER_BRACKET: Kind.NUMBER_BRACKET}


class Author:
    """Writes a random regulation whose form is right."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.count = 0
        self.earlier: list[Node] = []

    def words(self, least: int = 2) -> str:
        return " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(least, 14)))

    def node(self, kind: Kind, **values: object) -> Node:
        self.count += 1
        return Node(f"u{self.count}", kind, **values)

    def regulation(self) -> Tree:
        recitals = [self.node(Kind.RECITAL, text=f"bahwa {self.words()}") for _ in range(self.chance.randint(1, 4))]
        recitals.append(self.node(Kind.RECITAL, automatic=True))
        basis = [self.node(Kind.BASIS) for _ in range(self.chance.randint(2, 4))]
        first = self.node(Kind.CHAPTER, title="KETENTUAN UMUM", children=[self.definitions()])
        chapters = [first, *(self.chapter() for _ in range(self.chance.randint(1, 4)))]
        return Tree([*recitals, *basis, *chapters])

    def definitions(self) -> Node:
        items = [
            self.node(Kind.NUMBER, text=f"{self.words().capitalize()} adalah {self.words()}.")
            for _ in range(self.chance.randint(2, 12))
        ]
        lead = "Dalam Peraturan Wali Kota ini yang dimaksud dengan:"
        return self.node(Kind.ARTICLE, text=lead, children=items)

    def chapter(self) -> Node:
        if self.chance.random() < 0.5:
            below = [self.article() for _ in range(self.chance.randint(1, 4))]
        else:
            below = [self.part() for _ in range(self.chance.randint(2, 3))]
        return self.node(Kind.CHAPTER, title=self.words().upper(), children=below)

    def part(self) -> Node:
        if self.chance.random() < 0.6:
            below = [self.article() for _ in range(self.chance.randint(1, 3))]
        else:
            below = [
                self.node(Kind.SUBPART, title=self.words().title(), children=[self.article(), self.article()])
                for _ in range(2)
            ]
        return self.node(Kind.PART, title=self.words().title(), children=below)

    def article(self) -> Node:
        if self.chance.random() < 0.5:
            node = self.norm(self.node(Kind.ARTICLE))
        else:
            below = []
            node = self.node(Kind.ARTICLE)
            for _ in range(self.chance.randint(2, 6)):
                below.append(self.norm(self.node(Kind.PARAGRAPH)))
                self.earlier.append(below[-1])
            node.children = below
        self.earlier.append(node)
        return node

    def norm(self, node: Node) -> Node:
        refer = f" {self.reference()}" if self.earlier and self.chance.random() < 0.5 else ""
        sentence = f"{self.words().capitalize()}{refer} {self.words()}"
        if self.chance.random() < 0.4:
            node.text = f"{sentence}:"
            self.items(node, Kind.LETTER)
        else:
            node.text = f"{sentence}."
        return node

    def items(self, parent: Node, kind: Kind) -> None:
        parent.conjunction = self.chance.choice(CONJUNCTIONS)
        for _ in range(self.chance.randint(2, 30 if kind == Kind.LETTER else 4)):
            item = self.node(kind, text=self.words())
            if kind in DEEPER and self.chance.random() < 0.15:
                item.text += ":"
                self.items(item, DEEPER[kind])
            parent.children.append(item)

    def reference(self) -> str:
        """Backward, to one Pasal or ayat or to two of them."""
        form = self.chance.choice(("acu", "ref"))
        chosen = self.chance.sample(self.earlier, 1 if len(self.earlier) < 2 or self.chance.random() < 0.7 else 2)
        if len({node.kind for node in chosen}) > 1:
            chosen = chosen[:1]
        chosen.sort(key=self.earlier.index)
        return f"{{{{{form}:{','.join(node.id for node in chosen)}}}}}"


def source(tree: Tree) -> Source:
    """What the tree is compiled from."""
    rules = {
        node.id: CitedLaw("UU", str(index), 2000 + index, "Pemerintahan", gazette_year=2000 + index, gazette_number="7")
        for index, node in enumerate(tree.of(Kind.BASIS), start=1)
    }
    fixed = [
        Node("frasa", Kind.PHRASE, text="DENGAN RAHMAT TUHAN YANG MAHA ESA"),
        Node("jabatan", Kind.OFFICE, text="WALI KOTA SOLOK,"),
        Node("judul_1", Kind.TITLE, text="PERATURAN WALI KOTA SOLOK"),
        Node("judul_2", Kind.TITLE, text="NOMOR 7 TAHUN 2026"),
        Node("judul_3", Kind.TITLE, text="TENTANG"),
        Node("judul_4", Kind.TITLE, text="{{nama}}"),
        Node("putus", Kind.DECIDE, text="MEMUTUSKAN:"),
        Node("tetap", Kind.ENACT, text="PERATURAN WALI KOTA TENTANG {{nama}}."),
        Node("perintah", Kind.ORDER, text="Agar setiap orang mengetahuinya, memerintahkan pengundangan."),
        Node("berita", Kind.GAZETTE, text="BERITA DAERAH KOTA SOLOK TAHUN 2026 NOMOR 7"),
    ]
    signatures = {"penetapan": ["Ditetapkan di Solok", "pada tanggal 3 Maret 2026", "WALI KOTA SOLOK,", "", "NAMA"]}
    return Source(Tree([*fixed, *tree.roots]), "Peraturan Wali Kota", TITLE, rules, {}, [], signatures, is_draft=False)


def shape(tree: Tree) -> list[tuple[str, ...]]:
    """Every element by its address: what it says, with references as addresses."""
    address: dict[str, str] = {}

    def visit(nodes: list[Node], above: str) -> None:
        for node in nodes:
            address[node.id] = f"{above}/{node.kind}:{tree.label(node)}"
            visit(node.children, address[node.id])

    wanted = (Kind.RECITAL, Kind.CHAPTER)
    visit([root for root in tree.roots if root.kind in wanted], "")

    def token(match: re.Match[str]) -> str:
        return f"<{match[1]} {[address[name] for name in re.split(r'[,.]+', match[2])]}>"

    return [
        (
            address[node.id],
            node.title,
            TOKEN.sub(token, node.text),
            node.conjunction if any(child.kind in LIST_KINDS for child in node.children) else "",
            str(node.automatic),
        )
        for root in tree.roots
        if root.kind in wanted
        for node in root.walk()
    ]


def dirty(text: str, chance: random.Random) -> str:
    """The text as a page program would give it: wrapped, with page numbers and running heads."""
    out: list[str] = []
    page = 1
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > 76:
                out.append(line)
                line = ""
            line = f"{line} {word}".strip()
        out.append(line)
        if len(out) // 40 >= page and line:
            page += 1
            out += (
                ["", f"                     - {page} -", "2026, No.7"] if chance.random() < 0.5 else ["\f", f"{page}"]
            )
    return "\n".join(out)


@settings(max_examples=examples(120), deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_printed_is_read_back(seed: int) -> None:
    """Kinds, numbers, texts, titles, conjunctions, references and generated recitals of any regulation in good form."""
    tree = Author(random.Random(seed)).regulation()
    text = compile_text(source(tree))
    again, _, doubts = to_tree(read(plain_text(text)))
    assert shape(again) == shape(tree)
    assert doubts == []


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10**9))
def test_pages_change_nothing(seed: int) -> None:
    """The same after wrapping into lines and pages; a wrapped reference is still one."""
    tree = Author(random.Random(seed)).regulation()
    printed = dirty(plain_text(compile_text(source(tree))), random.Random(seed))
    again, _, _ = to_tree(read(printed))
    assert shape(again) == shape(tree)


def test_a_lost_item_is_noticed() -> None:
    """The comparison itself fails when an element is missing."""
    tree = Author(random.Random(3)).regulation()
    whole = shape(tree)
    tree.of(Kind.LETTER)[-1].parent.children.pop()
    assert shape(Tree(tree.roots)) != whole
