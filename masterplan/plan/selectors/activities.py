"""Programs, quick wins and action plans as plain rows: the one reading used by API, pages, annexes and editions.

A row is a dict ready for JSON: decimals as strings without trailing zeros, money as whole rupiah (int), agencies
by code. Three queries for any number of rows: the records, their years, their supporting agencies.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django.db.models import Model, QuerySet

from ..content import ActionPlanRow, ProgramRow, QuickWinRow
from ..models import (
    ActionPlan,
    ActionPlanSupport,
    ActionPlanYear,
    Program,
    ProgramSupport,
    ProgramYear,
    QuickWin,
    QuickWinSupport,
    QuickWinYear,
)
from ..models.activity import State

# The child tables of each kind of activity: its supporting agencies and its years.
TABLES: dict[type[Model], tuple[type[Model], type[Model]]] = {
    Program: (ProgramSupport, ProgramYear),
    QuickWin: (QuickWinSupport, QuickWinYear),
    ActionPlan: (ActionPlanSupport, ActionPlanYear),
}

BASE = (
    "id",
    "code",
    "name",
    "state",
    "start_year",
    "end_year",
    "horizon",
    "indicator",
    "unit",
    "funding_sources",
    "is_demonstration",
    "provenance",
    "version",
    "updated_at",
    "lead_opd__code",
    "lead_opd__abbreviation",
    "lead_opd__name",
)
MEASURED = (
    *BASE,
    "direction",
    "baseline",
    "baseline_documented",
    "fact_source",
    "rkpd_program_code",
    "rkpd_program_name",
    "subdimension__code",
    "subdimension__name",
    "subdimension__dimension__code",
    "subdimension__dimension__name",
    "subdimension__dimension__legal_name",
)
QUICK_WIN = (
    *MEASURED,
    "description",
    "parent_program__code",
    "parent_program__state",
    "progress_pct",
    "deadline",
    "promoted_to__code",
    "promoted_to__state",
)
ACTION_PLAN = (*BASE, "category__code", "category__name", "target_final")

RENAMED = {
    "lead_opd__code": "lead_opd",
    "lead_opd__abbreviation": "lead_opd_abbreviation",
    "lead_opd__name": "lead_opd_name",
    "subdimension__code": "subdimension",
    "subdimension__name": "subdimension_name",
    "subdimension__dimension__code": "dimension",
    "subdimension__dimension__name": "dimension_name",
    "subdimension__dimension__legal_name": "dimension_legal_name",
    "parent_program__code": "parent_program",
    "promoted_to__code": "promoted_to",
    "category__code": "category",
    "category__name": "category_name",
}


def plain(value: Decimal | None) -> str | None:
    """A decimal as text without trailing zeros: Decimal('78.0000') -> ``78``."""
    if value is None:
        return None
    text = str(value)
    if "E" in text:
        text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def program_rows(queryset: QuerySet[Program]) -> list[ProgramRow]:
    """Rows of programs."""
    return cast("list[ProgramRow]", _rows(queryset, MEASURED, ("baseline",), targets=True))


def quick_win_rows(queryset: QuerySet[QuickWin]) -> list[QuickWinRow]:
    """Rows of quick wins; a parent, or a program it became, that is still a draft is not told."""
    rows = _rows(queryset, QUICK_WIN, ("baseline",), targets=True)
    for row in rows:
        row["deadline"] = row["deadline"].isoformat() if row["deadline"] else None
        for name in ("parent_program", "promoted_to"):
            if row.pop(f"{name}__state") == State.DRAFT:
                row[name] = None
    return cast("list[QuickWinRow]", rows)


def action_plan_rows(queryset: QuerySet[ActionPlan]) -> list[ActionPlanRow]:
    """Rows of action plans; their years hold money only."""
    return cast("list[ActionPlanRow]", _rows(queryset, ACTION_PLAN, ("target_final",), targets=False))


def _rows(
    queryset: QuerySet[Any], fields: Iterable[str], decimals: Iterable[str], *, targets: bool
) -> list[dict[str, Any]]:
    names = [RENAMED.get(field, field) for field in fields]
    rows = [dict(zip(names, values, strict=True)) for values in queryset.values_list(*fields)]
    by_id = {row["id"]: row for row in rows}
    for row in rows:
        for name in decimals:
            row[name] = plain(row[name])
        row["updated_at"] = row["updated_at"].isoformat()
        row["supporting_opds"], row["supporting_abbreviations"] = [], []
        row["years"], row["total_budget"] = [], 0
    support_table, year_table = TABLES[queryset.model]
    supports = support_table._default_manager.filter(activity__in=list(by_id))
    for activity, code, abbreviation in supports.order_by("position").values_list(
        "activity_id", "opd__code", "opd__abbreviation"
    ):
        by_id[activity]["supporting_opds"].append(code)
        by_id[activity]["supporting_abbreviations"].append(abbreviation)
    years = year_table._default_manager.filter(activity__in=list(by_id)).order_by("year")
    if targets:
        for activity, year, target, budget in years.values_list("activity_id", "year", "target", "budget"):
            row = by_id[activity]
            row["years"].append({"year": year, "target": plain(target), "budget": budget})
            row["total_budget"] += budget or 0
    else:
        for activity, year, budget in years.values_list("activity_id", "year", "budget"):
            row = by_id[activity]
            row["years"].append({"year": year, "budget": budget})
            row["total_budget"] += budget or 0
    return rows
