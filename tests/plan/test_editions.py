"""Editions: what freezing keeps, what stands against it, what nobody can change, what comparing finds."""

import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from masterplan.plan.machine import EDITION
from masterplan.plan.models import Edition, MasterPlan, Program, QuickWin
from masterplan.plan.selectors.editions import compare, content_of, live_content
from masterplan.plan.services.activities import create_activity, retire_activity, update_activity
from masterplan.plan.services.editions import adopt_edition, freeze_edition, prepare_edition
from masterplan.plan.services.feedback import answer_feedback, give_feedback, waive_feedback
from solok_smartcity.kit.decisions import ReasonMissing, Refused, Stale, VersionMissing, WrongState
from solok_smartcity.kit.transitions import Conflict
from tests.cast import Cast


def edition(cast: Cast, title: str = "Edisi uji") -> Edition:
    """A prepared edition of the current plan."""
    return prepare_edition(actor=cast.editor, plan=MasterPlan.objects.current(), title=title)


def test_freezing_keeps_the_content_and_its_digest(cast: Cast) -> None:
    """The stored text hashes to the stored digest, equals the live plan, and stays when the plan changes."""
    made = freeze_edition(edition(cast).pk, actor=cast.editor, version=1)
    snapshot = made.snapshot
    assert snapshot.sha256 == hashlib.sha256(snapshot.content.encode()).hexdigest()
    assert json.loads(snapshot.content) == live_content(made.plan)
    before = snapshot.content
    program = Program.objects.get(code="GOV-1-02")
    update_activity(
        Program, program.pk, actor=cast.editor, version=1, values={"name": "Nama baru"}, reason="sesudah beku"
    )
    made.refresh_from_db()
    assert made.snapshot.content == before
    found = compare(content_of(made), live_content(made.plan))
    assert [(item.part, item.kind, item.field, item.after) for item in found] == [
        ("Program", "berubah", "nama", "Nama baru")
    ]
    log = made.log.get(verb="freeze")
    assert (log.actor_name, log.before, log.after) == (cast.editor.label, "draft", "frozen")


def test_comparing_tells_new_gone_moved_and_changed_years(cast: Cast) -> None:
    """A program that is added, retired, moved, or has other money in one year is told as such."""
    frozen = content_of(freeze_edition(edition(cast).pk, actor=cast.editor, version=1))
    first, second, third = Program.objects.order_by("position")[:3]
    retire_activity(Program, first.pk, actor=cast.editor, version=1, reason="selesai")
    target = Program.objects.get(code="LIV-1-01").subdimension
    update_activity(Program, second.pk, actor=cast.editor, version=1, values={"subdimension": target}, reason="pindah")
    years = {row.year: {"target": row.target, "budget": row.budget} for row in third.years.all()}
    years[2027] = {**years[2027], "budget": 5}
    update_activity(Program, third.pk, actor=cast.editor, version=1, values={}, years=years, reason="pagu")
    fields = (
        "name",
        "lead_opd",
        "start_year",
        "end_year",
        "horizon",
        "indicator",
        "unit",
        "funding_sources",
        "subdimension",
        "direction",
        "plan",
    )
    values = {name: getattr(third, name) for name in fields} | {"code": "GOV-9-99"}
    create_activity(Program, actor=cast.editor, values=values, reason="baru")
    found = {
        (i.kind, i.row.split(" ")[0], i.field) for i in compare(frozen, live_content(third.plan)) if i.part == "Program"
    }
    assert ("hilang", first.code, "") in found
    assert ("pindah", second.code, "subdimensi") in found
    assert ("berubah", third.code, "anggaran 2027") in found
    assert ("baru", "GOV-9-99", "") in found
    assert len([item for item in found if item[1] == third.code]) == 1


def test_open_feedback_blocks_until_answered_or_waived(cast: Cast) -> None:
    """Freezing is refused with the number of open ones; answering one and waiving the other lets it through."""
    made = edition(cast)
    quick_win = QuickWin.objects.get(code="QW-01")
    first, second = (
        give_feedback(actor=actor, quick_win=quick_win, stance="change", text="Ubah tenggat.")
        for actor in (cast.head, cast.other_planner)
    )
    with pytest.raises(Conflict, match="2 masukan"):
        freeze_edition(made.pk, actor=cast.editor, version=1)
    answer_feedback(first.pk, actor=cast.editor, version=1, outcome="partly", reason="Sebagian.")
    with pytest.raises(Conflict, match="1 masukan"):
        freeze_edition(made.pk, actor=cast.editor, version=1)
    waive_feedback(second.pk, actor=cast.editor, version=1, reason="Dibahas tahun depan.")
    assert freeze_edition(made.pk, actor=cast.editor, version=1).state == "frozen"
    later = answer_feedback(second.pk, actor=cast.editor, version=2, outcome="declined", reason="Tidak sesuai.")
    assert (later.state, later.answer) == ("declined", "Tidak sesuai.")


def test_refusals_of_the_verbs(cast: Cast) -> None:
    """Wrong role, stale, without version, wrong state, without reason; and buttons agree with the service."""
    made = edition(cast)
    for part in ("planner", "head", "reviewer", "planning_head"):
        with pytest.raises((Refused, Edition.DoesNotExist)):
            freeze_edition(made.pk, actor=getattr(cast, part), version=1)
    for part in ("legal", "reader"):
        with pytest.raises(Edition.DoesNotExist):
            freeze_edition(made.pk, actor=getattr(cast, part), version=1)
    with pytest.raises(VersionMissing):
        freeze_edition(made.pk, actor=cast.editor, version=None)
    with pytest.raises(Stale):
        freeze_edition(made.pk, actor=cast.editor, version=7)
    with pytest.raises(WrongState):
        adopt_edition(made.pk, actor=cast.editor, version=1, reason="Keputusan")
    with pytest.raises(ValidationError):
        edition(cast, "kedua")
    freeze_edition(made.pk, actor=cast.editor, version=1)
    with pytest.raises(ReasonMissing):
        adopt_edition(made.pk, actor=cast.editor, version=2, reason=" ")
    made.refresh_from_db()
    allowed = {action.verb: action.allowed for action in EDITION.allowed_actions(cast.editor, made)}
    assert allowed == {"freeze": False, "adopt": True}
    assert adopt_edition(made.pk, actor=cast.editor, version=2, reason="Keputusan").state == "adopted"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_edition SET title = 'lain'",
        "UPDATE plan_edition SET state = 'frozen'",
        "DELETE FROM plan_edition",
        "UPDATE plan_editionsnapshot SET content = '{}'",
        "DELETE FROM plan_editionsnapshot",
        "UPDATE plan_editionlog SET reason = 'lain'",
        "DELETE FROM plan_editionlog",
    ],
)
def test_an_adopted_edition_is_immutable_in_the_database(cast: Cast, statement: str) -> None:
    """Raw SQL past every service is refused by the database itself."""
    made = freeze_edition(edition(cast).pk, actor=cast.editor, version=1)
    adopt_edition(made.pk, actor=cast.editor, version=2, reason="Keputusan")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
