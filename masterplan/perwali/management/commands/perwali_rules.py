"""Prints how every drafting rule is kept."""

from typing import Any

from django.core.management.base import BaseCommand

from ...naskah.lint.rulebook import as_markdown


class Command(BaseCommand):
    """The table of the documentation; a test keeps the file equal to it."""

    help = "Mencetak tabel aturan penyusunan R1-R137 (docs/perwali-rules.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_markdown(), ending="")
