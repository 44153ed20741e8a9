"""Makes documents of a regulation and keeps them by the digest of their content: equal content is made once."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.pdf import VARIANTS, render_pdf

from ..export.html import pages
from ..models import Regulation
from ..selectors.document import Document, load_document


@dataclass(frozen=True)
class PdfOrder:
    """The pages of a document in one variant, and where their PDF lies or will lie in the store."""

    pages: list[str]
    variant: str
    path: Path

    @property
    def is_made(self) -> bool:
        """Whether the PDF is in the store already."""
        return self.path.exists()

    def make(self) -> bytes:
        """The PDF, rendered if it is not in the store. Raises ``PdfFailed``."""
        if not self.is_made:
            write_atomically(self.path, render_pdf(self.pages, self.variant))
        return self.path.read_bytes()


def order_pdf(document: Document, variant: str = "ua") -> PdfOrder:
    """The order for a document's PDF; its key covers the printed pages, so a changed layout is made anew."""
    html = pages(document)
    key = digest({"pages": html, "variant": VARIANTS[variant], "renderer": version("weasyprint")})
    return PdfOrder(html, variant, settings.EXPORT_DIR / f"{key}.pdf")


def export_pdf(regulation: Regulation, variant: str, out: Path) -> tuple[Document, bool]:
    """Write the PDF of a regulation to ``out``; gives the document and whether it had to be rendered."""
    document = load_document(regulation)
    order = order_pdf(document, variant)
    fresh = not order.is_made
    write_atomically(out, order.make())
    return document, fresh
