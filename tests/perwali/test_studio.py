"""Drafting: insert, move, remove, mend; numbers and references follow, what was typed comes back."""

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from masterplan.perwali.models import Citation, Element, Reference, Regulation
from masterplan.perwali.naskah.typed import Chip
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.selectors.lint import lint_regulation
from masterplan.perwali.selectors.provisions import provision_rows
from masterplan.perwali.selectors.studio import definitions, load_studio, open_element
from masterplan.perwali.services.drafting import (
    change_element,
    insert_element,
    mend_element,
    move_element,
    move_one_step,
    remove_element,
)
from masterplan.perwali.services.exporting import export_file
from solok_smartcity.kit.decisions import Refused, Stale
from tests.cast import Cast

STUDIO = "/kerja/perwali/rencana-induk/naskah/"
API = "/api/v1/regulations/rencana-induk/provisions/"
NORM = "Perangkat Daerah melaksanakan program Kota Cerdas."


def element(stable_id: str) -> Element:
    """An element of the template."""
    return Element.objects.get(stable_id=stable_id)


def printed() -> dict[str, dict[str, Any]]:
    """Every printed element by its id."""
    return {row["id"]: row for row in provision_rows(Regulation.objects.get())}


def rules() -> set[tuple[str, str]]:
    """Rule and place of all findings."""
    return {(item.fault.rule, item.place) for item in lint_regulation(Regulation.objects.get())}


def insert(cast: Cast, anchor: str, kind: str, inside: bool = False, **values: Any) -> Element:
    """Insert as the legal officer."""
    at = element(anchor)
    return insert_element(
        at.pk, actor=cast.legal, version=at.version, kind=kind, inside=inside, values=values, reason="uji"
    )


def test_inserted_pasal_shifts_numbers_and_references(cast: Cast) -> None:
    """A Pasal in the middle: every later number is one more, and so is every reference to it; no row was edited."""
    before = printed()
    tokens = dict(Element.objects.values_list("stable_id", "text"))
    new = insert(cast, "p_kedudukan", "pasal", text=NORM)
    after = printed()
    at = int(before["p_kedudukan"]["label"].removeprefix("Pasal ")) + 1
    assert after[new.stable_id]["label"] == f"Pasal {at}"

    def shift(match: re.Match[str]) -> str:
        number = int(match[1])
        return f"Pasal {number + (number >= at)}"

    for stable_id, row in before.items():
        assert after[stable_id]["address"] == re.sub(r"Pasal (\d+)", shift, row["address"])
        if row["kind"] not in {"menimbang", "mengingat"}:
            assert after[stable_id]["text"] == re.sub(r"Pasal (\d+)", shift, row["text"]), stable_id
    assert tokens.items() <= dict(Element.objects.values_list("stable_id", "text")).items()
    assert rules() == set()


def test_typed_address_becomes_a_reference(cast: Cast) -> None:
    """Words in, token stored, target protected; the words follow when the target moves."""
    target = element("p_kerja_sama")
    text = "Kerja sama sebagaimana dimaksud dalam Pasal 30 ayat (1) huruf a dilaksanakan oleh Daerah."
    change_element(target.pk, actor=cast.legal, version=1, values={"text": text}, reason="uji", seen=[])
    target.refresh_from_db()
    assert re.search(r"Kerja sama \{\{acu:\w+\}\} dilaksanakan", target.text)
    assert Reference.objects.filter(source=target).count() == 1
    insert(cast, "p_kedudukan", "pasal", text=NORM)
    assert "dalam Pasal 31 ayat (1) huruf a dilaksanakan" in printed()["p_kerja_sama"]["text"]


def test_what_was_shown_keeps_its_target(cast: Cast) -> None:
    """A form opened before numbers shifted still means what it showed, not what now has that number."""
    regulation = Regulation.objects.get()
    opened = open_element(load_studio(regulation), element("a_ri_sistematika"))
    assert opened.words == "Rencana Induk sebagaimana dimaksud pada ayat (1) memuat:"
    insert(cast, "a_ri_jangka", "ayat", text=NORM)  # now a_ri_sistematika is ayat (3); ayat (2) is another one
    move_one_step(element("a_ri_jangka").pk, actor=cast.legal, version=1, steps=1, reason="uji")
    now = element("a_ri_sistematika")
    change_element(
        now.pk, actor=cast.legal, version=now.version, values={"text": opened.words}, reason="uji", seen=opened.chips
    )
    now.refresh_from_db()
    assert now.text == "Rencana Induk {{acu:a_ri_jangka}} memuat:"
    assert printed()["a_ri_sistematika"]["text"] == "Rencana Induk sebagaimana dimaksud pada ayat (2) memuat:"


