"""Work plans as plain rows: the one reading of pages, API, snapshots and checks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, cast

from django.db.models import Count, Exists, Field, OuterRef, Q, QuerySet, Subquery, Sum

from masterplan.plan.selectors.activities import plain
from opd.agencies.models import Opd
from opd.agencies.models.opd import OpdQuerySet
from solok_smartcity.kit.frozen import Content, Schema
from solok_smartcity.kit.indonesian import decimal, rupiah

from ..completeness import Lack, lacks_of_plan
from ..extensions import checkers
from ..models import LineProgram, LineQuickWin, Minutes, Round, Snapshot, Window, WorkPlan, WorkPlanLine
from ..workflow import State

PLAN = (
    "id",
    "year",
    "round",
    "revision",
    "state",
    "submissions",
    "submitted_at",
    "minutes_number",
    "is_demonstration",
    "previous_id",
    "version",
    "updated_at",
    "opd_id",
    "opd__code",
    "opd__name",
    "opd__abbreviation",
)
# The frozen content of a work plan. Number 1 did not name itself; number 2 came with the canonical form of RFC 8785.
WORK_PLAN_CONTENT = Schema("work-plan", {1: lambda content: {**content, "schema": "work-plan/2"}}, unnamed=1)
# What belongs to this database and not to the plan.
UNFROZEN = {"id", "plan", "position", "replaces", "version"}
RENAMED = {
    "opd__code": "opd",
    "opd__name": "opd_name",
    "opd__abbreviation": "opd_abbreviation",
    "previous_id": "previous",
}
LINE = (
    "id",
    "plan_id",
    "position",
    "sub_kegiatan_code",
    "name",
    "indicator",
    "target",
    "unit",
    "location",
    "funding_source",
    "priority",
    "amount",
    "forward_estimate",
    "replaces_id",
    "version",
)


class WorkPlanRow(TypedDict):
    """A work plan with the number of its lines and their money."""

    id: int
    year: int
    round: str
    round_name: str
    revision: int
    state: str
    state_name: str
    submissions: int
    submitted_at: str | None
    minutes_number: str
    is_demonstration: bool
    previous: int | None
    version: int
    updated_at: str
    opd_id: int
    opd: str
    opd_name: str
    opd_abbreviation: str
    line_count: int
    total_amount: int


class LineRow(TypedDict):
    """A line of a work plan with the codes of what it serves."""

    id: int
    plan: int
    position: int
    sub_kegiatan_code: str
    name: str
    indicator: str
    target: str | None
    unit: str
    location: str
    funding_source: str
    priority: str
    amount: int | None
    forward_estimate: int | None
    replaces: int | None
    version: int
    programs: list[str]
    quick_wins: list[str]


class LineChange(TypedDict):
    """A field of a line before and after."""

    field: str
    before: str
    after: str


class LineComparison(TypedDict):
    """A line of a changed plan: whether it came, went or changed, and what in it."""

    kind: str
    line: LineRow
    changes: list[LineChange]


def work_plan_rows(queryset: QuerySet[WorkPlan]) -> list[WorkPlanRow]:
    """Rows of work plans with the number of lines and their money (one query)."""
    names = [RENAMED.get(field, field) for field in PLAN]
    lines = WorkPlanLine.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    queryset = queryset.annotate(
        line_count=Subquery(lines.annotate(n=Count("pk")).values("n")),
        total=Subquery(lines.annotate(sum=Sum("amount")).values("sum")),
    )
    rows = []
    for values in queryset.values_list(*PLAN, "line_count", "total"):
        row: dict[str, Any] = dict(zip([*names, "line_count", "total_amount"], values, strict=True))
        row["line_count"], row["total_amount"] = row["line_count"] or 0, row["total_amount"] or 0
        row["state_name"], row["round_name"] = State(row["state"]).label, Round(row["round"]).label
        row["submitted_at"] = row["submitted_at"].isoformat() if row["submitted_at"] else None
        row["updated_at"] = row["updated_at"].isoformat()
        rows.append(row)
    return cast("list[WorkPlanRow]", rows)


def line_rows(queryset: QuerySet[WorkPlanLine]) -> list[LineRow]:
    """Rows of lines with the codes of the programs and quick wins they serve (three queries)."""
    rows: list[dict[str, Any]] = [dict(zip(LINE, values, strict=True)) for values in queryset.values_list(*LINE)]
    by_id = {row["id"]: row for row in rows}
    for row in rows:
        row["target"] = plain(row["target"])
        row["plan"], row["replaces"] = row.pop("plan_id"), row.pop("replaces_id")
        row["programs"], row["quick_wins"] = [], []
    programs = LineProgram.objects.filter(line__in=list(by_id)).order_by("program__code")
    for line, code in programs.values_list("line_id", "program__code"):
        by_id[line]["programs"].append(code)
    quick_wins = LineQuickWin.objects.filter(line__in=list(by_id)).order_by("quick_win__code")
    for line, code in quick_wins.values_list("line_id", "quick_win__code"):
        by_id[line]["quick_wins"].append(code)
    return cast("list[LineRow]", rows)


def lacks(plan: WorkPlan) -> list[Lack]:
    """What the plan lacks now (one query)."""
    fields = (
        "id",
        "sub_kegiatan_code",
        "name",
        "indicator",
        "target",
        "unit",
        "location",
        "funding_source",
        "priority",
        "amount",
        "forward_estimate",
    )
    return lacks_of_plan(list(plan.lines.order_by("position", "pk").values(*fields)))


def own_blockers(plan: WorkPlan) -> list[Lack]:
    """Blockers among what the plan lacks that nobody has waived since it was last sent."""
    waived = set(plan.waivers.filter(submission=plan.submissions).values_list("code", "line_key"))
    return [lack for lack in lacks(plan) if lack.is_blocker and lack.key not in waived]


def open_blockers(plan: WorkPlan) -> list[Lack]:
    """All that stands against verification: what the plan lacks, then what other applications found."""
    return own_blockers(plan) + found_blockers(plan)


def found_blockers(plan: WorkPlan) -> list[Lack]:
    """Blockers that other applications found and nobody has waived."""
    return [lack for checker in checkers for lack in checker.blockers(plan)]


def snapshot_content(plan: WorkPlan) -> Content:
    """What a snapshot freezes: names and codes, no keys or versions of this database."""
    rows = line_rows(plan.lines.order_by("position", "pk"))
    lines = [
        {**{name: value for name, value in row.items() if name not in UNFROZEN}, "number": number}
        for number, row in enumerate(rows, start=1)
    ]
    return {
        "schema": WORK_PLAN_CONTENT.label,
        "opd": plan.opd.code,
        "opd_name": plan.opd.name,
        "year": plan.year,
        "round": plan.round,
        "revision": plan.revision,
        "lines": lines,
        "total_amount": sum(row["amount"] or 0 for row in rows),
    }


def minutes_number(plan: WorkPlan) -> str:
    """The number that the minutes written in the portal have; empty when there is none."""
    if plan.state != State.VERIFIED:
        return ""
    return Minutes.objects.filter(plan=plan).values_list("number", flat=True).first() or ""


def frozen_work_plan(snapshot: Snapshot) -> Content:
    """What a snapshot froze, in the form of the newest schema number. Raises ``UnknownSchema``."""
    return WORK_PLAN_CONTENT.read(json.loads(snapshot.content))


def snapshot_in_force(opd_id: int, year: int) -> Snapshot | None:
    """The snapshot that holds for an agency's year: the last one made."""
    return Snapshot.objects.filter(plan__opd=opd_id, plan__year=year).order_by("-made_at", "-pk").first()


