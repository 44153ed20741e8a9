"""Findings and links as rows with the verbs that the person may use now."""

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict, cast

from django.db.models import QuerySet

from opd.agencies.models import Person
from opd.renja.models import WorkPlan, WorkPlanLine, WorkPlanLog
from solok_smartcity.kit.transitions import Action

from ..machine import FINDINGS, LINKS
from ..models import Alignment, FindingRecord
from ..workflow import LinkState
from .findings import FindingRow


class LinkRow(TypedDict):
    """A link between a line and a program or quick win."""

    id: int
    line: int
    line_name: str
    sub_kegiatan_code: str
    state: str
    state_name: str
    score: float | None
    why: str
    proposed_by_name: str
    by_agency: str
    by_planning: str
    decision_reason: str
    version: int
    program: str | None
    quick_win: str | None
    plan: int
    opd_id: int
    opd: str
    year: int
    actions: NotRequired[list[Action]]


def with_actions(user: Person, rows: list[FindingRow]) -> list[FindingRow]:
    """Rows of findings with the verbs that the person may use now (one query for all)."""
    plans = _plans_with_senders(row["plan"] for row in rows)
    for row in rows:
        record = FindingRecord(pk=row["id"], severity=row["severity"], state=row["state"])
        record.opd_id, record.plan = row["opd_id"], plans.get(row["plan"] or 0)
        row["actions"] = [item for item in FINDINGS.allowed_actions(user, record) if item.allowed]
    return rows


def _plans_with_senders(keys: Iterable[int | None]) -> dict[int, WorkPlan]:
    """Plans that know who sent them, without being read."""
    plans = {pk: WorkPlan(pk=pk) for pk in keys if pk}
    for plan in plans.values():
        plan.__dict__["senders"] = set()
    sent = WorkPlanLog.objects.filter(subject__in=list(plans), verb="submit")
    for pk, actor in sent.values_list("subject", "actor"):
        plans[pk].senders.add(actor)
    return plans


LINK = (
    "id",
    "line_id",
    "state",
    "score",
    "why",
    "proposed_by_name",
    "by_agency",
    "by_planning",
    "decision_reason",
    "version",
    "program__code",
    "quick_win__code",
    "line__plan_id",
    "line__plan__opd_id",
    "line__plan__year",
    "line__plan__opd__code",
    "line__sub_kegiatan_code",
    "line__name",
)
LINK_NAMES = {
    "line_id": "line",
    "program__code": "program",
    "quick_win__code": "quick_win",
    "line__plan_id": "plan",
    "line__plan__opd_id": "opd_id",
    "line__plan__year": "year",
    "line__plan__opd__code": "opd",
    "line__sub_kegiatan_code": "sub_kegiatan_code",
    "line__name": "line_name",
}


def alignment_rows(queryset: QuerySet[Alignment]) -> list[LinkRow]:
    """Rows of links (one query)."""
    names = [LINK_NAMES.get(name, name) for name in LINK]
    states = dict(LinkState.choices)
    rows: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in queryset.values_list(*LINK)]
    for row in rows:
        row["state_name"] = states[row["state"]]
    return cast("list[LinkRow]", rows)


def link_rows(user: Person, queryset: QuerySet[Alignment]) -> list[LinkRow]:
    """Rows of links with the verbs that the person may use now (two queries)."""
    rows = alignment_rows(queryset.order_by("pk"))
    plans = _plans_with_senders(row["plan"] for row in rows)
    for row in rows:
        plan = plans[row["plan"]]
        plan.opd_id = row["opd_id"]
        record = Alignment(pk=row["id"], state=row["state"], line=WorkPlanLine(plan=plan))
        row["actions"] = [item for item in LINKS.allowed_actions(user, record) if item.allowed]
    return rows
