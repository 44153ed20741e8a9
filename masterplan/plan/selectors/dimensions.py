"""Dimensions with their parts and counts, as plain rows."""

from typing import Any

from django.db.models import Count, QuerySet, Sum

from ..models import Program, QuickWin, SubDimension
from ..models.activity import State


def dimension_rows(queryset: QuerySet) -> list[dict[str, Any]]:
    """Rows of dimensions with sub-dimensions and the number of active programs and quick wins (four queries)."""
    rows = list(queryset.values("id", "code", "name", "legal_name", "position", "version"))
    key = "subdimension__dimension_id"
    active = {"state": State.ACTIVE}
    programs = dict(Program.objects.filter(**active).order_by().values_list(key).annotate(n=Count("id")))
    quick_wins = dict(QuickWin.objects.filter(**active).order_by().values_list(key).annotate(n=Count("id")))
    parts: dict[int, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    fields = ("code", "name", "english_label", "description")
    for dimension, *values in SubDimension.objects.filter(dimension__in=list(parts)).values_list(
        "dimension_id", *fields
    ):
        parts[dimension].append(dict(zip(fields, values, strict=True)))
    for row in rows:
        row["program_count"] = programs.get(row["id"], 0)
        row["quick_win_count"] = quick_wins.get(row["id"], 0)
        row["subdimensions"] = parts[row["id"]]
    return rows


def budget_by_dimension() -> dict[str, int]:
    """Money of the active programs of each dimension over all years: code -> whole rupiah."""
    key = "subdimension__dimension__code"
    sums = Program.objects.active().order_by().values_list(key).annotate(total=Sum("years__budget"))
    return {code: total or 0 for code, total in sums}
