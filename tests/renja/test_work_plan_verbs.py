"""The verbs of work plans one by one: effects of success, guards, and what every refusal leaves alone."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime, now

from masterplan.plan.models import Program
from opd.agencies.models import Opd
from opd.agencies.roles import Role
from opd.renja.models import (
    BlockerWaiver,
    LineProgram,
    ReviewNote,
    Snapshot,
    Window,
    WorkPlan,
    WorkPlanLine,
    WorkPlanLog,
)
from opd.renja.selectors.work_plans import compare_with_previous, snapshot_in_force
from opd.renja.services import lines as writing
from opd.renja.services import work_plans as service
from solok_smartcity.kit import notifications
from solok_smartcity.kit.decisions import ReasonMissing, Refused, Stale, VerbError, VersionMissing, WrongState
from solok_smartcity.kit.models import Notification
from solok_smartcity.kit.notifications import deliver_waiting
from tests.cast import Cast
from tests.renja.plans import YEAR, Others, a_line, do, minutes_file, new_plan, person, plan_in, promote, set_window

pytestmark = pytest.mark.django_db

WHY = "Pagu belum sesuai dengan kemampuan daerah"
# Verb: state it starts from, the person, the state it ends in.
RIGHT = {
    "submit": ("draft", "head", "submitted"),
    "withdraw": ("submitted", "head", "draft"),
    "start_review": ("submitted", "reviewer", "in_review"),
    "return": ("in_review", "reviewer", "returned"),
    "waive": ("in_review", "reviewer", "in_review"),
    "verify": ("in_review", "reviewer", "verified"),
    "finalize": ("verified", "planning_head", "final"),
    "reopen": ("verified", "planning_head", "verified"),
}


def ready(verb: str, cast: Cast) -> tuple[WorkPlan, Any, dict[str, Any]]:
    """A plan that has everything the verb needs, the person, and the verb's own options."""
    state, part, _ = RIGHT[verb]
    plan = plan_in(state, cast, rows=[a_line(indicator="")] if verb == "waive" else None)
    options = {"code": "INDICATOR_MISSING", "line": plan.lines.get().pk} if verb == "waive" else {}
    return plan, getattr(cast, part), options


def told(plan: WorkPlan | None = None) -> dict[str, Notification]:
    """The messages, by the part of who got them; with a plan only those that lead to it."""
    found = Notification.objects.select_related("recipient")
    if plan is not None:
        found = found.filter(link=f"/kerja/renja/{plan.pk}/")
    rows = list(found)
    by_name = {row.recipient.username.removeprefix("uji-"): row for row in rows}
    assert len(by_name) == len(rows), "nobody is told twice"
    return by_name


def untold() -> None:
    """Forget the messages of the way to the state."""
    Notification.objects.all().delete()


def everything() -> Any:
    """All that a refused verb might have changed."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (WorkPlan, WorkPlanLine, WorkPlanLog, ReviewNote, BlockerWaiver, Snapshot, Notification)
    ]


# --- Every verb -------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", RIGHT)
def test_log_of_a_decision(verb: str, cast: Cast) -> None:
    """Who, when, why, from where to where, at which version: one entry; the version grows by one."""
    plan, actor, options = ready(verb, cast)
    before, entries, version = plan.state, plan.log.count(), plan.version
    start = now()
    do(verb, plan, actor, reason=f"  {WHY} ", **options)
    assert (plan.state, plan.version, plan.log.count()) == (RIGHT[verb][2], version + 1, entries + 1)
    entry = plan.log.order_by("pk").last()
    assert (entry.verb, entry.before, entry.after) == (verb, before, plan.state)
    assert (entry.actor, entry.actor_name, entry.reason) == (actor, actor.label, WHY)
    assert entry.version == plan.version
    assert start <= entry.at <= now()


@pytest.mark.parametrize("verb", RIGHT)
def test_history_of_a_decision(verb: str, cast: Cast) -> None:
    """The field history names the person and the reason too."""
    plan, actor, options = ready(verb, cast)
    do(verb, plan, actor, reason=WHY, **options)
    row = plan.history.latest_of_each().get()
    assert (row.history_user, row.history_actor, row.history_change_reason) == (actor, actor.label, WHY)


@pytest.mark.parametrize("verb", RIGHT)
@pytest.mark.parametrize(
    ("offset", "kind"), [(-1, Stale), (1, Stale), (None, VersionMissing)], ids=["older", "newer", "missing"]
)
def test_version(verb: str, offset: int | None, kind: type, cast: Cast) -> None:
    """Whoever saw another version, or does not say which, is refused; nothing changes."""
    plan, actor, options = ready(verb, cast)
    before = everything()
    with pytest.raises(kind) as caught:
        do(verb, plan, actor, version=None if offset is None else plan.version + offset, **options)
    assert everything() == before
    if kind is Stale:
        assert (caught.value.status, caught.value.code, caught.value.current) == (412, "stale", plan.version)
        assert str(plan.version) in caught.value.reason
    else:
        assert (caught.value.status, caught.value.code) == (428, "version_missing")


@pytest.mark.parametrize("verb", RIGHT)
def test_rights_come_before_the_version(verb: str, cast: Cast, others: Others) -> None:
    """Who may not learns nothing from a stale version: outside 404, inside the sentence of the rule."""
    plan, _, options = ready(verb, cast)
    with pytest.raises(WorkPlan.DoesNotExist):
        do(verb, plan, others.other_head, version=999, **options)
    with pytest.raises(Refused) as caught:
        do(verb, plan, cast.administrator, version=999, **options)
    assert caught.value.status == 403


@pytest.mark.parametrize("verb", ["return", "waive", "reopen"])
@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_reason_is_needed(verb: str, reason: str, cast: Cast) -> None:
    """These three are never done without saying why."""
    plan, actor, options = ready(verb, cast)
    before = everything()
    with pytest.raises(ReasonMissing):
        do(verb, plan, actor, reason=reason, **options)
    assert everything() == before


@pytest.mark.parametrize("verb", ["submit", "withdraw", "start_review", "verify", "finalize"])
def test_reason_may_be_missing(verb: str, cast: Cast) -> None:
    """The others need none."""
    plan, actor, options = ready(verb, cast)
    do(verb, plan, actor, **options)
    assert plan.log.order_by("pk").last().reason == ""


@pytest.mark.parametrize("verb", RIGHT)
def test_endless_reason(verb: str, cast: Cast) -> None:
    """A reason has a length; beyond it nothing happens."""
    plan, actor, options = ready(verb, cast)
    before = everything()
    with pytest.raises(ValidationError):
        do(verb, plan, actor, reason="x" * 2001, **options)
    assert everything() == before


@pytest.mark.parametrize("verb", RIGHT)
def test_unknown_plan(verb: str, cast: Cast) -> None:
    """A key that does not exist is not found."""
    _, part, _ = RIGHT[verb]
    options = {"code": "X"} if verb == "waive" else {}
    with pytest.raises(WorkPlan.DoesNotExist):
        service.VERBS[verb](10**9, actor=getattr(cast, part), version=1, reason=WHY, **options)


def test_superuser_flag_changes_nothing(cast: Cast, others: Others) -> None:
    """The flag by-passes neither four eyes nor window nor the lock of a sent plan (anchors 6)."""
    for user in (cast.planner, cast.head, others.submitter):
        user.is_superuser = user.is_staff = True
        user.save()
    plan = plan_in("in_review", cast, head=others.submitter)
    with pytest.raises(WrongState):
        writing.change_line(plan.lines.get().pk, actor=cast.planner, version=1, values={"amount": 1})
    promote(others.submitter)
    with pytest.raises(Refused) as caught:
        do("verify", plan, others.submitter)
    assert caught.value.code == "four_eyes"
    other = new_plan(cast.planner, year=2040)
    with pytest.raises(Refused) as caught:
        do("submit", other, cast.head)
    assert caught.value.code == "no_window"


# --- Create -----------------------------------------------------------------------------------


def create(cast: Cast, **changes: Any) -> WorkPlan:
    """Begin a plan of the planner's agency."""
    given = {"actor": cast.planner, "opd": cast.planner.opd, "year": YEAR, "round": "rancangan", **changes}
    return service.create_work_plan(**given)


