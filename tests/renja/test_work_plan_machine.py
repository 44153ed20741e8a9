"""The life of an agency's plans as a state machine: any verb by anybody in any order (issue 3, done when 5)."""

import hashlib
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from opd.agencies.roles import Role
from opd.renja.models import BlockerWaiver, ReviewNote, Snapshot, WorkPlan, WorkPlanLine, WorkPlanLog
from opd.renja.selectors.work_plans import snapshot_in_force
from opd.renja.services import lines as writing
from opd.renja.services import work_plans as service
from solok_smartcity.kit.decisions import VerbError
from solok_smartcity.kit.models import Notification
from tests.cast import make_cast
from tests.renja.plans import YEAR, a_line, make_others, minutes_file, promote, set_window

# By hand from anchors 6: what a log may say. A reopened plan stays; the new one begins with "reopen" from nothing.
LEGAL = {
    ("create", "", "draft"),
    ("reopen", "", "draft"),
    ("submit", "draft", "submitted"),
    ("submit", "returned", "submitted"),
    ("withdraw", "submitted", "draft"),
    ("start_review", "submitted", "in_review"),
    ("return", "in_review", "returned"),
    ("waive", "in_review", "in_review"),
    ("verify", "in_review", "verified"),
    ("finalize", "verified", "final"),
    ("reopen", "verified", "verified"),
    ("reopen", "final", "final"),
}
DECISIONS = {"start_review", "return", "waive", "verify", "finalize"}
PARTS = st.sampled_from(
    [
        "planner",
        "head",
        "second_head",
        "other_head",
        "reviewer",
        "own_reviewer",
        "planning_head",
        "editor",
        "administrator",
        "superuser",
    ]
)
# Whose verb it is.
RIGHT = {
    "submit": "head",
    "withdraw": "head",
    "start_review": "reviewer",
    "return": "reviewer",
    "waive": "reviewer",
    "verify": "reviewer",
    "finalize": "planning_head",
    "reopen": "planning_head",
}
# What can happen next, the main way first: random verbs alone hardly ever bring a plan anywhere.
NEXT = {
    "draft": ["submit"],
    "submitted": ["start_review", "start_review", "withdraw"],
    "in_review": ["return", "verify", "return", "verify", "waive"],
    "returned": ["submit"],
    "verified": ["finalize", "reopen"],
    "final": ["reopen"],
}
REFUSALS = (VerbError, ValidationError, ObjectDoesNotExist)
INDEX = st.integers(0, 50)
SENDERS = st.sampled_from(["head", "second_head"])
REASON = "Alasan uji"


