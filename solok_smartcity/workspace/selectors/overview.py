"""The state of all agencies for one plan year: work plans, money, realisation, quick wins."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from masterplan.plan.models import Program
from opd.agencies.models import Opd, User
from opd.renja.models import Window, WorkPlan, WorkPlanLine
from opd.renja.progress import Light
from opd.renja.selectors.realisation import program_progress
from opd.renja.workflow import State
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.tables import Column


@dataclass(frozen=True)
class AgencyRow:
    """One agency: its newest plan of the year, the money that holds, and the lights of its programs."""

    opd: Opd
    state: str
    state_name: str
    round_name: str
    plan_id: int | None
    readable: bool
    total: int | None
    lights: dict[str, int]


@dataclass(frozen=True)
class Overview:
    """All agencies, how many stand where, the money that holds, the windows of the year."""

    rows: list[AgencyRow]
    counts: list[tuple[str, int]]
    total: int
    quarter: int
    light_year: int
    windows: list[Window]
    years: list[int]


NOT_BEGUN = "belum dibuat"
COLUMNS = [
    Column("code", "Kode", width=18),
    Column("name", "Perangkat daerah", width=50),
    Column("state", "Keadaan Renja"),
    Column("round", "Putaran", width=30),
    Column("total", "Pagu yang berlaku (Rp)", "money", 22),
    Column("green", "Lampu hijau", "number"),
    Column("yellow", "Lampu kuning", "number"),
    Column("red", "Lampu merah", "number"),
]


def table_rows(overview: "Overview") -> list[dict[str, str | int | None]]:
    """The rows as a table that can be saved."""
    return [
        {
            "code": row.opd.code,
            "name": row.opd.name,
            "state": row.state_name,
            "round": row.round_name,
            "total": row.total,
            "green": row.lights[Light.GREEN],
            "yellow": row.lights[Light.YELLOW],
            "red": row.lights[Light.RED],
        }
        for row in overview.rows
    ]


def _rounds(plan: WorkPlan | None, in_force: WorkPlan | None) -> str:
    """The round of a plan; beside one that is in force, the state of the change under way."""
    if plan is None:
        return ""
    if in_force is None or in_force.pk == plan.pk:
        return plan.get_round_display()
    return f"{in_force.get_round_display()}; {plan.get_round_display().lower()}: {plan.get_state_display().lower()}"


def get_overview(person: User, year: int, state: str = "") -> Overview:
    """Read the state of all agencies that exist in a year in a fixed number of queries, perhaps only one state."""
    agencies = list(Opd.objects.valid_on(date(year, 12, 31)).top_level().order_by("name"))
    newest: dict[int, WorkPlan] = {}
    holds: dict[int, int] = {}
    by_key: dict[int, WorkPlan] = {}
    for plan in WorkPlan.objects.filter(year=year).order_by("revision", "pk"):
        newest[plan.opd_id] = plan
        by_key[plan.pk] = plan
        if plan.state in (State.VERIFIED, State.FINAL):
            holds[plan.opd_id] = plan.pk
    totals = dict(
        WorkPlanLine.objects.filter(plan__in=list(holds.values()))
        .order_by()
        .values_list("plan")
        .annotate(Sum("amount"))
    )
    readable = set(WorkPlan.objects.visible_to(person).filter(year=year).values_list("pk", flat=True))
    light_year, quarter = _last_quarter(today())
    lights: dict[int, Counter[Light]] = {}
    for row in program_progress(Program.objects.active(), light_year, quarter):
        lights.setdefault(row["lead_opd_id"], Counter())[row["progress"].light] += 1
    rows = []
    for agency in agencies:
        latest = newest.get(agency.pk)
        in_force = by_key.get(holds.get(agency.pk, 0))
        rows.append(
            AgencyRow(
                agency,
                latest.state if latest else "",
                (in_force or latest).get_state_display() if latest else NOT_BEGUN,
                _rounds(latest, in_force),
                latest.pk if latest else None,
                bool(latest and latest.pk in readable),
                totals.get(holds.get(agency.pk)) if agency.pk in holds else None,
                {light: lights.get(agency.pk, Counter())[light] for light in Light if light != Light.NONE},
            )
        )
    names = Counter(row.state_name for row in rows)
    if state:
        rows = [row for row in rows if row.state_name == state]
    order = [NOT_BEGUN, *(label for _, label in State.choices)]
    years = WorkPlan.objects.order_by("-year").values_list("year", flat=True).distinct()
    return Overview(
        rows,
        [(name, names[name]) for name in order if names[name]],
        sum(row.total or 0 for row in rows),
        quarter,
        light_year,
        list(Window.objects.filter(plan_year=year).order_by("opens_on", "pk")),
        sorted({*years, year}, reverse=True),
    )


def _last_quarter(day: date) -> tuple[int, int]:
    """The quarter that ended last: what can have been reported."""
    quarter = (day.month - 1) // 3
    return (day.year, quarter) if quarter else (day.year - 1, 4)
