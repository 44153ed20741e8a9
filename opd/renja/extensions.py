"""What other applications add to work plans, without work plans knowing them.

Receivers run inside the transaction of the verb: what they refuse is refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.dispatch import Signal

from .completeness import Lack
from .models import WorkPlan

# Lines came, went or changed. Arguments: plan_id, codes (normal forms of the codes before and after).
lines_changed = Signal()
# A verb was carried out. Arguments: plan, verb.
plan_moved = Signal()


@dataclass(frozen=True)
class FindingLine:
    """A finding as the minutes print it: what it is about, what it says, where it stands; ``is_open``: to be mended."""

    place: str
    text: str
    state: str
    is_open: bool


@dataclass(frozen=True)
class Checker:
    """An application that checks work plans.

    ``blockers``: further blockers of a plan's verification, those that nobody has waived; ``findings``: its findings
    that are not solved, heaviest first; ``program_names``: names of program codes of the nomenclature in force.
    """

    blockers: Callable[[WorkPlan], list[Lack]]
    findings: Callable[[WorkPlan], list[FindingLine]]
    program_names: Callable[[Iterable[str]], dict[str, str]]


checkers: list[Checker] = []
