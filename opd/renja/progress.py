"""The traffic light of realisation: computed from target and achievement, never typed; pure.

Classes follow the scale of the evaluation of plans (Permendagri 86/2017): above 90 high, above 65 fair, below low.
What is expected by a quarter is its share of the year; that share is our convention.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

GOOD, FAIR = Decimal(90), Decimal(65)


class Light(StrEnum):
    """The three lights, and none where something is unknown."""

    GREEN = "hijau"
    YELLOW = "kuning"
    RED = "merah"
    NONE = "belum ada"


@dataclass(frozen=True)
class Progress:
    """Achievement in per cent of the year's target, the same against what was due by the quarter, and the light."""

    percent: Decimal | None
    due_percent: Decimal | None
    light: Light


def progress(
    value: Decimal | None,
    target: Decimal | None,
    quarter: int,
    *,
    falling: bool = False,
    baseline: Decimal | None = None,
) -> Progress:
    """How far a value has come; it may exceed 100 per cent.

    ``falling``: a lower value is better; then the way from the baseline counts, or target / value without one.
    """
    if value is None or target is None:
        return Progress(None, None, Light.NONE)
    share = _share(value, target, falling, baseline)
    if share is None:
        return Progress(None, None, Light.NONE)
    percent = share * 100
    # A rate that falls is a state, not a sum: it is held against the whole target in every quarter.
    due = round(percent if falling else percent * 4 / quarter, 1)
    light = Light.GREEN if due > GOOD else Light.YELLOW if due > FAIR else Light.RED
    return Progress(round(percent, 1), due, light)


def _share(value: Decimal, target: Decimal, falling: bool, baseline: Decimal | None) -> Decimal | None:
    if not falling:
        return value / target if target else None
    if baseline is not None and baseline > target:
        return max(Decimal(0), (baseline - value) / (baseline - target))
    if value <= target:
        return Decimal(1)
    return target / value


def money_progress(spent: int | None, budget: int | None) -> Decimal | None:
    """Money spent in per cent of the budget of the year."""
    if spent is None or not budget:
        return None
    return round(Decimal(spent) * 100 / budget, 1)
