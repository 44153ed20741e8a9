"""The road map: programs by dimension and year, as the annex prints them, and what changed since an edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import QuerySet, Sum

from solok_smartcity.kit.frozen import Content

from ..content import ProgramRow
from ..models import Dimension, MasterPlan, Program, ProgramYear, QuickWin
from .activities import program_rows
from .content import plan_programs
from .editions import compare_rows, frozen_form

ORDER = ("subdimension__dimension__position", "position", "code")


@dataclass(frozen=True)
class YearCell:
    """One year of a program: whether it runs, its milestone (target) and money."""

    year: int
    runs: bool
    target: str | None
    budget: int | None


class QuickWinMark(TypedDict):
    """A quick win as it stands at the bar of its program."""

    parent_program_id: int
    code: str
    name: str
    deadline: date | None


@dataclass(frozen=True)
class Bar:
    """One program on the road map."""

    row: ProgramRow
    cells: list[YearCell]
    quick_wins: list[QuickWinMark]
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
    """The road map: bars of the programs that are shown, money of all."""

    years: list[int]
    sections: list[Section]
    budgets: list[tuple[int, int]]
    removed: list[str]

    @property
    def total(self) -> int:
        """Money of all years, whole rupiah."""
        return sum(budget for _, budget in self.budgets)


def get_roadmap(
    plan: MasterPlan, programs: QuerySet[Program], frozen: Content | None = None, shown: slice = slice(None)
) -> Roadmap:
    """Read the road map of ``programs`` in a fixed number of queries.

    ``frozen``: content of an edition; each program then tells whether it is new, moved or changed since.
    ``shown``: which of the programs, in their order, get a bar; sums are always of all.
    """
    page = programs.order_by(*ORDER)[shown]
    changes: dict[str, str] = {}
    removed: list[str] = []
    if frozen is None:
        rows = program_rows(page)
    else:
        live = {row["code"]: row for row in plan_programs(plan)}
        rows = [live[code] for code in page.values_list("code", flat=True)]
        changes, removed = _changes(frozen["programs"], list(live.values()))
    sums = _budgets(programs, plan.years)
    quick_wins: dict[int, list[QuickWinMark]] = {}
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
            sections.append(Section(code, name, bars, [(year, sums.get((code, year), 0)) for year in plan.years]))
    totals = [(year, sum(money for (_, of), money in sums.items() if of == year)) for year in plan.years]
    return Roadmap(list(plan.years), sections, totals, removed)


def _budgets(programs: QuerySet[Program], years: range) -> dict[tuple[str, int], int]:
    """Money of the programs by dimension and year, whole rupiah."""
    found = (
        ProgramYear.objects.filter(activity__in=programs.order_by().values("pk"), year__in=years)
        .order_by()
        .values_list("activity__subdimension__dimension__code", "year")
        .annotate(sum=Sum("budget"))
    )
    return {(dimension, year): money or 0 for dimension, year, money in found}


def _cells(row: ProgramRow, years: range) -> list[YearCell]:
    by_year = {item["year"]: item for item in row["years"]}
    return [
        YearCell(
            year,
            row["start_year"] <= year <= row["end_year"],
            by_year[year].get("target") if year in by_year else None,
            by_year[year].get("budget") if year in by_year else None,
        )
        for year in years
    ]


def _changes(frozen: list[Content], live: Sequence[Mapping[str, object]]) -> tuple[dict[str, str], list[str]]:
    """What happened to each program since the edition, and the names of those that left."""
    found: dict[str, str] = {}
    removed = []
    rank = {"berubah": 1, "pindah": 2, "baru": 3}
    for item in compare_rows("programs", frozen, frozen_form(live)):
        if item.kind == "hilang":
            removed.append(item.row)
            continue
        code = item.row.split(" ", 1)[0]
        if rank[item.kind] > rank.get(found.get(code, ""), 0):
            found[code] = item.kind
    return found, removed