def retyped(cast: Cast, stable_id: str, text: str, new: str) -> str:
    """Store one text, open it, change its words to others; gives what is stored then."""
    now = element(stable_id)
    change_element(now.pk, actor=cast.legal, version=now.version, values={"text": text}, reason="uji", seen=[])
    opened = open_element(load_studio(Regulation.objects.get()), element(stable_id))
    now = element(stable_id)
    change_element(now.pk, actor=cast.legal, version=now.version, values={"text": new}, reason="uji", seen=opened.chips)
    return element(stable_id).text


@pytest.mark.parametrize(
    ("new", "printed_as", "targets"),
    [
        ("dalam Pasal 30 dilaksanakan.", "dalam Pasal 30 dilaksanakan.", 1),
        ("dalam Pasal 3 ayat (1) dilaksanakan.", "dalam Pasal 3 ayat (1) dilaksanakan.", 1),
        ("dalam Pasal 3 ayat (1) dan ayat (2) dilaksanakan.", "dalam Pasal 3 ayat (1) dan ayat (2) dilaksanakan.", 2),
        ("dalam Pasal 3 sampai dengan Pasal 5 dilaksanakan.", "dalam Pasal 3 sampai dengan Pasal 5 dilaksanakan.", 2),
        ("dalam Pasal 3 dan Pasal 5 dilaksanakan.", "dalam Pasal 3 dan Pasal 5 dilaksanakan.", 2),
    ],
)
def test_changed_address_changes_its_target(cast: Cast, new: str, printed_as: str, targets: int) -> None:
    """A reference that is typed on becomes another reference, never the old one with a tail."""
    begin = "Kerja sama sebagaimana dimaksud "
    stored = retyped(cast, "p_kerja_sama", f"{begin}dalam Pasal 3 dilaksanakan.", begin + new)
    assert printed()["p_kerja_sama"]["text"] == begin + printed_as
    assert Reference.objects.filter(source__stable_id="p_kerja_sama").count() == targets
    assert stored.startswith("Kerja sama {{acu:")
    assert ("R96", "Pasal 31") not in rules()


def test_article_of_another_law_is_not_ours(cast: Cast) -> None:
    """It stays text, the reference before it keeps its target, and R96 is silent."""
    begin = "Kerja sama sebagaimana dimaksud dalam Pasal 3"
    law = "Pasal 30 Undang-Undang Nomor 1 Tahun 2020"
    stored = retyped(cast, "p_kerja_sama", f"{begin} dilaksanakan.", f"{begin} dilaksanakan menurut {law}.")
    assert stored == f"Kerja sama {{{{acu:p_ruang_lingkup}}}} dilaksanakan menurut {law}."
    assert ("R96", "Pasal 31") not in rules()


@pytest.mark.parametrize(
    ("stable_id", "text"),
    [
        ("p_kerja_sama", "Kerja sama sebagaimana dimaksud dalam Pasal 31 dilaksanakan."),
        ("p_kerja_sama", "Kerja sama {{acu:menimbang_1}} dilaksanakan."),
        ("menimbang_2", "bahwa untuk melaksanakan Pasal 3 perlu pengaturan"),
    ],
)
def test_reference_that_makes_no_sense(cast: Cast, stable_id: str, text: str) -> None:
    """To itself, from the body to a recital, from a recital to the body."""
    now = element(stable_id)
    change_element(now.pk, actor=cast.legal, version=now.version, values={"text": text}, reason="uji", seen=[])
    assert any(rule == "R94" for rule, _ in rules())


