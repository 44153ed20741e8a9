"""Minutes as files: PDF kept by the digest of its page, DOCX made at once."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from opd.models import WorkPlan
from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.pdf import PdfFailed, PdfLimits, render_pdf

from ..export.docx import minutes_docx
from ..models import Minutes
from ..selectors.minutes import minutes_content

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LIMITS = PdfLimits(60, 1024)


@dataclass(frozen=True)
class MinutesPdf:
    """The page of the minutes, and where its PDF lies or will lie."""

    page: str
    path: Path

    @property
    def is_made(self) -> bool:
        """Whether the PDF is in the store already."""
        return self.path.exists()

    def make(self) -> str:
        """Render it unless it is there; gives why that failed, or nothing."""
        if self.is_made:
            return ""
        try:
            write_atomically(self.path, render_pdf([self.page], limits=LIMITS))
        except PdfFailed as error:
            return str(error)
        return ""


def order_pdf(plan: WorkPlan, minutes: Minutes) -> MinutesPdf:
    """The PDF of the minutes as they are now; another content is another file."""
    content = minutes_content(plan, minutes)
    page = render_to_string("workspace/alignment/pdf/minutes.html", {"content": content})
    return MinutesPdf(page, settings.EXPORT_DIR / f"{digest({'page': page, 'renderer': version('weasyprint')})}.pdf")


def docx_of(plan: WorkPlan, minutes: Minutes) -> bytes:
    """The minutes as a DOCX."""
    return minutes_docx(minutes_content(plan, minutes))
