"""Two people at once on one work plan, and a process killed in the middle: exactly one wins, nothing lost or half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from opd.agencies.models import User
from opd.agencies.roles import Role
from opd.renja.models import LineProgram, Snapshot, WorkPlan, WorkPlanLine, WorkPlanLog
from opd.renja.services import lines as writing
from opd.renja.services import work_plans as service
from solok_smartcity.kit.decisions import Refused, Stale, WrongState
from solok_smartcity.kit.models import Notification
from tests import seeded
from tests.cast import Cast, make_cast
from tests.race.test_simultaneous_edits import ROUNDS, together
from tests.renja.plans import AGENCY, YEAR, a_line, person, set_window

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("race"),
]
TOLD = (Stale, WrongState, Refused)


@pytest.fixture
def people(transactional_db) -> Cast:
    """Seeded tables, the cast, and an open window."""
    assert connection.vendor == "postgresql"
    seeded.renew()
    set_window()
    return make_cast()


def plan_number(turn: int, cast: Cast, state: str = "in_review", rows: int = 1) -> WorkPlan:
    """A fresh plan in a state, without the way to it: one for every round of a race."""
    plan = WorkPlan.objects.create(
        opd=cast.planner.opd, year=YEAR, round="rancangan", revision=turn + 1, submitted_by=cast.head, submissions=1
    )
    WorkPlanLine.objects.bulk_create(WorkPlanLine(plan=plan, position=n, **a_line()) for n in range(rows))
    WorkPlan.objects.filter(pk=plan.pk).update(state=state)
    plan.refresh_from_db()
    return plan


def race(jobs: list[Callable[[], Any]]) -> int:
    """Run two jobs at once; exactly one wins, the other is told why. Gives the winner's place."""
    results = together(jobs)
    wins = [place for place, result in enumerate(results) if not isinstance(result, Exception)]
    assert len(wins) == 1, results
    loser = results[1 - wins[0]]
    assert isinstance(loser, TOLD), results
    assert loser.reason.endswith(".")
    return wins[0]


def messages(plan: WorkPlan) -> list[str]:
    """Who was told of a plan."""
    found = Notification.objects.filter(link=f"/kerja/renja/{plan.pk}/")
    return sorted(name.removeprefix("uji-") for name in found.values_list("recipient__username", flat=True))


def test_two_verifications(people: Cast) -> None:
    """One decision, one snapshot, one message each."""
    second = person("reviewer2", Role.REVIEWER, "BAPPERIDA")
    for turn in range(ROUNDS):
        plan = plan_number(turn, people)
        race(
            [
                lambda who=who, plan=plan: service.verify_work_plan(plan.pk, actor=who, version=plan.version)
                for who in (people.reviewer, second)
            ]
        )
        fresh = WorkPlan.objects.get(pk=plan.pk)
        assert (fresh.state, fresh.version) == ("verified", plan.version + 1)
        assert (plan.snapshots.count(), plan.log.count()) == (1, 1)
        assert messages(plan) == ["editor", "head", "planner", "planning_head"]


def test_verification_against_return(people: Cast) -> None:
    """Either verified with a snapshot, or returned with its note and without one."""
    second = person("reviewer2", Role.REVIEWER, "BAPPERIDA")
    won = [0, 0]
    for turn in range(ROUNDS):
        plan = plan_number(turn, people)
        winner = race(
            [
                lambda plan=plan: service.verify_work_plan(plan.pk, actor=people.reviewer, version=plan.version),
                lambda plan=plan: service.return_work_plan(
                    plan.pk, actor=second, version=plan.version, reason="Serentak", notes=[{"text": "Catatan"}]
                ),
            ]
        )
        won[winner] += 1
        fresh = WorkPlan.objects.get(pk=plan.pk)
        entry = plan.log.get()
        assert (fresh.state, fresh.version) == (("verified", "returned")[winner], plan.version + 1)
        assert (entry.verb, entry.after) == (("verify", "return")[winner], fresh.state)
        assert (plan.snapshots.count(), plan.notes.count()) == ((1, 0), (0, 1))[winner]
        assert messages(plan) == (["editor", "head", "planner", "planning_head"], ["head", "planner"])[winner]
    assert sum(won) == ROUNDS


def test_two_submissions(people: Cast) -> None:
    """Two heads press the button: sent once, by one of them."""
    second = person("head2", Role.OPD_HEAD, AGENCY)
    heads = [people.head, second]
    for turn in range(ROUNDS):
        plan = plan_number(turn, people, "draft")
        winner = race(
            [
                lambda who=who, plan=plan: service.submit_work_plan(plan.pk, actor=who, version=plan.version)
                for who in heads
            ]
        )
        fresh = WorkPlan.objects.get(pk=plan.pk)
        assert (fresh.state, fresh.version, fresh.submissions) == ("submitted", plan.version + 1, 2)
        assert fresh.submitted_by == plan.log.get().actor == heads[winner]
        assert messages(plan) == ["reviewer"]