def test_signs_that_cannot_be_printed_are_left_out(cast: Cast) -> None:
    """They come along with text copied from a PDF, and no Word file can hold them."""
    target = element("p_kerja_sama")
    text = "Kerja\x07 sama\x0b dilaksanakan\x9f."
    change_element(target.pk, actor=cast.legal, version=1, values={"text": text}, reason="uji")
    assert element("p_kerja_sama").text == "Kerja sama dilaksanakan ."
    export_file(load_document(Regulation.objects.get()), "docx")


def test_terms_count_whole_words(cast: Cast) -> None:
    """*Daerah* inside *Perangkat Daerah* is a use of *Perangkat Daerah* only."""
    target = element("p_kerja_sama")
    before = {row["term"]: row["count"] for row in definitions(load_studio(Regulation.objects.get()))}
    change_element(target.pk, actor=cast.legal, version=1, values={"text": "Perangkat Daerah bekerja."}, reason="uji")
    after = {row["term"]: row["count"] for row in definitions(load_studio(Regulation.objects.get()))}
    assert after["Perangkat Daerah"] == before["Perangkat Daerah"] + 1
    assert after["Daerah"] <= before["Daerah"]


def test_address_without_a_target_stays_text(cast: Cast) -> None:
    """It is saved as written and the lint names it."""
    target = element("p_kerja_sama")
    text = "Kerja sama sebagaimana dimaksud dalam Pasal 99 dilaksanakan oleh Daerah."
    change_element(target.pk, actor=cast.legal, version=1, values={"text": text}, reason="uji", seen=[])
    assert ("R96", "Pasal 31") in rules()


def test_first_ayat_takes_the_sentence_of_its_pasal(cast: Cast) -> None:
    """A Pasal with a sentence of its own becomes a Pasal with two ayat; its list goes along (R55)."""
    before = printed()["p_dana"]["text"]
    new = insert(cast, "p_dana", "ayat", inside=True, text=NORM)
    rows = [row for row in printed().values() if row["parent"] == "p_dana"]
    assert [row["label"] for row in rows] == ["(1)", "(2)"]
    assert rows[0]["text"] == before
    assert rows[1]["id"] == new.stable_id
    assert [row["label"] for row in printed().values() if row["parent"] == rows[0]["id"]] == ["a.", "b."]
    assert rules() == set()


def test_new_chapter_is_found_empty_until_it_is_filled(cast: Cast) -> None:
    """Structure first, text later: the lint says what is missing."""
    chapter = insert(cast, "bab_umum", "bab", title="PENYELENGGARA")
    assert ("R47", "BAB II") in rules()
    insert(cast, chapter.stable_id, "pasal", inside=True, text=NORM)
    assert rules() == set()
    assert printed()["bab_rencana_induk"]["label"] == "BAB III"


def test_basis_comes_from_the_registry(cast: Cast) -> None:
    """A new legal basis is an entry of the registry; the wrong place is a finding (R37)."""
    law = Citation.objects.create(
        kind="UU",
        number="12",
        year=2011,
        title="Pembentukan Peraturan Perundang-undangan",
        gazette_year=2011,
        gazette_number="82",
    )
    insert(cast, "mengingat_8", "mengingat", citation=law)
    assert ("R37", "Mengingat 1.") in rules()
    with pytest.raises(ValidationError, match="registri"):
        insert(cast, "mengingat_8", "mengingat", text="Undang-Undang Nomor 1")


@pytest.mark.parametrize(
    ("anchor", "kind", "inside"),
    [
        ("p_visi", "bab", False),
        ("p_visi", "huruf_kurung", True),
        ("bab_umum", "ayat", True),
        ("menimbang_1", "pasal", False),
        ("judul_nama", "judul", False),
    ],
)
def test_nothing_stands_where_it_must_not(cast: Cast, anchor: str, kind: str, inside: bool) -> None:
    """The table of structure decides (R48); nothing is written."""
    count = Element.objects.count()
    with pytest.raises(ValidationError, match="tidak dapat disisipkan"):
        insert(cast, anchor, kind, inside, text=NORM)
    assert Element.objects.count() == count


