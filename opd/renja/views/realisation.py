"""Pages of quarterly realisation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from masterplan.plan.models import Program
from opd.agencies.models import Opd
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Stale, VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.forms import resolved
from solok_smartcity.kit.pages import saved, show_conflict
from solok_smartcity.kit.uploads import attachment

from ..forms import RealisationForm
from ..models import Realisation, Window, WorkPlan, WorkPlanLine
from ..rules import may_read_realisation, may_report
from ..selectors.realisation import COLUMNS, line_progress, program_progress, table_rows
from ..services.realisation import period_decision, report_realisation

PAGE_SIZE = 50


def _period(request: HttpRequest) -> tuple[int, int]:
    """The year and quarter asked for: the open window, else the quarter that ended last."""
    year, quarter = request.GET.get("tahun", ""), request.GET.get("triwulan", "")
    if year.isdigit() and 2000 <= int(year) <= 2100 and quarter in ("1", "2", "3", "4"):
        return int(year), int(quarter)
    window = Window.objects.open_on(today()).filter(stage=Window.Stage.REALISATION).order_by("closes_on").first()
    if window is not None:
        return window.plan_year, window.quarter
    day = today()
    return (day.year, (day.month - 1) // 3) if day.month > 3 else (day.year - 1, 4)


@require_safe
def realisation(request: HttpRequest) -> HttpResponse:
    """Programs and lines of one agency (or programs of all) with what was reached by a quarter."""
    require(may_read_realisation(request.user))
    year, quarter = _period(request)
    agency = None
    programs = Program.objects.active()
    if has_role(request.user, Role.OPD_PLANNER, Role.OPD_HEAD):
        agency = request.user.opd
    elif request.GET.get("perangkat"):
        agency = Opd.objects.filter(code=request.GET["perangkat"]).first()
        if agency is None:
            raise Http404
    if agency is not None:
        programs = programs.filter(lead_opd=agency)
    found = program_progress(programs, year, quarter)
    if request.GET.get("format") in ("xlsx", "csv"):
        return download(COLUMNS, table_rows(found), request.GET["format"], f"realisasi-{year}-{quarter}")
    lines = line_progress(agency.pk, year, quarter) if agency else []
    # One pager for both tables: the longer one decides how many pages there are.
    page = Paginator(max(found, lines, key=len), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = slice((page.number - 1) * PAGE_SIZE, page.number * PAGE_SIZE)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "year": year,
        "quarter": quarter,
        "quarters": (1, 2, 3, 4),
        "agency": agency,
        "programs": found[shown],
        "lines": lines[shown],
        "page": page,
        "query": query.urlencode(),
        "period": period_decision(year, quarter),
        "may_report": may_report(request.user, agency.pk).allowed if agency else False,
        "agencies": Opd.objects.top_level().order_by("abbreviation").values_list("code", "abbreviation"),
        "is_agency": has_role(request.user, Role.OPD_PLANNER, Role.OPD_HEAD),
    }
    return render(request, "renja/realisation.html", context)


def realisation_edit(request: HttpRequest, kind: str, pk: int, year: int, quarter: int) -> HttpResponse:
    """The report of one program or line for a quarter."""
    if quarter not in (1, 2, 3, 4) or kind not in ("program", "baris"):
        raise Http404
    subject: Any
    if kind == "program":
        subject = Program.objects.visible_to(request.user).filter(pk=pk).first()
        agency = subject.lead_opd_id if subject else None
    else:
        plans = WorkPlan.objects.visible_to(request.user)
        subject = WorkPlanLine.objects.filter(plan__in=plans, pk=pk).select_related("plan").first()
        agency = subject.plan.opd_id if subject else None
    if subject is None:
        raise Http404
    require(may_report(request.user, agency))
    key = {"program" if kind == "program" else "line": subject, "year": year, "quarter": quarter}
    known = Realisation.objects.filter(**key).first()

    def fresh() -> RealisationForm:
        record = Realisation.objects.filter(**key).first()
        form = RealisationForm(instance=record)
        form.start(record.version if record else None)
        return form

    form = fresh()
    if request.method == "POST":
        form = RealisationForm(resolved(request.POST), request.FILES, instance=known)
        if form.is_valid():
            try:
                report_realisation(
                    actor=request.user,
                    subject=subject,
                    year=year,
                    quarter=quarter,
                    version=form.cleaned_data["version_seen"],
                    values=form.values(),
                )
            except Stale:
                return show_conflict(request, form, fresh(), back=request.path, subject=str(subject))
            except (VerbError, ValidationError) as error:
                if getattr(error, "status", 0) == 403:
                    raise
                form.refuse(error)
            else:
                saved(request, f"Realisasi {subject} disimpan.", f"realisasi-{kind}-{pk}-{year}-{quarter}")
                return redirect(f"{reverse('realisation')}?tahun={year}&triwulan={quarter}")
    context = {
        "form": form,
        "subject": subject,
        "year": year,
        "quarter": quarter,
        "known": known,
        "period": period_decision(year, quarter),
        "draft_key": f"realisasi-{kind}-{pk}-{year}-{quarter}",
    }
    return render(request, "renja/realisation_form.html", context)


@require_safe
def realisation_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Evidence of a report, for whoever may see the report."""
    found = Realisation.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return attachment(found.evidence)
