"""Reads a file as work plans of a year: preview first, ``--confirm`` writes the lines of all its agencies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from opd.renja.models import Round
from solok_smartcity.kit.csvdata import DataFault

from ...services.renja_import import confirm_renja, preview_renja, summary
from ..imports import add_options, check_year, shown

MAIN = "murni"  # as for the RKPD: the first round of the main plan


class Command(BaseCommand):
    """Exit 0 when the file can be imported, 1 when it has faults; nothing is stored without ``--confirm``."""

    help = "Membaca Renja dari buku kerja SIPD atau CSV: pratinjau lebih dahulu, --confirm menulis barisnya."

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser, [*Round.values, MAIN])

    def handle(self, *args: Any, **options: Any) -> None:
        check_year(options["year"])
        try:
            round_ = Round.DRAFT if options["round"] == MAIN else options["round"]
            found = preview_renja(options["path"], year=options["year"], round_=round_)
        except DataFault as error:
            raise CommandError(str(error), returncode=1) from None
        preview = found.preview
        self.stdout.write(shown(preview, "Renja", as_json=options["json"]))
        if preview.blockers:
            raise CommandError(f"{len(preview.blockers)} hal harus diperbaiki lebih dahulu", returncode=1)
        if options["confirm"]:
            try:
                plans = confirm_renja(found, actor=None)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages), returncode=1) from None
            self.stderr.write(f"Tersimpan: {summary(plans)}.")
