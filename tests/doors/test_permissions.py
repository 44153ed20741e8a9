"""Every address with every part of the cast, against the hand-written table; an address without a row fails."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from masterplan.models import Program
from masterplan.perwali.models import Element
from tests import permission_table as table
from tests.cast import Cast

SAMPLES = {
    "program/<slug:code>/": {"code": "GOV-1-01"},
    "quick-win/<slug:code>/": {"code": "QW-01"},
    "kerja/perwali/<slug:slug>/": {"slug": "rencana-induk"},
    "api/v1/dimensions/<code>/": {"code": "GOV"},
    "api/v1/programs/<code>/": {"code": "GOV-1-01"},
    "api/v1/quick-wins/<code>/": {"code": "QW-01"},
    "api/v1/action-plans/<code>/": {"code": "RA-01"},
    "api/v1/opds/<code>/": {"code": "DINKES"},
    "api/v1/regulations/<slug>/": {"slug": "rencana-induk"},
    "admin/<app_label>/": {"app_label": "masterplan"},
    "admin/<url>": {"url": "tidak-ada"},
    "admin/r/<path:content_type_id>/<path:object_id>/": {"content_type_id": "1", "object_id": "1"},
}


def routes() -> Iterator[str]:
    """Every route of the portal, regular expressions made readable."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            route = prefix + readable(str(pattern.pattern))
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    return walk(get_resolver().url_patterns, "")


def readable(route: str) -> str:
    """``^programs/(?P<code>[^/]+)/$`` -> ``programs/<code>/``."""
    route = re.sub(r"\(\?P<(\w+)>\[?[^()]*\)", r"<\1>", route)
    return route.removeprefix("^").removesuffix("$").removesuffix(r"\Z").replace(r"(?:/)?", "/")


ADMIN_RECORD = re.compile(r"admin/(masterplan|perwali|opd)/(\w+)/(.*)")
OUTSIDE_ADMIN = sorted({route for route in routes() if not ADMIN_RECORD.match(route)})
ADMIN_RECORDS = sorted({(m[1], m[2]) for route in routes() if (m := ADMIN_RECORD.match(route))})


def address(route: str) -> str:
    """The route with sample values put in."""
    base = next((values for sample, values in SAMPLES.items() if route.startswith(sample)), {})
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: base[match[1]], route)


def clients(cast: Cast) -> dict[str, Client]:
    """A browser of every part of the cast, and one of nobody."""
    out = {table.NOBODY: Client()}
    for part, user in cast.everyone().items():
        out[part] = Client()
        out[part].force_login(user)
    return out


def test_every_address_has_a_row() -> None:
    """A new address without a row fails here; so does a row without an address."""
    assert set(OUTSIDE_ADMIN) == set(table.TABLE)
    assert {model for _, model in ADMIN_RECORDS} == set(table.ADMIN_WRITERS)


@pytest.mark.parametrize("route", OUTSIDE_ADMIN)
def test_address(route: str, cast: Cast) -> None:
    """Who gets in, and what the others get."""
    row = table.TABLE[route]
    for part, client in clients(cast).items():
        for method in row.methods:
            allowed = row.opens if method in ("get",) or row.writes is None else row.writes
            response = (
                getattr(client, method)(address(route), content_type="application/json")
                if route.startswith("api/")
                else getattr(client, method)(address(route))
            )
            if part in allowed:
                expected = {row.answer} if row.writes is None or method == "get" else {400, 428}
            elif part == table.NOBODY:
                expected = {row.anonymous_refusal}
            else:
                expected = {row.signed_in_refusal if method == "get" else 403 if row.writes else row.signed_in_refusal}
            assert response.status_code in expected, (part, method, response.status_code)


@pytest.mark.parametrize(("app", "model"), ADMIN_RECORDS)
def test_admin_record(app: str, model: str, cast: Cast) -> None:
    """List, form, history and removal of one kind of record in the admin."""
    record = apps.get_model(app, model).objects.order_by("pk").first()
    base = f"/admin/{app}/{model}/"
    readers = table.ADMIN_READERS.get(model, table.STAFF)
    writers = table.ADMIN_WRITERS[model]
    for part, client in clients(cast).items():
        outside = 302 if part not in table.STAFF else 403
        reads = 200 if part in readers else outside
        if model in {"clinicnote", "integritypact"} and part == "legal":
            reads = 200  # an empty list: the scope holds no row for them
        assert client.get(base).status_code == reads, part
        adds = part in writers and model not in table.ADMIN_WITHOUT_ADD
        assert client.get(f"{base}add/").status_code == (200 if adds else outside), part
        if record is None:
            continue
        assert client.get(f"{base}{record.pk}/change/").status_code == reads, part
        assert client.get(f"{base}{record.pk}/history/").status_code == reads, part
        changed = client.post(f"{base}{record.pk}/change/", {})
        assert changed.status_code == (200 if part in writers else outside), part  # 200: the form, with its faults
        removes = model in table.ADMIN_REMOVABLE and part in writers
        expected = 200 if removes else outside
        if model in table.ADMIN_REMOVABLE and part in table.STAFF and not removes:
            expected = 302  # back to the record with the sentence of the rule
        assert client.get(f"{base}{record.pk}/delete/").status_code == expected, part


def test_no_bulk_action_deletes(cast: Cast) -> None:
    """Posting Django's bulk deletion to the lists of the admin removes nothing."""
    client = Client()
    client.force_login(cast.administrator)
    programs, elements = Program.objects.count(), Element.objects.count()
    for base, model in (("/admin/masterplan/program/", Program), ("/admin/perwali/element/", Element)):
        keys = list(model.objects.values_list("pk", flat=True)[:3])
        client.post(base, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert (Program.objects.count(), Element.objects.count()) == (programs, elements)


def test_refusals_of_pages_have_a_sentence(cast: Cast) -> None:
    """Not found and not allowed are Indonesian pages that say who can help."""
    client = Client()
    client.force_login(cast.reader)
    missing = client.get("/kerja/perwali/rencana-induk/")
    assert "tidak termasuk yang boleh Anda lihat" in missing.content.decode()
