"""The regulation as a Word document to go on working in: styles, Word's own numbering, real tables.

Numbers are Word's where Word can count them (BAB, Paragraf, Pasal, ayat, lists); ordinal words (Bagian Kesatu) and kept
numbers with a suffix (Pasal 27A) are typed.
"""

import io
from typing import Any

from docx import Document as new_document
from docx.blkcntnr import BlockItemContainer
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from ..annexes import AnnexContent, Block, Column, Heading, Items, Paragraph, Table
from ..document import AnnexFrame, PrintedElement, Segment, Text
from .style import PageStyle
from .widths import column_widths

FONT = "Bookman Old Style"
SHEET = (215, 330)
STEP_MM = 10
# Style name, and Word's number format with its text.
LISTS = {
    "ayat": ("Ayat", "decimal", "(%1)"),
    "huruf": ("Huruf", "lowerLetter", "%1."),
    "angka": ("Angka", "decimal", "%1."),
    "huruf_kurung": ("Huruf Kurung", "lowerLetter", "%1)"),
    "angka_kurung": ("Angka Kurung", "decimal", "%1)"),
    "menimbang": ("Menimbang", "lowerLetter", "%1."),
    "mengingat": ("Mengingat", "decimal", "%1."),
    "instruksi": ("Instruksi", "decimal", "%1."),
}
HEADINGS = {
    "bab": ("BAB", "upperRoman", "BAB %1"),
    "paragraf": ("Paragraf", "decimal", "Paragraf %1"),
    "pasal": ("Pasal", "decimal", "Pasal %1"),
    "pasal_romawi": ("Pasal", "upperRoman", "Pasal %1"),
}
LEVELS = {"bab": 0, "bagian": 1, "paragraf": 2, "pasal": 3, "pasal_romawi": 3}
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}


def word_document(
    text: Text, annexes: list[AnnexContent], style: PageStyle, *, cover: list[str], description: str
) -> bytes:
    """The document; ``cover``: lines of the cover sheet of a draft, none for a regulation that is enacted."""
    return _Writer(text, annexes, style).write(cover, description)