@pytest.mark.parametrize("part", ["planner", "head"])
def test_create(part: str, cast: Cast) -> None:
    """A new plan is a draft of the agency with one entry in its log."""
    actor = getattr(cast, part)
    plan = create(cast, actor=actor)
    assert (plan.state, plan.version, plan.revision, plan.previous, plan.submissions) == ("draft", 1, 1, None, 0)
    entry = plan.log.get()
    assert (entry.before, entry.after, entry.actor, entry.actor_name) == ("", "draft", actor, actor.label)


@pytest.mark.parametrize("part", ["editor", "other_planner", "reviewer", "planning_head", "legal", "administrator"])
def test_create_refused(part: str, cast: Cast) -> None:
    """Nobody begins the plan of another agency."""
    with pytest.raises(Refused) as caught:
        create(cast, actor=getattr(cast, part))
    assert caught.value.code == "not_agency"
    assert not WorkPlan.objects.filter(year=YEAR).exists()


def test_create_once_a_round(cast: Cast) -> None:
    """One plan for a year and round."""
    create(cast)
    with pytest.raises(ValidationError, match="sudah ada"):
        create(cast)
    create(cast, round="rancangan_akhir")
    create(cast, year=YEAR + 1)


@pytest.mark.parametrize("changes", [{"round": "perubahan"}, {"round": "murni"}, {"round": ""}, {"year": 1999}])
def test_create_with_wrong_values(changes: dict[str, Any], cast: Cast) -> None:
    """The round perubahan is opened by the planning office; unknown rounds and years do not exist."""
    with pytest.raises(ValidationError):
        create(cast, **changes)
    assert not WorkPlan.objects.filter(year__in=[YEAR, 1999]).exists()


def test_create_for_an_agency_that_has_ended(cast: Cast) -> None:
    """A merged agency plans no years after its end."""
    ended = Opd.objects.filter(valid_to__isnull=False).first()
    planner = person("ended", Role.OPD_PLANNER, ended.code)
    with pytest.raises(ValidationError, match="penerus"):
        create(cast, actor=planner, opd=ended)


def test_copy_of_last_year(cast: Cast) -> None:
    """The forward estimate of last year is the first amount of this one; texts and links are copied, decisions not."""
    rows = [
        a_line(programs=["GOV-1-01", "GOV-1-02"]),
        a_line(sub_kegiatan_code="1.02.02.2.02.0036", amount=7, forward_estimate=None, programs=[]),
    ]
    source = new_plan(cast.planner, rows=rows)
    plan = create(cast, year=YEAR + 1, copy_from=source.pk)
    first, second = plan.lines.order_by("position")
    old = source.lines.order_by("position").first()
    assert (first.amount, first.forward_estimate) == (275_000_000, None)
    assert (second.amount, second.forward_estimate) == (None, None)
    for name in ("sub_kegiatan_code", "name", "indicator", "target", "unit", "location", "funding_source", "priority"):
        assert getattr(first, name) == getattr(old, name)
    assert list(first.programs.values_list("program__code", flat=True).order_by("program__code")) == [
        "GOV-1-01",
        "GOV-1-02",
    ]
    assert (plan.previous, first.replaces, first.version) == (None, None, 1)
    assert (plan.state, plan.submissions, plan.submitted_by, plan.log.count()) == ("draft", 0, None, 1)
    assert source.lines.count() == 2


def test_copy_of_the_previous_round(cast: Cast) -> None:
    """The final draft starts as a copy of the draft (planning 3.3) and points to what it replaces."""
    source = plan_in("verified", cast, rows=[a_line(programs=["GOV-1-01"]), a_line(name="Kedua")])
    plan = create(cast, round="rancangan_akhir", copy_from=source.pk)
    assert plan.previous == source
    names = [name for name in a_line() if name != "target"]
    assert list(plan.lines.values_list(*names)) == list(source.lines.values_list(*names))
    assert [line.replaces for line in plan.lines.all()] == list(source.lines.all())
    assert compare_with_previous(plan) == []
    writing.change_line(plan.lines.first().pk, actor=cast.planner, version=1, values={"amount": 1})
    assert source.lines.first().amount == 250_000_000, "every round keeps its own copy"


