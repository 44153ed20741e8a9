"""The road map: programs by dimension and year, as the annex prints them, and what changed since an edition."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from masterplan.models import Dimension, MasterPlan, QuickWin

from .activities import budget_by_year, program_rows
from .editions import compare, live_content


@dataclass(frozen=True)
class YearCell:
    """One year of a program: whether it runs, its milestone (target) and money."""

    year: int
    runs: bool
    target: str | None
    budget: int | None


@dataclass(frozen=True)
class Bar:
    """One program on the road map."""

    row: dict[str, Any]
    cells: list[YearCell]
    quick_wins: list[dict[str, Any]]
    change: str


@dataclass(frozen=True)
class Section:
    """The programs of one dimension and their money per year."""

    code: str
    name: str
    bars: list[Bar]
    budgets: list[tuple[int, int]]


@dataclass(frozen=True)
class Roadmap:
    """The whole road map."""

    years: list[int]
    sections: list[Section]
    budgets: list[tuple[int, int]]
    removed: list[str]

    @property
    def total(self) -> int:
        """Money of all years, whole rupiah."""
        return sum(budget for _, budget in self.budgets)


def get_roadmap(plan: MasterPlan, programs: QuerySet, frozen: dict[str, Any] | None = None) -> Roadmap:
    """Read the road map of ``programs`` in a fixed number of queries.

    ``frozen``: content of an edition; each program then tells whether it is new, moved or changed since.
    """
    rows = program_rows(programs.order_by("subdimension__dimension__position", "position", "code"))
    codes = {row["code"] for row in rows}
    changes, removed = _changes(plan, frozen, codes) if frozen else ({}, [])
    quick_wins: dict[int, list[dict[str, Any]]] = {}
    for item in (
        QuickWin.objects.active()
        .filter(parent_program__in=[row["id"] for row in rows])
        .values("parent_program_id", "code", "name", "deadline")
    ):
        quick_wins.setdefault(item["parent_program_id"], []).append(item)
    sections = []
    for code, name in Dimension.objects.order_by("position").values_list("code", "name"):
        part = [row for row in rows if row["dimension"] == code]
        if part:
            bars = [
                Bar(row, _cells(row, plan.years), quick_wins.get(row["id"], []), changes.get(row["code"], ""))
                for row in part
            ]
            sections.append(Section(code, name, bars, list(budget_by_year(part, plan.years).items())))
    return Roadmap(list(plan.years), sections, list(budget_by_year(rows, plan.years).items()), removed)


def _cells(row: dict[str, Any], years: range) -> list[YearCell]:
    by_year = {item["year"]: item for item in row["years"]}
    return [
        YearCell(
            year,
            row["start_year"] <= year <= row["end_year"],
            by_year.get(year, {}).get("target"),
            by_year.get(year, {}).get("budget"),
        )
        for year in years
    ]


def _changes(plan: MasterPlan, frozen: dict[str, Any], shown: set[str]) -> tuple[dict[str, str], list[str]]:
    """What happened to each program since the edition, and the names of those that left."""
    found: dict[str, str] = {}
    removed = []
    rank = {"berubah": 1, "pindah": 2, "baru": 3}
    for item in compare(frozen, live_content(plan)):
        if item.part != "Program":
            continue
        if item.kind == "hilang":
            removed.append(item.row)
            continue
        code = item.row.split(" ", 1)[0]
        if rank[item.kind] > rank.get(found.get(code, ""), 0):
            found[code] = item.kind
    return {code: kind for code, kind in found.items() if code in shown}, removed
