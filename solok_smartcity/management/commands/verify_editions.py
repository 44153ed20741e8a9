"""Recompute the digests of everything that was frozen; report, change nothing."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from solok_smartcity.workspace.services.proof import prove_everything


class Command(BaseCommand):
    """Editions of the plan, versions of regulations with their chain, files of the archive, verified work plans."""

    help = (
        "Menghitung ulang sidik semua edisi, versi peraturan beserta rantainya, berkas arsip, dan salinan Renja. "
        "Tidak mengubah apa pun. Keluar 0 bila semua sesuai, 1 bila ada yang tidak sesuai."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        report = prove_everything()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False, indent=2))
        else:
            for flaw in report.flaws:
                self.stdout.write(f"{flaw.place}: {flaw.message}")
            counted = (
                f"{report.editions} edisi, {report.versions} versi peraturan, {report.files} berkas arsip, "
                f"{report.work_plans} salinan Renja"
            )
            self.stdout.write(f"Diperiksa: {counted}. Tidak sesuai: {len(report.flaws)}.")
        if report.flaws:
            raise SystemExit(1)
