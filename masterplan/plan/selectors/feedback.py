"""Feedback as plain rows."""

from typing import Any, TypedDict, cast

from django.db.models import QuerySet

from ..models import Feedback
from ..workflow import FeedbackState

FIELDS = (
    "id",
    "quick_win__code",
    "quick_win__name",
    "quick_win_id",
    "opd__code",
    "opd__abbreviation",
    "opd__name",
    "stance",
    "text",
    "attachment",
    "author_name",
    "created_at",
    "state",
    "answer",
    "version",
    "updated_at",
)
RENAMED = {
    "quick_win__code": "quick_win",
    "quick_win__name": "quick_win_name",
    "opd__code": "opd",
    "opd__abbreviation": "opd_abbreviation",
    "opd__name": "opd_name",
}


class FeedbackRow(TypedDict):
    """A feedback of an agency on a quick win, and its answer."""

    id: int
    quick_win: str
    quick_win_name: str
    quick_win_id: int
    opd: str
    opd_abbreviation: str
    opd_name: str
    stance: str
    stance_name: str
    text: str
    has_attachment: bool
    author_name: str
    created_at: str
    state: str
    state_name: str
    answer: str
    version: int
    updated_at: str


def feedback_rows(queryset: QuerySet[Feedback]) -> list[FeedbackRow]:
    """Rows of feedback (one query); an attachment is told, its address is that of the record."""
    names = [RENAMED.get(name, name) for name in FIELDS]
    rows: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in queryset.values_list(*FIELDS)]
    for row in rows:
        row["has_attachment"] = bool(row.pop("attachment"))
        row["stance_name"] = Feedback.Stance(row["stance"]).label
        row["state_name"] = FeedbackState(row["state"]).label
        row["created_at"], row["updated_at"] = row["created_at"].isoformat(), row["updated_at"].isoformat()
    return cast("list[FeedbackRow]", rows)
