"""What an inbox is made of."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate

from opd.renja.models import Window
from opd.renja.selectors.work_plans import WorkPlanRow
from solok_smartcity.kit.clock import today

MOST = 200  # tasks read of each kind, so that filters find them
SHOWN = 10


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where, by when, how urgent (smaller comes first)."""

    text: str
    detail: str
    link: str
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True)
class Section:
    """Tasks of one kind, their number, and what to say when there is none."""

    key: str
    title: str
    tasks: list[Task]
    count: int
    empty: str
    more: str = ""


def filtered_section(section: Section, words: str, due: str) -> Section:
    """The section with the tasks that contain the words and have the asked kind of deadline."""
    tasks = [
        task
        for task in section.tasks
        if words in f"{task.text} {task.detail}".lower()
        and (due != "ada" or task.due is not None)
        and (due != "lewat" or task.overdue)
    ]
    return replace(section, tasks=tasks, count=len(tasks), empty="Tidak ada yang cocok dengan saringan.")


def urgency(task: Task) -> tuple[int, date]:
    """How tasks are sorted: overdue ones first, then by deadline."""
    return (0 if task.overdue else 1, task.due or date.max)


def days_since_sent(row: WorkPlanRow) -> int:
    """Days since a work plan was sent."""
    sent = parse_datetime(row["submitted_at"]) if row["submitted_at"] else None
    return (today() - localdate(sent)).days if sent else 0


def round_name(window: Window) -> str:
    """Round and year of a window in words."""
    return f"{window.get_round_display().lower()} {window.plan_year}"
