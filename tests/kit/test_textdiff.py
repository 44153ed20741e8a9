"""The word-level difference of two texts loses nothing and adds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solok_smartcity.kit.textdiff import LONGEST, Part, word_diff

WORDS = st.lists(st.sampled_from(["rencana", "induk", "kota", "\n", "  ", "Kota,", "2026", "\u00a0"])).map(" ".join)
TEXTS = st.one_of(st.text(), WORDS)


@given(before=TEXTS, after=TEXTS)
def test_both_texts_come_back(before: str, after: str) -> None:
    """Without the new parts it is ``before``, without the gone ones ``after``; no part is empty."""
    parts = word_diff(before, after)
    assert "".join(part.text for part in parts if part.kind != "new") == before
    assert "".join(part.text for part in parts if part.kind != "gone") == after
    assert all(part.text and part.kind in {"same", "gone", "new"} for part in parts)


@given(text=TEXTS)
def test_equal_texts_differ_nowhere(text: str) -> None:
    """A text beside itself is one equal part."""
    assert word_diff(text, text) == ([Part("same", text)] if text else [])


def test_words_are_whole() -> None:
    """A changed word is shown whole; the words around it stay."""
    assert word_diff("pagu awal kota", "pagu akhir kota") == [
        Part("same", "pagu "),
        Part("gone", "awal"),
        Part("new", "akhir"),
        Part("same", " kota"),
    ]


@pytest.mark.parametrize("size", [LONGEST, LONGEST + 1])
def test_long_texts(size: int) -> None:
    """Texts that are too long for word by word are compared as a whole, and still come back."""
    before, after = "a" * size, "a" * (size - 1) + "b"
    assert word_diff(before, after) == [Part("gone", before), Part("new", after)]
    many = ("kata " * size)[:size]
    parts = word_diff(many, many + " akhir")
    assert "".join(part.text for part in parts if part.kind != "gone") == many + " akhir"
