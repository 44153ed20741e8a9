"""Measuring a suggester on texts with known answers: precision@1, recall@5, MRR, and the same cross-validated."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from statistics import mean, pstdev

from .suggest import Confirmed, Query, Suggester, Weights


@dataclass(frozen=True)
class Case:
    """A text with the keys that are right for it (none: nothing fits)."""

    id: str
    query: Query
    right: tuple[str, ...]
    difficulty: str = ""


@dataclass(frozen=True)
class Figures:
    """Shares over cases; MRR is the mean of one over the place of the first right key."""

    precision_at_1: float
    recall_at_5: float
    mrr: float
    cases: int

    @classmethod
    def of(cls, places: Sequence[int]) -> "Figures":
        """From the places of the first right key, counted from 0."""
        count = len(places) or 1
        return cls(
            sum(place == 0 for place in places) / count,
            sum(place < 5 for place in places) / count,
            sum(1 / (place + 1) for place in places) / count,
            len(places),
        )


def place_of(scores: Sequence[float], right: Iterable[int]) -> int:
    """The place of the best right entry: how many score higher."""
    best = max((scores[at] for at in right), default=float("-inf"))
    return sum(score > best for score in scores)


def places(suggester: Suggester, cases: Sequence[Case]) -> list[int]:
    """The place of the first right key of each case."""
    at = {entry.key: place for place, entry in enumerate(suggester.index.entries)}
    return [place_of(suggester.scores(case.query), [at[key] for key in case.right if key in at]) for case in cases]


# What cross-validation chooses from, besides the words' own weight.
GRID = {
    "title": (0.0, 0.15, 0.3, 0.5),
    "letters": (0.0, 0.1, 0.2, 0.3),
    "own": (0.3, 0.4, 0.5, 0.6),
    "support": (0.1, 0.2, 0.3),
}


def _weighings() -> Iterator[Weights]:
    for values in product(*GRID.values()):
        yield replace(Weights(), **dict(zip(GRID, values, strict=True)))


@dataclass(frozen=True)
class CrossValidated:
    """Mean and spread (standard deviation) over repeated divisions of the cases."""

    mean: Figures
    spread: Figures
    rounds: int


def cross_validate(suggester: Suggester, cases: Sequence[Case], *, folds: int = 5, rounds: int = 20) -> CrossValidated:
    """Weights chosen on four fifths of the cases and measured on the rest, in turn, for several divisions.

    Only the best entries of each measure are looked at for speed: what is nowhere near the top cannot come first.
    """
    weighings = list(_weighings())
    table = [_places_by_weighing(suggester, case, weighings) for case in cases]
    chance, found = random.Random(1), []
    for _ in range(rounds):
        order = list(range(len(cases)))
        chance.shuffle(order)
        out = []
        for fold in range(folds):
            test = set(order[fold::folds])
            train = [at for at in order if at not in test]
            best = max(range(len(weighings)), key=lambda w: _worth([table[at][w] for at in train]))
            out += [table[at][best] for at in test]
        found.append(Figures.of(out))
    return CrossValidated(_over(found, mean), _over(found, pstdev), rounds)


def _worth(found: Sequence[int]) -> float:
    figures = Figures.of(found)
    return figures.mrr + figures.recall_at_5 / 2


def _over(found: Sequence[Figures], how: Callable[[list[float]], float]) -> Figures:
    return Figures(
        how([item.precision_at_1 for item in found]),
        how([item.recall_at_5 for item in found]),
        how([item.mrr for item in found]),
        found[0].cases,
    )


NEAR = 150


def _places_by_weighing(suggester: Suggester, case: Case, weighings: Sequence[Weights]) -> list[int]:
    parts = suggester.parts(case.query, suggester.synonyms.expand(case.query.texts))
    at = {entry.key: place for place, entry in enumerate(suggester.index.entries)}
    right = [at[key] for key in case.right if key in at]
    near = set(right)
    own = [2.0 * value for value in parts[3]]
    for values in (*parts[:3], [a + b + c + d for a, b, c, d in zip(*parts[:3], own, strict=True)]):
        near |= set(sorted(range(len(values)), key=values.__getitem__, reverse=True)[:NEAR])
    kept = sorted(near)
    rows = [[values[place] for place in kept] for values in parts]
    mine = [kept.index(place) for place in right]
    out = []
    for w in weighings:
        factors = (w.words, w.title, w.letters, w.own, w.support, w.confirmed)
        scores = [sum(f * v for f, v in zip(factors, column, strict=True)) for column in zip(*rows, strict=True)]
        out.append(place_of(scores, mine))
    return out


def learned(suggester: Suggester, cases: Sequence[Case], folds: int = 5) -> Figures:
    """What confirmed links of other cases change: those of four fifths are known, the rest is measured."""
    order = list(range(len(cases)))
    random.Random(1).shuffle(order)
    out: list[int] = []
    for fold in range(folds):
        test = set(order[fold::folds])
        known = [Confirmed(" ".join(cases[at].query.texts), cases[at].right[0]) for at in order if at not in test]
        out += places(replace(suggester, confirmed=known), [cases[at] for at in sorted(test)])
    return Figures.of(out)
