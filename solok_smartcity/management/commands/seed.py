"""Loads reference and demonstration data."""

import json
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from masterplan.perwali.services.holidays import load_holidays
from masterplan.perwali.services.template_import import load_template
from masterplan.plan.services.reference_import import load_plan
from opd.agencies.models import User
from opd.agencies.services.reference_import import load_opds, make_demo_accounts
from opd.renja.services.demonstration import load_calendar, load_sample_plans
from opd.rkpd.services.reference import load_planning_reference
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.records import Written


class Command(BaseCommand):
    """Idempotent: what is there already, edited by people or not, is left alone."""

    help = "Memuat data acuan dan data demonstrasi; aman dijalankan berulang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--users", action="store_true", help="buat juga satu akun demonstrasi untuk setiap peran")
        parser.add_argument("--json", action="store_true", help="cetak ringkasan sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["users"] and settings.PRODUCTION:
            raise CommandError("akun demonstrasi tidak dibuat pada produksi: jalankan seed tanpa --users", returncode=1)
        written = Written()
        try:
            with transaction.atomic():
                opds = load_opds(written)
                plan = load_plan(opds, written)
                load_template(plan, opds, written)
                load_holidays(written)
                load_sample_plans(opds, written)
                load_calendar(written, today())
                load_planning_reference(opds, written)
            accounts = make_demo_accounts(os.environ.get("DEMO_PASSWORD", "")) if options["users"] else []
        except DataFault as error:
            raise CommandError(str(error), returncode=1) from None
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "created": written.created,
                        "changed": written.changed,
                        "unchanged": written.unchanged,
                        "rows": dict(sorted(written.by_model.items())),
                        "accounts": [{"username": u.username, "role": u.role, "password": p} for u, p in accounts],
                    }
                )
            )
            return
        self.stdout.write(f"Data acuan: {written.created} baris baru, {written.unchanged} sudah ada.")
        if accounts:
            self.tell_accounts(accounts)

    def tell_accounts(self, accounts: list[tuple[User, str | None]]) -> None:
        """Print the accounts; new passwords also go to a file only the owner reads, to be found again later."""
        path = settings.VAR_DIR / "akun-demonstrasi.txt"
        lines = [
            f"{user.username:<10} {password:<18} {user.get_role_display()}" for user, password in accounts if password
        ]
        if lines:
            path.touch(mode=0o600)
            with path.open("a", encoding="utf-8") as file:
                file.write("\n".join([*lines, ""]))
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        self.stdout.write(f"Akun demonstrasi, satu untuk setiap peran (kata sandi juga di {path}):\n{known}")
