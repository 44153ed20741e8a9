"""Editions, feedback, work plans, promotion over the API: every verb and refusal, retries that do nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from rest_framework.test import APIClient

from masterplan.plan.models import Edition, Feedback, MasterPlan, Program, QuickWin
from masterplan.plan.services.editions import freeze_edition, prepare_edition
from masterplan.plan.services.feedback import answer_feedback, give_feedback
from opd.agencies.models import Opd
from opd.renja.models import BlockerWaiver, Realisation, ReviewNote, WorkPlan, WorkPlanLine
from solok_smartcity.kit.models import RememberedAnswer
from tests.cast import Cast
from tests.doors.apihelp import API, address, assert_bad_input, assert_refused, seen
from tests.renja.plans import COMPLETE, YEAR, a_line, do, new_plan, plan_in, set_window

Api = Callable[[Any], APIClient]
Make = Callable[[Cast], Any]
REASON = "Alasan uji"


def a_feedback(cast: Cast) -> Feedback:
    """An unanswered feedback of DINKES."""
    return give_feedback(actor=cast.planner, quick_win=QuickWin.objects.get(code="QW-01"), stance="change", text="Uji")


def answered(cast: Cast) -> Feedback:
    """A feedback with its answer."""
    feedback = a_feedback(cast)
    return answer_feedback(feedback.pk, actor=cast.editor, version=1, outcome="accepted", reason=REASON)


def an_edition(cast: Cast) -> Edition:
    """A prepared edition."""
    return prepare_edition(actor=cast.editor, plan=MasterPlan.objects.current(), title="Uji")


def frozen(cast: Cast) -> Edition:
    """A frozen edition."""
    return freeze_edition(an_edition(cast).pk, actor=cast.editor, version=1)


def plan(state: str) -> Make:
    """A work plan of DINKES in a state."""
    return lambda cast: plan_in(state, cast)


def blocked(cast: Cast) -> WorkPlan:
    """A plan under review whose line has no unit."""
    return plan_in("in_review", cast, rows=[a_line(unit="")])


@dataclass(frozen=True)
class Case:
    """One verb at its address: who may, who may not (403), who does not know of it (404), from where to where."""

    kind: str
    path: str
    verb: str
    make: Make
    actor: str
    wrong: str
    outsider: str
    wrong_state: Make
    after: str
    body: dict[str, Any] = field(default_factory=dict)
    needs_reason: bool = False

    @property
    def sent(self) -> dict[str, Any]:
        """The body of a request that goes through."""
        line = {"line": WorkPlanLine.objects.latest("pk").pk} if "code" in self.body else {}
        return {**self.body, **line, **({"reason": REASON} if self.needs_reason else {})}


W, F, E = "work-plans", "feedback", "editions"
# Outcome as sent and as state, verb.
ANSWERS = [("accepted", "accept"), ("partly", "accept_partly"), ("declined", "decline")]
CASES = [
    Case(W, "submit", "submit", plan("draft"), "head", "planner", "other_planner", plan("in_review"), "submitted"),
    Case(W, "withdraw", "withdraw", plan("submitted"), "head", "reviewer", "reader", plan("in_review"), "draft"),
    Case(W, "start-review", "start_review", plan("submitted"), "reviewer", "head", "legal", plan("draft"), "in_review"),
    Case(
        W,
        "return",
        "return",
        plan("in_review"),
        "reviewer",
        "head",
        "other_planner",
        plan("submitted"),
        "returned",
        {},
        True,
    ),
    Case(
        W,
        "waive",
        "waive",
        blocked,
        "reviewer",
        "planning_head",
        "other_planner",
        plan("submitted"),
        "in_review",
        {"code": "UNIT_MISSING"},
        True,
    ),
    Case(
        W, "verify", "verify", plan("in_review"), "reviewer", "administrator", "reader", plan("submitted"), "verified"
    ),
    Case(
        W,
        "finalize",
        "finalize",
        plan("verified"),
        "planning_head",
        "reviewer",
        "other_planner",
        plan("in_review"),
        "final",
    ),
    Case(
        W,
        "reopen",
        "reopen",
        plan("final"),
        "planning_head",
        "head",
        "other_planner",
        plan("in_review"),
        "final",
        {},
        True,
    ),
    *(
        Case(
            F,
            "answer",
            verb,
            a_feedback,
            "editor",
            "planner",
            "other_planner",
            answered,
            outcome,
            {"outcome": outcome},
            True,
        )
        for outcome, verb in ANSWERS
    ),
    Case(F, "waive", "waive", a_feedback, "administrator", "head", "legal", answered, "waived", {}, True),
    Case(E, "freeze", "freeze", an_edition, "editor", "reviewer", "planner", frozen, "frozen"),
    Case(E, "adopt", "adopt", frozen, "editor", "reader", "", an_edition, "adopted", {}, True),
]
ALL = pytest.mark.parametrize("case", CASES, ids=[f"{case.kind}-{case.verb}" for case in CASES])


def post(client: APIClient, url: str, body: Any, tag: str | None = None, key: str | None = None) -> Any:
    """A POST with or without ``If-Match`` and ``Idempotency-Key``."""
    headers = {} if tag is None else {"If-Match": tag}
    if key is not None:
        headers["Idempotency-Key"] = key
    return client.post(url, body, format="json", headers=headers)


def place(case: Case, record: Any) -> tuple[str, str]:
    """Address of the record and of the verb."""
    home = address(case.kind, str(record.pk))
    return home, f"{home}{case.path}/"


def trace(record: Any) -> tuple[Any, ...]:
    """What a verb changes."""
    fresh = type(record).objects.get(pk=record.pk)
    return fresh.state, fresh.version, fresh.log.count(), fresh.history.count()


def action(client: APIClient, home: str, verb: str) -> dict[str, Any]:
    """What the record says of a verb to this person."""
    row = client.get(home).json()
    return next(item for item in row["allowed_actions"] if item["verb"] == verb)


@ALL
def test_success(cast: Cast, api: Api, case: Case) -> None:
    """The verb is offered, does its work once, and answers with the record as it is then, with its tag."""
    record = case.make(cast)
    client, (home, url) = api(getattr(cast, case.actor)), place(case, record)
    offered = action(client, home, case.verb)
    told = [offered[name] for name in ("allowed", "code", "reason", "needs_reason")]
    assert told == [True, "ok", "", case.needs_reason]
    before = trace(record)
    answer = post(client, url, case.sent, seen(client, home))
    assert answer.status_code == 200, answer.content
    state, version, log, history = trace(record)
    assert (state, version, log, history) == (case.after, before[1] + 1, before[2] + 1, before[3] + 1)
    entry = record.log.first()
    person = getattr(cast, case.actor)
    assert (entry.verb, entry.actor, entry.actor_name, entry.before) == (case.verb, person, person.label, before[0])
    assert entry.reason == (REASON if case.needs_reason else "")
    if case.verb == "reopen":  # answers with the new plan
        assert (answer.json()["previous"], answer.json()["state"], answer.json()["round"]) == (
            record.pk,
            "draft",
            "perubahan",
        )
    else:
        assert (answer.json()["id"], answer.json()["state"], answer.json()["version"]) == (record.pk, state, version)
    assert "Idempotency-Replayed" not in answer.headers
    again = client.get(address(case.kind, str(answer.json()["id"])))
    if again.status_code == 200:
        assert (again.json(), again.headers["ETag"]) == (answer.json(), answer.headers["ETag"])


@ALL
def test_wrong_role(cast: Cast, api: Api, case: Case) -> None:
    """403 with the sentence that the record itself tells; rights come before version and body."""
    record = case.make(cast)
    client, (home, url) = api(getattr(cast, case.wrong)), place(case, record)
    told = action(client, home, case.verb)
    before = trace(record)
    for tag, body in ((seen(client, home), case.sent), (None, {}), ('"lain-1-1"', {"tidak": "ada"})):
        body = assert_refused(post(client, url, body, tag, "kunci-salah-peran"), 403)
        assert (body["code"], body["detail"]) == (told["code"], told["reason"])
    assert told["allowed"] is False
    assert trace(record) == before
    assert not RememberedAnswer.objects.exists()


@ALL
def test_outsider(cast: Cast, api: Api, case: Case) -> None:
    """404 for whoever may not know of the record, 401 for nobody; the same as for a record that is not there."""
    record = case.make(cast)
    home, url = place(case, record)
    tag, before = seen(api(getattr(cast, case.actor)), home), trace(record)
    assert_refused(post(api(None), url, case.sent, tag), 401)
    if case.outsider:
        client = api(getattr(cast, case.outsider))
        missing = address(case.kind, "99999999")
        for known, unknown in ((home, missing), (url, f"{missing}{case.path}/")):
            ask = client.get if known == home else lambda place, who=client: post(who, place, case.sent, tag)
            assert assert_refused(ask(known), 404) == assert_refused(ask(unknown), 404)
        assert str(record.pk) not in {str(row["id"]) for row in client.get(address(case.kind)).json()["results"]}
    assert trace(record) == before


@ALL
def test_wrong_state(cast: Cast, api: Api, case: Case) -> None:
    """409 with the sentence that the record itself tells."""
    record = case.wrong_state(cast)
    client, (home, url) = api(getattr(cast, case.actor)), place(case, record)
    told, before = action(client, home, case.verb), trace(record)
    assert (told["allowed"], told["code"]) == (False, "wrong_state")
    body = assert_refused(post(client, url, case.sent, seen(client, home), "kunci"), 409)
    assert (body["code"], body["detail"]) == (told["code"], told["reason"])
    assert trace(record) == before
    assert not RememberedAnswer.objects.exists()


@ALL
def test_versions(cast: Cast, api: Api, case: Case) -> None:
    """412 for an old version and for another record's, 428 without version or with ``*``."""
    record = case.make(cast)
    client, (home, url) = api(getattr(cast, case.actor)), place(case, record)
    tag, before = seen(client, home), trace(record)
    model, pk, version, _ = tag.strip('"').split("-")
    for sent, status in (
        (f'"{model}-{pk}-{int(version) + 1}"', 412),
        (f'"{model}-{int(pk) + 1}-{version}"', 412),
        (f'"program-{pk}-{version}"', 412),
        ("tanpa-bentuk", 412),
        (None, 428),
        ("*", 428),
        ("", 428),
    ):
        assert_refused(post(client, url, case.sent, sent), status)
    assert trace(record) == before


