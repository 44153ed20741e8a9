"""The tree of a regulation: labels, numbering, insertion, and one broken tree for each rule (R45-R67, R72-R73, R96)."""

import re
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.perwali.naskah.document import Source, compile_text
from masterplan.perwali.naskah.form_rules import check
from masterplan.perwali.naskah.structure import FIXED_KINDS, KIND_NAMES, Kind, Node, Number, Tree, number_run
from masterplan.perwali.naskah.structure import label as printed_label
from tests.naskah.effort import examples

QUICK = settings(max_examples=examples(100), deadline=None)
ORDINALS = ("Kesatu", "Kedua", "Ketiga", "Keempat", "Kelima", "Keenam")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def build(id: str, kind: Kind, *children: Node, text: str = "", title: str = "", conjunction: str = "") -> Node:
    """A node with its children."""
    return Node(id, kind, text=text, title=title, conjunction=conjunction, children=list(children))


def pasal(id: str, *children: Node, text: str = "", conjunction: str = "") -> Node:
    """A Pasal; one norm when nothing else is given."""
    norm = "" if children else "Wali Kota menetapkan Rencana Induk."
    return build(id, Kind.ARTICLE, *children, text=text or norm, conjunction=conjunction)


def ayat(id: str, *children: Node, text: str = "Wali Kota menetapkan Rencana Induk.", conjunction: str = "") -> Node:
    """An ayat."""
    return build(id, Kind.PARAGRAPH, *children, text=text, conjunction=conjunction)


def items(prefix: str, kind: Kind, count: int, text: str = "menyusun rencana") -> list[Node]:
    """List items without marks."""
    return [build(f"{prefix}{n}", kind, text=text) for n in range(1, count + 1)]


def clean() -> Tree:
    """A tree that keeps every rule: definitions, Bagian, Paragraf, ayat, lists of all four depths."""
    fourth = items("k", Kind.NUMBER_BRACKET, 2)
    third = [
        build("h1", Kind.LETTER_BRACKET, *fourth, text="menyusun:", conjunction="atau"),
        build("h2", Kind.LETTER_BRACKET, text="menilai rencana"),
    ]
    second = [
        build("a1", Kind.NUMBER, *third, text="unsur pemerintah yang:", conjunction="dan/atau"),
        build("a2", Kind.NUMBER, text="akademisi"),
    ]
    first = [
        build("l1", Kind.LETTER, text="ketua, yaitu Wali Kota"),
        build("l2", Kind.LETTER, *second, text="anggota, dari unsur:", conjunction="dan"),
    ]
    definitions = [
        build("d1", Kind.NUMBER, text="Daerah adalah Kota Solok."),
        build("d2", Kind.NUMBER, text="Rencana Induk adalah dokumen perencanaan Daerah."),
    ]
    meaning = "Dalam Peraturan Wali Kota ini yang dimaksud dengan:"
    general = build("b1", Kind.CHAPTER, pasal("p1", *definitions, text=meaning), title="KETENTUAN UMUM")
    general.children.append(pasal("p2", ayat("y1"), ayat("y2")))
    lower = [
        build("g1", Kind.SUBPART, pasal("p3"), title="Umum"),
        build("g2", Kind.SUBPART, pasal("p4", *first, text="Dewan terdiri atas:", conjunction="dan"), title="Dewan"),
    ]
    parts = [
        build("s1", Kind.PART, *lower, title="Umum"),
        build("s2", Kind.PART, pasal("p5"), title="Pelaksanaan"),
    ]
    body = build("b2", Kind.CHAPTER, *parts, title="KELEMBAGAAN")
    return Tree([general, body, build("b3", Kind.CHAPTER, pasal("p6"), title="KETENTUAN PENUTUP")])


def faults_of(tree: Tree) -> set[tuple[str, str]]:
    """Rule and element of the faults."""
    return {(fault.rule, fault.element) for fault in check(tree)}


def changed(**texts: str) -> Tree:
    """The clean tree with other texts."""
    tree = clean()
    for stable_id, text in texts.items():
        tree.by_id[stable_id].text = text
    return Tree(tree.roots)


