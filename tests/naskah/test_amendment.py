"""Amendments derived: carrying the instructions out gives the edited copy, and what is printed reads back the same."""

import random
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.perwali.naskah.amendment import (
    Act,
    Instruction,
    NotAnAmendment,
    amending_body,
    apply,
    derive,
    enacted,
    fill_repeal,
    in_words,
    lead_in,
    referrers_of_removed,
    remove,
    repeal_title,
    same,
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


# --- Every branch, in full ------------------------------------------------------------------------------

WHOLE = "Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:"
THEN = "sehingga Pasal 3 berbunyi sebagai berikut:"


def named(instructions: list[Instruction]) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]:
    """Instructions with ids in the place of elements."""
    return [(i.act.value, i.target, i.parent, tuple(node.id for node in i.new), i.touched) for i in instructions]


def test_what_keeps_its_number() -> None:
    """Headings, Pasal, ayat and definitions; not the items of a list, nor what stands before the body."""
    items = [Node("l1", Kind.LETTER, text="izin"), Node("l2", Kind.LETTER, text="aduan")]
    part = Node("s1", Kind.PART, title="Umum", children=[Node("g1", Kind.SUBPART, children=[ayat_list(items)])])
    body = [Node("b1", Kind.CHAPTER, children=[part]), Node("m1", Kind.RECITAL)]
    before = Tree([*body, pasal("p9", Node("d1", Kind.NUMBER), Node("d2", Kind.NUMBER))])
    kept = {node.id: node.number for node in enacted(before).by_id.values()}
    one = Number(1)
    assert kept == {
        **dict.fromkeys(("b1", "s1", "g1", "p1", "y1"), one),
        **dict.fromkeys(("l1", "l2", "m1")),
        "p9": Number(2),
        "d1": one,
        "d2": Number(2),
    }
    assert all(node.number is None for node in before.by_id.values())


def ayat_list(items: list[Node]) -> Node:
    """A Pasal whose ayat holds a list."""
    return pasal("p1", Node("y1", Kind.PARAGRAPH, text="Layanan meliputi:", conjunction="dan", children=items))


def test_tombstones() -> None:
    """The content goes, the number stays; a removed BAB keeps its Pasal as tombstones."""
    tree = enacted(Tree([Node("b1", Kind.CHAPTER, title="UMUM", children=[ayat_list([Node("l1", Kind.LETTER)])])]))
    remove(tree.by_id["b1"])
    article = tree.by_id["p1"]
    assert (tree.by_id["b1"].removed, tree.by_id["b1"].title, tree.by_id["b1"].children) == (True, "UMUM", [article])
    assert (article.removed, article.text, article.children, article.number) == (True, "", [], Number(1))
    single = Node("y1", Kind.PARAGRAPH, text="Layanan meliputi:", conjunction="dan", children=[Node("l1", Kind.LETTER)])
    remove(single)
    assert (single.removed, single.text, single.conjunction, single.children) == (True, "", "", [])


@pytest.mark.parametrize("field", ["id", "kind", "text", "title", "conjunction", "removed", "children"])
def test_what_makes_two_elements_differ(field: str) -> None:
    """Each of these; an element below it as well; not the number."""
    other = {"kind": Kind.PARAGRAPH, "removed": True, "children": [Node("z", Kind.LETTER)]}.get(field, "lain")
    one, two = pasal("p", ayat("y")), pasal("p", ayat("y"))
    two.number = Number(7)
    assert same(one, two)
    setattr(two, field, other)
    assert not same(one, two)
    two = pasal("p", ayat("y", "lain"))
    assert not same(one, two)


def test_instructions_in_full() -> None:
    """Act, target, parent, what is new, which ayat are touched."""
    parent, copy = edited()
    copy.by_id["b2"].title = "KEGIATAN"
    copy.by_id["y2"].text = "Isi baru."
    copy.by_id["b2"].children.insert(0, pasal("n1"))
    copy.by_id["b2"].children.append(pasal("n2"))
    copy.by_id["b3"].children.insert(0, pasal("n3"))
    copy.roots.append(Node("n4", Kind.CHAPTER, title="X", children=[pasal("n5")]))
    remove(copy.by_id["p2"])
    assert named(derive(parent, Tree(copy.roots), ["lampiran_1"])) == [
        ("ubah_judul", "b2", "", ("b2",), ()),
        ("sisip", "", "b2", ("n1",), ()),
        ("hapus", "p2", "", (), ()),
        ("ubah", "p3", "", ("p3",), ("y2",)),
        ("sisip", "p4", "b2", ("n2",), ()),
        ("sisip", "", "b3", ("n3",), ()),
        ("sisip", "b3", "", ("n4",), ()),
        ("ganti_lampiran", "lampiran_1", "", (), ()),
    ]
    (title, *_) = derive(parent, copy)
    assert (title.new[0].title, title.new[0].kind, title.new[0].number) == ("KEGIATAN", Kind.CHAPTER, Number(2))


