"""Everyday words and what the ministry's list calls them: *lampu merah* -> *lalu lintas*."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .text import stem, stems, words

LONGEST = 3


@dataclass(frozen=True)
class Synonyms:
    """Official stems by everyday phrase (its stems); ``shown``: the phrase as written."""

    terms: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    shown: dict[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[Iterable[str], str]]) -> "Synonyms":
        """From rows (everyday phrases, official words); a phrase that stands twice has the words of both."""
        terms: dict[tuple[str, ...], dict[str, None]] = {}
        shown: dict[tuple[str, ...], str] = {}
        for phrases, official in rows:
            found = stems(official)
            for phrase in phrases:
                key = tuple(stems(phrase))
                if key and len(key) <= LONGEST:
                    terms.setdefault(key, {}).update(dict.fromkeys(found))
                    shown.setdefault(key, phrase.strip())
        return cls({key: tuple(found) for key, found in terms.items()}, shown)

    def expand(self, texts: Sequence[str]) -> dict[str, str]:
        """Official stems that the phrases of texts stand for, with the phrase; a phrase stays within one text."""
        found: dict[str, str] = {}
        for text in texts:
            tokens = [stem(word) for word in words(text)]
            for size in range(LONGEST, 0, -1):
                for start in range(len(tokens) - size + 1):
                    key = tuple(tokens[start : start + size])
                    for term in self.terms.get(key, ()):
                        found.setdefault(term, self.shown[key])
        return found