def with_children(stable_id: str, *children: Node, **fields: str) -> Tree:
    """The clean tree with other children (and fields) at one place."""
    tree = clean()
    node = tree.by_id[stable_id]
    node.children = list(children)
    for name, value in fields.items():
        setattr(node, name, value)
    return Tree(tree.roots)


def test_clean_tree_has_no_fault() -> None:
    """A tree that keeps the rules has no fault and no warning."""
    assert check(clean()) == []


LIST: dict[str, str] = {"text": "Dewan bertugas:", "conjunction": "dan"}
Y2 = "Rencana Induk berlaku untuk tahun 2029. Perangkat Daerah melaksanakan Rencana Induk."
BROKEN: list[tuple[str, str, Tree]] = [
    ("R45", "b1", with_children("b1", *clean().by_id["b1"].children, title="UMUM")),
    ("R45", "b3", with_children("b3", pasal("p6"), title="PENUTUP")),
    ("R47", "b2", with_children("b2", pasal("p3"), title="")),
    ("R47", "s2", with_children("s2")),
    ("R48", "g9", with_children("b2", *(build(f"g{n}", Kind.SUBPART, pasal(f"q{n}"), title="Umum") for n in (8, 9)))),
    ("R48", "q1", Tree([*clean().roots, pasal("q1")])),
    ("R48", "i1", with_children("y2", *items("i", Kind.NUMBER, 2), **LIST)),
    ("R49", "b2", with_children("b2", *clean().by_id["b2"].children, pasal("q1"))),
    ("R49", "s1", with_children("s1", *clean().by_id["s1"].children, pasal("q1"))),
    ("R50", "b2", with_children("b2", build("s1", Kind.PART, pasal("p3"), title="Umum"))),
    ("R50", "s1", with_children("s1", build("g1", Kind.SUBPART, pasal("p3"), title="Umum"))),
    ("R55", "p2", with_children("p2", ayat("y1"))),
    ("R55", "p2", changed(p2="Wali Kota menetapkan Dewan.")),
    ("R56", "p3", changed(p3="Wali Kota menetapkan Rencana Induk")),
    ("R56", "y2", changed(y2="Wali Kota menetapkan Rencana Induk;")),
    ("R57", "y2", changed(y2="Dewan bertugas mengarahkan. Tim Pelaksana melaksanakan Rencana Induk.")),
    ("R57", "y2", changed(y2=Y2)),
    ("R57", "y2", changed(y2="Data dikelola melalui SPBE. Dewan menilai hasilnya.")),
    ("R57", "y2", changed(y2="Tim Pelaksana melaksanakan tugas {{acu:y1}}. Dewan menilai hasilnya.")),
    ("R57", "p4", changed(p4="Dewan bertugas mengarahkan. Dewan terdiri atas:")),
    ("R60", "p4", changed(p4="Dewan terdiri atas")),
    ("R60", "l2", changed(l2="anggota, dari unsur")),
    ("R61", "l1", changed(l1="Memberikan arahan")),
    ("R62", "l1", changed(l1="ketua, yaitu Wali Kota;")),
    ("R62", "k2", changed(k2="menyusun rencana.")),
    ("R63", "p4", with_children("p4", *items("i", Kind.LETTER, 2), text="Dewan bertugas:", conjunction="")),
    ("R63", "p4", with_children("p4", *items("i", Kind.LETTER, 2), text="Dewan bertugas:", conjunction="serta")),
    ("R63", "l1", changed(l1="ketua, yaitu Wali Kota; dan")),
    ("R64", "a2", changed(a2="akademisi:")),
    ("R65", "p4", with_children("p4", *items("i", Kind.LETTER, 1), **LIST)),
    ("R67", "p4", with_children("p4", *items("i", Kind.LETTER, 27), **LIST)),
    ("R73", "d1", changed(d1="daerah adalah Kota Solok.")),
    ("R73", "d2", changed(d2="Rencana Induk adalah dokumen perencanaan Daerah;")),
    *(
        ("R96", "y2", changed(y2=f"Ketentuan sebagaimana dimaksud {address} dilaksanakan oleh Dewan."))
        for address in (
            "dalam Pasal 9",
            "pada ayat (1)",
            "pada huruf a",
            "pada huruf aa",
            "pada angka 2",
            "dalam Pasal\u00a09",
            "dalam pasal 9",
        )
    ),
    ("R96", "l1", changed(l1="tugas dalam Pasal 9")),
]
WARNINGS = {"R61", "R50", "R57", "R67"}