class _Writer:
    def __init__(self, text: Text, annexes: list[AnnexContent], style: PageStyle) -> None:
        self.text, self.annexes, self.style = text, annexes, style
        self.document = new_document()
        self.numbering = self.document.part.numbering_part.element
        self.abstracts: dict[tuple[str, str, int | None], int] = {}
        self.running: dict[str, int] = {}
        self.styles()

    def write(self, cover: list[str], description: str) -> bytes:
        properties = self.document.core_properties
        properties.title, properties.comments, properties.language = self.text.name, description, "id-ID"
        properties.author = self.text.head[0] if self.text.head else ""
        section = self.document.sections[0]
        self.page(section, landscape=False)
        if cover:
            for index, line in enumerate(cover):
                self.add(line, "Tengah" if index < 2 else "Isi")
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
            self.page(section, landscape=False)
        self.page_numbers(section)
        self.opening()
        for element in self.text.body:
            self.element(element)
        self.closing()
        for frame, content in zip(self.text.annexes, self.annexes, strict=True):
            self.annex(frame, content)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- Pages and styles -------------------------------------------------------------------------

    def page(self, section: Section, *, landscape: bool) -> None:
        """F4 with the margins of the house style (R1, R2, R7)."""
        short, long = SHEET
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(long), Mm(short)) if landscape else (Mm(short), Mm(long))
        section.top_margin, section.bottom_margin = Mm(self.style.margin_top_mm), Mm(self.style.margin_bottom_mm)
        section.left_margin, section.right_margin = Mm(self.style.margin_left_mm), Mm(self.style.margin_right_mm)
        section.header_distance = Mm(12)

    def page_numbers(self, section: Section) -> None:
        """``- 2 -`` top centre from the second page on (R10)."""
        section.different_first_page_header_footer = True
        section.header.is_linked_to_previous = False
        restart = OxmlElement("w:pgNumType")
        restart.set(qn("w:start"), "1")
        section._sectPr.append(restart)
        paragraph = section.header.paragraphs[0]
        paragraph.style = self.document.styles["Tengah"]
        paragraph.add_run("- ")
        run = paragraph.add_run()
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)
        paragraph.add_run(" -")

    def styles(self) -> None:
        """Styles with the names of the field; everything else in the document hangs on them."""
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(12)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        normal.paragraph_format.line_spacing = float(self.style.line_spacing)
        normal.paragraph_format.space_after = Pt(4)
        for name in (
            "Tengah",
            "Isi",
            "Kanan",
            "Tabel",
            *(heading for heading, _, _ in HEADINGS.values()),
            "Bagian",
            *(item[0] for item in LISTS.values()),
        ):
            if name not in [style.name for style in self.document.styles]:
                made = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
                made.base_style = normal
        styles = self.document.styles
        for name in ("Isi", *(item[0] for item in LISTS.values())):
            styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        for name in ("Tengah", "BAB", "Bagian", "Paragraf", "Pasal"):
            styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, level in LEVELS.items():
            name = HEADINGS[kind][0] if kind in HEADINGS else "Bagian"
            style = styles[name]
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before = Pt(8)
            style.font.bold = self.style.bold_headings and name == "BAB"
            properties = style.element.get_or_add_pPr()
            if properties.find(qn("w:outlineLvl")) is None:
                outline = OxmlElement("w:outlineLvl")
                outline.set(qn("w:val"), str(level))
                properties.append(outline)
        for name, _, _ in LISTS.values():
            styles[name].paragraph_format.left_indent = Mm(STEP_MM)
            styles[name].paragraph_format.first_line_indent = Mm(-STEP_MM)
        styles["Tabel"].font.size = Pt(self.style.table_pt)
        styles["Tabel"].paragraph_format.line_spacing = 1.0
        styles["Tabel"].paragraph_format.space_after = Pt(0)
        right = (SHEET[0] - self.style.margin_left_mm - self.style.margin_right_mm) * 0.48
        styles["Kanan"].paragraph_format.left_indent = Mm(right)
        styles["Kanan"].paragraph_format.space_after = Pt(0)

    # --- Numbering --------------------------------------------------------------------------------

    def new_numbering(self, form: str, pattern: str, depth: int | None = None) -> int:
        """A numbering of Word of its own that begins at 1, hanging at a depth; gives its id."""
        key = (form, pattern, depth)
        if key not in self.abstracts:
            number = 500 + len(self.abstracts)
            twips = round(STEP_MM * 56.7)
            after = "nothing" if " " in pattern else "tab"
            hanging = (
                "" if depth is None else (f'<w:pPr><w:ind w:left="{twips * (depth + 1)}" w:hanging="{twips}"/></w:pPr>')
            )
            abstract = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
                f'<w:suff w:val="{after}"/><w:lvlText w:val="{pattern}"/>{hanging}</w:lvl>'
                "</w:abstractNum>"
            )
            first = self.numbering.find(qn("w:num"))
            if first is None:
                self.numbering.append(abstract)
            else:
                first.addprevious(abstract)
            self.abstracts[key] = number
        number_id = 1000 + len(self.numbering.findall(qn("w:num")))
        self.numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="{self.abstracts[key]}"/>'
                f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return number_id

    @staticmethod
    def number(paragraph: WordParagraph, number_id: int) -> None:
        """Let Word count this paragraph."""
        around: Any = paragraph._p.get_or_add_pPr()  # the library makes its methods while it loads
        properties = around.get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number_id

    # --- Text -------------------------------------------------------------------------------------

    def add(self, text: str, style: str, container: BlockItemContainer | None = None) -> WordParagraph:
        """A paragraph of a style."""
        return (container or self.document).add_paragraph(_plain(text), style=style)

    def opening(self) -> None:
        for line in self.text.head:
            self.add(line, "Tengah")
        self.add("", "Tengah")
        for line in [*(["RANCANGAN"] if self.text.is_draft else []), *self.text.title]:
            self.add(line, "Tengah")
        self.add("", "Tengah")
        self.add(self.text.phrase, "Tengah")
        self.add(self.text.office, "Tengah")
        self.labelled("Menimbang", self.text.recitals, "menimbang")
        self.labelled("Mengingat", self.text.basis, "mengingat")
        self.add(self.text.decide, "Tengah")
        row = self.label_table().add_row().cells
        self.fill(row[0], "Menetapkan", "Isi")
        self.fill(row[1], ":", "Isi")
        self.fill(row[2], self.text.enact, "Isi")

    def label_table(self) -> Any:  # the library declares no types for rows of tables
        """A table without lines: label, colon, text (R29)."""
        table = self.document.add_table(rows=0, cols=3)
        table.autofit = False
        widths = (30, 6, SHEET[0] - self.style.margin_left_mm - self.style.margin_right_mm - 36)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def labelled(self, word: str, items: list[PrintedElement], kind: str) -> None:
        table = self.label_table()
        style, form, pattern = LISTS[kind]
        number_id = self.new_numbering(form, pattern, 0) if items and items[0].label else 0
        for index, item in enumerate(items):
            cells = table.add_row().cells
            self.fill(cells[0], word if index == 0 else "", "Isi")
            self.fill(cells[1], ":" if index == 0 else "", "Isi")
            paragraph = self.fill(cells[2], item.text, style if number_id else "Isi")
            if number_id:
                self.number(paragraph, number_id)

    @staticmethod
    def fill(cell: WordCell, text: str, style: str) -> WordParagraph:
        """The first paragraph of a cell."""
        paragraph: WordParagraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.add_run(_plain(text))
        return paragraph

    def element(self, element: PrintedElement, list_ids: dict[str, int] | None = None, depth: int = 0) -> None:
        """An element and what stands below it; each list of siblings is a numbering of its own, hung by its depth."""
        ids = list_ids if list_ids is not None else {}
        if element.kind in LEVELS:
            self.heading(element)
        else:
            style, form, pattern = LISTS[element.kind]
            if _countable(element.label):
                if element.kind not in ids:
                    ids[element.kind] = self.new_numbering(form, pattern, depth)
                paragraph = self.document.add_paragraph(style=style)
                self.number(paragraph, ids[element.kind])
            else:
                paragraph = self.add(f"{element.label}\t", style)
                paragraph.paragraph_format.left_indent = Mm(STEP_MM * (depth + 1))
            paragraph.add_run(_plain("".join(_texts(element.segments))))
        below: dict[str, int] = {}
        for child in element.children:
            self.element(child, below, depth + (element.kind not in LEVELS))

    def heading(self, element: PrintedElement) -> None:
        """BAB, Bagian, Paragraf and Pasal; the title stands on the next line of the same paragraph."""
        if element.kind in HEADINGS and _countable(element.label):
            style, form, pattern = HEADINGS[element.kind]
            if element.kind == "paragraf" and element.label == "Paragraf 1":
                self.running.pop("paragraf", None)
            if element.kind not in self.running:
                self.running[element.kind] = self.new_numbering(form, pattern)
            paragraph = self.document.add_paragraph(style=style)
            self.number(paragraph, self.running[element.kind])
        else:
            style = HEADINGS[element.kind][0] if element.kind in HEADINGS else "Bagian"
            paragraph = self.add(element.label, style)
        if element.title:
            paragraph.add_run().add_break()
            paragraph.add_run(_plain(element.title))
        if element.kind.startswith("pasal") and element.segments:
            self.add("".join(_texts(element.segments)), "Isi")

    def closing(self) -> None:
        self.add(self.text.order, "Isi").paragraph_format.keep_with_next = True
        for act, style in (("penetapan", "Kanan"), ("pengundangan", "Isi")):
            if act not in self.text.signatures:
                continue
            for line in self.text.signatures[act].lines:
                paragraph = self.add(line, style)
                paragraph.paragraph_format.keep_with_next = True
                paragraph.paragraph_format.space_after = Pt(0)
            self.add("", "Isi").paragraph_format.keep_with_next = True
        self.add(self.text.gazette, "Isi")

    # --- Annexes ----------------------------------------------------------------------------------

    def annex(self, frame: AnnexFrame, content: AnnexContent) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        landscape = content.orientation == "lanskap"
        self.page(section, landscape=landscape)
        section.different_first_page_header_footer = False
        for mark in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(mark)
        sheet = SHEET[1] if landscape else SHEET[0]
        room = sheet - self.style.margin_left_mm - self.style.margin_right_mm
        for line in [frame.label, *self.text.title]:
            self.add(line, "Kanan").paragraph_format.left_indent = Mm(room * 0.52)
        self.add("", "Tengah")
        self.add(frame.name, "Tengah")
        tables = [block for block in content.blocks if isinstance(block, Table)]
        widths = {
            columns: column_widths([t for t in tables if t.columns == columns], self.style.table_pt, room)
            for columns in {table.columns for table in tables}
        }
        for block in content.blocks:
            self.block(block, widths)
        lines = self.text.signatures["penetapan"].lines
        office = next(index for index, line in enumerate(lines) if line.endswith(","))
        self.add("", "Isi")
        for line in lines[office:]:
            self.add(line, "Kanan").paragraph_format.left_indent = Mm(room * 0.52)

    def block(self, block: Block, widths: dict[tuple[Column, ...], list[float]]) -> None:
        match block:
            case Heading():
                self.add(block.text, "Tengah" if block.level == 1 else "Isi").paragraph_format.keep_with_next = True
            case Paragraph():
                self.add(block.text, "Isi")
            case Items():
                for label, text in block.items:
                    self.add(f"{label}\t{text}", "Huruf")
            case Table():
                self.table(block, widths[block.columns])

    def table(self, table: Table, widths: list[float]) -> None:
        """A table whose head is repeated and whose rows stay whole (R116)."""
        count = len(table.columns)
        made = self.document.add_table(rows=0, cols=count, style="Table Grid")
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        rows = [
            ("head", tuple(column.heading for column in table.columns)),
            *((row.kind, row.cells) for row in table.rows),
        ]
        for kind, values in rows:
            row = made.add_row()
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if kind == "head":
                properties.append(OxmlElement("w:tblHeader"))
            cells = row.cells
            spare = count - len(values)
            first = cells[0].merge(cells[spare]) if spare else cells[0]
            places = [first, *cells[spare + 1 :]]
            for index, (cell, value) in enumerate(zip(places, values, strict=True)):
                spec = table.columns[0 if index == 0 else index + spare]
                cell.width = Mm(sum(widths[: spare + 1]) if index == 0 else widths[index + spare])
                paragraph = self.fill(cell, value, "Tabel")
                align = "center" if kind == "head" else "left" if spare and index == 0 else spec.align
                paragraph.alignment = ALIGN[align]
                if kind != "data":
                    paragraph.runs[0].bold = kind in ("head", "total")
        self.add("", "Isi")


def _countable(label: str) -> bool:
    """Whether Word's plain counting gives this label: no suffix, no doubled letters."""
    mark = label.partition(" ")[2] or label
    bare = mark.strip("().")
    return bare.isdigit() or (len(bare) == 1 and bare.isalpha()) or (bare.isupper() and set(bare) <= set("IVXLC"))


def _texts(segments: tuple[Segment, ...]) -> list[str]:
    return [segment.text for segment in segments]


def _plain(text: str) -> str:
    """No-break hyphens become plain: Word has its own; no-break blanks stay."""
    return text.replace("\u2011", "-")