def submission_window(year: int, round_: str) -> Window | None:
    """The span of days in which plans of a round may be sent, if the planning office has set one."""
    return Window.objects.filter(plan_year=year, round=round_, stage=Window.Stage.SUBMISSION).first()


@dataclass(frozen=True)
class SendingFacts:
    """What decides whether a plan may be sent: the days of its window (if set), its lines, notes without an answer."""

    opens_on: date | None
    closes_on: date | None
    has_lines: bool
    unanswered: int


def sending_facts(plan: WorkPlan) -> SendingFacts:
    """The facts of a stored plan (one query)."""
    window = Window.objects.filter(plan_year=plan.year, round=plan.round, stage=Window.Stage.SUBMISSION)
    facts = WorkPlan.objects.filter(pk=plan.pk).annotate(
        opens_on=Subquery(window.values("opens_on")[:1]),
        closes_on=Subquery(window.values("closes_on")[:1]),
        has_lines=Exists(WorkPlanLine.objects.filter(plan=OuterRef("pk"))),
        unanswered=Count("notes", filter=Q(notes__answer="")),
    )
    return SendingFacts(*facts.values_list("opens_on", "closes_on", "has_lines", "unanswered").get())


def windows_of(stage: str) -> dict[tuple[int, str], Window]:
    """All windows of a stage by plan year and round (one query; a few a year)."""
    return {(window.plan_year, window.round): window for window in Window.objects.filter(stage=stage)}


def agencies_without(window: Window) -> OpdQuerySet:
    """Agencies of the plan year (bodies of their own) that have not sent a plan in a window."""
    sent = WorkPlan.objects.filter(year=window.plan_year, round=window.round).exclude(
        state__in=[State.DRAFT, State.RETURNED]
    )
    return Opd.objects.valid_on(date(window.plan_year, 12, 31)).top_level().exclude(pk__in=sent.values("opd"))


def compare_with_previous(plan: WorkPlan) -> list[LineComparison]:
    """Lines of a changed plan beside those they replace: what came, went or has other values (planning 3.5)."""
    if plan.previous is None:
        return []
    old = {row["id"]: row for row in line_rows(plan.previous.lines.order_by("position", "pk"))}
    out: list[LineComparison] = []
    for row in line_rows(plan.lines.order_by("position", "pk")):
        before = old.pop(row["replaces"], None) if row["replaces"] is not None else None
        changed = [] if before is None else _changes(before, row)
        if before is None or changed:
            out.append({"kind": "baru" if before is None else "diubah", "line": row, "changes": changed})
    out += [{"kind": "dihapus", "line": row, "changes": []} for row in old.values()]
    return out


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[LineChange]:
    return [
        {"field": label, "before": _text(name, before[name]), "after": _text(name, after[name])}
        for name, label in COMPARED.items()
        if before[name] != after[name]
    ]


def _text(name: str, value: Any) -> str:
    if name == "target" and value:
        return decimal(Decimal(value))
    if isinstance(value, int):
        return rupiah(value)
    return ", ".join(value) if isinstance(value, list) else str(value or "")


COMPARED = {
    **{
        name: str(cast("Field[Any, Any]", WorkPlanLine._meta.get_field(name)).verbose_name)
        for name in (
            "sub_kegiatan_code",
            "name",
            "indicator",
            "target",
            "unit",
            "location",
            "funding_source",
            "priority",
            "amount",
            "forward_estimate",
        )
    },
    "programs": "program",
    "quick_wins": "quick win",
}
