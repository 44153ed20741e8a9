"""Column widths of annex tables: every word fits its column, the rest is shared by preference. Pure."""

import re
from collections.abc import Iterable

from ..annexes import Table

MM_PER_PT = 0.3528
PADDING_MM = 2.0
# Widths of the type's characters in em, rounded up a little; the type is a wide one.
EM = {**dict.fromkeys(".,:;'|!ijlI()/ -", 0.38), **dict.fromkeys("mwMW", 0.96), **dict.fromkeys("rtfs", 0.5)}


def word_mm(word: str, points: int) -> float:
    """Width of a word in millimetres."""
    ems = sum(EM.get(c, 0.76 if c.isupper() else 0.62) for c in word)
    return ems * points * MM_PER_PT


def column_widths(tables: Iterable[Table], points: int, total_mm: float) -> list[float]:
    """Widths in millimetres, in the order of the columns, for tables that share their headings.

    No column is narrower than its longest unbreakable word, unless the sheet is too narrow for that.
    """
    tables = list(tables)
    columns = tables[0].columns
    needed = [0.0] * len(columns)
    for table in tables:
        rows = [tuple(column.heading for column in table.columns)]
        rows += [row.cells for row in table.rows if len(row.cells) == len(columns)]
        for cells in rows:
            for index, cell in enumerate(cells):
                for word in re.split(r"\s+|(?<=/)", cell):
                    needed[index] = max(needed[index], word_mm(word, points))
    needed = [width + PADDING_MM for width in needed]
    spare = total_mm - sum(needed)
    if spare <= 0:
        return [width * total_mm / sum(needed) for width in needed]
    # What a column would like beyond its need; columns of single words want nothing more.
    wishes = [max(0.0, column.width - width) for column, width in zip(columns, needed, strict=True)]
    weights = wishes if sum(wishes) else [column.width for column in columns]
    return [width + spare * weight / sum(weights) for width, weight in zip(needed, weights, strict=True)]
