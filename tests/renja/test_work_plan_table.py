"""Every state x verb x character of a work plan; the expectation is written by hand from anchors 6 and planning 3.

The service and the buttons (``allowed_actions``) must give the same answer.
"""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from opd.renja.machine import WORK_PLAN
from opd.renja.models import Window, WorkPlan, WorkPlanLog
from opd.renja.services.work_plans import VERBS
from solok_smartcity.kit.decisions import VerbError
from tests.cast import Cast
from tests.renja.plans import Others, a_line, do, plan_in, promote

pytestmark = pytest.mark.django_db

CODES = {
    "ok": "ok",
    "state": "wrong_state",
    "head": "not_head",
    "rev": "not_reviewer",
    "chief": "not_planning_head",
    "office": "not_planning",
    "four": "four_eyes",
    "own": "own_agency",
    "-": "not_found",
}
# planner: of the agency; head: of the agency; other: head of another agency; ownrev: reviewer who belongs to the
# agency; former: reviewer who, as head of the agency, once submitted this plan; chief: head of planning.
# The editor does not see what has not been sent; the reader sees only what holds; the legal officer nothing.
TABLE = """
state     verb         planner head   other reviewer ownrev former chief  editor legal reader admin  super  nobody
draft     submit       head    ok     -     head     head   head   head   -      -     -      head   head   -
draft     withdraw     head    state  -     head     head   head   head   -      -     -      head   head   -
draft     start_review rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
draft     return       rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
draft     waive        rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
draft     verify       rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
draft     finalize     chief   chief  -     chief    chief  chief  state  -      -     -      chief  chief  -
draft     reopen       office  office -     state    state  four   state  -      -     -      office office -
submitted submit       head    state  -     head     head   head   head   head   -     -      head   head   -
submitted withdraw     head    ok     -     head     head   head   head   head   -     -      head   head   -
submitted start_review rev     rev    -     ok       own    four   rev    rev    -     -      rev    rev    -
submitted return       rev     rev    -     state    own    four   rev    rev    -     -      rev    rev    -
submitted waive        rev     rev    -     state    own    four   rev    rev    -     -      rev    rev    -
submitted verify       rev     rev    -     state    own    four   rev    rev    -     -      rev    rev    -
submitted finalize     chief   chief  -     chief    chief  chief  state  chief  -     -      chief  chief  -
submitted reopen       office  office -     state    state  four   state  office -     -      office office -
in_review submit       head    state  -     head     head   head   head   head   -     -      head   head   -
in_review withdraw     head    state  -     head     head   head   head   head   -     -      head   head   -
in_review start_review rev     rev    -     state    own    four   rev    rev    -     -      rev    rev    -
in_review return       rev     rev    -     ok       own    four   rev    rev    -     -      rev    rev    -
in_review waive        rev     rev    -     ok       own    four   rev    rev    -     -      rev    rev    -
in_review verify       rev     rev    -     ok       own    four   rev    rev    -     -      rev    rev    -
in_review finalize     chief   chief  -     chief    chief  chief  state  chief  -     -      chief  chief  -
in_review reopen       office  office -     state    state  four   state  office -     -      office office -
returned  submit       head    ok     -     head     head   head   head   -      -     -      head   head   -
returned  withdraw     head    state  -     head     head   head   head   -      -     -      head   head   -
returned  start_review rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
returned  return       rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
returned  waive        rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
returned  verify       rev     rev    -     state    own    four   rev    -      -     -      rev    rev    -
returned  finalize     chief   chief  -     chief    chief  chief  state  -      -     -      chief  chief  -
returned  reopen       office  office -     state    state  four   state  -      -     -      office office -
verified  submit       head    state  -     head     head   head   head   head   -     head   head   head   -
verified  withdraw     head    state  -     head     head   head   head   head   -     head   head   head   -
verified  start_review rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
verified  return       rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
verified  waive        rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
verified  verify       rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
verified  finalize     chief   chief  -     chief    chief  chief  ok     chief  -     chief  chief  chief  -
verified  reopen       office  office -     ok       ok     four   ok     office -     office office office -
final     submit       head    state  -     head     head   head   head   head   -     head   head   head   -
final     withdraw     head    state  -     head     head   head   head   head   -     head   head   head   -
final     start_review rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
final     return       rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
final     waive        rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
final     verify       rev     rev    -     state    own    four   rev    rev    -     rev    rev    rev    -
final     finalize     chief   chief  -     chief    chief  chief  state  chief  -     chief  chief  chief  -
final     reopen       office  office -     ok       ok     four   ok     office -     office office office -
"""
HEADER, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CHARACTERS = HEADER[2:]
AFTER = {
    "submit": "submitted",
    "withdraw": "draft",
    "start_review": "in_review",
    "return": "returned",
    "waive": "in_review",
    "verify": "verified",
    "finalize": "final",
}


