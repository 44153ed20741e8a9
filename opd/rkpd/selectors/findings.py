"""Findings as plain rows: the one reading of pages, API, exports and minutes; counts and score."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, cast

from django.db.models import Case, Count, Q, QuerySet, Value, When

from masterplan.plan.models import Dimension
from opd.agencies.models import Opd
from opd.renja.models import WorkPlan, WorkPlanLine
from opd.renja.workflow import State
from solok_smartcity.kit.transitions import Action

from ..findings.labels import LABELS
from ..findings.rows import Severity
from ..models import FindingRecord
from ..models.alignment import SEVERITIES, FindingQuerySet
from ..workflow import FindingState

FIELDS = (
    "id",
    "year",
    "code",
    "severity",
    "origin",
    "text",
    "field",
    "detail",
    "state",
    "is_current",
    "plan_id",
    "line_id",
    "line_label",
    "answer",
    "answered_by_name",
    "decision_reason",
    "decided_by_name",
    "version",
    "found_at",
    "opd_id",
    "opd__code",
    "opd__abbreviation",
    "program__code",
    "quick_win__code",
    "rkpd_item_id",
    "rkpd_item__code",
    "rkpd_item__name",
    "line__location",
    "rkpd_item__location",
    "plan__state",
)
RENAMED = {
    "opd__code": "opd",
    "opd__abbreviation": "opd_abbreviation",
    "program__code": "program",
    "quick_win__code": "quick_win",
    "plan_id": "plan",
    "line_id": "line",
    "rkpd_item_id": "rkpd_item",
    "rkpd_item__code": "rkpd_code",
    "rkpd_item__name": "rkpd_name",
    "line__location": "line_location",
    "rkpd_item__location": "rkpd_location",
    "plan__state": "plan_state",
}
SEVERITY_ORDER = [severity.value for severity in Severity]
# What the agency can do about each cell, for the link to the form of the line.
CELLS = {
    "sub_kegiatan_code": "kode",
    "name": "nama",
    "indicator": "indikator",
    "target": "target",
    "unit": "satuan",
    "location": "lokasi",
    "funding_source": "sumber dana",
    "priority": "prioritas daerah",
    "amount": "pagu",
    "forward_estimate": "prakiraan maju",
    "opd": "perangkat daerah",
}


class FindingRow(TypedDict):
    """A finding with its conversation and the words people read."""

    id: int
    year: int
    code: str
    label: str
    severity: str
    severity_name: str
    origin: str
    text: str
    field: str
    cell: str
    detail: str
    compared: str
    state: str
    state_name: str
    is_current: bool
    mendable: bool
    plan: int | None
    plan_state: str | None
    line: int | None
    line_label: str
    line_location: str | None
    answer: str
    answered_by_name: str
    decision_reason: str
    decided_by_name: str
    version: int
    found_at: str
    opd_id: int | None
    opd: str | None
    opd_abbreviation: str | None
    program: str | None
    quick_win: str | None
    rkpd_item: int | None
    rkpd_code: str | None
    rkpd_name: str | None
    rkpd_location: str | None
    actions: NotRequired[list[Action]]


def finding_rows(queryset: QuerySet[FindingRecord]) -> list[FindingRow]:
    """Rows of findings (one query)."""
    names = [RENAMED.get(name, name) for name in FIELDS]
    states, severities = dict(FindingState.choices), dict(SEVERITIES)
    rows = []
    for values in queryset.values_list(*FIELDS):
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        row["state_name"], row["severity_name"] = states[row["state"]], severities[row["severity"]]
        row["found_at"] = row["found_at"].isoformat()
        row["compared"] = row["detail"] if " / " in row["detail"] else ""
        row["label"] = LABELS.get(row["code"], row["code"])
        row["cell"] = CELLS.get(row["field"], "")
        row["mendable"] = bool(row["line"] and row["cell"] and row["plan_state"] in (State.DRAFT, State.RETURNED))
        rows.append(row)
    return cast("list[FindingRow]", rows)


def filtered(queryset: FindingQuerySet, chosen: Mapping[str, str]) -> FindingQuerySet:
    """The findings a person asked for; unknown values filter nothing."""
    if chosen.get("perangkat"):
        queryset = queryset.filter(opd__code=chosen["perangkat"])
    if chosen.get("bobot") in SEVERITY_ORDER:
        queryset = queryset.filter(severity=chosen["bobot"])
    state = chosen.get("keadaan", "")
    if state == "menunggu":
        queryset = queryset.waiting()
    elif state in FindingState.values:
        queryset = queryset.filter(state=state)
    if chosen.get("temuan"):
        queryset = queryset.filter(code=chosen["temuan"])
    if chosen.get("dimensi"):
        queryset = queryset.filter(in_dimension(chosen["dimensi"]))
    return queryset


def in_dimension(code: str) -> Q:
    """Findings of programs and quick wins of a dimension, and of the lines that carry them."""
    out = Q()
    for path in ("program", "quick_win", "line__programs__program", "line__quick_wins__quick_win"):
        out |= Q(**{f"{path}__subdimension__dimension__code": code})
    return out


def by_weight(queryset: FindingQuerySet) -> FindingQuerySet:
    """Heaviest first, then by agency and line."""
    weight = Case(*(When(severity=name, then=Value(at)) for at, name in enumerate(SEVERITY_ORDER)))
    return queryset.order_by(weight, "opd__name", "line__position", "pk")


@dataclass
class AgencyCount:
    """What is unsolved at one agency, and its alignment score (planning 7.5): never one without the other."""

    code: str
    name: str
    abbreviation: str
    by_severity: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEVERITY_ORDER, 0))
    waiting: int = 0
    money: int = 0
    clean_money: int = 0
    plan: int | None = None
    plan_state: str = ""

    @property
    def total(self) -> int:
        """All unsolved findings."""
        return sum(self.by_severity.values())

    @property
    def score(self) -> Decimal | None:
        """Share of the money in lines without blocker or major finding, in per cent; nothing without money."""
        return round(Decimal(self.clean_money) * 100 / self.money, 1) if self.money else None


def agency_counts(findings: FindingQuerySet, plans: list[WorkPlan]) -> list[AgencyCount]:
    """Counts of the agencies with a plan or a finding, most waiting first (four queries)."""
    unsolved = findings.unsolved()
    counted = list(unsolved.exclude(opd=None).order_by().values("opd", "severity", "state").annotate(n=Count("pk")))
    keys = {plan.opd_id for plan in plans} | {row["opd"] for row in counted}
    out = {
        pk: AgencyCount(code, name, short)
        for pk, code, name, short in Opd.objects.filter(pk__in=keys).values_list("pk", "code", "name", "abbreviation")
    }
    for row in counted:
        item = out[row["opd"]]
        item.by_severity[row["severity"]] += row["n"]
        if row["state"] in (FindingState.OPEN, FindingState.ANSWERED):
            item.waiting += row["n"]
    heavy = set(
        unsolved.filter(severity__in=[Severity.BLOCKER.value, Severity.MAJOR.value], line__isnull=False)
        .exclude(state__in=[FindingState.ACCEPTED, FindingState.WAIVED])
        .order_by()
        .values_list("line", flat=True)
    )
    for plan in plans:
        out[plan.opd_id].plan, out[plan.opd_id].plan_state = plan.pk, plan.get_state_display()
    lines = WorkPlanLine.objects.filter(plan__in=[plan.pk for plan in plans]).order_by()
    for pk, opd, amount in lines.values_list("pk", "plan__opd", "amount"):
        out[opd].money += amount or 0
        out[opd].clean_money += 0 if pk in heavy else amount or 0
    return sorted(out.values(), key=lambda item: (-item.waiting, -item.total, item.name))


def matrix(findings: FindingQuerySet) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """Agencies x kinds of findings: the kinds, and a row of counts for each agency (one query)."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    rows = findings.unsolved().exclude(opd=None).order_by().values("opd__abbreviation", "code").annotate(n=Count("pk"))
    for row in rows:
        counted[row["opd__abbreviation"]][row["code"]] = row["n"]
    kinds = sorted({code for counts in counted.values() for code in counts})
    return kinds, [(opd, [counts[kind] for kind in kinds]) for opd, counts in sorted(counted.items())]


def dimensions() -> list[tuple[str, str]]:
    """Codes and names of the dimensions."""
    return list(Dimension.objects.order_by("position").values_list("code", "name"))
