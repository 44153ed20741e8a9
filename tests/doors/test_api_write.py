"""Writing through the API: rights, versions, history, and input that is refused."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from masterplan.plan.models import Program, ProgramYear
from tests.cast import PARTS, Cast
from tests.doors.apihelp import (
    KINDS,
    MODELS,
    REASON,
    SAMPLES,
    address,
    assert_bad_input,
    assert_refused,
    codes,
    footprint,
    new_body,
    patch,
    seen,
)

Api = Callable[[Any], APIClient]
WRITERS = ("editor", "administrator")
OTHERS = tuple(part for part in PARTS if part not in WRITERS)
TAGS = ("seen", "stale", "missing", "any", "foreign")
# Who sees a draft of DINKES; of these who may write it.
DRAFT_READERS = {"editor", "administrator", "reviewer", "planning_head", "planner", "head"}
# What each write changes.
CHANGES = {"programs": "unit", "quick-wins": "description", "action-plans": "indicator", "dimensions": "legal_name"}


def tag_of(which: str, tag: str) -> str | None:
    """An ``If-Match`` of some kind, made from the tag of the record."""
    model, pk, version, _content = tag.strip('"').split("-")
    return {
        "seen": tag,
        "stale": f'"{model}-{pk}-{int(version) + 7}"',
        "missing": None,
        "any": "*",
        "foreign": f'"{model}-{int(pk) + 1}-{version}"',
    }[which]


def body_of(kind: str) -> dict[str, Any]:
    """A valid change of a record."""
    return {CHANGES[kind]: "Nilai baru", "reason": REASON}


@pytest.mark.parametrize("part", WRITERS)
@pytest.mark.parametrize("kind", MODELS)
def test_editors_write(cast: Cast, api: Api, part: str, kind: str) -> None:
    """Editors and administrators change a record; its version and its tag move on, history says who and why."""
    person, url = getattr(cast, part), address(kind, SAMPLES[kind])
    client = api(person)
    before, tag = client.get(url).json(), seen(client, url)
    answer = patch(client, url, body_of(kind), tag)
    assert answer.status_code == 200, answer.content
    after = client.get(url)
    assert after.json() == answer.json()
    assert after.json()["version"] == before["version"] + 1
    assert after.headers["ETag"] == answer.headers["ETag"] != tag
    volatile = {CHANGES[kind], "version", "updated_at"}
    assert {k: v for k, v in after.json().items() if k not in volatile} == {
        k: v for k, v in before.items() if k not in volatile
    }
    new, old = MODELS[kind].history.filter(id=before["id"]).order_by("-history_id")[:2]
    assert (new.history_actor, new.history_user, new.history_change_reason) == (person.label, person, REASON)
    assert getattr(new, CHANGES[kind]) == "Nilai baru" != getattr(old, CHANGES[kind])


@pytest.mark.parametrize("which", TAGS)
@pytest.mark.parametrize("part", OTHERS)
def test_others_do_not_write(cast: Cast, api: Api, part: str, which: str) -> None:
    """Everybody else is refused, whatever version they send: rights come before the version."""
    client, before = api(getattr(cast, part)), footprint()
    for kind in MODELS:
        url = address(kind, SAMPLES[kind])
        assert_refused(patch(client, url, body_of(kind), tag_of(which, seen(client, url))), 403)
        assert_refused(patch(client, url, {"tidak": "ada"}, tag_of(which, seen(client, url))), 403)
    for kind in KINDS:
        assert_refused(client.post(address(kind), new_body(kind)), 403)
    assert footprint() == before


def test_nobody_writes_without_signing_in(db: None, api: Api) -> None:
    """Without signing in every write is 401, also of records that do not exist."""
    before = footprint()
    for kind in MODELS:
        for code in (SAMPLES[kind], "TIDAK-ADA"):
            assert_refused(patch(api(None), address(kind, code), body_of(kind)), 401)
    for kind in KINDS:
        assert_refused(api(None).post(address(kind), new_body(kind)), 401)
    assert footprint() == before


def test_a_session_needs_the_csrf_token(cast: Cast) -> None:
    """A write that rests on the cookie of a session alone is refused."""
    client, url = APIClient(enforce_csrf_checks=True), address("programs", SAMPLES["programs"])
    client.force_login(cast.editor)
    assert_refused(patch(client, url, body_of("programs"), seen(client, url)), 403)


@pytest.mark.parametrize(("which", "status"), [("stale", 412), ("foreign", 412), ("missing", 428), ("any", 428)])
@pytest.mark.parametrize("kind", MODELS)
def test_versions(cast: Cast, api: Api, kind: str, which: str, status: int) -> None:
    """A writer must name the version that is there now, of this very record."""
    client, url = api(cast.editor), address(kind, SAMPLES[kind])
    before = footprint()
    assert_refused(patch(client, url, body_of(kind), tag_of(which, seen(client, url))), status)
    assert footprint() == before


@pytest.mark.parametrize("kind", MODELS)
def test_the_second_writer_is_stale(cast: Cast, api: Api, kind: str) -> None:
    """Of two writers who saw the same version the second is refused and overwrites nothing."""
    first, second, url = api(cast.editor), api(cast.administrator), address(kind, SAMPLES[kind])
    tag = seen(second, url)
    assert patch(first, url, body_of(kind), tag).status_code == 200
    between = footprint()
    assert_refused(patch(second, url, {CHANGES[kind]: "Lain", "reason": REASON}, tag), 412)
    assert footprint() == between


@pytest.mark.parametrize("tag", ["", "0", '""', '"program"', "W/", "tag", '"program-1-abc"', '"program-1-1", "x"'])
def test_tags_that_are_none(cast: Cast, api: Api, tag: str) -> None:
    """An ``If-Match`` that is no tag of this record never lets a write through."""
    before = footprint()
    answer = patch(api(cast.editor), address("programs", "GOV-1-02"), body_of("programs"), tag)
    assert_refused(answer, 412, 428)
    assert footprint() == before


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", KINDS)
def test_drafts(cast: Cast, api: Api, kind: str, part: str) -> None:
    """A draft is shown to its lead agency and the plan's offices; to everybody else it does not exist."""
    code = next(iter(MODELS[kind].objects.filter(lead_opd__code="DISKOMINFO").values_list("code", flat=True)))
    MODELS[kind].objects.filter(code=code).update(lead_opd=cast.planner.opd, state="draft")
    person, url = getattr(cast, part), address(kind, code)
    client, tag = api(person), seen(api(cast.editor), url)
    visible = part in DRAFT_READERS
    assert (code in codes(client, kind)) == visible
    assert (code in codes(client, kind, search=code)) == visible
    assert (code in codes(client, kind, state="draft")) == visible
    if visible:
        assert client.get(url).json()["state"] == "draft"
    else:
        assert_refused(client.get(url), 404)
    for which in TAGS:
        if part not in WRITERS:
            answer = patch(client, url, body_of(kind), tag_of(which, tag))
            assert_refused(answer, 403 if visible else 404)
    if part in WRITERS:
        assert patch(client, url, body_of(kind), tag).status_code == 200


