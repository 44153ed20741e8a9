"""The verbs of the planning calendar: set and change windows."""

from collections.abc import Mapping
from typing import Any

from opd.agencies.models import User
from solok_smartcity.kit.records import change_record, create_record

from ..models import Window
from ..rules import may_edit_calendar


def set_window(*, actor: User, pk: int | None, version: int | None, values: Mapping[str, Any], reason: str) -> Window:
    """A new window, or a changed one when ``pk`` is given."""
    common: dict[str, Any] = {"actor": actor, "rule": may_edit_calendar, "values": values, "reason": reason}
    window: Window = (
        create_record(Window, **common)
        if pk is None
        else change_record(Window.objects.all(), pk, version=version, **common)
    )
    return window
