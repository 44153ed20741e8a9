"""Template filters of the printed regulation."""

from django import template

from ..annexes import Column, Row
from ..wording import keep_hyphens

register = template.Library()


@register.filter
def print_text(text: str) -> str:
    """Text as it is printed: words that have a hyphen are never broken at it (R5)."""
    return keep_hyphens(str(text))


@register.filter
def share(width: int, columns: tuple) -> str:
    """Width of a column in per cent of its table."""
    return f"{100 * width / sum(column.width for column in columns):.2f}%"


@register.filter
def aligned(row: Row, columns: tuple[Column, ...]) -> list[tuple[str, dict[str, object]]]:
    """Cells with their alignment; a total row with fewer cells stretches its first one."""
    spare = len(columns) - len(row.cells)
    out = []
    for index, cell in enumerate(row.cells):
        column = columns[0 if index == 0 else index + spare]
        align = "left" if spare and index == 0 else column.align
        out.append((cell, {"align": align, "span": spare + 1 if index == 0 else 1}))
    return out
