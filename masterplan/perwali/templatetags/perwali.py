"""Template filters of the printed regulation."""

from django import template

from ..naskah.annexes import AnnexRow, Column, Table
from ..naskah.wording import keep_figures, keep_hyphens

register = template.Library()


@register.filter
def print_text(text: str) -> str:
    """Text as it is printed: hyphenated words and figures with their words are not parted (R5, R68)."""
    return keep_figures(keep_hyphens(str(text)))


@register.filter
def widths_of(table: Table, widths: dict[tuple[Column, ...], list[str]]) -> list[str]:
    """Widths of a table's columns, from those of its annex."""
    return widths[table.columns]


@register.filter
def aligned(row: AnnexRow, columns: tuple[Column, ...]) -> list[tuple[str, dict[str, object]]]:
    """Cells with their alignment; a total row with fewer cells stretches its first one."""
    spare = len(columns) - len(row.cells)
    out = []
    for index, cell in enumerate(row.cells):
        column = columns[0 if index == 0 else index + spare]
        align = "left" if spare and index == 0 else column.align
        out.append((cell, {"align": align, "span": spare + 1 if index == 0 else 1}))
    return out


@register.filter
def of(groups: dict[str, list[object]], key: str) -> list[object]:
    """The list of a group; empty where there is none."""
    return groups.get(key, [])
