"""Lists of pages and admin take the same few queries with 3 and with 300 rows; the figures stand in the repository."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from masterplan.management.commands.bench_api import make_programs
from masterplan.models import Program, QuickWin, QuickWinYear
from masterplan.models.activity import State
from tests.cast import Cast

COUNTS: dict[str, int] = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text(encoding="utf-8"))
LISTS = ["/program/", "/quick-win/", "/kerja/perwali/", "/admin/masterplan/program/", "/admin/opd/opd/"]
DETAILS = ["/", "/kerja/", "/program/GOV-1-01/", "/quick-win/QW-01/", "/kerja/perwali/rencana-induk/"]


def queries_of(client: Client, address: str) -> int:
    """Number of queries of one page, the second time it is asked for."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def few() -> None:
    """Leave three programs and three quick wins in the plan."""
    for model in (Program, QuickWin):
        keep = list(model.objects.values_list("pk", flat=True)[:3])
        model.objects.exclude(pk__in=keep).update(state=State.RETIRED)


def many() -> None:
    """Three hundred programs and as many quick wins more."""
    make_programs(300)
    names = [f.name for f in QuickWin._meta.concrete_fields if f.name not in {"id", "code", "position"}]
    sample = QuickWin.objects.get(code="QW-01")
    made = QuickWin.objects.bulk_create(
        QuickWin(code=f"QU-{i}", position=100 + i, **{name: getattr(sample, name) for name in names})
        for i in range(300)
    )
    QuickWinYear.objects.bulk_create(QuickWinYear(activity=item, year=2025, budget=1) for item in made)


@pytest.mark.parametrize("address", LISTS)
def test_lists(cast: Cast, client: Client, address: str) -> None:
    """As many with 3 rows as with 300, at most 12."""
    client.force_login(cast.editor)
    few()
    small = queries_of(client, address)
    many()
    assert small == queries_of(client, address) == COUNTS[f"GET {address}"] <= 12


@pytest.mark.parametrize("address", DETAILS)
def test_details(cast: Cast, client: Client, address: str) -> None:
    """A page of one thing: its figure, at most 20, whatever else is there; the regulation may take 40."""
    client.force_login(cast.editor)
    small = queries_of(client, address)
    many()
    limit = 40 if "perwali" in address else 20
    assert small == queries_of(client, address) == COUNTS[f"GET {address}"] <= limit


def test_the_restricted_role_pays_no_more(cast: Cast, client: Client) -> None:
    """The scope of an agency costs at most 1.3 times the queries of the administrator."""
    for address in ("/program/", "/quick-win/"):
        client.force_login(cast.administrator)
        free = queries_of(client, address)
        client.force_login(cast.planner)
        assert queries_of(client, address) <= 1.3 * free
