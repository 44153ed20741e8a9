"""The verbs of programs: what they write, what they leave alone, what they refuse."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from masterplan.plan.models import MasterPlan, Program, ProgramYear, SubDimension
from masterplan.plan.services.activities import create_activity, update_activity
from opd.agencies.models import Opd
from solok_smartcity.kit.decisions import ReasonMissing, Refused, Stale, VersionMissing
from solok_smartcity.kit.history import timeline
from tests.cast import Cast


@pytest.fixture
def program(cast: Cast) -> Program:
    """A program of five years."""
    return Program.objects.get(code="GOV-1-02")


def years_of(program: Program, **changes: int) -> dict[int, dict[str, object]]:
    """The program's years as the service takes them, with the money of some years changed (y2026=...)."""
    return {
        row.year: {"target": row.target, "budget": changes.get(f"y{row.year}", row.budget)}
        for row in program.years.all()
    }


def history_rows() -> int:
    """History rows of programs and their years."""
    return Program.history.count() + ProgramYear.history.count()


def test_changed_budget_is_told_by_the_timeline(program: Program, cast: Cast) -> None:
    """Old, new, who and why of one year's money."""
    before = ProgramYear.history.count()
    update_activity(
        Program,
        program.pk,
        actor=cast.editor,
        version=1,
        values={},
        years=years_of(program, y2026=1_350_000_000),
        reason="Hasil rapat anggaran",
    )
    assert ProgramYear.history.count() == before + 1
    entry = next(e for e in timeline(program, ((ProgramYear, "activity"),)) if "2026" in e.subject)
    assert (entry.who, entry.reason) == (cast.editor.label, "Hasil rapat anggaran")
    assert [(c.before, c.after) for c in entry.changes] == [("Rp1.200.000.000", "Rp1.350.000.000")]
    program.refresh_from_db()
    assert program.version == 2


def test_an_edit_that_changes_nothing_writes_nothing(program: Program, cast: Cast) -> None:
    """No history row, no new version."""
    before = history_rows()
    supports = [row.opd for row in program.supports.select_related("opd")]
    update_activity(
        Program,
        program.pk,
        actor=cast.editor,
        version=1,
        values={"name": program.name, "baseline": "0"},
        years=years_of(program),
        supports=supports,
        reason="Tidak ada",
    )
    program.refresh_from_db()
    assert (history_rows(), program.version) == (before, 1)


def test_refusals_come_in_order(program: Program, cast: Cast) -> None:
    """Scope, then rule, then version, then reason."""
    arguments = {"values": {"name": "Baru"}, "reason": "uji"}
    Program.objects.filter(pk=program.pk).update(state="draft")
    with pytest.raises(Program.DoesNotExist):
        update_activity(Program, program.pk, actor=cast.reader, version=None, **arguments)
    with pytest.raises(Refused, match="Diskominfo"):
        update_activity(Program, program.pk, actor=cast.reviewer, version=None, **arguments)
    with pytest.raises(VersionMissing):
        update_activity(Program, program.pk, actor=cast.editor, version=None, **arguments)
    with pytest.raises(Stale, match="versi 1"):
        update_activity(Program, program.pk, actor=cast.editor, version=7, **arguments)
    with pytest.raises(ReasonMissing):
        update_activity(Program, program.pk, actor=cast.editor, version=1, values={"name": "Baru"}, reason="  ")


def test_years_and_period_change_together(program: Program, cast: Cast) -> None:
    """Shortening a program with its rows in one step passes the database's own constraints."""
    years = {year: row for year, row in years_of(program).items() if year <= 2027}
    update_activity(
        Program,
        program.pk,
        actor=cast.editor,
        version=1,
        values={"end_year": 2027, "horizon": "menengah"},
        years=years,
        reason="Dipercepat",
    )
    assert [row.year for row in program.years.all()] == [2025, 2026, 2027]


def test_lead_and_supporter_change_places(program: Program, cast: Cast) -> None:
    """A supporter becomes the lead and the lead a supporter, in one step."""
    lead = program.lead_opd
    supporter, *others = [row.opd for row in program.supports.select_related("opd")]
    update_activity(
        Program,
        program.pk,
        actor=cast.editor,
        version=1,
        values={"lead_opd": supporter},
        supports=[lead, *others],
        reason="Bertukar",
    )
    program.refresh_from_db()
    assert program.lead_opd == supporter
    assert [row.opd for row in program.supports.all()] == [lead, *others]


def test_a_merged_agency_is_not_named_anew(program: Program, cast: Cast) -> None:
    """It stays where it stands, but is no new lead or supporter; the sentence names the successor."""
    merged = Opd.objects.get(code="DLH")
    with pytest.raises(ValidationError, match="DPKPLH"):
        update_activity(Program, program.pk, actor=cast.editor, version=1, values={"lead_opd": merged}, reason="Salah")
    Program.objects.filter(pk=program.pk).update(lead_opd=merged)
    update_activity(
        Program,
        program.pk,
        actor=cast.editor,
        version=1,
        values={"lead_opd": merged, "name": "Nama baru"},
        reason="Nama",
    )
    program.refresh_from_db()
    assert (program.name, program.lead_opd) == ("Nama baru", merged)


def test_a_fault_in_one_row_leaves_everything(program: Program, cast: Cast) -> None:
    """All or nothing: a wrong year undoes the changed name and the removed rows."""
    before = (history_rows(), program.years.count())
    with pytest.raises(ValidationError):
        update_activity(
            Program,
            program.pk,
            actor=cast.editor,
            version=1,
            values={"name": "Tidak jadi"},
            years={2025: {"target": Decimal(1), "budget": 1}, 2031: {"target": None, "budget": 1}},
            reason="Salah",
        )
    program.refresh_from_db()
    assert program.name != "Tidak jadi"
    assert (history_rows(), program.years.count()) == before


def test_create(cast: Cast) -> None:
    """A new program with its rows; the history begins with its maker."""
    values = {
        "plan": MasterPlan.objects.current(),
        "code": "GOV-1-99",
        "name": "Program baru",
        "start_year": 2026,
        "end_year": 2027,
        "horizon": "menengah",
        "indicator": "Jumlah",
        "unit": "unit",
        "direction": "naik",
        "lead_opd": Opd.objects.get(code="DISKOMINFO"),
        "subdimension": SubDimension.objects.get(code="GOV-1"),
        "funding_sources": ["APBD"],
    }
    with pytest.raises(Refused):
        create_activity(Program, actor=cast.head, values=values, reason="Usulan")
    program = create_activity(
        Program, actor=cast.editor, values=values, years={2026: {"target": 1, "budget": 10}}, reason="Usulan"
    )
    assert [entry.who for entry in timeline(program, ((ProgramYear, "activity"),))] == [cast.editor.label] * 2
