"""Every list and detail takes the same few queries with 3 and with 300 rows; the figures stand in the repository.

``tests/query_counts.json`` is written by hand from what this test reports; a change of a figure is seen in review.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.doors.quantities import few, many
from tests.doors.records import Records

COUNTS: dict[str, int] = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text(encoding="utf-8"))
PLAN, RENJA, PLANS, ALIGN = "/kerja/rencana-induk/", "/kerja/renja/", "/api/v1/work-plans/", "/kerja/keselarasan/"
EDITOR, PLANNER, REVIEWER, ADMINISTRATOR = "editor", "planner", "reviewer", "administrator"
# Address, whose page, most queries (12 for a list, 20 for a page of one thing, more only with a reason).
LISTS = [
    ("/program/", EDITOR, 12),
    ("/quick-win/", EDITOR, 12),
    ("/kerja/perwali/", EDITOR, 12),
    ("/kerja/perwali/register/", EDITOR, 12),
    ("/kerja/perwali/registri/", EDITOR, 12),
    ("/perwali/", EDITOR, 12),
    ("/kerja/pesan/", PLANNER, 12),
    ("/kerja/surel-gagal/", ADMINISTRATOR, 12),
    ("/kerja/kalender/", REVIEWER, 12),
    ("/kerja/realisasi/?tahun=2025&triwulan=1", PLANNER, 14),  # filters, period, programs and lines
    ("/kerja/realisasi/?tahun=2025&triwulan=1", EDITOR, 12),
    ("/kerja/ringkasan/", "reader", 16),  # the state of all agencies, with the lights of all programs
    (f"{PLAN}", EDITOR, 24),  # one count a kind of record
    (f"{PLAN}program/", EDITOR, 12),
    (f"{PLAN}quick-win/", EDITOR, 12),
    (f"{PLAN}rencana-aksi/", EDITOR, 12),
    (f"{PLAN}misi/", EDITOR, 12),
    (f"{PLAN}sasaran/", EDITOR, 12),
    (f"{PLAN}peta-jalan/", EDITOR, 16),
    (f"{PLAN}edisi/", EDITOR, 12),
    (f"{PLAN}masukan/", EDITOR, 12),
    (f"{PLAN}masukan/", PLANNER, 12),
    (f"{PLAN}bimtek/", EDITOR, 12),
    (f"{PLAN}pakta/", EDITOR, 12),
    (f"{PLAN}klinik/", EDITOR, 12),
    (RENJA, PLANNER, 12),
    (RENJA, REVIEWER, 12),
    # The board reads plans, RKPD, lines, links and findings, and counts for every agency.
    (f"{ALIGN}?tahun=2026", REVIEWER, 48),
    (f"{ALIGN}?tahun=2026", PLANNER, 48),
    (f"{ALIGN}?tahun=2026&tampilan=quick-win", REVIEWER, 48),
    (f"{ALIGN}?tahun=2031&tampilan=baris", REVIEWER, 48),
    (f"{ALIGN}?tahun=2031&tampilan=baris", PLANNER, 48),
    (f"{ALIGN}ringkasan/?tahun=2031", REVIEWER, 60),  # five years of coverage
    (f"{ALIGN}temuan/?tahun=2031", REVIEWER, 20),
    (f"{ALIGN}temuan/?tahun=2031", PLANNER, 20),
    (f"{ALIGN}nomenklatur/?q=kota", REVIEWER, 20),
    (f"{ALIGN}impor/", REVIEWER, 20),
    (f"{ALIGN}pengaturan/sinonim/", REVIEWER, 20),
    ("/admin/plan/program/", EDITOR, 12),
    ("/admin/plan/edition/", EDITOR, 12),
    ("/admin/plan/feedback/", EDITOR, 12),
    ("/admin/agencies/opd/", EDITOR, 12),
    ("/admin/renja/window/", ADMINISTRATOR, 12),
    ("/admin/renja/workplan/", ADMINISTRATOR, 12),
    ("/api/v1/editions/", EDITOR, 12),
    ("/api/v1/feedback/", EDITOR, 12),
    ("/api/v1/feedback/", PLANNER, 12),
    ("/api/v1/realisations/", PLANNER, 12),
    (PLANS, REVIEWER, 12),
    (PLANS, PLANNER, 12),
    (f"{PLANS}{{work_plan}}/lines/", PLANNER, 12),
    (f"{PLANS}{{work_plan}}/notes/", PLANNER, 12),
    (f"{PLANS}{{work_plan}}/completeness/", PLANNER, 12),
]
INBOX = 30  # seven kinds of work, each counted and listed
DETAILS = [
    ("/", EDITOR, 20),
    ("/program/GOV-1-01/", EDITOR, 20),
    ("/quick-win/QW-01/", EDITOR, 20),
    ("/kerja/perwali/rencana-induk/", EDITOR, 40),
    ("/kerja/perwali/rencana-induk/tahap/", EDITOR, 80),  # the document for the initials and for the control sheet
    ("/kerja/perwali/rencana-induk/catatan/", EDITOR, 45),
    ("/kerja/perwali/rencana-induk/versi/", EDITOR, 80),  # two documents
    # the document and its tree; and what may be done with the open element
    ("/kerja/perwali/rencana-induk/naskah/?unsur=a_ri_sistematika", "legal", 45),
    ("/api/v1/regulations/rencana-induk/provisions/", "legal", 36),
    *(("/kerja/", part, INBOX) for part in ("editor", "planner", "reviewer", "planning_head", "administrator")),
    ("/kerja/", "reader", 12),
    ("/kerja/kalender/{window}/", REVIEWER, 20),
    ("/kerja/realisasi/program/{program}/2025/1/", PLANNER, 20),
    (f"{PLAN}program/{{program}}/", EDITOR, 20),
    (f"{PLAN}program/{{program}}/ubah/", EDITOR, 20),
    (f"{PLAN}program/{{program}}/riwayat/", EDITOR, 20),
    (f"{PLAN}program/ubah-banyak/?lead_opd=DISKOMINFO", EDITOR, 20),
    (f"{PLAN}quick-win/{{quick_win}}/", EDITOR, 20),
    (f"{PLAN}quick-win/{{quick_win}}/", PLANNER, 20),
    (f"{PLAN}quick-win/{{quick_win}}/ubah/", EDITOR, 24),  # its form has a row of years, supporters and risks
    (f"{PLAN}edisi/{{edition}}/", EDITOR, 20),
    (f"{PLAN}edisi/{{draft_edition}}/", EDITOR, 40),  # reads the whole plan
    (f"{PLAN}edisi/bandingkan/?dari={{edition}}", EDITOR, 40),  # reads the whole plan
    (f"{PLAN}peta-jalan/?edisi={{edition}}", EDITOR, 40),  # reads the whole plan
    (f"{PLAN}masukan/{{feedback}}/", EDITOR, 20),
    (f"{PLAN}bimtek/{{stage}}/", EDITOR, 20),
    (f"{PLAN}pakta/DINKES/", EDITOR, 20),
    (f"{PLAN}klinik/DINKES/", EDITOR, 20),
    (f"{RENJA}{{work_plan}}/", PLANNER, 24),  # lines, notes, decisions, snapshots, window and every verb's guard
    (f"{RENJA}{{work_plan}}/", REVIEWER, 24),
    (f"{RENJA}{{work_plan}}/baris/baru/", PLANNER, 20),
    (f"{RENJA}{{work_plan}}/tempel/", PLANNER, 20),
    (f"{RENJA}baris/{{line}}/", PLANNER, 20),
    (f"{RENJA}baru/", PLANNER, 20),
    (f"{ALIGN}temuan/{{finding}}/", REVIEWER, 24),
    (f"{ALIGN}usulan/quick-win/QW-12/?tahun=2031", REVIEWER, 40),
    (f"{ALIGN}baris/{{line}}/", REVIEWER, 24),
    (f"{ALIGN}renja/{{work_plan}}/", PLANNER, 12),
    (f"{ALIGN}impor/{{upload}}/", REVIEWER, 20),
    (f"{ALIGN}berita-acara/{{work_plan}}/", REVIEWER, 24),
    ("/admin/plan/edition/{edition}/change/", EDITOR, 20),
    ("/admin/plan/feedback/{feedback}/change/", EDITOR, 20),
    ("/admin/renja/workplan/{work_plan}/change/", ADMINISTRATOR, 20),
    ("/api/v1/editions/{edition}/", EDITOR, 12),
    ("/api/v1/feedback/{feedback}/", EDITOR, 12),
    (f"{PLANS}{{work_plan}}/", REVIEWER, 14),
    (f"{PLANS}{{work_plan}}/lines/{{line}}/", PLANNER, 12),
]
PAGES = [*LISTS, *DETAILS]


def name_of(address: str, part: str) -> str:
    """Name of a figure; the editor's, who reads most, needs no addition."""
    return f"GET {address}" if part == EDITOR else f"GET {address} ({part})"


