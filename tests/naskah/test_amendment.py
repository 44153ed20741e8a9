"""Amendments derived: carrying the instructions out gives the edited copy, and what is printed reads back the same."""

import random
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.perwali.naskah.amendment import (
    Act,
    NotAnAmendment,
    amending_body,
    apply,
    derive,
    enacted,
    in_words,
    lead_in,
    referrers_of_removed,
    remove,
    title_of,
)
from masterplan.perwali.naskah.document import Source, compile_text
from masterplan.perwali.naskah.outputs.text import plain_text
from masterplan.perwali.naskah.reading.regulation import read
from masterplan.perwali.naskah.references import TOKEN
from masterplan.perwali.naskah.structure import Kind, Node, Number, Tree, number_run
from tests.naskah.effort import examples
from tests.naskah.test_reading_roundtrip import Author, source

CITED = (
    "Peraturan Wali Kota Nomor 12 Tahun 2025 tentang Rencana Induk Kota Cerdas "
    "(Berita Daerah Kota Solok Tahun 2025 Nomor 12)"
)
NORM = "Perangkat Daerah melaksanakan program."


def ayat(name: str, text: str = NORM) -> Node:
    """An ayat."""
    return Node(name, Kind.PARAGRAPH, text=text)


def pasal(name: str, *children: Node, text: str = "") -> Node:
    """A Pasal; one norm when nothing else is given."""
    return Node(name, Kind.ARTICLE, text=text or ("" if children else NORM), children=list(children))


def regulation() -> Tree:
    """Three chapters; Pasal 1 with definitions, Pasal 3 with three ayat."""
    definitions = [Node(f"d{n}", Kind.NUMBER, text=f"Istilah {n} adalah sesuatu.") for n in (1, 2)]
    ayats = (ayat("y1"), ayat("y2"), ayat("y3"))
    second = [pasal("p2"), pasal("p3", *ayats), pasal("p4")]
    first = pasal("p1", *definitions, text="Dalam Peraturan Wali Kota ini yang dimaksud dengan:")
    return Tree(
        [
            Node("b1", Kind.CHAPTER, title="KETENTUAN UMUM", children=[first]),
            Node("b2", Kind.CHAPTER, title="PROGRAM", children=second),
            Node("b3", Kind.CHAPTER, title="KETENTUAN PENUTUP", children=[pasal("p5")]),
        ]
    )


def edited() -> tuple[Tree, Tree]:
    """The enacted regulation and a copy to work on."""
    parent = enacted(regulation())
    return parent, Tree(deepcopy(parent.roots))


def wordings(parent: Tree, copy: Tree) -> list[str]:
    """Instructions in words."""
    copy = Tree(copy.roots)
    return [in_words(instruction, parent, copy) for instruction in derive(parent, copy)]


def insert(row: list[Node], after: str, *new: Node) -> None:
    """Put elements after one."""
    at = next(index for index, node in enumerate(row) if node.id == after) + 1
    row[at:at] = new


# The fixed wordings of perwali-format 5.1, by hand.


def test_replace_a_pasal() -> None:
    parent, copy = edited()
    copy.by_id["p4"].text = "Isi baru."
    assert wordings(parent, copy) == ["Ketentuan Pasal 4 diubah sehingga berbunyi sebagai berikut:"]


def test_replace_an_ayat() -> None:
    parent, copy = edited()
    copy.by_id["y2"].text = "Isi baru."
    assert wordings(parent, copy) == ["Ketentuan ayat (2) Pasal 3 diubah sehingga Pasal 3 berbunyi sebagai berikut:"]


def test_insert_a_pasal() -> None:
    parent, copy = edited()
    insert(copy.by_id["b2"].children, "p2", pasal("n1"))
    assert wordings(parent, copy) == [
        "Di antara Pasal 2 dan Pasal 3 disisipkan 1 (satu) pasal, yakni Pasal 2A sehingga berbunyi sebagai berikut:"
    ]


