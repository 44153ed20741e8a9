"""What the imports of RKPD and Renja share: reading a file's tables, judging rows, telling what would change."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from masterplan.plan.selectors.activities import plain as plain_number
from opd.agencies.models import Opd
from opd.renja.codes import normalise
from solok_smartcity.kit.indonesian import rupiah

from ..findings.texts import plain
from ..models import SipdOffice
from ..nomenclature import Nomenclature
from ..reading.flat import read_csv, read_flat
from ..reading.sipd import read_sheet
from ..reading.table import PlanRow, TableRead
from ..reading.workbook import read_workbook
from ..selectors.facts import load_nomenclature


@dataclass(frozen=True)
class Difference:
    """What an import would do to one row: ``baru``, ``hilang`` or ``berubah`` (with field, before, after)."""

    kind: str
    opd: str
    code: str
    location: str
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Judged:
    """A row with its agency (if known) and the normal form of its code."""

    row: PlanRow
    opd: Opd | None
    code: str


@dataclass
class Preview:
    """What a file holds, and what confirming it would do. ``blockers`` must be mended first, ``remarks`` may stay."""

    year: int
    round: str
    file_name: str
    sha256: str
    tables: list[TableRead]
    offices: dict[str, Opd] = field(default_factory=dict)
    rows: list[Judged] = field(default_factory=list)
    blockers: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    replaces: int = 0
    differences: list[Difference] = field(default_factory=list)

    def office(self, row: PlanRow) -> Opd | None:
        """The agency of a row of any table, if its code or name is known."""
        return self.offices.get(row.office_key or plain(row.office_name))

    @property
    def total(self) -> int:
        """Sum of the rows read, whole rupiah."""
        return sum(item.row.pagu or 0 for item in self.rows)

    @property
    def agreeing(self) -> int:
        """How many sums of the file equal the sums of its rows."""
        return sum(item.agrees for table in self.tables for item in table.totals)


def read_preview(path: Path, kind: str, year: int, round_: str, file_name: str) -> Preview:
    """Read a workbook or CSV file for rows of one kind (``rkpd``, ``renja``); raises ``DataFault``."""
    tables = _tables(path, year)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    preview = Preview(year, round_, file_name or path.name, digest, tables, _offices())
    used = [table for table in tables if table.kind in (kind, "table")]
    name = {"rkpd": "RKPD", "renja": "Renja"}[kind]
    if not used:
        preview.blockers.append(
            f"Tidak ada tabel {name} dalam berkas ini. Yang dikenali: cetakan {name} dari SIPD, atau tabel dengan "
            "kolom Kode sub kegiatan, Sub kegiatan, Pagu, dan Perangkat daerah."
        )
    for table in used:
        preview.blockers += table.faults
        preview.rows += [Judged(row, preview.office(row), normalise(row.code)) for row in table.rows]
        preview.remarks += [
            f"Lembar {table.name}, baris {item.excel_row}: {item.label} tertulis {_money(item.stated)}, "
            f"hasil penjumlahan baris {_money(item.computed)}."
            for item in table.totals
            if not item.agrees
        ]
    if used and not preview.rows and not preview.blockers:
        preview.blockers.append(f"Tabel {name} tidak memiliki satu pun baris sub kegiatan tahun {year}.")
    _judge(preview, load_nomenclature())
    return preview


def _tables(path: Path, year: int) -> list[TableRead]:
    if path.suffix.lower() == ".csv":
        sheets = [read_csv(path)]
    else:
        sheets = read_workbook(path)
    found = []
    for sheet in sheets:
        flat = read_flat(sheet, year)
        found.append(flat if flat.kind else read_sheet(sheet))
    return found


def _money(value: int | None) -> str:
    return "kosong" if value is None else rupiah(value)


def _offices() -> dict[str, Opd]:
    """Agencies by what a file may call them: our code, their name, or a name of the mapping table (planning 6.5)."""
    agencies = list(Opd.objects.order_by("-valid_to"))
    found = {plain(opd.name): opd for opd in agencies}  # those that still exist win
    found |= {plain(item.name): item.opd for item in SipdOffice.objects.select_related("opd")}
    return found | {opd.code: opd for opd in agencies}


def _judge(preview: Preview, nomenclature: Nomenclature) -> None:
    """Unknown offices stop an import, unknown codes are told: the findings will speak of them."""
    unknown = dict.fromkeys(
        item.row.office_key or item.row.office_name or "(tanpa nama)" for item in preview.rows if item.opd is None
    )
    preview.blockers += [
        f"Perangkat daerah “{name}” tidak dikenal. Perencanaan daerah dapat menambahkannya pada daftar nama SIPD."
        for name in unknown
    ]
    codes = dict.fromkeys(item.code for item in preview.rows)
    preview.remarks += [
        f"Kode {code} tidak ada dalam nomenklatur edisi mana pun." for code in codes if not nomenclature.find(code)
    ]
    preview.remarks += [
        f"Kode {code} bukan kode edisi tahun {preview.year}."
        for code in codes
        if nomenclature.find(code) and not nomenclature.entry(code, preview.year)
    ]


Key = tuple[str, str, str]
Old = TypeVar("Old")


def key_of(opd: str, code: str, location: str) -> Key:
    """What makes a row the same row in two files: agency, normal code, place."""
    return opd, code, plain(location)


def pair_rows(
    old: Iterable[tuple[Key, Old]], new: Sequence[Judged]
) -> tuple[list[tuple[Judged, Old | None]], list[Old]]:
    """Each new row with the old one of its key (or nothing), in order; and the old ones that are left."""
    waiting: dict[Key, list[Old]] = {}
    for key, former in old:
        waiting.setdefault(key, []).append(former)
    pairs: list[tuple[Judged, Old | None]] = []
    for item in new:
        found = waiting.get(key_of(item.opd.code if item.opd else "", item.code, item.row.location))
        pairs.append((item, found.pop(0) if found else None))
    return pairs, [item for left in waiting.values() for item in left]


def differences(
    pairs: Sequence[tuple[Judged, object]], gone: Sequence[tuple[str, str, str]], compared: dict[str, tuple[str, str]]
) -> list[Difference]:
    """What changes between paired rows; ``compared``: field of the old row -> (field of the new row, label)."""
    out = []
    for item, old in pairs:
        opd = item.opd.code if item.opd else item.row.office_name
        if old is None:
            out.append(Difference("baru", opd, item.code, item.row.location))
            continue
        changes = tuple(
            (label, shown(getattr(old, before)), shown(getattr(item.row, after)))
            for before, (after, label) in compared.items()
            if shown(getattr(old, before)) != shown(getattr(item.row, after))
        )
        if changes:
            out.append(Difference("berubah", opd, item.code, item.row.location, changes))
    return out + [Difference("hilang", *row) for row in gone]


def shown(value: object) -> str:
    """A value as text, numbers without trailing zeros."""
    if isinstance(value, Decimal):
        return plain_number(value) or ""
    return "" if value is None else str(value)
