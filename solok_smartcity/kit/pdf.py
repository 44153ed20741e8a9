"""HTML to PDF in a child process with limits of time and memory; nothing is fetched but what the HTML carries."""

import json
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings

# For readers (tagged, accessible) and for the archive.
VARIANTS = {"ua": "pdf/ua-1", "archive": "pdf/a-3a"}


class PdfFailed(Exception):
    """The rendering did not finish; the text says why, in words for the user."""


@dataclass(frozen=True)
class PdfLimits:
    """Limits of one rendering."""

    seconds: int
    memory_mib: int


def render_pdf(pages: list[str], variant: str = "ua", limits: PdfLimits | None = None) -> bytes:
    """One PDF from several HTML documents, in this order; the same input gives the same bytes.

    ``variant`` is a key of ``VARIANTS``. Pictures must be data addresses; fonts are those of the system.
    Raises ``PdfFailed`` when the child fails, needs too long or too much memory.
    """
    limits = limits or PdfLimits(settings.PDF_TIMEOUT_SECONDS, settings.PDF_MEMORY_MIB)
    order = json.dumps({"pages": pages, "variant": VARIANTS[variant], "memory_mib": limits.memory_mib})
    try:
        child = subprocess.run(
            [sys.executable, "-m", "solok_smartcity.kit.pdf_worker"],
            input=order.encode(),
            capture_output=True,
            timeout=limits.seconds,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfFailed(f"PDF tidak selesai dalam {limits.seconds} detik.") from None
    if child.returncode != 0 or not child.stdout.startswith(b"%PDF"):
        lines = child.stderr.decode(errors="replace").strip().splitlines() or [f"kode {child.returncode}"]
        raise PdfFailed(f"PDF tidak dapat dibuat: {lines[-1]}")
    return child.stdout
