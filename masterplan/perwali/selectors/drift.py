"""Drift: the law in force against the live plan, row and field (section 6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from masterplan.plan.selectors.editions import PARTS, Difference, compare, live_content
from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.frozen import Content

from ..models import Annex, DriftDecision, Regulation
from ..workflow import Stage
from .amending import base_of, promulgated_version
from .frozen import content_of

Source = Annex.Source
# The annexes that draw from a part of the plan, the one that is its own first; everything not named here: the books.
DRAWS: dict[str, tuple[str, ...]] = {
    "programs": (Source.PROGRAMS, Source.BOOKS),
    "quick_wins": (Source.QUICK_WINS,),
    "objectives": (Source.OBJECTIVES, Source.BOOKS),
    "missions": (Source.OBJECTIVES, Source.BOOKS),
}
OTHERS = (Source.BOOKS,)
DRAWS_BY_TITLE = {PARTS[part][0]: sources for part, sources in DRAWS.items()}


@dataclass(frozen=True)
class Drift:
    """One difference between law and plan: what the law says is before, what the plan says now is after.

    ``comes_along``: the coming amendment replaces its annex, so it goes in whether it was decided or not.
    """

    key: str
    difference: Difference
    sources: tuple[str, ...]
    decision: DriftDecision | None = None
    comes_along: bool = False


def drift_of(parent: Regulation) -> list[Drift]:
    """Every difference with its decision, in the order of the plan; none where no annex draws from the plan."""
    if not parent.annexes.exists():
        return []
    decisions = {item.key: item for item in DriftDecision.objects.filter(regulation=parent)}
    amendment = amendment_under_way(parent)
    replaced = set(amendment.annexes.values_list("source", flat=True)) if amendment else set()
    out = []
    for item in compare(plan_in_force(parent), live_content(parent.plan)):
        key = digest({name: str(value) for name, value in vars(item).items()})
        sources = DRAWS_BY_TITLE.get(item.part, OTHERS)
        out.append(Drift(key, item, sources, decisions.get(key), sources[0] in replaced))
    return out


def amendment_under_way(parent: Regulation) -> Regulation | None:
    """The amendment that is being made, if one is."""
    return parent.amendments.exclude(stage__in=[*Stage.promulgated(), Stage.WITHDRAWN]).first()


def plan_in_force(parent: Regulation) -> Content:
    """The plan as the annexes in force say it: each part as of the regulation that last gave its annex."""
    base = base_of(parent)
    plan = dict(content_of(base.version)["plan"])
    for amendment in base.earlier:
        newer = content_of(promulgated_version(amendment))["plan"]
        replaced = set(amendment.annexes.values_list("source", flat=True))
        plan.update({part: newer[part] for part in plan if _own_source(part) in replaced})
    return plan


def still_accepted(drift: Iterable[Drift], source: str) -> bool:
    """Whether a difference taken into the amendment needs this annex."""
    return any(
        item.decision is not None and item.decision.outcome == DriftDecision.Outcome.ACCEPTED and source in item.sources
        for item in drift
    )


def _own_source(part: str) -> str:
    return DRAWS.get(part, OTHERS)[0]