@pytest.mark.parametrize(("rule", "element", "tree"), BROKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_broken_tree(rule: str, element: str, tree: Tree) -> None:
    """Each broken tree is reported under its rule at its element; only R50, R57, R67 are mere warnings."""
    assert (rule, element) in faults_of(tree)
    assert all(fault.warning == (fault.rule in WARNINGS) for fault in check(tree) if fault.rule == rule)


def test_fifth_depth_is_refused() -> None:
    """At most four levels below ayat (R59)."""
    tree = clean()
    tree.by_id["k1"].children = items("v", Kind.NUMBER, 2)
    assert {"R48", "R59"} & {rule for rule, _ in faults_of(Tree(tree.roots))}


def test_list_of_a_pasal_starts_with_letters() -> None:
    """Outside the definitions a list starts with a., not with 1. (R59)."""
    tree = with_children("p4", *items("i", Kind.NUMBER, 2), **LIST)
    assert check(tree)


def test_pasal_title_is_refused_or_not_printed() -> None:
    """A Pasal bears no title: an internal label is either a fault or does not reach the printed text (R58)."""
    tree = clean()
    tree.by_id["p3"].title = "Tugas Dewan"
    text = compile_text(Source(tree, "Peraturan Wali Kota", "Rencana Induk", {}, {}, [], {}, is_draft=True))
    printed = text.body[1].children[0].children[0].children[0]
    assert printed.id == "p3"
    assert printed.title == "" or ("R58", "p3") in faults_of(tree)


@pytest.mark.parametrize("count", [2, 26])
def test_lists_up_to_z_are_not_warned(count: int) -> None:
    """From two items (R65) up to z. (R67) a list is in order."""
    assert check(with_children("p4", *items("i", Kind.LETTER, count), **LIST)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dewan mengadakan rapat sebagaimana dimaksud dalam {{acu:y1}} 2 (dua) kali.",
        "Pagu paling banyak Rp10.000.000,00 (sepuluh juta rupiah) dibebankan pada anggaran.",
        "Angka kemiskinan Daerah dinilai setiap tahun.",
        "Rencana Induk berlaku 5 (lima) tahun sampai dengan tahun 2029.",
    ],
)
def test_proper_norm_has_no_fault(text: str) -> None:
    """Norms of one sentence with references as tokens raise nothing (R56, R57, R96)."""
    assert [f for f in check(changed(y2=text)) if f.rule != "R75"] == []


def test_item_may_start_with_a_defined_term() -> None:
    """Defined terms keep their capital at the start of an item (R61)."""
    assert check(changed(l1="Rencana Induk")) == []


def test_ids_are_unique() -> None:
    """A stable id names one element (R96, 9.1)."""
    with pytest.raises(ValueError):
        Tree([build("b1", Kind.CHAPTER, pasal("p1"), pasal("p1"), title="KETENTUAN UMUM")])


def test_labels_of_the_clean_tree() -> None:
    """Printed numbers of every kind (R51-R56, R59, R73)."""
    tree = clean()
    labels = {stable_id: tree.label(node) for stable_id, node in tree.by_id.items()}
    assert labels == {
        "b1": "BAB I",
        "b2": "BAB II",
        "b3": "BAB III",
        "s1": "Bagian Kesatu",
        "s2": "Bagian Kedua",
        "g1": "Paragraf 1",
        "g2": "Paragraf 2",
        "p1": "Pasal 1",
        "p2": "Pasal 2",
        "p3": "Pasal 3",
        "p4": "Pasal 4",
        "p5": "Pasal 5",
        "p6": "Pasal 6",
        "d1": "1.",
        "d2": "2.",
        "y1": "(1)",
        "y2": "(2)",
        "l1": "a.",
        "l2": "b.",
        "a1": "1.",
        "a2": "2.",
        "h1": "a)",
        "h2": "b)",
        "k1": "1)",
        "k2": "2)",
    }


SHAPES = st.lists(
    st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=3), min_size=1, max_size=3), min_size=1, max_size=6
)


