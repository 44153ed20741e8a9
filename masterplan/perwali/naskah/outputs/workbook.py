"""The regulation as a workbook: the text row by row, and every annex table with real numbers."""

import io
import re
from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from solok_smartcity.kit.indonesian import parse_number
from solok_smartcity.kit.tables import FORBIDDEN

from ..annexes import AnnexContent, Heading, Items, Paragraph, Table
from ..document import PrintedElement, Text

THIN = Side(style="thin", color="8B8379")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
WRAPPED = Alignment(wrap_text=True, vertical="top")
GREY = PatternFill("solid", fgColor="EAE6E0")
CHARACTERS_PER_WIDTH = 0.55
NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")


def workbook(text: Text, annexes: list[AnnexContent], addresses: dict[str, str]) -> bytes:
    """A sheet with the text (address, text) and one for each annex."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Naskah"
    sheet.append(["Tempat", "Teks"])
    _bold(sheet, 1)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 110

    def visit(element: PrintedElement) -> None:
        _row(sheet, [addresses.get(element.id, ""), " ".join(filter(None, (element.title, element.text)))])
        for child in element.children:
            visit(child)

    for element in (*text.recitals, *text.basis, *text.body):
        visit(element)
    for frame, content in zip(text.annexes, annexes, strict=True):
        _annex(book.create_sheet(frame.label.replace("LAMPIRAN", "Lampiran")), frame.name, content)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _annex(sheet: Worksheet, name: str, content: AnnexContent) -> None:
    _row(sheet, [name])
    _bold(sheet, 1)
    for block in content.blocks:
        match block:
            case Table():
                sheet.append([])
                _table(sheet, block)
            case Heading() | Paragraph():
                _row(sheet, [block.text])
            case Items():
                for label, text in block.items:
                    _row(sheet, [f"{label} {text}"])


def _table(sheet: Worksheet, table: Table) -> None:
    """The head, then rows; a group is one cell over all columns, a short total row stretches its first cell."""
    _row(sheet, [column.heading for column in table.columns])
    _bold(sheet, sheet.max_row)
    count = len(table.columns)
    for column, spec in enumerate(table.columns, start=1):
        letter = get_column_letter(column)
        width = max(sheet.column_dimensions[letter].width or 0, spec.width * CHARACTERS_PER_WIDTH, 8)
        sheet.column_dimensions[letter].width = width
    for row in table.rows:
        spare = count - len(row.cells)
        cells: list[str | None] = [row.cells[0], *[None] * spare, *row.cells[1:]]
        right = [spec.align == "right" for spec in table.columns]
        _row(
            sheet, [_number(cell) if is_number and cell else cell for cell, is_number in zip(cells, right, strict=True)]
        )
        at = sheet.max_row
        if spare:
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=spare + 1)
        if row.kind != "data":
            _bold(sheet, at)
    for line in sheet.iter_rows(min_row=sheet.max_row - len(table.rows), max_row=sheet.max_row, max_col=count):
        for cell in line:
            cell.border = BOX


def _number(cell: str) -> Decimal | str | None:
    """A number as people write it here, else the text."""
    return parse_number(cell) if NUMBER.fullmatch(cell) else cell


def _row(sheet: Worksheet, values: Sequence[Decimal | str | None]) -> None:
    sheet.append([_plain(value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row]:
        cell.alignment = WRAPPED
        if isinstance(cell.value, str):
            cell.data_type = "s"  # never a formula
        elif isinstance(cell.value, Decimal):
            cell.number_format = "#,##0.####" if cell.value % 1 else "#,##0"


def _plain(text: str) -> str:
    return FORBIDDEN.sub("", text.replace("\u00a0", " ").replace("\u2011", "-"))


def _bold(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font = Font(bold=True)
        cell.fill = GREY