def test_insert_two_pasal() -> None:
    parent, copy = edited()
    insert(copy.by_id["b2"].children, "p2", pasal("n1"), pasal("n2"))
    assert wordings(parent, copy) == [
        "Di antara Pasal 2 dan Pasal 3 disisipkan 2 (dua) pasal, yakni Pasal 2A dan Pasal 2B sehingga berbunyi sebagai "
        "berikut:"
    ]


def test_insert_ayat() -> None:
    parent, copy = edited()
    insert(copy.by_id["p3"].children, "y1", ayat("n1"), ayat("n2"))
    assert wordings(parent, copy) == [
        "Di antara ayat (1) dan ayat (2) Pasal 3 disisipkan 2 (dua) ayat, yakni ayat (1a) dan ayat (1b) sehingga "
        "Pasal 3 berbunyi sebagai berikut:"
    ]


def test_insert_a_bab() -> None:
    parent, copy = edited()
    copy.roots.insert(2, Node("n1", Kind.CHAPTER, title="PENDANAAN", children=[pasal("n2")]))
    assert wordings(parent, copy) == [
        "Di antara BAB II dan BAB III disisipkan 1 (satu) bab, yakni BAB IIA sehingga berbunyi sebagai berikut:"
    ]
    tree = Tree(copy.roots)
    assert tree.label(tree.by_id["n2"]) == "Pasal 4A"


def test_delete_a_pasal_and_an_ayat() -> None:
    parent, copy = edited()
    remove(copy.by_id["y3"])
    remove(copy.by_id["p4"])
    assert wordings(parent, copy) == [
        "Ketentuan ayat (3) Pasal 3 dihapus sehingga Pasal 3 berbunyi sebagai berikut:",
        "Pasal 4 dihapus.",
    ]


def test_replace_an_annex() -> None:
    parent, copy = edited()
    (only,) = derive(parent, copy, ["lampiran_3"])
    assert in_words(only, parent, copy, {"lampiran_3": "Lampiran III"}) == (
        "Ketentuan Lampiran III diubah sehingga menjadi sebagaimana tercantum dalam Lampiran yang merupakan bagian "
        "tidak terpisahkan dari Peraturan Wali Kota ini."
    )


def test_title_of_a_bab() -> None:
    parent, copy = edited()
    copy.by_id["b2"].title = "KEGIATAN"
    assert wordings(parent, copy) == ["Judul BAB II diubah sehingga berbunyi sebagai berikut:"]


def test_mixed_changes_take_the_whole_pasal() -> None:
    parent, copy = edited()
    copy.by_id["y1"].text = "Isi baru."
    remove(copy.by_id["y2"])
    assert wordings(parent, copy) == ["Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:"]


def test_order_of_the_text() -> None:
    """Changes stand in the order of the amended text, whatever was edited first."""
    parent, copy = edited()
    copy.by_id["p5"].text = "Isi baru."
    copy.by_id["d2"].text = "Istilah 2 adalah hal lain."
    remove(copy.by_id["p2"])
    assert [i.target for i in derive(parent, copy)] == ["p1", "p2", "p5"]


@pytest.mark.parametrize(
    ("order", "begin"), [(1, "Perubahan atas"), (2, "Perubahan Kedua atas"), (3, "Perubahan Ketiga atas")]
)
def test_title(order: int, begin: str) -> None:
    """R134."""
    assert title_of("Peraturan Wali Kota", 12, 2025, "Rencana Induk", order).startswith(f"{begin} Peraturan Wali Kota")


def test_lead_in() -> None:
    """R135, R136: no earlier amendment, one, several."""
    assert lead_in(CITED, [])[0] == f"Beberapa ketentuan dalam {CITED} diubah sebagai berikut:"
    assert " sebagaimana telah diubah dengan A diubah sebagai berikut:" in lead_in(CITED, ["A"])[0]
    text, listed = lead_in(CITED, ["A", "B"])
    assert text.endswith("yang telah beberapa kali diubah dengan Peraturan Wali Kota:")
    assert listed == ["A", "B"]