def test_supporting_a_draft_is_not_leading_it(cast: Cast, api: Api) -> None:
    """People of an agency that only supports a draft do not see it."""
    program = Program.objects.filter(supports__opd__code="DISHUB").first()
    Program.objects.filter(pk=program.pk).update(state="draft")
    assert_refused(api(cast.other_planner).get(address("programs", program.code)), 404)


@pytest.mark.parametrize("kind", KINDS)
def test_create(cast: Cast, api: Api, kind: str) -> None:
    """A new record has what was sent, a tag to go on with, and history with actor and reason."""
    client, body = api(cast.editor), new_body(kind)
    answer = client.post(address(kind), body)
    assert answer.status_code == 201, answer.content
    row = answer.json()
    sent = {name: value for name, value in body.items() if name != "reason"}
    assert {name: row[name] for name in sent} == sent
    shown = client.get(address(kind, "UJI-01"))
    assert (shown.json(), shown.headers["ETag"]) == (row, answer.headers["ETag"])
    trace = MODELS[kind].history.get(id=row["id"])
    assert (trace.history_actor, trace.history_change_reason) == (cast.editor.label, REASON)
    years = MODELS[kind]._meta.get_field("years").related_model
    assert {item.history_actor for item in years.history.filter(activity_id=row["id"])} == {cast.editor.label}
    assert patch(client, address(kind, "UJI-01"), body_of(kind), answer.headers["ETag"]).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_can_be_made_and_adopted(cast: Cast, api: Api, kind: str) -> None:
    """A record made as a draft is hidden from readers until it is active."""
    client, reader, url = api(cast.editor), api(cast.reader), address(kind, "UJI-01")
    made = client.post(address(kind), new_body(kind, state="draft"))
    assert (made.status_code, reader.get(url).status_code) == (201, 404)
    assert patch(client, url, {"state": "active", "reason": REASON}, made.headers["ETag"]).status_code == 200
    assert reader.get(url).status_code == 200


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("whole", [True, False])
def test_no_change_writes_nothing(cast: Cast, api: Api, kind: str, whole: bool) -> None:
    """A PATCH with the values that are there writes no history and keeps version and tag."""
    client, url = api(cast.editor), address(kind, SAMPLES[kind])
    row, tag = client.get(url).json(), seen(client, url)
    fields = ["name", "legal_name"] if kind == "dimensions" else [n for n in new_body(kind) if n != "reason"]
    before = footprint()
    body = {name: row[name] for name in (fields if whole else fields[:1])}
    answer = patch(client, url, body | {"reason": REASON}, tag)
    assert answer.status_code == 200, answer.content
    assert footprint() == before
    assert (answer.json(), answer.headers["ETag"]) == (row, tag)


