"""Pages of regulations: list, outline, PDF."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from solok_smartcity.kit.pdf import VARIANTS

from ..models import Regulation
from ..rules import may_draft
from ..selectors.document import load_document
from ..selectors.outline import regulation_rows
from ..services.exporting import CONTENT_TYPES, FORMS, export_file, order_pdf, request_pdf, request_state
from ..workflow import Stage


def visible_regulation(request: HttpRequest, slug: str) -> Regulation:
    """A regulation the person may see; raises 404."""
    regulations = Regulation.objects.visible_to(request.user).select_related("kind", "region", "style", "plan")
    regulation = regulations.filter(slug=slug).first()
    if regulation is None:
        raise Http404
    return regulation


def _variant(request: HttpRequest) -> str:
    variant = request.POST.get("varian") or request.GET.get("varian") or "ua"
    if variant not in VARIANTS:
        raise Http404
    return variant


@require_safe
def regulation_list(request: HttpRequest) -> HttpResponse:
    """Regulations the person may see."""
    rows = regulation_rows(Regulation.objects.visible_to(request.user).order_by("-year", "-id"))
    for row in rows:
        row["stage_name"] = Stage(row["stage"]).label
    return render(request, "perwali/list.html", {"rows": rows})


@require_safe
def regulation_detail(request: HttpRequest, slug: str) -> HttpResponse:
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
            "pdfs": [_pdf_state(document, variant) for variant in VARIANTS],
        },
    )


def _pdf_state(document: object, variant: str) -> dict[str, object]:
    order = order_pdf(document, variant)
    request = None if order.is_made else request_state(order)
    under_way = request is not None and request.is_under_way
    return {"variant": variant, "is_made": order.is_made, "request": request, "under_way": under_way}


@require_safe
def pdf_state(request: HttpRequest, slug: str) -> HttpResponse:
    """The state of one PDF, asked for by the page while the worker is at it."""
    regulation = visible_regulation(request, slug)
    state = _pdf_state(load_document(regulation), _variant(request))
    return render(request, "perwali/_pdf.html", {"regulation": regulation, "pdf": state})


@require_safe
def regulation_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The PDF of the present content; if it is not made yet, the page where it can be asked for."""
    regulation = visible_regulation(request, slug)
    document = load_document(regulation)
    order = order_pdf(document, _variant(request))
    if not order.is_made:
        messages.info(request, "PDF dari isi terbaru belum dibuat. Tekan Buat PDF, lalu tunggu sebentar.")
        return redirect("perwali-detail", slug=slug)
    return FileResponse(order.path.open("rb"), filename=f"{document.file_name}.pdf", content_type="application/pdf")


@require_safe
def regulation_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
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
def make_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the worker for the PDF of the present content."""
    regulation = visible_regulation(request, slug)
    request_pdf(regulation, _variant(request), actor=request.user)
    if request.htmx:
        state = _pdf_state(load_document(regulation), _variant(request))
        return render(request, "perwali/_pdf.html", {"regulation": regulation, "pdf": state})
    return redirect("perwali-detail", slug=slug)