@pytest.mark.parametrize("reason", [None, "", "   \n"])
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.needs_reason], ids=lambda case: f"{case.kind}-{case.verb}"
)
def test_missing_reason(cast: Cast, api: Api, case: Case, reason: str | None) -> None:
    """400 without a reason where one is needed."""
    record = case.make(cast)
    client, (home, url) = api(getattr(cast, case.actor)), place(case, record)
    before = trace(record)
    body = {name: value for name, value in case.sent.items() if name != "reason"}
    body |= {} if reason is None else {"reason": reason}
    assert_refused(post(client, url, body, seen(client, home)), 400)
    assert trace(record) == before


@ALL
def test_bodies_that_are_refused(cast: Cast, api: Api, case: Case) -> None:
    """Unknown fields, endless reasons and bodies that are no objects change nothing."""
    record = case.make(cast)
    client, (home, url) = api(getattr(cast, case.actor)), place(case, record)
    before, tag = trace(record), seen(client, home)
    assert_bad_input(post(client, url, {**case.sent, "tidak_ada": 1}, tag), "tidak_ada")
    assert_bad_input(post(client, url, {**case.sent, "reason": "x" * 2001}, tag), "reason")
    for body in ([], "teks", 7, [case.sent]):
        assert_refused(post(client, url, body, tag), 400)
    assert trace(record) == before


