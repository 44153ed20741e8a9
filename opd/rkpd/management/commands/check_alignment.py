"""The findings of work plans against the RKPD, from the database or straight from files."""

import csv
import json
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.tables import safe_text

from ...findings.engine import check
from ...findings.rows import Finding
from ...reading.rows import read_ceilings, read_plan_rows
from ...selectors.facts import load_facts
from ...selectors.rows import base_items, source_names
from ...services.checking import find, is_ours_alone

COLUMNS = ("renja_row_id", "rkpd_row_id", "opd_code", "year", "finding", "severity", "detail")


class Command(BaseCommand):
    """Reads, checks, prints; changes nothing."""

    help = (
        "Memeriksa Renja terhadap RKPD dan mencetak setiap ketidaksesuaian: dengan --year dari basis data "
        "(Renja terakhir setiap perangkat daerah, konsep termasuk), dengan --rkpd dan --renja dari berkas CSV."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rkpd", type=Path, help="berkas CSV baris RKPD")
        parser.add_argument("--renja", type=Path, help="berkas CSV baris Renja")
        parser.add_argument("--ceiling", type=Path, help="berkas CSV pagu indikatif: year, opd_code, ceiling")
        parser.add_argument("--year", type=int, help="tahun rencana; pada berkas: hanya tahun ini")
        parser.add_argument(
            "--quick-wins", action="store_true", help="dari basis data: sertakan temuan quick win dan tautan"
        )
        parser.add_argument(
            "--roadmap-money",
            action="store_true",
            help="dari basis data: tuntut baris Renja juga bagi program peta jalan yang hanya memiliki anggaran",
        )
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--csv", action="store_true", help="cetak sebagai CSV")
        form.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["rkpd"]) != bool(options["renja"]):
            raise CommandError("--rkpd dan --renja dipakai bersama", returncode=2)
        if not options["rkpd"] and (options["year"] is None or options["ceiling"]):
            raise CommandError("beri --year, atau --rkpd dan --renja (dengan --ceiling bila ada)", returncode=2)
        try:
            found, count = self.from_files(options) if options["rkpd"] else self.from_database(options)
        except DataFault as error:
            raise CommandError(str(error), returncode=1) from None
        except OSError as error:
            raise CommandError(
                f"{error.filename}: berkas tidak dapat dibaca ({error.strerror})", returncode=1
            ) from None
        if options["csv"]:
            self.print_csv(found)
        elif options["json"]:
            rows = [{**asdict(item), "severity": item.severity, "origin": item.origin} for item in found]
            self.stdout.write(json.dumps({"count": len(found), "findings": rows}, ensure_ascii=False))
        else:
            self.print_text(found, count)

    def from_files(self, options: dict[str, Any]) -> tuple[list[Finding], int]:
        """Findings and the number of Renja rows; raises ``DataFault``."""
        rkpd, renja = (read_plan_rows(options[name]) for name in ("rkpd", "renja"))
        ceilings = read_ceilings(options["ceiling"]) if options["ceiling"] else {}
        if year := options["year"]:
            rkpd, renja = ([row for row in rows if row.year == year] for rows in (rkpd, renja))
        return check(rkpd, renja, load_facts(), ceilings), len(renja)

    def from_database(self, options: dict[str, Any]) -> tuple[list[Finding], int]:
        """Findings of the year as it is now; rows under the names that files gave them, where they came from files."""
        year = options["year"]
        if not base_items(year).exists():
            raise DataFault(f"RKPD tahun {year} belum diimpor; jalankan import_rkpd")
        checked = find(year, drafts=True, roadmap=options["roadmap_money"] or None)
        lines = dict(checked.lines.exclude(source="").values_list("pk", "source"))
        items = source_names(year)
        named = [
            replace(
                item,
                renja_id=lines.get(int(item.renja_id), item.renja_id) if item.renja_id else "",
                rkpd_id=items.get(item.rkpd_id, item.rkpd_id),
            )
            for item in checked.findings
            if options["quick_wins"] or not is_ours_alone(item.code)
        ]
        return named, checked.lines.count()

    def print_csv(self, found: list[Finding]) -> None:
        """The columns of the sample's expected findings."""
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        for item in found:
            cells = (item.renja_id, item.rkpd_id, item.opd, item.year, item.code, item.severity, item.detail)
            writer.writerow([safe_text(cell) for cell in cells])

    def print_text(self, found: list[Finding], rows: int) -> None:
        """One line a finding, and the counts."""
        for item in found:
            place = item.renja_id or item.rkpd_id or item.program or item.quick_win or item.opd
            self.stdout.write(f"{item.year} {item.opd:<20} {place:<16} {item.severity:<8} {item.code}: {item.text}")
        counts = Counter(item.severity for item in found)
        self.stdout.write(
            f"{rows} baris Renja, {len(found)} ketidaksesuaian: "
            + ", ".join(f"{count} {severity}" for severity, count in sorted(counts.items()))
        )