def test_copy_of_another_agency(cast: Cast, others: Others) -> None:
    """The plan of another agency does not exist for the planner."""
    foreign = new_plan(cast.other_planner)
    with pytest.raises(WorkPlan.DoesNotExist):
        create(cast, copy_from=foreign.pk)
    assert not WorkPlan.objects.filter(year=YEAR, opd=cast.planner.opd).exists()


# --- Lines ------------------------------------------------------------------------------------


def test_add_lines(cast: Cast) -> None:
    """Lines come at the end, with their links and history; the plan's version grows once."""
    plan = new_plan(cast.planner, rows=[])
    rows = [a_line(name="Satu", programs=["GOV-1-01"]), a_line(name="Dua", quick_wins=[])]
    done = writing.add_lines(plan.pk, actor=cast.planner, version=plan.version, rows=rows)
    assert done.version == plan.version + 1
    done = writing.add_lines(plan.pk, actor=cast.head, version=done.version, rows=[a_line(name="Tiga")])
    assert list(done.lines.values_list("name", flat=True)) == ["Satu", "Dua", "Tiga"]
    history = WorkPlanLine.history.filter(plan_id=plan.pk)
    assert {(row.name, row.history_actor) for row in history} == {
        ("Satu", cast.planner.label),
        ("Dua", cast.planner.label),
        ("Tiga", cast.head.label),
    }


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ({"sub_kegiatan_code": "2.16"}, "enam bagian"),
        ({"name": ""}, ""),
        ({"amount": -1}, ""),
        ({"target": "banyak"}, ""),
        ({"programs": ["TIDAK-ADA"]}, "TIDAK-ADA"),
        ({"quick_wins": ["TIDAK-ADA"]}, "TIDAK-ADA"),
    ],
)
def test_add_lines_all_or_none(bad: dict[str, Any], word: str, cast: Cast) -> None:
    """One bad row: none is added, and the sentence names the row."""
    plan = new_plan(cast.planner)
    before = everything()
    with pytest.raises(ValidationError) as caught:
        writing.add_lines(plan.pk, actor=cast.planner, version=plan.version, rows=[a_line(), a_line(**bad), a_line()])
    assert everything() == before
    assert not LineProgram.objects.filter(line__plan=plan).exists()
    sentence = " ".join(caught.value.messages)
    assert word in sentence
    assert "Baris 2" in sentence


def test_add_lines_with_a_program_twice(cast: Cast) -> None:
    """Whoever names a program twice in one row gets a sentence, or one link; never an error page."""
    plan = new_plan(cast.planner)
    try:
        writing.add_lines(plan.pk, actor=cast.planner, version=plan.version, rows=[a_line(programs=["GOV-1-01"] * 2)])
    except ValidationError:
        assert plan.lines.count() == 1
    else:
        assert LineProgram.objects.filter(line__plan=plan).count() == 1


def test_too_many_lines(cast: Cast) -> None:
    """A plan has an end."""
    plan = new_plan(cast.planner)
    with pytest.raises(ValidationError, match="2000"):
        writing.add_lines(plan.pk, actor=cast.planner, version=plan.version, rows=[a_line()] * 2000)
    assert plan.lines.count() == 1


def test_change_line(cast: Cast) -> None:
    """An edit raises the version of the line and of the plan; one that changes nothing raises none."""
    plan = new_plan(cast.planner)
    line = plan.lines.get()
    done = writing.change_line(line.pk, actor=cast.planner, version=1, values={"amount": 5, "target": "2.5"})
    assert (done.amount, done.version) == (5, 2)
    version = plan.version
    plan.refresh_from_db()
    assert plan.version == version + 1
    writing.change_line(line.pk, actor=cast.planner, version=2, values={"amount": 5})
    line.refresh_from_db()
    plan.refresh_from_db()
    assert (line.version, plan.version) == (2, version + 1)


def test_change_of_links(cast: Cast) -> None:
    """Programs are given whole; a change of links alone is a change of the line."""
    plan = new_plan(cast.planner, rows=[a_line(programs=["GOV-1-01"])])
    line = plan.lines.get()
    done = writing.change_line(line.pk, actor=cast.planner, version=1, values={}, programs=["GOV-1-02"])
    assert done.version == 2
    assert [link.program.code for link in line.programs.all()] == ["GOV-1-02"]
    done = writing.change_line(line.pk, actor=cast.planner, version=2, values={}, programs=[])
    assert not line.programs.exists()


def test_decision_on_changed_lines_is_stale(cast: Cast) -> None:
    """The head who saw the plan before the planner's edit is told."""
    plan = new_plan(cast.planner)
    set_window()
    seen = plan.version
    writing.change_line(plan.lines.get().pk, actor=cast.planner, version=1, values={"amount": 5})
    with pytest.raises(Stale):
        do("submit", plan, cast.head, version=seen)
    plan.refresh_from_db()
    seen = plan.version
    writing.remove_line(plan.lines.get().pk, actor=cast.planner, version=2)
    with pytest.raises(Stale):
        do("submit", plan, cast.head, version=seen)


def test_line_versions(cast: Cast) -> None:
    """Stale or missing versions of lines, and of the plan when lines are added, are refused."""
    plan = new_plan(cast.planner)
    line = plan.lines.get()
    before = everything()
    for version, kind in ((2, Stale), (0, Stale), (None, VersionMissing)):
        with pytest.raises(kind):
            writing.change_line(line.pk, actor=cast.planner, version=version, values={"amount": 5})
        with pytest.raises(kind):
            writing.remove_line(line.pk, actor=cast.planner, version=version)
        with pytest.raises(kind):
            writing.add_lines(plan.pk, actor=cast.planner, version=version and plan.version + 1, rows=[a_line()])
    assert everything() == before


@pytest.mark.parametrize("part", ["reviewer", "planning_head", "administrator"])
def test_lines_of_another_office(part: str, cast: Cast) -> None:
    """Whoever sees the plan but does not write it is refused."""
    plan = new_plan(cast.planner)
    line, actor = plan.lines.get(), getattr(cast, part)
    for job in (
        lambda: writing.add_lines(plan.pk, actor=actor, version=plan.version, rows=[a_line()]),
        lambda: writing.change_line(line.pk, actor=actor, version=1, values={"amount": 5}),
        lambda: writing.remove_line(line.pk, actor=actor, version=1),
    ):
        with pytest.raises(Refused) as caught:
            job()
        assert caught.value.code == "not_agency"


