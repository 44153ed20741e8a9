"""Minutes as a DOCX that people go on working in: real headings, real tables with repeated heads."""

import io

from docx import Document
from docx.document import Document as Book
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from ..selectors.minutes import MinutesContent, Table

FONT = "Bookman Old Style"


def minutes_docx(content: MinutesContent) -> bytes:
    """The minutes as a file."""
    book = Document()
    section = book.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID")
    style.element.rPr.append(language)
    for text in (content.title, content.subtitle, f"Nomor: {content.number}"):
        _centre(book, text, bold=text != f"Nomor: {content.number}")
    if content.is_demonstration:
        _centre(book, "DATA DEMONSTRASI")
    book.add_paragraph(content.opening)
    _table(book, content.attendees)
    book.add_paragraph("Dari verifikasi tersebut disepakati:")
    for text in content.agreements:
        book.add_paragraph(text, style="List Number")
    book.add_heading("I. Hasil menurut program", 2)
    _table(book, content.results)
    for number, (title, items) in zip(("II", "III", "IV"), content.lists, strict=True):
        book.add_heading(f"{number}. {title}", 2)
        for item in items:
            book.add_paragraph(item, style="List Bullet")
        if not items:
            book.add_paragraph("Tidak ada.")
    book.add_heading("Temuan", 2)
    if content.findings.rows:
        _table(book, content.findings)
    else:
        book.add_paragraph("Tidak ada temuan yang belum selesai.")
    book.add_paragraph(content.closing)
    signers = book.add_table(rows=1, cols=2)
    for cell, (office, name, nip) in zip(signers.rows[0].cells, content.signers, strict=True):
        cell.text = f"{office},\n\n\n\n{name}" + (f"\nNIP {nip}" if nip else "")
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    book.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    book.add_heading("Lampiran: formulir verifikasi", 2)
    _table(book, content.checklist)
    out = io.BytesIO()
    book.core_properties.title, book.core_properties.author = content.subtitle.capitalize(), content.city
    book.save(out)
    return out.getvalue()


def _centre(book: Book, text: str, *, bold: bool = False) -> None:
    paragraph = book.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold


def _table(book: Book, table: Table) -> None:
    made = book.add_table(rows=1, cols=len(table.heads), style="Table Grid")
    made.autofit = False
    for cell, (head, _) in zip(made.rows[0].cells, table.heads, strict=True):
        cell.text = ""
        cell.paragraphs[0].add_run(head).bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in table.rows:
        cells = made.add_row().cells
        for at, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.text = text
            if at in table.numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row in made.rows:
        for cell, (_, share) in zip(row.cells, table.heads, strict=True):
            cell.width = Cm(16 * share / 100)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = Pt(9)
    book.add_paragraph()