@pytest.fixture(autouse=True)
def _a_fixed_day() -> Iterator[None]:
    """What windows are open, and so what pages ask for, follows the day."""
    with time_machine.travel(datetime(2026, 11, 25, 5, tzinfo=UTC), tick=True):
        yield


def queries_of(client: Client, address: str) -> int:
    """Number of queries of one page, the second time it is asked for."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return len(queries)


def measure(cast: Cast, records: Records) -> dict[str, int]:
    """The figures of all pages."""
    browsers = {part: Client() for part in {part for _, part, _ in PAGES}}
    programs = {part: APIClient() for part in browsers}
    for part in browsers:
        browsers[part].force_login(getattr(cast, part))
        programs[part].force_authenticate(getattr(cast, part))
    return {
        name_of(place, part): queries_of(
            (programs if place.startswith("/api/") else browsers)[part], records.fill(place)
        )
        for place, part, _ in PAGES
    }


def test_three_rows_and_three_hundred(cast: Cast, records: Records) -> None:
    """As many queries with 3 rows as with 300, as many as written down, and few."""
    few(records)
    small = measure(cast, records)
    many(cast, records)
    large = measure(cast, records)
    growing = {name: (small[name], large[name]) for name in small if small[name] != large[name]}
    assert not growing, f"queries with 3 and with 300 rows: {json.dumps(growing, indent=1)}"
    written = {name: COUNTS.get(name) for name in large}
    assert large == written, json.dumps(large, indent=1)
    most = {name_of(place, part): limit for place, part, limit in PAGES}
    above = {name: (count, most[name]) for name, count in large.items() if count > most[name]}
    assert not above


def test_no_figure_is_left_over(db: None) -> None:
    """A figure of a page that is gone does not stay (those of the API's lists belong to ``test_api_schema``)."""
    known = {name_of(place, part) for place, part, _ in PAGES}
    assert {name for name in COUNTS if not name.startswith("GET /api/")} <= known


SHARED = [
    "/program/",
    "/quick-win/",
    f"{PLAN}",
    f"{PLAN}program/",
    f"{PLAN}quick-win/",
    f"{PLAN}program/{{program}}/",
    f"{PLAN}quick-win/{{quick_win}}/",
    f"{PLAN}peta-jalan/",
    f"{PLAN}masukan/",
    f"{PLAN}masukan/{{feedback}}/",
    f"{PLAN}pakta/",
    f"{PLAN}klinik/",
    f"{PLAN}klinik/DINKES/",
    f"{PLAN}bimtek/",
    "/kerja/pesan/",
    "/kerja/kalender/",
    "/kerja/realisasi/?tahun=2025&triwulan=1&perangkat=DINKES",
    RENJA,
    f"{RENJA}{{work_plan}}/",
    "/api/v1/programs/",
    "/api/v1/quick-wins/",
    "/api/v1/feedback/",
    PLANS,
    f"{PLANS}{{work_plan}}/",
    f"{PLANS}{{work_plan}}/lines/",
    "/api/v1/realisations/",
]


@pytest.mark.parametrize("part", ["planner", "head"])
def test_the_restricted_role_pays_no_more(cast: Cast, records: Records, part: str) -> None:
    """The scope of an agency costs at most 1.3 times the queries of the administrator, on every page of both."""
    many(cast, records)
    restricted, free = Client(), Client()
    restricted.force_login(getattr(cast, part))
    free.force_login(cast.administrator)
    dear = {}
    for place in SHARED:
        counts = [queries_of(client, records.fill(place)) for client in (restricted, free)]
        if counts[0] > 1.3 * counts[1]:
            dear[place] = counts
    assert not dear