def shaped(shape: list[list[list[int]]]) -> Tree:
    """A tree of BAB, Bagian, Pasal and ayat (their number) from nested lists."""
    roots = []
    for b, parts in enumerate(shape):
        chapter = build(f"b{b}", Kind.CHAPTER, title="BAB")
        for s, articles in enumerate(parts):
            part = build(f"b{b}s{s}", Kind.PART, title="Bagian")
            for p, count in enumerate(articles):
                name = f"b{b}s{s}p{p}"
                part.children.append(pasal(name, *(ayat(f"{name}y{y}") for y in range(count))))
            chapter.children.append(part)
        roots.append(chapter)
    return Tree(roots)


@QUICK
@given(SHAPES)
def test_numbering_runs_and_restarts(shape: list[list[list[int]]]) -> None:
    """BAB and Pasal run through, Bagian restarts per BAB, ayat per Pasal (R51, R52, R54, R56, X7)."""
    tree = shaped(shape)
    assert [tree.label(n) for n in tree.of(Kind.CHAPTER)] == [f"BAB {ROMANS[i]}" for i in range(len(shape))]
    articles = tree.of(Kind.ARTICLE)
    assert [tree.label(n) for n in articles] == [f"Pasal {i}" for i in range(1, len(articles) + 1)]
    for chapter in tree.of(Kind.CHAPTER):
        parts = [tree.label(part) for part in chapter.children]
        assert parts == [f"Bagian {ORDINALS[i]}" for i in range(len(parts))]
    for article in articles:
        assert [tree.label(n) for n in article.children] == [f"({i})" for i in range(1, len(article.children) + 1)]


@QUICK
@given(SHAPES, st.data())
def test_numbering_follows_insertion(shape: list[list[list[int]]], data: st.DataObject) -> None:
    """A Pasal put in the middle shifts all later Pasal by one and nothing else (R54, R96)."""
    before = shaped(shape)
    articles = before.of(Kind.ARTICLE)
    place = data.draw(st.integers(0, len(articles) - 1))
    numbers_before = {n.id: before.label(n) for n in before.by_id.values()}
    roots = deepcopy(before.roots)
    part = Tree(roots).by_id[articles[place].id].parent
    assert part is not None
    part.children.insert([n.id for n in part.children].index(articles[place].id), pasal("baru"))
    after = Tree(roots)
    assert after.label(after.by_id["baru"]) == f"Pasal {place + 1}"
    for stable_id, label in numbers_before.items():
        match = re.fullmatch(r"Pasal (\d+)", label)
        moved = f"Pasal {int(match[1]) + 1}" if match and int(match[1]) > place else label
        assert after.label(after.by_id[stable_id]) == moved


@pytest.mark.parametrize(
    ("kind", "number", "printed"),
    [
        (Kind.CHAPTER, Number(4, "A"), "BAB IVA"),
        (Kind.PART, Number(2, "A"), "Bagian KeduaA"),
        (Kind.SUBPART, Number(2, "A"), "Paragraf 2A"),
        (Kind.ARTICLE, Number(27, "A"), "Pasal 27A"),
        (Kind.ARTICLE, 27, "Pasal 27"),
        (Kind.AMENDING, 2, "Pasal II"),
        (Kind.PARAGRAPH, Number(1, "B"), "(1b)"),
        (Kind.LETTER, Number(2, "A"), "ba."),
        (Kind.RECITAL, 3, "c."),
        (Kind.NUMBER, Number(3, "A"), "3a."),
        (Kind.BASIS, 4, "4."),
        (Kind.INSTRUCTION, 5, "5."),
        (Kind.LETTER_BRACKET, Number(2, "A"), "ba)"),
        (Kind.NUMBER_BRACKET, Number(2, "A"), "2a)"),
        (Kind.HEAD, 1, ""),
        (Kind.ORDER, 1, ""),
    ],
)
def test_printed_numbers(kind: Kind, number: Number | int, printed: str) -> None:
    """Every kind, also with the letters of an inserted element (R137)."""
    assert printed_label(kind, number) == printed


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "A"), ("A", "B"), ("Y", "Z"), ("Z", "ZA"), ("ZA", "ZB"), ("AZ", "AZA")],
)
def test_next_inserted(before: str, after: str) -> None:
    """27 gives 27A, 27A gives 27B, after Z comes ZA."""
    assert Number(27, before).next_inserted() == Number(27, after)