def test_move_keeps_id_and_referrers(cast: Cast) -> None:
    """A Pasal moved to another BAB takes its ayat and its references along."""
    moved = element("p_kedudukan")
    target = element("p_ruang_lingkup")
    move_element(moved.pk, actor=cast.legal, version=1, anchor_id=target.pk, inside=False, reason="uji")
    rows = printed()
    assert (rows["p_kedudukan"]["label"], rows["p_kedudukan"]["parent"]) == ("Pasal 4", "bab_umum")
    assert rows["p_ri"]["label"] == "Pasal 5"
    ruled, inner = element("bab_umum"), element("p_definisi")
    with pytest.raises(ValidationError, match="dirinya sendiri"):
        move_element(ruled.pk, actor=cast.legal, version=1, anchor_id=inner.pk, inside=True, reason="uji")


def test_one_step(cast: Cast) -> None:
    """Up and down among its own kind, not past the end."""
    first, second = element("p_ri"), element("p_kedudukan")
    move_one_step(second.pk, actor=cast.legal, version=1, steps=-1, reason="uji")
    assert (printed()["p_kedudukan"]["label"], printed()["p_ri"]["label"]) == ("Pasal 4", "Pasal 5")
    with pytest.raises(ValidationError, match="ujung"):
        move_one_step(second.pk, actor=cast.legal, version=second.version, steps=-1, reason="uji")
    with pytest.raises(Stale):
        move_one_step(first.pk, actor=cast.legal, version=99, steps=-1, reason="uji")


def test_mend(cast: Cast) -> None:
    """One click puts a safe finding right, and only that one."""
    target = element("p_kerja_sama")
    text = "Walikota bekerja sama sesuai dengan ketentuan peraturan perundang-undangan ."
    change_element(target.pk, actor=cast.legal, version=1, values={"text": text}, reason="uji")
    assert {"R21", "R88"} <= {rule for rule, _ in rules()}
    mend_element(target.pk, actor=cast.legal, version=2, rule="R21")
    assert element("p_kerja_sama").text.startswith("Wali Kota bekerja sama sesuai")
    mend_element(target.pk, actor=cast.legal, version=3, rule="R88")
    assert rules() == set()
    with pytest.raises(ValidationError, match="sudah tidak ada"):
        mend_element(target.pk, actor=cast.legal, version=4, rule="R88")
    assert element("p_kerja_sama").history.first().history_change_reason == "Perbaikan otomatis R88"


def test_removed_ids_are_not_used_again(cast: Cast) -> None:
    """A new element never takes the id of one that was removed."""
    first = insert(cast, "p_kedudukan", "pasal", text=NORM)
    remove_element(first.pk, actor=cast.legal, version=1, reason="uji")
    assert insert(cast, "p_kedudukan", "pasal", text=NORM).stable_id != first.stable_id


@pytest.mark.parametrize("name", ["kop_1", "judul_nama", "memutuskan", "perintah_pengundangan"])
def test_fixed_elements_stay(cast: Cast, name: str) -> None:
    """Head, title and diktum are part of every regulation."""
    with pytest.raises(ValidationError, match="selalu ada"):
        remove_element(element(name).pk, actor=cast.legal, version=1, reason="uji")


# --- Pages ------------------------------------------------------------------------------------------


@pytest.fixture
def legal(cast: Cast, client: Client) -> Client:
    """The browser of the legal officer."""
    client.force_login(cast.legal)
    return client


def form_of(client: Client, stable_id: str) -> dict[str, str]:
    """What the form of an element holds when it is opened."""
    form = client.get(f"{STUDIO}?unsur={stable_id}").context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in data.items()}


def test_page_shows_text_and_findings(legal: Client, cast: Cast) -> None:
    """Outline, text, findings with their places, questions for people."""
    change_element(element("p_visi").pk, actor=cast.legal, version=1, values={"text": "Tanpa titik"}, reason="uji")
    page = legal.get(STUDIO).content.decode()
    assert "Temuan (1, 1 galat)" in page
    assert 'href="?unsur=p_visi#p_visi"' in page
    assert "Daftar periksa untuk orang (10)" in page


def test_saving_through_the_page(legal: Client) -> None:
    """The form shows words; unchanged references come back as they were."""
    before = element("a_ri_sistematika").text
    data = form_of(legal, "a_ri_sistematika")
    assert "sebagaimana dimaksud pada ayat (1)" in data["text"]
    answer = legal.post(f"{STUDIO}a_ri_sistematika/", data | {"text": data["text"].replace("memuat", "berisi")})
    assert answer.status_code == 302
    assert answer["Location"].endswith("#a_ri_sistematika")
    assert element("a_ri_sistematika").text == before.replace("memuat", "berisi")


