"""Codes of sub kegiatan as people type them (planning 4.1, 4.2, 4.10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd.renja.codes import is_sub_kegiatan, normalise

NORMAL = "2.16.03.2.02.0038"
digits = st.text("0123456789", min_size=1, max_size=4)
segments = st.tuples(*(st.integers(0, 10**width - 1) for width in (1, 2, 2, 1, 2, 4)))


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        (NORMAL, NORMAL),
        (" 2.16.03.2.02.0038 ", NORMAL),
        ("2.16. 3.02.2.38", NORMAL),  # d, c: segments 3, 4, 5 and 6
        ("2.16.03.2.02.0038.", NORMAL),  # a: trailing dot
        ("2.16.03.2.02.0038 . ", NORMAL),
        ("2.16\u00a0.03.2.02.0038", NORMAL),  # a: non-breaking space
        ("2\t.16.03.2.02.\n0038", NORMAL),
        ("2.16.03.02.02.0038", NORMAL),  # c: segment 4
        ("02.16.03.2.02.0038", NORMAL),
        ("2.16.3.2.2.38", NORMAL),
        ("2.16.03.2.02.09", "2.16.03.2.02.0009"),  # the code of the year 2022 (4.5)
        ("1.2.2.2.1.1", "1.02.02.2.01.0001"),
        ("X.XX.01.2.06.0011", "X.XX.01.2.06.0011"),
        ("x.xx.1.2.6.11", "X.XX.01.2.06.0011"),
    ],
)
def test_normal_form(raw: str, normal: str) -> None:
    """What people and spreadsheets make of a code is brought to one form."""
    assert normalise(raw) == normal
    assert is_sub_kegiatan(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        ".",
        "2",
        "2.16",
        "2.16.03",
        "2.16.03.2.02",
        "2.16.03.2.02.0038.1",
        "2.16.03.2.02.00381",
        "216.03.2.02.0038",
        "2.16.03.2.02.003a",
        "2.16.03.2.02.",
        "2..03.2.02.0038",
        "22.16.03.2.02.0038",
        "2.166.03.2.02.0038",
        "2.16.03.12.02.0038",
        "2.16.03.2.022.0038",
        "2,16,03,2,02,0038",
        "2-16-03-2-02-0038",
        "Kota Cerdas",
        "-2.16.03.2.02.0038",
        "2.16.XX.2.02.0038",
    ],
)
def test_no_sub_kegiatan(raw: str) -> None:
    """Other levels, too many digits, other signs: not the form of a sub kegiatan."""
    assert not is_sub_kegiatan(raw)


@pytest.mark.parametrize("raw", ["２.１６.０３.２.０２.００３８", "٢.١٦.٠٣.٢.٠٢.٠٠٣٨", "2.16.03.2.02.00३८"])
def test_digits_of_other_scripts(raw: str) -> None:
    """A code that only looks like one finds nothing in any list: refused, or brought to plain digits."""
    assert not is_sub_kegiatan(raw) or normalise(raw).isascii()


@given(segments)
def test_every_way_of_writing_gives_one_form(numbers: tuple[int, ...]) -> None:
    """With or without leading zeros, the same numbers are the same code."""
    one, two, three, four, five, six = numbers
    full = f"{one}.{two:02}.{three:02}.{four}.{five:02}.{six:04}"
    assert normalise(full) == full
    assert normalise(".".join(str(number) for number in numbers)) == full
    assert normalise(f"{one:02}.{two}.{three}.{four:02}.{five}.{six:02}.") == full
    assert is_sub_kegiatan(full)


@given(segments, st.lists(st.integers(0, 20), max_size=5), st.sampled_from([" ", "\u00a0", "\t"]))
def test_blanks_never_matter(numbers: tuple[int, ...], places: list[int], blank: str) -> None:
    """Blanks anywhere change nothing."""
    code = ".".join(str(number) for number in numbers)
    typed = code
    for place in places:
        typed = typed[:place] + blank + typed[place:]
    assert normalise(typed) == normalise(code)


@given(st.text() | st.lists(digits, max_size=8).map(".".join))
def test_normal_form_of_a_normal_form(raw: str) -> None:
    """Normalising twice changes nothing, and does not change whether the form is right."""
    once = normalise(raw)
    assert normalise(once) == once
    assert is_sub_kegiatan(raw) == is_sub_kegiatan(once)


@given(st.lists(digits, min_size=1, max_size=8).filter(lambda parts: len(parts) != 6))
def test_other_levels_stay_as_typed(parts: list[str]) -> None:
    """What is not six parts is left alone and is no sub kegiatan."""
    raw = ".".join(parts)
    assert normalise(raw) == raw
    assert not is_sub_kegiatan(raw)


@given(st.text("0123456789.X xx\u00a0", max_size=30))
def test_what_is_accepted(raw: str) -> None:
    """Accepted codes have six parts of the right width."""
    if is_sub_kegiatan(raw):
        assert [len(part) for part in normalise(raw).split(".")] == [1, 2, 2, 1, 2, 4]