@ALL
def test_a_retry_does_nothing_twice(cast: Cast, api: Api, case: Case) -> None:
    """The same key gets the same answer, marked as repeated; the log has one entry, nothing new came to be."""
    record = case.make(cast)
    client, (home, url) = api(getattr(cast, case.actor)), place(case, record)
    tag, before, count = seen(client, home), trace(record), type(record).objects.count()
    first = post(client, url, case.sent, tag, "kunci-1")
    assert first.status_code == 200, first.content
    after, made = trace(record), type(record).objects.count()
    for sent in (tag, None, first.headers["ETag"]):  # whatever it says it saw
        again = post(client, url, case.sent, sent, "kunci-1")
        assert (again.status_code, again.json(), again.headers["ETag"]) == (200, first.json(), first.headers["ETag"])
        assert again.headers["Idempotency-Replayed"] == "true"
    assert trace(record) == after
    assert after[2] == before[2] + 1
    assert type(record).objects.count() == made == count + (case.verb == "reopen")
    other = post(client, url, {**case.sent, "reason": "Alasan lain"}, tag, "kunci-1")
    assert assert_refused(other, 422)["code"] == "idempotency_key_reused"
    assert trace(record) == after


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 101, "kunci\tbaru", "kunci-é"])
def test_keys_that_are_none(cast: Cast, api: Api, key: str) -> None:
    """A key of the wrong form is told, and nothing is done."""
    record = a_feedback(cast)
    client, home = api(cast.editor), address("feedback", str(record.pk))
    before = trace(record)
    answer = post(client, f"{home}waive/", {"reason": REASON}, seen(client, home), key)
    assert assert_refused(answer, 400)["code"] == "idempotency_key"
    assert trace(record) == before
    assert not RememberedAnswer.objects.exists()


def test_the_longest_key(cast: Cast, api: Api) -> None:
    """A hundred characters, of any printable sort, are a key."""
    record = a_feedback(cast)
    client, home = api(cast.editor), address("feedback", str(record.pk))
    answer = post(client, f"{home}waive/", {"reason": REASON}, seen(client, home), '!"~' + "x" * 97)
    assert answer.status_code == 200