def test_lines_outside_the_scope(cast: Cast) -> None:
    """For another agency, and for the editor before it is sent, the plan and its lines do not exist."""
    plan = new_plan(cast.planner)
    line = plan.lines.get()
    for actor in (cast.other_planner, cast.editor, cast.legal, cast.reader):
        with pytest.raises(WorkPlan.DoesNotExist):
            writing.add_lines(plan.pk, actor=actor, version=plan.version, rows=[a_line()])
        with pytest.raises(WorkPlanLine.DoesNotExist):
            writing.change_line(line.pk, actor=actor, version=1, values={"amount": 5})
        with pytest.raises(WorkPlanLine.DoesNotExist):
            writing.remove_line(line.pk, actor=actor, version=1)


@pytest.mark.parametrize("state", ["submitted", "in_review", "verified", "final"])
def test_lines_are_locked(state: str, cast: Cast) -> None:
    """After it was sent the agency changes nothing (planning 3.5); the sentence says when it can again."""
    plan = plan_in(state, cast)
    line = plan.lines.get()
    before = everything()
    for actor in (cast.planner, cast.head):
        for job in (
            lambda who=actor: writing.add_lines(plan.pk, actor=who, version=plan.version, rows=[a_line()]),
            lambda who=actor: writing.change_line(line.pk, actor=who, version=1, values={"amount": 5}),
            lambda who=actor: writing.change_line(line.pk, actor=who, version=1, values={}, programs=[]),
            lambda who=actor: writing.remove_line(line.pk, actor=who, version=1),
        ):
            with pytest.raises(WrongState, match="dikembalikan"):
                job()
    assert everything() == before


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_lines_are_open(state: str, cast: Cast) -> None:
    """In these two states planner and head write."""
    plan = plan_in(state, cast)
    line = plan.lines.get()
    writing.change_line(line.pk, actor=cast.head, version=1, values={"amount": 5})
    plan.refresh_from_db()
    writing.add_lines(plan.pk, actor=cast.planner, version=plan.version, rows=[a_line()])
    writing.remove_line(line.pk, actor=cast.planner, version=2)
    assert plan.lines.count() == 1


# --- Submit -----------------------------------------------------------------------------------


def test_submit(cast: Cast, others: Others) -> None:
    """Sent by the head: who and when are kept; the reviewers of other agencies are told, with a link."""
    plan, head, _ = ready("submit", cast)
    untold()
    do("submit", plan, head)
    assert (plan.state, plan.submissions, plan.submitted_by) == ("submitted", 1, cast.head)
    assert abs((now() - plan.submitted_at).total_seconds()) < 60
    messages = told(plan)
    assert set(messages) == {"reviewer"}
    assert messages["reviewer"].title == f"{plan}: menunggu telaah"
    assert str(YEAR) in messages["reviewer"].title
    assert set(told()) == {"reviewer"}


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2030-03-09T23:59:59+07:00", "window_closed"),
        ("2030-03-10T00:00:00+07:00", None),
        ("2030-03-15T12:00:00+07:00", None),
        ("2030-03-20T23:59:59+07:00", None),
        ("2030-03-21T00:00:00+07:00", "window_closed"),
        ("2031-03-15T12:00:00+07:00", "window_closed"),
    ],
)
def test_window(moment: str, code: str | None, cast: Cast) -> None:
    """From the first second of the first day to the last of the last day, by the clock of the city."""
    plan = new_plan(cast.planner)
    set_window(first=date(2030, 3, 10), last=date(2030, 3, 20))
    with time_machine.travel(moment, tick=False):
        if code is None:
            do("submit", plan, cast.head)
            assert localtime(plan.submitted_at).isoformat() == moment
            return
        with pytest.raises(Refused) as caught:
            do("submit", plan, cast.head)
    assert (caught.value.code, caught.value.status) == (code, 409)
    assert "10 Maret 2030 sampai 20 Maret 2030" in caught.value.reason
    assert plan.state == "draft"


def test_windows_of_others_do_not_count(cast: Cast) -> None:
    """Another year, another round or another stage opens nothing."""
    plan = new_plan(cast.planner)
    set_window(year=YEAR + 1)
    set_window(round_="rancangan_akhir")
    Window.objects.filter(plan_year=YEAR, round="rancangan_akhir").update(stage=Window.Stage.REVIEW)
    review = Window.objects.get(plan_year=YEAR)
    review.round = "rancangan"
    review.save()
    set_window(round_="rancangan_akhir")
    with pytest.raises(Refused) as caught:
        do("submit", plan, cast.head)
    assert caught.value.code == "no_window"
    assert f"rancangan {YEAR}" in caught.value.reason


def test_submit_without_lines(cast: Cast) -> None:
    """An empty plan is not sent, not even one whose lines were taken out again."""
    set_window()
    plan = new_plan(cast.planner)
    writing.remove_line(plan.lines.get().pk, actor=cast.planner, version=1)
    with pytest.raises(Refused) as caught:
        do("submit", plan, cast.head)
    assert caught.value.code == "no_lines"


def test_blockers_do_not_stop_sending(cast: Cast) -> None:
    """An incomplete plan may be sent (planning 3.4)."""
    plan = plan_in("submitted", cast, rows=[a_line(indicator="", amount=None)])
    assert plan.state == "submitted"


def test_every_note_is_answered_before_sending_again(cast: Cast) -> None:
    """Notes on a line, on the plan, and on a line that has gone since: each needs its answer."""
    plan = plan_in("in_review", cast, rows=[a_line(), a_line(name="Kedua")])
    first, second = plan.lines.all()
    notes = [
        {"line": first.pk, "text": "Indikator belum terukur."},
        {"line": second.pk, "text": "Hapus."},
        {"line": None, "text": "Lengkapi lokasi."},
    ]
    do("return", plan, cast.reviewer, notes=notes)
    writing.remove_line(second.pk, actor=cast.planner, version=1)
    for left, note in zip((3, 2, 1), plan.notes.all(), strict=True):
        with pytest.raises(Refused, match=str(left)) as caught:
            do("submit", plan, cast.head)
        assert caught.value.code == "notes_unanswered"
        service.answer_note(note.pk, actor=cast.planner, version=1, answer="Sudah diperbaiki.")
    do("submit", plan, cast.head)
    assert (plan.state, plan.submissions) == ("submitted", 2)


