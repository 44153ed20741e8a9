"""The canonical form beside an independent implementation of RFC 8785."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from solok_smartcity.kit.canonical import LARGEST, canonical_json

BASIC = st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"])
PLAIN = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(st.characters(exclude_categories=["Cs"]))
CONTENT = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(BASIC), inner), max_leaves=30)


@given(CONTENT)
def test_as_the_standard_says(content: object) -> None:
    """Byte for byte."""
    assert canonical_json(content) == rfc8785.dumps(content)


@pytest.mark.parametrize("content", [1.5, {"a": [0.1]}, {1: "x"}])
def test_what_has_no_one_form(content: object) -> None:
    """Floats and keys that are no text."""
    with pytest.raises(TypeError):
        canonical_json(content)


@pytest.mark.parametrize("content", [LARGEST + 1, {"a": -LARGEST - 1}, {"\U0001f600": 1}])
def test_what_differs_between_programs(content: object) -> None:
    """Numbers beyond 2^53, keys beyond the basic plane."""
    with pytest.raises(ValueError, match=r"program|plane"):
        canonical_json(content)
