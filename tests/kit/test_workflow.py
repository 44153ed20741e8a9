"""The machinery of workflows: tables, what a person may do and why not, one way to carry out a verb, the log."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from masterplan.plan.machine import EDITION, FEEDBACK
from masterplan.plan.models import Edition, EditionLog, Feedback, FeedbackLog, MasterPlan, QuickWin
from masterplan.plan.services.editions import freeze_edition, prepare_edition
from masterplan.plan.services.feedback import give_feedback
from solok_smartcity.kit.decisions import ALLOWED, Decision, ReasonMissing, Refused, Stale, VersionMissing, WrongState
from solok_smartcity.kit.transitions import Conflict, Workflow
from solok_smartcity.kit.workflow import Step, step, table
from tests.cast import Cast


@dataclass
class Paper:
    """A record with a state."""

    state: str


NO = Decision(False, "not_you", "Bukan Anda.")
LACKS = Decision(False, "lacks", "Masih ada yang kurang.")
NAMES = {"draft": "Konsep", "sent": "Dikirim", "done": "Selesai"}
STEPS = table(
    [
        step("send", "Kirim", ("draft",), "sent"),
        step("close", "Tutup", ("sent", "draft"), "done", needs_reason=True),
        step("look", "Lihat", ("sent",), None),
    ]
)
LIFE = Workflow(
    STEPS,
    {
        "send": lambda actor, paper: ALLOWED if actor == "head" else NO,
        "close": lambda *_: ALLOWED,
        "look": lambda *_: NO,
    },
    {"send": lambda paper: LACKS, "look": lambda paper: LACKS},
    NAMES,
)


def test_steps() -> None:
    """Sources are words in one string; a step without target keeps the state."""
    assert step("a", "A", ("x", "y"), None) == Step("a", "A", frozenset({"x", "y"}), None, False)
    assert step("a", "A", (), "x").sources == frozenset()
    assert list(STEPS) == ["send", "close", "look"]


def test_a_verb_stands_once() -> None:
    """Two steps with one verb are a mistake of the table."""
    with pytest.raises(ValueError, match="stands twice"):
        table([step("a", "A", ("x",), "y"), step("a", "B", ("y",), "x")])


def actions(actor: str, state: str) -> dict[str, tuple[bool, str]]:
    """Verb -> allowed, code."""
    return {item.verb: (item.allowed, item.code) for item in LIFE.allowed_actions(actor, Paper(state))}


def test_the_role_comes_before_the_state_and_the_state_before_the_guard() -> None:
    """An outsider learns nothing of the state; in the wrong state nothing of what the record lacks."""
    assert actions("other", "done") == {
        "send": (False, "not_you"),
        "close": (False, "wrong_state"),
        "look": (False, "not_you"),
    }
    assert actions("head", "sent") == {
        "send": (False, "wrong_state"),
        "close": (True, "ok"),
        "look": (False, "not_you"),
    }
    assert actions("head", "draft")["send"] == (False, "lacks")


def test_every_refusal_has_a_sentence() -> None:
    """Refused verbs carry code and sentence, allowed ones none; whether a reason is needed is told."""
    for actor in ("head", "other"):
        for state in NAMES:
            for item in LIFE.allowed_actions(actor, Paper(state)):
                assert bool(item.reason) != item.allowed
                assert (item.code == "ok") == item.allowed
                assert item.needs_reason == STEPS[item.verb].needs_reason


def test_the_sentence_of_a_wrong_state() -> None:
    """It names the states in the order of the life, and the present one."""
    answer = LIFE.wrong_state(STEPS["close"], "done")
    assert answer.reason == "Tutup hanya dapat dilakukan dari keadaan Konsep atau Dikirim; keadaan sekarang Selesai."


@pytest.fixture
def edition(cast: Cast) -> Edition:
    """A prepared edition."""
    return prepare_edition(actor=cast.editor, plan=MasterPlan.objects.current(), title="Uji")


@pytest.fixture
def feedback(cast: Cast) -> Feedback:
    """An unanswered feedback of DINKES."""
    return give_feedback(
        actor=cast.planner, quick_win=QuickWin.objects.get(code="QW-01"), stance="support", text="Masukan"
    )


def freeze(edition: Edition, actor: Any, version: int | None, **options: Any) -> Edition:
    """The verb through the machinery."""
    return EDITION.perform(
        "freeze", Edition.objects.visible_to(actor), edition.pk, actor=actor, version=version, **options
    )


def test_order_of_refusals(cast: Cast, edition: Edition, feedback: Feedback) -> None:
    """Scope, rule, version, state, guard: the first that refuses speaks, and nothing is written."""
    with pytest.raises(Edition.DoesNotExist):
        freeze(edition, cast.planner, 99)
    with pytest.raises(Refused) as refused:
        freeze(edition, cast.reviewer, 99)
    assert (refused.value.status, refused.value.code) == (403, "not_editor")
    with pytest.raises(VersionMissing):
        freeze(edition, cast.editor, None)
    with pytest.raises(Stale):
        freeze(edition, cast.editor, 99)
    with pytest.raises(WrongState):
        EDITION.perform("adopt", Edition.objects.all(), edition.pk, actor=cast.editor, version=1, reason="x")
    with pytest.raises(Conflict) as refused:
        freeze(edition, cast.editor, 1)
    assert (refused.value.status, refused.value.code) == (409, "open_feedback")
    edition.refresh_from_db()
    assert (edition.state, edition.version, edition.log.count(), edition.history.count()) == ("draft", 1, 1, 1)


def test_a_verb_leaves_one_entry(cast: Cast, edition: Edition) -> None:
    """State, version, history and log move together."""
    freeze_edition(edition.pk, actor=cast.editor, version=1, reason="  Sesuai rapat  ")
    edition.refresh_from_db()
    assert (edition.state, edition.version) == ("frozen", 2)
    entry = edition.log.first()
    assert (entry.verb, entry.before, entry.after, entry.version) == ("freeze", "draft", "frozen", 2)
    assert (entry.actor, entry.actor_name, entry.reason) == (cast.editor, cast.editor.label, "Sesuai rapat")
    assert edition.history.count() == 2
    assert edition.history.first().history_change_reason == "Sesuai rapat"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_needed_reason(cast: Cast, feedback: Feedback, reason: str) -> None:
    """Without a reason nothing happens where one is needed; an endless one is refused."""
    scope = Feedback.objects.all()
    with pytest.raises(ReasonMissing):
        FEEDBACK.perform("waive", scope, feedback.pk, actor=cast.editor, version=1, reason=reason)
    with pytest.raises(ValidationError):
        FEEDBACK.perform("waive", scope, feedback.pk, actor=cast.editor, version=1, reason="x" * 2001)
    feedback.refresh_from_db()
    assert (feedback.state, feedback.log.count()) == ("open", 1)


def test_an_effect_that_fails_takes_everything_back(cast: Cast, edition: Edition) -> None:
    """What an effect refuses leaves state, version and log as they were."""

    def effect(record: Edition) -> None:
        raise ValidationError("Tidak jadi.")

    with pytest.raises(ValidationError):
        freeze(edition, cast.editor, 1, effect=effect)
    edition.refresh_from_db()
    assert (edition.state, edition.version, edition.log.count()) == ("draft", 1, 1)


@pytest.mark.parametrize("model", [EditionLog, FeedbackLog])
def test_the_log_is_append_only(cast: Cast, edition: Edition, feedback: Feedback, model: type) -> None:
    """The database itself refuses to change or delete an entry."""
    for write in (
        lambda: model.objects.update(reason="lain"),
        lambda: model.objects.all().delete(),
        lambda: model.objects.first().save(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    assert model.objects.exclude(reason="").count() == 0
