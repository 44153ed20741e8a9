"""Dimensions with their parts and counts, as plain rows."""

from typing import NotRequired, TypedDict, cast

from django.db.models import Count, QuerySet, Sum

from ..models import Dimension, Program, QuickWin, SubDimension
from ..models.activity import State


class DimensionPart(TypedDict):
    """A sub-dimension."""

    code: str
    name: str
    english_label: str
    description: str


class DimensionSummary(TypedDict):
    """A dimension with its parts and counts."""

    id: int
    code: str
    name: str
    legal_name: str
    position: int
    version: int
    program_count: int
    quick_win_count: int
    subdimensions: list[DimensionPart]
    budget: NotRequired[int]


def dimension_rows(queryset: QuerySet[Dimension]) -> list[DimensionSummary]:
    """Rows of dimensions with sub-dimensions and the number of active programs and quick wins (four queries)."""
    rows = cast(
        "list[DimensionSummary]", list(queryset.values("id", "code", "name", "legal_name", "position", "version"))
    )
    key = "subdimension__dimension_id"
    active = {"state": State.ACTIVE}
    programs = dict(Program.objects.filter(**active).order_by().values_list(key).annotate(n=Count("id")))
    quick_wins = dict(QuickWin.objects.filter(**active).order_by().values_list(key).annotate(n=Count("id")))
    parts: dict[int, list[DimensionPart]] = {row["id"]: [] for row in rows}
    fields = ("code", "name", "english_label", "description")
    for dimension, *values in SubDimension.objects.filter(dimension__in=list(parts)).values_list(
        "dimension_id", *fields
    ):
        parts[dimension].append(cast(DimensionPart, dict(zip(fields, values, strict=True))))
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