def test_run_of_kept_and_new_numbers() -> None:
    """Before a kept one a suffix, after the last kept one the next number; without kept ones 1, 2, 3."""

    def run(*kept: Number | None) -> list[Number]:
        return number_run([Node(f"u{n}", Kind.ARTICLE, number=number) for n, number in enumerate(kept)])

    assert run(None, None) == [Number(1), Number(2)]
    assert run(Number(1), None, None, Number(2), None) == [
        Number(1),
        Number(1, "A"),
        Number(1, "B"),
        Number(2),
        Number(3),
    ]
    assert run(None, Number(1)) == [Number(0, "A"), Number(1)]
    assert run(Number(5, "A"), None) == [Number(5, "A"), Number(6)]
    assert run() == []


def test_pasal_run_through_everything_but_quotations() -> None:
    """Also outside BAB; what an instruction quotes counts for itself, each instruction anew."""
    quotes = [build(f"i{n}", Kind.INSTRUCTION, pasal(f"q{n}"), pasal(f"r{n}"), text="X") for n in (1, 2)]
    tree = Tree([pasal("p1"), build("b1", Kind.CHAPTER, pasal("p2")), build("a1", Kind.AMENDING, *quotes), pasal("p3")])
    assert {name: tree.label(tree.by_id[name]) for name in ("p1", "p2", "p3", "q1", "r1", "q2", "r2", "i1", "i2")} == {
        "p1": "Pasal 1",
        "p2": "Pasal 2",
        "p3": "Pasal 3",
        "q1": "Pasal 1",
        "r1": "Pasal 2",
        "q2": "Pasal 1",
        "r2": "Pasal 2",
        "i1": "1.",
        "i2": "2.",
    }


def test_looking_around_in_the_tree() -> None:
    """Parents, ancestors, elements by kind, definitions."""
    tree = clean()
    nodes = tree.by_id
    assert nodes["b1"].parent is None
    assert nodes["k1"].parent is nodes["h1"]
    assert nodes["k1"].ancestor(Kind.ARTICLE) is nodes["p4"]
    assert nodes["p4"].ancestor(Kind.ARTICLE) is nodes["p4"]
    assert nodes["p4"].ancestor(Kind.PARAGRAPH) is None
    assert [node.id for node in nodes["p2"].walk()] == ["p2", "y1", "y2"]
    assert [node.id for node in tree.of(Kind.SUBPART, Kind.PART)] == ["s1", "g1", "g2", "s2"]
    assert [node.id for node in tree.roots_of(Kind.CHAPTER)] == ["b1", "b2", "b3"]
    assert tree.roots_of(Kind.ARTICLE) == []
    assert {node.id for node in nodes.values() if node.defines} == {"d1", "d2"}
    assert not Node("x", Kind.NUMBER).defines
    with pytest.raises(ValueError, match="id y1 dipakai dua kali"):
        Tree([pasal("p", ayat("y1"), ayat("y1"))])


def test_names_of_kinds() -> None:
    """Stored words and what drafters call them: whatever is written by hand has a name, the fixed frame has none."""
    words = (
        "kop judul frasa jabatan menimbang mengingat memutuskan menetapkan bab bagian paragraf pasal ayat huruf angka"
    )
    more = "huruf_kurung angka_kurung perintah berita_daerah pasal_romawi instruksi"
    assert [kind.value for kind in Kind] == f"{words} {more}".split()
    assert list(KIND_NAMES.values()) == [
        "Konsiderans",
        "Dasar hukum",
        "BAB",
        "Bagian",
        "Paragraf",
        "Pasal",
        "Ayat",
        "Huruf (a.)",
        "Angka (1.)",
        "Huruf kurung (a))",
        "Angka kurung (1))",
    ]
    assert FIXED_KINDS.isdisjoint(KIND_NAMES)
    blank = Node("x", Kind.LETTER)
    assert (blank.text, blank.title, blank.conjunction, blank.automatic, blank.removed) == ("", "", "", False, False)


def test_what_stands_above_is_not_part_of_an_element() -> None:
    """Two elements are equal wherever they stand, and showing one does not show the whole regulation."""
    nodes = clean().by_id
    assert nodes["y1"] == ayat("y1")
    assert "parent" not in repr(nodes["y1"])
