"""Reads an existing regulation from a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from masterplan.perwali.reading.files import read_text
from masterplan.perwali.reading.regulation import Reading, as_json, read
from solok_smartcity.kit.csvdata import DataFault


class Command(BaseCommand):
    """Prints what was read and what was doubted; the text itself is never changed."""

    help = "Membaca peraturan yang sudah ada dari .txt, .docx, atau .pdf berteks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="berkas peraturan")
        parser.add_argument(
            "--json", action="store_true", help="cetak susunan, hitungan, acuan, dan keraguan sebagai JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reading = read(read_text(options["path"]))
        except DataFault as fault:
            raise CommandError(str(fault), returncode=1) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
        else:
            self.show(reading)
        if not reading.headings:
            raise CommandError(f"{options['path'].name}: tidak ada Pasal yang dikenal", returncode=1)

    def show(self, reading: Reading) -> None:
        facts = reading.facts
        self.stdout.write(f"{facts['kind']} Nomor {facts['number']} Tahun {facts['year']} tentang {facts['title']}")
        self.stdout.write(", ".join(f"{name} {count}" for name, count in reading.counts().items()))
        for instruction in reading.instructions:
            acts, targets = ", ".join(instruction.acts), "; ".join(instruction.targets)
            self.stdout.write(f"instruksi {instruction.number} (baris {instruction.line}): {acts}: {targets}")
        lost = [reference for reference in reading.references if reference.resolves is False]
        for reference in lost:
            self.stdout.write(f"baris {reference.line}: acuan {reference.text!r} tidak menemukan sasarannya")
        for doubt in reading.doubts:
            self.stdout.write(f"baris {doubt.line}: {doubt.message}" if doubt.line else doubt.message)
        self.stdout.write(
            f"{len(reading.references)} acuan, {len(lost)} tanpa sasaran, {len(reading.doubts)} keraguan."
        )
