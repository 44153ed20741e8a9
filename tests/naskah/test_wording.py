"""Fixed wordings: marks of lists, last recital, citations, legal basis, opening (R5, R24-R44, R60-R64)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.perwali.naskah.document import Source, Text, compile_text
from masterplan.perwali.naskah.structure import Kind, Node, Tree
from masterplan.perwali.naskah.wording import CitedLaw, cite, end_marks, keep_hyphens, last_recital, rank
from tests.naskah.effort import examples

QUICK = settings(max_examples=examples(100), deadline=None)
DEPTHS = (Kind.LETTER, Kind.NUMBER, Kind.LETTER_BRACKET, Kind.NUMBER_BRACKET)
CONJUNCTIONS = ("dan", "atau", "dan/atau")

Shape = tuple[str, list]  # conjunction, items; an item is None or a shape


def shapes(depth: int) -> st.SearchStrategy[Shape]:
    """Lists of two to four items with sub-lists down to a depth (R59, R65)."""
    item = st.none() if depth == 1 else st.one_of(st.none(), shapes(depth - 1))
    return st.tuples(st.sampled_from(CONJUNCTIONS), st.lists(item, min_size=2, max_size=4))


def grown(shape: Shape) -> Node:
    """An ayat with the list of a shape."""
    counter = iter(range(1000))

    def fill(node: Node, below: Shape, depth: int) -> Node:
        node.conjunction, inner = below
        for entry in inner:
            child = Node(f"i{next(counter)}", DEPTHS[depth], text="rencana")
            node.children.append(fill(child, entry, depth + 1) if entry else child)
        return node

    return fill(Node("ayat", Kind.PARAGRAPH, text="Dewan bertugas:"), shape, 0)


def leaves(node: Node) -> list[str]:
    """Ids of the items without sub-list, in order."""
    return [leaf for child in node.children for leaf in leaves(child)] if node.children else [node.id]


def lists(node: Node) -> Iterator[Node]:
    """All elements that hold a list."""
    if node.children:
        yield node
        for child in node.children:
            yield from lists(child)


@QUICK
@given(shapes(4), st.sampled_from([".", ";", "; dan"]))
def test_marks_of_every_list(shape: Shape, end: str) -> None:
    """One conjunction per list, at the end of its second-to-last item; the last leaf ends as asked (R62-R64, X8)."""
    root = grown(shape)
    Tree([root])
    marks = end_marks(root, end)
    order = leaves(root)
    expected = dict.fromkeys(order, ";")
    for holder in lists(root):
        expected[leaves(holder.children[-2])[-1]] = f"; {holder.conjunction}"
    expected[order[-1]] = end
    assert marks == expected


@QUICK
@given(shapes(4))
def test_conjunctions_are_as_many_as_lists(shape: Shape) -> None:
    """Counted without places: as many conjunctions as lists, one full stop, the rest semicolons (R62, R63)."""
    root = grown(shape)
    Tree([root])
    marks = list(end_marks(root).values())
    joined = sorted(mark.removeprefix("; ") for mark in marks if mark.startswith("; "))
    assert joined == sorted(holder.conjunction for holder in lists(root))
    assert marks.count(".") == 1
    assert marks[-1] == "."
    assert marks.count(";") == len(marks) - 1 - len(joined)


MARKS = [
    (("dan", [None, None]), ["; dan", "."]),
    (("atau", [None, None, None]), [";", "; atau", "."]),
    # Pasal 20 ayat (1): the last item has a sub-list
    (("dan", [None, None, None, ("dan", [None] * 5)]), [";", ";", "; dan", ";", ";", ";", "; dan", "."]),
    # the second-to-last item has a sub-list: its last leaf bears the conjunction of the outer list
    (("dan", [None, ("atau", [None, None]), None]), [";", "; atau", "; dan", "."]),
    # the first of three: its last leaf ends with a semicolon
    (("dan/atau", [("dan", [None, None]), None, None]), ["; dan", ";", "; dan/atau", "."]),
    (("dan", [("atau", [None, ("dan/atau", [None, None])]), None]), ["; atau", "; dan/atau", "; dan", "."]),
]


@pytest.mark.parametrize(("shape", "expected"), MARKS)
def test_marks_table(shape: Shape, expected: list[str]) -> None:
    """Marks of hand-made lists (R62-R64)."""
    root = grown(shape)
    Tree([root])
    assert list(end_marks(root).values()) == expected


def test_definitions_bear_no_marks_but_their_lists_do() -> None:
    """Definitions keep their own full stop (R73); a list below one ends like any other (R62-R64)."""
    below = [Node(f"h{n}", Kind.LETTER_BRACKET, text="rencana") for n in (1, 2)]
    items = [
        Node("d1", Kind.NUMBER, text="Daerah adalah Kota Solok."),
        Node("d2", Kind.NUMBER, text="Dewan adalah wadah yang meliputi:", conjunction="dan", children=below),
    ]
    root = Node("p1", Kind.ARTICLE, text="Dalam Peraturan Wali Kota ini yang dimaksud dengan:", children=items)
    Tree([root])
    marks = end_marks(root)
    assert "d1" not in marks
    assert {key: marks.get(key) for key in ("h1", "h2")} == {"h1": "; dan", "h2": "."}


@pytest.mark.parametrize(
    ("others", "letters"),
    [
        (1, "huruf a"),
        (2, "huruf a dan huruf b"),
        (3, "huruf a, huruf b, dan huruf c"),
        (4, "huruf a, huruf b, huruf c, dan huruf d"),
    ],
)
def test_last_recital(others: int, letters: str) -> None:
    """The generated last recital names every recital before it, with *dalam huruf* (R31, R32, R97)."""
    text = last_recital(others, "Peraturan Wali Kota", "Rencana Induk Kota Cerdas")
    assert text.replace("\u00a0", " ") == (
        f"bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam {letters}, perlu menetapkan "
        "Peraturan Wali Kota tentang Rencana Induk Kota Cerdas"
    )
    assert "huruf " not in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Undang-Undang", "Undang\u2011Undang"),
        ("antar-Perangkat Daerah", "antar\u2011Perangkat Daerah"),
        ("Tahun 2025-2029", "Tahun 2025-2029"),
        ("a - b", "a - b"),
    ],
)
def test_keep_hyphens(text: str, expected: str) -> None:
    """A word with a hyphen of its own does not break there (R5)."""
    assert keep_hyphens(text) == expected


def rule(
    kind: str, number: str = "1", year: int = 2020, gazette: str = "10", more: str | None = None, **f: object
) -> CitedLaw:
    """A rule whose gazette is of its year; ``more`` is the number of the supplement, empty when unknown."""
    base = CitedLaw(kind, number, year, "Contoh", gazette_year=year, gazette_number=gazette)
    return replace(base, has_supplement=more is not None, supplement_number=more or "", **f)


UUD = CitedLaw("UUD", article="18", paragraph="6")
PEMDA = rule("UU", "23", 2014, "244", "5587", title="Pemerintahan Daerah")
PERPPU_NAME = "Peraturan Pemerintah Pengganti Undang-Undang Nomor 2 Tahun 2022 tentang Cipta Kerja"
CIPTA_NAME = f"Penetapan {PERPPU_NAME} menjadi Undang-Undang"
CIPTA = rule("UU", "6", 2023, "41", "6856", title=CIPTA_NAME)
SOLOK = rule("UU", "58", 2024, "", "", title="Kota Solok di Provinsi Sumatera Barat")
INOVASI = rule("PP", "38", 2017, "206", "6123", title="Inovasi Daerah")
SPBE = rule("PERPRES", "95", 2018, "182", title="Sistem Pemerintahan Berbasis Elektronik")
PERMEN = rule("PERMENDAGRI", "86", 2017, "1312", title="Tata Cara Perencanaan")
PROVINSI = rule("PERDA_PROV", "3", 2019, "5", "8", region="Provinsi Sumatera Barat")
PERDA = rule("PERDA", "4", 2021, "6", "7", region="Kota Solok")
PERWALI = rule("PERWALI", "9", 2022, "11", region="Kota Solok")
BASIS = [UUD, PEMDA, SOLOK, INOVASI, SPBE, PERMEN, PROVINSI, PERDA, PERWALI]
LN = "Lembaran Negara Republik Indonesia"
PEMDA_GAZETTE = f"({LN} Tahun 2014 Nomor 244, Tambahan {LN} Nomor 5587)"
PEMDA_TEXT = f"Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah {PEMDA_GAZETTE}"
CIPTA_TEXT = (
    f"Undang-Undang Nomor 6 Tahun 2023 tentang {CIPTA_NAME} ({LN} Tahun 2023 Nomor 41, Tambahan {LN} Nomor 6856)"
)
LD, LDP, BD = "Lembaran Daerah Kota Solok", "Lembaran Daerah Provinsi Sumatera Barat", "Berita Daerah Kota Solok"

CITATIONS = [
    (UUD, "Pasal 18 ayat (6) Undang-Undang Dasar Negara Republik Indonesia Tahun 1945"),
    (CitedLaw("UUD", article="18"), "Pasal 18 Undang-Undang Dasar Negara Republik Indonesia Tahun 1945"),
    (PEMDA, PEMDA_TEXT),
    (replace(PEMDA, amended_by=CIPTA), f"{PEMDA_TEXT} sebagaimana telah diubah dengan {CIPTA_TEXT}"),
    (
        replace(PEMDA, amended_by=CIPTA, amended_often=True),
        f"{PEMDA_TEXT} sebagaimana telah beberapa kali diubah terakhir dengan {CIPTA_TEXT}",
    ),
    (
        SOLOK,
        "Undang-Undang Nomor 58 Tahun 2024 tentang Kota Solok di Provinsi Sumatera Barat "
        f"({LN} Tahun 2024 Nomor ..., Tambahan {LN} Nomor ...)",
    ),
    (
        INOVASI,
        "Peraturan Pemerintah Nomor 38 Tahun 2017 tentang Inovasi Daerah "
        f"({LN} Tahun 2017 Nomor 206, Tambahan {LN} Nomor 6123)",
    ),
    (
        SPBE,
        "Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik "
        f"({LN} Tahun 2018 Nomor 182)",
    ),
    (
        rule("PERPRES", "1", 2020, "2", "3"),
        f"Peraturan Presiden Nomor 1 Tahun 2020 tentang Contoh ({LN} Tahun 2020 Nomor 2, Tambahan {LN} Nomor 3)",
    ),
    (
        PERMEN,
        "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017 tentang Tata Cara Perencanaan "
        "(Berita Negara Republik Indonesia Tahun 2017 Nomor 1312)",
    ),
    (
        replace(PERMEN, gazette_year=None, gazette_number=""),
        "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017 tentang Tata Cara Perencanaan "
        "(Berita Negara Republik Indonesia Tahun ... Nomor ...)",
    ),
    (
        replace(PERMEN, gazette_year=2018, gazette_number="157"),
        "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017 tentang Tata Cara Perencanaan "
        "(Berita Negara Republik Indonesia Tahun 2018 Nomor 157)",
    ),
    (
        PROVINSI,
        "Peraturan Daerah Provinsi Sumatera Barat Nomor 3 Tahun 2019 tentang Contoh "
        f"({LDP} Tahun 2019 Nomor 5, Tambahan {LDP} Nomor 8)",
    ),
    (
        PERDA,
        "Peraturan Daerah Kota Solok Nomor 4 Tahun 2021 tentang Contoh "
        f"({LD} Tahun 2021 Nomor 6, Tambahan {LD} Nomor 7)",
    ),
    (PERWALI, f"Peraturan Wali Kota Solok Nomor 9 Tahun 2022 tentang Contoh ({BD} Tahun 2022 Nomor 11)"),
]


@pytest.mark.parametrize(("cited", "expected"), CITATIONS)
def test_citation(cited: CitedLaw, expected: str) -> None:
    """Form of each kind of rule, amendments after the gazette of the base rule, unknown numbers as dots (R39-R42)."""
    assert cite(cited) == expected


RULES = st.builds(
    rule, st.sampled_from([r.kind for r in BASIS[1:]]), st.integers(1, 200).map(str), st.integers(1950, 2030)
)


@QUICK
@given(st.permutations(BASIS))
def test_basis_is_sorted_by_rank(shuffled: list[CitedLaw]) -> None:
    """UUD, UU, PP, Perpres, Permen, Perda provinsi, Perda kota, Perwali, each by year (R37, R38)."""
    assert sorted(shuffled, key=rank) == BASIS


@QUICK
@given(st.lists(RULES, min_size=2, max_size=8))
def test_same_rank_is_sorted_by_year_and_number(rules: list[CitedLaw]) -> None:
    """Within a rank the year counts, then the number as a number: 9 before 23 (R37)."""
    for one, other in pairwise(sorted(rules, key=rank)):
        if one.kind == other.kind:
            assert (one.year, int(one.number)) <= (other.year, int(other.number))


def opening(
    recitals: int, basis: list[CitedLaw], typed_last: bool = False, title: str = "Rencana Induk 2025-2029"
) -> Text:
    """A compiled opening with this many recitals, the last one generated."""
    nodes = [Node(f"m{n}", Kind.RECITAL, text=f"bahwa alasan {n}") for n in range(1, recitals + 1)]
    nodes[-1].automatic = not typed_last
    nodes += [Node(f"r{n}", Kind.BASIS) for n in range(len(basis))]
    nodes.append(Node("tetap", Kind.ENACT, text="PERATURAN WALI KOTA TENTANG {{nama}}."))
    rules = {f"r{n}": cited for n, cited in enumerate(basis)}
    return compile_text(Source(Tree(nodes), "Peraturan Wali Kota", title, rules, {}, [], {}, is_draft=True))


def test_opening_follows_the_worked_text() -> None:
    """Letters, numbers, semicolons and the one stored name (R24, R26, R29-R31, R35, R44, X4-X6)."""
    text = opening(3, BASIS[:3])
    assert [r.label for r in text.recitals] == ["a.", "b.", "c."]
    assert [r.text for r in text.recitals[:2]] == ["bahwa alasan 1;", "bahwa alasan 2;"]
    assert text.recitals[2].text.replace("\u00a0", " ") == (
        "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan "
        "Peraturan Wali Kota tentang Rencana Induk 2025-2029;"
    )
    assert [b.label for b in text.basis] == ["1.", "2.", "3."]
    assert [b.text for b in text.basis] == [f"{cite(cited)};" for cited in BASIS[:3]]
    assert text.name == "RENCANA INDUK 2025-2029"
    assert text.enact == "PERATURAN WALI KOTA TENTANG RENCANA INDUK 2025-2029."


def test_single_items_have_no_label() -> None:
    """A single recital has no letter, a single basis no number (R29, R35)."""
    text = opening(1, [UUD], typed_last=True)
    assert [e.label for e in (*text.recitals, *text.basis)] == ["", ""]
    assert text.basis[0].text.endswith(";")


@pytest.mark.parametrize(
    ("text", "rule_number"),
    [(opening(3, [SOLOK, PEMDA]), "R37"), (opening(3, [INOVASI, UUD]), "R37"), (opening(3, [UUD], True), "R31")],
)
def test_faults_of_the_opening(text: Text, rule_number: str) -> None:
    """A legal basis out of order and a typed last recital are reported (R31, R37)."""
    assert rule_number in {fault.rule for fault in text.faults}


def test_sorted_opening_has_no_fault() -> None:
    """The opening of the worked text raises nothing (R31, R37)."""
    assert opening(4, BASIS).faults == []
