"""Drift: the law in force against the live plan, row and field (section 6)."""

from dataclasses import dataclass

from masterplan.selectors.editions import Difference, compare, live_content
from solok_smartcity.kit.canonical import digest

from ..models import Annex, DriftDecision, Regulation
from .amending import version_in_force
from .frozen import content_of

Source = Annex.Source
# The annexes that draw from a part of the plan; everything not named here stands in the books.
DRAWS = {
    "Program": (Source.PROGRAMS, Source.BOOKS), "Quick win": (Source.QUICK_WINS,),
    "Sasaran": (Source.OBJECTIVES, Source.BOOKS), "Misi": (Source.OBJECTIVES, Source.BOOKS),
}  # fmt: skip


@dataclass(frozen=True)
class Drift:
    """One difference between law and plan: what the law says is before, what the plan says now is after."""

    key: str
    difference: Difference
    sources: tuple[str, ...]
    decision: DriftDecision | None = None


def drift_of(parent: Regulation) -> list[Drift]:
    """Every difference with its decision, in the order of the plan."""
    content = content_of(version_in_force(parent))
    decisions = {item.key: item for item in DriftDecision.objects.filter(regulation=parent)}
    out = []
    for item in compare(content["plan"], live_content(parent.plan)):
        key = digest({name: str(value) for name, value in vars(item).items()})
        out.append(Drift(key, item, DRAWS.get(item.part, (Source.BOOKS,)), decisions.get(key)))
    return out