def test_a_refused_verb_leaves_its_key_free(cast: Cast, api: Api) -> None:
    """Whatever was refused, for rights, version, state or body: the same key can be used when it is right."""
    record = plan_in("draft", cast)
    home = address("work-plans", str(record.pk))
    head, url = api(cast.head), f"{home}submit/"
    tag = seen(head, home)
    assert_refused(post(head, url, {}, '"workplan-1-99"', "k"), 412)
    assert_refused(post(head, url, {}, None, "k"), 428)
    assert_refused(post(head, url, {"tidak_ada": 1}, tag, "k"), 400)
    set_window().delete()
    assert_refused(post(head, url, {}, tag, "k"), 409)
    set_window()
    assert not RememberedAnswer.objects.exists()
    answer = post(head, url, {}, tag, "k")
    assert (answer.status_code, answer.json()["state"]) == (200, "submitted")
    assert post(head, url, {}, tag, "k").headers["Idempotency-Replayed"] == "true"
    assert record.log.filter(verb="submit").count() == 1


def test_one_key_is_one_request(cast: Cast, api: Api) -> None:
    """The key of one address is refused at another one."""
    one, two = a_feedback(cast), a_feedback(cast)
    client = api(cast.editor)
    for record, status in ((one, 200), (two, 422)):
        home = address("feedback", str(record.pk))
        answer = post(client, f"{home}waive/", {"reason": REASON}, seen(client, home), "sama")
        assert answer.status_code == status
    assert trace(two)[0] == "open"


def test_keys_of_people_are_apart(cast: Cast, api: Api) -> None:
    """Two people may use the same key: each is a request of its own."""
    one, two = a_feedback(cast), a_feedback(cast)
    for record, person in ((one, cast.editor), (two, cast.administrator)):
        home, client = address("feedback", str(record.pk)), api(person)
        answer = post(client, f"{home}waive/", {"reason": REASON}, seen(client, home), "sama")
        assert (answer.status_code, answer.json()["id"]) == (200, record.pk)
        assert "Idempotency-Replayed" not in answer.headers
    assert RememberedAnswer.objects.filter(key="sama").count() == 2


def test_without_a_key_nothing_is_remembered(cast: Cast, api: Api) -> None:
    """Then a repeated verb is a second request, and is told that the state has changed."""
    record = a_feedback(cast)
    client, home = api(cast.editor), address("feedback", str(record.pk))
    assert post(client, f"{home}waive/", {"reason": REASON}, seen(client, home)).status_code == 200
    assert_refused(post(client, f"{home}waive/", {"reason": REASON}, seen(client, home)), 409)
    assert not RememberedAnswer.objects.exists()


# New records: resource, who, body, who may not, what is counted.
CREATES: list[tuple[str, str, Callable[[], dict[str, Any]], str, type]] = [
    ("editions", "editor", lambda: {"title": "Edisi uji", "note": "Catatan"}, "planner", Edition),
    ("feedback", "planner", lambda: {"quick_win": "QW-01", "stance": "objection", "text": "Uji"}, "editor", Feedback),
    ("work-plans", "planner", lambda: {"year": YEAR, "round": "rancangan"}, "reviewer", WorkPlan),
]