def test_submission_against_line_edit(people: Cast) -> None:
    """Either what the head saw is sent, or the edit is kept and the head is told; never an unseen edit sent."""
    for turn in range(ROUNDS):
        plan = plan_number(turn, people, "draft")
        line = plan.lines.get()
        winner = race(
            [
                lambda plan=plan: service.submit_work_plan(plan.pk, actor=people.head, version=plan.version),
                lambda line=line: writing.change_line(
                    line.pk, actor=people.planner, version=line.version, values={"amount": 7}
                ),
            ]
        )
        fresh, after = WorkPlan.objects.get(pk=plan.pk), plan.lines.get()
        assert fresh.version == plan.version + 1
        assert (fresh.state, after.amount, after.version) == (
            ("submitted", line.amount, line.version),
            ("draft", 7, line.version + 1),
        )[winner]
        assert plan.log.count() == 1 - winner


def test_submission_against_new_lines(people: Cast) -> None:
    """The same when lines are added."""
    for turn in range(ROUNDS):
        plan = plan_number(turn, people, "draft")
        winner = race(
            [
                lambda plan=plan: service.submit_work_plan(plan.pk, actor=people.head, version=plan.version),
                lambda plan=plan: writing.add_lines(
                    plan.pk, actor=people.planner, version=plan.version, rows=[a_line(), a_line()]
                ),
            ]
        )
        fresh = WorkPlan.objects.get(pk=plan.pk)
        assert (fresh.state, plan.lines.count()) == (("submitted", 1), ("draft", 3))[winner]
        assert fresh.version == plan.version + 1


def test_two_edits_of_one_line(people: Cast) -> None:
    """One is written, the other told; every win is one version and one row of history."""
    plan = plan_number(0, people, "draft")
    line = plan.lines.get()
    for turn in range(ROUNDS):
        version = WorkPlanLine.objects.get(pk=line.pk).version
        amounts = [turn * 2, turn * 2 + 1]
        winner = race(
            [
                lambda who=who, amount=amount, version=version: writing.change_line(
                    line.pk, actor=who, version=version, values={"amount": amount}
                )
                for who, amount in zip((people.planner, people.head), amounts, strict=True)
            ]
        )
        line.refresh_from_db()
        assert (line.amount, line.version) == (amounts[winner], version + 1)
    plan.refresh_from_db()
    assert (plan.version, line.version) == (1 + ROUNDS, 1 + ROUNDS)
    assert WorkPlanLine.history.filter(id=line.pk, history_type="~").count() == ROUNDS


def test_edits_of_two_lines(people: Cast) -> None:
    """Different lines do not disturb each other: both are kept, and the plan has grown by two versions."""
    plan = plan_number(0, people, "draft", rows=2)
    first, second = plan.lines.all()
    for turn in range(ROUNDS // 4):
        results = together(
            [
                lambda who=who, line=line, turn=turn: writing.change_line(
                    line.pk, actor=who, version=turn + 1, values={"amount": turn}
                )
                for who, line in ((people.planner, first), (people.head, second))
            ]
        )
        assert [type(result) for result in results] == [WorkPlanLine, WorkPlanLine], results
        plan.refresh_from_db()
        assert plan.version == 1 + 2 * (turn + 1)


def test_two_reopenings(people: Cast) -> None:
    """Two offices open the change at once: there is one."""
    for turn in range(ROUNDS):
        plan = WorkPlan.objects.create(
            opd=people.planner.opd, year=2032 + turn % 60, round="rancangan", revision=1 + turn // 60 * 10
        )
        WorkPlanLine.objects.create(plan=plan, **a_line())
        WorkPlan.objects.filter(pk=plan.pk).update(state="verified")
        race(
            [
                lambda who=who, plan=plan: service.reopen_work_plan(
                    plan.pk, actor=who, version=plan.version, reason="Serentak"
                )
                for who in (people.reviewer, people.planning_head)
            ]
        )
        change = plan.followers.get()
        assert (change.state, change.lines.count(), change.log.count(), plan.log.count()) == ("draft", 1, 1, 1)


# --- Killed in the middle ---------------------------------------------------------------------

CHILD = """
import sys, time
import django
django.setup()
from opd.agencies.models import User
from opd.renja.models import WorkPlan
from opd.renja.services import lines as writing
from opd.renja.services import work_plans as service
from solok_smartcity.kit import transitions
from tests.renja.plans import a_line

from django.urls import reverse

reverse("home")  # a working process has read its addresses
task, where, actor, *keys = sys.argv[1:]
actor = User.objects.get(pk=actor)

def pause(*args, **kwargs):
    print("in the middle", flush=True)
    time.sleep(120)

def stop_at(module, name, after):
    real = getattr(module, name)
    def wrapped(*args, **kwargs):
        if not after:
            pause()
        result = real(*args, **kwargs)
        pause()
        return result
    setattr(module, name, wrapped)

if where == "snapshot":
    stop_at(service, "make_snapshot", True)
elif where == "log":
    stop_at(transitions, "log", False)
elif where == "tell":
    stop_at(service, "notify", True)
elif where == "lines":
    stop_at(writing, "bulk_create_with_history", True)
elif where == "touch":
    stop_at(writing, "_touch", False)
for key in keys:
    plan = WorkPlan.objects.get(pk=key)
    print("begin", flush=True)
    if task == "verify":
        service.verify_work_plan(plan.pk, actor=actor, version=plan.version)
    else:
        rows = [a_line(name=f"Baris {n}", programs=["GOV-1-01"]) for n in range(int(task))]
        writing.add_lines(plan.pk, actor=actor, version=plan.version, rows=rows)
"""


def child(task: str, where: str, actor: User, plans: list[WorkPlan]) -> subprocess.Popen:
    """A process of its own on the same database."""
    given = connection.settings_dict
    url = f"postgres://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    keys = [str(plan.pk) for plan in plans]
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, task, where, str(actor.pk), *keys],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_when(process: subprocess.Popen, word: str, delay: float = 0.0) -> None:
    """Wait until the child says the word, then end it as a power cut would."""
    for said in process.stdout:
        if word in said:
            break
    else:
        pytest.fail("the child ended before the word")
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with transaction.atomic():  # the server notices the death before it gives us these locks
        list(WorkPlan.objects.select_for_update().filter(year=YEAR))


