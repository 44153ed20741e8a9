"""PDFs of any paper of a regulation, made by the worker and kept by the digest of their pages."""

from django.db import transaction
from django_tasks import task

from opd.agencies.models import User
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.pdf import PdfFailed, PdfOrder

from ..models import PdfRequest, Regulation
from ..rules import may_print
from ..workflow import TEXT
from .papers import order_paper


def request_pdf(regulation: Regulation, variant: str, *, actor: User, paper: str = TEXT) -> PdfOrder:
    """Have the PDF of the present content made by the worker, unless it is there or under way.

    Whoever may see the paper may ask; raises ``DoesNotExist`` outside the actor's scope, ``Refused``. A request that
    failed, or whose worker died (it is older than the time limit), starts again.
    """
    regulation = Regulation.objects.visible_to(actor).get(pk=regulation.pk)
    require(may_print(paper, actor))
    order = order_paper(regulation, paper, variant)
    if order.is_made:
        return order
    with transaction.atomic():
        request, fresh = PdfRequest.objects.select_for_update().get_or_create(
            key=order.key,
            defaults={"regulation": regulation, "variant": variant, "paper": paper, "requested_by": str(actor)},
        )
        if fresh or not request.is_under_way:
            request.state, request.error = PdfRequest.State.WAITING, ""
            request.save()
            make_pdf.enqueue(request.pk)
    return order


def last_request(regulation: Regulation, paper: str, variant: str) -> PdfRequest | None:
    """The PDF that was asked for last, whatever became of it; compiles nothing."""
    asked = PdfRequest.objects.filter(regulation=regulation, paper=paper, variant=variant)
    return asked.order_by("-changed_at", "-pk").first()


@task()
def make_pdf(request_id: int) -> None:
    """Make one requested PDF from the content as it is now; can be run again at any time."""
    request = PdfRequest.objects.select_related("regulation").get(pk=request_id)
    request.state = PdfRequest.State.RUNNING
    request.save()
    try:
        order_paper(request.regulation, request.paper, request.variant).make()
        request.state = PdfRequest.State.DONE
    except PdfFailed as error:
        request.state, request.error = PdfRequest.State.FAILED, str(error)
    except Exception:
        request.state, request.error = PdfRequest.State.FAILED, "PDF tidak dapat dibuat karena gangguan."
        request.save()
        raise
    request.save()
