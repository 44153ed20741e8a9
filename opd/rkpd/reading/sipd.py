"""Tables of RKPD and Renja as SIPD prints them (planning 6.2, 6.3, 6.6): found by their words, not by their place."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from solok_smartcity.kit.indonesian import parse_number

from .table import Cell, PlanRow, TableRead, Total
from .workbook import Sheet

OFFICE = re.compile(r"(?:Sub )?Unit Organisasi\s*:\s*([0-9.]*)\s*(.*)", re.IGNORECASE)
TITLE = re.compile(r"RENJA\s+(?!TAHUN|20\d\d)(.+)", re.IGNORECASE)
TOTALS = ("JUMLAH", "TOTAL")
# Column -> words that its head (all lines of it) holds, and words it must not hold.
HEADS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "name": (("urusan", "program"), ()),
    "priority": (("prioritas daerah",), ()),
    "location": (("lokasi",), ()),
    "rkpd_indicator": (("keluaran sub kegiatan", "tolok ukur"), ()),
    "rkpd_target": (("indikator kinerja", "keluaran sub kegiatan", "target"), ("tolok ukur",)),
    "renja_indicator": (("indikator kinerja", "keluaran sub kegiatan"), ("tolok ukur", "target")),
    "renja_target": (("rencana tahun", "target", "keluaran sub kegiatan"), ("prakiraan",)),
    "fund_source": (("sumber dana",), ("prakiraan",)),
    "pagu": (("pagu",), ("prakiraan",)),
    "forward": (("prakiraan maju",), ("tolok ukur", "target")),
}


class _Fault(Exception):
    """A cell that cannot be read: its column and why."""


def read_sheet(sheet: Sheet) -> TableRead:
    """Read one sheet; nothing is raised, what cannot be read stands in ``faults``."""
    result = TableRead(sheet.name)
    merged = _merged_text(sheet)
    columns: dict[str, int] = {}
    office = ("", "")
    body = block = 0  # first row below the last head; first row of the current office in ``result.rows``
    for index, cells in enumerate(sheet.cells):
        number, first = index + 1, _text(cells[0]) if cells else ""
        lead = first or next((text for cell in cells if (text := _text(cell))), "")
        if not lead:
            result.skipped["kosong"].append(number)
        elif _is_head(cells):
            columns, body, kind = _columns(sheet, merged, index)
            result.kind = result.kind or kind
            result.skipped["kepala tabel"].append(number)
        elif index < body:
            result.skipped["kepala tabel"].append(number)
        elif match := OFFICE.match(first):
            if not first.lower().startswith("sub"):
                office, block = (match[1], match[2].strip()), len(result.rows)
            result.skipped["judul perangkat daerah"].append(number)
        elif not columns:
            if match := TITLE.match(first):
                office = ("", match[1].strip())
            result.skipped["judul"].append(number)
        elif first.upper().startswith(TOTALS):
            whole = first.upper().startswith("TOTAL")
            result.totals.append(_total(result, cells, columns, number, first, 0 if whole else block))
            result.skipped["jumlah"].append(number)
        else:
            _read_row(result, sheet, cells, columns, number, office)
    if not result.kind:
        result.faults.append(
            f"Lembar {sheet.name}: tidak ada kepala tabel dengan kolom Kode, Urusan/Program, dan Pagu. "
            "Periksa apakah ini cetakan RKPD atau Renja dari SIPD."
        )
    return result


def _read_row(
    result: TableRead,
    sheet: Sheet,
    cells: Sequence[Cell],
    columns: dict[str, int],
    number: int,
    office: tuple[str, str],
) -> None:
    codes = cells[columns["code"] : columns["code"] + 5]
    filled = [cell for cell in codes if _text(cell)]
    if not filled or not re.match(r"[0-9X]", _text(filled[0]), re.IGNORECASE):
        result.skipped["teks di luar tabel"].append(number)
        return
    if len(filled) < 5:
        result.skipped["tingkat di atas sub kegiatan"].append(number)
        return
    try:
        result.rows.append(_row(sheet, cells, columns, number, office))
    except _Fault as fault:
        column, reason = fault.args
        result.faults.append(f"Lembar {sheet.name}, sel {letter(columns[column])}{number}: {reason}.")
        result.skipped["tidak terbaca"].append(number)


def _row(sheet: Sheet, cells: Sequence[Cell], columns: dict[str, int], number: int, office: tuple[str, str]) -> PlanRow:
    def text(*names: str) -> str:
        return next((_text(cells[columns[name]]) for name in names if name in columns), "")

    target_column = next((name for name in ("rkpd_target", "renja_target") if name in columns), "")
    target, unit = _target(cells[columns[target_column]], target_column) if target_column else (None, "")
    return PlanRow(
        sheet.name,
        number,
        *office,
        code=join_code(cells[columns["code"] : columns["code"] + 5]),
        name=text("name"),
        location=text("location"),
        indicator=text("rkpd_indicator", "renja_indicator"),
        target=target,
        unit=unit,
        pagu=_money(cells, columns, "pagu"),
        forward=_money(cells, columns, "forward"),
        priority=text("priority"),
        fund_source=text("fund_source"),
    )


def _text(cell: Cell) -> str:
    """A cell as one line: single spaces, several places parted by semicolons."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    lines = (" ".join(line.replace("\u00a0", " ").split()) for line in str("" if cell is None else cell).split("\n"))
    return "; ".join(filter(None, lines)) if isinstance(cell, str) else " ".join(lines)


