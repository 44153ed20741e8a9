"""Drafting by rows: references protect their targets, the form cannot be broken, the template is refused when wrong."""

from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from masterplan.perwali.models import Annex, Citation, Element, Reference, Regulation, Signature
from masterplan.perwali.rules import may_draft
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.selectors.lint import lint_regulation
from masterplan.perwali.services.drafting import change_element, remove_element
from masterplan.perwali.services.law_records import change_law_record, create_law_record
from masterplan.perwali.services.template_import import TEMPLATE, load_template, read_template
from masterplan.perwali.workflow import Stage
from masterplan.plan.models import MasterPlan
from opd.agencies.models import Opd
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.decisions import Refused, Stale, VersionMissing
from solok_smartcity.kit.records import Written
from tests.cast import Cast


def element(stable_id: str) -> Element:
    """An element of the draft."""
    return Element.objects.get(stable_id=stable_id)


def text_of(stable_id: str) -> str:
    """The printed text of an element of the body."""

    def find(items):
        for item in items:
            if item.id == stable_id:
                return item.text
            found = find(item.children)
            if found is not None:
                return found
        return None

    document = load_document(Regulation.objects.get())
    return find(document.text.body).replace("\u00a0", " ")


def test_template_is_loaded_whole(db) -> None:
    """10 BAB, 38 Pasal, 17 definitions, 4 annexes; every reference of the template is a row."""
    document = load_document(Regulation.objects.get())
    assert [c.label for c in document.text.body][-1] == "BAB X"
    assert Element.objects.filter(kind="pasal", is_active=True).count() == 38
    assert [frame.label for frame in document.text.annexes] == [f"LAMPIRAN {n}" for n in ("I", "II", "III", "IV")]
    assert document.text.faults == []
    template = TEMPLATE.read_text(encoding="utf-8")
    body = template[template.index("batang_tubuh:") :]
    assert Reference.objects.filter(target__isnull=False).count() == body.count("{{acu:") + body.count("{{ref:")
    assert Reference.objects.filter(annex__isnull=False).count() == 4


def test_citations_equal_the_template(db) -> None:
    """What the registry composes is what the template shows for reading (R39-R41)."""
    shown = [" ".join(item["teks"].split()) for item in read_template()["pembukaan"]["mengingat"]]
    document = load_document(Regulation.objects.get())
    assert [item.text.rstrip(";") for item in document.text.basis] == shown


def test_title_is_one(db) -> None:
    """Title, last recital and Menetapkan come from one stored name (R24)."""
    text = load_document(Regulation.objects.get()).text
    assert text.title[-1] == text.name == "RENCANA INDUK KOTA CERDAS KOTA SOLOK TAHUN 2025-2029"
    assert text.recitals[-1].text.casefold().endswith(text.name.casefold() + ";")
    assert text.enact == f"PERATURAN WALI KOTA TENTANG {text.name}."


def test_a_referred_element_is_not_removed(cast: Cast) -> None:
    """The refusal lists the referrers; also when the reference goes to something below the element."""
    with pytest.raises(Refused, match="Pasal 8 ayat") as refusal:
        remove_element(element("p_misi").pk, actor=cast.legal, version=1, reason="uji")
    assert refusal.value.code == "referred"
    with pytest.raises(Refused, match="Pasal 10"):
        remove_element(element("p_dimensi").pk, actor=cast.legal, version=1, reason="uji")
    with pytest.raises(ProtectedError):
        element("p_visi").delete()


def test_removal_renumbers_everything_after(cast: Cast) -> None:
    """Without Pasal 5 the later Pasal move up and every reference follows."""
    assert "Pasal 6," in text_of("p_misi")
    remove_element(element("p_kedudukan").pk, actor=cast.legal, version=1, reason="Digabung")
    assert "sebagaimana dimaksud dalam Pasal 5," in text_of("p_misi")
    assert Element.objects.filter(kind="pasal", is_active=True).count() == 37
    gone = Element.history.filter(stable_id="p_kedudukan", history_type="-").get()
    assert (gone.history_actor, gone.history_change_reason) == (cast.legal.label, "Digabung")


def test_removal_may_break_the_form(cast: Cast) -> None:
    """A list of one item is a draft the lint complains of, with the place (R65)."""
    key = element("p_dana").children.first().pk
    remove_element(key, actor=cast.legal, version=1, reason="uji")
    (found,) = lint_regulation(Regulation.objects.get())
    assert (found.fault.rule, found.place) == ("R65", "Pasal 36")


