"""Opening a workbook that somebody sent: what it is and how large, before it is unpacked."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from solok_smartcity.kit.csvdata import DataFault

from .table import Cell

MOST_UNPACKED = 80_000_000
MOST_ROWS, MOST_COLUMNS = 60_000, 60
ROW = re.compile(rb'<(?:\w+:)?row[^>]*?\sr="(\d+)"')
CELL = re.compile(rb'<(?:\w+:)?c[^>]*?\sr="([A-Z]+)(\d+)"')
CHUNK = 1 << 20
# What ``zipfile`` raises for an archive that is none, cut short, packed or locked in a way it does not know.
BROKEN_ARCHIVE = (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error)


@dataclass(frozen=True)
class Sheet:
    """Cells as read (text, number, date), merged ranges as ((row, column), (row, column)), all from 0."""

    name: str
    cells: Sequence[Sequence[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def read_workbook(path: Path) -> list[Sheet]:
    """The sheets of an .xlsx file; raises ``DataFault`` for another kind of file, a broken one, or one too large."""
    _inspect(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        return [
            Sheet(sheet.name, sheet.to_python(skip_empty_area=False), list(sheet.merged_cell_ranges or ()))
            for sheet in sheets
        ]
    except PasswordError:
        raise DataFault(f"{path.name}: buku kerja dikunci kata sandi; simpan salinan tanpa kata sandi") from None
    except (CalamineError, ValueError, OSError) as error:
        raise DataFault(f"{path.name}: buku kerja rusak ({str(error)[:120]})") from None


def _inspect(path: Path) -> None:
    """Refuse what is no workbook, carries macros, or unpacks to more than a plan can be."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise DataFault(f"{path.name}: bukan buku kerja Excel (.xlsx)")
            if any(name.endswith("vbaProject.bin") for name in names):
                raise DataFault(f"{path.name}: berisi makro; simpan sebagai .xlsx tanpa makro")
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise DataFault(
                    f"{path.name}: isinya lebih dari {MOST_UNPACKED // 1_000_000} MB setelah dibuka; "
                    "hapus lembar, gambar, dan baris kosong yang tidak perlu"
                )
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _inspect_sheet(path, archive, part)
    except FileNotFoundError:
        raise DataFault(f"{path.name}: berkas tidak ditemukan") from None
    except IsADirectoryError:
        raise DataFault(f"{path.name}: ini folder, bukan berkas") from None
    except OSError as error:
        raise DataFault(f"{path.name}: berkas tidak dapat dibaca ({error.strerror or error})") from None
    except BROKEN_ARCHIVE:
        raise DataFault(f"{path.name}: bukan buku kerja Excel (.xlsx) atau berkasnya rusak") from None


def _inspect_sheet(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """The last row and column a sheet names: a reader reserves room for all before them."""
    read = 0
    for chunk in _chunks(archive, part):
        read += len(chunk)
        if read > 2 * MOST_UNPACKED:  # the size the archive tells may be a lie
            raise DataFault(f"{path.name}: isinya terlalu besar setelah dibuka")
        rows = [int(found[1]) for found in ROW.finditer(chunk)]
        cells = [(found[1], int(found[2])) for found in CELL.finditer(chunk)]
        last = max([*rows, *(row for _, row in cells)], default=0)
        if last > MOST_ROWS or any(_column(letters) > MOST_COLUMNS for letters, _ in cells):
            raise DataFault(
                f"{path.name}: lembar memakai lebih dari {MOST_ROWS} baris atau {MOST_COLUMNS} kolom; "
                "hapus baris dan kolom kosong di luar tabel"
            )


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Pieces that overlap a little, so that no cell is cut."""
    rest = b""
    with archive.open(part) as file:
        while data := file.read(CHUNK):
            yield rest + data
            rest = data[-200:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
