"""What the checks read and what they give; no database."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs (planning 7.2)."""

    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"
    INFO = "info"


class Origin(StrEnum):
    """Where a check comes from (planning 7.1)."""

    REGULATION = "regulation"
    PRACTICE = "practice"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row of a work plan or of the RKPD: ``code`` is the normal form of ``raw_code``; whole rupiah.

    ``parents``: codes of bidang, program and kegiatan as they were given, empty ones left out.
    """

    id: str
    year: int
    opd: str
    raw_code: str
    code: str
    name: str = ""
    parents: tuple[str, ...] = ()
    indicator: str = ""
    target: Decimal | None = None
    unit: str = ""
    location: str = ""
    pagu: int | None = None
    forward: int | None = None
    fund_source: str = ""
    priority: str = ""
    programs: tuple[str, ...] = ()
    quick_wins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One mismatch. ``field``: the cell to mend; ``detail``: the compared values, short."""

    code: str
    severity: Severity
    origin: Origin
    text: str
    year: int
    opd: str = ""
    renja_id: str = ""
    rkpd_id: str = ""
    program: str = ""
    quick_win: str = ""
    field: str = ""
    detail: str = ""

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What makes two checks find the same thing: values may change, the finding stays."""
        subject = self.program or self.quick_win
        return self.code, self.year, self.renja_id or self.rkpd_id or ("" if subject else self.opd), subject
