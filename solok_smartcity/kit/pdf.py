"""HTML to PDF in a child process with limits of time and memory; nothing is fetched but what the HTML carries."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from .canonical import digest
from .files import write_atomically

# For readers (tagged, accessible) and for the archive.
VARIANTS = {"ua": "pdf/ua-1", "archive": "pdf/a-3a"}


class PdfFailed(Exception):
    """The rendering did not finish; the text says why, in words for the user."""


@dataclass(frozen=True)
class PdfLimits:
    """Limits of one rendering."""

    seconds: int
    memory_mib: int


@dataclass(frozen=True)
class PdfAttachment:
    """A file inside a PDF (PDF/A-3): its type follows from the ending of its name; the day makes bytes repeatable."""

    name: str
    description: str
    content: bytes
    made_at: datetime


def render_pdf(
    pages: list[str],
    variant: str = "ua",
    limits: PdfLimits | None = None,
    attachments: Sequence[PdfAttachment] = (),
) -> bytes:
    """One PDF from several HTML documents, in this order; the same input gives the same bytes.

    Each document is laid out by itself and kept in the store: unchanged ones are not laid out again. The number of
    a document's first page is what ``first-page(NAME)`` stands for in its CSS: counted on from the documents of
    that name before it.

    ``variant`` is a key of ``VARIANTS``; ``attachments``: data the document was made from, archive variant only.
    Pictures must be data addresses; fonts are those of the system.
    Raises ``PdfFailed`` when the child fails, needs too long or too much memory.
    """
    limits = limits or PdfLimits(settings.PDF_TIMEOUT_SECONDS, settings.PDF_MEMORY_MIB)
    order = json.dumps(
        {
            "pages": pages, "variant": VARIANTS[variant], "memory_mib": limits.memory_mib,
            "store": str(settings.EXPORT_DIR / "parts"),
            "attachments": [
                {
                    "name": item.name, "description": item.description, "made_at": item.made_at.isoformat(),
                    "content": b64encode(item.content).decode(),
                }
                for item in sorted(attachments, key=lambda item: item.name)
            ],
        }
    )  # fmt: skip
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


@dataclass(frozen=True)
class PdfOrder:
    """The pages of a document in one variant, and where their PDF lies or will lie in the store."""

    pages: list[str]
    variant: str
    path: Path
    attachments: tuple[PdfAttachment, ...] = ()

    @property
    def key(self) -> str:
        """Digest of the pages and of what prints them."""
        return self.path.stem

    @property
    def is_made(self) -> bool:
        """Whether the PDF is in the store already."""
        return self.path.exists()

    def make(self, limits: PdfLimits | None = None) -> bytes:
        """The PDF, rendered if it is not in the store. Raises ``PdfFailed``."""
        if not self.is_made:
            write_atomically(self.path, render_pdf(self.pages, self.variant, limits, self.attachments))
        return self.path.read_bytes()


def order_pages(pages: list[str], variant: str = "ua", attachments: Sequence[PdfAttachment] = ()) -> PdfOrder:
    """The order for the PDF of some pages; its key covers them, so a changed layout is made anew."""
    inside = [[item.name, item.description, sha256(item.content).hexdigest()] for item in attachments]
    key = digest(
        {"pages": pages, "variant": VARIANTS[variant], "renderer": version("weasyprint"), "attachments": inside}
    )
    return PdfOrder(pages, variant, settings.EXPORT_DIR / f"{key}.pdf", tuple(attachments))
