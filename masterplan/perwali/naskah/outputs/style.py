"""What an output must know of the house style."""

from decimal import Decimal
from typing import Protocol


class PageStyle(Protocol):
    """Margins in millimetres, sizes in points, spacing as a multiple of the line (R1 to R7)."""

    margin_top_mm: int
    margin_bottom_mm: int
    margin_left_mm: int
    margin_right_mm: int
    line_spacing: Decimal
    bold_headings: bool
    table_pt: int
