"""Minutes as files: PDF kept by the digest of its page, DOCX made at once."""

from django.template.loader import render_to_string

from solok_smartcity.kit.pdf import PdfLimits, PdfOrder, order_pages

from ..models import Minutes, WorkPlan
from ..outputs.minutes_docx import minutes_docx
from ..selectors.minutes import minutes_content

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LIMITS = PdfLimits(60, 1024)


def order_pdf(plan: WorkPlan, minutes: Minutes) -> PdfOrder:
    """The PDF of the minutes as they are now; another content is another file."""
    content = minutes_content(plan, minutes)
    return order_pages([render_to_string("renja/pdf/minutes.html", {"content": content})])


def docx_of(plan: WorkPlan, minutes: Minutes) -> bytes:
    """The minutes as a DOCX."""
    return minutes_docx(minutes_content(plan, minutes))
