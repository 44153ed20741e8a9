"""Cross references: phrases, ranges, no-break spaces, shifting numbers, annexes (R89-R97, R110-R115, X9, X11)."""

import re
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.perwali.naskah.document import Source, Text, compile_text
from masterplan.perwali.naskah.references import TOKEN, BrokenReference, Resolver, placeholders, read_token, tokens
from masterplan.perwali.naskah.structure import Kind, Node, Tree
from tests.naskah.effort import examples

QUICK = settings(max_examples=examples(100), deadline=None)
NBSP = "\u00a0"
PROMISED = "yang merupakan bagian tidak terpisahkan dari Peraturan Wali Kota ini."
NORM = "Wali Kota menetapkan Rencana Induk."
PLACE = r"(?: huruf [a-z]+)?(?: angka \d+)?(?: huruf [a-z]+\))?(?: angka \d+\))?"
GRAMMAR = re.compile(
    rf"sebagaimana dimaksud (?:dalam Pasal \d+(?: ayat \(\d+\))?{PLACE}|pada ayat \(\d+\){PLACE}|dalam huruf [a-z]+)"
)


def build(id: str, kind: Kind, *children: Node, text: str = "") -> Node:
    """A node with its children; lists are joined by *dan*."""
    return Node(id, kind, text=text, title="X", conjunction="dan", children=list(children))


def letters(prefix: str, *below: Node) -> list[Node]:
    """Items a, b, c, d; the last one holds what is given."""
    return [
        *(build(f"{prefix}{sign}", Kind.LETTER, text="rencana") for sign in "abc"),
        build(f"{prefix}d", Kind.LETTER, *below, text="unsur:"),
    ]


def ayat(id: str, *children: Node, text: str = NORM) -> Node:
    """An ayat."""
    return build(id, Kind.PARAGRAPH, *children, text=text)


def sample(*extra: Node) -> Tree:
    """Recitals m1 to m4; Pasal 1 with definitions, 2 with ayat and all depths, 3 with a bare list, 4 to 7 plain."""
    deepest = [build(f"t{n}", Kind.NUMBER_BRACKET, text="rencana") for n in (1, 2)]
    third = [build("h1", Kind.LETTER_BRACKET, text="rencana"), build("h2", Kind.LETTER_BRACKET, *deepest, text="ini:")]
    second = [build("n1", Kind.NUMBER, text="rencana"), build("n2", Kind.NUMBER, *third, text="unsur:")]
    definitions = [build(f"d{n}", Kind.NUMBER, text="Daerah adalah Kota Solok.") for n in (1, 2)]
    articles = [
        build("p1", Kind.ARTICLE, *definitions, text="Dalam Peraturan Wali Kota ini yang dimaksud dengan:"),
        build("p2", Kind.ARTICLE, ayat("y1", *letters("l", *second)), ayat("y2"), ayat("y3"), ayat("y4")),
        build("p3", Kind.ARTICLE, *letters("q"), text="Dewan bertugas:"),
        *(build(f"p{n}", Kind.ARTICLE, text=NORM) for n in range(4, 8)),
        *extra,
    ]
    parts = [build("s1", Kind.PART, *articles[1:3]), build("s2", Kind.PART, *articles[3:])]
    recitals = [build(f"m{n}", Kind.RECITAL, text="bahwa rencana perlu") for n in range(1, 5)]
    return Tree([*recitals, build("b1", Kind.CHAPTER, articles[0]), build("b2", Kind.CHAPTER, *parts)])


def printed(text: str, source: str, tree: Tree | None = None, annexes: tuple[str, ...] = ()) -> str:
    """A text with its tokens resolved, standing in an element of the tree."""
    tree = tree or sample()
    resolver = Resolver(tree, list(annexes))
    return TOKEN.sub(lambda match: resolver.phrase(read_token(match), tree.by_id[source]), text)


def plain(text: str) -> str:
    """No-break spaces as spaces (7.3)."""
    return text.replace(NBSP, " ")


