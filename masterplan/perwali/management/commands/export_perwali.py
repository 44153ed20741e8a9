"""Writes the regulation as a document."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.pdf import VARIANTS, PdfFailed

from ...selectors.document import load_document
from ...selectors.regulations import RegulationMissing, find_regulation
from ...services.exporting import FORMS, export_file, export_pdf


class Command(BaseCommand):
    """The draft, or a regulation chosen by number or address name."""

    help = "Menulis naskah peraturan dengan lampirannya ke berkas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regulation", metavar="ID", help="nomor atau alamat peraturan; tanpa ini: yang terbaru")
        parser.add_argument("--format", choices=["pdf", *FORMS], default="pdf", help="bentuk dokumen")
        parser.add_argument("--variant", choices=sorted(VARIANTS), default="ua", help="ua: pembaca, archive: arsip")
        parser.add_argument("--out", required=True, type=Path, help="berkas yang ditulis")
        parser.add_argument("--json", action="store_true", help="cetak ringkasan sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            regulation = find_regulation(options["regulation"])
            if options["format"] == "pdf":
                document, fresh = export_pdf(regulation, options["variant"], options["out"])
            else:
                document, fresh = load_document(regulation), True
                write_atomically(options["out"], export_file(document, options["format"]))
        except (PdfFailed, RegulationMissing) as error:
            raise CommandError(str(error), returncode=1) from None
        except OSError as error:
            raise CommandError(f"{options['out']}: {error.strerror}", returncode=1) from None
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "out": str(options["out"]),
                        "regulation": regulation.pk,
                        "digest": document.digest,
                        "rendered": fresh,
                        "missing": document.missing,
                    }
                )
            )
        else:
            how = "ditulis" if fresh else "sama dengan sebelumnya, disalin"
            self.stdout.write(f"{options['out']}: {how} (versi isi {document.version_label}).")
