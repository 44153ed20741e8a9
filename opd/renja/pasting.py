"""Lines of a work plan copied out of a spreadsheet, as typed text; pure."""

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal

from solok_smartcity.kit.indonesian import parse_number

from .codes import is_sub_kegiatan

# Field: words that name its column in a header row, in the order of columns without a header.
COLUMNS: dict[str, tuple[str, ...]] = {
    "sub_kegiatan_code": ("kode sub kegiatan", "kode", "sub kegiatan code"),
    "name": ("sub kegiatan", "nama sub kegiatan", "nama", "uraian"),
    "indicator": ("indikator", "tolok ukur"),
    "target": ("target",),
    "unit": ("satuan",),
    "location": ("lokasi",),
    "funding_source": ("sumber dana",),
    "priority": ("prioritas", "prioritas daerah"),
    "amount": ("pagu", "pagu indikatif", "pagu (rp)", "anggaran"),
    "forward_estimate": ("prakiraan maju", "prakiraan maju (rp)", "pagu n+1"),
    "programs": ("program kota cerdas", "program"),
    "quick_wins": ("quick win",),
}
NUMBERS = {"target", "amount", "forward_estimate"}
WHOLE = {"amount", "forward_estimate"}
LISTS = {"programs", "quick_wins"}


# A field of a line as it was read: text, number, or codes.
Pasteable = str | int | Decimal | list[str] | None


@dataclass
class Pasted:
    """What was read: rows as fields of lines, and faults with their row."""

    rows: list[dict[str, Pasteable]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_pasted(text: str) -> Pasted:
    """Rows parted by line breaks, cells by tabs (as spreadsheets copy them); a header row is known by its words."""
    result = Pasted()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" not in text and ";" in text:
        text = text.replace(";", "\t")
    table = [
        (number, cells)
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter="\t"), start=1)
        if any(cell.strip() for cell in cells)
    ]
    if not table:
        result.faults.append("Tidak ada baris. Salin baris dari lembar kerja, lalu tempel di sini.")
        return result
    order = _header(table[0][1])
    if order is None:
        order = dict(enumerate(COLUMNS))
    else:
        table = table[1:]
        if not table:
            result.faults.append("Hanya kepala tabel yang terbaca. Salin juga barisnya.")
    for number, cells in table:
        row, faults = _row(cells, order)
        result.rows.append(row)
        result.faults += [f"Baris {number}: {fault}" for fault in faults]
    return result


def _header(cells: list[str]) -> dict[int, str] | None:
    names = {word: name for name, words in COLUMNS.items() for word in words}
    found = {index: names[cell.strip().lower()] for index, cell in enumerate(cells) if cell.strip().lower() in names}
    return found if "sub_kegiatan_code" in found.values() and len(found) >= 2 else None


def _row(cells: list[str], order: dict[int, str]) -> tuple[dict[str, Pasteable], list[str]]:
    row: dict[str, Pasteable] = {}
    faults = []
    for index, name in order.items():
        cell = cells[index].strip() if index < len(cells) else ""
        if name in LISTS:
            row[name] = [part.strip() for part in cell.replace(",", ";").split(";") if part.strip()]
        elif name in NUMBERS:
            try:
                number = parse_number(cell)
            except ValueError:
                faults.append(f"{COLUMNS[name][0]} “{cell}” bukan angka.")
                number = None
            if number is not None and name in WHOLE and number != int(number):
                faults.append(f"{COLUMNS[name][0]} harus rupiah utuh.")
                number = None
            row[name] = int(number) if number is not None and name in WHOLE else number
        else:
            row[name] = cell
    code = row.get("sub_kegiatan_code", "")
    if not isinstance(code, str) or not is_sub_kegiatan(code):
        faults.append(f"kode sub kegiatan “{code}” tidak berbentuk enam bagian.")
    if not row.get("name"):
        faults.append("nama sub kegiatan kosong.")
    return row, faults
