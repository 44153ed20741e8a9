"""Ranking the entries of an index for a text of people, with the reasons in words. People decide (planning 8.1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .index import Index
from .synonyms import Synonyms
from .text import stem, stems, words


@dataclass(frozen=True)
class Weights:
    """How much each measure counts; found by cross-validation (docs/matching.md)."""

    words: float = 0.85
    title: float = 0.3
    letters: float = 0.2
    own: float = 0.5  # the office's own affairs (planning 8.3: first, but the rest is not hidden)
    support: float = 0.2  # the supporting programme that every office has
    confirmed: float = 4.0  # a link that people confirmed for about the same text is offered first (planning 8.8)
    synonym: float = 0.9  # a word that a synonym stands for, against one that was typed


@dataclass(frozen=True)
class Query:
    """What is to be matched: title, description, the office."""

    title: str
    description: str = ""
    opd: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        """Its texts; phrases do not reach from one into the other."""
        return self.title, self.description


@dataclass(frozen=True)
class Confirmed:
    """A link that people confirmed: its text, and the key of the entry."""

    text: str
    key: str


@dataclass(frozen=True)
class Suggestion:
    """One entry with its score (for ordering only, no probability) and why it is offered."""

    key: str
    score: float
    reasons: tuple[str, ...]


ALIKE = 0.6  # share of common stems from which a confirmed link counts as about the same


@dataclass
class Suggester:
    """An index with what is known besides it: synonyms, whose an entry is, what was confirmed before.

    ``standing(opd, key)`` tells ``own``, ``support`` or nothing.
    """

    index: Index
    synonyms: Synonyms = field(default_factory=Synonyms)
    standing: Callable[[str, str], str] = lambda opd, key: ""
    confirmed: Sequence[Confirmed] = ()
    weights: Weights = field(default_factory=Weights)

    def suggest(self, query: Query, top: int = 5) -> list[Suggestion]:
        """The best entries, best first; empty when no word of the text says anything."""
        meant = self.synonyms.expand(query.texts)
        scores = self.scores(query, meant)
        best = sorted(range(len(scores)), key=lambda place: (-scores[place], self.index.entries[place].key))[:top]
        return [
            Suggestion(self.index.entries[place].key, round(scores[place], 4), self._reasons(query, place, meant))
            for place in best
        ]

    def scores(self, query: Query, meant: dict[str, str] | None = None) -> list[float]:
        """The score of every entry."""
        weights, meant = self.weights, self.synonyms.expand(query.texts) if meant is None else meant
        rows = self.parts(query, meant)
        factors = (weights.words, weights.title, weights.letters, weights.own, weights.support, weights.confirmed)
        out = [0.0] * len(self.index.entries)
        for values, factor in zip(rows, factors, strict=True):
            if factor:
                for place, value in enumerate(values):
                    out[place] += factor * value
        return out

    def parts(self, query: Query, meant: dict[str, str]) -> tuple[list[float], ...]:
        """The measures of every entry, each 0..1: words, title, letters, own, support, confirmed."""
        terms = dict.fromkeys(meant, self.weights.synonym) | dict.fromkeys(self._typed(query), 1.0)
        found = self.index.measures(query.texts, terms)
        standing = [self.standing(query.opd, entry.key) for entry in self.index.entries]
        known = self._known(query)
        return (
            *found,
            [float(word == "own") for word in standing],
            [float(word == "support") for word in standing],
            [known.get(entry.key, 0.0) for entry in self.index.entries],
        )

    @staticmethod
    def _typed(query: Query) -> list[str]:
        return [term for text in query.texts for term in stems(text)]

    def _known(self, query: Query) -> dict[str, float]:
        """Entries that were confirmed for a text like this one, with how much the texts share."""
        mine, found = set(self._typed(query)), dict[str, float]()
        for link in self.confirmed:
            theirs = set(stems(link.text))
            alike = len(mine & theirs) / (len(mine | theirs) or 1)
            if alike >= ALIKE:
                found[link.key] = max(found.get(link.key, 0.0), alike)
        return found

    def _reasons(self, query: Query, place: int, meant: dict[str, str]) -> tuple[str, ...]:
        entry = self.index.entries[place]
        own = dict.fromkeys(stem(word) for text in query.texts for word in words(text))
        texts = (entry.title, entry.body, *(text for text, _ in entry.context[:2]))
        shown = {stem(word): word for text in reversed(texts) for word in words(text)}
        reasons = []
        if entry.key in self._known(query):
            reasons.append("pernah dikonfirmasi untuk usulan serupa")
        if shared := [shown[term] for term in own if term in shown]:
            reasons.append(f"kata yang sama: {', '.join(shared[:5])}")
        stands_for: dict[str, list[str]] = {}
        for term, phrase in meant.items():
            if term in shown and term not in own:
                stands_for.setdefault(phrase, []).append(shown[term])
        reasons += [f"sinonim: {phrase} → {' '.join(found)}" for phrase, found in list(stands_for.items())[:3]]
        standing = self.standing(query.opd, entry.key)
        if standing == "own":
            reasons.append("urusan perangkat daerah ini")
        elif standing == "support":
            reasons.append("program penunjang setiap perangkat daerah")
        return tuple(reasons or ("kemiripan penulisan kata",))
