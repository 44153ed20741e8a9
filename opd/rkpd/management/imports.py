"""What the import commands share: options, and the preview for people and machines."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from opd.agencies.models import Opd

from ..reading.table import PlanRow
from ..services.previews import Preview


def add_options(parser: CommandParser, rounds: list[str]) -> None:
    """Options of both imports."""
    parser.add_argument("path", type=Path, help="buku kerja .xlsx atau berkas .csv")
    parser.add_argument("--year", type=int, required=True, help="tahun rencana")
    parser.add_argument("--round", choices=rounds, required=True, help="putaran")
    parser.add_argument("--confirm", action="store_true", help="simpan yang dibaca")
    parser.add_argument("--json", action="store_true", help="cetak pratinjau sebagai JSON")


def check_year(year: int) -> None:
    """Raises ``CommandError`` (wrong usage) for a year that is none."""
    if not 2000 <= year <= 2100:
        raise CommandError("tahun rencana di luar 2000 sampai 2100", returncode=2)


def shown(preview: Preview, name: str, *, as_json: bool) -> str:
    """The preview as it is printed; ``name``: RKPD or Renja."""
    return json.dumps(for_machines(preview), ensure_ascii=False) if as_json else for_people(preview, name)


def for_machines(preview: Preview) -> dict[str, Any]:
    """The preview for machines: all sheets with their rows, the verdict on those of the RKPD."""
    return {
        "year": preview.year,
        "round": preview.round,
        "sha256": preview.sha256,
        "total": preview.total,
        "sheets": [
            {
                "name": sheet.name,
                "kind": sheet.kind,
                "skipped": dict(sheet.skipped),
                "faults": sheet.faults,
                "totals": [{**vars(item), "agrees": item.agrees} for item in sheet.totals],
                "rows": [_row(row, preview.office(row)) for row in sheet.rows],
            }
            for sheet in preview.tables
        ],
        "blockers": preview.blockers,
        "remarks": preview.remarks,
        "replaces": preview.replaces,
        "differences": [vars(item) for item in preview.differences],
    }


def _row(row: PlanRow, opd: Opd | None) -> dict[str, Any]:
    """A row in the words of the sample's expected rows; a known agency under its own name."""
    return {
        "sheet": row.sheet,
        "excel_row": row.excel_row,
        "opd_code": opd.code if opd else None,
        "opd_name": opd.name if opd else row.office_name,
        "sub_kegiatan_code": row.code,
        "sub_kegiatan_name": row.name,
        "location": row.location,
        "indicator": row.indicator,
        "target": None if row.target is None else f"{row.target:f}",
        "unit": row.unit,
        "pagu": row.pagu,
        "pagu_next_year": row.forward,
        "local_priority": row.priority,
        "fund_source": row.fund_source,
    }


def for_people(preview: Preview, name: str) -> str:
    """The preview for people; ``name``: RKPD or Renja."""
    lines = [f"{name} {preview.round} {preview.year} dari {preview.file_name}"]
    for sheet in preview.tables:
        kind = {"rkpd": "RKPD", "renja": "Renja", "table": "tabel datar"}.get(sheet.kind, "bukan tabel rencana")
        lines.append(f"Lembar {sheet.name} ({kind}): {len(sheet.rows)} baris dibaca.")
        lines += [f"  dilewati, {reason}: {len(rows)} baris" for reason, rows in sheet.skipped.items()]
    agreeing = [item for sheet in preview.tables for item in sheet.totals if item.agrees]
    lines.append(f"Jumlah pagu Rp{preview.total:,}; {len(agreeing)} jumlah dalam berkas cocok.".replace(",", "."))
    if preview.replaces:
        lines.append(f"Dibandingkan dengan yang tersimpan: {len(preview.differences)} perbedaan.")
        for item in preview.differences:
            changes = "; ".join(f"{label} {before or '–'} → {after or '–'}" for label, before, after in item.changes)
            lines.append(f"  {item.kind}: {item.opd} {item.code} {item.location} {changes}".rstrip())
    lines += [f"Perhatikan: {text}" for text in preview.remarks]
    lines += [f"HARUS DIPERBAIKI: {text}" for text in preview.blockers]
    return "\n".join(lines)