def test_removal_asks_for_the_version_seen(cast: Cast) -> None:
    """What somebody else changed since it was seen is not removed; nor is what nobody says to have seen."""
    target = element("p_kerja_sama")
    text = "Kerja sama dilaksanakan oleh Pemerintah Daerah."
    change_element(target.pk, actor=cast.legal, version=1, values={"text": text}, reason="uji")
    with pytest.raises(Stale):
        remove_element(target.pk, actor=cast.legal, version=1, reason="uji")
    with pytest.raises(VersionMissing):
        remove_element(target.pk, actor=cast.legal, version=None, reason="uji")
    assert element("p_kerja_sama").version == 2
    remove_element(target.pk, actor=cast.legal, version=2, reason="uji")
    with pytest.raises(Element.DoesNotExist):
        remove_element(target.pk, actor=cast.legal, version=2, reason="uji")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": "Lihat {{acu:p_tidak_ada}}."}, "p_tidak_ada"),
        ({"text": "Visi {{visii}} ditetapkan."}, "visii"),
        ({"text": "Menurut {{acu:Pasal1}} saja."}, "R20"),
    ],
)
def test_a_wrong_text_is_refused(cast: Cast, values: dict[str, str], message: str) -> None:
    """What could not be printed leaves the element as it was."""
    target = element("p_kerja_sama")
    with pytest.raises((Refused, ValidationError), match=message):
        change_element(target.pk, actor=cast.legal, version=1, values=values, reason="uji")
    target.refresh_from_db()
    assert (target.version, target.text[:18]) == (1, "Pemerintah Daerah ")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Sebagaimana dimaksud dalam Pasal 3 huruf z.", "R96"),
        ("Tanpa titik", "R56"),
        ("Rapat paling sedikit 2 (tiga) kali.", "R68"),
        ("Walikota menetapkan program.", "R21"),
    ],
)
def test_a_breach_of_the_form_is_saved_and_found(cast: Cast, text: str, rule: str) -> None:
    """Drafting goes on with it; the lint names rule and place at once."""
    change_element(element("p_kerja_sama").pk, actor=cast.legal, version=1, values={"text": text}, reason="uji")
    assert (rule, "Pasal 31") in {(f.fault.rule, f.place) for f in lint_regulation(Regulation.objects.get())}


def test_a_changed_reference_is_stored(cast: Cast) -> None:
    """A new reference protects its target at once."""
    target = element("p_kerja_sama")
    text = "Kerja sama {{acu:p_visi}} dilaksanakan oleh Pemerintah Daerah."
    change_element(target.pk, actor=cast.legal, version=1, values={"text": text}, reason="Acuan")
    assert (
        text_of("p_kerja_sama") == "Kerja sama sebagaimana dimaksud dalam Pasal 6 dilaksanakan oleh Pemerintah Daerah."
    )
    with pytest.raises(Refused, match="Pasal 31"):
        remove_element(element("p_visi").pk, actor=cast.legal, version=1, reason="uji")
    with pytest.raises(Stale):
        change_element(target.pk, actor=cast.legal, version=1, values={"text": text}, reason="Acuan")


@pytest.mark.parametrize("part", ["editor", "planner", "reviewer", "reader", "administrator"])
def test_only_the_legal_office_drafts(cast: Cast, part: str) -> None:
    """Other offices read; they do not write the law."""
    actor = cast.everyone()[part]
    with pytest.raises(Refused, match="Bagian Hukum"):
        change_element(element("p_visi").pk, actor=actor, version=1, values={"text": "X."}, reason="uji")
    with pytest.raises(Refused, match="Bagian Hukum"):
        remove_element(element("p_kedudukan").pk, actor=actor, version=1, reason="uji")


def test_an_enacted_regulation_is_not_edited(cast: Cast) -> None:
    """After the mayor's signature the text, and what it prints, change only by an amending rule."""
    Regulation.objects.update(stage=Stage.ENACTED)
    regulation = Regulation.objects.get()
    for record in (regulation, regulation.region, element("d_daerah").definition, regulation.signatures.first()):
        assert may_draft(cast.legal, record).code == "enacted", record
    for record in (regulation.style, Citation.objects.filter(uses__isnull=False).first()):  # frozen with the law
        assert may_draft(cast.legal, record).allowed, record
    with pytest.raises(Refused, match="peraturan perubahan"):
        change_element(element("p_visi").pk, actor=cast.legal, version=1, values={"text": "X."}, reason="uji")
    with pytest.raises(Refused, match="peraturan perubahan"):
        remove_element(element("p_kedudukan").pk, actor=cast.legal, version=1, reason="uji")


