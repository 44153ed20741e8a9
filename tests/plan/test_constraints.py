"""Constraints of the plan hold in the database itself, whoever writes."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from masterplan.plan.models import ActionPlan, MasterPlan, Program, ProgramSupport, ProgramYear, QuickWin, QuickWinYear
from opd.agencies.models import Opd

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    """A program of 2025-2029 with a target and money in each year."""
    return Program.objects.get(code="GOV-1-01")


def refused(write) -> str:
    """The database's sentence when a write past all forms is refused."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return str(caught.value)


def raw(statement: str, *values: object) -> None:
    """A write by plain SQL: no model, no form, no service."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("year", [2024, 2030])
def test_year_outside_the_plan(program: Program, year: int) -> None:
    """A target outside 2025-2029 is refused even for a program that runs longer."""
    assert "Tahun di luar" in refused(
        lambda: raw("UPDATE plan_programyear SET year = %s WHERE activity_id = %s AND year = 2025", year, program.pk)
    )


def test_year_outside_the_activity() -> None:
    """A quick win of one year has no target in the next."""
    quick_win = QuickWin.objects.get(code="QW-04")
    assert (quick_win.start_year, quick_win.end_year) == (2025, 2025)
    assert "Tahun di luar" in refused(
        lambda: QuickWinYear.objects.bulk_create([QuickWinYear(activity=quick_win, year=2026)])
    )


def test_one_row_a_year(program: Program) -> None:
    """One target per program and year."""
    refused(lambda: ProgramYear.objects.bulk_create([ProgramYear(activity=program, year=2026, budget=1)]))


@pytest.mark.parametrize("table", ["programyear", "quickwinyear", "actionplanyear"])
def test_money_is_not_negative(table: str) -> None:
    """No negative money anywhere."""
    refused(lambda: raw(f"UPDATE plan_{table} SET budget = -1"))  # noqa: S608


def test_lead_does_not_support(program: Program) -> None:
    """Neither by a new supporting row nor by a change of the lead."""
    lead, support = program.lead_opd, program.supports.first().opd
    assert "sekaligus" in refused(
        lambda: ProgramSupport.objects.bulk_create([ProgramSupport(activity=program, opd=lead)])
    )
    assert "sekaligus" in refused(lambda: Program.objects.filter(pk=program.pk).update(lead_opd=support))


def test_support_once(program: Program) -> None:
    """An agency supports once."""
    support = program.supports.first().opd
    refused(lambda: ProgramSupport.objects.bulk_create([ProgramSupport(activity=program, opd=support)]))


def test_start_inside_the_plan() -> None:
    """An activity starts inside the plan's period; it may end later."""
    assert "Tahun mulai" in refused(lambda: ActionPlan.objects.filter(code="RA-01").update(start_year=2024))
    Program.objects.filter(code="GOV-1-01").update(end_year=2033)
    refused(lambda: Program.objects.filter(code="GOV-1-01").update(end_year=2024))


def test_plan_keeps_its_years() -> None:
    """The period of the plan cannot be cut below rows that exist."""
    assert "masa rencana induk" in refused(lambda: MasterPlan.objects.update(end_year=2027))
    assert "masih ada" in refused(lambda: Program.objects.filter(code="GOV-1-01").update(end_year=2026)).lower()


def test_dimension_follows_from_the_subdimension(program: Program) -> None:
    """A program stores its sub-dimension only, so the dimension cannot contradict it."""
    names = {field.name for field in Program._meta.concrete_fields}
    assert "subdimension" in names
    assert "dimension" not in names
    assert program.subdimension.dimension.code == "GOV"


def test_realisation_may_exceed_target() -> None:
    """Progress above 100 per cent is data, not an error; below zero is none."""
    quick_win = QuickWin.objects.get(code="QW-01")
    quick_win.progress_pct = 140
    quick_win.full_clean()
    quick_win.save()
    if connection.vendor == "postgresql":
        refused(lambda: raw("UPDATE plan_quickwin SET progress_pct = -1"))


def test_merged_agency_keeps_its_rows() -> None:
    """An agency that ended points to its successor and cannot be deleted while rows name it."""
    merged = Opd.objects.get(code="DLH")
    assert merged.is_ended
    assert merged.successor.code == "DPKPLH"
    with pytest.raises(Exception, match="protected"):
        Opd.objects.get(code="DISKOMINFO").delete()
    refused(lambda: Opd.objects.filter(code="DISKOMINFO").update(successor=merged))


def test_guards_survive_a_migration_run() -> None:
    """Guards are dropped before and made again after every migration run; a second run leaves them working."""

    call_command("migrate", verbosity=0)
    refused(lambda: Program.objects.filter(code="GOV-1-01").update(start_year=2020))
