"""The life of a regulation: 15 states, 20 transitions, guards R127 to R132, from the table of the rules."""

import json
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from masterplan.perwali.calendar import due
from masterplan.perwali.models import Element, Initial, NumberEntry, PdfRequest, Placeholder, RegulationVersion
from masterplan.perwali.naskah.annexes import Table
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.selectors.frozen import content_of, document_of
from masterplan.perwali.selectors.life import deadlines, initials_of, new_matter
from masterplan.perwali.selectors.printed import Document
from masterplan.perwali.services.amending import start_amendment
from masterplan.perwali.services.drafting import change_element, insert_element
from masterplan.perwali.services.law_records import change_law_record
from masterplan.perwali.services.life import LIFE, ActFacts, advance
from masterplan.perwali.services.number_register import void_number
from masterplan.perwali.services.proof import verify_code
from masterplan.perwali.services.remarks import answer_remark, decide_proposal, propose, write_remark
from masterplan.perwali.workflow import LIFE_STEPS, STEPS, Deadline, Stage
from masterplan.plan.models import Program
from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Refused, Stale, WrongState
from solok_smartcity.kit.transitions import Conflict
from tests.cast import Cast
from tests.perwali.way import (
    INITIALS,
    TO_ENACTED,
    TO_FACILITATION,
    TO_HARMONISATION,
    TO_INITIALS,
    TO_PROMULGATED,
    TO_READY,
    draft,
    fill_in,
    go,
    travel,
)

pytestmark = pytest.mark.django_db

# From, verb, to: section 4.2 by hand.
TABLE = [
    ("usulan", "program", "terprogram"),
    ("terprogram", "start_drafting", "penyusunan"),
    ("penyusunan", "discuss", "pembahasan"),
    ("pembahasan", "consult", "konsultasi_publik"),
    ("konsultasi_publik", "end_consultation", "pembahasan"),
    ("pembahasan", "request_initials", "paraf_koordinasi"),
    ("paraf_koordinasi", "initial", "paraf_koordinasi"),
    ("siap_ditetapkan", "initial", "siap_ditetapkan"),
    ("paraf_koordinasi", "return_draft", "penyusunan"),
    ("paraf_koordinasi", "harmonise", "harmonisasi"),
    ("harmonisasi", "harmonisation_result", "perbaikan_harmonisasi"),
    ("perbaikan_harmonisasi", "resubmit", "harmonisasi"),
    ("harmonisasi", "facilitate", "fasilitasi"),
    ("siap_ditetapkan", "facilitate", "fasilitasi"),
    ("fasilitasi", "facilitation_result", "perbaikan_fasilitasi"),
    ("harmonisasi", "ready", "siap_ditetapkan"),
    ("fasilitasi", "ready", "siap_ditetapkan"),
    ("perbaikan_fasilitasi", "ready", "siap_ditetapkan"),
    ("siap_ditetapkan", "enact", "ditetapkan"),
    ("ditetapkan", "promulgate", "diundangkan"),
    ("diundangkan", "authenticate", "terautentifikasi"),
    ("terautentifikasi", "publish", "tersebar"),
    ("diundangkan", "send_to_governor", "diundangkan"),
    ("usulan", "withdraw", "ditarik"),
    ("siap_ditetapkan", "withdraw", "ditarik"),
]
EDITABLE = {"usulan", "terprogram", "penyusunan", "perbaikan_harmonisasi", "perbaikan_fasilitasi"}
NEW = "Kerja sama dilaksanakan oleh Perangkat Daerah sesuai dengan ketentuan peraturan perundang-undangan."


@pytest.mark.parametrize(("before", "verb", "after"), TABLE)
def test_table(before: str, verb: str, after: str) -> None:
    """Each transition of the rules is in the table."""
    assert before in STEPS[verb].sources
    assert (STEPS[verb].target or before) == after


def test_nothing_leads_out_of_enactment() -> None:
    """From enactment on there is only promulgation, the copy, publication and the letter to the governor."""
    late = {"ditetapkan", "diundangkan", "terautentifikasi", "tersebar", "ditarik"}
    assert {verb for verb, step in STEPS.items() if step.sources & late} == {
        "promulgate",
        "authenticate",
        "publish",
        "send_to_governor",
    }
    assert len(Stage.choices) == 16  # L0 to L14, and LX


