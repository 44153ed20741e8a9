"""Reading through the API: who, what, and whether it is what the reference data say."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from masterplan.perwali.models import Regulation
from masterplan.plan.models import Program
from tests.cast import PARTS, Cast
from tests.doors.apihelp import (
    API,
    KINDS,
    MODELS,
    PLAN_YEARS,
    RESOURCES,
    SAMPLES,
    address,
    all_rows,
    assert_bad_input,
    assert_refused,
    codes,
    csv_rows,
    number,
    parts,
    patch,
    whole,
)

Api = Callable[[Any], APIClient]
FILES = {"programs": "programs.csv", "quick-wins": "quick_wins.csv", "action-plans": "action_plans.csv"}
UNSURE = "perlu dipastikan"
MAKERS = {"editor", "legal", "reviewer", "planning_head", "administrator"}


def first_address(kind: str) -> str:
    """Address of one record of each kind."""
    if kind == "regulations":
        return address(kind, Regulation.objects.values_list("slug", flat=True)[0])
    return address(kind, SAMPLES.get(kind, "DINKES"))


def shared(row: dict[str, str]) -> dict[str, Any]:
    """What the API shall say of any activity."""
    full_names = {opd["code"]: opd["name"] for opd in csv_rows("opd.csv")}
    return {
        "code": row["code"],
        "name": row["name"],
        "state": "active",
        "lead_opd": row["lead_opd_code"],
        "lead_opd_abbreviation": row["lead_opd"],
        "lead_opd_name": full_names[row["lead_opd_code"]],
        "supporting_opds": parts(row["supporting_opd_codes"]),
        "supporting_abbreviations": parts(row["supporting_opds"]),
        "start_year": int(row["start_year"]),
        "end_year": int(row["end_year"]),
        "horizon": row["horizon"],
        "indicator": row["indicator"],
        "unit": row["unit"],
        "funding_sources": parts(row["funding_source"]),
        "provenance": row["provenance"],
    }


def expected(kind: str, row: dict[str, str]) -> dict[str, Any]:
    """What the API shall say of a row of a reference file."""
    out = shared(row)
    if kind == "action-plans":
        last = min(out["end_year"], PLAN_YEARS[-1])
        budget = whole(row["budget_per_year"])
        out["years"] = [{"year": year, "budget": budget} for year in range(out["start_year"], last + 1)]
        out |= {
            "category": row["category_code"],
            "category_name": row["category"],
            "target_final": number(row["target_final"]),
        }
    else:
        years = [
            {"year": year, "target": number(row[f"target_{year}"]), "budget": whole(row[f"budget_{year}"])}
            for year in PLAN_YEARS
        ]
        out["years"] = [item for item in years if item["target"] is not None or item["budget"] is not None]
        out |= {
            "dimension": row["dimension_code"],
            "dimension_name": row["dimension"],
            "subdimension": row["subdimension_code"],
            "subdimension_name": row["subdimension"],
            "direction": row["direction"],
            "baseline": number(row["baseline"]),
            "baseline_documented": row["baseline_documented"] == "ya",
            "fact_source": row["fact_source"],
            "rkpd_program_code": row["rkpd_program_code"],
            "rkpd_program_name": row["rkpd_program_name"],
        }
    if kind == "quick-wins":
        sentences = re.findall(r"[^.]*\.", row["description"])
        out |= {
            "description": "".join(text for text in sentences if UNSURE not in text).strip(),
            "parent_program": row["parent_program_code"],
            "progress_pct": whole(row["progress_pct"]),
        }
    out["total_budget"] = sum(item["budget"] or 0 for item in out["years"])
    return out


@pytest.mark.parametrize("kind", RESOURCES)
def test_nobody_reads_without_signing_in(db: None, api: Api, kind: str) -> None:
    """Lists and details answer 401 to a person who is not signed in."""
    for url in (address(kind), first_address(kind), address(kind, "TIDAK-ADA")):
        assert_refused(api(None).get(url), 401)


@pytest.mark.parametrize("part", PARTS)
def test_everyone_who_is_signed_in_reads(cast: Cast, api: Api, part: str) -> None:
    """Every role reads lists and details of the plan and the agencies."""
    client = api(getattr(cast, part))
    for kind in (*KINDS, "dimensions", "opds"):
        assert client.get(address(kind)).status_code == 200
        assert client.get(first_address(kind)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_the_reference_data(cast: Cast, api: Api, kind: str) -> None:
    """Every value of every row of the CSV file appears, in the file's order, in list and detail alike."""
    source = csv_rows(FILES[kind])
    client = api(cast.reader)
    rows = all_rows(client, kind)
    assert [row["code"] for row in rows] == [row["code"] for row in source]
    assert len(rows) == {"programs": 72, "quick-wins": 18, "action-plans": 20}[kind]
    wrong = {}
    for given, row in zip(source, rows, strict=True):
        want = expected(kind, given)
        if UNSURE in given.get("description", ""):
            del want["provenance"]
        differing = {name: (row.get(name), value) for name, value in want.items() if row.get(name) != value}
        if differing:
            wrong[row["code"]] = differing
        assert all(type(item["budget"]) in (int, type(None)) for item in row["years"])
    assert not wrong
    assert client.get(address(kind, rows[-1]["code"])).json() == rows[-1]


