"""Pages of the minutes: form, checklist, PDF, DOCX."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Decision, require
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.pdf import PdfFailed
from solok_smartcity.kit.verb_forms import ToldAttempt, edited

from ..forms import ChecklistForm, MinutesForm
from ..models import ChecklistItem, ChecklistStatus, Minutes, WorkPlan
from ..rules import may_read_minutes, may_review
from ..services import minutes as service
from ..services.minutes_files import DOCX, LIMITS, docx_of, order_pdf


def _plan(request: SignedIn, pk: int) -> WorkPlan:
    require(may_read_minutes(request.user))
    found: WorkPlan = get_object_or_404(WorkPlan.objects.visible_to(request.user).select_related("opd"), pk=pk)
    return found


def minutes(request: SignedIn, pk: int) -> HttpResponse:
    """The minutes of a plan and its verification form."""
    plan = _plan(request, pk)
    if request.method == "POST":
        require(may_review(request.user, plan))
    known = Minutes.objects.filter(plan=plan).first()

    def fresh() -> MinutesForm:
        current = Minutes.objects.filter(plan=plan).first()
        form = MinutesForm(instance=current, initial={} if current else _proposed(request, plan))
        form.start(current.version if current else None)
        return form

    def write(form: MinutesForm) -> Minutes:
        version = form.cleaned_data["version_seen"]
        return service.write_minutes(pk, actor=request.user, version=version, values=form.values())

    def done(written: Minutes) -> HttpResponse:
        saved(request, "Berita acara disimpan.", f"berita-acara-{pk}")
        return redirect("minutes", pk=pk)

    form, answer = edited(
        request,
        make=partial(MinutesForm, instance=known),
        fresh=fresh,
        write=write,
        done=done,
        subject=f"Berita acara {plan}",
    )
    if answer is not None:
        return answer
    answers = {answer.item_id: answer for answer in plan.checklist.all()}
    items = ChecklistItem.objects.filter(year=plan.year, is_active=True).order_by("position", "pk")
    context = {
        "plan": plan,
        "minutes": known,
        "form": form,
        "may_write": _may_write(request, plan),
        "items": [(item, answers.get(item.pk)) for item in items],
        "statuses": ChecklistStatus.choices,
        "pdf_ready": known is not None and order_pdf(plan, known).is_made,
    }
    return render(request, "renja/minutes.html", context)


def _may_write(request: SignedIn, plan: WorkPlan) -> Decision:
    """Rule first, then the state: nobody types into a form that cannot be saved."""
    answer = may_review(request.user, plan)
    return service.ready_to_write(plan) if answer.allowed else answer


def _proposed(request: SignedIn, plan: WorkPlan) -> dict[str, Any]:
    return {
        "held_on": today(),
        "deadline": today(),
        "place": settings.CITY_NAME,
        "attendees": f"{request.user.get_full_name()}; ; {request.user.position}",
        "planning_signer": request.user.get_full_name(),
    }


@require_POST
def checklist_tick(request: SignedIn, pk: int) -> HttpResponse:
    """Save the verification form."""
    plan = _plan(request, pk)
    with ToldAttempt(request):
        answers = ChecklistForm.of(request).answers()
        changed = service.tick_checklist(plan.pk, actor=request.user, answers=answers)
        saved(request, f"{changed} butir formulir disimpan.", f"formulir-{pk}")
    return redirect("minutes", pk=pk)


def _written(request: SignedIn, pk: int) -> tuple[WorkPlan, Minutes]:
    plan = _plan(request, pk)
    return plan, get_object_or_404(Minutes, plan=plan)


@require_safe
def minutes_docx(request: SignedIn, pk: int) -> HttpResponse:
    """The minutes as a DOCX."""
    plan, known = _written(request, pk)
    response = HttpResponse(docx_of(plan, known), content_type=DOCX)
    response.headers["Content-Disposition"] = f'attachment; filename="berita-acara-{plan.opd.code}-{plan.year}.docx"'
    return response


@require_POST
def minutes_pdf_make(request: SignedIn, pk: int) -> HttpResponse:
    """Have the PDF made, in a child process with limits; the page offers it when it is there."""
    plan, known = _written(request, pk)
    try:
        order_pdf(plan, known).make(LIMITS)
    except PdfFailed as error:
        messages.error(request, f"{error} Coba lagi, atau hubungi administrator portal.")
    return redirect("minutes", pk=pk)


@require_safe
def minutes_pdf(request: SignedIn, pk: int) -> HttpResponseBase:
    """The PDF of the minutes as they are now, if it was made."""
    plan, known = _written(request, pk)
    order = order_pdf(plan, known)
    if not order.is_made:
        return redirect("minutes", pk=pk)
    name = f"berita-acara-{plan.opd.code}-{plan.year}.pdf"
    return FileResponse(order.path.open("rb"), filename=name, content_type="application/pdf")