def test_typed_text_comes_back(legal: Client) -> None:
    """A refused form keeps what was typed and says why; the record is as it was."""
    data = form_of(legal, "p_kerja_sama") | {"text": "Lihat {{visii}} ini.", "change_reason": "uji"}
    answer = legal.post(f"{STUDIO}p_kerja_sama/", data)
    assert answer.status_code == 400
    assert "Lihat {{visii}} ini." in answer.content.decode()
    assert "Isian atau acuan tidak dikenal" in answer.content.decode()
    assert element("p_kerja_sama").version == 1


def test_two_people_on_one_element(legal: Client, cast: Cast) -> None:
    """The second gets both texts side by side and loses nothing."""
    data = form_of(legal, "p_kerja_sama") | {"text": "Isi saya dipakai oleh Daerah."}
    change_element(
        element("p_kerja_sama").pk, actor=cast.legal, version=1, values={"text": "Isi orang lain."}, reason="uji"
    )
    answer = legal.post(f"{STUDIO}p_kerja_sama/", data)
    assert answer.status_code == 412
    page = answer.content.decode()
    assert "Isi saya" in page.replace("<ins>", "").replace("</ins>", "")
    assert "Isi orang lain." in page
    hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
    picked = {
        **{k: hidden[k] for k in hidden if k != "csrfmiddlewaretoken"},
        "pick-text": "yours",
        "change_reason": "uji",
    }
    picked["seen_values"] = data["seen_values"]
    assert legal.post(f"{STUDIO}p_kerja_sama/", picked).status_code == 302
    assert element("p_kerja_sama").text == "Isi saya dipakai oleh Daerah."


def test_insert_move_remove_through_the_page(legal: Client) -> None:
    """Every action is a form; a refusal is a sentence at the place."""
    answer = legal.post(
        f"{STUDIO}p_kedudukan/sisip/",
        {"version_seen": "1", "baru-place": "setelah:pasal", "baru-text": NORM, "baru-reason": "uji"},
    )
    assert answer.status_code == 302
    new = Element.objects.get(text=NORM)
    assert answer["Location"].endswith(f"#{new.stable_id}")
    moved = legal.post(f"{STUDIO}{new.stable_id}/pindah/", {"version_seen": "1", "arah": "naik", "reason": "uji"})
    assert moved.status_code == 302
    assert printed()[new.stable_id]["label"] == "Pasal 5"
    page = legal.post(f"{STUDIO}p_visi/hapus/", {"version_seen": "1", "reason": "uji"}, follow=True).content.decode()
    assert "Pasal 7 masih diacu oleh: Pasal 8" in page
    gone = legal.post(f"{STUDIO}{new.stable_id}/hapus/", {"version_seen": "1", "reason": "uji"}, follow=True)
    assert "Unsur dihapus" in gone.content.decode()
    empty = legal.post(f"{STUDIO}p_kedudukan/sisip/", {"version_seen": "1", "baru-place": "setelah:bab"})
    assert empty.status_code == 400


def test_terms_and_their_uses(legal: Client) -> None:
    """Each definition with the places that use it."""
    page = legal.get("/kerja/perwali/rencana-induk/istilah/")
    terms = {row["term"]: len(row["places"]) for row in page.context["terms"]}
    assert len(terms) == 17
    assert min(terms.values()) >= 1


def test_readers_of_a_draft_get_no_forms(cast: Cast, client: Client) -> None:
    """Diskominfo reads text and findings; it does not write the law."""
    client.force_login(cast.editor)
    page = client.get(f"{STUDIO}?unsur=p_visi").content.decode()
    assert "Hanya perancang peraturan dari Bagian Hukum" in page
    assert 'class="panel opened"' not in page


@pytest.mark.parametrize("chips", ["", "kacau", "[]", '["x"]', '{"a": 1}', '[["{{acu:p_visi}}", "", []]]'])
def test_forged_chips_do_no_harm(legal: Client, chips: str) -> None:
    """The list of shown references comes from a browser."""
    data = form_of(legal, "p_kerja_sama") | {"chips": chips, "text": NORM}
    assert legal.post(f"{STUDIO}p_kerja_sama/", data).status_code == 302
    assert element("p_kerja_sama").text == NORM


