"""Input that the API refuses: with the field and a sentence, and nothing written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.doors.apihelp import (
    KINDS,
    REASON,
    SAMPLES,
    address,
    assert_bad_input,
    assert_refused,
    footprint,
    new_body,
    patch,
    seen,
)

Api = Callable[[Any], APIClient]
LONG = "x" * 100_000
YEAR_FIELDS = ("years", "year")
MONEY_FIELDS = ("years", "budget")


def year(number: Any = 2026, **values: Any) -> list[dict[str, Any]]:
    """A list with one year."""
    return [{"year": number, "budget": 1, **values}]


# Faults every kind of activity refuses: changed fields, and the fields of which one must be named.
FAULTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "unknown field": ({"nama": "x"}, ("nama",)),
    "field that is not written": ({"version": 9}, ("version",)),
    "key of the record": ({"id": 1}, ("id",)),
    "unknown field of a year": ({"years": year(anggaran=1)}, ("years", "anggaran")),
    "unknown lead": ({"lead_opd": "TIDAKADA"}, ("lead_opd",)),
    "lead by number": ({"lead_opd": 1}, ("lead_opd",)),
    "lead as a list": ({"lead_opd": ["DINKES"]}, ("lead_opd",)),
    "lead as an object": ({"lead_opd": {"code": "DINKES"}}, ("lead_opd",)),
    "lead null": ({"lead_opd": None}, ("lead_opd",)),
    "lead with a null character": ({"lead_opd": "DIN\x00KES"}, ("lead_opd",)),
    "unknown supporter": ({"supporting_opds": ["BKD", "TIDAKADA"]}, ("supporting_opds",)),
    "supporters as text": ({"supporting_opds": "BKD"}, ("supporting_opds",)),
    "same supporter twice": ({"supporting_opds": ["BKD", "DISHUB", "BKD"]}, ("supporting_opds",)),
    "lead also supports": (
        {"lead_opd": "DINKES", "supporting_opds": ["BKD", "DINKES"]},
        ("supporting_opds", "lead_opd"),
    ),
    "ended lead": ({"lead_opd": "DLH"}, ("lead_opd",)),
    "ended supporter": ({"supporting_opds": ["BKD", "DISPERKIM"]}, ("supporting_opds",)),
    "negative money": ({"years": year(budget=-1)}, MONEY_FIELDS),
    "money with a fraction": ({"years": year(budget=1.5)}, MONEY_FIELDS),
    "money as words": ({"years": year(budget="lima juta")}, MONEY_FIELDS),
    "money beyond counting": ({"years": year(budget=10**30)}, MONEY_FIELDS),
    "money 1e999": ({"years": year(budget="1e999")}, MONEY_FIELDS),
    "money true": ({"years": year(budget=[1])}, MONEY_FIELDS),
    "year before the plan": ({"years": year(2024)}, YEAR_FIELDS),
    "year after the plan": ({"start_year": 2025, "end_year": 2033, "years": year(2030)}, YEAR_FIELDS),
    "year after the end": ({"start_year": 2025, "end_year": 2026, "years": year(2027)}, YEAR_FIELDS),
    "year before the start": ({"start_year": 2026, "end_year": 2028, "years": year(2025)}, YEAR_FIELDS),
    "year beyond counting": ({"years": year(10**30)}, YEAR_FIELDS),
    "year null": ({"years": year(None)}, YEAR_FIELDS),
    "same year twice": ({"years": year() + year()}, YEAR_FIELDS),
    "years as an object": ({"years": {"2026": 1}}, YEAR_FIELDS),
    "years null": ({"years": None}, YEAR_FIELDS),
    "start outside the plan": ({"start_year": 2024, "years": []}, ("start_year",)),
    "end before start": ({"start_year": 2027, "end_year": 2026, "years": []}, ("start_year", "end_year")),
    "unknown funding": ({"funding_sources": ["APBD", "Emas"]}, ("funding_sources",)),
    "no funding": ({"funding_sources": []}, ("funding_sources",)),
    "funding twice": ({"funding_sources": ["APBD", "APBD"]}, ("funding_sources",)),
    "funding as text": ({"funding_sources": "APBD"}, ("funding_sources",)),
    "unknown horizon": ({"horizon": "abadi"}, ("horizon",)),
    "unknown state": ({"state": "lenyap"}, ("state",)),
    "empty name": ({"name": ""}, ("name",)),
    "blank name": ({"name": "  \t"}, ("name",)),
    "null name": ({"name": None}, ("name",)),
    "name as a list": ({"name": ["x"]}, ("name",)),
    "name with a null character": ({"name": "a\x00b"}, ("name",)),
    "name with half a character": ({"name": "a\ud800b"}, ("name",)),
    "empty code": ({"code": ""}, ("code",)),
    "long code": ({"code": LONG}, ("code",)),
    "long name": ({"name": LONG}, ("name",)),
    "long unit": ({"unit": LONG}, ("unit",)),
    "long indicator": ({"indicator": LONG}, ("indicator",)),
    "long provenance": ({"provenance": LONG}, ("provenance",)),
    "long reason": ({"reason": LONG}, ("reason",)),
}
MEASURED_FAULTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "unknown sub-dimension": ({"subdimension": "GOV-9"}, ("subdimension",)),
    "sub-dimension null": ({"subdimension": None}, ("subdimension",)),
    "unknown direction": ({"direction": "mundur"}, ("direction",)),
    "long program name": ({"rkpd_program_name": LONG}, ("rkpd_program_name",)),
    "wrong program code": ({"rkpd_program_code": "abc"}, ("rkpd_program_code",)),
    "baseline 1e999": ({"baseline": "1e999"}, ("baseline",)),
    "baseline NaN": ({"baseline": "NaN"}, ("baseline",)),
    "baseline Infinity": ({"baseline": "-Infinity"}, ("baseline",)),
    "baseline too exact": ({"baseline": "1.00001"}, ("baseline",)),
    "baseline too large": ({"baseline": "1" * 15}, ("baseline",)),
    "baseline as words": ({"baseline": "dua"}, ("baseline",)),
    "target 1e999": ({"years": year(target="1e999")}, ("target",)),
    "target NaN": ({"years": year(target="NaN")}, ("target",)),
}
ACTION_FAULTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "unknown category": ({"category": "XYZ"}, ("category",)),
    "final target NaN": ({"target_final": "NaN"}, ("target_final",)),
    "target of a year": ({"years": year(target="1")}, ("years", "target")),
    "baseline": ({"baseline": "1"}, ("baseline",)),
}
QUICK_WIN_FAULTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "unknown parent": ({"parent_program": "GOV-9-99"}, ("parent_program",)),
    "negative progress": ({"progress_pct": -1}, ("progress_pct",)),
    "progress beyond counting": ({"progress_pct": 10**20}, ("progress_pct",)),
}
OF_KIND = {
    "programs": FAULTS | MEASURED_FAULTS,
    "quick-wins": FAULTS | MEASURED_FAULTS | QUICK_WIN_FAULTS,
    "action-plans": FAULTS | ACTION_FAULTS,
}
EDITS = [pytest.param(kind, *fault, id=f"{kind}: {name}") for kind in KINDS for name, fault in OF_KIND[kind].items()]
# New records of the three kinds take the same way: what they share is tried with one of them.
NEW = [case for case in EDITS if case.values[0] == "programs" or str(case.id).partition(": ")[2] not in FAULTS]


@pytest.mark.parametrize(("kind", "changes", "fields"), EDITS)
def test_faulty_edits(cast: Cast, api: Api, kind: str, changes: dict[str, Any], fields: tuple[str, ...]) -> None:
    """An edit with a fault is refused with the field, and nothing is written."""
    client, url = api(cast.editor), address(kind, SAMPLES[kind])
    tag, before = seen(client, url), footprint()
    assert_bad_input(patch(client, url, {"name": "Nama lain", "reason": REASON} | changes, tag), *fields)
    assert footprint() == before


@pytest.mark.parametrize(("kind", "changes", "fields"), NEW)
def test_faulty_new_records(cast: Cast, api: Api, kind: str, changes: dict[str, Any], fields: tuple[str, ...]) -> None:
    """A new record with a fault is refused with the field, and nothing is written."""
    before = footprint()
    assert_bad_input(
        api(cast.editor).post(address(kind), json.dumps(new_body(kind, **changes)), content_type="application/json"),
        *fields,
    )
    assert footprint() == before


@pytest.mark.parametrize("kind", KINDS)
def test_codes_are_given_once(cast: Cast, api: Api, kind: str) -> None:
    """Neither a new record nor an edit takes a code that is taken."""
    client, before = api(cast.editor), footprint()
    url = address(kind, SAMPLES[kind])
    taken = "QW-01" if kind == "quick-wins" else "GOV-1-01" if kind == "programs" else "RA-01"
    assert_bad_input(client.post(address(kind), new_body(kind, code=taken)), "code")
    assert_bad_input(patch(client, url, {"code": taken, "reason": REASON}, seen(client, url)), "code")
    assert footprint() == before


@pytest.mark.parametrize("kind", KINDS)
def test_required_fields(cast: Cast, api: Api, kind: str) -> None:
    """A new record without anything is refused with every field it needs."""
    before = footprint()
    answer = api(cast.editor).post(address(kind), {})
    assert_bad_input(answer)
    needed = {"code", "name", "lead_opd", "start_year", "end_year", "horizon", "indicator", "unit", "reason"}
    assert needed <= set(answer.json()["fields"])
    assert footprint() == before


def test_years_that_stay_outside(cast: Cast, api: Api) -> None:
    """A program is not shortened while it has targets or money after its new end."""
    client, url = api(cast.editor), address("programs", "GOV-1-02")
    before = footprint()
    body = {"end_year": 2026, "reason": REASON}
    assert_bad_input(patch(client, url, body, seen(client, url)), "end_year", *YEAR_FIELDS)
    assert footprint() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_supporter_does_not_become_lead(cast: Cast, api: Api, kind: str) -> None:
    """An agency that supports is not made lead agency while it still supports."""
    client, url = api(cast.editor), address(kind, SAMPLES[kind])
    supporter, before = client.get(url).json()["supporting_opds"][0], footprint()
    body = {"lead_opd": supporter, "reason": REASON}
    assert_bad_input(patch(client, url, body, seen(client, url)), "lead_opd", "supporting_opds")
    assert footprint() == before


def test_lead_and_supporter_change_places(cast: Cast, api: Api) -> None:
    """Lead and supporting agency may change places in one edit."""
    client, url = api(cast.editor), address("programs", SAMPLES["programs"])
    row = client.get(url).json()
    lead, first, *rest = row["lead_opd"], *row["supporting_opds"]
    body = {"lead_opd": first, "supporting_opds": [lead, *rest], "reason": REASON}
    answer = patch(client, url, body, seen(client, url))
    assert answer.status_code == 200, answer.content
    assert (answer.json()["lead_opd"], answer.json()["supporting_opds"]) == (first, [lead, *rest])


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": ""}, ("name",)),
        ({"legal_name": None}, ("legal_name",)),
        ({"name": LONG}, ("name",)),
        ({"code": "XYZ"}, ("code",)),
        ({"position": 1}, ("position",)),
        ({"subdimensions": []}, ("subdimensions",)),
        ({"reason": LONG}, ("reason",)),
    ],
)
def test_faulty_edits_of_dimensions(cast: Cast, api: Api, changes: dict[str, Any], fields: tuple[str, ...]) -> None:
    """Of a dimension only its names are written."""
    client, url = api(cast.editor), address("dimensions", "LIV")
    tag, before = seen(client, url), footprint()
    assert_bad_input(patch(client, url, {"name": "Nama lain", "reason": REASON} | changes, tag), *fields)
    assert footprint() == before


RAW = [
    pytest.param("", "application/json", id="empty"),
    pytest.param("{", "application/json", id="broken"),
    pytest.param("[]", "application/json", id="list"),
    pytest.param('"teks"', "application/json", id="text"),
    pytest.param("null", "application/json", id="null"),
    pytest.param("7", "application/json", id="number"),
    pytest.param('{"baseline": NaN, "reason": "uji"}', "application/json", id="NaN"),
    pytest.param('{"baseline": 1e999, "reason": "uji"}', "application/json", id="1e999"),
    pytest.param('{"target_final": -1e999, "reason": "uji"}', "application/json", id="-1e999"),
    pytest.param('{"years": [{"year": 2026, "budget": 1e999}], "reason": "uji"}', "application/json", id="money"),
    pytest.param('{"years": [{"year": 1e999, "budget": 1}], "reason": "uji"}', "application/json", id="year"),
    pytest.param('{"start_year": Infinity, "reason": "uji"}', "application/json", id="Infinity"),
    pytest.param(b'{"name": "\xff", "reason": "uji"}', "application/json", id="not UTF-8"),
    pytest.param("[" * 100_000, "application/json", id="deep"),
    pytest.param('{"progress_pct": ' + "9" * 5000 + "}", "application/json", id="digits"),
    pytest.param("name=x&reason=uji", "application/x-www-form-urlencoded", id="form"),
    pytest.param(json.dumps({"name": "x", "reason": "uji"}), "text/plain", id="plain text"),
    pytest.param("<a/>", "application/xml", id="xml"),
]


@pytest.mark.parametrize("method", ["patch", "post"])
@pytest.mark.parametrize(("raw", "kind_of_text"), RAW)
def test_bodies_that_are_no_records(cast: Cast, api: Api, method: str, raw: str | bytes, kind_of_text: str) -> None:
    """A body that is no JSON object with finite numbers is refused, and nothing is written."""
    client, url = api(cast.editor), address("programs", SAMPLES["programs"])
    headers, before = {"If-Match": seen(client, url)}, footprint()
    place = url if method == "patch" else address("programs")
    answer = getattr(client, method)(place, raw, content_type=kind_of_text, headers=headers)
    assert_refused(answer, 400, 415)
    assert footprint() == before