PHRASES = [
    # other Pasal
    ("{{acu:p3}}", "p4", "sebagaimana dimaksud dalam Pasal 3"),
    ("{{acu:y2}}", "p4", "sebagaimana dimaksud dalam Pasal 2 ayat (2)"),
    ("{{acu:la}}", "p4", "sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf a"),
    ("{{acu:n2}}", "p4", "sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf d angka 2"),
    ("{{acu:h2}}", "p4", "sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf d angka 2 huruf b)"),
    ("{{acu:t1}}", "p4", "sebagaimana dimaksud dalam Pasal 2 ayat (1) huruf d angka 2 huruf b) angka 1)"),
    ("{{acu:qc}}", "p4", "sebagaimana dimaksud dalam Pasal 3 huruf c"),
    ("{{acu:d2}}", "p4", "sebagaimana dimaksud dalam Pasal 1 angka 2"),
    # same Pasal
    ("{{acu:y1}}", "y2", "sebagaimana dimaksud pada ayat (1)"),
    ("{{acu:ld}}", "y2", "sebagaimana dimaksud pada ayat (1) huruf d"),
    ("{{acu:n1}}", "y3", "sebagaimana dimaksud pada ayat (1) huruf d angka 1"),
    ("{{acu:y1}}", "la", "sebagaimana dimaksud pada ayat (1)"),
    # a Pasal without ayat: always the long form
    ("{{acu:qa}}", "qb", "sebagaimana dimaksud dalam Pasal 3 huruf a"),
    ("{{acu:qa}}", "p3", "sebagaimana dimaksud dalam Pasal 3 huruf a"),
    ("{{acu:p2}}", "y3", "sebagaimana dimaksud dalam Pasal 2"),
    # several and ranges
    ("{{acu:p4,p5}}", "p7", "sebagaimana dimaksud dalam Pasal 4 dan Pasal 5"),
    ("{{acu:p3,p4,p5}}", "p7", "sebagaimana dimaksud dalam Pasal 3, Pasal 4, dan Pasal 5"),
    ("{{acu:p3, p4, p5, p6}}", "p7", "sebagaimana dimaksud dalam Pasal 3, Pasal 4, Pasal 5, dan Pasal 6"),
    ("{{acu:p3..p6}}", "p7", "sebagaimana dimaksud dalam Pasal 3 sampai dengan Pasal 6"),
    ("{{acu:y1,y2}}", "y3", "sebagaimana dimaksud pada ayat (1) dan ayat (2)"),
    ("{{acu:y1,y2,y3}}", "y4", "sebagaimana dimaksud pada ayat (1), ayat (2), dan ayat (3)"),
    ("{{acu:y1..y3}}", "y4", "sebagaimana dimaksud pada ayat (1) sampai dengan ayat (3)"),
    ("{{acu:p1,y1}}", "y3", "sebagaimana dimaksud dalam Pasal 1 dan Pasal 2 ayat (1)"),
    (
        "{{acu:p3..p6}} kecuali {{ref:p5}}",
        "p7",
        "sebagaimana dimaksud dalam Pasal 3 sampai dengan Pasal 6 kecuali Pasal 5",
    ),
    # recitals
    ("{{acu:m1}}", "m4", "sebagaimana dimaksud dalam huruf a"),
    ("{{acu:m1,m2}}", "m4", "sebagaimana dimaksud dalam huruf a dan huruf b"),
    ("{{acu:m1,m2,m3}}", "m4", "sebagaimana dimaksud dalam huruf a, huruf b, dan huruf c"),
    # address only
    ("Ketentuan {{ref:p3}} berlaku", "p4", "Ketentuan Pasal 3 berlaku"),
    ("{{ref:y1}}", "y2", "ayat (1)"),
    ("{{ref:la}}", "p7", "Pasal 2 ayat (1) huruf a"),
    ("{{ref:b1}}", "p4", "BAB I"),
    ("{{ref:s2}}", "p4", "BAB II Bagian Kedua"),
]


@pytest.mark.parametrize(("text", "source", "expected"), PHRASES)
def test_phrase(text: str, source: str, expected: str) -> None:
    """Preposition, order from large to small, enumeration and range of references (R32, R89-R93, X9)."""
    assert plain(printed(text, source)) == expected


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("{{acu:n2}}", "p4", "sebagaimana dimaksud dalam Pasal~2~ayat~(1)~huruf~d~angka~2"),
        ("{{acu:y1}}", "y2", "sebagaimana dimaksud pada ayat~(1)"),
        ("{{acu:p3..p5}}", "p7", "sebagaimana dimaksud dalam Pasal~3 sampai dengan Pasal~5"),
        ("{{acu:m1,m2}}", "m4", "sebagaimana dimaksud dalam huruf~a dan huruf~b"),
        ("{{ref:s2}}", "p4", "BAB~II~Bagian~Kedua"),
    ],
)
def test_no_break_spaces(text: str, source: str, expected: str) -> None:
    """Parts of one address never part at a line end; the words around it may (R97)."""
    assert printed(text, source) == expected.replace("~", NBSP)


BODY_IDS = [node.id for node in sample().of(Kind.ARTICLE, Kind.PARAGRAPH, Kind.LETTER, Kind.NUMBER)]
ADDRESSED = [*BODY_IDS, "h1", "h2", "t1", "t2"]