def test_moved_elements_are_refused() -> None:
    """Numbers are never shifted: an old element neither moves nor vanishes."""
    parent, copy = edited()
    copy.by_id["b2"].children.reverse()
    with pytest.raises(NotAnAmendment, match="urutan"):
        derive(parent, copy)
    parent, copy = edited()
    del copy.by_id["b2"].children[0]
    with pytest.raises(NotAnAmendment, match="p2 hilang"):
        derive(parent, copy)


def test_references_into_removed_elements_are_reported() -> None:
    """Source and target, also where the target lies inside."""
    _, copy = edited()
    copy.by_id["p5"].text = "Ketentuan {{acu:y2}} berlaku."
    assert referrers_of_removed(copy) == []
    remove(copy.by_id["p3"])
    assert referrers_of_removed(Tree(copy.roots)) == [("p5", "y2")]


def test_second_amendment_starts_from_the_first() -> None:
    """Its parent is the consolidated text: suffixes go on, tombstones stay."""
    parent, copy = edited()
    insert(copy.by_id["b2"].children, "p2", pasal("n1"))
    remove(copy.by_id["p4"])
    once = apply(derive(parent, copy), parent)
    again = Tree(deepcopy(once.roots))
    insert(again.by_id["b2"].children, "n1", pasal("n2"))
    assert wordings(once, again) == [
        "Di antara Pasal 2A dan Pasal 3 disisipkan 1 (satu) pasal, yakni Pasal 2B sehingga berbunyi sebagai berikut:"
    ]
    assert apply(derive(once, again), once).by_id["p4"].removed


# --- Kept numbers (R137) --------------------------------------------------------------------------------


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_kept_numbers(kept: list[bool]) -> None:
    """Kept numbers never change; new ones lie strictly between their neighbours, or go on after the last."""
    nodes, count = [], 0
    for index, is_kept in enumerate(kept):
        count += is_kept
        nodes.append(Node(f"u{index}", Kind.ARTICLE, number=Number(count) if is_kept else None))
    found = number_run(nodes)
    assert [n for n, node in zip(found, nodes, strict=True) if node.number] == [n.number for n in nodes if n.number]
    assert len(set(found)) == len(found)
    keys = [(number.base, len(number.suffix), number.suffix) for number in found]
    assert keys == sorted(keys)


# --- Properties -----------------------------------------------------------------------------------------


def edit(copy: Tree, chance: random.Random) -> Tree:
    """Random edits an amendment can be made of."""
    fresh = iter(range(10_000))
    for node in list(copy.by_id.values()):
        draw = chance.random()
        if node.removed or (node.parent is not None and node.parent.removed):
            continue
        if node.kind == Kind.ARTICLE and draw < 0.08 and node.parent is not None:
            at = node.parent.children.index(node) + 1
            node.parent.children[at:at] = [pasal(f"baru{next(fresh)}") for _ in range(chance.randint(1, 3))]
        elif node.kind == Kind.ARTICLE and draw < 0.14:
            remove(node)
        elif node.kind == Kind.PARAGRAPH and draw < 0.08:
            at = node.parent.children.index(node) + chance.randint(0, 1)
            if at:
                node.parent.children.insert(at, ayat(f"baru{next(fresh)}"))
        elif node.kind == Kind.PARAGRAPH and draw < 0.14:
            remove(node)
        elif node.kind in (Kind.PARAGRAPH, Kind.LETTER, Kind.NUMBER) and draw < 0.25 and not node.children:
            node.text = "program layanan warga yang baru" + ("." if node.kind == Kind.PARAGRAPH or node.defines else "")
        elif node.kind == Kind.CHAPTER and draw < 0.1:
            at = copy.roots.index(node) + 1
            new = Node(f"baru{next(fresh)}", Kind.CHAPTER, title="PENDANAAN", children=[pasal(f"baru{next(fresh)}")])
            copy.roots.insert(at, new)
        elif node.kind in (Kind.CHAPTER, Kind.PART) and draw < 0.2:
            node.title = "LAYANAN WARGA" if node.kind == Kind.CHAPTER else "Layanan Warga"
    copy = Tree(copy.roots)
    for stable_id, _ in referrers_of_removed(copy):  # as the drafter has to mend them
        node = copy.by_id[stable_id]
        node.text = " ".join(TOKEN.sub("", node.text).split())
    return copy


