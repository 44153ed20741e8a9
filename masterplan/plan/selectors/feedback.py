"""Feedback as plain rows."""

from typing import Any

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


def feedback_rows(queryset: QuerySet) -> list[dict[str, Any]]:
    """Rows of feedback (one query); an attachment is told, its address is that of the record."""
    names = [RENAMED.get(name, name) for name in FIELDS]
    rows = [dict(zip(names, values, strict=True)) for values in queryset.values_list(*FIELDS)]
    for row in rows:
        row["has_attachment"] = bool(row.pop("attachment"))
        row["stance_name"] = Feedback.Stance(row["stance"]).label
        row["state_name"] = FeedbackState(row["state"]).label
        row["created_at"], row["updated_at"] = row["created_at"].isoformat(), row["updated_at"].isoformat()
    return rows