def test_what_is_unsure_moves_to_the_provenance(cast: Cast, api: Api) -> None:
    """A sentence that something is to be confirmed stands in the provenance, after what stood there."""
    rows = {row["code"]: row for row in all_rows(api(cast.reader), "quick-wins")}
    unsure = [row for row in csv_rows("quick_wins.csv") if UNSURE in row["description"]]
    assert unsure
    for given in unsure:
        row = rows[given["code"]]
        sentences = [text.strip() for text in re.findall(r"[^.]*\.", given["description"]) if UNSURE in text]
        assert row["provenance"].startswith(given["provenance"])
        assert all(text in row["provenance"] for text in sentences)
        assert UNSURE not in row["description"]


def test_dimensions_are_the_reference_data(cast: Cast, api: Api) -> None:
    """Six dimensions with their 18 sub-dimensions in order, and the number of their activities."""
    rows = all_rows(api(cast.reader), "dimensions")
    source = csv_rows("dimensions.csv")
    columns = ("subdimension_code", "subdimension", "english_label", "description")
    fields = dict(zip(("code", "name", "english_label", "description"), columns, strict=True))
    flat = [(row["code"], row["name"], part) for row in rows for part in row["subdimensions"]]
    assert flat == [
        (row["dimension_code"], row["dimension"], {name: row[column] for name, column in fields.items()})
        for row in source
    ]
    assert (len(rows), len(flat)) == (6, 18)
    for row in rows:
        for name, file in (("program_count", "programs.csv"), ("quick_win_count", "quick_wins.csv")):
            assert row[name] == sum(item["dimension_code"] == row["code"] for item in csv_rows(file))


def test_agencies_are_the_reference_data(cast: Cast, api: Api) -> None:
    """All 46 agencies with validity, successor and parent."""
    rows = {row["code"]: row for row in all_rows(api(cast.reader), "opds")}
    source = csv_rows("opd.csv")
    assert len(rows) == len(source) == 46
    for given in source:
        row = rows[given["code"]]
        for name in ("name", "abbreviation", "kind", "source_certainty"):
            assert row[name] == given[name]
        assert row["valid_from"] == whole(given["valid_from"])
        assert row["valid_to"] == whole(given["valid_to"])
        assert row["successor"] == (given["successor_code"] or None)
        assert row["parent"] == (given["parent_code"] or None)


def test_sources_of_agencies_are_shown(cast: Cast, api: Api) -> None:
    """The source of each agency, the last column of its file, appears too."""
    rows = {row["code"]: row for row in all_rows(api(cast.reader), "opds")}
    missing = [row["code"] for row in csv_rows("opd.csv") if row["source"] not in rows[row["code"]].values()]
    assert not missing


def test_bodies_of_2026(cast: Cast, api: Api) -> None:
    """After the mergers 26 bodies of their own remain."""
    found = codes(api(cast.reader), "opds", valid_in=2026, top_level="true")
    assert len(found) == 26
    assert {"DPKPLH", "BAPPERIDA", "DINKES"} <= set(found)
    assert not {"DLH", "BAPPEDA", "SETDA-HUKUM", "RSUD", "PERUMDA-PG"} & set(found)


