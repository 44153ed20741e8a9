"""Lists of nomenclature as the ministry or SIPD gives them: XLSX or CSV, one code a row, columns known by words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from solok_smartcity.kit.csvdata import DataFault

from .flat import read_csv
from .table import Cell, cell_text
from .workbook import read_workbook

LEVELS = {1: "urusan", 2: "bidang", 3: "program", 5: "kegiatan", 6: "sub_kegiatan"}
FORM = re.compile(r"(?:[0-9]|X)(?:\.(?:[0-9]{2}|XX)(?:\.[0-9]{2}(?:\.[0-9]\.[0-9]{2}(?:\.[0-9]{4})?)?)?)?")
# Field -> titles of its column, in lower case.
COLUMNS = {
    "code": ("code", "kode"),
    "name": ("name", "nama", "nomenklatur", "uraian", "nomenklatur urusan"),
    "output": ("output", "kinerja", "keluaran"),
    "indicator": ("indicator", "indikator"),
    "unit": ("unit", "satuan"),
    "tags": ("tags", "penanda", "tag"),
    "spm": ("spm",),
    "kind": ("kind", "jenis"),
    "replaces_code": ("replaces_code", "kode lama", "kode sebelumnya", "menggantikan"),
    "successor_code": ("code_2027", "successor_code", "kode pengganti"),
}
NEEDED = ("code", "name")
MOST_ROWS = 20_000


@dataclass(frozen=True)
class ListedCode:
    """One code as listed; ``place``: file and row."""

    place: str
    code: str
    name: str
    output: str = ""
    indicator: str = ""
    unit: str = ""
    tags: str = ""
    spm: str = ""
    kind: str = ""
    replaces_code: str = ""
    successor_code: str = ""

    @property
    def level(self) -> str:
        """Its level, by the number of its parts (planning 4.1)."""
        return LEVELS[self.code.count(".") + 1]

    @property
    def parent_code(self) -> str:
        """The code one level up; a kegiatan stands two parts below its program."""
        parts = self.code.split(".")
        return ".".join(parts[: 3 if len(parts) == 5 else -1])


@dataclass
class ListRead:
    """What became of a file: codes in its order, faults with their place."""

    codes: list[ListedCode] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_list(path: Path) -> ListRead:
    """Read a list; raises ``DataFault`` for a file that is no list at all."""
    table = _workbook_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
    result, columns, seen = ListRead(), dict[str, int](), set[str]()
    for place, cells in table:
        if not columns:
            columns = _columns(cells)
            continue
        values = {name: cell_text(cells[at]) for name, at in columns.items() if at < len(cells)}
        if not any(values.values()) or _columns(cells):
            continue  # blank, or the head again
        values["code"] = re.sub(r"\s", "", values.get("code", "")).rstrip(".").upper()
        if fault := _fault(values, seen):
            result.faults.append(f"{place}: {fault}")
            continue
        seen.add(values["code"])
        result.codes.append(ListedCode(place, **values))
        if len(result.codes) > MOST_ROWS:
            raise DataFault(f"{path.name}: lebih dari {MOST_ROWS} kode; satu berkas untuk satu edisi")
    if not columns:
        raise DataFault(f"{path.name}: tidak ada baris kepala dengan kolom Kode dan Nama")
    if not result.codes and not result.faults:
        raise DataFault(f"{path.name}: tidak ada satu pun kode")
    result.faults += _orphans(result.codes, seen)
    return result


def _fault(values: dict[str, str], seen: set[str]) -> str:
    code = values["code"]
    if not FORM.fullmatch(code):
        return f"kode {code!r} tidak berbentuk kode nomenklatur"
    if code in seen:
        return f"kode {code} ditulis dua kali"
    return "" if values.get("name") else f"kode {code} tidak bernama"


def _orphans(codes: list[ListedCode], seen: set[str]) -> list[str]:
    """Codes whose parent is not listed, where the file lists that level at all (a partial edition may not)."""
    levels = {item.level for item in codes}
    order = list(LEVELS.values())
    return [
        f"{item.place}: induk {item.parent_code} dari kode {item.code} tidak ada dalam berkas"
        for item in codes
        if item.parent_code and order[order.index(item.level) - 1] in levels and item.parent_code not in seen
    ]


def _columns(cells: Sequence[Cell]) -> dict[str, int]:
    """The column of each field, if these cells are a head."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        title = cell_text(cell).lower()
        for name, titles in COLUMNS.items():
            if title in titles:
                found.setdefault(name, at)
    return found if all(name in found for name in NEEDED) else {}


def _workbook_rows(path: Path) -> Iterator[tuple[str, Sequence[Cell]]]:
    sheet = read_workbook(path)[0]
    for number, cells in enumerate(sheet.cells, start=1):
        yield f"{path.name}, lembar {sheet.name}, baris {number}", cells


def _csv_rows(path: Path) -> Iterator[tuple[str, Sequence[Cell]]]:
    for number, cells in enumerate(read_csv(path).cells, start=1):
        yield f"{path.name}, baris {number}", cells
