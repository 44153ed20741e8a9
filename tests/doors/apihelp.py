"""Helpers of the API tests: the CSV truth, refusals, versions, bodies of new records, traces of writing."""

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from rest_framework.test import APIClient

from masterplan.plan import models as plan

ROOT = Path(__file__).resolve().parents[2]
PLAN_REFERENCE = ROOT / "masterplan" / "plan" / "reference"
OPD_REFERENCE = ROOT / "opd" / "agencies" / "reference"
PLAN_YEARS = range(2025, 2030)
API = "/api/v1/"
KINDS = ("programs", "quick-wins", "action-plans")
RESOURCES = (*KINDS, "dimensions", "opds", "regulations")
MODELS = {
    "programs": plan.Program,
    "quick-wins": plan.QuickWin,
    "action-plans": plan.ActionPlan,
    "dimensions": plan.Dimension,
}
# One record of each kind, led by DINKES where that is possible.
SAMPLES = {"programs": "LIV-2-01", "quick-wins": "QW-12", "action-plans": "RA-11", "dimensions": "LIV"}
REASON = "Uji perubahan"
ENGLISH = re.compile(
    r"\b(the|is|not|this|must|may|field|required|than|that|with|of|does|are|exists?|ensure|already|expected|enter|"
    r"value|error|request|unsupported|unexpected|too|long|cannot|failed)\b",
    re.IGNORECASE,
)


def csv_rows(name: str) -> list[dict[str, str]]:
    """Rows of a reference file."""
    folder = OPD_REFERENCE if name == "opd.csv" else PLAN_REFERENCE
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> str | None:
    """A decimal of a reference file as the API shall write it."""
    if not text.strip():
        return None
    value = format(Decimal(text), "f")
    return value.rstrip("0").rstrip(".") if "." in value else value


def whole(text: str) -> int | None:
    """A whole number of a reference file."""
    return int(text) if text.strip() else None


def parts(text: str) -> list[str]:
    """The items of a list in one cell, in order."""
    return [item.strip() for item in text.split(";") if item.strip()]


def address(kind: str, code: str = "") -> str:
    """Address of a list or of a record."""
    return f"{API}{kind}/{code}/" if code else f"{API}{kind}/"


def all_rows(client: APIClient, kind: str, /, **query: Any) -> list[dict[str, Any]]:
    """All rows of a list, in one page."""
    response = client.get(address(kind), {"page_size": 500, **query})
    assert response.status_code == 200, response.content
    body = response.json()
    assert body["count"] == len(body["results"])
    return body["results"]


def codes(client: APIClient, kind: str, /, **query: Any) -> list[str]:
    """Codes of a list in their order."""
    return [row["code"] for row in all_rows(client, kind, **query)]


def texts(value: Any) -> Iterator[str]:
    """All sentences inside the ``fields`` of a refusal."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def names(value: Any) -> Iterator[str]:
    """All field names inside the ``fields`` of a refusal, at every depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from names(item)
    elif isinstance(value, list):
        for item in value:
            yield from names(item)


def assert_refused(response: Any, *statuses: int) -> dict[str, Any]:
    """A refusal in the agreed form, with an Indonesian sentence."""
    assert response.status_code in statuses, f"{response.status_code}: {response.content[:600]!r}"
    assert response.headers["Content-Type"].startswith("application/json"), response.headers["Content-Type"]
    body = response.json()
    assert {"code", "detail"} <= set(body), body
    assert isinstance(body["code"], str)
    assert body["code"]
    assert body["detail"].strip(), body
    english = [text for text in (body["detail"], *texts(body.get("fields", {}))) if ENGLISH.search(text)]
    assert not english, english
    return body


def assert_bad_input(response: Any, *fields: str) -> None:
    """A 400 that names one of the fields (any field when none is given), in Indonesian."""
    body = assert_refused(response, 400)
    found = set(names(body.get("fields", {}))) - {"__all__", "non_field_errors"}
    assert found & set(fields) if fields else found, body
    assert list(texts(body["fields"])), body


def seen(client: APIClient, url: str) -> str:
    """The ETag of a record as the client sees it now."""
    response = client.get(url)
    assert response.status_code == 200, response.content
    return response.headers["ETag"]


def patch(client: APIClient, url: str, body: Any, tag: str | None = None) -> Any:
    """A PATCH with or without ``If-Match``."""
    headers = {} if tag is None else {"If-Match": tag}
    return client.patch(url, json.dumps(body), content_type="application/json", headers=headers)


def footprint() -> dict[str, Any]:
    """What every write of the plan would change: rows, versions and history."""
    trace: dict[str, Any] = {}
    for model in MODELS.values():
        trace[model.__name__] = sorted(model.objects.values_list("pk", "version"))
        trace[f"{model.__name__} history"] = model.history.count()
        for child in ("years", "supports"):
            if hasattr(model, child):
                related = model._meta.get_field(child).related_model
                trace[related.__name__] = sorted(related.objects.values_list("pk", flat=True))
                trace[f"{related.__name__} history"] = related.history.count()
    return trace


def new_body(kind: str, **changes: Any) -> dict[str, Any]:
    """The body of a valid new record."""
    body: dict[str, Any] = {
        "code": "UJI-01",
        "name": "Kegiatan uji",
        "lead_opd": "DINKES",
        "supporting_opds": ["RSUD", "DISKOMINFO"],
        "start_year": 2025,
        "end_year": 2027,
        "horizon": "menengah",
        "indicator": "Jumlah uji",
        "unit": "uji",
        "funding_sources": ["APBD", "BLUD"],
        "provenance": "uji",
        "reason": REASON,
    }
    if kind == "action-plans":
        body |= {"category": "INF", "target_final": "99.5", "years": [{"year": 2026, "budget": 2_500_000}]}
    else:
        body |= {
            "subdimension": "LIV-2",
            "direction": "naik",
            "baseline": "12.25",
            "rkpd_program_code": "1.02.02",
            "rkpd_program_name": "PROGRAM UJI",
            "years": [
                {"year": 2025, "target": "10.5", "budget": 1_000_000},
                {"year": 2027, "target": None, "budget": None},
            ],
        }
    if kind == "quick-wins":
        body |= {"description": "Uraian uji.", "parent_program": "LIV-2-01", "progress_pct": 15}
    return body | changes
