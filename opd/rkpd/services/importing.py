"""Importing the RKPD: a preview that changes nothing, then one transaction that makes a new version (planning 6.7)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from solok_smartcity.kit.csvdata import sentence
from solok_smartcity.kit.decisions import require

from ...codes import normalise
from ...models import Opd
from ..findings.texts import plain
from ..models import RkpdImport, RkpdItem, SipdOffice
from ..nomenclature import Nomenclature
from ..reading.sipd import SheetRead, SipdRow, read_sheet
from ..reading.workbook import read_workbook
from ..rules import may_import_rkpd
from ..selectors.facts import load_nomenclature

VALUES = ("name", "indicator", "target", "unit", "location", "pagu", "forward", "fund_source", "priority")
COMPARED = {
    "name": "nama", "indicator": "indikator", "target": "target", "unit": "satuan", "pagu": "pagu",
    "forward": "prakiraan maju", "fund_source": "sumber dana", "priority": "prioritas daerah",
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """What a re-import would do to one row: ``baru``, ``hilang`` or ``berubah`` (with field, before, after)."""

    kind: str
    opd: str
    code: str
    location: str
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Preview:
    """What a file holds, and what confirming it would do. ``blockers`` must be mended first, ``remarks`` may stay."""

    year: int
    round: str
    file_name: str
    sha256: str
    sheets: list[SheetRead]
    offices: dict[str, Opd] = field(default_factory=dict)
    rows: list[tuple[SipdRow, Opd | None, str]] = field(default_factory=list)
    blockers: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    replaces: int = 0
    differences: list[Difference] = field(default_factory=list)

    def office(self, row: SipdRow) -> Opd | None:
        """The agency of a row of any sheet, if its name is known."""
        return self.offices.get(plain(row.office_name))

    @property
    def total(self) -> int:
        """Sum of the rows read, whole rupiah."""
        return sum(row.pagu or 0 for row, _, _ in self.rows)


def preview_rkpd(path: Path, *, year: int, round_: str, file_name: str = "") -> Preview:
    """Read a workbook as the RKPD of a year and round; raises ``DataFault`` when it cannot be opened."""
    sheets = [read_sheet(sheet) for sheet in read_workbook(path)]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    preview = Preview(year, round_, file_name or path.name, digest, sheets, _offices())
    used = [sheet for sheet in sheets if sheet.kind == "rkpd"]
    if not used:
        preview.blockers.append("Tidak ada lembar dengan tabel RKPD dalam buku kerja ini.")
    for sheet in used:
        preview.blockers += sheet.faults
        for row in sheet.rows:
            preview.rows.append((row, preview.office(row), normalise(row.code)))
        preview.remarks += [
            f"Lembar {sheet.name}, baris {item.excel_row}: {item.label} tertulis {_money(item.stated)}, "
            f"hasil penjumlahan baris {_money(item.computed)}."
            for item in sheet.totals
            if not item.agrees
        ]
    if used and not preview.rows:
        preview.blockers.append("Tabel RKPD tidak memiliki satu pun baris sub kegiatan.")
    _judge(preview, load_nomenclature())
    _check_cells(preview)
    current = RkpdImport.objects.current(year, round_)
    if current is not None:
        preview.replaces = current.number
        preview.differences = _compare(current, preview.rows)
    return preview


def _money(value: int | None) -> str:
    return "kosong" if value is None else f"Rp{value:,}".replace(",", ".")


def _offices() -> dict[str, Opd]:
    """Agencies by the name a file may give them: their own, or one of the mapping table (planning 6.5)."""
    found = {plain(opd.name): opd for opd in Opd.objects.order_by("-valid_to")}  # those that still exist win
    found |= {plain(item.name): item.opd for item in SipdOffice.objects.select_related("opd")}
    return found


def _judge(preview: Preview, nomenclature: Nomenclature) -> None:
    """Unknown offices stop an import, unknown codes are told: the findings will speak of them."""
    unknown = dict.fromkeys(row.office_name or "(tanpa nama)" for row, opd, _ in preview.rows if opd is None)
    preview.blockers += [
        f"Perangkat daerah “{name}” tidak dikenal. Perencanaan daerah dapat menambahkannya pada daftar nama SIPD."
        for name in unknown
    ]
    codes = dict.fromkeys(code for _, _, code in preview.rows if not nomenclature.find(code))
    preview.remarks += [f"Kode {code} tidak ada dalam nomenklatur edisi mana pun." for code in codes]
    year = dict.fromkeys(
        code for _, _, code in preview.rows if nomenclature.find(code) and not nomenclature.entry(code, preview.year)
    )
    preview.remarks += [f"Kode {code} bukan kode edisi tahun {preview.year}." for code in year]


def _check_cells(preview: Preview) -> None:
    """What the table cannot hold (a text too long) blocks, with its place."""
    for row, opd, code in preview.rows:
        try:
            _item(row, opd, code).clean_fields(exclude=["imported", "opd"])
        except ValidationError as error:
            preview.blockers.append(f"Lembar {row.sheet}, baris {row.excel_row}: {sentence(error)}")


def _item(row: SipdRow, opd: Opd | None, code: str, imported: RkpdImport | None = None) -> RkpdItem:
    values = {name: getattr(row, name) for name in VALUES}
    source = f"{row.sheet}!{row.excel_row}"[:80]
    return RkpdItem(imported=imported, opd=opd, source=source, raw_code=row.code, code=code, **values)


def _compare(current: RkpdImport, rows: Sequence[tuple[SipdRow, Opd | None, str]]) -> list[Difference]:
    """Rows by agency, code and place, beside those of the version that holds."""
    old: dict[tuple[str, str, str], list[Any]] = {}
    for item in current.items.select_related("opd"):
        old.setdefault((item.opd.code, item.code, plain(item.location)), []).append(item)
    found = []
    for row, opd, code in rows:
        key = (opd.code if opd else row.office_name, code, plain(row.location))
        before = old.get(key, [])
        if not before:
            found.append(Difference("baru", key[0], code, row.location))
            continue
        item = before.pop(0)
        changes = tuple(
            (label, _shown(getattr(item, name)), _shown(getattr(row, name)))
            for name, label in COMPARED.items()
            if _shown(getattr(item, name)) != _shown(getattr(row, name))
        )
        if changes:
            found.append(Difference("berubah", key[0], code, row.location, changes))
    found += [Difference("hilang", key[0], key[1], item.location) for key, left in old.items() for item in left]
    return found


def _shown(value: Any) -> str:
    text = "" if value is None else f"{value:f}" if hasattr(value, "as_tuple") else str(value)
    return text.rstrip("0").rstrip(".") if hasattr(value, "as_tuple") and "." in text else text


@transaction.atomic
def confirm_rkpd(preview: Preview, *, actor: Any) -> RkpdImport:
    """Store what was previewed as the next version; the former ones stay. ``actor`` is nothing for an operator.

    Raises ``Refused``, or ``ValidationError`` when something blocks, or when another version came since the preview.
    """
    if actor is not None:
        require(may_import_rkpd(actor))
    if preview.blockers:
        raise ValidationError(preview.blockers)
    same = RkpdImport.objects.filter(year=preview.year, round=preview.round)
    # Whoever imports the same year at the same moment waits here for the other (the unique number is the last guard).
    list(same.select_for_update().values_list("pk", flat=True))
    last = same.aggregate(last=Max("number"))["last"] or 0
    if last != preview.replaces:
        raise _overtaken(last)
    imported = RkpdImport(
        year=preview.year, round=preview.round, number=last + 1, file_name=preview.file_name[:200],
        sha256=preview.sha256, total=preview.total, actor=actor, actor_name=actor.label if actor else "Operator",
    )  # fmt: skip
    try:
        with transaction.atomic():
            imported.save()
    except IntegrityError:  # the very first version, twice at one moment: there was no row to wait for
        raise _overtaken(last + 1) from None
    items = [_item(row, opd, code, imported) for row, opd, code in preview.rows]
    RkpdItem.objects.bulk_create(items, batch_size=1000)
    return imported


def _overtaken(number: int) -> ValidationError:
    return ValidationError(f"Sejak pratinjau dibuat, versi {number} sudah diimpor orang lain. Buat pratinjau baru.")
