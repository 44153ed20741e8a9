"""The findings of work plans against the RKPD, straight from files."""

import csv
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.tables import safe_text

from ...findings.engine import check
from ...findings.rows import Finding
from ...reading.rows import read_ceilings, read_plan_rows
from ...selectors.facts import load_facts

COLUMNS = ("renja_row_id", "rkpd_row_id", "opd_code", "year", "finding", "severity", "detail")


class Command(BaseCommand):
    """Reads, checks, prints; changes nothing."""

    help = "Memeriksa baris Renja terhadap RKPD dari berkas CSV dan mencetak setiap ketidaksesuaian."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rkpd", type=Path, required=True, help="berkas CSV baris RKPD")
        parser.add_argument("--renja", type=Path, required=True, help="berkas CSV baris Renja")
        parser.add_argument("--ceiling", type=Path, help="berkas CSV pagu indikatif: year, opd_code, ceiling")
        parser.add_argument("--year", type=int, help="hanya tahun rencana ini")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--csv", action="store_true", help="cetak sebagai CSV")
        form.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rkpd, renja = (read_plan_rows(options[name]) for name in ("rkpd", "renja"))
            ceilings = read_ceilings(options["ceiling"]) if options["ceiling"] else {}
            facts = load_facts()
        except DataFault as error:
            raise CommandError(str(error), returncode=1) from None
        except OSError as error:
            raise CommandError(
                f"{error.filename}: berkas tidak dapat dibaca ({error.strerror})", returncode=1
            ) from None
        if year := options["year"]:
            rkpd, renja = ([row for row in rows if row.year == year] for rows in (rkpd, renja))
        found = check(rkpd, renja, facts, ceilings)
        if options["csv"]:
            self.print_csv(found)
        elif options["json"]:
            rows = [{**asdict(item), "severity": item.severity, "origin": item.origin} for item in found]
            self.stdout.write(json.dumps({"count": len(found), "findings": rows}, ensure_ascii=False))
        else:
            self.print_text(found, len(renja))

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
            place = item.renja_id or item.rkpd_id or item.program or item.opd
            self.stdout.write(f"{item.year} {item.opd:<20} {place:<16} {item.severity:<8} {item.code}: {item.text}")
        counts = Counter(item.severity for item in found)
        self.stdout.write(f"{rows} baris Renja, {len(found)} ketidaksesuaian: " + ", ".join(
            f"{count} {severity}" for severity, count in sorted(counts.items())
        ))  # fmt: skip
