"""Makes documents of a regulation and keeps them by the digest of their content: equal content is made once."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django_tasks import task

from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.pdf import PdfFailed, PdfOrder, order_pages

from ..export.html import pages
from ..models import PdfRequest, Regulation
from ..selectors.document import Document, load_document


def order_pdf(document: Document, variant: str = "ua") -> PdfOrder:
    """The order for a document's PDF; its key covers the printed pages, so a changed layout is made anew."""
    return order_pages(pages(document), variant)


def export_pdf(regulation: Regulation, variant: str, out: Path) -> tuple[Document, bool]:
    """Write the PDF of a regulation to ``out``; gives the document and whether it had to be rendered."""
    document = load_document(regulation)
    order = order_pdf(document, variant)
    fresh = not order.is_made
    write_atomically(out, order.make())
    return document, fresh


def request_pdf(regulation: Regulation, variant: str, *, actor: Any) -> PdfOrder:
    """Have the PDF of the present content made by the worker, unless it is there or under way.

    Whoever may see the regulation may ask; raises ``DoesNotExist`` outside the actor's scope. A request that
    failed, or whose worker died (it is older than the time limit), starts again.
    """
    regulation = Regulation.objects.visible_to(actor).get(pk=regulation.pk)
    order = order_pdf(load_document(regulation), variant)
    if order.is_made:
        return order
    with transaction.atomic():
        request, fresh = PdfRequest.objects.select_for_update().get_or_create(
            key=order.key,
            defaults={"regulation": regulation, "variant": variant, "requested_by": str(actor)},
        )
        if fresh or not request.is_under_way:
            request.state, request.error = PdfRequest.State.WAITING, ""
            request.save()
            make_pdf.enqueue(request.pk)
    return order


@task()
def make_pdf(request_id: int) -> None:
    """Make one requested PDF from the content as it is now; can be run again at any time."""
    request = PdfRequest.objects.select_related("regulation").get(pk=request_id)
    request.state = PdfRequest.State.RUNNING
    request.save()
    try:
        order_pdf(load_document(request.regulation), request.variant).make()
        request.state = PdfRequest.State.DONE
    except PdfFailed as error:
        request.state, request.error = PdfRequest.State.FAILED, str(error)
    except Exception:
        request.state, request.error = PdfRequest.State.FAILED, "PDF tidak dapat dibuat karena gangguan."
        request.save()
        raise
    request.save()


def request_state(order: PdfOrder) -> PdfRequest | None:
    """The request for this content, if somebody made one."""
    return PdfRequest.objects.filter(key=order.key).first()
