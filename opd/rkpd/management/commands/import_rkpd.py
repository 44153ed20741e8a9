"""Reads a workbook as the RKPD of a year: preview first, ``--confirm`` stores it as the next version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.csvdata import DataFault

from ...models import RkpdRound
from ...services.importing import confirm_rkpd, preview_rkpd
from ..imports import add_options, check_year, shown


class Command(BaseCommand):
    """Exit 0 when the file can be imported, 1 when it has faults; nothing is stored without ``--confirm``."""

    help = (
        "Membaca RKPD dari buku kerja SIPD atau CSV: pratinjau lebih dahulu, --confirm menyimpannya sebagai versi baru."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser, RkpdRound.values)

    def handle(self, *args: Any, **options: Any) -> None:
        check_year(options["year"])
        try:
            preview = preview_rkpd(options["path"], year=options["year"], round_=options["round"])
        except DataFault as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(shown(preview, "RKPD", as_json=options["json"]))
        if preview.blockers:
            raise CommandError(f"{len(preview.blockers)} hal harus diperbaiki lebih dahulu", returncode=1)
        if options["confirm"]:
            try:
                imported = confirm_rkpd(preview, actor=None)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages), returncode=1) from None
            self.stderr.write(f"{imported} tersimpan: {len(preview.rows)} baris.")