def test_script_in_every_field_is_escaped(legal: Client) -> None:
    """HTML in texts, titles, notes and reasons is shown as text, never run."""
    evil = '<script>alert(1)</script><img src="http://contoh.test/x.png" onerror=alert(1)>'
    for stable_id, field in (("p_kerja_sama", "text"), ("bab_umum", "title")):
        data = form_of(legal, stable_id) | {field: evil, "note": evil, "change_reason": evil}
        assert legal.post(f"{STUDIO}{stable_id}/", data).status_code == 302
        for address in (STUDIO, f"{STUDIO}?unsur={stable_id}", "/kerja/perwali/rencana-induk/"):
            page = legal.get(address).content.decode()
            assert "<script>alert" not in page
            assert "<img src=" not in page


# --- API ----------------------------------------------------------------------------------------------


def test_api_of_provisions(cast: Cast) -> None:
    """The same verbs with ETag and If-Match."""
    client = APIClient()
    client.force_authenticate(cast.legal)
    listed = client.get(API).json()
    assert len(listed) == len(printed())
    tag = client.get(f"{API}p_kerja_sama/")["ETag"]
    assert client.patch(f"{API}p_kerja_sama/", {"text": NORM, "reason": "uji"}, format="json").status_code == 428
    text = "Kerja sama sebagaimana dimaksud dalam Pasal 30 ayat (1) dilaksanakan oleh Daerah."
    changed = client.patch(f"{API}p_kerja_sama/", {"text": text, "reason": "uji"}, format="json", HTTP_IF_MATCH=tag)
    assert changed.status_code == 200
    assert "{{acu:" in changed.json()["source"]
    stale = client.patch(f"{API}p_kerja_sama/", {"text": NORM, "reason": "uji"}, format="json", HTTP_IF_MATCH=tag)
    assert stale.status_code == 412
    new = client.post(
        f"{API}p_kerja_sama/insert/",
        {"kind": "pasal", "text": NORM, "reason": "uji"},
        format="json",
        HTTP_IF_MATCH=changed["ETag"],
    )
    assert (new.status_code, new.json()["label"]) == (201, "Pasal 32")
    address = f"{API}{new.json()['id']}/"
    moved = client.post(
        f"{address}move/", {"anchor": "p_kedudukan", "reason": "uji"}, format="json", HTTP_IF_MATCH=new["ETag"]
    )
    assert moved.json()["label"] == "Pasal 6"
    bad = client.post(
        f"{address}move/", {"anchor": "tidak_ada", "reason": "x"}, format="json", HTTP_IF_MATCH=moved["ETag"]
    )
    assert bad.status_code == 400
    gone = client.post(f"{address}remove/", {"reason": "uji"}, format="json", HTTP_IF_MATCH=moved["ETag"])
    assert gone.status_code == 204
    assert client.get(address).status_code == 404
    assert client.get("/api/v1/regulations/rencana-induk/lint/").json() == {"findings": []}
    refused = client.post(
        f"{API}p_visi/remove/", {"reason": "uji"}, format="json", HTTP_IF_MATCH=client.get(f"{API}p_visi/")["ETag"]
    )
    assert refused.status_code == 403
    assert refused.json()["code"] == "referred"


def test_chips_are_json_safe() -> None:
    """What the form carries is read back as it was."""
    chip = Chip("{{acu:p_visi}}", "sebagaimana dimaksud dalam Pasal 6", ("p_visi",))
    found = json.loads(json.dumps([[chip.token, chip.words, chip.targets]]))
    assert [Chip(t, w, tuple(x)) for t, w, x in found] == [chip]


def test_only_the_legal_office_inserts(cast: Cast) -> None:
    """The rule stands before everything else."""
    at = element("p_kedudukan")
    with pytest.raises(Refused, match="Bagian Hukum"):
        insert_element(
            at.pk, actor=cast.editor, version=99, kind="pasal", inside=False, values={"text": NORM}, reason="uji"
        )
    assert load_document(Regulation.objects.get()).text.faults == []
