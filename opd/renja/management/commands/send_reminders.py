"""Sends reminders before windows close, and mails that could not be sent before; meant for a daily timer."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.notifications import deliver_waiting

from ...services.reminders import send_reminders


class Command(BaseCommand):
    """Safe to run as often as one likes: a reminder reaches a person once a step."""

    help = "Mengirim pengingat sebelum masa kerja ditutup, dan surel yang tertunda."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", default="", help="tanggal yang dianggap hari ini (TTTT-BB-HH)")
        parser.add_argument("--json", action="store_true", help="cetak hasil sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            day = date.fromisoformat(options["today"]) if options["today"] else today()
        except ValueError:
            raise CommandError(f"{options['today']!r} bukan tanggal TTTT-BB-HH", returncode=2) from None
        reminded = send_reminders(day)
        mailed, failed = deliver_waiting()
        if options["json"]:
            self.stdout.write(json.dumps({"reminded": reminded, "mailed": mailed, "failed": failed}))
        else:
            self.stdout.write(f"{reminded} pengingat baru, {mailed} surel terkirim, {failed} surel gagal.")