@pytest.mark.parametrize(("kind", "part", "body", "wrong", "model"), CREATES)
def test_create(cast: Cast, api: Api, kind: str, part: str, body: Any, wrong: str, model: type) -> None:
    """A new record, once for a key; 403 for the others; faults are named."""
    url, count = address(kind), model.objects.count()
    assert_refused(post(api(None), url, body()), 401)
    assert assert_refused(post(api(getattr(cast, wrong)), url, body()), 403)["code"] != "permission_denied"
    assert_bad_input(post(api(getattr(cast, part)), url, {**body(), "tidak_ada": 1}), "tidak_ada")
    assert_bad_input(post(api(getattr(cast, part)), url, {}))
    assert model.objects.count() == count
    client = api(getattr(cast, part))
    first = post(client, url, body(), key="baru")
    assert first.status_code == 201, first.content
    again = post(client, url, body(), key="baru")
    assert (again.status_code, again.json(), again.headers["ETag"]) == (201, first.json(), first.headers["ETag"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert model.objects.count() == count + 1
    row = client.get(address(kind, str(first.json()["id"])))
    assert (row.json(), row.headers["ETag"]) == (first.json(), first.headers["ETag"])
    made = model.objects.get(pk=first.json()["id"])
    assert [entry.verb for entry in made.log.all()] == ["create"]


def test_what_cannot_begin(cast: Cast, api: Api) -> None:
    """A second plan of one round, a change without reopening, a copy of another agency's, a second draft edition."""
    client, url = api(cast.planner), address("work-plans")
    body = {"year": YEAR, "round": "rancangan"}
    assert post(client, url, body).status_code == 201
    assert_refused(post(client, url, body), 400)
    assert_bad_input(post(client, url, {**body, "round": "perubahan"}), "round")
    assert_bad_input(post(client, url, {**body, "year": 1999}), "year")
    foreign = new_plan(cast.other_planner)
    assert_refused(post(client, url, {"year": YEAR + 1, "round": "rancangan", "copy_from": foreign.pk}), 404)
    an_edition(cast)
    assert_refused(post(api(cast.editor), address("editions"), {"title": "Kedua"}), 400)


def test_feedback_on_what_is_hidden(cast: Cast, api: Api) -> None:
    """Neither a retired quick win nor another agency's draft takes feedback; the draft is as if it were not there."""
    client, url = api(cast.other_planner), address("feedback")
    QuickWin.objects.filter(code="QW-01").update(state="retired")
    body = {"quick_win": "QW-01", "stance": "support", "text": "Uji"}
    assert assert_refused(post(client, url, body), 403)["code"] == "retired"
    QuickWin.objects.filter(code="QW-12").update(state="draft")
    hidden = post(client, url, {**body, "quick_win": "QW-12"})
    unknown = post(client, url, {**body, "quick_win": "QW-99"})
    assert hidden.status_code == unknown.status_code
    assert Feedback.objects.count() == 0


# --- Promotion -----------------------------------------------------------------------------------


def test_promotion(cast: Cast, api: Api) -> None:
    """A quick win becomes a draft program once; each knows of the other."""
    client, home = api(cast.editor), address("quick-wins", "QW-12")
    url, tag = f"{home}promote/", seen(client, home)
    for part in ("planner", "head", "reviewer", "planning_head", "legal", "reader"):
        assert assert_refused(post(api(getattr(cast, part)), url, {"reason": REASON}, tag), 403)["code"] == "not_editor"
    assert_refused(post(client, f"{address('quick-wins', 'QW-99')}promote/", {"reason": REASON}, tag), 404)
    assert_refused(post(client, url, {"reason": REASON}), 428)
    assert_refused(post(client, url, {"reason": REASON}, '"quickwin-12-99"'), 412)
    for reason in ({}, {"reason": ""}, {"reason": "  "}):
        assert_refused(post(client, url, reason, tag), 400)
    assert_refused(post(client, url, {"reason": REASON, "code": "GOV-1-01"}, tag), 400)  # taken
    assert_bad_input(post(client, url, {"reason": REASON, "tidak_ada": 1}, tag), "tidak_ada")
    assert Program.objects.filter(state="draft").count() == 0
    first = post(client, url, {"reason": REASON}, tag, "angkat")
    assert first.status_code == 201, first.content
    again = post(client, url, {"reason": REASON}, tag, "angkat")
    assert (again.status_code, again.json(), again.headers["Idempotency-Replayed"]) == (201, first.json(), "true")
    program = Program.objects.get(state="draft")
    assert (first.json()["code"], first.json()["state"]) == (program.code, "draft")
    assert client.get(address("programs", program.code)).headers["ETag"] == first.headers["ETag"]
    assert QuickWin.objects.get(code="QW-12").promoted_to == program
    assert_refused(post(client, url, {"reason": REASON, "code": "UJI-1"}, seen(client, home)), 409)
    QuickWin.objects.filter(code="QW-01").update(state="retired")
    other = address("quick-wins", "QW-01")
    assert_refused(post(client, f"{other}promote/", {"reason": REASON}, seen(client, other)), 409)


# --- Lines and notes of a work plan ----------------------------------------------------------------


def line_body(**changes: Any) -> dict[str, Any]:
    """A line as the API takes it."""
    return a_line(**{**COMPLETE, "programs": ["LIV-2-01"], "quick_wins": ["QW-12"], **changes})


def lines_of(record: WorkPlan) -> tuple[Any, ...]:
    """What adding or changing lines changes."""
    fresh = WorkPlan.objects.get(pk=record.pk)
    return fresh.version, list(fresh.lines.order_by("pk").values_list("pk", "version")), WorkPlanLine.history.count()


def test_lines_are_added(cast: Cast, api: Api) -> None:
    """All or none, at the end, with what they serve; once for a key."""
    record = new_plan(cast.planner, rows=[])
    client, home = api(cast.planner), address("work-plans", str(record.pk))
    url, tag = f"{home}lines/", seen(client, home)
    two = {"lines": [line_body(), line_body(name="Kedua", programs=[], quick_wins=[])]}
    first = post(client, url, two, tag, "baris")
    assert first.status_code == 201, first.content
    assert post(client, url, two, tag, "baris").headers["Idempotency-Replayed"] == "true"
    rows = client.get(url).json()
    assert [(row["name"], row["programs"], row["quick_wins"]) for row in rows] == [
        (COMPLETE["name"], ["LIV-2-01"], ["QW-12"]),
        ("Kedua", [], []),
    ]
    assert first.headers["ETag"] == seen(client, home) != tag
    before = lines_of(record)
    for body, status in (
        ({"lines": []}, 400),
        ({"lines": [line_body(), {"name": "Tanpa kode"}]}, 400),
        ({}, 400),
        ({"lines": [line_body(), line_body(sub_kegiatan_code="1.02")]}, 400),
        ({"lines": [line_body(amount=-1)]}, 400),
        ({"lines": [line_body(programs=["TIDAK-ADA"])]}, 400),
        ({"lines": [line_body()] * 501}, 400),
        ({"lines": [line_body(state="final")]}, 400),
        ({"lines": [line_body(target="NaN")]}, 400),
    ):
        assert_refused(post(client, url, body, seen(client, home)), status)
    assert_refused(post(client, url, two, tag), 412)
    assert_refused(post(client, url, two), 428)
    assert_refused(post(api(cast.reviewer), url, two, seen(client, home)), 403)
    assert_refused(post(api(cast.other_planner), url, two, seen(client, home)), 404)
    assert lines_of(record) == before
    WorkPlan.objects.filter(pk=record.pk).update(state="submitted")
    assert_refused(post(client, url, two, seen(client, home)), 409)


def test_a_line_has_its_own_version(cast: Cast, api: Api) -> None:
    """Changed and removed with ``If-Match`` of the line; the plan's version moves with it."""
    record = new_plan(cast.planner, rows=[a_line(), a_line(name="Kedua")])
    client, home = api(cast.planner), address("work-plans", str(record.pk))
    line = record.lines.first()
    url, plan_tag = f"{home}lines/{line.pk}/", seen(client, home)
    tag, before = seen(client, url), lines_of(record)

    def write(who: APIClient, method: str, body: Any = None, sent: str | None = None) -> Any:
        headers = {} if sent is None else {"If-Match": sent}
        return getattr(who, method)(url, body, format="json", headers=headers)

    for method in ("patch", "delete"):
        assert_refused(write(api(cast.reviewer), method, {"name": "x"}, tag), 403)
        assert_refused(write(api(cast.other_planner), method, {"name": "x"}, tag), 404)
        assert_refused(write(client, method, {"name": "x"}), 428)
        assert_refused(write(client, method, {"name": "x"}, plan_tag), 412)
    assert_refused(write(client, "patch", {"position": 7}, tag), 400)
    assert_refused(write(client, "patch", {"sub_kegiatan_code": "7"}, tag), 400)
    assert lines_of(record) == before
    changed = write(client, "patch", {"amount": 7, "quick_wins": ["QW-01"]}, tag)
    assert (changed.status_code, changed.json()["amount"], changed.json()["quick_wins"]) == (200, 7, ["QW-01"])
    assert seen(client, home) != plan_tag
    assert_refused(write(client, "patch", {"amount": 8}, tag), 412)
    elsewhere = new_plan(cast.planner, year=YEAR + 1)
    assert_refused(client.get(f"{address('work-plans', str(elsewhere.pk))}lines/{line.pk}/"), 404)
    WorkPlan.objects.filter(pk=record.pk).update(state="submitted")
    for method in ("patch", "delete"):
        assert_refused(write(client, method, {"amount": 9}, changed.headers["ETag"]), 409)
    WorkPlan.objects.filter(pk=record.pk).update(state="draft")
    assert write(client, "delete", None, changed.headers["ETag"]).status_code == 204
    assert_refused(client.get(url), 404)
    assert record.lines.count() == 1


@pytest.mark.parametrize("kind", ["programs", "quick_wins"])
def test_a_line_serves_only_what_its_writer_may_know(cast: Cast, api: Api, kind: str) -> None:
    """A draft of another agency is no known code, neither for a new line nor for a change."""
    model, code = (Program, "GOV-1-01") if kind == "programs" else (QuickWin, "QW-01")
    model.objects.filter(code=code).update(state="draft", lead_opd=Opd.objects.get(code="DISHUB"))
    record = new_plan(cast.planner)
    client, home = api(cast.planner), address("work-plans", str(record.pk))
    line = f"{home}lines/{record.lines.get().pk}/"
    assert_bad_input(post(client, f"{home}lines/", {"lines": [line_body(**{kind: [code]})]}, seen(client, home)))
    changed = client.patch(line, {kind: [code]}, format="json", headers={"If-Match": seen(client, line)})
    assert_bad_input(changed)


def test_completeness(cast: Cast, api: Api) -> None:
    """What a plan lacks is told with code, sentence, line and whether it stands in the way."""
    record = new_plan(cast.planner, rows=[a_line(unit="", location="")])
    client, url = api(cast.planner), f"{address('work-plans', str(record.pk))}completeness/"
    found = {(row["code"], row["is_blocker"], row["number"]) for row in client.get(url).json()}
    assert found == {("UNIT_MISSING", True, 1), ("LOCATION_MISSING", False, 1)}
    assert_refused(api(cast.other_planner).get(url), 404)


def test_notes(cast: Cast, api: Api) -> None:
    """A reviewer writes notes while reviewing, once for a key; the agency answers each when the plan is back."""
    record = plan_in("in_review", cast)
    home = address("work-plans", str(record.pk))
    url, line = f"{home}notes/", record.lines.get()
    body = {"text": "Perbaiki satuan", "line": line.pk}
    reviewer, planner = api(cast.reviewer), api(cast.planner)
    assert_refused(post(planner, url, body), 403)
    assert_refused(post(api(cast.planning_head), url, body), 403)
    assert_refused(post(api(cast.other_planner), url, body), 404)
    for wrong in ({}, {"text": "  "}, {**body, "tidak_ada": 1}):
        assert_refused(post(reviewer, url, wrong), 400)
    assert_refused(post(reviewer, url, {**body, "line": 99999999}), 404)
    made = post(reviewer, url, body, key="catatan")
    assert (made.status_code, made.json()["line"], made.json()["text"]) == (201, line.pk, "Perbaiki satuan")
    assert post(reviewer, url, body, key="catatan").headers["Idempotency-Replayed"] == "true"
    assert ReviewNote.objects.count() == 1
    answer = f"{url}{made.json()['id']}/answer/"
    tag, text = made.headers["ETag"], {"answer": "Sudah diperbaiki"}
    assert_refused(post(planner, answer, text, tag), 409)  # still under review
    do("return", record, cast.reviewer)
    assert_refused(post(reviewer, url, body), 409)
    assert_refused(post(reviewer, answer, text, tag), 403)
    assert_refused(post(api(cast.other_planner), answer, text, tag), 404)
    assert_refused(post(planner, answer, text), 428)
    assert_refused(post(planner, answer, text, '"reviewnote-1-99"'), 412)
    for wrong in ({}, {"answer": " "}, {**text, "tidak_ada": 1}):
        assert_refused(post(planner, answer, wrong, tag), 400)
    done = post(planner, answer, text, tag, "jawab")
    assert (done.status_code, done.json()["answer"]) == (200, "Sudah diperbaiki")
    assert post(planner, answer, text, tag, "jawab").headers["Idempotency-Replayed"] == "true"
    assert ReviewNote.objects.get().version == 2
    assert_refused(post(planner, answer, {"answer": "Lagi"}, tag), 412)


def test_a_return_carries_its_notes(cast: Cast, api: Api) -> None:
    """Notes come with the return, or nothing does."""
    record = plan_in("in_review", cast)
    client, home = api(cast.reviewer), address("work-plans", str(record.pk))
    before = trace(record)
    bad = {"reason": REASON, "notes": [{"text": "Baik"}, {"text": "x", "line": 99999999}]}
    assert_refused(post(client, f"{home}return/", bad, seen(client, home)), 404, 400)
    assert (trace(record), ReviewNote.objects.count()) == (before, 0)
    good = {"reason": REASON, "notes": [{"text": "Baik"}, {"text": "Ubah", "line": record.lines.get().pk}]}
    assert post(client, f"{home}return/", good, seen(client, home)).status_code == 200
    assert list(ReviewNote.objects.values_list("text", flat=True)) == ["Baik", "Ubah"]


def test_a_waiver_names_a_real_blocker(cast: Cast, api: Api) -> None:
    """A blocker that is not there cannot be waived; a waived one no longer stands in the way."""
    record = blocked(cast)
    client, home = api(cast.reviewer), address("work-plans", str(record.pk))
    line = record.lines.get().pk
    assert action(client, home, "verify")["code"] == "open_blockers"
    assert assert_refused(post(client, f"{home}verify/", {}, seen(client, home)), 409)["code"] == "open_blockers"
    for body in ({"code": "TIDAK_ADA"}, {"code": "UNIT_MISSING", "line": 99999999}, {}):
        assert_refused(post(client, f"{home}waive/", {**body, "reason": REASON}, seen(client, home)), 400)
    assert BlockerWaiver.objects.count() == 0
    sent = {"code": "UNIT_MISSING", "line": line, "reason": REASON}
    assert post(client, f"{home}waive/", sent, seen(client, home)).status_code == 200
    assert_refused(post(client, f"{home}waive/", sent, seen(client, home)), 400)  # once
    assert action(client, home, "verify")["allowed"] is True


# --- Guards and reading ----------------------------------------------------------------------------


def test_guards_tell_what_is_lacking(cast: Cast, api: Api) -> None:
    """Window, lines, minutes, open feedback: refused with 409, and told beforehand with the same words."""
    empty = new_plan(cast.planner, rows=[])
    unclosed = plan_in("in_review", cast, year=YEAR + 1)
    do("verify", unclosed, cast.reviewer)
    a_feedback(cast)
    edition = an_edition(cast)
    for kind, record, person, verb, path, code in (
        (W, empty, cast.head, "submit", "submit", "no_window"),
        (W, unclosed, cast.planning_head, "finalize", "finalize", "no_minutes"),
        (E, edition, cast.editor, "freeze", "freeze", "open_feedback"),
    ):
        client, home = api(person), address(kind, str(record.pk))
        told = action(client, home, verb)
        assert (told["allowed"], told["code"]) == (False, code)
        body = assert_refused(post(client, f"{home}{path}/", {}, seen(client, home)), 409)
        assert (body["code"], body["detail"]) == (code, told["reason"])
    set_window()
    assert action(api(cast.head), address(W, str(empty.pk)), "submit")["code"] == "no_lines"


@pytest.mark.parametrize(
    ("kind", "query", "count"),
    [
        (W, {"opd": "DINKES", "year": YEAR}, 1),
        (W, {"state": "draft"}, 1),
        (W, {"round": "perubahan"}, 0),
        (W, {"year": YEAR, "search": "dinas kesehatan"}, 1),
        (F, {"opd": "DINKES"}, 1),
        (F, {"stance": "support"}, 0),
        (F, {"quick_win": "QW-01", "state": "open"}, 1),
        (F, {"search": "tidakada"}, 0),
        (E, {"state": "draft"}, 1),
        (E, {"state": "adopted"}, 0),
    ],
)
def test_filters(cast: Cast, api: Api, kind: str, query: dict[str, Any], count: int) -> None:
    """Filters and search give what they describe."""
    new_plan(cast.planner)
    a_feedback(cast)
    an_edition(cast)
    answer = api(cast.administrator).get(address(kind), query)
    assert (answer.status_code, answer.json()["count"]) == (200, count)


@pytest.mark.parametrize(
    ("kind", "query"),
    [(W, {"state": "x"}), (W, {"year": "kapan"}), (W, {"round": "x"}), (F, {"stance": "x"}), (E, {"state": "x"})],
)
def test_wrong_filters(cast: Cast, api: Api, kind: str, query: dict[str, str]) -> None:
    """A filter value that cannot be is an error that names the filter."""
    assert_bad_input(api(cast.administrator).get(address(kind), query), *query)


@pytest.mark.parametrize("kind", [W, F, E, "realisations"])
@pytest.mark.parametrize("key", ["0", "99999999", "9" * 30, "abc", "-1", "%00"])
def test_records_that_are_not_there(cast: Cast, api: Api, kind: str, key: str) -> None:
    """404 in the form of the API, whatever stands in the address; nothing is deleted or overwritten."""
    client = api(cast.administrator)
    assert_refused(client.get(address(kind, key)), 404)
    assert_refused(client.put(address(kind, key), {}), 404, 405)
    assert_refused(client.delete(address(kind, key)), 404, 405)


def test_tags_of_details(cast: Cast, api: Api) -> None:
    """A detail asked for again with its tag is 304."""
    for kind, record in ((W, new_plan(cast.planner)), (F, a_feedback(cast)), (E, an_edition(cast))):
        client, home = api(cast.administrator), address(kind, str(record.pk))
        tag = seen(client, home)
        assert client.get(home, headers={"If-None-Match": tag}).status_code == 304


# --- Realisation -----------------------------------------------------------------------------------


def test_realisation(cast: Cast, api: Api) -> None:
    """Reported by the leading agency while the quarter is open; corrected with the version seen; once for a key."""
    Realisation.objects.all().delete()
    program = Program.objects.filter(lead_opd__code="DINKES", state="active").first()
    url, year = f"{API}realisations/", YEAR
    body = {"program": program.code, "year": year, "quarter": 1, "value": "12.5", "money": 7}
    client = api(cast.planner)
    assert_refused(post(client, url, body), 409)  # no window
    _open_quarter(year)
    for part in ("other_planner", "editor", "reviewer", "reader", "legal"):
        assert_refused(post(api(getattr(cast, part)), url, body), 403)
    for wrong in (
        {"quarter": 5},
        {"money": -1},
        {"value": "-1"},
        {"line": 1},
        {"program": "TIDAK-ADA"},
        {"light": "hijau"},
    ):
        assert_refused(post(client, url, {**body, **wrong}), 400)
    first = post(client, url, body, key="lapor")
    assert (first.status_code, first.json()["value"], first.json()["money"]) == (201, "12.5", 7)
    assert post(client, url, body, key="lapor").headers["Idempotency-Replayed"] == "true"
    assert Realisation.objects.count() == 1
    changed = {**body, "money": 8}
    assert_refused(post(client, url, changed), 428)
    assert_refused(post(client, url, changed, '"realisation-1-99"'), 412)
    done = post(client, url, changed, first.headers["ETag"])
    assert (done.status_code, done.json()["money"], done.json()["version"]) == (200, 8, 2)
    home = f"{url}{done.json()['id']}/"
    assert api(cast.reader).get(home).status_code == 200
    for part in ("legal", "other_planner"):
        assert_refused(api(getattr(cast, part)).get(home), 404)


def _open_quarter(year: int) -> None:
    window = set_window(year)
    type(window).objects.create(
        plan_year=year, stage="realisasi", round="", quarter=1, opens_on=window.opens_on, closes_on=window.closes_on
    )
