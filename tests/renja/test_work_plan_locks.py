"""What the database itself refuses, whoever writes: decisions, waivers, snapshots, lines of a sent plan."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from masterplan.plan.models import Program
from opd.renja.models import WorkPlan, WorkPlanLine
from tests.cast import Cast
from tests.renja.plans import YEAR, a_line, do, new_plan, plan_in

pytestmark = pytest.mark.django_db
SENT = ["submitted", "in_review", "verified", "final"]


def run(sql: str, *values: Any) -> None:
    """One statement past all services and models, undone if it fails."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql: str, *values: Any, sentence: str = "") -> None:
    """The database says no, in words."""
    with pytest.raises(DatabaseError, match=sentence):
        run(sql, *values)


@pytest.fixture
def decided(cast: Cast) -> WorkPlan:
    """A verified plan with a waiver."""
    plan = plan_in("in_review", cast, rows=[a_line(indicator="", programs=["GOV-1-01"])])
    do("waive", plan, cast.reviewer, code="INDICATOR_MISSING", line=plan.lines.get().pk)
    do("verify", plan, cast.reviewer)
    return plan


@pytest.mark.parametrize(
    ("table", "column", "key", "sentence"),
    [
        ("renja_workplanlog", "reason", "subject_id", "Catatan keputusan"),
        ("renja_workplanlog", "actor_name", "subject_id", "Catatan keputusan"),
        ("renja_workplanlog", "after", "subject_id", "Catatan keputusan"),
        ("renja_blockerwaiver", "reason", "plan_id", "Catatan keputusan"),
        ("renja_snapshot", "content", "plan_id", "Salinan beku"),
        ("renja_snapshot", "sha256", "plan_id", "Salinan beku"),
    ],
)
def test_append_only(table: str, column: str, key: str, sentence: str, decided: WorkPlan) -> None:
    """Rows come, but never change and never go."""
    refused(f"UPDATE {table} SET {column} = 'x' WHERE {key} = %s", decided.pk, sentence=sentence)  # noqa: S608
    refused(f"DELETE FROM {table} WHERE {key} = %s", decided.pk, sentence=sentence)  # noqa: S608


def test_models_refuse_too(decided: WorkPlan) -> None:
    """The same through querysets and instances; a decided plan cannot be deleted either."""
    for row in (decided.log.first(), decided.waivers.get(), decided.snapshots.get()):
        for job in (row.save, row.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                job()
    with pytest.raises(DatabaseError), transaction.atomic():
        decided.delete()


@pytest.mark.parametrize("state", SENT)
def test_lines_of_a_sent_plan(state: str, cast: Cast) -> None:
    """No update, no insert, no delete by raw SQL."""
    plan = plan_in(state, cast)
    line = plan.lines.get()
    before = WorkPlanLine.objects.filter(pk=line.pk).values().get()
    say = "sudah dikirim"
    refused("UPDATE renja_workplanline SET amount = 1 WHERE id = %s", line.pk, sentence=say)
    refused("DELETE FROM renja_workplanline WHERE id = %s", line.pk, sentence=say)
    with pytest.raises(DatabaseError, match=say), transaction.atomic():
        WorkPlanLine.objects.create(plan=plan, **a_line())
    with pytest.raises(DatabaseError, match=say), transaction.atomic():
        plan.lines.update(amount=1)
    assert plan.lines.values().get() == before


@pytest.mark.parametrize("state", SENT)
def test_lines_do_not_move_between_plans(state: str, cast: Cast) -> None:
    """A line of a sent plan is not carried away into an open one, and none is brought in."""
    plan, other = plan_in(state, cast), new_plan(cast.planner, year=YEAR + 1)
    say = "sudah dikirim"
    refused("UPDATE renja_workplanline SET plan_id = %s WHERE plan_id = %s", plan.pk, other.pk, sentence=say)
    refused("UPDATE renja_workplanline SET plan_id = %s WHERE plan_id = %s", other.pk, plan.pk, sentence=say)
    assert plan.lines.count() == 1


@pytest.mark.parametrize("state", SENT)
def test_links_of_a_sent_plan(state: str, cast: Cast) -> None:
    """Which programs a line serves is part of the line: it is what the snapshot holds and the reviewer saw."""
    plan = plan_in(state, cast, rows=[a_line(programs=["GOV-1-01"])])
    line, other = plan.lines.get(), Program.objects.get(code="GOV-1-02")
    refused("DELETE FROM renja_lineprogram WHERE line_id = %s", line.pk)
    refused("UPDATE renja_lineprogram SET program_id = %s WHERE line_id = %s", other.pk, line.pk)
    refused("INSERT INTO renja_lineprogram (line_id, program_id) VALUES (%s, %s)", line.pk, other.pk)


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_lines_of_an_open_plan(state: str, cast: Cast) -> None:
    """The guard stands in nobody's way while the plan is open."""
    plan = plan_in(state, cast, rows=[a_line(programs=["GOV-1-01"])])
    line = plan.lines.get()
    run("UPDATE renja_workplanline SET amount = 1 WHERE id = %s", line.pk)
    run("DELETE FROM renja_lineprogram WHERE line_id = %s", line.pk)
    run("UPDATE rkpd_findingrecord SET line_id = NULL WHERE line_id = %s", line.pk)
    run("DELETE FROM renja_workplanline WHERE id = %s", line.pk)
    assert not plan.lines.exists()
