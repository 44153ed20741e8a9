"""Tables that leave the portal: XLSX with real numbers, CSV for other programs."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Characters that XML cannot hold.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column: key in the row, title, kind of value (text, number, money, year), width in characters."""

    key: str
    title: str
    kind: str = "text"
    width: int = 18


def safe_text(value: object) -> str:
    """Text a spreadsheet does not take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def to_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, object]]) -> bytes:
    """UTF-8 CSV with byte-order mark (spreadsheets need it), numbers with a decimal point."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.title for column in columns])
    for row in rows:
        writer.writerow([_number(row.get(c.key)) if c.kind != "text" else safe_text(row.get(c.key)) for c in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(columns: Sequence[Column], rows: Iterable[Mapping[str, object]], title: str) -> bytes:
    """One sheet with a bold head that stays in place; numbers are numbers, texts are texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.append([_cell(sheet, column.title, bold=True) for column in columns])
    for row in rows:
        sheet.append([_value_cell(sheet, column, row.get(column.key)) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value_cell(sheet: WriteOnlyWorksheet, column: Column, value: object) -> Cell:
    if column.kind == "text" or value in (None, ""):
        cell = _cell(sheet, "" if value is None else str(value))
        cell.data_type = "s"  # never a formula
        return cell
    cell = WriteOnlyCell(sheet, value=_number(value))
    cell.number_format = "#,##0" if column.kind == "money" else "General"
    return cell


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, value=FORBIDDEN.sub("", text))
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _number(value: Any) -> Any:
    """What goes into the cell as it is; a number kept as text becomes one."""
    return Decimal(value) if isinstance(value, str) and value else value
