"""Every address with every part of the cast, against the hand-written table; an address without a row fails."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from masterplan.perwali.models import Element
from masterplan.plan.models import Edition, Program
from opd.renja.models import WorkPlan
from opd.rkpd.models import NomenclatureItem, RkpdImport, RkpdItem
from solok_smartcity.kit.models import Notification
from tests import permission_table as table
from tests.cast import Cast
from tests.doors.records import KEY, Records, body_of

PLAN, RENJA, WORK_PLANS, ALIGN = table.PLAN, table.RENJA, table.WORK_PLANS, table.ALIGN


def samples(records: Records) -> dict[str, dict[str, Any]]:
    """Values of each route; the longest route that an address begins with gives them."""
    work_plan = {"pk": records.work_plan, "number": 1, "line": records.line, "note": records.note}
    return {
        "program/<slug:code>/": {"code": "GOV-1-01"},
        "quick-win/<slug:code>/": {"code": "QW-01"},
        "kerja/perwali/<slug:slug>/": {
            "slug": "rencana-induk",
            "stable_id": "p_visi",
            "form": "txt",
            "verb": "discuss",
            "pk": records.paper,
        },
        "kerja/perwali/<slug:slug>/gaya/": {"slug": "rencana-induk", "part": "naskah"},
        "kerja/perwali/<slug:slug>/catatan/": {"slug": "rencana-induk", "pk": records.remark},
        "kerja/perwali/<slug:slug>/usulan/": {"slug": "rencana-induk", "pk": records.change},
        "perwali/<slug:slug>/": {"slug": "rencana-induk", "form": "pdf"},
        "api/v1/exports/<pk>/": {"pk": records.export},
        "api/v1/regulations/<slug>/remarks/": {"slug": "rencana-induk", "child": records.remark},
        "api/v1/regulations/<slug>/proposals/": {"slug": "rencana-induk", "child": records.change},
        f"{PLAN}edisi/<int:pk>/": {"pk": records.edition, "verb": "adopt"},
        f"{PLAN}masukan/<int:pk>/": {"pk": records.feedback},
        f"{PLAN}quick-win/<int:pk>/": {"pk": records.quick_win, "evidence": records.evidence},
        f"{PLAN}bimtek/<int:pk>/": {"pk": records.stage, "file": records.stage_file},
        f"{PLAN}pakta/<slug:code>/": {"code": "DINKES"},
        f"{PLAN}pakta/<int:pk>/": {"pk": records.pact},
        f"{PLAN}klinik/<slug:code>/": {"code": "DINKES", "pk": records.proposal},
        f"{PLAN}<slug:slug>/": {"slug": "program", "pk": records.program, "verb": "hentikan"},
        "kerja/pesan/<int:pk>/": {"pk": records.message},
        "kerja/kalender/<int:pk>/": {"pk": records.window},
        "kerja/realisasi/<slug:kind>/": {"kind": "program", "pk": records.program, "year": 2025, "quarter": 1},
        "kerja/realisasi/bukti/<int:pk>/": {"pk": records.realisation},
        f"{RENJA}<int:pk>/": {**work_plan, "verb": "submit"},
        f"{RENJA}baris/<int:pk>/": {"pk": records.line},
        f"{RENJA}catatan/<int:pk>/": {"pk": records.note},
        f"{ALIGN}temuan/<int:pk>/": {"pk": records.finding, "verb": "ask"},
        f"{ALIGN}tautan/<int:pk>/": {"pk": records.alignment, "verb": "accept"},
        f"{ALIGN}renja/<int:pk>/": {"pk": records.work_plan},
        f"{ALIGN}usulan/<slug:kind>/": {"kind": "quick-win", "code": "QW-01"},
        f"{ALIGN}baris/<int:pk>/": {"pk": records.line},
        f"{ALIGN}nomenklatur/<str:code>/": {"code": "2.16.03.2.02.0038"},
        f"{ALIGN}impor/<int:pk>/": {"pk": records.upload},
        f"{ALIGN}impor/rkpd/<int:pk>/": {"pk": RkpdImport.objects.order_by("pk").values_list("pk", flat=True)[0]},
        f"{ALIGN}berita-acara/<int:pk>/": {"pk": records.work_plan},
        f"{ALIGN}pengaturan/<slug:kind>/": {"kind": "sinonim", "pk": records.synonym},
        "api/v1/nomenclature/<pk>/": {"pk": NomenclatureItem.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "api/v1/rkpd-items/<pk>/": {"pk": RkpdItem.objects.order_by("pk").values_list("pk", flat=True)[0]},
        "api/v1/imports/<pk>/": {"pk": records.upload},
        "api/v1/findings/<pk>/": {"pk": records.finding},
        "api/v1/alignments/<pk>/": {"pk": records.alignment},
        "api/v1/minutes/<pk>/": {"pk": records.work_plan},
        "api/v1/dimensions/<code>/": {"code": "GOV"},
        "api/v1/programs/<code>/": {"code": "GOV-1-01"},
        "api/v1/quick-wins/<code>/": {"code": "QW-01"},
        "api/v1/action-plans/<code>/": {"code": "RA-01"},
        "api/v1/editions/<pk>/": {"pk": records.edition},
        "api/v1/feedback/<pk>/": {"pk": records.feedback},
        "api/v1/realisations/<pk>/": {"pk": records.realisation},
        f"{WORK_PLANS}<pk>/": work_plan,
        "api/v1/opds/<code>/": {"code": "DINKES"},
        "api/v1/regulations/<slug>/": {
            "slug": "rencana-induk",
            "stable_id": "p_visi",
            "verb": "discuss",
            "number": 1,
        },
        "admin/<app_label>/": {"app_label": "plan"},
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


ADMIN_RECORD = re.compile(r"admin/(agencies|plan|perwali|renja)/(\w+)/(.*)")
OUTSIDE_ADMIN = sorted({route for route in routes() if not ADMIN_RECORD.match(route)})
ADMIN_RECORDS = sorted({(m[1], m[2]) for route in routes() if (m := ADMIN_RECORD.match(route))})


def address(route: str, known: dict[str, dict[str, Any]]) -> str:
    """The route with sample values put in."""
    fitting = [sample for sample in known if route.startswith(sample)]
    values = known[max(fitting, key=len)] if fitting else {}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route)


def area(route: str) -> str:
    """Part of the portal an address belongs to; each part is walked by one test."""
    first = re.match(r"kerja/[-a-z]+/|api/v1/[-a-z]+/|\w*", route)
    return first[0].removesuffix("/") if first else ""


AREAS = sorted({area(route) for route in OUTSIDE_ADMIN})


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


def expected(row: table.Row, part: str, method: str) -> set[int]:
    """What a part of the cast gets."""
    reads = method == "get" or row.writes is None
    if part in (row.opens if reads else row.writes):
        return {row.answer} if reads else set(row.written)
    if part == table.NOBODY:
        return {row.anonymous_refusal}
    if part not in row.sees:
        return {404}
    return {row.signed_in_refusal if reads else 403}


@pytest.mark.parametrize("part_of_portal", AREAS)
def test_addresses(part_of_portal: str, cast: Cast, records: Records) -> None:
    """Who gets in at each address of a part of the portal, and what the others get."""
    known, wrong = samples(records), []
    people = clients(cast)
    for route in OUTSIDE_ADMIN:
        if area(route) != part_of_portal:
            continue
        row = table.TABLE[route]
        for part, client in people.items():
            for method in row.methods:
                if route.startswith("api/"):
                    options: dict[str, Any] = {"content_type": "application/json"}
                else:
                    options = {} if method == "get" else {"data": body_of(route, records)}
                response = getattr(client, method)(address(route, known), **options)
                answers = expected(row, part, method)
                if response.status_code not in answers:
                    wrong.append((route, method, part, response.status_code, answers))
    assert not wrong, "\n".join(map(str, wrong))


def test_addresses_of_verbs_take_only_post(cast: Cast, records: Records) -> None:
    """Following a link decides nothing: GET is 405 at every address that acts."""
    known, client = samples(records), Client()
    client.force_login(cast.administrator)
    acting = [route for route, row in table.TABLE.items() if row.methods == ("post",)]
    assert len(acting) > 20
    answers = {route: client.get(address(route, known)).status_code for route in acting}
    assert {route: code for route, code in answers.items() if code != 405} == {}


@pytest.mark.parametrize(("app", "model"), ADMIN_RECORDS)
def test_admin_record(app: str, model: str, cast: Cast, records: Records) -> None:
    """List, form, history and removal of one kind of record in the admin."""
    record = apps.get_model(app, model).objects.order_by("pk").first()
    base = f"/admin/{app}/{model}/"
    readers = table.ADMIN_READERS.get(model, table.STAFF)
    writers = table.ADMIN_WRITERS[model]
    for part, client in clients(cast).items():
        outside = 302 if part not in table.STAFF else 403
        reads = 200 if part in readers else outside
        assert client.get(base).status_code == reads, part
        adds = part in writers and model not in table.ADMIN_WITHOUT_ADD
        assert client.get(f"{base}add/").status_code == (200 if adds else outside), part
        if record is None:
            continue
        hidden = part == "legal" and model in table.ADMIN_HIDDEN_FROM_LEGAL
        assert client.get(f"{base}{record.pk}/change/").status_code == (302 if hidden else reads), part
        assert client.get(f"{base}{record.pk}/history/").status_code == (404 if hidden else reads), part
        changed = client.post(f"{base}{record.pk}/change/", {})
        assert changed.status_code == (200 if part in writers else outside), part  # 200: the form, with its faults
        removes = model in table.ADMIN_REMOVABLE and part in writers
        expected = 200 if removes else outside
        if model in table.ADMIN_REMOVABLE and part in table.STAFF and not removes:
            expected = 302  # back to the record with the sentence of the rule
        assert client.get(f"{base}{record.pk}/delete/").status_code == expected, part


# Record in the admin, verb, what it sends beside the version, who may, sentence for the others of the admin.
ADMIN_VERBS = [
    ("plan/edition", "edition", "adopt", table.EDITORS, "Hanya penyunting rencana dari Diskominfo"),
    ("plan/feedback", "feedback", "accept", table.EDITORS, None),
    ("renja/workplan", "work_plan", "submit", frozenset(), "Hanya kepala perangkat daerah itu sendiri"),
    ("renja/workplan", "work_plan", "verify", frozenset(), "Hanya penelaah dari perencanaan daerah"),
]


@pytest.mark.parametrize(("base", "name", "verb", "allowed", "sentence"), ADMIN_VERBS)
def test_verbs_of_the_admin(
    cast: Cast, records: Records, base: str, name: str, verb: str, allowed: frozenset[str], sentence: str | None
) -> None:
    """The buttons of the admin call the services: the same people, the same sentences, POST only."""
    model = apps.get_model(*base.split("/"))
    pk = getattr(records, name)
    place = f"/admin/{base}/{pk}/tindakan/{verb}/"
    for part, client in clients(cast).items():
        before = model.objects.get(pk=pk)
        assert client.get(place).status_code == (405 if part in table.STAFF else 302), part
        if part in table.STAFF:
            assert client.post(f"/admin/{base}/{pk}/tindakan/tidak-ada/", {}).status_code == 404
        answer = client.post(place, {"version_seen": before.version, "reason": "Alasan uji"}, follow=True)
        after = model.objects.get(pk=pk)
        if part in allowed and before.state == after.state:
            assert "hanya dapat dilakukan dari keadaan" in answer.content.decode()  # somebody of the cast was first
        elif part not in allowed:
            assert (after.state, after.version) == (before.state, before.version), part
        if part in table.STAFF - allowed and sentence and model.objects.visible_to(getattr(cast, part)).filter(pk=pk):
            assert sentence in answer.content.decode(), part
    final = model.objects.get(pk=pk)
    assert final.log.filter(verb=verb).count() == (1 if allowed else 0)


def test_no_bulk_action_deletes(cast: Cast) -> None:
    """Posting Django's bulk deletion to the lists of the admin removes nothing."""
    client = Client()
    client.force_login(cast.administrator)
    programs, elements = Program.objects.count(), Element.objects.count()
    for base, model in (("/admin/plan/program/", Program), ("/admin/perwali/element/", Element)):
        keys = list(model.objects.values_list("pk", flat=True)[:3])
        client.post(base, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert (Program.objects.count(), Element.objects.count()) == (programs, elements)


def test_refusals_of_pages_have_a_sentence(cast: Cast) -> None:
    """Not found and not allowed are Indonesian pages that say who can help."""
    client = Client()
    client.force_login(cast.reader)
    missing = client.get("/kerja/perwali/rencana-induk/")
    assert "tidak termasuk yang boleh Anda lihat" in missing.content.decode()


class Forms(HTMLParser):
    """Collects what a page lets its reader send, and the values it would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.posts: list[str] = []
        self.values: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Forms that post, and hidden or ticked values."""
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self.posts.append(given.get("action") or "")
        if tag in ("input", "option") and given.get("type") in (None, "hidden", "checkbox", "radio"):
            self.values.append((given.get("name") or tag, given.get("value") or ""))


EVERYBODYS = {"/keluar/", "/kerja/pesan/dibaca/"}
NOT_EDITOR = "Hanya penyunting rencana dari Diskominfo yang dapat mengubah rencana induk."
NOT_CALENDAR = "Hanya perencanaan daerah yang dapat mengubah kalender perencanaan."
# Page, who finds forms on it, the sentence for the other readers.
PAGES = [
    ("/kerja/rencana-induk/", frozenset(), NOT_EDITOR),
    ("/kerja/rencana-induk/edisi/", table.EDITORS, NOT_EDITOR),
    ("/kerja/rencana-induk/edisi/{edition}/", table.EDITORS, NOT_EDITOR),
    ("/kerja/rencana-induk/program/", table.EDITORS, NOT_EDITOR),
    ("/kerja/rencana-induk/misi/", frozenset(), NOT_EDITOR),
    ("/kerja/rencana-induk/program/{program}/", table.EDITORS, NOT_EDITOR),
    ("/kerja/rencana-induk/masukan/", frozenset(), NOT_EDITOR),
    ("/kerja/rencana-induk/masukan/{feedback}/", table.EDITORS, NOT_EDITOR),
    ("/kerja/rencana-induk/bimtek/", frozenset(), NOT_EDITOR),
    ("/kerja/rencana-induk/pakta/", frozenset(), NOT_EDITOR),
    ("/kerja/rencana-induk/klinik/DINKES/", table.EDITORS, NOT_EDITOR),
    ("/kerja/kalender/", frozenset(), NOT_CALENDAR),
    ("/kerja/renja/{work_plan}/", table.DINKES, "Hanya kepala perangkat daerah itu sendiri yang dapat mengirim"),
]


@pytest.mark.parametrize(("place", "writers", "sentence"), PAGES, ids=[place for place, _, _ in PAGES])
def test_readers_find_no_forms_but_the_sentence(
    cast: Cast, records: Records, place: str, writers: frozenset[str], sentence: str
) -> None:
    """Whoever may read but not write sees no form, and reads why."""
    wrong = []
    may_write = table.CALENDAR if "kalender" in place else table.HEAD if "renja" in place else table.EDITORS
    for part, client in clients(cast).items():
        response = client.get(records.fill(place))
        if response.status_code != 200:
            continue
        content = response.content.decode()
        posts = [action for action in Forms(content).posts if action not in EVERYBODYS]
        if bool(posts) != (part in writers):
            wrong.append((part, "forms", posts))
        if part not in may_write and sentence not in content:
            wrong.append((part, "no sentence"))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_quick_win_offers_what_each_may(cast: Cast, records: Records) -> None:
    """On the page of a quick win the lead agency attaches and comments, other agencies comment, readers read."""
    offers = {}
    for part, client in clients(cast).items():
        page = client.get(records.fill("/kerja/rencana-induk/quick-win/{quick_win}/"))
        if page.status_code == 200:
            actions = Forms(page.content.decode()).posts
            offers[part] = {action.rstrip("/").rpartition("/")[2] for action in actions if action not in EVERYBODYS}
    editing = {"bukti", "hentikan", "angkat"}
    assert offers == {
        **{part: set() for part in table.PEOPLE},
        **dict.fromkeys(table.EDITORS, editing),
        **{part: {"bukti", "masukan"} for part in table.DINKES},
        "other_planner": {"masukan"},
    }


def test_no_page_sends_numbers_with_thousands_points(cast: Cast, records: Records) -> None:
    """Keys and versions from 1,000 on stand in forms as digits: ``1.234`` would be lost or taken for none."""
    wrong, known = [], samples(records)
    program = Program.objects.get(pk=records.program)
    program.pk, program.code, program._state.adding = KEY, "UJI-BESAR", True
    program.save()
    more = [
        f"/{PLAN}quick-win/{records.quick_win}/",
        f"/{PLAN}program/?q=UJI-BESAR",
        f"/{PLAN}program/{KEY}/",
        f"/{PLAN}program/{KEY}/ubah/",
        f"/{PLAN}program/ubah-banyak/?pilih={KEY}",
        f"/{PLAN}quick-win/",
        f"/{PLAN}program/?page=2",
        f"/{PLAN}program/",
    ]
    for part in ("administrator", "head", "reviewer"):
        client = Client()
        client.force_login(getattr(cast, part))
        places = [
            address(route, known)
            for route, row in table.TABLE.items()
            if part in row.opens and "get" in row.methods and row.answer == 200 and not route.startswith("api")
        ]
        for route in [*places, *(more if part == "administrator" else ())]:
            page = client.get(route)
            if page.headers.get("Content-Type", "").startswith("text/html"):
                wrong += [
                    (route, name, value)
                    for name, value in Forms(page.content.decode()).values
                    if re.search(r"1\.234(\.567)?", f"{name} {value}") and name not in {"amount", "before"}
                ]
    assert not set(wrong), "\n".join(map(str, sorted(set(wrong))))


def test_editions_in_preparation(cast: Cast, records: Records) -> None:
    """A draft edition is known to Diskominfo and planning only, at every door."""
    knows = table.EDITORS | table.PLANNING
    for part, client in clients(cast).items():
        if part == table.NOBODY:
            continue
        expected = 200 if part in knows else 404
        assert client.get(records.fill("/kerja/rencana-induk/edisi/{draft_edition}/")).status_code == expected, part
        assert client.get(records.fill("/api/v1/editions/{draft_edition}/")).status_code == expected, part
        compared = client.get("/kerja/rencana-induk/edisi/bandingkan/", {"dari": records.draft_edition})
        assert compared.status_code == expected, part
        road = client.get("/kerja/rencana-induk/peta-jalan/", {"edisi": records.draft_edition})
        assert road.status_code == 404, part  # a draft is the live plan: nothing to compare
        listed = "Edisi berikut" in client.get("/kerja/rencana-induk/edisi/").content.decode()
        assert listed == (part in knows), part


# State of a work plan of DINKES -> who may know of it (besides planning, the administrator and DINKES itself).
KNOWS = {
    "draft": frozenset(),
    "returned": frozenset(),
    "submitted": {"editor"},
    "in_review": {"editor"},
    "verified": {"editor", "reader"},
    "final": {"editor", "reader"},
}


@pytest.mark.parametrize("state", KNOWS)
def test_who_knows_of_a_work_plan(cast: Cast, records: Records, state: str) -> None:
    """By state: the page, the API, the files and the list agree."""
    WorkPlan.objects.filter(pk=records.work_plan).update(state=state)
    for part, client in clients(cast).items():
        if part == table.NOBODY:
            continue
        sees = part in table.DRAFT_PLAN or part in KNOWS[state]
        for place in (
            "/kerja/renja/{work_plan}/",
            "/kerja/renja/{work_plan}/berita-acara/berkas/",
            "/kerja/renja/{work_plan}/salinan/1/",
            "/api/v1/work-plans/{work_plan}/",
            "/api/v1/work-plans/{work_plan}/lines/",
            "/api/v1/work-plans/{work_plan}/notes/",
        ):
            assert client.get(records.fill(place)).status_code == (200 if sees else 404), (part, place)
        rows = client.get("/api/v1/work-plans/", {"opd": "DINKES", "year": 2031}).json()["results"]
        assert len(rows) == sees, part
        listed = records.fill("/kerja/renja/{work_plan}/") in client.get("/kerja/renja/?tahun=2031").content.decode()
        assert listed == sees, part


def test_a_message_is_read_by_its_recipient(cast: Cast, records: Records) -> None:
    """Another person's message is not opened and stays unread."""
    client = Client()
    client.force_login(cast.head)
    assert client.get(records.fill("/kerja/pesan/{message}/")).headers["Location"] == "/kerja/pesan/"
    client.post("/kerja/pesan/dibaca/")
    assert Notification.objects.get(pk=records.message).read_at is None
    client.force_login(cast.planner)
    assert client.get(records.fill("/kerja/pesan/{message}/")).headers["Location"] == "/kerja/"
    assert Notification.objects.get(pk=records.message).read_at is not None


# Address, body that a person without the right sends: faulty, as a probe would be.
PROBES = [
    ("/kerja/rencana-induk/masukan/{feedback}/", {"outcome": "tidak-ada"}, "planner"),
    ("/kerja/rencana-induk/klinik/DINKES/usulan/{proposal}/", {}, "planner"),
    ("/kerja/renja/{work_plan}/berita-acara/", {}, "planner"),
]


@pytest.mark.parametrize(("place", "body", "part"), PROBES)
def test_rights_come_before_input(cast: Cast, records: Records, place: str, body: dict[str, str], part: str) -> None:
    """Whoever may not is told so, whatever else is wrong with the request."""
    client = Client()
    client.force_login(getattr(cast, part))
    assert client.post(records.fill(place), body).status_code == 403


def test_refused_verbs_show_their_sentence(cast: Cast, records: Records) -> None:
    """A refusal of a page says which role could."""
    client = Client()
    client.force_login(cast.planner)
    page = client.post(records.fill("/kerja/renja/{work_plan}/submit/"), {"version_seen": 1})
    assert page.status_code == 403
    assert "Hanya kepala perangkat daerah itu sendiri" in page.content.decode()
    page = client.post(records.fill("/kerja/rencana-induk/edisi/{edition}/adopt/"), {"version_seen": 1})
    assert (page.status_code, "Hanya penyunting rencana" in page.content.decode()) == (403, True)
    assert Edition.objects.get(pk=records.edition).state == "frozen"
