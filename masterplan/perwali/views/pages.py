"""Pages of regulations: list, outline, PDF."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.pdf import VARIANTS, PdfOrder

from ..filters import PaperQuery
from ..models import PdfRequest, Regulation
from ..rules import may_draft, may_print, may_see_making
from ..selectors.document import load_document
from ..selectors.outline import regulation_rows
from ..selectors.printed import Document
from ..services.exporting import CONTENT_TYPES, FORMS, export_file, order_pdf, request_state
from ..services.papers import order_paper, paper_name
from ..services.printing import last_request, request_pdf
from ..workflow import TEXT, Stage


def visible_regulation(request: SignedIn, slug: str) -> Regulation:
    """A regulation the person may see; raises 404."""
    regulation: Regulation = get_object_or_404(Regulation.objects.visible_to(request.user).with_parts(), slug=slug)
    return regulation


def regulation_in_making(request: SignedIn, slug: str) -> Regulation:
    """A regulation whose making the person may see; raises 404, ``Refused``."""
    regulation = visible_regulation(request, slug)
    require(may_see_making(request.user))
    return regulation


@require_safe
def regulation_list(request: SignedIn) -> HttpResponse:
    """Regulations the person may see."""
    found = regulation_rows(Regulation.objects.visible_to(request.user).order_by("-year", "-id"))
    rows = [{**row, "stage_name": Stage(row["stage"]).label} for row in found]
    context = {
        "rows": rows,
        "sees_registers": may_see_making(request.user).allowed,
        "may_draft": may_draft(request.user).allowed,
    }
    return render(request, "perwali/list.html", context)


@require_safe
def regulation_detail(request: SignedIn, slug: str) -> HttpResponse:
    """Outline and text of a regulation, what is missing, and its PDFs."""
    regulation = visible_regulation(request, slug)
    document = load_document(regulation)
    return render(
        request,
        "perwali/detail.html",
        {
            "regulation": regulation,
            "document": document,
            "may_draft": may_draft(request.user, regulation),
            "text": document.text,
            "annexes": list(zip(document.text.annexes, document.annexes, strict=True)),
            "pdfs": [pdf_of(regulation, TEXT, variant, document) for variant in VARIANTS],
        },
    )


@dataclass(frozen=True)
class PdfState:
    """One PDF as a page shows it: made, under way, or to be asked for."""

    paper: str
    name: str
    variant: str
    is_made: bool
    under_way: bool
    done: int
    request: PdfRequest | None
    order: PdfOrder | None = None


def _name(paper: str) -> str:
    """What a paper is called; raises 404 for one there is not."""
    try:
        return paper_name(paper)
    except LookupError:
        raise Http404 from None


def pdf_of(regulation: Regulation, paper: str, variant: str = "ua", document: Document | None = None) -> PdfState:
    """The state of the PDF of the present content; raises 404 for a paper there is not."""
    try:
        order = order_pdf(document, variant) if document is not None else order_paper(regulation, paper, variant)
    except LookupError:
        raise Http404 from None
    request = None if order.is_made else request_state(order)
    under_way = request is not None and request.is_under_way
    return PdfState(paper, _name(paper), variant, order.is_made, under_way, order.done, request, order)


def _query(request: SignedIn) -> PaperQuery:
    return PaperQuery(request.POST if request.method == "POST" else request.GET)


def _asked(request: SignedIn) -> tuple[str, str]:
    """Paper and variant asked for."""
    sent = _query(request).chosen
    variant, paper = sent["varian"] or "ua", sent["lembar"] or TEXT
    if variant not in VARIANTS or len(paper) > 40:
        raise Http404
    require(may_print(paper, request.user))
    return paper, variant


def _show_pdf(request: SignedIn, regulation: Regulation, paper: str, variant: str) -> HttpResponse:
    return render(request, "perwali/_pdf.html", {"regulation": regulation, "pdf": pdf_of(regulation, paper, variant)})


@require_safe
def pdf_state(request: SignedIn, slug: str) -> HttpResponse:
    """The state of one PDF, asked for by the page while the worker is at it: from its request, nothing is compiled."""
    regulation = visible_regulation(request, slug)
    paper, variant = _asked(request)
    asked = last_request(regulation, paper, variant)
    pdf = PdfState(
        paper=paper,
        name=_name(paper),
        variant=variant,
        is_made=asked is not None and asked.is_made,
        under_way=asked is not None and asked.is_under_way and not asked.is_made,
        done=asked.done if asked else 0,
        request=asked,
    )
    return render(request, "perwali/_pdf.html", {"regulation": regulation, "pdf": pdf})


@require_safe
def regulation_pdf(request: SignedIn, slug: str) -> HttpResponseBase:
    """The PDF of the present content; if it is not made yet, the page where it can be asked for."""
    regulation = visible_regulation(request, slug)
    paper, variant = _asked(request)
    order = pdf_of(regulation, paper, variant).order
    if order is None or not order.is_made:
        messages.info(request, "PDF dari isi terbaru belum dibuat. Tekan Buat PDF, lalu tunggu sebentar.")
        return redirect("perwali-detail", slug=slug)
    name = f"{slug}-{paper}-{order.key[:12]}.pdf"
    return FileResponse(order.path.open("rb"), filename=name, content_type="application/pdf")


@require_safe
def regulation_file(request: SignedIn, slug: str, form: str) -> HttpResponse:
    """The regulation in another form than PDF, to save."""
    regulation = visible_regulation(request, slug)
    if form not in FORMS:
        raise Http404
    document = load_document(regulation)
    response = HttpResponse(export_file(document, form), content_type=CONTENT_TYPES[form])
    ending = {"akn": "akn.xml", "jdih": "jdih.json"}.get(form, form)
    response.headers["Content-Disposition"] = f'attachment; filename="{document.file_name}.{ending}"'
    return response


@require_POST
def make_pdf(request: SignedIn, slug: str) -> HttpResponse:
    """Ask the worker for the PDF of the present content."""
    regulation = visible_regulation(request, slug)
    paper, variant = _asked(request)
    try:
        request_pdf(regulation, variant, actor=request.user, paper=paper)
    except LookupError:
        raise Http404 from None
    if request.htmx:
        return _show_pdf(request, regulation, paper, variant)
    own = reverse("perwali-detail", args=[slug])
    back = _query(request).chosen["kembali"]
    return redirect(back if back.startswith(own) else own)