@QUICK
@given(st.sampled_from(BODY_IDS), st.sampled_from(ADDRESSED))
def test_phrase_obeys_the_grammar(source: str, target: str) -> None:
    """Every phrase parses by the reference grammar, has its preposition right and no lonely word (R89-R92, R97)."""
    phrase = printed(f"{{{{acu:{target}}}}}", source)
    assert GRAMMAR.fullmatch(plain(phrase))
    assert not re.search(r"dimaksud pada Pasal|dimaksud dalam ayat|\bpasal \d|\b(Pasal|ayat) ini\b", plain(phrase))
    assert not {"Pasal", "ayat", "huruf", "angka"} & set(phrase.split(" "))


@QUICK
@given(st.sampled_from([f"p{n}" for n in range(1, 8)]), st.sampled_from(BODY_IDS), st.sampled_from(BODY_IDS))
def test_references_follow_insertion(before: str, source: str, target: str) -> None:
    """A new Pasal in front shifts the Pasal of each reference, and nothing but that number (R54, R96)."""
    token = f"{{{{acu:{target}}}}}"
    old = plain(printed(token, source))
    tree = Tree(deepcopy(sample().roots))
    parent = tree.by_id[before].parent
    assert parent is not None
    parent.children.insert(parent.children.index(tree.by_id[before]), build("baru", Kind.ARTICLE, text=NORM))
    new = plain(printed(token, source, Tree(tree.roots)))

    def shift(match: re.Match[str]) -> str:
        number = int(match[1])
        return f"Pasal {number + 1 if number >= int(before[1:]) else number}"

    assert new == re.sub(r"Pasal (\d+)", shift, old)


def test_broken_reference_and_tokens() -> None:
    """A token to a missing target is an error, never a number; placeholders are no references (R96)."""
    with pytest.raises(BrokenReference):
        printed("{{acu:tiada}}", "p4")
    with pytest.raises(BrokenReference):
        printed("{{lamp:tiada}}", "p4", annexes=("i1",))
    found = tokens("{{acu:p1, p2}} {{nama}} {{ref:p3..p5}} {{lamp:i1}}")
    assert [(t.form, t.ids, t.is_range) for t in found] == [
        ("acu", ("p1", "p2"), False),
        ("ref", ("p3", "p5"), True),
        ("lamp", ("i1",), False),
    ]
    assert placeholders("{{nama}} {{acu:p1}} {{tahun_awal}}") == ["nama", "tahun_awal"]


def compiled(tree: Tree, *annexes: str, rules: dict | None = None) -> Text:
    """The text of a tree with annexes."""
    named = [(annex, f"lampiran {annex}") for annex in annexes]
    return compile_text(Source(tree, "Peraturan Wali Kota", "Rencana Induk", rules or {}, {}, named, {}, True))


def faults(tree: Tree, rule: str, *annexes: str) -> set[str]:
    """Elements with a fault under a rule."""
    return {fault.element for fault in compiled(tree, *annexes).faults if fault.rule == rule}


def test_missing_target_is_a_fault_of_the_text() -> None:
    """Compiling does not stop at a missing target but reports it (R96)."""
    tree = sample(build("p8", Kind.ARTICLE, text="Dewan {{acu:tiada}} bertugas."))
    assert "p8" in faults(tree, "R96")


@pytest.mark.parametrize(("target", "warned"), [("p7", False), ("y1", False), ("p9", True), ("p8", True)])
def test_forward_reference_warns(target: str, warned: bool) -> None:
    """A reference to a later Pasal or to itself warns, one backward does not (R94)."""
    text = f"Dewan bertugas {{{{acu:{target}}}}}."
    tree = sample(build("p8", Kind.ARTICLE, text=text), build("p9", Kind.ARTICLE, text=NORM))
    assert (faults(tree, "R94") == {"p8"}) == warned
    assert all(fault.warning for fault in compiled(tree).faults if fault.rule == "R94")


def annexed(*texts: str) -> Tree:
    """The sample with a last Pasal of these ayat."""
    return sample(build("p8", Kind.ARTICLE, *(ayat(f"z{n}", text=text) for n, text in enumerate(texts, start=1))))


def test_single_annex_has_no_number() -> None:
    """One annex is Lampiran and LAMPIRAN, and its name stands in capitals (R111, R113)."""
    tree = annexed(f"Rencana Induk tercantum dalam {{{{lamp:i1}}}} {PROMISED}", NORM)
    text = compiled(tree, "i1")
    assert (
        text.body[1].children[1].children[-1].children[0].text == f"Rencana Induk tercantum dalam Lampiran {PROMISED}"
    )
    assert [(a.id, a.label, a.name) for a in text.annexes] == [("i1", "LAMPIRAN", "LAMPIRAN I1")]
    assert faults(tree, "R110", "i1") == set()


