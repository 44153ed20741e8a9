"""Checks a regulation against the drafting rules."""

import json
from pathlib import Path
from typing import Any, TypedDict

from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.csvdata import DataFault

from ...naskah.lint.run import Finding, lint_reading
from ...naskah.reading.files import read_text
from ...naskah.reading.regulation import read
from ...selectors.lint import lint_regulation
from ...selectors.regulations import RegulationMissing, find_regulation


class FaultRow(TypedDict):
    """A fault of form as the command prints it."""

    rule: str
    severity: str
    element: str
    place: str
    line: int | None
    message: str
    fixable: bool


class Command(BaseCommand):
    """A regulation of the portal, or a file; exit 1 when a rule is broken, warnings alone are no fault."""

    help = "Memeriksa peraturan terhadap aturan penyusunan R1-R137."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="berkas .txt, .docx, atau .pdf berteks")
        parser.add_argument("--regulation", metavar="ID", help="nomor atau alamat peraturan dalam portal")
        parser.add_argument("--json", action="store_true", help="cetak temuan sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["path"] is None) == (options["regulation"] is None):
            raise CommandError("sebutkan berkas atau --regulation, salah satu")
        try:
            if options["path"] is not None:
                findings = lint_reading(read(read_text(options["path"])))
            else:
                findings = lint_regulation(find_regulation(options["regulation"]))
        except (DataFault, RegulationMissing) as error:
            raise CommandError(str(error), returncode=1) from None
        rows = [self.row(finding) for finding in findings]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for row in rows:
                place = ", ".join(filter(None, (f"baris {row['line']}" if row["line"] else "", row["place"])))
                self.stdout.write(f"{row['rule']} {row['severity']}{f' ({place})' if place else ''}: {row['message']}")
            self.stdout.write(f"{len(rows)} temuan.")
        if any(row["severity"] == "galat" for row in rows):
            raise CommandError("aturan penyusunan dilanggar", returncode=1)

    @staticmethod
    def row(finding: Finding) -> FaultRow:
        fault = finding.fault
        return {
            "rule": fault.rule,
            "severity": "peringatan" if fault.warning else "galat",
            "element": fault.element,
            "place": finding.place,
            "line": finding.line,
            "message": fault.message,
            "fixable": bool(fault.mended),
        }