@pytest.mark.parametrize(
    ("kind", "query", "holds"),
    [
        ("programs", {"lead_opd": "DINKES"}, lambda r: r["lead_opd_code"] == "DINKES"),
        ("programs", {"supporting_opd": "DPUPR"}, lambda r: "DPUPR" in parts(r["supporting_opd_codes"])),
        ("programs", {"year": 2025}, lambda r: int(r["start_year"]) <= 2025 <= int(r["end_year"])),
        ("programs", {"year": 2032}, lambda r: int(r["start_year"]) <= 2032 <= int(r["end_year"])),
        ("programs", {"horizon": "panjang"}, lambda r: r["horizon"] == "panjang"),
        ("programs", {"funding": "APBD"}, lambda r: "APBD" in parts(r["funding_source"])),
        ("programs", {"funding": "APBN"}, lambda r: "APBN" in parts(r["funding_source"])),
        ("programs", {"funding": "APBD Provinsi"}, lambda r: "APBD Provinsi" in parts(r["funding_source"])),
        ("programs", {"funding": "DAK Nonfisik"}, lambda r: "DAK Nonfisik" in parts(r["funding_source"])),
        ("programs", {"dimension": "ENV"}, lambda r: r["dimension_code"] == "ENV"),
        ("programs", {"subdimension": "ENV-2"}, lambda r: r["subdimension_code"] == "ENV-2"),
        ("programs", {"rkpd_program_code": "2.16.03"}, lambda r: r["rkpd_program_code"] == "2.16.03"),
        ("programs", {"state": "retired"}, lambda r: False),
        (
            "programs",
            {"dimension": "LIV", "lead_opd": "DISHUB"},
            lambda r: r["dimension_code"] == "LIV" and r["lead_opd_code"] == "DISHUB",
        ),
        ("quick-wins", {"parent_program": "GOV-1-01"}, lambda r: r["parent_program_code"] == "GOV-1-01"),
        ("quick-wins", {"funding": "CSR"}, lambda r: "CSR" in parts(r["funding_source"])),
        ("action-plans", {"category": "INF"}, lambda r: r["category_code"] == "INF"),
        ("action-plans", {"year": 2029}, lambda r: r["end_year"] == "2029"),
        ("opds", {"kind": "bagian"}, lambda r: r["kind"] == "bagian"),
        ("opds", {"valid_in": 2024}, lambda r: (r["valid_from"] or "0") <= "2024" <= (r["valid_to"] or "9999")),
    ],
)
def test_filters(cast: Cast, api: Api, kind: str, query: dict[str, Any], holds: Callable[[dict], bool]) -> None:
    """A filter gives exactly the rows of the file that it describes."""
    source = csv_rows(FILES.get(kind, "opd.csv"))
    assert sorted(codes(api(cast.reader), kind, **query)) == sorted(row["code"] for row in source if holds(row))


@pytest.mark.parametrize("query", [{"horizon": "abadi"}, {"year": "kapan"}, {"funding": "Emas"}, {"state": "x"}])
@pytest.mark.parametrize("kind", KINDS)
def test_wrong_filter_values_are_refused(cast: Cast, api: Api, kind: str, query: dict[str, str]) -> None:
    """A filter value that cannot be is an error that names the filter."""
    assert_bad_input(api(cast.reader).get(address(kind), query), *query)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("programs", "sp4n-lapor", "GOV-1-01"),
        ("programs", "GOV-1-02", "GOV-1-02"),
        ("quick-wins", "nabuang", "QW-16"),
        ("action-plans", "command center", "RA-12"),
        ("dimensions", "Smart Living", "LIV"),
        ("opds", "bapperida", "BAPPERIDA"),
    ],
)
def test_search(cast: Cast, api: Api, kind: str, text: str, code: str) -> None:
    """A search finds by part of code or name, whatever the case, and nothing where nothing fits."""
    assert codes(api(cast.reader), kind, search=text) == [code]
    assert codes(api(cast.reader), kind, search="tidakadayangbegini") == []


@pytest.mark.parametrize(("kind", "name"), [(kind, "code") for kind in MODELS] + [("programs", "start_year")])
def test_ordering(cast: Cast, api: Api, kind: str, name: str) -> None:
    """Rows come in the order asked for, forwards and backwards."""
    up, down = ([row[name] for row in all_rows(api(cast.reader), kind, ordering=f"{s}{name}")] for s in ("", "-"))
    assert up == sorted(up)
    assert down == up[::-1]