@pytest.mark.parametrize("stage", Stage.values)
def test_where_text_is_editable(cast: Cast, stage: str) -> None:
    """The column "text editable" of 4.1; in the discussion it changes by proposals only."""
    target = Element.objects.get(stable_id="p_kerja_sama")
    type(target.regulation).objects.filter(pk=target.regulation_id).update(stage=stage)
    if stage in EDITABLE:
        change_element(target.pk, actor=cast.legal, version=1, values={"text": NEW}, reason="uji")
        return
    with pytest.raises(Refused):
        change_element(target.pk, actor=cast.legal, version=1, values={"text": NEW}, reason="uji")


def cells_of(document: Document) -> list[tuple[str, ...]]:
    """Cells of all tables of the annexes."""
    tables = [block for annex in document.annexes for block in annex.blocks if isinstance(block, Table)]
    return [row.cells for table in tables for row in table.rows]


def test_whole_way(cast: Cast) -> None:
    """From drafting to publication; the law is the frozen text, whatever the plan says afterwards."""
    done = travel(cast, TO_PROMULGATED)
    assert (done.number, done.year, done.gazette_number) == (1, done.enacted_on.year, 12)
    assert done.legal_status == "berlaku"
    document = load_document(done)
    assert not document.text.is_draft
    assert f"NOMOR {done.number} TAHUN {done.year}" in document.text.title
    assert "..." not in json.dumps(document.text.title + document.text.head)
    assert document.text.gazette.endswith(f"TAHUN {done.year} NOMOR 12")
    rows = [
        row.cells for annex in document.annexes for block in annex.blocks if block.kind == "table" for row in block.rows
    ]
    program = Program.objects.get(code="GOV-1-01")
    assert any(program.name in cells for cells in rows)
    Program.objects.filter(pk=program.pk).update(name="Nama lain sama sekali")
    later = load_document(draft())
    again = [
        row.cells for annex in later.annexes for block in annex.blocks if block.kind == "table" for row in block.rows
    ]
    assert again == rows
    go("authenticate", cast)
    assert go("publish", cast).stage == "tersebar"


def test_versions_are_chained_and_digests_hold(cast: Cast) -> None:
    """Each version names the digest of the one before; each digest is that of its canonical content."""
    done = travel(cast, TO_PROMULGATED)
    versions = list(done.versions.order_by("number"))
    assert [v.number for v in versions] == list(range(1, len(versions) + 1))
    before = None
    for version in versions:
        content = json.loads(version.content)
        assert content["previous"] == (before.sha256 if before else None)
        assert version.previous == before
        assert digest(content) == version.sha256 == sha256(version.content.encode()).hexdigest()
        before = version
    assert [v.stage for v in versions[-2:]] == ["ditetapkan", "diundangkan"]


def test_frozen_document_is_the_document(cast: Cast) -> None:
    """What comes back from a version prints as what went in."""
    go("discuss", cast)
    live, frozen = load_document(draft()), document_of(draft().versions.get())
    assert frozen.text == live.text
    assert frozen.annexes == live.annexes
    assert frozen.source.tree.roots == live.source.tree.roots
    assert frozen.source.rules == live.source.rules


