"""Reads a workbook as the RKPD of a year: preview first, ``--confirm`` stores it as the next version."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.csvdata import DataFault

from ....models import Opd
from ...models import RkpdRound
from ...reading.table import PlanRow
from ...services.importing import confirm_rkpd, preview_rkpd
from ...services.previews import Preview


class Command(BaseCommand):
    """Exit 0 when the file can be imported, 1 when it has faults; nothing is stored without ``--confirm``."""

    help = "Membaca buku kerja RKPD dari SIPD: pratinjau lebih dahulu, --confirm menyimpannya sebagai versi baru."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="buku kerja .xlsx")
        parser.add_argument("--year", type=int, required=True, help="tahun rencana")
        parser.add_argument("--round", choices=RkpdRound.values, required=True, help="putaran")
        parser.add_argument("--confirm", action="store_true", help="simpan sebagai versi baru")
        parser.add_argument("--json", action="store_true", help="cetak pratinjau sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 2000 <= options["year"] <= 2100:
            raise CommandError("tahun rencana di luar 2000 sampai 2100", returncode=2)
        try:
            preview = preview_rkpd(options["path"], year=options["year"], round_=options["round"])
        except DataFault as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(json.dumps(as_json(preview), ensure_ascii=False) if options["json"] else as_text(preview))
        if preview.blockers:
            raise CommandError(f"{len(preview.blockers)} hal harus diperbaiki lebih dahulu", returncode=1)
        if options["confirm"]:
            try:
                imported = confirm_rkpd(preview, actor=None)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages), returncode=1) from None
            self.stderr.write(f"{imported} tersimpan: {len(preview.rows)} baris.")


def as_json(preview: Preview) -> dict[str, Any]:
    """The preview for machines: all sheets with their rows, the verdict on those of the RKPD."""
    return {
        "year": preview.year, "round": preview.round, "sha256": preview.sha256, "total": preview.total,
        "sheets": [
            {
                "name": sheet.name, "kind": sheet.kind, "skipped": dict(sheet.skipped), "faults": sheet.faults,
                "totals": [{**vars(item), "agrees": item.agrees} for item in sheet.totals],
                "rows": [_row(row, preview.office(row)) for row in sheet.rows],
            }
            for sheet in preview.tables
        ],
        "blockers": preview.blockers, "remarks": preview.remarks, "replaces": preview.replaces,
        "differences": [vars(item) for item in preview.differences],
    }  # fmt: skip


def _row(row: PlanRow, opd: Opd | None) -> dict[str, Any]:
    """A row in the words of the sample's expected rows; a known agency under its own name."""
    return {
        "sheet": row.sheet, "excel_row": row.excel_row, "opd_code": opd.code if opd else None,
        "opd_name": opd.name if opd else row.office_name, "sub_kegiatan_code": row.code,
        "sub_kegiatan_name": row.name, "location": row.location, "indicator": row.indicator,
        "target": None if row.target is None else f"{row.target:f}", "unit": row.unit, "pagu": row.pagu,
        "pagu_next_year": row.forward, "local_priority": row.priority, "fund_source": row.fund_source,
    }  # fmt: skip


def as_text(preview: Preview) -> str:
    """The preview for people."""
    lines = [f"RKPD {preview.round} {preview.year} dari {preview.file_name}"]
    for sheet in preview.tables:
        kind = {"rkpd": "RKPD", "renja": "Renja, tidak diimpor di sini"}.get(sheet.kind, "bukan tabel rencana")
        lines.append(f"Lembar {sheet.name} ({kind}): {len(sheet.rows)} baris dibaca.")
        lines += [f"  dilewati, {reason}: {len(rows)} baris" for reason, rows in sheet.skipped.items()]
    agreeing = [item for sheet in preview.tables for item in sheet.totals if item.agrees]
    lines.append(f"Jumlah pagu Rp{preview.total:,}; {len(agreeing)} jumlah dalam berkas cocok.".replace(",", "."))
    if preview.replaces:
        lines.append(f"Menggantikan versi {preview.replaces}: {len(preview.differences)} perbedaan.")
        for item in preview.differences:
            changes = "; ".join(f"{label} {before or '–'} → {after or '–'}" for label, before, after in item.changes)
            lines.append(f"  {item.kind}: {item.opd} {item.code} {item.location} {changes}".rstrip())
    lines += [f"Perhatikan: {text}" for text in preview.remarks]
    lines += [f"HARUS DIPERBAIKI: {text}" for text in preview.blockers]
    return "\n".join(lines)
