"""What a work plan still lacks; pure functions over rows. A blocker stands against verification, a hint does not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .codes import is_sub_kegiatan, normalise

NEEDED = {
    "name": ("NAME_MISSING", "Nama sub kegiatan kosong."),
    "indicator": ("INDICATOR_MISSING", "Indikator kosong."),
    "target": ("TARGET_MISSING", "Target kosong."),
    "unit": ("UNIT_MISSING", "Satuan kosong."),
    "amount": ("AMOUNT_MISSING", "Pagu kosong."),
}
WANTED = {
    "location": ("LOCATION_MISSING", "Lokasi belum diisi."),
    "funding_source": ("FUNDING_MISSING", "Sumber dana belum diisi."),
    "priority": ("PRIORITY_MISSING", "Prioritas daerah belum diisi."),
    "forward_estimate": ("FORWARD_MISSING", "Prakiraan maju belum diisi."),
}


@dataclass(frozen=True)
class Lack:
    """Something that is missing or wrong: in one line (its key and number) or in the plan as a whole."""

    code: str
    text: str
    is_blocker: bool
    line: int | None = None
    number: int | None = None

    @property
    def key(self) -> tuple[str, int | None]:
        """What a waiver refers to."""
        return self.code, self.line


def _blank(value: object) -> bool:
    return value is None or not str(value).strip()


def lacks_of_line(row: dict[str, Any], number: int) -> list[Lack]:
    """What one line lacks, blockers first."""
    found = []
    if not is_sub_kegiatan(row["sub_kegiatan_code"]):
        found.append(("CODE_FORM", "Kode bukan kode sub kegiatan enam bagian.", True))
    found += [(code, text, True) for field, (code, text) in NEEDED.items() if _blank(row[field])]
    found += [(code, text, False) for field, (code, text) in WANTED.items() if _blank(row[field])]
    return [Lack(code, text, blocker, row["id"], number) for code, text, blocker in found]


def lacks_of_plan(rows: Sequence[dict[str, Any]]) -> list[Lack]:
    """What the plan lacks as a whole and line by line; ``rows`` in the order of the plan."""
    found = []
    if not rows:
        found.append(Lack("NO_LINES", "Rencana kerja belum memiliki baris.", True))
    codes = Counter(normalise(row["sub_kegiatan_code"]) for row in rows)
    for number, row in enumerate(rows, start=1):
        found += lacks_of_line(row, number)
        if codes[normalise(row["sub_kegiatan_code"])] > 1:
            found.append(Lack("CODE_TWICE", "Sub kegiatan yang sama ada di baris lain.", False, row["id"], number))
    return found