def test_frozen_rows_cannot_be_changed(cast: Cast) -> None:
    """The database itself refuses it."""
    go("discuss", cast)
    version = draft().versions.get()
    for change in (
        lambda: RegulationVersion.objects.filter(pk=version.pk).update(content="{}"),
        lambda: RegulationVersion.objects.filter(pk=version.pk).delete(),
        lambda: draft().log.update(reason="lain"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_papers_are_needed(cast: Cast) -> None:
    """A transition names its documents; without them nothing happens."""
    now = draft()
    with pytest.raises(ValidationError, match="Undangan rapat, Daftar hadir, dan Notulen"):
        advance(now.pk, "discuss", actor=cast.legal, version=now.version)
    assert (draft().stage, draft().versions.count()) == ("penyusunan", 0)
    done = go("discuss", cast)
    assert [paper.name for paper in done.log.first().papers.all()] == list(LIFE_STEPS["discuss"].papers)


def test_initials_are_bound_to_the_text(cast: Cast) -> None:
    """R127: in their order, one each; a change of the text voids them, and the sheet says so."""
    travel(cast, ["discuss", "request_initials", *INITIALS])
    assert all(state.initial for state in initials_of(draft()))
    with pytest.raises(Conflict, match="Semua paraf"):
        go("initial", cast)
    go("return_draft", cast)
    target = Element.objects.get(stable_id="p_kerja_sama")
    change_element(target.pk, actor=cast.legal, version=target.version, values={"text": NEW}, reason="uji")
    travel(cast, ["discuss", "request_initials"])
    states = initials_of(draft())
    assert [state.initial for state in states] == [None] * 4
    assert [len(state.void) for state in states] == [1] * 4
    with pytest.raises(Conflict, match="Kepala perangkat daerah"):
        go("harmonise", cast)


def test_stage_alone_voids_no_initial(cast: Cast) -> None:
    """The same text in another stage is the same text."""
    travel(cast, TO_READY)
    assert all(state.initial for state in initials_of(draft()))


@pytest.mark.parametrize(("citation", "refused"), [("Lengkap", False), ("Kurang", True)])
def test_registry_complete_at_harmonisation(cast: Cast, citation: str, refused: bool) -> None:
    """R42: gazette fields are complete when the draft goes to harmonisation."""
    travel(cast, ["discuss", "request_initials"])
    if refused:
        basis = Element.objects.filter(kind="mengingat", citation__kind="PP").first()
        type(basis.citation).objects.filter(pk=basis.citation_id).update(gazette_number="")
    for _ in INITIALS:
        go("initial", cast)
    if refused:
        with pytest.raises(Conflict, match="R42"):
            go("harmonise", cast)
    else:
        assert go("harmonise", cast).stage == "harmonisasi"


def test_remarks_block_until_answered(cast: Cast) -> None:
    """R129: a remark of the province keeps the draft from being ready."""
    now = travel(cast, [*TO_FACILITATION, "facilitation_result"])
    remark = write_remark(
        now,
        actor=cast.legal,
        channel="fasilitasi",
        element="p_kerja_sama",
        text="Perjelas pihak.",
        proposer="Biro Hukum",
    )
    with pytest.raises(Conflict, match="1 catatan"):
        go("ready", cast)
    answer_remark(remark.pk, actor=cast.legal, version=1, answer="ditolak", reason="Sudah jelas.")
    assert go("ready", cast).stage == "siap_ditetapkan"


def test_new_matter_after_harmonisation(cast: Cast) -> None:
    """R128: what a remark asks for may change; a new Pasal nobody asked for needs confirmation."""
    now = travel(cast, [*TO_HARMONISATION, "harmonisation_result"])
    remark = write_remark(
        now, actor=cast.legal, channel="harmonisasi", element="p_kerja_sama", text="Perjelas.", proposer="Kanwil"
    )
    answer_remark(remark.pk, actor=cast.legal, version=1, answer="diterima", reason="Diperjelas.")
    target = Element.objects.get(stable_id="p_kerja_sama")
    change_element(target.pk, actor=cast.legal, version=target.version, values={"text": NEW}, reason="uji")
    assert new_matter(draft()) == []
    anchor = Element.objects.get(stable_id="p_kedudukan")
    insert_element(
        anchor.pk,
        actor=cast.legal,
        version=anchor.version,
        kind="pasal",
        inside=False,
        values={"text": NEW},
        reason="uji",
    )
    assert new_matter(draft()) == ["pasal_baru_1"]
    with pytest.raises(Conflict, match="materi baru"):
        go("resubmit", cast)
    go("confirm_new_matter", cast, reason="Diperlukan untuk kerja sama.")
    assert go("resubmit", cast).stage == "harmonisasi"


def test_facilitation_by_silence(cast: Cast, time_machine) -> None:
    """T13: without an answer the draft goes on after 15 days, not before."""
    start = travel(cast, TO_FACILITATION).log.first().at
    time_machine.move_to(start + timedelta(days=15))
    with pytest.raises(Conflict, match="masih ditunggu"):
        go("ready", cast)
    assert not deadlines(draft())[0].is_over
    time_machine.move_to(start + timedelta(days=16))
    assert deadlines(draft())[0].is_over
    assert go("ready", cast).stage == "siap_ditetapkan"


def test_no_placeholder_is_enacted(cast: Cast) -> None:
    """R20: what the text still leaves open keeps it from being enacted."""
    travel(cast, TO_READY)
    draft().placeholders.filter(key="nama_wali_kota").update(value="")
    with pytest.raises(Conflict, match=r"Paraf|Nama Wali Kota"):
        go("enact", cast)


def test_numbers_are_given_once(cast: Cast) -> None:
    """R130: in sequence, gaps as numbers outside the portal, void ones never again."""
    travel(cast, TO_READY)
    void = void_number(draft(), today().year, actor=cast.legal, reason="Salah ketik pada register")
    assert void.number == 1
    with pytest.raises(ValidationError, match="berikutnya 2"):
        go("enact", cast, number=1)
    done = go("enact", cast, number=12)
    assert done.number == 12
    register = dict(NumberEntry.objects.values_list("number", "state"))
    assert register == {1: "tidak_dipakai", **dict.fromkeys(range(2, 12), "di_luar"), 12: "dipakai"}
    with pytest.raises(IntegrityError), transaction.atomic():
        type(done).objects.filter(pk=done.pk).update(number=13)
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberEntry.objects.get(number=1).delete()


def test_days_of_enactment_and_promulgation(cast: Cast) -> None:
    """R107: promulgation is not before enactment, and neither lies ahead."""
    travel(cast, TO_READY)
    with pytest.raises(ValidationError, match="belum tiba"):
        go("enact", cast, on=today() + timedelta(days=1))
    go("enact", cast, on=today())
    with pytest.raises(ValidationError, match="mendahului"):
        go("promulgate", cast, on=today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="Berita Daerah"):
        go("promulgate", cast, on=today(), gazette_number=None)
    assert go("promulgate", cast, on=today()).promulgated_on == today()


def test_names_for_later_acts_may_still_come(cast: Cast) -> None:
    """The secretary's name is filled in after enactment; the mayor's is law by then."""
    now = travel(cast, TO_ENACTED)
    later = now.placeholders.get(key="nama_sekretaris_daerah")
    change_law_record(
        type(later), later.pk, actor=cast.legal, version=later.version, values={"value": "SEKDA BARU"}, reason="uji"
    )
    mayor = now.placeholders.get(key="nama_wali_kota")
    with pytest.raises(Refused):
        change_law_record(
            type(mayor), mayor.pk, actor=cast.legal, version=mayor.version, values={"value": "LAIN"}, reason="uji"
        )
    done = go("promulgate", cast)
    assert "SEKDA BARU" in load_document(done).text.signatures["pengundangan"].lines


def test_roles(cast: Cast) -> None:
    """The initiating office opens and discusses; the way itself is carried by Bagian Hukum; nobody else."""
    now = draft()
    for person in cast.everyone().values():
        if person in (cast.legal, cast.editor):
            continue
        with pytest.raises((Refused, type(now).DoesNotExist)):
            advance(now.pk, "discuss", actor=person, version=now.version)
    allowed = {a.verb for a in LIFE.allowed_actions(cast.editor, now) if a.allowed}
    assert allowed == {"discuss", "withdraw"}
    with pytest.raises(Stale):
        advance(now.pk, "withdraw", actor=cast.legal, version=now.version + 1, reason="uji")
    with pytest.raises(WrongState):
        advance(now.pk, "promulgate", actor=cast.legal, version=now.version, facts=ActFacts())


def test_proposals_in_discussion(cast: Cast) -> None:
    """L3: tracked changes; accepted ones change the text, stale ones are refused, open ones block the initials."""
    go("discuss", cast)
    before = Element.objects.get(stable_id="p_kerja_sama").text
    first = propose(draft(), actor=cast.reviewer, act="ubah", element="p_kerja_sama", text=NEW, reason="lebih jelas")
    second = propose(draft(), actor=cast.editor, act="ubah", element="p_kerja_sama", text="Lain.", reason="singkat")
    new = propose(
        draft(), actor=cast.editor, act="sisip", element="p_kedudukan", kind="pasal", text=NEW, reason="pelengkap"
    )
    with pytest.raises(Conflict, match="3 usulan"):
        go("request_initials", cast)
    with pytest.raises(Refused):
        decide_proposal(first.pk, actor=cast.editor, version=1, accept=True, reason="ya")
    decide_proposal(first.pk, actor=cast.legal, version=1, accept=True, reason="Disepakati")
    assert Element.objects.get(stable_id="p_kerja_sama").text == NEW != before
    with pytest.raises(WrongState, match="sudah berubah"):
        decide_proposal(second.pk, actor=cast.legal, version=1, accept=True, reason="ya")
    decide_proposal(second.pk, actor=cast.legal, version=1, accept=False, reason="Sudah diubah")
    decide_proposal(new.pk, actor=cast.legal, version=1, accept=True, reason="Disepakati")
    assert Element.objects.filter(stable_id="pasal_baru_1", text=NEW).exists()
    assert "Pemeran reviewer" in Element.objects.get(stable_id="p_kerja_sama").history.first().history_change_reason


def test_working_days() -> None:
    """R131: Fridays go over the weekend, holidays are left out, calendar days are not."""
    holiday = date(2026, 3, 19)
    assert due(date(2026, 3, 16), Deadline(3, working=True), {holiday}) == date(2026, 3, 20)
    assert due(date(2026, 3, 13), Deadline(1, working=True), set()) == date(2026, 3, 16)
    assert due(date(2026, 3, 13), Deadline(15), {holiday}) == date(2026, 3, 28)


def test_initials_and_content_stay(cast: Cast) -> None:
    """Initials are written once; the version's content is what the law is read from."""
    travel(cast, ["discuss", "request_initials", "initial"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Initial.objects.update(name="Lain")
    assert content_of(draft().versions.first())["regulation"] == "rencana-induk"
    assert connection.vendor in {"sqlite", "postgresql"}


def test_comparison_page_of_inserted_and_removed(cast: Cast, client: Client) -> None:
    """Elements that only one of two versions has are shown beside an empty cell; the XLSX holds them too."""
    travel(cast, ["discuss"])
    Element.objects.filter(stable_id="p_kerja_sama").update(is_active=False)
    client.force_login(cast.legal)
    page = client.get("/kerja/perwali/rencana-induk/versi/?dari=1&ke=0")
    assert page.status_code == 200
    assert "dihapus" in page.content.decode()
    assert client.get("/kerja/perwali/rencana-induk/versi/?dari=0&ke=1").status_code == 200
    assert client.get("/kerja/perwali/rencana-induk/versi/?dari=1&ke=0&format=xlsx").content[:2] == b"PK"


def test_making_is_not_shown_to_everybody(cast: Cast, client: Client) -> None:
    """A reader sees the law, not its drafts, remarks and papers; the public check calls a draft a draft."""
    travel(cast, TO_PROMULGATED)
    client.force_login(cast.reader)
    home, api = "/kerja/perwali/rencana-induk/", "/api/v1/regulations/rencana-induk/"
    assert client.get(home).status_code == 200
    for path in (
        f"{home}tahap/",
        f"{home}versi/?dari=1&ke=0",
        f"{home}catatan/",
        f"{home}pdf/?lembar=kendali",
        f"{api}versions/",
        f"{api}versions/1/",
        f"{api}remarks/",
        f"{api}way/",
    ):
        assert client.get(path).status_code == 403, path
    old, new = RegulationVersion.objects.order_by("number")[0], RegulationVersion.objects.order_by("-number")[0]
    assert (verify_code(old.code).is_public, verify_code(new.code).is_public) == (False, True)
    assert "Rancangan" in verify_code(old.code).status


def test_papers_of_the_making_through_the_api(cast: Cast) -> None:
    """The rule of papers holds at every door: a reader neither asks for the control sheet nor finds its request."""
    law = travel(cast, TO_PROMULGATED)
    api = APIClient()
    for person, status in ((cast.legal, 202), (cast.reader, 403)):
        api.force_authenticate(person)
        sent = {"regulation": law.slug, "paper": "matriks-1-2"}
        assert api.post("/api/v1/exports/", sent).status_code == status
    assert api.get("/api/v1/exports/").json() == []
    assert api.get(f"/api/v1/exports/{PdfRequest.objects.get().pk}/").status_code == 404
    assert api.get(f"/api/v1/regulations/{law.slug}/drift/").status_code == 403


def test_nothing_is_missing_of_what_was_filled_in(cast: Cast) -> None:
    """What was open when the text was enacted and was given since is not listed any more."""
    fill_in()
    Placeholder.objects.filter(key="nama_sekretaris_daerah").update(value="")
    for verb in TO_ENACTED:
        go(verb, cast)
    assert any("pengundangan" in item for item in load_document(draft()).missing)
    Placeholder.objects.filter(key="nama_sekretaris_daerah").update(value="SYAIFUL")
    go("promulgate", cast)
    assert not any("pengundangan" in item for item in load_document(draft()).missing)


@pytest.mark.parametrize(("stable_id", "values"), [("bab_1", {"text": "Kata"}), ("p_ri", {"text": "Kata."})])
def test_only_written_words_are_changed(cast: Cast, stable_id: str, values: dict[str, str]) -> None:
    """A BAB has no text, a Pasal with ayat no sentence: refused at the service, and as a proposal."""
    found = Element.objects.filter(regulation=draft())
    element = found.filter(kind="bab").first() if stable_id == "bab_1" else found.get(stable_id=stable_id)
    with pytest.raises(ValidationError, match="R55"):
        change_element(element.pk, actor=cast.legal, version=element.version, values=values, reason="uji")
    if element.kind == "pasal":
        travel(cast, ["discuss"])
        with pytest.raises(ValidationError, match="pilih unsur di bawahnya"):
            propose(draft(), actor=cast.editor, act="ubah", element=stable_id, text="Kata.", reason="uji")


def test_a_title_is_changed_by_a_proposal(cast: Cast) -> None:
    """Accepted, the new title of a BAB is printed."""
    travel(cast, ["discuss"])
    chapter = Element.objects.filter(regulation=draft(), kind="bab").order_by("position")[1]
    made = propose(draft(), actor=cast.editor, act="ubah", element=chapter.stable_id, text="NASKAH BARU", reason="uji")
    decide_proposal(made.pk, actor=cast.legal, version=made.version, accept=True, reason="uji")
    assert "NASKAH BARU" in load_document(draft()).words()[chapter.stable_id]


def test_new_matter_of_an_amendment(cast: Cast) -> None:
    """R128 on the edited copy: what a remark asked for is old matter, the rest is new."""
    travel(cast, TO_PROMULGATED)
    amendment = start_amendment(draft(), actor=cast.legal, reason="Evaluasi")

    def write(stable_id: str, words: str) -> None:
        element = Element.objects.get(regulation=amendment, stable_id=stable_id)
        values = {"text": f"{element.text.rstrip('.')} {words}."}
        change_element(element.pk, actor=cast.legal, version=element.version, values=values, reason="uji")

    write("a_ri_jangka", "secara bertahap")
    fill_in(amendment.slug)
    for verb in ("program", "start_drafting", *TO_HARMONISATION, "harmonisation_result"):
        go(verb, cast, amendment.slug)
    remark = write_remark(
        draft(amendment.slug), actor=cast.legal, channel="harmonisasi", element="p_kerja_sama", text="Jelaskan"
    )
    answer_remark(remark.pk, actor=cast.legal, version=remark.version, answer="diterima", reason="ya")
    write("p_kerja_sama", "sesuai kebutuhan")
    assert new_matter(draft(amendment.slug)) == []
    write("a_ri_jangka", "dan terukur")
    assert new_matter(draft(amendment.slug)) == ["a_ri_jangka"]


def test_what_was_typed_comes_back_when_somebody_was_quicker(cast: Cast, client: Client) -> None:
    """The verb is not possible any more: the page says why, with the reason that was typed."""
    seen = travel(cast, [*TO_INITIALS, "initial"]).version
    go("return_draft", cast)
    client.force_login(cast.legal)
    sent = {"version_seen": seen, "reason": "Naskah perlu diperbaiki"}
    page = client.post("/kerja/perwali/rencana-induk/tahap/return_draft/", sent, follow=True).content.decode()
    assert "Naskah perlu diperbaiki" in page
    assert "sudah diubah orang lain" in page
