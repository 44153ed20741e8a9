"""Comparing texts as people typed them."""

from difflib import SequenceMatcher
from functools import lru_cache


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Lower case, single spaces, no spaces at the ends."""
    return " ".join(text.replace("\u00a0", " ").casefold().split())


@lru_cache(maxsize=50_000)
def similarity(a: str, b: str) -> float:
    """How much two texts agree, 0 to 100; equal but for case and spaces is 100. Symmetric."""
    a, b = sorted((plain(a), plain(b)))
    return 100.0 if a == b else 100 * SequenceMatcher(None, a, b, autojunk=False).ratio()