def _people(cast: Cast, others: Others) -> dict[str, Any]:
    return {
        "planner": cast.planner,
        "head": cast.head,
        "other": others.other_head,
        "reviewer": cast.reviewer,
        "ownrev": others.own_reviewer,
        "former": others.submitter,
        "chief": cast.planning_head,
        "editor": cast.editor,
        "legal": cast.legal,
        "reader": cast.reader,
        "admin": cast.administrator,
        "super": others.superuser,
        "nobody": AnonymousUser(),
    }


def _plans(state: str, verb: str, cast: Cast, others: Others) -> tuple[WorkPlan, WorkPlan]:
    """A plan in the state that has what the verb needs, and one that the later reviewer sent as head."""
    rows = [a_line(indicator="")] if verb == "waive" and state not in ("verified", "final") else None
    plan = plan_in(state, cast, rows=rows)
    was_sent = [("submit", "head"), ("withdraw", "head")] if state == "draft" else None
    sent = plan_in(state, cast, head=others.submitter, rows=rows, year=2032, path=was_sent)
    promote(others.submitter)
    assert sent.log.filter(verb="submit", actor=others.submitter).exists()
    return plan, sent


def _try(plan: WorkPlan, verb: str, actor: Any) -> str:
    """What the service answers, rolled back; a refusal must leave everything as it was."""
    options: dict[str, Any] = {"reason": "Alasan uji"}
    if verb == "waive":
        options |= {"code": "INDICATOR_MISSING", "line": plan.lines.get().pk}
    before, entries = (plan.state, plan.version), WorkPlanLog.objects.count()
    point = transaction.savepoint()
    try:
        done = VERBS[verb](plan.pk, actor=actor, version=plan.version, **options)
    except WorkPlan.DoesNotExist:
        answer = "not_found"
    except VerbError as error:
        answer, sentence = error.code, error.reason
    else:
        answer = "ok"
        fresh = WorkPlan.objects.get(pk=plan.pk)
        assert fresh.state == AFTER.get(verb, before[0])  # reopen leaves the plan as it is
        assert (done.pk != plan.pk) == (verb == "reopen")
    if answer not in ("ok", "not_found"):
        assert len(sentence) > 20, "a refusal has a sentence"
        assert sentence.endswith(".")
    if answer != "ok":
        fresh = WorkPlan.objects.get(pk=plan.pk)
        assert ((fresh.state, fresh.version), WorkPlanLog.objects.count()) == (before, entries)
    transaction.savepoint_rollback(point)
    return answer


def _button(plan: WorkPlan, verb: str, actor: Any) -> str:
    """What the page would say: the code of the action."""
    action = {item.verb: item for item in WORK_PLAN.allowed_actions(actor, plan)}[verb]
    assert action.allowed == (action.code == "ok")
    assert action.allowed or action.reason.endswith(".")
    assert action.needs_reason == (verb in ("return", "waive", "reopen"))
    return action.code


def test_the_table_is_whole() -> None:
    """Six states, eight verbs, thirteen characters: each once, and every verb of the service is in it."""
    cells = {(state, verb) for state, verb, *answers in ROWS if len(answers) == len(CHARACTERS) == 13}
    states = {"draft", "submitted", "in_review", "returned", "verified", "final"}
    verbs = {"submit", "withdraw", "start_review", "return", "waive", "verify", "finalize", "reopen"}
    assert cells == {(state, verb) for state in states for verb in verbs}
    assert len(ROWS) == 48
    assert set(VERBS) == set(WORK_PLAN.steps) == set(WORK_PLAN.rules) == verbs
    assert set(WORK_PLAN.state_names) == states


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_table(row: list[str], cast: Cast, others: Others) -> None:
    """The service and the buttons answer as the table says, for every character."""
    state, verb, *answers = row
    expected = {name: CODES[answer] for name, answer in zip(CHARACTERS, answers, strict=True)}
    plan, sent = _plans(state, verb, cast, others)
    found, buttons = {}, {}
    for name, actor in _people(cast, others).items():
        subject = WorkPlan.objects.get(pk=(sent if name == "former" else plan).pk)
        found[name] = _try(subject, verb, actor)
        buttons[name] = _button(subject, verb, actor)
        visible = WorkPlan.objects.visible_to(actor).filter(pk=subject.pk).exists()
        assert visible == (expected[name] != "not_found"), name
    assert found == expected
    assert {name: code for name, code in buttons.items() if expected[name] != "not_found"} == {
        name: code for name, code in expected.items() if code != "not_found"
    }
    assert not [name for name, code in buttons.items() if expected[name] == "not_found" and code == "ok"]