# --- Withdraw ---------------------------------------------------------------------------------


def test_withdraw(cast: Cast, others: Others) -> None:
    """Taken back before the review: a draft again, its lines open; the reviewers are told."""
    plan, head, _ = ready("withdraw", cast)
    untold()
    do("withdraw", plan, head, reason=WHY)
    assert plan.state == "draft"
    messages = told(plan)
    assert set(messages) == {"reviewer"}
    assert WHY in messages["reviewer"].body
    writing.change_line(plan.lines.get().pk, actor=cast.planner, version=1, values={"amount": 5})
    do("submit", plan, head)
    assert plan.submissions == 2


def test_withdraw_after_the_review_began(cast: Cast) -> None:
    """Too late."""
    plan = plan_in("in_review", cast)
    with pytest.raises(WrongState, match="Dikirim"):
        do("withdraw", plan, cast.head)


# --- Start of the review, notes ---------------------------------------------------------------


def test_start_review(cast: Cast) -> None:
    """The agency is told that its plan is being looked at."""
    plan, reviewer, _ = ready("start_review", cast)
    untold()
    do("start_review", plan, reviewer)
    assert plan.state == "in_review"
    assert set(told()) == {"planner", "head"}


def test_notes_are_kept_at_once(cast: Cast) -> None:
    """A note has a line or none, its author and the number of the submission; it stays when the line goes."""
    plan = plan_in("in_review", cast)
    line = plan.lines.get()
    service.add_note(plan.pk, actor=cast.reviewer, text=" Target terlalu rendah. ", line_id=line.pk)
    service.add_note(plan.pk, actor=cast.reviewer, text="Umum.")
    on_line, on_plan = plan.notes.all()
    assert (on_line.line, on_line.text, on_line.author_name) == (line, "Target terlalu rendah.", cast.reviewer.label)
    assert (on_plan.line, on_plan.submission, on_line.answer) == (None, 1, "")
    do("return", plan, cast.reviewer)
    writing.remove_line(line.pk, actor=cast.planner, version=1)
    on_line.refresh_from_db()
    assert (on_line.line, on_line.line_label) == (None, str(line))


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "verified", "final"])
def test_notes_only_during_the_review(state: str, cast: Cast) -> None:
    """Before and after it there is nothing to note."""
    plan = plan_in(state, cast)
    with pytest.raises(WrongState):
        service.add_note(plan.pk, actor=cast.reviewer, text="Catatan")


def test_notes_refused(cast: Cast, others: Others) -> None:
    """Others write none, an empty one is none, and the line must be one of this plan."""
    plan, other = plan_in("in_review", cast), plan_in("in_review", cast, year=YEAR + 1)
    for actor, code in (
        (cast.head, "not_reviewer"),
        (cast.editor, "not_reviewer"),
        (others.own_reviewer, "own_agency"),
    ):
        with pytest.raises(Refused) as caught:
            service.add_note(plan.pk, actor=actor, text="Catatan")
        assert caught.value.code == code
    with pytest.raises(WorkPlan.DoesNotExist):
        service.add_note(plan.pk, actor=others.other_head, text="Catatan")
    with pytest.raises(ValidationError):
        service.add_note(plan.pk, actor=cast.reviewer, text="  ")
    with pytest.raises(WorkPlanLine.DoesNotExist):
        service.add_note(plan.pk, actor=cast.reviewer, text="Catatan", line_id=other.lines.get().pk)
    assert not ReviewNote.objects.exists()


def returned_with_note(cast: Cast) -> ReviewNote:
    """A note that waits for its answer."""
    plan = plan_in("in_review", cast)
    do("return", plan, cast.reviewer, notes=[{"text": "Lengkapi.", "line": plan.lines.get().pk}])
    return plan.notes.get()


@pytest.mark.parametrize("part", ["planner", "head"])
def test_answer(part: str, cast: Cast) -> None:
    """The agency answers: text, who and when; the answer can be improved."""
    note, actor = returned_with_note(cast), getattr(cast, part)
    done = service.answer_note(note.pk, actor=actor, version=1, answer=" Sudah. ")
    assert (done.answer, done.answered_by_name, done.version) == ("Sudah.", actor.label, 2)
    assert done.answered_at is not None
    done = service.answer_note(note.pk, actor=actor, version=2, answer="Sudah dilengkapi.")
    assert (done.answer, done.text, done.version) == ("Sudah dilengkapi.", "Lengkapi.", 3)


def test_answers_refused(cast: Cast) -> None:
    """Others do not answer, an empty answer is none, versions count, and after sending it is closed."""
    note = returned_with_note(cast)
    with pytest.raises(ReviewNote.DoesNotExist):
        service.answer_note(note.pk, actor=cast.other_planner, version=1, answer="Sudah.")
    with pytest.raises(Refused):
        service.answer_note(note.pk, actor=cast.reviewer, version=1, answer="Sudah.")
    with pytest.raises(ValidationError):
        service.answer_note(note.pk, actor=cast.planner, version=1, answer="  ")
    with pytest.raises(Stale):
        service.answer_note(note.pk, actor=cast.planner, version=2, answer="Sudah.")
    with pytest.raises(VersionMissing):
        service.answer_note(note.pk, actor=cast.planner, version=None, answer="Sudah.")
    service.answer_note(note.pk, actor=cast.planner, version=1, answer="Sudah.")
    do("submit", note.plan, cast.head)
    with pytest.raises(WrongState):
        service.answer_note(note.pk, actor=cast.planner, version=2, answer="Berubah pikiran.")


# --- Return -----------------------------------------------------------------------------------


def test_return(cast: Cast, others: Others) -> None:
    """Back with reason and notes; planner and head of the agency are told with the reason and a link."""
    plan, reviewer, _ = ready("return", cast)
    untold()
    line = plan.lines.get()
    do("return", plan, reviewer, reason=WHY, notes=[{"line": line.pk, "text": "Satuan salah."}, {"text": "Umum."}])
    assert plan.state == "returned"
    assert [(note.line_id, note.text, note.submission) for note in plan.notes.all()] == [
        (line.pk, "Satuan salah.", 1),
        (None, "Umum.", 1),
    ]
    messages = told(plan)
    assert set(messages) == {"planner", "head", "submitter"}, "everybody who writes for the agency"
    assert set(told()) == set(messages)
    for message in messages.values():
        assert message.title == f"{plan}: dikembalikan"
        assert message.body == f"Alasan: {WHY}"


