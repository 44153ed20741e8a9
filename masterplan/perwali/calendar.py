"""Deadlines on a calendar of working days (R131). Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from .workflow import Deadline

SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Neither a weekend nor a holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def due(start: date, deadline: Deadline, holidays: Collection[date]) -> date:
    """The last day of a deadline; the day it starts is not counted. Calendar days may end on any day."""
    if not deadline.working:
        return start + timedelta(days=deadline.days)
    day, left = start, deadline.days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day
