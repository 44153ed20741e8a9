"""Pages of quarterly realisation."""

from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from masterplan.plan.models import Program
from opd.agencies.models import Opd
from opd.agencies.requests import SignedIn
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.uploads import attachment
from solok_smartcity.kit.verb_forms import edited, file_form, kept_query, page_of

from ..filters import QUARTERS, PeriodQuery
from ..forms import RealisationForm
from ..models import Realisation, Window
from ..rules import may_read_realisation, may_report
from ..selectors.realisation import COLUMNS, line_progress, program_progress, table_rows
from ..services.realisation import period_decision, report_realisation
from .renja import line_of

PAGE_SIZE = 50


def _period(asked: PeriodQuery) -> tuple[int, int]:
    """The year and quarter asked for: the open window, else the quarter that ended last."""
    if asked.period is not None:
        return asked.period
    window = Window.objects.open_on(today()).filter(stage=Window.Stage.REALISATION).order_by("closes_on").first()
    if window is not None and window.quarter:
        return window.plan_year, window.quarter
    day = today()
    return (day.year, (day.month - 1) // 3) if day.month > 3 else (day.year - 1, 4)


@require_safe
def realisation(request: SignedIn) -> HttpResponse:
    """Programs and lines of one agency (or programs of all) with what was reached by a quarter."""
    require(may_read_realisation(request.user))
    asked = PeriodQuery.of(request)
    year, quarter = _period(asked)
    agency = None
    programs = Program.objects.active()
    if has_role(request.user, Role.OPD_PLANNER, Role.OPD_HEAD):
        agency = request.user.opd
    elif code := asked.chosen["perangkat"]:
        agency = get_object_or_404(Opd, code=code)
    if agency is not None:
        programs = programs.filter(lead_opd=agency)
    found = program_progress(programs, year, quarter)
    if form := file_form(request):
        return download(COLUMNS, table_rows(found), form, f"realisasi-{year}-{quarter}")
    lines = line_progress(agency.pk, year, quarter) if agency else []
    # One pager for both tables: the longer one decides how many pages there are.
    longer: list[Any] = list(found if len(found) >= len(lines) else lines)
    page, _ = page_of(request, longer, PAGE_SIZE)
    shown = slice((page.number - 1) * PAGE_SIZE, page.number * PAGE_SIZE)
    context = {
        "year": year,
        "quarter": quarter,
        "quarters": QUARTERS,
        "agency": agency,
        "programs": found[shown],
        "lines": lines[shown],
        "page": page,
        "query": kept_query(request),
        "unknown": asked.unknown,
        "period": period_decision(year, quarter),
        "may_report": may_report(request.user, agency.pk).allowed if agency else False,
        "agencies": Opd.objects.top_level().order_by("abbreviation").values_list("code", "abbreviation"),
        "is_agency": has_role(request.user, Role.OPD_PLANNER, Role.OPD_HEAD),
    }
    return render(request, "renja/realisation.html", context)


def realisation_edit(request: SignedIn, kind: str, pk: int, year: int, quarter: int) -> HttpResponse:
    """The report of one program or line for a quarter."""
    if quarter not in QUARTERS or kind not in ("program", "baris"):
        raise Http404
    subject: Any
    if kind == "program":
        subject = get_object_or_404(Program.objects.visible_to(request.user), pk=pk)
        agency = subject.lead_opd_id
    else:
        subject = line_of(request, pk)
        agency = subject.plan.opd_id
    require(may_report(request.user, agency))
    key = {"program" if kind == "program" else "line": subject, "year": year, "quarter": quarter}
    known = Realisation.objects.filter(**key).first()
    draft_key = f"realisasi-{kind}-{pk}-{year}-{quarter}"

    def fresh() -> RealisationForm:
        record = Realisation.objects.filter(**key).first()
        form = RealisationForm(instance=record)
        form.start(record.version if record else None)
        return form

    def write(form: RealisationForm) -> Realisation:
        return report_realisation(
            actor=request.user,
            subject=subject,
            year=year,
            quarter=quarter,
            version=form.cleaned_data["version_seen"],
            values=form.values(),
        )

    def done(written: Realisation) -> HttpResponse:
        saved(request, f"Realisasi {subject} disimpan.", draft_key)
        return redirect(f"{reverse('realisation')}?tahun={year}&triwulan={quarter}")

    form, answer = edited(
        request,
        make=partial(RealisationForm, instance=known),
        fresh=fresh,
        write=write,
        done=done,
        subject=str(subject),
    )
    if answer is not None:
        return answer
    context = {
        "form": form,
        "subject": subject,
        "year": year,
        "quarter": quarter,
        "known": known,
        "period": period_decision(year, quarter),
        "draft_key": draft_key,
    }
    return render(request, "renja/realisation_form.html", context)


@require_safe
def realisation_file(request: SignedIn, pk: int) -> FileResponse:
    """Evidence of a report, for whoever may see the report."""
    return attachment(get_object_or_404(Realisation.objects.visible_to(request.user), pk=pk).evidence)
