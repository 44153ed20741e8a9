"""The admin writes through the services: new records, child rows, numbers as people type them, refusals on the form."""

import re
from typing import Any

import pytest
from django.test import Client

from masterplan.perwali.models import Annex, Element, HouseStyle, Signature
from masterplan.plan.models import Book, Chapter, MasterPlan, Program, ProgramYear, WorkshopStage
from opd.agencies.models import Opd, User
from tests.cast import Cast


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What the form at an address would post if nothing were changed."""
    response = client.get(address)
    assert response.status_code == 200
    form = response.context["adminform"].form
    data: dict[str, Any] = {}
    for bound in form:
        if (value := bound.value()) not in (None, False):
            data[bound.html_name] = value
    for inline in response.context["inline_admin_formsets"]:
        for bound in inline.formset.management_form:
            data[bound.html_name] = bound.value()
        for row in inline.formset.forms:
            for bound in row:
                if (value := bound.value()) not in (None, False):
                    data[bound.html_name] = value
    return data


@pytest.fixture
def editor(cast: Cast, client: Client) -> Client:
    """A browser of the editor."""
    client.force_login(cast.editor)
    return client


def address_of(record: Any, verb: str = "change") -> str:
    """Address of a record's page in the admin."""
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/{verb}/"


def removal(client: Client, record: Any, reason: str = "Uji") -> dict[str, str]:
    """What the removal page of a record would post."""
    page = client.get(address_of(record, "delete")).content.decode()
    version = re.search(r'<input type="hidden" name="version_seen" value="([^"]*)"', page)
    assert version is not None
    return {"version_seen": version[1], "change_reason": reason}


def faults(response: Any) -> str:
    """The sentences of a form that came back."""
    context = response.context
    formsets = context["inline_admin_formsets"]
    parts = [context["adminform"].form.errors, *(f.formset.errors for f in formsets)]
    return " ".join(str(part) for part in [*parts, *(f.formset.non_form_errors() for f in formsets)])


def test_numbers_as_people_type_them(editor: Client, cast: Cast) -> None:
    """``84,5`` is eighty-four and a half, ``1.350.000.000`` is money; the history tells both."""
    program = Program.objects.get(code="GOV-1-02")
    data = form_of(editor, address_of(program)) | {"change_reason": "Hasil rapat"}
    assert data["years-1-budget"] == "1.200.000.000"
    data |= {"years-1-target": "84,5", "years-1-budget": "1.350.000.000", "baseline": "1.250,5"}
    assert editor.post(address_of(program), data).status_code == 302
    row = ProgramYear.objects.get(activity=program, year=2026)
    program.refresh_from_db()
    assert (str(row.target), row.budget, str(program.baseline)) == ("84.5000", 1_350_000_000, "1250.5000")
    page = editor.get(address_of(program, "history")).content.decode()
    for words in ("Rp1.200.000.000", "Rp1.350.000.000", "84,5", "Hasil rapat", cast.editor.label):
        assert words in page, words


def test_an_unchanged_form_writes_nothing(editor: Client) -> None:
    """Posting what stands there leaves version and history as they were, for every kind of record with rows."""
    for record in (Program.objects.get(code="GOV-1-02"), WorkshopStage.objects.get(code="bimtek-1")):
        before = (record.version, type(record).history.count())
        data = form_of(editor, address_of(record)) | {"change_reason": "Tidak ada"}
        assert editor.post(address_of(record), data).status_code == 302
        record.refresh_from_db()
        assert (record.version, type(record).history.count()) == before


