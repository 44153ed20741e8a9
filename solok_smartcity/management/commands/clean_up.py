"""Removes what is kept for a while only; meant for a daily timer."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from solok_smartcity.kit.idempotency import forget_old_answers


class Command(BaseCommand):
    """Safe to run as often as one likes."""

    help = "Menghapus jawaban API yang disimpan untuk permintaan ulang dan sudah lebih dari sehari."

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        answers = forget_old_answers()
        self.stdout.write(json.dumps({"answers": answers}) if options["json"] else f"{answers} jawaban lama dihapus.")
