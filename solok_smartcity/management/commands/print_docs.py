"""Writes the documents that are printed from the code, or says which of them are stale."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from masterplan.perwali.naskah.lint import rulebook
from solok_smartcity.management.printed import findings, permissions, states

# Above this line people write, below it the command.
MARK = "<!-- Printed by `manage.py print_docs` from here on; edit the code instead. -->\n"
DOCUMENTS: dict[str, Callable[[], str]] = {
    "perwali-rules.md": rulebook.as_markdown,
    "states.md": states.as_markdown,
    "permissions.md": permissions.as_markdown,
    "findings.md": findings.as_markdown,
}


def wanted(path: Path, printed: str) -> str:
    """The whole file: what people wrote above the mark, if there is one, and the printed part."""
    present = path.read_text(encoding="utf-8") if path.exists() else ""
    head, mark, _ = present.partition(MARK)
    return f"{head}{mark}\n{printed}" if mark else printed


def stale(folder: Path) -> dict[Path, str]:
    """The files of a folder that are not what the code prints, with what they should be."""
    texts = {folder / name: wanted(folder / name, document()) for name, document in DOCUMENTS.items()}
    return {path: text for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text}


class Command(BaseCommand):
    """Rule book, states, permissions and findings; ``make lint`` fails while one of them is stale."""

    help = (
        "Menulis dokumen yang dicetak dari kode (docs/perwali-rules.md, states.md, permissions.md, findings.md). "
        "Dengan --check tidak menulis: keluar 1 bila ada yang usang."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Options."""
        parser.add_argument("--check", action="store_true", help="hanya memeriksa; keluar 1 bila ada yang usang")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        found = stale(settings.BASE_DIR / "docs")
        for path, text in found.items():
            if not options["check"]:
                path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{'usang' if options['check'] else 'ditulis'}: docs/{path.name}")
        if options["check"] and found:
            self.stderr.write("Jalankan: python manage.py print_docs")
            raise SystemExit(1)