def test_the_budget_of_one_year(cast: Cast, api: Api) -> None:
    """A new budget of one year raises the version, keeps the other years, and history tells old and new value."""
    client, url = api(cast.administrator), address("programs", "GOV-1-02")
    row, tag = client.get(url).json(), seen(client, url)
    years = [item | ({"budget": 77_000_000_001} if item["year"] == 2027 else {}) for item in row["years"]]
    count = ProgramYear.history.count()
    answer = patch(client, url, {"years": years, "reason": "  Pergeseran anggaran  "}, tag)
    assert answer.status_code == 200, answer.content
    assert answer.json()["years"] == years
    assert answer.json()["version"] == row["version"] + 1
    old = next(item["budget"] for item in row["years"] if item["year"] == 2027)
    assert answer.json()["total_budget"] == row["total_budget"] - old + 77_000_000_001
    assert ProgramYear.history.count() == count + 1
    new, before = ProgramYear.history.filter(activity_id=row["id"], year=2027).order_by("-history_id")[:2]
    assert (before.budget, new.budget, new.target) == (old, 77_000_000_001, before.target)
    assert (new.history_actor, new.history_change_reason) == (cast.administrator.label, "Pergeseran anggaran")
    trace = Program.history.filter(id=row["id"]).latest("history_id")
    assert (trace.version, trace.history_actor) == (row["version"] + 1, cast.administrator.label)


@pytest.mark.parametrize("supports", [["DISKOMINFO", "BKD", "DISHUB"], ["DISHUB", "DISKOMINFO"], ["BKD"], []])
def test_supporting_agencies_keep_their_order(cast: Cast, api: Api, supports: list[str]) -> None:
    """Supporting agencies are stored in the order they are sent; a new order alone is a change."""
    client, url = api(cast.editor), address("programs", "GOV-1-02")
    for wanted in (supports, supports[::-1]):
        answer = patch(client, url, {"supporting_opds": wanted, "reason": REASON}, seen(client, url))
        assert (answer.status_code, answer.json()["supporting_opds"]) == (200, wanted)
    assert client.get(url).json()["supporting_opds"] == supports[::-1]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("12.5000", "12.5"),
        ("100", "100"),
        ("100.00", "100"),
        ("0.0000", "0"),
        ("0", "0"),
        (1e3, "1000"),
        ("1E+3", "1000"),
        ("0.0001", "0.0001"),
        (7, "7"),
        ("-3.50", "-3.5"),
        (None, None),
    ],
)
def test_decimals(cast: Cast, api: Api, sent: Any, shown: str | None) -> None:
    """Decimals are shown as text without trailing zeros, however they were sent."""
    client, url = api(cast.editor), address("programs", "GOV-1-02")
    body = {"baseline": sent, "years": [{"year": 2026, "target": sent, "budget": 5}], "reason": REASON}
    answer = patch(client, url, body, seen(client, url))
    assert answer.status_code == 200, answer.content
    row = client.get(url).json()
    assert (row["baseline"], row["years"]) == (shown, [{"year": 2026, "target": shown, "budget": 5}])


@pytest.mark.parametrize("reason", [None, "", "   ", "\n\t"])
@pytest.mark.parametrize("kind", MODELS)
def test_a_reason_is_needed(cast: Cast, api: Api, kind: str, reason: str | None) -> None:
    """Neither an edit nor a new record goes without a reason."""
    client, url = api(cast.editor), address(kind, SAMPLES[kind])
    told = {} if reason is None else {"reason": reason}
    before = footprint()
    assert_refused(patch(client, url, {CHANGES[kind]: "Baru", **told}, seen(client, url)), 400)
    if kind in KINDS:
        body = {name: value for name, value in new_body(kind).items() if name != "reason"}
        assert_bad_input(client.post(address(kind), body | told), "reason")
    assert footprint() == before


@pytest.mark.parametrize(("kind", "other"), list(itertools.permutations(KINDS, 2)))
def test_records_are_found_by_their_own_kind(cast: Cast, api: Api, kind: str, other: str) -> None:
    """A code of another kind is not found, for reading and for writing."""
    client, url = api(cast.editor), address(kind, SAMPLES[other])
    assert_refused(client.get(url), 404)
    assert_refused(patch(client, url, body_of(kind), seen(client, address(other, SAMPLES[other]))), 404)
