"""Papers beside the regulation, as HTML for print: control sheet of initials, matrices (R125, 5.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from solok_smartcity.kit.textdiff import Part, word_diff

from ..naskah.comparison import Change
from ..naskah.outputs.fonts import FAMILIES

NOTES = {"baru": "Ditambahkan", "hilang": "Dihapus", "berubah": "Diubah", "nomor": "Nomor bergeser"}


@dataclass(frozen=True)
class Cell:
    """A cell of a matrix: pieces of text that stay, go or come."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The cell as plain text."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True)
class Matrix:
    """A comparison table, described once: title, lines under it, headings with widths in per cent, rows (5.5)."""

    title: str
    lines: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


def plain(text: object) -> Cell:
    """A cell of plain text."""
    return Cell((Part("same", "" if text is None else str(text)),))


def comparison_matrix(title: str, lines: Sequence[str], changes: Sequence[Change], names: tuple[str, str]) -> Matrix:
    """Old and new side by side: what went is struck out, what came is underlined."""
    rows = []
    for number, change in enumerate(changes, start=1):
        before, after = (item.text if item else "" for item in (change.before, change.after))
        parts = word_diff(before, after)
        place = change.place
        if change.before and change.after and change.before.place != change.after.place:
            place = f"{change.before.place} menjadi {change.after.place}"
        rows.append(
            (
                plain(number),
                plain(place),
                Cell(tuple(part for part in parts if part.kind != "new")),
                Cell(tuple(part for part in parts if part.kind != "gone")),
                plain(NOTES[change.kind]),
            )
        )
    columns = (("No.", 5), ("Unsur", 15), (names[0], 33), (names[1], 33), ("Keterangan", 14))
    return Matrix(title, tuple(lines), columns, tuple(rows))


def text_matrix(
    title: str, lines: Sequence[str], columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]
) -> Matrix:
    """A matrix whose cells are plain texts; rows are numbered."""
    return Matrix(
        title,
        tuple(lines),
        (("No.", 5), *columns),
        tuple((plain(number), *(plain(cell) for cell in row)) for number, row in enumerate(rows, start=1)),
    )


def matrix_pages(matrix: Matrix) -> list[str]:
    """The matrix as a landscape sheet with its head repeated."""
    return [render_to_string("perwali/pdf/matrix.html", {"matrix": matrix, "families": FAMILIES})]


def control_pages(**context: Any) -> list[str]:
    """The control sheet: officials, days, and the digest of the text their initials are bound to (R125, R127)."""
    return [render_to_string("perwali/pdf/control.html", {**context, "families": FAMILIES})]