def test_new_elements_of_two_kinds_are_two_instructions() -> None:
    """A Bagian after a Pasal; each goes behind what stands before it."""
    parent, copy = edited()
    copy.roots[1:1] = [pasal("n1"), pasal("n2"), Node("n3", Kind.CHAPTER, title="X", children=[pasal("n4")])]
    found = derive(parent, Tree(copy.roots))
    assert named(found) == [("sisip", "b1", "", ("n1", "n2"), ()), ("sisip", "n2", "", ("n3",), ())]
    assert [node.id for node in apply(found, parent).roots] == ["b1", "n1", "n2", "n3", "b2", "b3"]


def test_what_is_no_heading_and_no_pasal_is_not_compared() -> None:
    """Recitals and the frame have their own amendment; a thing already removed is not removed again."""
    parent, copy = edited()
    remove(parent.by_id["p2"])
    remove(copy.by_id["p2"])
    copy.roots.insert(0, Node("m1", Kind.RECITAL, text="bahwa"))
    assert derive(parent, Tree(copy.roots)) == []


def test_carried_out_in_full() -> None:
    """Change, title, removal, insertion at the first place and behind a neighbour, at the top and inside."""
    parent, copy = edited()
    copy.by_id["b2"].title = "KEGIATAN"
    copy.by_id["y2"].text = "Isi baru."
    copy.by_id["b2"].children.insert(0, pasal("n1"))
    insert(copy.by_id["b2"].children, "p3", pasal("n2"))
    copy.roots.insert(0, pasal("n3"))
    remove(copy.by_id["p5"])
    copy = Tree(copy.roots)
    done = apply(derive(parent, copy, ["lampiran_1"]), parent)
    assert shape(done) == shape(copy)
    assert [root.id for root in done.roots] == ["n3", "b1", "b2", "b3"]
    top = Tree([pasal("a"), pasal("b")])
    changed_top = Tree([pasal("a"), pasal("b", text="Isi baru.")])
    assert [node.text for node in apply(derive(top, changed_top), top).roots] == [NORM, "Isi baru."]


@pytest.mark.parametrize(
    ("edit_ayat", "words"),
    [
        ({"y1": "Baru.", "y3": "Baru."}, f"Ketentuan ayat (1) dan ayat (3) Pasal 3 diubah {THEN}"),
        ({"y1": "Baru.", "y2": "Baru.", "y3": "Baru."}, WHOLE),
        ({"y2": None, "y3": None}, f"Ketentuan ayat (2) dan ayat (3) Pasal 3 dihapus {THEN}"),
        ({"y2": None, "y3": "Baru."}, WHOLE),
    ],
)
def test_several_ayat(edit_ayat: dict[str, str | None], words: str) -> None:
    """Changed or removed ayat are named; a mixture, or all of them, is the whole Pasal."""
    parent, copy = edited()
    for name, text in edit_ayat.items():
        if text is None:
            remove(copy.by_id[name])
        else:
            copy.by_id[name].text = text
    assert wordings(parent, copy) == [words]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (["y3"], f"Ketentuan Pasal 3 ditambah 1 (satu) ayat, yakni ayat (4) {THEN}"),
        (["y3", "y3"], f"Ketentuan Pasal 3 ditambah 2 (dua) ayat, yakni ayat (4) dan ayat (5) {THEN}"),
        (["y2"], f"Di antara ayat (2) dan ayat (3) Pasal 3 disisipkan 1 (satu) ayat, yakni ayat (2a) {THEN}"),
        (["y1", "y2"], WHOLE),
    ],
)
def test_new_ayat(after: list[str], words: str) -> None:
    """Between two ayat, after the last one, or at several places."""
    parent, copy = edited()
    for number, name in enumerate(after):
        insert(copy.by_id["p3"].children, name, ayat(f"n{number}"))
    assert wordings(parent, copy) == [words]