def test_a_law_record_cannot_break_a_document(cast: Cast) -> None:
    """The services of records leave nothing of a change with which a document no longer compiles."""
    signature = Signature.objects.get(act="penetapan")
    broken_lines = {"values": {"lines": ["WALI KOTA SOLOK"]}, "reason": "uji"}
    with pytest.raises(ValidationError, match="koma"):
        change_law_record(Signature, signature.pk, actor=cast.legal, version=1, **broken_lines)
    with pytest.raises(Refused, match="Bagian Hukum"):
        change_law_record(Signature, signature.pk, actor=cast.editor, version=1, **broken_lines)
    signature.refresh_from_db()
    assert (signature.version, signature.history.count()) == (1, 1)


def test_an_annex_that_is_not_promised_is_found(cast: Cast) -> None:
    """A new annex is a draft the lint complains of until the body names it (R110)."""
    last = Annex.objects.last()
    values = {
        "regulation": last.regulation,
        "stable_id": "l_baru",
        "position": 9,
        "name": "Baru",
        "content": last.content,
        "orientation": last.orientation,
        "source": last.source,
    }
    create_law_record(Annex, actor=cast.legal, values=values, reason="uji")
    (found,) = lint_regulation(Regulation.objects.get())
    assert (found.fault.rule, found.place) == ("R110", "Lampiran V")


def test_legal_basis_comes_from_the_registry(db) -> None:
    """A legal basis with typed text, or without a registry entry, is refused (R42)."""
    basis = element("mengingat_1")
    basis.text = "Undang-Undang Nomor 1 Tahun 2000"
    with pytest.raises(ValidationError, match="registri"):
        basis.full_clean()
    citation = Citation.objects.get(kind="UU", number="58")
    assert not citation.is_complete
    with pytest.raises(ProtectedError):
        citation.delete()


def broken(change) -> dict:
    """The template with one fault put in."""
    document = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))
    change(document)
    return document


def _first_article(document: dict) -> dict:
    return document["batang_tubuh"]["bab"][3]["pasal"][0]


BROKEN = {
    "number": (lambda d: _first_article(d).update(urut=24), "p_rpjmd: urut 24 tertulis, 25 terhitung"),
    "reference": (lambda d: _first_article(d)["ayat"][1].update(teks="Lihat {{acu:x_tidak_ada}}."), "x_tidak_ada"),
    "placeholder": (lambda d: _first_article(d)["ayat"][1].update(teks="Oleh {{siapa}}."), "siapa"),
    "annex": (lambda d: d["lampiran"].append({**d["lampiran"][3], "id": "l_baru"}), "R110"),
    "field": (lambda d: d["lampiran"][2]["kolom"][1].update(medan="nama_lain"), "medan nama_lain tidak dikenal"),
    "agency": (lambda d: d["isian"][-1].update(kode_opd="TIDAKADA"), "TIDAKADA"),
    "key": (lambda d: d.pop("jenis"), "jenis"),
    "scheme": (lambda d: d.update(skema="lain/1"), "skema"),
    "order": (lambda d: d["batang_tubuh"]["bab"].reverse(), "R45"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template_is_refused_whole(db, tmp_path: Path, name: str) -> None:
    """Wrong numbers, references, placeholders or structure: a sentence with the place, and nothing loaded."""
    change, message = BROKEN[name]
    path = tmp_path / "template.yaml"
    path.write_text(yaml.safe_dump(broken(change), allow_unicode=True, sort_keys=False), encoding="utf-8")
    Reference.objects.all().delete()
    for model in (Annex, Element):
        while model.objects.exists():
            model.objects.filter(**({"children__isnull": True} if model is Element else {})).delete()
    for model in ("Placeholder", "Signature"):
        getattr(Regulation, f"{model.lower()}s").rel.related_model.objects.all().delete()
    Regulation.objects.all().delete()
    with pytest.raises((DataFault, Refused), match=message):
        load_template(MasterPlan.objects.current(), {o.code: o for o in Opd.objects.all()}, Written(), path)
    assert not Regulation.objects.exists()


@pytest.mark.parametrize("content", ["a: [", "- daftar", ""])
def test_an_unreadable_template(tmp_path: Path, content: str) -> None:
    """Not YAML, not a mapping, empty."""
    path = tmp_path / "template.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFault, match=r"template\.yaml"):
        read_template(path)
