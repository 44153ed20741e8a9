"""Pages of the minutes: form, checklist, PDF, DOCX."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Decision, Stale, VerbError, require
from solok_smartcity.kit.forms import resolved
from solok_smartcity.kit.pages import refused, saved, show_conflict
from solok_smartcity.kit.pdf import PdfFailed

from ..forms import MinutesForm
from ..models import ChecklistItem, ChecklistStatus, Minutes, WorkPlan
from ..rules import may_read_minutes, may_review
from ..services import minutes as service
from ..services.minutes_files import DOCX, LIMITS, docx_of, order_pdf


def _plan(request: HttpRequest, pk: int) -> WorkPlan:
    require(may_read_minutes(request.user))
    found = WorkPlan.objects.visible_to(request.user).select_related("opd").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def minutes(request: HttpRequest, pk: int) -> HttpResponse:
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

    form = fresh()
    if request.method == "POST":
        form = MinutesForm(resolved(request.POST), instance=known)
        if form.is_valid():
            version = form.cleaned_data["version_seen"]
            try:
                service.write_minutes(pk, actor=request.user, version=version, values=form.values())
            except Stale:
                return show_conflict(request, form, fresh(), back=request.path, subject=f"Berita acara {plan}")
            except (VerbError, ValidationError) as error:
                form.refuse(error)
            else:
                saved(request, "Berita acara disimpan.", f"berita-acara-{pk}")
                return redirect("minutes", pk=pk)
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


def _may_write(request: HttpRequest, plan: WorkPlan) -> Decision:
    """Rule first, then the state: nobody types into a form that cannot be saved."""
    answer = may_review(request.user, plan)
    return service.ready_to_write(plan) if answer.allowed else answer


def _proposed(request: HttpRequest, plan: WorkPlan) -> dict[str, Any]:
    return {
        "held_on": today(),
        "deadline": today(),
        "place": settings.CITY_NAME,
        "attendees": f"{request.user.get_full_name()}; ; {request.user.position}",
        "planning_signer": request.user.get_full_name(),
    }


@require_POST
def checklist_tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the verification form."""
    plan = _plan(request, pk)
    answers = {
        int(name.removeprefix("status-")): (value, request.POST.get(f"note-{name.removeprefix('status-')}", "")[:500])
        for name, value in request.POST.items()
        if name.startswith("status-") and name.removeprefix("status-").isdigit()
    }
    try:
        changed = service.tick_checklist(plan.pk, actor=request.user, answers=answers)
    except (VerbError, ValidationError) as error:
        refused(request, error)
    else:
        saved(request, f"{changed} butir formulir disimpan.", f"formulir-{pk}")
    return redirect("minutes", pk=pk)


def _written(request: HttpRequest, pk: int) -> tuple[WorkPlan, Minutes]:
    plan = _plan(request, pk)
    known = Minutes.objects.filter(plan=plan).first()
    if known is None:
        raise Http404
    return plan, known


@require_safe
def minutes_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a DOCX."""
    plan, known = _written(request, pk)
    response = HttpResponse(docx_of(plan, known), content_type=DOCX)
    response.headers["Content-Disposition"] = f'attachment; filename="berita-acara-{plan.opd.code}-{plan.year}.docx"'
    return response


@require_POST
def minutes_pdf_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the PDF made, in a child process with limits; the page offers it when it is there."""
    plan, known = _written(request, pk)
    try:
        order_pdf(plan, known).make(LIMITS)
    except PdfFailed as error:
        messages.error(request, f"{error} Coba lagi, atau hubungi administrator portal.")
    return redirect("minutes", pk=pk)


@require_safe
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of the minutes as they are now, if it was made."""
    plan, known = _written(request, pk)
    order = order_pdf(plan, known)
    if not order.is_made:
        return redirect("minutes", pk=pk)
    name = f"berita-acara-{plan.opd.code}-{plan.year}.pdf"
    return FileResponse(order.path.open("rb"), filename=name, content_type="application/pdf")
