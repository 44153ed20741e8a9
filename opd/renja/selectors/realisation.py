"""Realisation beside targets, with the computed light."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypedDict

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

    target: str | None
    budget: int | None
    report: Realisation | None
    progress: Progress
    money_percent: Decimal | None


class ProgramProgress(Reached):
    """A program with what was reached."""

    id: int
    name: str
    unit: str
    code: str
    direction: str
    baseline: Decimal | None
    lead_opd_id: int
    lead_opd__abbreviation: str


class LineProgress(Reached):
    """A line of a work plan with what was reached."""

    id: int
    name: str
    unit: str
    sub_kegiatan_code: str
    indicator: str
    amount: int | None


class ProgressTableRow(ProgramProgress):
    """A program with its report as a row of a table."""

    percent: Decimal | None
    light: str
    value: Decimal | None
    money: int | None
    obstacle: str | None


def table_rows(rows: Iterable[ProgramProgress]) -> list[ProgressTableRow]:
    """Rows of programs with their report, as a table that can be saved."""
    out: list[ProgressTableRow] = []
    for row in rows:
        report = row["report"]
        out.append(
            {
                **row,
                "percent": row["progress"].percent,
                "light": row["progress"].light.value,
                "value": report.value if report else None,
                "money": report.money if report else None,
                "obstacle": report.obstacle if report else None,
            }
        )
    return out


def program_progress(programs: ActivityQuerySet[Program], year: int, quarter: int) -> list[ProgramProgress]:
    """Programs that run in a year, with target, money, what was reached by the quarter and the light (3 queries)."""
    rows = list(
        programs.running_in(year)
        .order_by("lead_opd__abbreviation", "position", "code")
        .values("id", "code", "name", "unit", "direction", "baseline", "lead_opd_id", "lead_opd__abbreviation")
    )
    keys = [row["id"] for row in rows]
    years = ProgramYear.objects.filter(activity__in=keys, year=year)
    targets = {key: (target, budget) for key, target, budget in years.values_list("activity_id", "target", "budget")}
    reports = {r.program_id: r for r in Realisation.objects.filter(program__in=keys, year=year, quarter=quarter)}
    out: list[ProgramProgress] = []
    for row in rows:
        target, budget = targets.get(row["id"], (None, None))
        report = reports.get(row["id"])
        falling = row["direction"] == Direction.DOWN
        reached = _reached(report, target, budget, quarter, falling=falling, baseline=row["baseline"])
        out.append({**row, **reached})
    return out


def line_progress(opd_id: int, year: int, quarter: int) -> list[LineProgress]:
    """Lines of the plan that holds for an agency's year, with what was reached by the quarter (3 queries)."""
    lines = WorkPlanLine.objects.filter(
        plan__opd=opd_id, plan__year=year, plan__state__in=[State.VERIFIED, State.FINAL]
    )
    latest = lines.order_by("-plan__revision", "-plan__pk").values_list("plan_id", flat=True).first()
    rows = list(
        lines.filter(plan=latest)
        .order_by("position", "pk")
        .values("id", "sub_kegiatan_code", "name", "indicator", "unit", "target", "amount")
    )
    reports = {
        r.line_id: r
        for r in Realisation.objects.filter(line__in=[row["id"] for row in rows], year=year, quarter=quarter)
    }
    return [{**row, **_reached(reports.get(row["id"]), row["target"], row["amount"], quarter)} for row in rows]


def _reached(
    report: Realisation | None,
    target: Decimal | None,
    budget: int | None,
    quarter: int,
    *,
    falling: bool = False,
    baseline: Decimal | None = None,
) -> Reached:
    return {
        "target": plain(target),
        "budget": budget,
        "report": report,
        "progress": progress(report.value if report else None, target, quarter, falling=falling, baseline=baseline),
        "money_percent": money_progress(report.money if report else None, budget),
    }
