"""Quarterly realisation: who reports what, in which period (issue 3, section 3)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from masterplan.plan.models import Program
from opd.renja.models import Realisation, Window, WorkPlanLine
from opd.renja.selectors.realisation import line_progress
from opd.renja.services.realisation import report_realisation
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Refused, Stale, VersionMissing, WrongState
from tests.cast import Cast
from tests.renja.plans import YEAR, a_line, plan_in

pytestmark = pytest.mark.django_db


def open_quarter(quarter: int = 1, year: int = YEAR, first: date | None = None, last: date | None = None) -> None:
    """A period of reporting; without days: yesterday to tomorrow."""
    day = timedelta(days=1)
    Window.objects.create(
        plan_year=year,
        stage=Window.Stage.REALISATION,
        quarter=quarter,
        opens_on=first or today() - day,
        closes_on=last or today() + day,
    )


def report(subject: Any, actor: Any, version: int | None = None, quarter: int = 1, **values: Any) -> Realisation:
    """One report."""
    values = values or {"value": Decimal(1), "money": 50_000_000, "obstacle": "Hujan"}
    return report_realisation(actor=actor, subject=subject, year=YEAR, quarter=quarter, version=version, values=values)


@pytest.fixture
def line(cast: Cast) -> WorkPlanLine:
    """A line of a verified plan."""
    return plan_in("verified", cast, rows=[a_line()]).lines.get()


@pytest.mark.parametrize("part", ["planner", "head"])
def test_report_of_a_line(part: str, cast: Cast, line: WorkPlanLine) -> None:
    """Value, money and obstacle are kept; the light is computed beside them."""
    open_quarter()
    done = report(line, getattr(cast, part))
    assert (done.value, done.money, done.obstacle, done.version) == (1, 50_000_000, "Hujan", 1)
    (row,) = line_progress(line.plan.opd_id, YEAR, 1)
    assert (row["progress"].percent, row["progress"].light, row["money_percent"]) == (25, "hijau", 20)


def test_more_than_the_target(cast: Cast, line: WorkPlanLine) -> None:
    """Above 100 per cent is allowed, below nothing is not."""
    open_quarter()
    report(line, cast.planner, value=Decimal(9), money=999_000_000)
    (row,) = line_progress(line.plan.opd_id, YEAR, 1)
    assert (row["progress"].percent, row["money_percent"]) == (225, Decimal("399.6"))
    for bad in ({"value": Decimal(-1)}, {"money": -1}):
        with pytest.raises(ValidationError):
            report(line, cast.planner, version=1, **bad)


def test_versions_of_a_report(cast: Cast, line: WorkPlanLine) -> None:
    """The first has none; later ones must have seen the last."""
    open_quarter()
    with pytest.raises(Stale):
        report(line, cast.planner, version=1)
    report(line, cast.planner)
    with pytest.raises(VersionMissing):
        report(line, cast.head)
    with pytest.raises(Stale):
        report(line, cast.head, version=2)
    done = report(line, cast.head, version=1, value=Decimal(2))
    assert (done.value, done.version, Realisation.objects.filter(line=line).count()) == (2, 2, 1)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2031-03-31T23:59:59+07:00", False),
        ("2031-04-01T00:00:00+07:00", True),
        ("2031-04-15T23:59:59+07:00", True),
        ("2031-04-16T00:00:00+07:00", False),
    ],
)
def test_period(moment: str, is_open: bool, cast: Cast, line: WorkPlanLine) -> None:
    """A quarter is locked outside its days; the sentence names them."""
    open_quarter(first=date(2031, 4, 1), last=date(2031, 4, 15))
    with time_machine.travel(moment, tick=False):
        if is_open:
            report(line, cast.planner)
        else:
            with pytest.raises(WrongState, match="1 April 2031 sampai 15 April 2031"):
                report(line, cast.planner)
    assert Realisation.objects.filter(line=line).exists() == is_open


def test_period_of_another_quarter_or_year(cast: Cast, line: WorkPlanLine) -> None:
    """Only the quarter's own period counts."""
    open_quarter(quarter=2)
    open_quarter(year=YEAR + 1)
    with pytest.raises(WrongState, match="triwulan 1"):
        report(line, cast.planner)


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "returned"])
def test_plan_that_does_not_hold(state: str, cast: Cast) -> None:
    """What is not verified is not carried out."""
    open_quarter()
    with pytest.raises(WrongState):
        report(plan_in(state, cast).lines.get(), cast.planner)


@pytest.mark.parametrize("part", ["reviewer", "planning_head", "administrator", "editor", "reader"])
def test_who_does_not_report(part: str, cast: Cast, line: WorkPlanLine) -> None:
    """Reading is not reporting."""
    open_quarter()
    with pytest.raises(Refused):
        report(line, getattr(cast, part))


@pytest.mark.parametrize("part", ["other_planner", "legal"])
def test_who_does_not_know_the_line(part: str, cast: Cast, line: WorkPlanLine) -> None:
    """Another agency's line does not exist."""
    open_quarter()
    with pytest.raises(WorkPlanLine.DoesNotExist):
        report(line, getattr(cast, part))


def test_report_of_a_program(cast: Cast) -> None:
    """A program is reported by its lead agency, by nobody else."""
    open_quarter()
    program = Program.objects.filter(state="active").exclude(lead_opd=cast.planner.opd).first()
    with pytest.raises((Refused, Program.DoesNotExist)):
        report(program, cast.planner)
    program.lead_opd = cast.planner.opd
    program.save()
    assert report(program, cast.planner).program == program
