"""Words of government Indonesian: tokens, stems, letter groups."""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[a-z0-9]+")
STOP = frozenset(
    "dan di ke dari yang untuk dengan pada dalam oleh atau serta bagi para akan secara sesuai antar tiap setiap lewat "
    "melalui agar tanpa bukan jadi adalah ini itu hingga sampai per satu semua dapat bisa nya".split()
)
_STEMMER = snowballstemmer.stemmer("indonesian")


def words(text: str) -> list[str]:
    """Words of a text in lower case, in order, without stop words and single letters."""
    return [word for word in WORD.findall(text.lower()) if len(word) > 1 and word not in STOP]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in lower case."""
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> list[str]:
    """Stems of a text, in order."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=20_000)
def letters(word: str) -> tuple[str, ...]:
    """Groups of three to five letters of a word with its edges: they find what stems part (``SPBE``, ``e-KTP``)."""
    edged = f" {word} "
    return tuple(edged[i : i + size] for size in (3, 4, 5) for i in range(len(edged) - size + 1))


def letter_groups(texts: Iterable[str]) -> list[str]:
    """All letter groups of the words of texts."""
    return [group for text in texts for word in words(text) for group in letters(word)]