def shape(tree: Tree) -> list[tuple[str, ...]]:
    """Ids, numbers and content of the body."""
    return [
        (node.id, tree.label(node), node.title, node.text, node.conjunction, str(node.removed))
        for root in tree.roots
        for node in root.walk()
    ]


def body(seed: int) -> Tree:
    """The body of a random regulation, enacted."""
    tree = Author(random.Random(seed)).regulation()
    return enacted(Tree([root for root in tree.roots if root.kind == Kind.CHAPTER]))


@settings(max_examples=examples(150), deadline=None)
@given(st.integers(0, 10**9))
def test_instructions_give_the_edited_copy(seed: int) -> None:
    """apply(derive(parent, copy), parent) is the copy, over random edits; untouched elements keep ids and numbers."""
    parent = body(seed)
    copy = edit(Tree(deepcopy(parent.roots)), random.Random(seed + 1))
    instructions = derive(parent, copy)
    assert shape(apply(instructions, parent)) == shape(copy)
    numbers_before = {node.id: parent.label(node) for node in parent.by_id.values() if node.number}
    after = {node.id: copy.label(node) for node in copy.by_id.values()}
    assert all(after[stable_id] == label for stable_id, label in numbers_before.items() if stable_id in after)


@settings(max_examples=examples(80), deadline=None)
@given(st.integers(0, 10**9))
def test_printed_amendment_reads_back(seed: int) -> None:
    """The amending regulation as text: as many instructions, the same acts, the same Pasal quoted with their ayat."""
    parent = body(seed)
    copy = edit(Tree(deepcopy(parent.roots)), random.Random(seed + 1))
    instructions = derive(parent, copy)
    if not instructions:
        return
    nodes = amending_body(instructions, parent, copy, lead_in(CITED, [])[0])
    frame = source(Tree([Node("menimbang_1", Kind.RECITAL, text="bahwa perlu perubahan")]))
    whole = Tree([*frame.tree.roots, *nodes])
    text = compile_text(
        Source(
            whole,
            frame.kind_name,
            title_of("Peraturan Wali Kota", 12, 2025, "Rencana Induk", 1),
            {},
            {},
            [],
            frame.signatures,
            is_draft=False,
        )
    )
    reading = read(plain_text(text))
    assert reading.is_amending
    assert reading.counts()["pasal"] == 2
    acts = {Act.CHANGE: "ubah", Act.TITLE: "ubah", Act.REMOVE: "hapus", Act.INSERT: "sisip"}
    assert len(reading.instructions) == len(instructions)
    for got, wanted in zip(reading.instructions, instructions, strict=True):
        said = in_words(wanted, parent, copy)
        expected = {acts[wanted.act]} if wanted.act != Act.CHANGE else set(got.acts)
        if "ditambah" in said:
            expected = {"tambah"}
        assert set(got.acts) == expected, said
    quoted = {
        copy.label(node).removeprefix("Pasal "): sum(child.kind == Kind.PARAGRAPH for child in node.children)
        for instruction in instructions
        if instruction.act in (Act.CHANGE, Act.INSERT)
        for root in instruction.new
        for node in copy.by_id[root.id].walk()
        if node.kind == Kind.ARTICLE
    }
    assert reading.quoted_paragraphs() == quoted
