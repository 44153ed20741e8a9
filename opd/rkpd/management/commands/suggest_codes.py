"""Suggests the sub kegiatan of a text, with the reasons; links nothing."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opd.agencies.models import Opd

from ...matching.suggest import Query
from ...models import Edition
from ...selectors.suggestions import suggest_codes

MOST = 50


class Command(BaseCommand):
    """The same suggestions as page and API."""

    help = "Mengusulkan kode sub kegiatan untuk judul dan uraian, beserta alasannya. Tidak menautkan apa pun."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--title", required=True, help="judul program atau quick win")
        parser.add_argument("--description", default="", help="uraian")
        parser.add_argument("--opd", default="", help="kode perangkat daerah pengusul")
        parser.add_argument("--edition", default="", help="edisi nomenklatur; bawaan: yang terbaru")
        parser.add_argument("--top", type=int, default=5, help="jumlah usulan")
        parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["top"] <= MOST:
            raise CommandError(f"--top 1 sampai {MOST}", returncode=2)
        edition = options["edition"] or next(iter(Edition.objects.values_list("code", flat=True)), "")
        opd = options["opd"].strip().upper()
        if opd and not Opd.objects.filter(code=opd).exists():
            raise CommandError(f"perangkat daerah {opd} tidak dikenal", returncode=1)
        try:
            rows = suggest_codes(edition, Query(options["title"], options["description"], opd), options["top"])
        except Edition.DoesNotExist:
            known = ", ".join(Edition.objects.values_list("code", flat=True)) or "belum ada, jalankan seed"
            raise CommandError(
                f"edisi {edition or 'nomenklatur'} tidak dikenal; yang ada: {known}", returncode=1
            ) from None
        if options["json"]:
            self.stdout.write(
                json.dumps({"edition": edition, "suggestions": [asdict(r) for r in rows]}, ensure_ascii=False)
            )
            return
        for row in rows:
            self.stdout.write(f"{row.code}  {row.name}  ({row.score:.2f})")
            self.stdout.write(f"    {row.program} › {row.kegiatan}")
            self.stdout.write(f"    {'; '.join(row.reasons)}")