def join_code(cells: Iterable[Cell]) -> str:
    """The code of five cells, as spreadsheets spoil them: 3 for 03, 2.1 for 2.10, a date for 2.01 (6.6 d)."""
    affair, bidang, program, kegiatan, sub = cells
    return ".".join([_text(affair), _digits(bidang, 2), _digits(program, 2), _kegiatan(kegiatan), _digits(sub, 4)])


def _digits(cell: Cell, width: int) -> str:
    return _text(cell).zfill(width)


def _kegiatan(cell: Cell) -> str:
    if isinstance(cell, (dt.date, dt.datetime)):  # 2.01 was taken for the second of January
        return f"{cell.day}.{cell.month:02d}"
    if isinstance(cell, float):
        return f"{cell:.2f}"
    whose, _, number = _text(cell).partition(".")
    return f"{whose}.{number.zfill(2)}"


def _target(cell: Cell, column: str) -> tuple[Decimal | None, str]:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Decimal(str(cell)).normalize() if cell % 1 else Decimal(int(cell)), ""
    text = _text(cell)
    number, _, unit = text.partition(" ")
    if text in ("", "-"):
        return None, ""
    try:
        return parse_number(number), unit
    except ValueError:
        raise _Fault(column, f"target {text!r} bukan bilangan dengan satuan") from None


def _money(cells: Sequence[Cell], columns: dict[str, int], column: str) -> int | None:
    if column not in columns:
        return None
    cell = cells[columns[column]]
    try:
        value = Decimal(str(cell)) if isinstance(cell, (int, float)) else parse_number(_text(cell))
    except (ValueError, ArithmeticError):
        raise _Fault(column, f"{_text(cell)!r} bukan jumlah uang") from None
    if value is None:
        return None
    if not value.is_finite() or value != value.to_integral_value() or value < 0:
        raise _Fault(column, f"{_text(cell)!r} bukan jumlah rupiah yang utuh")
    return int(value)


def _total(
    result: TableRead, cells: Sequence[Cell], columns: dict[str, int], number: int, label: str, first: int
) -> Total:
    try:
        stated = _money(cells, columns, "pagu")
    except _Fault:
        stated = None
    return Total(number, label, stated, sum(row.pagu or 0 for row in result.rows[first:]))


def _is_head(cells: Sequence[Cell]) -> bool:
    words = [_text(cell).lower() for cell in cells]
    return "kode" in words and any("urusan" in word and "program" in word for word in words)


def _merged_text(sheet: Sheet) -> dict[tuple[int, int], str]:
    """What stands in the cells of merged ranges: the text of the first one (6.6 a)."""
    found: dict[tuple[int, int], str] = {}
    for (top, left), (bottom, right) in sheet.merged:
        if top < len(sheet.cells) and left < len(sheet.cells[top]) and (bottom - top) < 10 and (right - left) < 40:
            text = _text(sheet.cells[top][left])
            found |= {(row, column): text for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return found


def _columns(sheet: Sheet, merged: dict[tuple[int, int], str], head: int) -> tuple[dict[str, int], int, str]:
    """Column of each field, the first row below the head, and what the table is."""
    below = head + 1
    while below < min(head + 6, len(sheet.cells)) and not re.fullmatch(r"[0-9X]", _text(sheet.cells[below][0])):
        below += 1
    labels = []
    for column in range(len(sheet.cells[head])):
        lines = [(merged.get((row, column)) or _text(sheet.cells[row][column])).lower() for row in range(head, below)]
        labels.append(" | ".join(dict.fromkeys(filter(None, lines))))
    code = next(i for i, cell in enumerate(sheet.cells[head]) if _text(cell).lower() == "kode")
    columns = {"code": code}
    for name, (wanted, unwanted) in HEADS.items():
        for column, label in enumerate(labels):
            if column >= code + 5 and all(w in label for w in wanted) and not any(u in label for u in unwanted):
                columns.setdefault(name, column)
    if not {"name", "pagu"} <= set(columns):
        return {}, below, ""
    return columns, below, "renja" if any("rencana tahun" in label for label in labels) else "rkpd"


def letter(column: int) -> str:
    """The letter of a column counted from 0: 0 -> A, 26 -> AA."""
    out, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out
