"""Realisation beside targets, with the computed light."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict

from masterplan.plan.models import Program, ProgramYear
from masterplan.plan.models.activity import ActivityQuerySet, Direction
from masterplan.plan.selectors.activities import plain
from solok_smartcity.kit.tables import Column

from ..models import Realisation, WorkPlanLine
from ..progress import Progress, money_progress, progress
from ..workflow import State

COLUMNS = [
    Column("code", "Kode", width=12),
    Column("name", "Program", width=50),
    Column("lead_opd__abbreviation", "Penanggung jawab"),
    Column("target", "Target", "number"),
    Column("unit", "Satuan"),
    Column("value", "Capaian", "number"),
    Column("percent", "Capaian (%)", "number"),
    Column("light", "Lampu"),
    Column("budget", "Anggaran (Rp)", "money", 22),
    Column("money", "Realisasi keuangan (Rp)", "money", 22),
    Column("obstacle", "Kendala", width=40),
]


class Reached(TypedDict):
    """What was reported beside the target, and the light that follows."""

    id: int
    name: str
    unit: str
    target: str | None
    budget: int | None
    report: Realisation | None
    progress: Progress
    money_percent: Decimal | None


class ProgramProgress(Reached):
    """A program with what was reached."""

    code: str
    direction: str
    baseline: Decimal | None
    lead_opd_id: int
    lead_opd__abbreviation: str


class LineProgress(Reached):
    """A line of a work plan with what was reached."""

    sub_kegiatan_code: str
    indicator: str
    amount: int | None


def table_rows(rows: Iterable[ProgramProgress]) -> list[dict[str, Any]]:
    """Rows of programs with their report, as a table that can be saved."""
    out = []
    for row in rows:
        report = row["report"]
        flat: dict[str, Any] = {"percent": row["progress"].percent, "light": row["progress"].light.value}
        for name in ("value", "money", "obstacle"):
            flat[name] = getattr(report, name) if report else None
        out.append({**row, **flat})
    return out


def program_progress(programs: ActivityQuerySet[Program], year: int, quarter: int) -> list[ProgramProgress]:
    """Programs that run in a year, with target, money, what was reached by the quarter and the light (3 queries)."""
    running = programs.running_in(year)
    rows: list[Any] = list(
        running.order_by("lead_opd__abbreviation", "position", "code").values(
            "id", "code", "name", "unit", "direction", "baseline", "lead_opd_id", "lead_opd__abbreviation"
        )
    )
    keys = [row["id"] for row in rows]
    years = ProgramYear.objects.filter(activity__in=keys, year=year)
    targets = {key: (target, budget) for key, target, budget in years.values_list("activity_id", "target", "budget")}
    reports = {r.program_id: r for r in Realisation.objects.filter(program__in=keys, year=year, quarter=quarter)}
    for row in rows:
        target, budget = targets.get(row["id"], (None, None))
        _fill(row, reports.get(row["id"]), target, budget, quarter, row["direction"] == Direction.DOWN, row["baseline"])
    return rows


def line_progress(opd_id: int, year: int, quarter: int) -> list[LineProgress]:
    """Lines of the plan that holds for an agency's year, with what was reached by the quarter (3 queries)."""
    lines = WorkPlanLine.objects.filter(
        plan__opd=opd_id, plan__year=year, plan__state__in=[State.VERIFIED, State.FINAL]
    )
    latest = lines.order_by("-plan__revision", "-plan__pk").values_list("plan_id", flat=True).first()
    rows: list[Any] = list(
        lines.filter(plan=latest)
        .order_by("position", "pk")
        .values("id", "sub_kegiatan_code", "name", "indicator", "unit", "target", "amount")
    )
    reports = {
        r.line_id: r
        for r in Realisation.objects.filter(line__in=[row["id"] for row in rows], year=year, quarter=quarter)
    }
    for row in rows:
        _fill(row, reports.get(row["id"]), row["target"], row["amount"], quarter)
    return rows


def _fill(
    row: dict[str, Any],
    report: Realisation | None,
    target: Decimal | None,
    budget: int | None,
    quarter: int,
    falling: bool = False,
    baseline: Decimal | None = None,
) -> None:
    row["target"], row["budget"] = plain(target), budget
    row["report"] = report
    value = report.value if report else None
    row["progress"] = progress(value, target, quarter, falling=falling, baseline=baseline)
    row["money_percent"] = money_progress(report.money if report else None, budget)
