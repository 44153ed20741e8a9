"""Times the PDF of the whole regulation: cold, after one edited program, unchanged; beside headless Chromium."""

import io
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.test.utils import override_settings

from masterplan.perwali.models import Regulation
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.services.exporting import order_pdf
from masterplan.perwali.services.template_import import REGULATION_SLUG
from masterplan.plan.models import Program
from solok_smartcity.kit.pdf import PEAKS
from tests.bench.management.commands.bench_api import make_programs

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BODY = re.compile(r"<body[^>]*>(.*)</body>", re.S)
STYLE = re.compile(r"<style>(.*?)</style>", re.S)


class Command(BaseCommand):
    """Everything happens in a transaction that is rolled back, with a store of its own."""

    help = "Mengukur pembuatan PDF: dingin, setelah satu suntingan, dan tanpa perubahan; di samping Chromium."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programs", type=int, nargs="+", default=[72, 300, 1500], metavar="N")
        parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        known = Program.objects.active().count()
        if not known or not Regulation.objects.filter(slug=REGULATION_SLUG).exists():
            raise CommandError("belum ada data: jalankan seed lebih dahulu", returncode=1)
        if min(options["programs"]) < known:
            raise CommandError(f"rencana sudah memuat {known} program; ukur dengan sedikitnya itu", returncode=2)
        rows = [self.measure(count, count - known) for count in options["programs"]]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        self.stdout.write("program  halaman  dingin  satu suntingan  tanpa perubahan  Chromium  MiB")
        for row in rows:
            chromium = f"{row['chromium']:8.1f}" if row["chromium"] else "        "
            self.stdout.write(
                f"{row['programs']:7}  {row['pages']:7}  {row['cold']:6.2f}  {row['one_edit']:6.2f} "
                f"({row['ratio']:.2f})  {row['unchanged']:15.3f}  {chromium}  {row['memory_mib']:3}"
            )

    def measure(self, count: int, more: int) -> dict[str, Any]:
        """Seconds for ``count`` programs, of which ``more`` are made for the measurement."""
        with tempfile.TemporaryDirectory() as folder, transaction.atomic():
            with override_settings(EXPORT_DIR=Path(folder), PDF_TIMEOUT_SECONDS=600):
                make_programs(more)
                row = self.three(Path(folder))
            transaction.set_rollback(True)
        return {"programs": count, **row}

    def three(self, folder: Path) -> dict[str, Any]:
        """The three exports as a person has them: content read, compiled, laid out, joined."""
        cold, content = timed(export)
        # The middle one: its group is neither the first nor the last part.
        programs = Program.objects.active().order_by("subdimension__dimension__position", "pk")
        program = programs[programs.count() // 2]
        Program.objects.filter(pk=program.pk).update(indicator="Persentase layanan yang selesai hari itu juga")
        one_edit, _ = timed(export)
        unchanged, _ = timed(export)
        pages = count_pages(content)
        chromium = print_in_chromium(folder)
        return {
            "pages": pages,
            "cold": cold,
            "one_edit": one_edit,
            "ratio": one_edit / cold,
            "unchanged": unchanged,
            "chromium": chromium,
            "memory_mib": max(PEAKS),
        }


def export() -> bytes:
    """The PDF of the draft as it is now."""
    regulation = Regulation.objects.with_parts().get(slug=REGULATION_SLUG)
    return order_pdf(load_document(regulation)).make()


def timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    """Seconds, and what came of it."""
    start = time.perf_counter()
    out = work()
    return time.perf_counter() - start, out


def count_pages(content: bytes) -> int:
    """Pages of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def print_in_chromium(folder: Path) -> float | None:
    """Seconds headless Chromium needs for the same HTML in one page; ``None`` where there is none."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return None
    regulation = Regulation.objects.with_parts().get(slug=REGULATION_SLUG)
    documents = order_pdf(load_document(regulation)).pages
    bodies = "".join(
        f"<div style='break-before: page'>{BODY.search(item)[1]}</div>"  # type: ignore[index]
        for item in documents
    )
    style = STYLE.search(documents[-1])
    source, target = folder / "chromium.html", folder / "chromium.pdf"
    source.write_text(f"<!doctype html><html lang=id><style>{style[1] if style else ''}</style>{bodies}", "utf-8")
    start = time.perf_counter()
    subprocess.run(
        [browser, *ARGUMENTS, f"--user-data-dir={folder / 'profil'}", f"--print-to-pdf={target}", source.as_uri()],
        check=True,
        capture_output=True,
        timeout=settings.PDF_TIMEOUT_SECONDS,
    )
    return time.perf_counter() - start
