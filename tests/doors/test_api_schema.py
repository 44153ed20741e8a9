"""What the API says of itself, and how many queries its lists take."""

import copy
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from masterplan.perwali.models import Regulation
from masterplan.plan.models import Dimension, SubDimension
from opd.agencies.models import Opd
from tests.cast import Cast
from tests.doors.apihelp import API, KINDS, MODELS, RESOURCES, ROOT, SAMPLES, address

Api = Callable[[Any], APIClient]
COUNTS: dict[str, int] = json.loads((ROOT / "tests" / "query_counts.json").read_text(encoding="utf-8"))
METHODS = {"get", "post", "put", "patch", "delete"}
WRITTEN = {*KINDS, "dimensions"}


@pytest.fixture
def schema(db: None, tmp_path: Path) -> dict[str, Any]:
    """The schema, made as strictly as the generator can."""
    path = tmp_path / "schema.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(path))
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def operations(schema: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """All operations of a schema by path and method."""
    return {
        (path, method): operation
        for path, item in schema["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def test_every_operation_documents_its_refusals(schema: dict[str, Any]) -> None:
    """The schema is valid without warnings; every operation says when it answers 400, 401, 403 and 404."""
    wanted = {"400", "401", "403", "404"}
    lacking = {key: wanted - set(item["responses"]) for key, item in operations(schema).items()}
    assert lacking
    assert not {key: codes for key, codes in lacking.items() if codes}


def test_the_schema_tells_all_doors(schema: dict[str, Any]) -> None:
    """Lists, details, writes and tokens stand in the schema; a PATCH documents If-Match, 412 and 428."""
    found = operations(schema)
    for kind in RESOURCES:
        name = "slug" if kind == "regulations" else "code"
        assert (address(kind), "get") in found
        detail = address(kind, f"{{{name}}}")
        assert (detail, "get") in found
        assert ((detail, "patch") in found) == (kind in WRITTEN)
        assert ((address(kind), "post") in found) == (kind in KINDS)
    assert {(f"{API}auth/token/", "post"), (f"{API}auth/token/", "delete")} <= set(found)
    for (_, method), item in found.items():
        if method == "patch":
            assert {"412", "428"} <= set(item["responses"])
            assert [part for part in item["parameters"] if part["name"] == "If-Match" and part["required"]]


def test_lists_document_their_parameters(schema: dict[str, Any]) -> None:
    """Search, order and pages are documented with every list."""
    for kind in RESOURCES:
        parameters = {part["name"] for part in operations(schema)[address(kind), "get"]["parameters"]}
        assert {"page", "page_size", "search", "ordering"} <= parameters


@pytest.mark.parametrize("kind", RESOURCES)
def test_rows_have_the_documented_fields(schema: dict[str, Any], cast: Cast, api: Api, kind: str) -> None:
    """A record has exactly the fields that the schema promises."""
    name = "slug" if kind == "regulations" else "code"
    answer = operations(schema)[address(kind, f"{{{name}}}"), "get"]["responses"]["200"]
    reference = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    first = api(cast.editor).get(address(kind), {"page_size": 1}).json()["results"][0]
    row = api(cast.editor).get(address(kind, first[name])).json()
    assert set(row) == set(schema["components"]["schemas"][reference]["properties"])


class Addresses(HTMLParser):
    """Collects what a page loads, and the scripts that stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline_scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the addresses of a tag."""
        values = dict(attrs)
        self.loaded += [value for name in ("src", "href") if (value := values.get(name))]
        self.inline_scripts += tag == "script" and "src" not in values


def test_the_documentation_loads_only_local_addresses(cast: Cast) -> None:
    """The page of the documentation takes its scripts, styles and data from the portal itself."""
    client = APIClient()
    client.force_login(cast.reader)
    page = client.get(f"{API}docs/")
    assert page.status_code == 200
    found = Addresses()
    found.feed(page.content.decode())
    assert len(found.loaded) >= 4
    assert found.inline_scripts == 0
    for place in found.loaded:
        assert re.match(r"/(?!/)", place) or place.startswith("http://testserver/"), place
        if place.startswith("/static/"):
            assert finders.find(place.removeprefix("/static/")), place
        else:
            script = client.get(place)
            assert script.status_code == 200
            foreign = re.findall(r"https?://(?!testserver/)[^\s\"']+", script.content.decode())
            assert not foreign
    assert "'self'" in page.headers["Content-Security-Policy"]


def copies(model: type, base: Any, name: str, **more: Any) -> list[Any]:
    """Three hundred copies of a record, with codes of their own."""
    out = []
    for index in range(300):
        row = copy.copy(base)
        row.pk, row._state = None, copy.copy(base._state)
        row._state.adding = True
        for field, value in {name: f"UJI-{index:03}", **more}.items():
            setattr(row, field, value)
        out.append(row)
    return model.objects.bulk_create(out)


def fill(kind: str) -> None:
    """Bring three hundred more rows of a kind into the database, with their child rows."""
    if kind == "opds":
        copies(Opd, Opd.objects.get(code="RSUD"), "code")
    elif kind == "regulations":
        copies(Regulation, Regulation.objects.first(), "slug")
    elif kind == "dimensions":
        made = copies(Dimension, Dimension.objects.get(code="LIV"), "code", position=9)
        SubDimension.objects.bulk_create(
            SubDimension(dimension=row, code=f"{row.code}-1", name="Uji", position=1) for row in made
        )
    else:
        model = MODELS[kind]
        base = model.objects.get(code=SAMPLES[kind])
        made = copies(model, base, "code", position=1000)
        for child in ("years", "supports"):
            related = model._meta.get_field(child).related_model
            for present in getattr(base, child).all():
                rows = [copy.copy(present) for _ in made]
                for row, parent in zip(rows, made, strict=True):
                    row.pk, row.activity = None, parent
                related.objects.bulk_create(rows)


@pytest.mark.parametrize("kind", RESOURCES)
def test_query_counts(cast: Cast, api: Api, kind: str) -> None:
    """A list takes the same few queries for 3 rows and for 300."""
    fill(kind)
    client = api(cast.editor)
    counts = {}
    for size in (3, 300):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address(kind), {"page_size": size})
        assert len(answer.json()["results"]) == size
        counts[size] = len(queries)
    assert counts[3] == counts[300] == COUNTS[f"GET {address(kind)}"] <= 12


def test_rows_of_the_count_are_whole(cast: Cast, api: Api) -> None:
    """The added rows of the query count have years and supporting agencies like those of the plan."""
    fill("programs")
    client = api(cast.editor)
    base, extra = (client.get(address("programs", code)).json() for code in (SAMPLES["programs"], "UJI-299"))
    same = set(base) - {"id", "code", "updated_at"}
    assert {name: base[name] for name in same} == {name: extra[name] for name in same}


@pytest.mark.parametrize("kind", RESOURCES)
def test_query_counts_of_details(cast: Cast, api: Api, kind: str) -> None:
    """A detail takes no more queries than its list, and stays so with many rows."""
    code = Regulation.objects.values_list("slug", flat=True)[0] if kind == "regulations" else SAMPLES.get(kind, "RSUD")
    fill(kind)
    client = api(cast.editor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(kind, code)).status_code == 200
    assert len(queries) <= COUNTS[f"GET {address(kind)}"]