def test_annexes_are_numbered_by_first_mention() -> None:
    """Roman numbers in the order in which the body mentions the annexes, unmentioned ones last (R111, R115)."""
    tree = annexed(*(f"Rencana tercantum dalam {{{{lamp:{i}}}}} {PROMISED}" for i in ("i3", "i1", "i3")))
    text = compiled(tree, "i1", "i2", "i3")
    assert [(a.id, a.label) for a in text.annexes] == [
        ("i3", "LAMPIRAN I"),
        ("i1", "LAMPIRAN II"),
        ("i2", "LAMPIRAN III"),
    ]
    assert printed("{{lamp:i1}}", "z1", tree, ("i1", "i2", "i3")) == f"Lampiran{NBSP}II"
    assert faults(tree, "R110", "i1", "i2", "i3") == {"i2"}


def test_recital_does_not_number_the_annexes() -> None:
    """Only the body counts for the order of the annexes (R115)."""
    tree = annexed(*(f"Rencana tercantum dalam {{{{lamp:{i}}}}} {PROMISED}" for i in ("i1", "i2")))
    tree.by_id["m1"].text = "bahwa keadaan Daerah digambarkan dalam {{lamp:i2}}"
    assert [a.id for a in compiled(tree, "i1", "i2").annexes] == ["i1", "i2"]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ("i1,i2", "Lampiran I dan Lampiran II"),
        ("i1,i2,i3", "Lampiran I, Lampiran II, dan Lampiran III"),
        ("i1..i3", "Lampiran I sampai dengan Lampiran III"),
    ],
)
def test_several_annexes(ids: str, expected: str) -> None:
    """Several annexes and a range of them, the word repeated each time (R93, R111)."""
    assert plain(printed(f"{{{{lamp:{ids}}}}}", "p4", annexes=("i1", "i2", "i3"))) == expected


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Rencana disusun menurut {{lamp:i1}}.", {"i1", "i2"}),
        (f"Rencana tercantum dalam {{{{lamp:i1,i2}}}} {PROMISED}", set()),
        (f"Menurut {{{{lamp:i1}}}} Rencana Induk tercantum dalam {{{{lamp:i2}}}} {PROMISED}", {"i1"}),
    ],
)
def test_each_annex_is_promised(text: str, missing: set[str]) -> None:
    """Every annex is mentioned at least once with the fixed phrase that stands at its mention (R110)."""
    assert faults(annexed(text, NORM), "R110", "i1", "i2") == missing


def test_sentences_of_broken_references() -> None:
    """Which id is missing."""
    with pytest.raises(BrokenReference, match=r"^acuan ke tiada tidak ditemukan$"):
        printed("{{acu:tiada}}", "p4")
    with pytest.raises(BrokenReference, match=r"^lampiran tiada tidak ditemukan$"):
        printed("{{lamp:tiada}}", "p4", annexes=("i1",))


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("{{ref:la,lb}}", "p4", "Pasal 2 ayat (1) huruf a dan huruf b"),
        ("{{ref:qa,qb}}", "p4", "Pasal 3 huruf a dan huruf b"),
        ("{{ref:la,y2}}", "p4", "Pasal 2 ayat (1) huruf a dan Pasal 2 ayat (2)"),
        ("{{ref:y1,y2}}", "p4", "Pasal 2 ayat (1) dan ayat (2)"),
        ("{{ref:y1..y3}}", "p4", "Pasal 2 ayat (1) sampai dengan ayat (3)"),
        ("{{ref:la,qa}}", "p4", "Pasal 2 ayat (1) huruf a dan Pasal 3 huruf a"),
        ("{{ref:p4,p5}}", "p7", "Pasal 4 dan Pasal 5"),
        ("{{ref:d1,d2}}", "p7", "Pasal 1 angka 1 dan angka 2"),
        ("{{ref:y1,qa}}", "y2", "Pasal 2 ayat (1) dan Pasal 3 huruf a"),
    ],
)
def test_what_lies_together_names_its_place_once(text: str, source: str, expected: str) -> None:
    """Neighbours of one kind; anything else is named in full."""
    assert plain(printed(text, source)) == expected


def test_one_annex_or_several() -> None:
    """The number is left out for a single one; recitals do not count as a mention."""
    assert printed("{{lamp:i1}}", "p4", annexes=("i1",)) == "Lampiran"
    assert printed("{{lamp:i2}}", "p4", annexes=("i1", "i2")) == f"Lampiran{NBSP}II"
    quoting = Node("a1", Kind.AMENDING, children=[Node("k1", Kind.INSTRUCTION, text="{{lamp:i2}} {{ref:i1}}")])
    assert Resolver(Tree([quoting]), ["i1", "i2"]).annexes == {"i2": 1, "i1": 2}
    assert Resolver(sample(), ["i1", "i2"]).address(sample().by_id["y2"], short=True) == f"ayat{NBSP}(2)"
