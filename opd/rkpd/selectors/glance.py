"""The whole year at a glance: what is carried by work plans, and what is not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from masterplan.plan.models import Dimension, Program, ProgramYear, QuickWin
from masterplan.plan.models.activity import ActivityQuerySet
from masterplan.plan.models.activity import State as ActivityState
from opd.agencies.models import Person
from opd.renja.models import LineProgram, LineQuickWin, WorkPlan

from ..models import Alignment
from ..workflow import LinkState
from .rows import plans_of


class SubjectName(TypedDict):
    """A program or quick win by name, with the agency that leads it."""

    code: str
    name: str
    opd: str


def visible_plans(user: Person, *years: int) -> list[WorkPlan]:
    """The plans of some years that count and that the person may see (two queries)."""
    scope = set(WorkPlan.objects.visible_to(user).filter(year__in=years).values_list("pk", flat=True))
    return [plan for plan in plans_of(*years) if plan.pk in scope]


@dataclass(frozen=True)
class Coverage:
    """Programs of a dimension in a year: with money, and of these, carried by a line."""

    funded: int
    carried: int


def coverage(user: Person, years: Iterable[int]) -> list[tuple[str, list[Coverage]]]:
    """Dimensions x years (six queries)."""
    years = list(years)
    names = dict(Dimension.objects.order_by("position").values_list("pk", "name"))
    funded: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = ProgramYear.objects.filter(year__in=years, budget__gt=0, activity__state=ActivityState.ACTIVE)
    for dimension, year, program in rows.values_list("activity__subdimension__dimension", "year", "activity"):
        funded[dimension, year].add(program)
    carried = _carried(visible_plans(user, *years), LineProgram, "program")
    return [
        (name, [Coverage(len(funded[pk, year]), len(funded[pk, year] & carried[year])) for year in years])
        for pk, name in names.items()
    ]


def _carried(plans: list[WorkPlan], link: type[LineProgram | LineQuickWin], name: str) -> dict[int, set[int]]:
    """Programs or quick wins that the lines of plans carry, by year (two queries)."""
    found: dict[int, set[int]] = defaultdict(set)
    keys = [plan.pk for plan in plans]
    said = link.objects.filter(line__plan__in=keys).values_list("line__plan__year", name)
    accepted = Alignment.objects.filter(line__plan__in=keys, state=LinkState.ACCEPTED).exclude(**{name: None})
    for year, subject in [*said, *accepted.values_list("line__plan__year", name)]:
        found[year].add(subject)
    return found


def programs_without(user: Person, year: int) -> dict[str, list[SubjectName]]:
    """Lists of their own: programs without money in a year, programs with money and without a line."""
    scope = Program.objects.visible_to(user).active().running_in(year)
    funded = ProgramYear.objects.filter(year=year, budget__gt=0).order_by().values("activity")
    carried = _carried(visible_plans(user, year), LineProgram, "program")[year]
    return {
        "unfunded": _short(scope.exclude(pk__in=funded)),
        "unplanned": _short(scope.filter(pk__in=funded).exclude(pk__in=carried)),
    }


def quick_wins_without(user: Person, year: int) -> list[SubjectName]:
    """Quick wins of a year that no line carries."""
    carried = _carried(visible_plans(user, year), LineQuickWin, "quick_win")[year]
    scope = QuickWin.objects.visible_to(user).active().running_in(year)
    return _short(scope.exclude(pk__in=carried))


def _short(queryset: ActivityQuerySet[Program] | ActivityQuerySet[QuickWin]) -> list[SubjectName]:
    rows = queryset.order_by("position", "code").values_list("code", "name", "lead_opd__abbreviation")
    return [{"code": code, "name": name, "opd": opd} for code, name, opd in rows]