def test_a_new_record_with_rows(editor: Client, cast: Cast) -> None:
    """A stage with two outputs, with its maker in the history."""
    stage = WorkshopStage.objects.first()
    data = {
        "plan": stage.plan_id,
        "code": "bimtek-4",
        "name": "Bimtek IV",
        "position": 9,
        "year": 2027,
        "change_reason": "Tahap baru",
        "outputs-TOTAL_FORMS": 2,
        "outputs-INITIAL_FORMS": 0,
        "outputs-0-position": 1,
        "outputs-0-text": "Satu",
        "outputs-1-position": 2,
        "outputs-1-text": "Dua",
        "attachments-TOTAL_FORMS": 0,
        "attachments-INITIAL_FORMS": 0,
    }
    assert editor.post("/admin/plan/workshopstage/add/", data).status_code == 302
    made = WorkshopStage.objects.get(code="bimtek-4")
    assert [output.text for output in made.outputs.all()] == ["Satu", "Dua"]
    assert made.history.get().history_actor == cast.editor.label
    book = Book.objects.first()
    data = {"book": book.pk, "position": 50, "title": "Penutup", "text": "Isi", "change_reason": "Baru"}
    assert editor.post("/admin/plan/chapter/add/", data).status_code == 302
    assert Chapter.objects.get(title="Penutup").text == "Isi"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"change_reason": ""}, "change_reason"),
        ({"years-1-year": "2025"}, "year"),
        ({"years-1-year": "2031"}, "2031"),
        ({"years-1-budget": "-5"}, "budget"),
        ({"version_seen": "99"}, "sudah diubah orang lain"),
        ({"end_year": "2024"}, "mendahului"),
        ({"funding_sources": []}, "funding_sources"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(editor: Client, changes: dict[str, Any], message: str) -> None:
    """The form comes back with the sentence and everything typed; nothing is written."""
    program = Program.objects.get(code="GOV-1-02")
    data = form_of(editor, address_of(program)) | {"change_reason": "Uji", "name": "Nama yang diketik"} | changes
    response = editor.post(address_of(program), data)
    assert response.status_code == 200
    assert message in faults(response)
    assert "Nama yang diketik" in response.content.decode()
    program.refresh_from_db()
    assert (program.name == "Nama yang diketik", program.version) == (False, 1)


def test_a_merged_agency_is_refused_by_name(editor: Client) -> None:
    """The rule of the service reaches the form."""
    program = Program.objects.get(code="GOV-1-02")
    data = form_of(editor, address_of(program)) | {"change_reason": "Uji", "lead_opd": Opd.objects.get(code="DLH").pk}
    assert "DPKPLH" in faults(editor.post(address_of(program), data))


def test_the_law_in_the_admin(cast: Cast, client: Client) -> None:
    """Texts through the drafting service; a referred element is not removed and the page says who refers to it."""
    client.force_login(cast.legal)
    element = Element.objects.get(stable_id="p_keamanan")
    data = form_of(client, address_of(element)) | {"change_reason": "Uji", "text": "Lihat {{acu:tidak_ada}}."}
    assert "tidak_ada" in faults(client.post(address_of(element), data))
    data["text"] = "Pengelola data wajib menjaga keamanan informasi."
    assert client.post(address_of(element), data).status_code == 302
    element.refresh_from_db()
    assert element.text == data["text"]
    referred = Element.objects.get(stable_id="p_visi")
    response = client.post(address_of(referred, "delete"), removal(client, referred), follow=True)
    assert "masih diacu oleh: Pasal 7" in response.content.decode()
    free = Element.objects.get(stable_id="p_kedudukan")
    assert client.post(address_of(free, "delete"), removal(client, free, "Digabung")).status_code == 302
    assert not Element.objects.filter(stable_id="p_kedudukan").exists()
    style = HouseStyle.objects.get()
    data = form_of(client, address_of(style)) | {"change_reason": "Gaya", "line_spacing": "1,5", "table_pt": "7"}
    assert "table_pt" in faults(client.post(address_of(style), data))
    assert client.post(address_of(style), data | {"table_pt": "8"}).status_code == 302
    style.refresh_from_db()
    assert (style.table_pt, str(style.line_spacing)) == (8, "1.50")


def test_accounts(cast: Cast, client: Client) -> None:
    """An administrator makes an account; its history names the administrator; a planner needs an agency."""
    client.force_login(cast.administrator)
    data = {
        "username": "baru",
        "full_name": "Akun Baru",
        "role": "opd_planner",
        "password1": "rahasia-sekali-27",
        "password2": "rahasia-sekali-27",
        "usable_password": "true",
    }
    response = client.post("/admin/agencies/user/add/", data)
    assert "harus memiliki perangkat daerah" in faults(response)
    response = client.post("/admin/agencies/user/add/", data | {"opd": Opd.objects.get(code="DINKES").pk})
    assert response.status_code == 302
    account = User.objects.get(username="baru")
    assert account.history.first().history_actor == cast.administrator.label
    assert cast.administrator.label in client.get(address_of(account, "history")).content.decode()


def test_rules_between_tables_come_back_as_sentences(editor: Client) -> None:
    """What only the database can see is a sentence on the form, not an error page."""
    plan = MasterPlan.objects.get()
    data = form_of(editor, address_of(plan)) | {"change_reason": "Uji", "end_year": "2027"}
    assert "masa rencana induk" in faults(editor.post(address_of(plan), data))
    data = {
        "name": "Lupa tahun",
        "years-TOTAL_FORMS": 1,
        "years-INITIAL_FORMS": 0,
        "years-0-year": 2026,
        "supports-TOTAL_FORMS": 0,
        "supports-INITIAL_FORMS": 0,
    }
    response = editor.post("/admin/plan/program/add/", data)
    assert response.status_code == 200
    assert "Lupa tahun" in response.content.decode()


def test_a_whole_pasal_is_removed(cast: Cast, client: Client) -> None:
    """A Pasal whose ayat refer to each other can go whole."""
    client.force_login(cast.legal)
    whole = Element.objects.get(stable_id="p_pantau")
    assert client.post(address_of(whole, "delete"), removal(client, whole)).status_code == 302
    assert not Element.objects.filter(stable_id="p_pantau").exists()


def test_removal_carries_the_version_seen(cast: Cast, client: Client) -> None:
    """An element that changed after the page was opened stays, with the sentence; so without a version or a reason."""
    client.force_login(cast.legal)
    element = Element.objects.get(stable_id="p_kedudukan")
    seen = removal(client, element)
    Element.objects.filter(pk=element.pk).update(version=1234)
    for data, words in (
        (seen, "sudah diubah orang lain"),
        (seen | {"version_seen": ""}, "Sertakan versi"),
        (seen | {"version_seen": "x" * 5000}, "Sertakan versi"),
        (seen | {"version_seen": "1234", "change_reason": " "}, "Alasan wajib diisi"),
    ):
        response = client.post(address_of(element, "delete"), data, follow=True)
        assert words in response.content.decode(), words
    assert Element.objects.filter(pk=element.pk).exists()
    assert client.post(address_of(element, "delete"), removal(client, element)).status_code == 302
    assert not Element.objects.filter(pk=element.pk).exists()
    assert client.post(address_of(element, "delete"), seen).status_code == 404


def test_a_document_cannot_be_broken_from_the_admin(cast: Cast, client: Client) -> None:
    """An unknown data field or a signature without office is refused; the page of the draft still opens."""
    client.force_login(cast.legal)
    annex = Annex.objects.get(stable_id="l_peta_jalan")
    data = form_of(client, address_of(annex)) | {"change_reason": "Uji", "columns-1-field": "nama"}
    assert "tidak dikenal" in faults(client.post(address_of(annex), data))
    signature = Signature.objects.get(act="penetapan")
    data = form_of(client, address_of(signature)) | {"change_reason": "Uji", "lines": '["WALI KOTA SOLOK"]'}
    assert "koma" in faults(client.post(address_of(signature), data))
    assert client.get("/kerja/perwali/rencana-induk/").status_code == 200
