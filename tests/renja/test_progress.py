"""The traffic light of realisation is computed from target and achievement (issue 3, section 3)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from opd.renja.progress import Light, money_progress, progress

D = Decimal
GREEN, YELLOW, RED, NONE = Light.GREEN, Light.YELLOW, Light.RED, Light.NONE
amounts = st.decimals("0", "99999999999999.9999", places=4)
targets = st.decimals("0.0001", "99999999999999.9999", places=4)
quarters = st.integers(1, 4)


@pytest.mark.parametrize(
    ("value", "target", "quarter", "percent", "due", "light"),
    [
        # The whole year: above 90 green, above 65 yellow, else red.
        ("0", "100", 4, "0", "0", RED),
        ("65", "100", 4, "65", "65", RED),
        ("65.1", "100", 4, "65.1", "65.1", YELLOW),
        ("90", "100", 4, "90", "90", YELLOW),
        ("90.1", "100", 4, "90.1", "90.1", GREEN),
        ("100", "100", 4, "100", "100", GREEN),
        ("250", "100", 4, "250", "250", GREEN),  # above 100 per cent is allowed
        # A quarter: its share of the year was due.
        ("25", "100", 1, "25", "100", GREEN),
        ("22.5", "100", 1, "22.5", "90", YELLOW),
        ("22.6", "100", 1, "22.6", "90.4", GREEN),
        ("32.5", "100", 2, "32.5", "65", RED),
        ("10", "100", 1, "10", "40", RED),
        ("100", "100", 1, "100", "400", GREEN),
        ("50", "100", 2, "50", "100", GREEN),
        ("40", "100", 2, "40", "80", YELLOW),
        ("50", "100", 3, "50", "66.7", YELLOW),
        ("48", "100", 3, "48", "64", RED),
        ("75", "100", 3, "75", "100", GREEN),
        ("3", "12", 1, "25", "100", GREEN),
        ("1", "3", 4, "33.3", "33.3", RED),
    ],
)
def test_more_is_better(value: str, target: str, quarter: int, percent: str, due: str, light: Light) -> None:
    """Values that shall grow."""
    found = progress(D(value), D(target), quarter)
    assert (found.percent, found.due_percent, found.light) == (D(percent), D(due), light)


@pytest.mark.parametrize(
    ("value", "quarter", "due", "light"),
    [
        ("22.546", 1, "90.2", GREEN),  # 22.5 x 4 = 90.0 would be yellow
        ("16.29", 1, "65.2", YELLOW),  # 16.3 x 4 = 65.2
        ("16.28", 1, "65.1", YELLOW),
        ("45.04", 2, "90.1", GREEN),
    ],
)
def test_what_was_due_is_rounded_once(value: str, quarter: int, due: str, light: Light) -> None:
    """The share of the quarter is computed from the achievement itself, not from its rounded figure."""
    found = progress(D(value), D(100), quarter)
    assert (found.due_percent, found.light) == (D(due), light)


@pytest.mark.parametrize(
    ("value", "target", "baseline", "quarter", "percent", "light"),
    [
        # From 40 down to 20: the way that has been gone.
        ("40", "20", "40", 4, "0", RED),
        ("30", "20", "40", 4, "50", RED),
        ("26", "20", "40", 4, "70", YELLOW),
        ("21", "20", "40", 4, "95", GREEN),
        ("20", "20", "40", 4, "100", GREEN),
        ("10", "20", "40", 4, "150", GREEN),
        ("50", "20", "40", 4, "0", RED),  # worse than at the start is nothing, not less
        ("30", "20", "40", 1, "50", RED),  # a rate is a state: the whole target counts in every quarter
        ("0", "0", "10", 4, "100", GREEN),
        # No baseline: target against value.
        ("20", "20", None, 4, "100", GREEN),
        ("15", "20", None, 4, "100", GREEN),
        ("25", "20", None, 4, "80", YELLOW),
        ("40", "20", None, 4, "50", RED),
        ("0", "0", None, 4, "100", GREEN),
        ("5", "0", None, 4, "0", RED),
    ],
)
def test_less_is_better(
    value: str, target: str, baseline: str | None, quarter: int, percent: str, light: Light
) -> None:
    """Values that shall fall (stunting, poverty, minutes of waiting)."""
    found = progress(D(value), D(target), quarter, falling=True, baseline=None if baseline is None else D(baseline))
    assert (found.percent, found.light) == (D(percent), light)


@pytest.mark.parametrize(("value", "target"), [(None, D(5)), (D(5), None), (None, None), (D(5), D(0)), (D(0), D(0))])
def test_unknown(value: Any, target: Any) -> None:
    """Nothing reported, no target, or a target of zero to grow to: no light."""
    found = progress(value, target, 2)
    assert (found.percent, found.due_percent, found.light) == (None, None, NONE)


@pytest.mark.parametrize(
    ("spent", "budget", "percent"),
    [
        (None, 100, None),
        (50, None, None),
        (50, 0, None),
        (0, 0, None),
        (None, None, None),
        (0, 100, "0"),
        (50, 100, "50"),
        (1, 3, "33.3"),
        (150, 100, "150"),
        (2_300_000_000, 4_600_000_000, "50"),
    ],
)
def test_money(spent: int | None, budget: int | None, percent: str | None) -> None:
    """Money in per cent of the budget; without a budget nothing is said."""
    assert money_progress(spent, budget) == (None if percent is None else D(percent))


@given(amounts, targets, quarters)
def test_light_follows_the_figure_shown(value: D, target: D, quarter: int) -> None:
    """Whatever is shown as due decides the light; earlier quarters expect less, so the due figure is no smaller."""
    found = progress(value, target, quarter)
    assert found.due_percent is not None
    assert found.light == (GREEN if found.due_percent > 90 else YELLOW if found.due_percent > 65 else RED)
    assert found.due_percent >= found.percent >= 0


@given(amounts, amounts, targets, quarters)
def test_more_never_looks_worse(one: D, two: D, target: D, quarter: int) -> None:
    """A higher value never gives a lower figure."""
    low, high = sorted([one, two])
    assert progress(low, target, quarter).due_percent <= progress(high, target, quarter).due_percent


@given(amounts, amounts, amounts, st.none() | amounts, quarters)
def test_less_never_looks_worse(one: D, two: D, target: D, baseline: D | None, quarter: int) -> None:
    """Where less is better, a lower value never gives a lower figure; it is always defined."""
    low, high = sorted([one, two])
    options = {"falling": True, "baseline": baseline}
    better, worse = progress(low, target, quarter, **options), progress(high, target, quarter, **options)
    assert better.percent >= worse.percent >= 0
    assert better.percent == better.due_percent


@given(amounts, amounts, quarters)
def test_reaching_the_target_is_green(target: D, baseline: D, quarter: int) -> None:
    """A target that is reached is green, whichever way it goes."""
    assume(target > 0)
    assert progress(target, target, quarter).light == GREEN
    assert progress(target, target, quarter, falling=True, baseline=baseline).light == GREEN


@given(st.integers(0, 10**15), st.integers(1, 10**15))
def test_money_is_a_share(spent: int, budget: int) -> None:
    """The figure is the share, rounded to a tenth."""
    found = money_progress(spent, budget)
    assert abs(found - D(spent) * 100 / budget) <= D("0.05")
