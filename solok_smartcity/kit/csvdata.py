"""Reading of reference CSV files with errors that name file, row and reason."""

import csv
from collections.abc import Iterator
from pathlib import Path


class DataFault(Exception):
    """A fault of an input file: its text names the file, the row (1-based, header = 1) and the reason."""


class CsvRow(dict[str, str]):
    """One row with readers of typed values; a bad value raises ``DataFault`` with its place."""

    place = ""

    def fault(self, reason: str) -> DataFault:
        """The fault of this row."""
        return DataFault(f"{self.place}: {reason}")

    def text(self, column: str) -> str:
        """The trimmed text of a column that must not be empty."""
        if not self[column].strip():
            raise self.fault(f"kolom {column} kosong")
        return self[column].strip()

    def whole(self, column: str) -> int | None:
        """A whole number, or ``None`` when empty."""
        if not self[column].strip():
            return None
        try:
            return int(self[column])
        except ValueError:
            raise self.fault(f"kolom {column}: {self[column]!r} bukan bilangan bulat") from None

    def needed_whole(self, column: str) -> int:
        """A whole number that must be there."""
        self.text(column)
        return self.whole(column)  # type: ignore[return-value]

    def parts(self, column: str) -> list[str]:
        """The parts of a field that holds a list separated by semicolons."""
        return [part.strip() for part in self[column].split(";") if part.strip()]


def read_rows(path: Path, columns: set[str]) -> Iterator[CsvRow]:
    """Rows of a UTF-8 CSV file; raises ``DataFault`` for a missing file, column or broken encoding."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                raise DataFault(f"{path.name}, baris 1: kolom {', '.join(sorted(missing))} tidak ada")
            for values in reader:
                if None in values or None in values.values():
                    raise DataFault(
                        f"{path.name}, baris {reader.line_num}: jumlah kolom tidak sama dengan kepala tabel"
                    )
                row = CsvRow(values)
                row.place = f"{path.name}, baris {reader.line_num}"
                yield row
    except FileNotFoundError:
        raise DataFault(f"{path.name}: berkas tidak ditemukan") from None
    except UnicodeDecodeError as error:
        raise DataFault(f"{path.name}: bukan UTF-8 pada bita {error.start}") from None