def test_new_first_ayat_is_added() -> None:
    """Before the first one there is no pair to stand between."""
    parent, copy = edited()
    copy.by_id["p3"].children.insert(0, ayat("n1"))
    assert wordings(parent, copy) == [f"Ketentuan Pasal 3 ditambah 1 (satu) ayat, yakni ayat (0a) {THEN}"]


def test_pasal_that_gets_its_first_ayat_is_reprinted() -> None:
    """Its own text goes, so that no ayat can be named; so does a Pasal of definitions."""
    parent, copy = edited()
    copy.by_id["p4"].text, copy.by_id["p4"].children = "", [ayat("n1"), ayat("n2")]
    copy.by_id["d1"].text = "Istilah 1 adalah hal lain."
    assert wordings(parent, copy) == [
        f"Ketentuan Pasal {number} diubah sehingga berbunyi sebagai berikut:" for number in (1, 4)
    ]


def parts() -> tuple[Tree, Tree]:
    """Two BAB with two Bagian each, enacted, and a copy."""
    roots = [
        Node(
            f"b{b}",
            Kind.CHAPTER,
            title="X",
            children=[Node(f"b{b}s{s}", Kind.PART, title="Y", children=[pasal(f"b{b}p{s}")]) for s in (1, 2)],
        )
        for b in (1, 2)
    ]
    parent = enacted(Tree(roots))
    return parent, Tree(deepcopy(parent.roots))


@pytest.mark.parametrize(
    ("chapter", "place", "words"),
    [
        (
            "b2",
            1,
            "Di antara Bagian Kesatu dan Bagian Kedua disisipkan 1 (satu) bagian, yakni Bagian KesatuA dalam BAB II "
            "sehingga berbunyi sebagai berikut:",
        ),
        (
            "b1",
            2,
            "Setelah Bagian Kedua ditambahkan 1 (satu) bagian, yakni Bagian Ketiga dalam BAB I sehingga berbunyi "
            "sebagai berikut:",
        ),
    ],
)
def test_new_bagian(chapter: str, place: int, words: str) -> None:
    """Its neighbours are those of its own BAB, which is named."""
    parent, copy = parts()
    new = Node("n1", Kind.PART, title="Z", children=[pasal("n2")])
    copy.by_id[chapter].children.insert(place, new)
    assert wordings(parent, copy) == [words]


def test_new_pasal_at_the_ends() -> None:
    """After the last one it is added; before the first one as well."""
    parent, copy = edited()
    copy.by_id["b3"].children.append(pasal("n1"))
    copy.by_id["b1"].children.insert(0, pasal("n2"))
    assert wordings(parent, copy) == [
        "Sebelum Pasal 1 ditambahkan 1 (satu) pasal, yakni Pasal 0A sehingga berbunyi sebagai berikut:",
        "Setelah Pasal 5 ditambahkan 1 (satu) pasal, yakni Pasal 6 sehingga berbunyi sebagai berikut:",
    ]


def test_annexes_without_labels() -> None:
    """The word alone."""
    parent, copy = edited()
    said = in_words(Instruction(Act.ANNEX, "lampiran_1"), parent, copy)
    assert said.startswith("Ketentuan Lampiran diubah sehingga menjadi sebagaimana tercantum dalam Lampiran yang ")


def test_body_of_the_amendment_in_full() -> None:
    """Pasal I with numbered instructions and quotations, references written out, Pasal II with the entry into force."""
    parent, copy = edited()
    copy.by_id["b2"].title = "KEGIATAN"
    copy.by_id["y2"].text = "Layanan {{acu:y1}} dan {{acu:p1}} dalam {{lamp:i2}} dibuka."
    remove(copy.by_id["y3"])
    remove(copy.by_id["p4"])
    copy = Tree(copy.roots)
    labels = {"i1": "Lampiran I", "i2": "Lampiran II"}
    first, second = amending_body(derive(parent, copy, ["i2"]), parent, copy, "Lead:", annex_labels=labels)
    assert (first.id, first.kind, first.text) == ("pasal_romawi_1", Kind.AMENDING, "Lead:")
    assert (second.id, second.kind) == ("pasal_romawi_2", Kind.AMENDING)
    assert second.text == "Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan."
    assert {node.kind for node in first.children} == {Kind.INSTRUCTION}
    assert [(node.id, node.text) for node in first.children] == [
        ("instruksi_1", "Judul BAB II diubah sehingga berbunyi sebagai berikut:"),
        ("instruksi_2", WHOLE),
        ("instruksi_3", "Pasal 4 dihapus."),
        (
            "instruksi_4",
            "Ketentuan Lampiran II diubah sehingga menjadi sebagaimana tercantum dalam {{lamp:i2}} yang merupakan "
            "bagian tidak terpisahkan dari Peraturan Wali Kota ini.",
        ),
    ]
    quoted = [
        [(n.id, n.text, n.title, n.number, n.removed) for c in i.children for n in c.walk()] for i in first.children
    ]
    assert quoted == [
        [("kutipan_1_b2", "", "KEGIATAN", Number(2), False)],
        [
            ("kutipan_2_p3", "", "", Number(3), False),
            ("kutipan_2_y1", NORM, "", Number(1), False),
            (
                "kutipan_2_y2",
                "Layanan sebagaimana dimaksud pada ayat (1) dan sebagaimana dimaksud dalam Pasal 1 dalam "
                "Lampiran I dibuka.",
                "",
                Number(2),
                False,
            ),
            ("kutipan_2_y3", "Dihapus.", "", Number(3), True),
        ],
        [],
        [],
    ]


