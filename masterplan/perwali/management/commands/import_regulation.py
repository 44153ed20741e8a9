"""Reads an existing regulation from a file; ``--save`` stores a mayoral regulation as law."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.decisions import VerbError

from ...naskah.reading.body import Doubt
from ...naskah.reading.files import read_text
from ...naskah.reading.regulation import Reading, as_json, read
from ...services.read_law import LawFacts, save_law

OPTIONS = {
    "number": "--nomor",
    "year": "--tahun",
    "title": "--judul",
    "enacted_on": "--ditetapkan",
    "promulgated_on": "--diundangkan",
    "gazette_number": "--berita-daerah",
}


class Command(BaseCommand):
    """Prints what was read and what was doubted; the text itself is never changed."""

    help = "Membaca peraturan yang sudah ada dari .txt, .docx, atau .pdf berteks; --save menyimpannya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="berkas peraturan")
        parser.add_argument(
            "--json", action="store_true", help="cetak susunan, hitungan, acuan, dan keraguan sebagai JSON"
        )
        parser.add_argument(
            "--save", action="store_true", help="simpan sebagai peraturan wali kota yang berlaku, agar dapat diubah"
        )
        types: dict[str, Callable[[str], Any]] = {
            "title": str,
            "enacted_on": date.fromisoformat,
            "promulgated_on": date.fromisoformat,
        }
        for name, option in OPTIONS.items():
            parser.add_argument(option, dest=name, type=types.get(name, int), help="bila naskah tidak menyebutnya")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["path"]
        try:
            reading = read(read_text(path))
        except DataFault as fault:
            raise CommandError(str(fault), returncode=1) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
        else:
            self.show(reading)
        if not reading.headings:
            raise CommandError(f"{path.name}: tidak ada Pasal yang dikenal", returncode=1)
        if options["save"]:
            given = {name: options[name] for name in OPTIONS if options[name]}
            self.save(reading, path, LawFacts(**given))

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
            self.stdout.write(_line(doubt))
        self.stdout.write(
            f"{len(reading.references)} acuan, {len(lost)} tanpa sasaran, {len(reading.doubts)} keraguan."
        )

    def save(self, reading: Reading, path: Path, given: LawFacts) -> None:
        """Store it; what was doubted goes to the error output, so that ``--json`` stays JSON."""
        try:
            regulation, doubts = save_law(
                reading,
                original=path.read_bytes(),
                file_name=path.name,
                actor=None,
                given=given,
                reason=f"Dibaca dari {path.name}",
            )
        except VerbError as error:
            raise CommandError(f"{path.name}: tidak disimpan. {error.reason}", returncode=1) from None
        except ValidationError as error:
            raise CommandError(f"{path.name}: tidak disimpan. {_sentences(error)}", returncode=1) from None
        for doubt in doubts[len(reading.doubts) :]:
            self.stderr.write(_line(doubt))
        where = "" if regulation.region.is_own else f" Contoh dari {regulation.region}: tidak tampil di halaman umum."
        self.stderr.write(
            f"Tersimpan: {regulation.kind} Nomor {regulation.number} Tahun {regulation.year} "
            f"({regulation.slug}).{where}"
        )


def _line(doubt: Doubt) -> str:
    return f"baris {doubt.line}: {doubt.message}" if doubt.line else doubt.message


def _sentences(error: ValidationError) -> str:
    """Every fault, with the option that supplies what is missing."""
    if not hasattr(error, "message_dict"):
        return " ".join(error.messages)
    return " ".join(
        f"{sentence} ({OPTIONS[name]})" if name in OPTIONS else sentence
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    )