def test_return_with_a_bad_note(cast: Cast) -> None:
    """One note that cannot be kept: the plan is not returned and no other note is kept."""
    plan, reviewer, _ = ready("return", cast)
    before = everything()
    for bad in ({"text": " "}, {"text": "Baris lain.", "line": 10**9}):
        with pytest.raises((ValidationError, WorkPlanLine.DoesNotExist)):
            do("return", plan, reviewer, notes=[{"text": "Baik."}, bad])
    assert everything() == before


def test_closed_accounts_are_not_told(cast: Cast) -> None:
    """A message goes to people who are still there."""
    plan, reviewer, _ = ready("return", cast)
    untold()
    cast.planner.is_active = False
    cast.planner.save()
    do("return", plan, reviewer)
    assert set(told()) == {"head"}


# --- Waive ------------------------------------------------------------------------------------


def in_review_with_blockers(cast: Cast) -> WorkPlan:
    """Two lines, three blockers."""
    return plan_in("in_review", cast, rows=[a_line(indicator="", amount=None), a_line(unit="", location="")])


def test_verify_with_open_blockers(cast: Cast) -> None:
    """Refused with the number of blockers and the first of them, until each is waived."""
    plan = in_review_with_blockers(cast)
    first, second = plan.lines.all()
    waivers = [("INDICATOR_MISSING", first.pk), ("AMOUNT_MISSING", first.pk), ("UNIT_MISSING", second.pk)]
    for left, (code, line) in zip((3, 2, 1), waivers, strict=True):
        with pytest.raises(Refused, match=rf"{left} penghalang \(baris \d") as caught:
            do("verify", plan, cast.reviewer)
        assert (caught.value.code, caught.value.status) == ("open_blockers", 409)
        do("waive", plan, cast.reviewer, code=code, line=line)
    do("verify", plan, cast.reviewer)
    assert plan.state == "verified"


def test_waiver_says_who_when_why(cast: Cast) -> None:
    """The record of a waiver; the plan stays in review."""
    plan = in_review_with_blockers(cast)
    line = plan.lines.first()
    do("waive", plan, cast.reviewer, code="AMOUNT_MISSING", line=line.pk, reason=f" {WHY} ")
    waiver = plan.waivers.get()
    assert (waiver.code, waiver.line_key, waiver.submission) == ("AMOUNT_MISSING", line.pk, 1)
    assert (waiver.reason, waiver.actor_name) == (WHY, cast.reviewer.label)
    assert abs((now() - waiver.at).total_seconds()) < 60
    assert plan.state == "in_review"


def test_waiver_of_what_is_no_blocker(cast: Cast) -> None:
    """Unknown codes, other lines, hints, and what is waived already are refused and leave nothing."""
    plan = in_review_with_blockers(cast)
    first, second = plan.lines.all()
    do("waive", plan, cast.reviewer, code="AMOUNT_MISSING", line=first.pk)
    before = everything()
    for code, line in (
        ("TIDAK_ADA", first.pk),
        ("UNIT_MISSING", first.pk),
        ("LOCATION_MISSING", second.pk),
        ("AMOUNT_MISSING", first.pk),
        ("INDICATOR_MISSING", None),
        ("", None),
    ):
        with pytest.raises(ValidationError):
            do("waive", plan, cast.reviewer, code=code, line=line)
    assert everything() == before


def test_waiver_counts_for_this_submission_only(cast: Cast) -> None:
    """After a return and a new submission the reviewer has to say it again."""
    plan = plan_in("in_review", cast, rows=[a_line(indicator="")])
    given = {"code": "INDICATOR_MISSING", "line": plan.lines.get().pk}
    do("waive", plan, cast.reviewer, **given)
    do("return", plan, cast.reviewer)
    do("submit", plan, cast.head)
    do("start_review", plan, cast.reviewer)
    with pytest.raises(Refused) as caught:
        do("verify", plan, cast.reviewer)
    assert caught.value.code == "open_blockers"
    do("waive", plan, cast.reviewer, **given)
    do("verify", plan, cast.reviewer)
    assert list(plan.waivers.values_list("submission", flat=True)) == [1, 2]


# --- Verify -----------------------------------------------------------------------------------


def check_digest(snapshot: Snapshot) -> dict[str, Any]:
    """The digest is that of the stored text, which is canonical JSON; gives the content."""
    assert hashlib.sha256(snapshot.content.encode()).hexdigest() == snapshot.sha256
    content = json.loads(snapshot.content)
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical == snapshot.content
    return content


def test_verify(cast: Cast) -> None:
    """The content is frozen with its digest and in force; agency, head of planning and editor are told."""
    plan = plan_in("in_review", cast, rows=[a_line(programs=["GOV-1-01"], target="2.50"), a_line(name="Kedua")])
    untold()
    do("verify", plan, cast.reviewer, reason=WHY)
    snapshot = plan.snapshots.get()
    assert (snapshot.number, snapshot.made_by_name) == (1, cast.reviewer.label)
    assert snapshot_in_force(plan.opd_id, YEAR) == snapshot
    content = check_digest(snapshot)
    assert (content["opd"], content["year"], content["round"], content["revision"]) == ("DINKES", YEAR, "rancangan", 1)
    first, second = content["lines"]
    for name, value in a_line(target="2.5").items():
        assert str(first[name]) == str(value), name
    assert (first["programs"], second["programs"], second["name"]) == (["GOV-1-01"], [], "Kedua")
    assert content["total_amount"] == 500_000_000
    messages = told(plan)
    assert set(messages) == {"planner", "head", "planning_head", "editor"}
    assert {message.title for message in messages.values()} == {f"{plan}: terverifikasi"}
    assert WHY in messages["head"].body


def test_snapshot_stays_when_the_world_changes(cast: Cast) -> None:
    """A program and an agency get other names: what was verified is read as it was."""
    plan = plan_in("verified", cast, rows=[a_line(programs=["GOV-1-01"])])
    snapshot = plan.snapshots.get()
    before = (snapshot.content, snapshot.sha256)
    Opd.objects.filter(pk=plan.opd_id).update(name="Dinas Kesehatan Baru")
    Program.objects.filter(code="GOV-1-01").update(name="Nama Baru")
    do("finalize", plan, cast.planning_head)
    snapshot.refresh_from_db()
    assert (snapshot.content, snapshot.sha256) == before
    assert "Baru" not in snapshot.content