def test_quotation_keeps_conjunctions() -> None:
    """A list is quoted with its own conjunction and kinds."""
    parent = enacted(Tree([ayat_list([Node("l1", Kind.LETTER, text="izin"), Node("l2", Kind.LETTER, text="aduan")])]))
    copy = Tree(deepcopy(parent.roots))
    copy.by_id["l1"].text = "izin usaha"
    first, _ = amending_body(derive(parent, copy), parent, copy, "")
    paragraph = first.children[0].children[0].children[0]
    assert (paragraph.kind, paragraph.conjunction, [n.text for n in paragraph.children]) == (
        Kind.PARAGRAPH,
        "dan",
        ["izin usaha", "aduan"],
    )


def test_references_into_what_is_gone() -> None:
    """In lists and ranges; into the inside of a removed element; to what is not there at all."""
    _, copy = edited()
    copy.by_id["p5"].text = "Menurut {{acu:p1, p2}} dan {{ref:y1..y3}} serta {{acu:tiada}}."
    copy.by_id["p2"].removed = True
    copy.by_id["p3"].removed = True
    assert referrers_of_removed(copy) == [("p5", "p2"), ("p5", "y1"), ("p5", "y3"), ("p5", "tiada")]


def test_words_of_titles_and_lead_ins_in_full() -> None:
    """R134, R136, 5.4."""
    assert title_of("Peraturan Wali Kota", 12, 2025, "Rencana", 2) == (
        "Perubahan Kedua atas Peraturan Wali Kota Nomor 12 Tahun 2025 tentang Rencana"
    )
    assert lead_in("X", ["A"]) == (
        "Beberapa ketentuan dalam X sebagaimana telah diubah dengan A diubah sebagai berikut:",
        [],
    )
    assert lead_in("X", ["A", "B"])[0] == (
        "Beberapa ketentuan dalam X yang telah beberapa kali diubah dengan Peraturan Wali Kota:"
    )
    assert repeal_title("Peraturan Wali Kota", 3, 2019, "Layanan") == (
        "Pencabutan Peraturan Wali Kota Nomor 3 Tahun 2019 tentang Layanan"
    )


@pytest.mark.parametrize(
    ("cited", "is_alone", "text", "items"),
    [
        (["A"], True, "A dicabut dan dinyatakan tidak berlaku.", []),
        (
            ["A"],
            False,
            "Pada saat Peraturan Wali Kota ini mulai berlaku, A, dicabut dan dinyatakan tidak berlaku.",
            [],
        ),
        (
            ["A", "B"],
            True,
            "Pada saat Peraturan Wali Kota ini mulai berlaku:",
            [("p_huruf_1", "A"), ("p_huruf_2", "B, dicabut dan dinyatakan tidak berlaku")],
        ),
    ],
)
def test_repeal_in_words(cited: list[str], is_alone: bool, text: str, items: list[tuple[str, str]]) -> None:
    """One rule in a sentence, several as a list that ends with the act (R100)."""
    article = Node("p", Kind.ARTICLE)
    fill_repeal(article, cited, is_alone=is_alone)
    assert (article.text, [(node.id, node.text) for node in article.children]) == (text, items)
    assert article.conjunction == ("dan" if items else "")
    assert all(node.kind == Kind.LETTER for node in article.children)


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
