"""What readers of plan tables give, whatever the file looks like."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

# What stands in a cell of a file.
Cell = str | int | float | dt.date | dt.time | dt.timedelta | None


def cell_text(cell: Cell) -> str:
    """A cell as one line of text: whole numbers without ``.0``, single blanks."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str("" if cell is None else cell).replace("\u00a0", " ").split())


@dataclass(frozen=True)
class PlanRow:
    """One sub kegiatan as it was read; ``excel_row`` counts from 1 (in a CSV file: the line), whole rupiah.

    ``office_key``: the portal's own code of the office, where the file has one; ``row_id``: what the file calls the
    row; ``parents``: codes of bidang, program and kegiatan as given.
    """

    sheet: str
    excel_row: int
    office_code: str
    office_name: str
    code: str
    name: str
    location: str
    indicator: str
    target: Decimal | None
    unit: str
    pagu: int | None
    forward: int | None
    priority: str
    fund_source: str
    office_key: str = ""
    row_id: str = ""
    parents: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    quick_wins: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Where it comes from: the file's own name for it, else sheet and row."""
        return (self.row_id or f"{self.sheet}!{self.excel_row}")[:80]

    @property
    def place(self) -> str:
        """Where to look for it, in words."""
        return f"Lembar {self.sheet}, baris {self.excel_row}"


@dataclass(frozen=True)
class Total:
    """A sum the file tells, and the sum of the rows read: of one office, or of the whole sheet."""

    excel_row: int
    label: str
    stated: int | None
    computed: int

    @property
    def agrees(self) -> bool:
        """Whether both are equal."""
        return self.stated == self.computed


@dataclass
class TableRead:
    """What became of a sheet: rows, what was passed over and why, sums, faults with their cell."""

    name: str
    kind: str = ""  # rkpd, renja, table (fits both), or nothing: no table was found
    rows: list[PlanRow] = field(default_factory=list)
    skipped: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    totals: list[Total] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