class WorkPlanLife(RuleBasedStateMachine):
    """Plans of one agency and year under the hands of everybody."""

    @initialize()
    def begin(self) -> None:
        """People, open windows, one plan; everything is undone at the end of the run."""
        self.block = transaction.atomic()
        self.block.__enter__()
        cast, others = make_cast(), make_others()
        self.people = {**cast.everyone(), **vars(others), "second_head": others.submitter}
        self.opd = cast.planner.opd
        for round_ in ("rancangan", "rancangan_akhir", "perubahan"):
            set_window(round_=round_)
        self.versions: dict[int, int] = {}
        self.frozen: dict[int, tuple[str, str]] = {}
        self.create("planner", "rancangan", False)

    def teardown(self) -> None:
        """Forget the run."""
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # --- helpers

    def plans(self) -> list[WorkPlan]:
        """All plans of the year, in the order of their making."""
        return list(WorkPlan.objects.filter(opd=self.opd, year=YEAR).order_by("pk"))

    def plan(self, index: int) -> WorkPlan:
        """One of them."""
        plans = self.plans()
        return plans[-1 - index % len(plans)]

    def fingerprint(self) -> Any:
        """All that a refused verb must leave alone."""
        mine = {"plan__opd": self.opd, "plan__year": YEAR}
        return [
            list(WorkPlan.objects.filter(opd=self.opd, year=YEAR).order_by("pk").values()),
            list(WorkPlanLine.objects.filter(**mine).order_by("pk").values()),
            list(ReviewNote.objects.filter(**mine).order_by("pk").values()),
            list(BlockerWaiver.objects.filter(**mine).order_by("pk").values()),
            list(Snapshot.objects.filter(**mine).values_list("pk", flat=True)),
            WorkPlanLog.objects.filter(subject__opd=self.opd, subject__year=YEAR).count(),
            Notification.objects.count(),
        ]

    def lacking(self, plan: WorkPlan) -> int | None:
        """A line of the plan without an indicator."""
        return plan.lines.filter(indicator="").values_list("pk", flat=True).first()

    def attempt(self, job: Any) -> bool:
        """Do it; a refusal changes nothing at all."""
        before = self.fingerprint()
        try:
            job()
        except REFUSALS:
            assert self.fingerprint() == before
            return False
        return True

    # --- what people do

    @rule(part=PARTS, round_=st.sampled_from(["rancangan", "rancangan_akhir", "perubahan"]), copy=st.booleans())
    def create(self, part: str, round_: str, copy: bool) -> None:
        """Somebody begins a plan."""
        source = self.plan(0).pk if copy and self.plans() else None
        self.attempt(
            lambda: service.create_work_plan(
                actor=self.people[part], opd=self.opd, year=YEAR, round=round_, copy_from=source
            )
        )

    def act(
        self, verb: str, plan: WorkPlan, part: str, *, stale: bool = False, reason: str = REASON, line: Any = None
    ) -> None:
        """A verb: one entry in the log when it is done, none when it is refused."""
        options: dict[str, Any] = {"reason": reason}
        if verb == "waive":
            options |= {"code": "INDICATOR_MISSING", "line": line or self.lacking(plan)}
        entries, version = plan.log.count(), plan.version - stale
        done = self.attempt(lambda: service.VERBS[verb](plan.pk, actor=self.people[part], version=version, **options))
        assert plan.log.count() == entries + done
        assert not (done and stale)

    @rule(index=INDEX, choices=st.lists(st.integers(0, 4), min_size=4, max_size=10), sender=SENDERS)
    def go_on(self, index: int, choices: list[int], sender: str) -> None:
        """The right people take some next steps of a plan, with what these need."""
        plan = self.plan(index)
        for choice in choices:
            plan.refresh_from_db()
            verb = NEXT[plan.state][choice % len(NEXT[plan.state])]
            if verb == "submit":
                for note in plan.notes.filter(answer=""):
                    service.answer_note(note.pk, actor=self.people["planner"], version=note.version, answer="Sudah")
                if not plan.lines.exists():
                    writing.add_lines(
                        plan.pk,
                        actor=self.people["planner"],
                        version=plan.version,
                        rows=[a_line(), a_line(indicator="")],
                    )
                plan.refresh_from_db()
            if verb == "verify":
                for line in plan.lines.filter(indicator=""):
                    self.act("waive", plan, "reviewer", line=line.pk)
                    plan.refresh_from_db()
            if verb == "finalize" and not plan.minutes:
                self.upload("reviewer", plan)
                plan.refresh_from_db()
            self.act(verb, plan, sender if verb == "submit" else RIGHT[verb])
            self.check()

    @rule(verb=st.sampled_from(sorted(RIGHT)), index=INDEX)
    def right_person(self, verb: str, index: int) -> None:
        """Any verb by the one whose verb it is."""
        self.act(verb, self.plan(index), RIGHT[verb])

    @rule(
        verb=st.sampled_from(sorted(RIGHT)),
        index=INDEX,
        part=PARTS,
        stale=st.booleans(),
        reason=st.sampled_from([REASON, "", " "]),
    )
    def anybody(self, verb: str, index: int, part: str, stale: bool, reason: str) -> None:
        """Any verb by anybody, perhaps with a stale version or without a reason."""
        self.act(verb, self.plan(index), part, stale=stale, reason=reason)

    @rule(to_planning=st.booleans())
    def second_head_moves(self, to_planning: bool) -> None:
        """The second head of the agency becomes a reviewer, or comes back."""
        user = self.people["second_head"]
        if to_planning:
            promote(user)
        else:
            user.role, user.opd = Role.OPD_HEAD, self.opd
            user.save()

    @rule(index=INDEX)
    def sent_by_second_head(self, index: int) -> None:
        """The second head sends."""
        self.act("submit", self.plan(index), "second_head")

    @rule(index=INDEX, verb=st.sampled_from(sorted(DECISIONS)))
    def decided_by_second_head(self, index: int, verb: str) -> None:
        """And tries to decide."""
        self.act(verb, self.plan(index), "second_head")

    @rule(part=PARTS, index=INDEX, complete=st.booleans())
    def add_lines(self, part: str, index: int, complete: bool) -> None:
        """Somebody adds a line, perhaps one without an indicator."""
        plan, rows = self.plan(index), [a_line() if complete else a_line(indicator="")]
        self.attempt(lambda: writing.add_lines(plan.pk, actor=self.people[part], version=plan.version, rows=rows))

    @rule(part=PARTS, index=INDEX, amount=st.integers(-1, 10**9), stale=st.booleans())
    def change_line(self, part: str, index: int, amount: int, stale: bool) -> None:
        """Somebody edits a line."""
        if line := self.plan(index).lines.first():
            version = line.version - stale
            self.attempt(
                lambda: writing.change_line(
                    line.pk, actor=self.people[part], version=version, values={"amount": amount}
                )
            )

    @rule(part=PARTS, index=INDEX)
    def remove_line(self, part: str, index: int) -> None:
        """Somebody takes a line out."""
        if line := self.plan(index).lines.last():
            self.attempt(lambda: writing.remove_line(line.pk, actor=self.people[part], version=line.version))

    @rule(part=PARTS, index=INDEX)
    def note(self, part: str, index: int) -> None:
        """Somebody writes a note."""
        plan = self.plan(index)
        self.attempt(lambda: service.add_note(plan.pk, actor=self.people[part], text="Catatan"))

    @rule(part=PARTS, index=INDEX)
    def answer(self, part: str, index: int) -> None:
        """Somebody answers."""
        if note := self.plan(index).notes.first():
            self.attempt(
                lambda: service.answer_note(note.pk, actor=self.people[part], version=note.version, answer="Sudah")
            )

    def upload(self, part: str, plan: WorkPlan) -> None:
        """Minutes of a plan."""
        self.attempt(
            lambda: service.attach_minutes(
                plan.pk, actor=self.people[part], version=plan.version, file=minutes_file(), number="1"
            )
        )

    @rule(part=PARTS, index=INDEX)
    def minutes(self, part: str, index: int) -> None:
        """Somebody uploads minutes."""
        self.upload(part, self.plan(index))

    # --- what always holds

    @invariant()
    def check(self) -> None:
        """All of it, after every step."""
        if hasattr(self, "versions"):
            self.log_replays()
            self.submitter_never_decided()
            self.snapshots_never_change()
            self.version_only_grows()

    def log_replays(self) -> None:
        """The log, read from the start, leads to the present state; every entry is one the table allows."""
        for plan in self.plans():
            state, version = "", 0
            for entry in plan.log.order_by("pk"):
                assert entry.before == state
                assert (entry.verb, entry.before, entry.after) in LEGAL
                assert entry.version > version
                state, version = entry.after, entry.version
            assert state == plan.state
            assert version <= plan.version

    def submitter_never_decided(self) -> None:
        """Nobody decides on a plan after having sent it."""
        for plan in self.plans():
            senders = set()
            for entry in plan.log.order_by("pk"):
                if entry.verb == "submit":
                    senders.add(entry.actor_id)
                assert entry.verb not in DECISIONS or entry.actor_id not in senders

    def snapshots_never_change(self) -> None:
        """Text and digest stay for ever; one for each verification; the last one is in force."""
        found = {
            row.pk: (row.content, row.sha256)
            for row in Snapshot.objects.filter(plan__opd=self.opd, plan__year=YEAR).order_by("pk")
        }
        assert {key: found.get(key) for key in self.frozen} == self.frozen
        self.frozen = found
        for content, sha256 in found.values():
            assert hashlib.sha256(content.encode()).hexdigest() == sha256
        for plan in self.plans():
            assert plan.snapshots.count() == plan.log.filter(verb="verify").count()
        in_force = snapshot_in_force(self.opd.pk, YEAR)
        assert (in_force.pk if in_force else None) == (max(found) if found else None)

    def version_only_grows(self) -> None:
        """And no plan disappears."""
        now = {plan.pk: plan.version for plan in self.plans()}
        assert all(now.get(key, 0) >= version for key, version in self.versions.items())
        self.versions = now


@pytest.mark.django_db
def test_life_of_work_plans() -> None:
    """Many random lives; a failing one is printed as a program."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        WorkPlanLife,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=slow, database=None
        ),
    )