def check_verified(plan: WorkPlan) -> bool:
    """Wholly verified or not at all."""
    fresh = WorkPlan.objects.get(pk=plan.pk)
    done = fresh.state == "verified"
    assert fresh.state == ("verified" if done else "in_review")
    assert (fresh.version - plan.version, plan.snapshots.count(), plan.log.count()) == (done, done, done)
    assert len(messages(plan)) == 4 * done
    assert plan.history.filter(state="verified").count() == done
    return done


@pytest.mark.parametrize("where", ["snapshot", "log", "tell"])
def test_killed_in_the_middle_of_verify(where: str, people: Cast) -> None:
    """After the snapshot, before the log, before the end: nothing half; the next one can verify at once."""
    plan = plan_number(0, people)
    kill_when(child("verify", where, people.reviewer, [plan]), "in the middle")
    assert not check_verified(plan)
    service.verify_work_plan(plan.pk, actor=people.reviewer, version=plan.version)
    assert check_verified(plan)


def check_lines(plan: WorkPlan, count: int) -> bool:
    """All lines with their history and links, or none."""
    lines = plan.lines.count()
    done = lines == count
    assert lines == count * done
    assert LineProgram.objects.filter(line__plan=plan).count() == lines
    assert WorkPlanLine.history.filter(plan_id=plan.pk).count() == lines
    assert WorkPlan.objects.get(pk=plan.pk).version == plan.version + done
    return done


@pytest.mark.parametrize("where", ["lines", "touch"])
def test_killed_in_the_middle_of_many_lines(where: str, people: Cast) -> None:
    """A thousand lines without their links, or without the plan's version: none of them stays."""
    plan = plan_number(0, people, "draft", rows=0)
    kill_when(child("1000", where, people.planner, [plan]), "in the middle")
    assert not check_lines(plan, 1000)
    writing.add_lines(plan.pk, actor=people.planner, version=plan.version, rows=[a_line(programs=["GOV-1-01"])] * 3)
    assert check_lines(plan, 3)


def test_killed_at_any_moment(people: Cast) -> None:
    """Killed while it works through many plans: each of them is either done or untouched."""
    finished, delays = 0, (0.0, 0.03, 0.07, 0.15, 0.3, 1.0)
    for turn, delay in enumerate(delays):
        plans = [plan_number(turn * 100 + n, people) for n in range(40)]
        kill_when(child("verify", "", people.reviewer, plans), "begin", delay)
        finished += sum(check_verified(plan) for plan in plans)
        plans = [plan_number(turn * 100 + 50 + n, people, "draft", rows=0) for n in range(8)]
        kill_when(child("200", "", people.planner, plans), "begin", delay)
        finished += sum(check_lines(plan, 200) for plan in plans)
    assert 0 < finished < len(delays) * 48
    assert Snapshot.objects.filter(plan__year=YEAR).count() == WorkPlanLog.objects.filter(verb="verify").count()
