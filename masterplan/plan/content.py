"""The content of a plan as plain data, with its small helpers: what annexes print and editions freeze. Pure."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PlanContent:
    """Everything the plan says. Rows as in ``activities``; the rest as small dicts with the models' field names."""

    plan: dict[str, Any]
    dimensions: list[dict[str, Any]]
    missions: list[dict[str, Any]]
    objectives: list[dict[str, Any]]
    programs: list[dict[str, Any]]
    quick_wins: list[dict[str, Any]]
    action_plans: list[dict[str, Any]]
    chapters: list[dict[str, Any]]
    readiness: list[dict[str, Any]]
    futures: list[dict[str, Any]]
    gaps: list[dict[str, Any]]
    swot: list[dict[str, Any]]
    strategies: list[dict[str, Any]]

    @property
    def years(self) -> range:
        """Years of the plan."""
        return range(self.plan["start_year"], self.plan["end_year"] + 1)

    @property
    def has_demonstration_data(self) -> bool:
        """Whether any part is still demonstration data."""
        parts = (self.programs, self.quick_wins, self.action_plans, self.objectives, self.missions)
        return any(row["is_demonstration"] for rows in parts for row in rows)


def target_of(row: dict[str, Any], year: int) -> str | None:
    """Target of a row in a year, or nothing."""
    return next((item["target"] for item in row["years"] if item["year"] == year), None)


def budget_by_year(rows: list[dict[str, Any]], years: range) -> dict[int, int]:
    """Sum of the money of rows in each year, in whole rupiah."""
    sums = dict.fromkeys(years, 0)
    for row in rows:
        for item in row["years"]:
            if item["year"] in sums:
                sums[item["year"]] += item["budget"] or 0
    return sums