# --- Minutes, finalize ------------------------------------------------------------------------


def verified_without_minutes(cast: Cast, **fields: Any) -> WorkPlan:
    """Verified, the scan is still missing."""
    return plan_in(
        "verified", cast, path=[("submit", "head"), ("start_review", "reviewer"), ("verify", "reviewer")], **fields
    )


def test_finalize_needs_minutes(cast: Cast) -> None:
    """No signed minutes, no end of the round (planning 3.6)."""
    plan = verified_without_minutes(cast)
    with pytest.raises(Refused) as caught:
        do("finalize", plan, cast.planning_head)
    assert (caught.value.code, caught.value.status) == ("no_minutes", 409)
    assert "berita acara" in caught.value.reason.lower()
    do("minutes", plan, cast.reviewer)
    do("finalize", plan, cast.planning_head)
    assert plan.state == "final"


def test_minutes(cast: Cast) -> None:
    """File and typed number are kept; the version grows, the state does not change."""
    plan = verified_without_minutes(cast)
    version = plan.version
    do("minutes", plan, cast.reviewer, number=" 050/99/BA/2030 ")
    assert (plan.state, plan.version, plan.minutes_number) == ("verified", version + 1, "050/99/BA/2030")
    assert plan.minutes.read() == minutes_file().read()


@pytest.mark.parametrize(
    "bad",
    [
        {"number": "  "},
        {"file": SimpleUploadedFile("berita.pdf", b"MZ\x90\x00 program")},
        {"file": SimpleUploadedFile("berita.exe", b"%PDF-1.7\n")},
        {"file": SimpleUploadedFile("berita.pdf", b"")},
        {"file": SimpleUploadedFile("berita.html", b"<script>alert(1)</script>")},
        {"file": None},
    ],
    ids=["number", "program", "ending", "empty", "html", "none"],
)
def test_minutes_of_the_wrong_kind(bad: dict[str, Any], cast: Cast) -> None:
    """A file is known by its content; a number is needed."""
    plan = verified_without_minutes(cast)
    before = everything()
    with pytest.raises(ValidationError):
        do("minutes", plan, cast.reviewer, **bad)
    assert everything() == before


def test_minutes_refused(cast: Cast, others: Others) -> None:
    """Only a reviewer who may decide on this plan, in the state verified, with the version seen."""
    plan = verified_without_minutes(cast, head=others.submitter)
    promote(others.submitter)
    for actor, code in (
        (cast.head, "not_reviewer"),
        (cast.planning_head, "not_reviewer"),
        (others.own_reviewer, "own_agency"),
        (others.submitter, "four_eyes"),
        (others.superuser, "not_reviewer"),
    ):
        with pytest.raises(Refused) as caught:
            do("minutes", plan, actor)
        assert caught.value.code == code
    with pytest.raises(WorkPlan.DoesNotExist):
        do("minutes", plan, others.other_head)
    with pytest.raises(Stale):
        do("minutes", plan, cast.reviewer, version=plan.version - 1)
    with pytest.raises(VersionMissing):
        do("minutes", plan, cast.reviewer, version=None)
    do("minutes", plan, cast.reviewer)
    do("finalize", plan, cast.planning_head)
    with pytest.raises(WrongState):
        do("minutes", plan, cast.reviewer)


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "returned"])
def test_minutes_before_verification(state: str, cast: Cast) -> None:
    """There is nothing to sign yet."""
    plan = plan_in(state, cast)
    with pytest.raises(WrongState):
        do("minutes", plan, cast.reviewer)


def test_finalize(cast: Cast) -> None:
    """The head of planning closes it; the agency is told; no second snapshot."""
    plan, chief, _ = ready("finalize", cast)
    untold()
    do("finalize", plan, chief)
    assert (plan.state, plan.snapshots.count()) == ("final", 1)
    messages = told(plan)
    assert set(messages) == {"planner", "head"}
    assert messages["head"].title == f"{plan}: ditetapkan"


# --- Reopen -----------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["verified", "final"])
@pytest.mark.parametrize("part", ["reviewer", "planning_head"])
def test_reopen(state: str, part: str, cast: Cast) -> None:
    """A new plan of the round perubahan with copied lines; the old one and its snapshot stay in force."""
    plan = plan_in(state, cast, rows=[a_line(programs=["GOV-1-01"]), a_line(name="Kedua")])
    snapshot, actor = plan.snapshots.get(), getattr(cast, part)
    untold()
    change = do("reopen", plan, actor, reason=WHY)
    assert (plan.state, plan.round, plan.revision) == (state, "rancangan", 1)
    assert (change.state, change.round, change.revision, change.previous) == ("draft", "perubahan", 2, plan)
    assert (change.opd, change.year, change.submissions, change.submitted_by) == (plan.opd, YEAR, 0, None)
    assert (change.minutes_number, bool(change.minutes), change.snapshots.count()) == ("", False, 0)
    old, new = plan.lines.order_by("position"), change.lines.order_by("position")
    assert [line.replaces for line in new] == list(old)
    assert [(line.name, line.amount, line.forward_estimate) for line in new] == [
        (line.name, line.amount, line.forward_estimate) for line in old
    ]
    assert list(new[0].programs.values_list("program__code", flat=True)) == ["GOV-1-01"]
    assert snapshot_in_force(plan.opd_id, YEAR) == snapshot
    entry = change.log.get()
    assert (entry.before, entry.after, entry.actor, entry.reason) == ("", "draft", actor, WHY)
    assert set(told(change)) == {"planner", "head"}
    assert WHY in told(change)["head"].body
    assert not told(plan)


def test_second_reopening(cast: Cast) -> None:
    """One change at a time of one plan: the sentence names the one that is open."""
    plan = plan_in("final", cast)
    do("reopen", plan, cast.planning_head)
    before = everything()
    with pytest.raises(Refused, match="perubahan revisi 2") as caught:
        do("reopen", plan, cast.planning_head)
    assert (caught.value.code, caught.value.status) == ("has_follower", 409)
    assert everything() == before


