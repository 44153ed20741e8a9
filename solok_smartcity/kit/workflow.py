"""A workflow as data: which verb leads from which states to which; pure, readable by people of the offices."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One verb: its button, where it may start and end (``None``: the state stays), whether it needs a reason."""

    verb: str
    label: str
    sources: frozenset[str]
    target: str | None
    needs_reason: bool = False


def step(verb: str, label: str, sources: Iterable[str], target: str | None, *, needs_reason: bool = False) -> Step:
    """A step between states, given as members of their enum; without sources it is how a record comes into being."""
    return Step(verb, label, frozenset(map(str, sources)), None if target is None else str(target), needs_reason)


def table(steps: Iterable[Step]) -> dict[str, Step]:
    """Steps by verb; a verb stands once."""
    out: dict[str, Step] = {}
    for item in steps:
        if item.verb in out:
            raise ValueError(f"verb {item.verb} stands twice")
        out[item.verb] = item
    return out
