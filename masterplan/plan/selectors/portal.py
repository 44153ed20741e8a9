"""What the public home and the details of a program show."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from ..models import ActionPlan, MasterPlan, Program, ProgramYear, QuickWin
from ..models.activity import State
from ..models.dimension import Dimension
from .dimensions import DimensionSummary, budget_by_dimension, dimension_rows


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: label, value in full and short, height in per cent of the highest."""

    label: str
    value: str
    short: str
    height: int
    x: int
    y: int


def bars(values: list[tuple[str, Decimal | int, str, str]]) -> list[Bar]:
    """Bars of (label, value, text, short text); heights in whole per cent, positions in units of the chart."""
    top = max((value for _, value, _, _ in values), default=0) or 1
    out = []
    for index, (label, value, text, short) in enumerate(values):
        height = int(100 * value / top)
        out.append(Bar(label, text, short, height, 20 + index * 100, 110 - height))
    return out


@dataclass(frozen=True)
class Home:
    """Figures of the public home."""

    plan: MasterPlan | None
    dimensions: list[DimensionSummary]
    budget_by_year: list[tuple[int, int]]
    program_count: int
    quick_win_count: int
    action_plan_count: int

    @property
    def total_budget(self) -> int:
        """Money of all active programs in all years, whole rupiah."""
        return sum(budget for _, budget in self.budget_by_year)


def get_home() -> Home:
    """Read the figures in a fixed number of queries; without any plan everything is empty."""
    budgets = budget_by_dimension()
    dimensions = dimension_rows(Dimension.objects.order_by("position"))
    for row in dimensions:
        row["budget"] = budgets.get(row["code"], 0)
    return Home(
        plan=MasterPlan.objects.order_by("-start_year").first(),
        dimensions=dimensions,
        budget_by_year=[
            (year, budget or 0)
            for year, budget in ProgramYear.objects.filter(activity__state=State.ACTIVE)
            .order_by("year")
            .values_list("year")
            .annotate(Sum("budget"))
        ],
        program_count=Program.objects.active().count(),
        quick_win_count=QuickWin.objects.active().count(),
        action_plan_count=ActionPlan.objects.active().count(),
    )