def test_life_of_a_change(cast: Cast) -> None:
    """The change is sent in its own window, shows both values, and replaces the snapshot when it is verified."""
    plan = plan_in("final", cast, rows=[a_line(), a_line(name="Kedua")])
    old = plan.snapshots.get()
    change = do("reopen", plan, cast.planning_head)
    first, second = change.lines.all()
    writing.change_line(first.pk, actor=cast.planner, version=1, values={"amount": 300_000_000})
    writing.remove_line(second.pk, actor=cast.planner, version=1)
    change.refresh_from_db()
    writing.add_lines(change.pk, actor=cast.planner, version=change.version, rows=[a_line(name="Baru")])
    found = {row["kind"]: row for row in compare_with_previous(change)}
    assert {kind: row["line"]["name"] for kind, row in found.items()} == {
        "diubah": first.name,
        "baru": "Baru",
        "dihapus": "Kedua",
    }
    assert found["diubah"]["changes"] == [{"field": "pagu (Rp)", "before": "Rp250.000.000", "after": "Rp300.000.000"}]
    with pytest.raises(Refused) as caught:
        do("submit", change, cast.head)
    assert caught.value.code == "no_window"
    set_window(round_="perubahan")
    do("submit", change, cast.head)
    do("start_review", change, cast.reviewer)
    assert snapshot_in_force(plan.opd_id, YEAR) == old
    do("verify", change, cast.reviewer)
    new = snapshot_in_force(plan.opd_id, YEAR)
    assert new.plan == change
    content = check_digest(new)
    assert (content["round"], content["revision"], content["total_amount"]) == ("perubahan", 2, 550_000_000)
    assert check_digest(Snapshot.objects.get(pk=old.pk))["total_amount"] == 500_000_000
    assert list(plan.lines.values_list("amount", flat=True)) == [250_000_000, 250_000_000]


def test_change_of_a_change(cast: Cast) -> None:
    """A verified change can be reopened again: revision 3."""
    plan = plan_in("verified", cast)
    set_window(round_="perubahan")
    change = do("reopen", plan, cast.planning_head)
    for verb, actor in (("submit", cast.head), ("start_review", cast.reviewer), ("verify", cast.reviewer)):
        do(verb, change, actor)
    third = do("reopen", change, cast.planning_head)
    assert (third.round, third.revision, third.previous) == ("perubahan", 3, change)


# --- Mail -------------------------------------------------------------------------------------


@pytest.fixture
def addressed(cast: Cast) -> Cast:
    """The cast with e-mail addresses."""
    for name, user in cast.everyone().items():
        user.email = f"{name}@contoh.id"
        user.save()
    return cast


def test_mail_of_a_decision(addressed: Cast, django_capture_on_commit_callbacks) -> None:
    """After the transaction each gets a mail in Indonesian with the reason and a link."""
    plan, reviewer, _ = ready("return", addressed)
    untold()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        do("return", plan, reviewer, reason=WHY)
        assert mail.outbox == [], "not before the decision stands"
    assert sorted(message.to[0] for message in mail.outbox) == ["head@contoh.id", "planner@contoh.id"]
    message = mail.outbox[0]
    assert "dikembalikan" in message.subject
    assert WHY in message.body
    assert f"/kerja/renja/{plan.pk}/" in message.body
    assert "http" in message.body
    assert set(Notification.objects.values_list("mail", flat=True)) == {"sent"}


def test_refused_decision_mails_nobody(addressed: Cast, django_capture_on_commit_callbacks) -> None:
    """What did not happen is not told."""
    plan, reviewer, _ = ready("return", addressed)
    untold()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(VerbError):
        do("return", plan, reviewer, reason="")
    assert (mail.outbox, Notification.objects.count()) == ([], 0)


def test_mail_server_down(addressed: Cast, settings, django_capture_on_commit_callbacks) -> None:
    """The decision stands, the message is in the portal, the failure shows; a later run sends it once."""
    plan, reviewer, _ = ready("return", addressed)
    untold()
    mail.outbox.clear()
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.renja.plans.BrokenMail"
    with django_capture_on_commit_callbacks(execute=True):
        do("return", plan, reviewer, reason=WHY)
    assert (plan.state, plan.log.order_by("pk").last().verb) == ("returned", "return")
    failed = Notification.objects.filter(mail="failed")
    assert failed.count() == 2
    for message in failed:
        assert (message.mail_attempts, message.get_mail_display()) == (1, "Gagal dikirim")
        assert "peladen surel mati" in message.mail_error
        assert WHY in message.body
    assert deliver_waiting() == (0, 2)
    settings.EMAIL_BACKEND = working
    assert deliver_waiting() == (2, 0)
    assert deliver_waiting() == (0, 0)
    assert len(mail.outbox) == 2
    assert set(Notification.objects.values_list("mail", "mail_error", "mail_attempts")) == {("sent", "", 3)}


def test_mail_is_given_up_after_five_attempts(addressed: Cast, settings) -> None:
    """A dead address is not tried for ever; the failure stays visible."""
    plan, reviewer, _ = ready("return", addressed)
    untold()
    settings.EMAIL_BACKEND = "tests.renja.plans.BrokenMail"
    do("return", plan, reviewer)
    assert [deliver_waiting()[1] for _ in range(6)] == [2, 2, 2, 2, 2, 0]
    assert set(Notification.objects.values_list("mail", "mail_attempts")) == {("failed", 5)}


def test_queue_down(addressed: Cast, monkeypatch, django_capture_on_commit_callbacks) -> None:
    """Not even the queue of tasks can undo a decision; the message waits for the next run."""

    class Broken:
        def enqueue(self, *args: Any) -> None:
            raise ConnectionError("antrean mati")

    plan, reviewer, _ = ready("return", addressed)
    untold()
    monkeypatch.setattr(notifications, "deliver", Broken())
    with django_capture_on_commit_callbacks(execute=True):
        do("return", plan, reviewer)
    assert plan.state == "returned"
    assert set(Notification.objects.values_list("mail", flat=True)) == {"waiting"}
    assert deliver_waiting() == (2, 0)


def test_people_without_address(cast: Cast) -> None:
    """Without an address the message is in the portal, and no mail waits."""
    plan, reviewer, _ = ready("return", cast)
    untold()
    do("return", plan, reviewer)
    assert set(Notification.objects.values_list("mail", flat=True)) == {"none"}