def test_pages(cast: Cast, api: Api) -> None:
    """Pages part the list without loss; a page beyond the last one is 404, pages hold at most 500 rows."""
    client, url = api(cast.reader), address("programs")
    bodies = [client.get(url, {"page_size": 25, "page": page}).json() for page in (1, 2, 3)]
    assert [len(body["results"]) for body in bodies] == [25, 25, 22]
    found = [row["code"] for body in bodies for row in body["results"]]
    assert found == [row["code"] for row in csv_rows("programs.csv")]
    assert {body["count"] for body in bodies} == {72}
    assert (bodies[0]["previous"], bodies[2]["next"]) == (None, None)
    assert client.get(url, {"page_size": 500}).status_code == 200
    for page in ("4", "0", "-1", "dua"):
        assert_refused(client.get(url, {"page_size": 25, "page": page}), 404)


@pytest.mark.parametrize("size", ["501", "0", "-5", "semua", "9" * 40, "²"])
def test_page_sizes_that_are_refused(cast: Cast, api: Api, size: str) -> None:
    """A page size that is no number from 1 to 500 is refused with the name of the parameter."""
    assert_bad_input(api(cast.reader).get(address("programs"), {"page_size": size}), "page_size")


@pytest.mark.parametrize("kind", RESOURCES)
def test_a_detail_has_a_tag(cast: Cast, api: Api, kind: str) -> None:
    """A detail carries an ETag; asked for again it answers 304, with another tag 200."""
    client, url = api(cast.editor), first_address(kind)
    first = client.get(url)
    tag = first.headers["ETag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(url, headers={"If-None-Match": '"lain"'}).json() == first.json()


def test_the_tag_changes_with_the_record(cast: Cast, api: Api) -> None:
    """After an edit the old tag no longer answers 304."""
    client, url = api(cast.editor), first_address("programs")
    tag = client.get(url).headers["ETag"]
    assert patch(client, url, {"name": "Nama baru", "reason": "uji"}, tag).status_code == 200
    answer = client.get(url, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.json()["name"]) == (200, "Nama baru")


@pytest.mark.parametrize("code", ["TIDAK-ADA", "%00", "a%00b", "x" * 500, "' OR 1=1 --", "1"])
@pytest.mark.parametrize("kind", RESOURCES)
def test_unknown_records(cast: Cast, api: Api, kind: str, code: str) -> None:
    """An unknown code is 404, whatever stands in the address."""
    assert_refused(api(cast.editor).get(address(kind, code)), 404)


@pytest.mark.parametrize("path", ["tidak-ada/", "programs/GOV-1-01/lain/"])
def test_unknown_addresses(cast: Cast, api: Api, path: str) -> None:
    """Addresses of the API that do not exist are refused in the same form."""
    assert_refused(api(cast.editor).get(f"{API}{path}"), 404)


def test_unknown_methods(cast: Cast, api: Api) -> None:
    """Methods that do not exist are refused in the same form; nothing is deleted."""
    client = api(cast.editor)
    for kind in ("programs", "opds", "regulations"):
        for method in (client.put, client.delete):
            assert_refused(method(first_address(kind), {}), 405)
    for kind in ("dimensions", "opds", "regulations"):
        assert_refused(client.post(address(kind), {}), 405)
    assert Program.objects.count() == 72


@pytest.mark.parametrize("part", PARTS)
def test_drafts_of_regulations(cast: Cast, api: Api, part: str) -> None:
    """A draft is seen by the offices that make it; others get an empty list and 404 until it is promulgated."""
    client, url = api(getattr(cast, part)), first_address("regulations")
    assert len(client.get(address("regulations")).json()["results"]) == (part in MAKERS)
    for place in (url, f"{url}outline/"):
        if part in MAKERS:
            assert client.get(place).status_code == 200
        else:
            assert_refused(client.get(place), 404)
    Regulation.objects.update(stage="diundangkan")
    assert client.get(url).json()["stage"] == "diundangkan"
    assert client.get(address("regulations")).json()["count"] == 1
