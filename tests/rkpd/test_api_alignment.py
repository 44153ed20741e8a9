"""The API of the alignment: reading in scope, verbs with ``If-Match``, minutes, suggestions."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from opd.renja.models import ChecklistItem, WorkPlan
from opd.renja.services.minutes import tick_checklist
from opd.rkpd.models import FindingRecord, RkpdImport
from opd.rkpd.services.importing import confirm_rkpd, preview_rkpd
from opd.rkpd.services.reference import REFERENCE, load_checklist
from solok_smartcity.kit.decisions import Refused, WrongState
from solok_smartcity.kit.records import Written
from tests.cast import Cast
from tests.renja.plans import YEAR, do, plan_in
from tests.rkpd.test_conversation import line, rkpd

pytestmark = pytest.mark.django_db
Api = Callable[[Any], Any]
MINUTES = {
    "number": "050/1",
    "held_on": "2030-03-12",
    "place": "Solok",
    "deadline": "2030-03-13",
    "attendees": "Satu; 1970; Bapperida\nDua",
    "rejections": "Kendaraan dinas",
    "agency_signer": "Kepala",
    "planning_signer": "Penelaah",
}


def test_a_finding_and_its_verbs(cast: Cast, api: Api) -> None:
    """What the reader may do stands in the row; verbs need the version, are carried out once, and say no in words."""
    rkpd({})
    plan = plan_in("in_review", cast, rows=[line(target=5)])
    finding = FindingRecord.objects.get(plan=plan, code="TARGET_DIFFERS")
    place = f"/api/v1/findings/{finding.pk}/"
    reviewer, planner = api(cast.reviewer), api(cast.planner)
    row = planner.get(place)
    assert row.json()["label"] == "Target berbeda"
    assert {item["verb"] for item in row.json()["allowed_actions"] if item["allowed"]} == {"answer"}
    done = planner.post(f"{place}answer/", {"reason": "Naik"}, headers={"If-Match": row.headers["ETag"]}, format="json")
    assert (done.status_code, done.json()["state"], done.json()["answer"]) == (200, "answered", "Naik")
    stale = reviewer.post(f"{place}accept/", {}, headers={"If-Match": row.headers["ETag"]}, format="json")
    assert stale.status_code == 412
    fresh = reviewer.get(place).headers["ETag"]
    assert reviewer.post(f"{place}waive/", {}, headers={"If-Match": fresh}, format="json").status_code == 400
    keys = {"If-Match": fresh, "Idempotency-Key": "uji-1"}
    answers = [reviewer.post(f"{place}accept/", {}, headers=keys, format="json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert finding.log.filter(verb="accept").count() == 1


def test_lists_keep_to_the_scope(cast: Cast, api: Api) -> None:
    """An agency lists its own, planning all; filters narrow."""
    place = "/api/v1/findings/?year=2026&page_size=500"
    everything, mine = (api(user).get(place).json()["results"] for user in (cast.reviewer, cast.planner))
    assert {row["opd"] for row in mine} == {"DINKES"}
    assert len(mine) < len(everything)
    blockers = api(cast.reviewer).get(f"{place}&severity=blocker&opd=DINKES").json()["results"]
    assert {(row["severity"], row["opd"]) for row in blockers} <= {("blocker", "DINKES")}
    assert api(cast.legal).get(place).status_code == 403


def test_rkpd_rows_of_the_version_that_holds(cast: Cast, api: Api) -> None:
    """The list shows the last version only; a former row stays under its key."""
    former = RkpdImport.objects.base_of(2026).items.first()
    confirm_rkpd(preview_rkpd(REFERENCE / "rkpd_sample.csv", year=2026, round_="murni"), actor=cast.reviewer)
    browser = api(cast.reader)
    found = browser.get("/api/v1/rkpd-items/?year=2026&page_size=500").json()
    assert (found["count"], {row["number"] for row in found["results"]}) == (80, {2})
    assert browser.get(f"/api/v1/rkpd-items/{former.pk}/").json()["number"] == 1


def test_nomenclature_by_word_and_code(cast: Cast, api: Api) -> None:
    """Every word must be there; a typed code is put in order; the support of every office stands under X.XX."""
    browser = api(cast.planner)
    place = "/api/v1/nomenclature/?edition=2027&level=sub_kegiatan&q="
    assert "2.16.03.2.02.0038" in [row["code"] for row in browser.get(f"{place}kota cerdas").json()["results"]]
    assert [row["code"] for row in browser.get(f"{place}2.16.3.02.2.38").json()["results"]] == ["2.16.03.2.02.0038"]
    assert browser.get(f"{place}2.16.01.2.06.0011").json()["results"][0]["code"] == "X.XX.01.2.06.0011"


def test_suggestions(cast: Cast, api: Api) -> None:
    """Five with reasons; an unknown edition or office is a fault of the request."""
    browser = api(cast.editor)
    found = browser.get("/api/v1/suggestions/?title=Rantang Lansia&description=Makanan untuk lansia&opd=DINSOSPPPA")
    assert (found.status_code, len(found.json())) == (200, 5)
    assert all(item["reasons"] for item in found.json())
    for wrong in ("edition=1999", "opd=X", "top=0", "judul=salah"):
        assert browser.get(f"/api/v1/suggestions/?title=a&{wrong}").status_code == 400, wrong


def test_links(cast: Cast, api: Api) -> None:
    """Proposed, confirmed by the agency, accepted by planning."""
    plan = plan_in("submitted", cast, rows=[line()])
    sent = {"line": plan.lines.get().pk, "quick_win": "QW-12"}
    made = api(cast.reviewer).post("/api/v1/alignments/", sent, format="json")
    assert (made.status_code, made.json()["state"]) == (201, "suggested")
    place = f"/api/v1/alignments/{made.json()['id']}/"
    confirmed = api(cast.planner).post(
        f"{place}confirm/", {}, headers={"If-Match": made.headers["ETag"]}, format="json"
    )
    assert confirmed.json()["by_agency"] == cast.planner.label
    fresh = api(cast.reviewer).get(place).headers["ETag"]
    done = api(cast.reviewer).post(f"{place}accept/", {}, headers={"If-Match": fresh}, format="json")
    assert done.json()["state"] == "accepted"


def test_minutes(cast: Cast, api: Api) -> None:
    """Written by the reviewer while the plan is looked at, with version; as DOCX for whoever may see the plan."""
    plan = plan_in("in_review", cast, rows=[line()])
    place = f"/api/v1/minutes/{plan.pk}/"
    browser = api(cast.reviewer)
    assert browser.get(place).status_code == 404
    made = browser.put(place, MINUTES, format="json")
    assert (made.status_code, made.json()["plan"]) == (201, plan.pk)
    assert browser.put(place, MINUTES, format="json").status_code == 428
    changed = browser.put(
        place, {**MINUTES, "place": "Padang"}, headers={"If-Match": made.headers["ETag"]}, format="json"
    )
    assert (changed.status_code, changed.json()["place"]) == (200, "Padang")
    stale = browser.put(place, MINUTES, headers={"If-Match": made.headers["ETag"]}, format="json")
    assert stale.status_code == 412
    late = browser.put(
        place, {**MINUTES, "deadline": "2030-03-01"}, headers={"If-Match": changed.headers["ETag"]}, format="json"
    )
    assert (late.status_code, "mendahului" in str(late.json())) == (400, True)
    file = api(cast.planner).get(f"{place}docx/")
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "Kendaraan dinas" in text
    assert "Padang" in text
    assert "w:tblHeader" in text  # heads repeat on every page
    assert api(cast.head).put(place, MINUTES, format="json").status_code == 403


def test_the_checklist(cast: Cast) -> None:
    """Ticked while the plan is looked at, by whoever reviews it; final plans keep what was ticked."""
    load_checklist(Written(), [YEAR])
    plan = plan_in("in_review", cast, rows=[line()])
    item = plan_items(plan)[0]
    assert tick_checklist(plan.pk, actor=cast.reviewer, answers={item: ("sesuai", "")}) == 1
    assert tick_checklist(plan.pk, actor=cast.reviewer, answers={item: ("sesuai", "")}) == 0
    with pytest.raises(Refused):
        tick_checklist(plan.pk, actor=cast.planner, answers={item: ("sesuai", "")})
    do("verify", plan, cast.reviewer)
    do("minutes", plan, cast.reviewer)
    do("finalize", plan, cast.planning_head)
    with pytest.raises(WrongState):
        tick_checklist(plan.pk, actor=cast.reviewer, answers={item: ("perlu_perbaikan", "")})


def plan_items(plan: WorkPlan) -> list[int]:
    """Keys of the checklist of the plan's year."""
    return list(ChecklistItem.objects.filter(year=plan.year).values_list("pk", flat=True))
