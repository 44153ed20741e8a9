"""An index of short texts: how well each covers a query, by words and by letters. Built once, then only read."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .text import letter_groups, stems


@dataclass(frozen=True)
class Entry:
    """A text to find: its title (what must be covered), other words of it, and words of its surroundings.

    ``body`` and ``context`` count less than the title; ``former`` are titles it had before.
    """

    key: str
    title: str
    body: str = ""
    context: tuple[tuple[str, float], ...] = ()
    former: tuple[str, ...] = ()


# How often a word counts by where it stands. BM25: k1 limits repeated words, b long texts.
TITLE, BODY, FORMER = 1.5, 1.0, 0.5
K1, B = 1.2, 0.5


class _Postings:
    """For each term the places it stands in, with a weight."""

    def __init__(self, weighted: Sequence[Mapping[str, float]]) -> None:
        self.size = len(weighted)
        places: dict[str, array[int]] = defaultdict(lambda: array("L"))
        weights: dict[str, array[float]] = defaultdict(lambda: array("f"))
        for place, terms in enumerate(weighted):
            for term, weight in terms.items():
                places[term].append(place)
                weights[term].append(weight)
        self.lists = {term: (places[term], weights[term]) for term in places}

    def score(self, query: Mapping[str, float]) -> list[float]:
        """The sum of weights of the query's terms, by place."""
        out = [0.0] * self.size
        for term, share in query.items():
            found = self.lists.get(term)
            if found:
                for place, weight in zip(*found, strict=True):
                    out[place] += share * weight
        return out


class Index:
    """Entries with three measures: words with surroundings (BM25), share of the title covered, letters (cosine)."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.titles = [set(stems(entry.title)) for entry in self.entries]
        self._words = _Postings(_bm25([_bag(entry) for entry in self.entries]))
        rarity = _rarity(self.titles)
        self._cover = _Postings([_shares(title, rarity) for title in self.titles])
        groups = [Counter(letter_groups([entry.title, entry.body])) for entry in self.entries]
        self._letter_rarity = {term: math.log((1 + len(groups)) / (1 + n)) + 1 for term, n in _spread(groups).items()}
        self._letters = _Postings([self._unit(bag) for bag in groups])

    def _unit(self, bag: Mapping[str, int]) -> dict[str, float]:
        found = {
            term: (1 + math.log(n)) * self._letter_rarity[term]
            for term, n in bag.items()
            if term in self._letter_rarity
        }
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {term: value / length for term, value in found.items()}

    def measures(
        self, texts: Sequence[str], terms: Mapping[str, float]
    ) -> tuple[list[float], list[float], list[float]]:
        """Words, title and letters by entry, the first and last scaled to 0..1; ``terms``: stems with their share."""
        letters = self._letters.score(self._unit(Counter(letter_groups(texts))))
        return _scaled(self._words.score(terms)), self._cover.score(terms), _scaled(letters)


def _bag(entry: Entry) -> dict[str, float]:
    bag: dict[str, float] = defaultdict(float)
    for text, weight in ((entry.title, TITLE), (entry.body, BODY), *entry.context):
        for term in set(stems(text)):
            bag[term] += weight
    for term in {term for text in entry.former for term in stems(text)}:
        bag[term] += FORMER
    return bag


def _spread(bags: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(term for bag in bags for term in bag)


def _bm25(bags: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    lengths = [sum(bag.values()) for bag in bags]
    average = sum(lengths) / len(lengths) if lengths else 1.0
    rarity = {term: math.log(1 + (len(bags) - n + 0.5) / (n + 0.5)) for term, n in _spread(bags).items()}
    return [
        {
            term: rarity[term] * n * (K1 + 1) / (n + K1 * (1 - B + B * length / (average or 1.0)))
            for term, n in bag.items()
        }
        for bag, length in zip(bags, lengths, strict=True)
    ]


def _rarity(titles: Sequence[set[str]]) -> dict[str, float]:
    return {term: math.log((1 + len(titles)) / n) for term, n in _spread(titles).items()}


def _shares(title: set[str], rarity: Mapping[str, float]) -> dict[str, float]:
    whole = sum(rarity[term] for term in title) or 1.0
    return {term: rarity[term] / whole for term in title}


def _scaled(values: list[float]) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    span = (high - low) or 1.0
    return [(value - low) / span for value in values]