@pytest.mark.parametrize("verb", ["start_review", "return", "waive", "verify"])
def test_who_sent_it_earlier_never_decides(verb: str, cast: Cast, others: Others) -> None:
    """Sent by one head, returned, sent again by the next: the first one is a submitter of this plan for ever."""
    plan = plan_in("returned", cast, head=others.submitter, rows=[a_line(indicator="")])
    promote(others.submitter)
    do("submit", plan, cast.head)
    if verb != "start_review":
        do("start_review", plan, cast.reviewer)
    assert (_try(plan, verb, others.submitter), _button(plan, verb, others.submitter)) == ("four_eyes", "four_eyes")


@pytest.mark.parametrize("verb", ["finalize", "reopen"])
def test_submitter_as_head_of_planning(verb: str, cast: Cast, others: Others) -> None:
    """Four eyes hold for the head of planning too."""
    plan = plan_in("verified", cast, head=others.submitter)
    promote(others.submitter, "planning_head")
    assert (_try(plan, verb, others.submitter), _button(plan, verb, others.submitter)) == ("four_eyes", "four_eyes")


@pytest.mark.parametrize("part", ["planner", "head", "reviewer", "planning_head", "editor", "reader"])
def test_inactive_account_may_nothing(part: str, cast: Cast) -> None:
    """A closed account is refused or finds nothing, whatever its role."""
    actor = getattr(cast, part)
    plans = [plan_in(state, cast, year=2032 + n) for n, state in enumerate(("submitted", "in_review", "verified"))]
    actor.is_active = False
    actor.save()
    for plan in plans:
        assert {_try(plan, verb, actor) for verb in VERBS} == {"not_found"}
        assert "ok" not in {_button(plan, verb, actor) for verb in VERBS}


@pytest.mark.parametrize("state", ["verified", "final"])
def test_buttons_know_that_the_change_is_open(state: str, cast: Cast) -> None:
    """After a reopening neither the service nor the button offers a second one."""
    plan = plan_in(state, cast)
    do("reopen", plan, cast.planning_head)
    for actor in (cast.planning_head, cast.reviewer):
        assert (_try(plan, "reopen", actor), _button(plan, "reopen", actor)) == ("has_follower", "has_follower")


def test_reopening_beside_a_change_of_another_round(cast: Cast) -> None:
    """Both rounds of a year verified, one already reopened: the button of the other agrees with the service."""
    first = plan_in("verified", cast)
    second = plan_in("verified", cast, round_="rancangan_akhir")
    do("reopen", second, cast.planning_head)
    answer = _button(first, "reopen", cast.planning_head)
    assert answer != "ok", "the change of this agency's year is open already"
    assert _try(first, "reopen", cast.planning_head) == answer


@pytest.mark.parametrize(
    ("verb", "state", "part", "lacks", "code"),
    [
        ("submit", "draft", "head", "window", "no_window"),
        ("submit", "draft", "head", "lines", "no_lines"),
        ("submit", "returned", "head", "answers", "notes_unanswered"),
        ("verify", "in_review", "reviewer", "indicator", "open_blockers"),
        ("finalize", "verified", "planning_head", "minutes", "no_minutes"),
    ],
)
def test_buttons_know_what_is_lacking(verb: str, state: str, part: str, lacks: str, code: str, cast: Cast) -> None:
    """A guard speaks in the button as it does in the service."""
    rows = {"lines": [], "indicator": [a_line(indicator="")]}.get(lacks)
    path = [("submit", "head"), ("start_review", "reviewer"), ("verify", "reviewer")] if lacks == "minutes" else None
    if lacks == "answers":
        plan = plan_in("in_review", cast)
        do("return", plan, cast.reviewer, notes=[{"text": "Lengkapi."}])
    else:
        plan = plan_in(state, cast, rows=rows, path=path)
    if lacks == "window":
        Window.objects.filter(plan_year=plan.year).delete()
    actor = getattr(cast, part)
    assert (_try(plan, verb, actor), _button(plan, verb, actor)) == (code, code)
