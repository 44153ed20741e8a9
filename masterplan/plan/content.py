"""The content of a plan as plain data, with its small helpers: what annexes print and editions freeze. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict


class PlanRow(TypedDict):
    """The plan itself."""

    title: str
    start_year: int
    end_year: int
    vision: str


class DimensionRow(TypedDict):
    """A dimension with the name it has in regulations."""

    code: str
    name: str
    legal_name: str


class MissionRow(TypedDict):
    """A mission."""

    position: int
    text: str
    is_demonstration: bool


class YearCell(TypedDict):
    """A year of a row: its target as text and its money in whole rupiah, where the row has them at all."""

    year: int
    target: NotRequired[str | None]
    budget: NotRequired[int | None]


class MeasuredRow(TypedDict):
    """What is measured by an indicator, year by year."""

    indicator: str
    unit: str
    years: list[YearCell]
    is_demonstration: bool


class ObjectiveRow(MeasuredRow):
    """One indicator of an objective."""

    mission_position: int
    misi: str
    sasaran: str
    baseline: str | None


class ActivityRow(MeasuredRow):
    """What programs, quick wins and action plans have in common."""

    id: int
    code: str
    name: str
    state: str
    start_year: int
    end_year: int
    horizon: str
    funding_sources: list[str]
    provenance: str
    version: int
    updated_at: str
    lead_opd: str
    lead_opd_abbreviation: str
    lead_opd_name: str
    supporting_opds: list[str]
    supporting_abbreviations: list[str]
    total_budget: int


class ProgramRow(ActivityRow):
    """A program of the road map."""

    direction: str
    baseline: str | None
    baseline_documented: bool
    fact_source: str
    rkpd_program_code: str
    rkpd_program_name: str
    subdimension: str
    subdimension_name: str
    dimension: str
    dimension_name: str
    dimension_legal_name: str


class QuickWinRow(ProgramRow):
    """A quick win."""

    description: str
    parent_program: str | None
    progress_pct: int | None
    deadline: str | None
    promoted_to: str | None


class ActionPlanRow(ActivityRow):
    """A supporting action; its years hold money only."""

    category: str
    category_name: str
    target_final: str | None


class ChapterRow(TypedDict):
    """A chapter of a book, and the heading of the annex it fills."""

    heading: str
    title: str
    paragraphs: list[str]


class ReadinessRow(TypedDict):
    """An aspect of readiness."""

    pillar: str
    aspect: str
    condition: str


class FutureRow(TypedDict):
    """A topic of the analysis of the future."""

    dimension__legal_name: str
    topic: str
    text: str


class GapRow(TypedDict):
    """What is, what is wanted, what lies between."""

    subdimension__name: str
    now: str
    wanted: str
    gap: str


class SwotRow(TypedDict):
    """A line of the analysis of strengths, weaknesses, opportunities and threats."""

    quadrant: str
    text: str


class StrategyRow(TypedDict):
    """A strategy of a dimension."""

    dimension__code: str
    dimension__legal_name: str
    text: str


@dataclass(frozen=True)
class PlanContent:
    """Everything the plan says. Rows as in ``activities``; the rest as small dicts with the models' field names."""

    plan: PlanRow
    dimensions: Sequence[DimensionRow]
    missions: Sequence[MissionRow]
    objectives: Sequence[ObjectiveRow]
    programs: Sequence[ProgramRow]
    quick_wins: Sequence[QuickWinRow]
    action_plans: Sequence[ActionPlanRow]
    chapters: Sequence[ChapterRow]
    readiness: Sequence[ReadinessRow]
    futures: Sequence[FutureRow]
    gaps: Sequence[GapRow]
    swot: Sequence[SwotRow]
    strategies: Sequence[StrategyRow]

    @property
    def years(self) -> range:
        """Years of the plan."""
        return range(self.plan["start_year"], self.plan["end_year"] + 1)

    @property
    def has_demonstration_data(self) -> bool:
        """Whether any part is still demonstration data."""
        measured: tuple[Sequence[MeasuredRow], ...] = (
            self.programs,
            self.quick_wins,
            self.action_plans,
            self.objectives,
        )
        return any(row["is_demonstration"] for rows in measured for row in rows) or any(
            row["is_demonstration"] for row in self.missions
        )


def target_of(row: MeasuredRow, year: int) -> str | None:
    """Target of a row in a year, or nothing."""
    return next((item["target"] for item in row["years"] if item["year"] == year), None)


def budget_by_year(rows: Iterable[ActivityRow], years: range) -> dict[int, int]:
    """Sum of the money of rows in each year, in whole rupiah."""
    sums = dict.fromkeys(years, 0)
    for row in rows:
        for item in row["years"]:
            if item["year"] in sums:
                sums[item["year"]] += item["budget"] or 0
    return sums
