"""HTML to PDF in a child process with limits of time and memory; nothing is fetched but what the HTML carries."""

import multiprocessing
from base64 import b64encode
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from .canonical import digest
from .files import write_atomically
from .pdf_worker import Order, work

# Children come from a server that has loaded the library already: a third of a second saved on every rendering.
CHILDREN = multiprocessing.get_context("forkserver")
CHILDREN.set_forkserver_preload(["solok_smartcity.kit.pdf_loaded"])
PEAKS: deque[int] = deque(maxlen=100)  # MiB the last children needed, for measurements
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
    progress: Path | None = None,
) -> bytes:
    """One PDF from several HTML documents, in this order; the same input gives the same bytes.

    Each document is laid out by itself and kept in the store: unchanged ones are not laid out again. The number of
    a document's first page is what ``first-page(NAME)`` stands for in its CSS: counted on from the documents of
    that name before it.

    ``variant`` is a key of ``VARIANTS``; ``attachments``: data the document was made from, archive variant only;
    ``progress``: a file that says how many of the documents are done while it works.
    Pictures must be data addresses; fonts are those of the system.
    Raises ``PdfFailed`` when the child fails, needs too long or too much memory.
    """
    limits = limits or PdfLimits(settings.PDF_TIMEOUT_SECONDS, settings.PDF_MEMORY_MIB)
    order: Order = {
        "pages": pages,
        "variant": VARIANTS[variant],
        "memory_mib": limits.memory_mib,
        "seconds": limits.seconds,
        "store": str(settings.EXPORT_DIR / "parts"),
        "progress": str(progress or ""),
        "attachments": [
            {
                "name": item.name,
                "description": item.description,
                "made_at": item.made_at.isoformat(),
                "content": b64encode(item.content).decode(),
            }
            for item in sorted(attachments, key=lambda item: item.name)
        ],
    }
    if progress is not None:
        progress.parent.mkdir(parents=True, exist_ok=True)
        progress.unlink(missing_ok=True)
    content: bytes
    answers, answer = CHILDREN.Pipe(duplex=False)
    child = CHILDREN.Process(target=work, args=(order, answer), daemon=True)
    try:
        child.start()
        answer.close()
        if not answers.poll(limits.seconds):
            raise PdfFailed(f"PDF tidak selesai dalam {limits.seconds} detik.")
        content, error, memory_mib = answers.recv()
    except (EOFError, OSError):  # it died without a word, or in the middle of one
        if child.pid is not None:
            child.join()
        content, error, memory_mib = b"", f"kode {child.exitcode}", 0
    finally:
        if child.pid is not None:
            child.kill()
            child.join()
        answer.close()
        answers.close()
        if progress is not None:
            progress.unlink(missing_ok=True)
    PEAKS.append(memory_mib)
    if error:
        raise PdfFailed(f"PDF tidak dapat dibuat: {error}")
    return content


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

    @property
    def done(self) -> int:
        """Per cent of its documents that are laid out, while a child works on it; 0 before."""
        return percent_done(self.key)

    def make(self, limits: PdfLimits | None = None) -> bytes:
        """The PDF, rendered if it is not in the store. Raises ``PdfFailed``."""
        if not self.is_made:
            content = render_pdf(self.pages, self.variant, limits, self.attachments, _progress(self.key))
            write_atomically(self.path, content)
        return self.path.read_bytes()


def percent_done(key: str) -> int:
    """Per cent of the documents of an order that are laid out, while a child works on it; 0 before and after."""
    try:
        return int(_progress(key).read_text())
    except (FileNotFoundError, ValueError):
        return 0


def path_of(key: str) -> Path:
    """Where the PDF of an order lies in the store, or will lie."""
    return settings.EXPORT_DIR / f"{key}.pdf"


def _progress(key: str) -> Path:
    return Path(settings.EXPORT_DIR) / f"{key}.progress"


def order_pages(pages: list[str], variant: str = "ua", attachments: Sequence[PdfAttachment] = ()) -> PdfOrder:
    """The order for the PDF of some pages; its key covers them, so a changed layout is made anew."""
    inside = [[item.name, item.description, sha256(item.content).hexdigest()] for item in attachments]
    key = digest(
        {"pages": pages, "variant": VARIANTS[variant], "renderer": version("weasyprint"), "attachments": inside}
    )
    return PdfOrder(pages, variant, path_of(key), tuple(attachments))
