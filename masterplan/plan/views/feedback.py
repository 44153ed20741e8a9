"""Pages of feedback on quick wins: give, read, answer, set aside; the evidence of a quick win."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from solok_smartcity.kit.decisions import VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import refused, saved, version_of
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.uploads import attachment

from ..machine import FEEDBACK
from ..models import Feedback, QuickWin
from ..rules import may_edit_plan, may_give_feedback, may_read_agency_papers
from ..selectors.feedback import feedback_rows
from ..services.evidence import add_evidence
from ..services.feedback import answer_feedback, give_feedback, waive_feedback
from ..workflow import FeedbackState

COLUMNS = [
    Column("quick_win", "Quick win", width=12),
    Column("quick_win_name", "Nama quick win", width=40),
    Column("opd_name", "Perangkat daerah", width=40),
    Column("stance_name", "Sikap"),
    Column("text", "Masukan", width=60),
    Column("state_name", "Keadaan"),
    Column("answer", "Jawaban", width=60),
    Column("author_name", "Disampaikan oleh", width=30),
    Column("created_at", "Waktu", width=26),
]


def _quick_win(request: HttpRequest, pk: int) -> QuickWin:
    record = QuickWin.objects.visible_to(request.user).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def _feedback(request: HttpRequest, pk: int) -> Feedback:
    scope = Feedback.objects.visible_to(request.user).select_related("quick_win", "opd")
    record = scope.filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


@require_safe
def feedback_list(request: HttpRequest) -> HttpResponse:
    """Feedback in the person's scope, unanswered first."""
    require(may_read_agency_papers(request.user))
    state = request.GET.get("keadaan", "")
    queryset = Feedback.objects.visible_to(request.user).order_by("created_at", "pk")
    if state in FeedbackState.values:
        queryset = queryset.filter(state=state)
    if request.GET.get("format") in ("xlsx", "csv"):
        return download(COLUMNS, feedback_rows(queryset), request.GET["format"], "masukan")
    page = Paginator(queryset, 50).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": feedback_rows(page.object_list),
        "states": FeedbackState.choices,
        "state": state,
        "query": query.urlencode(),
        "may_edit": may_edit_plan(request.user),
    }
    return render(request, "plan/feedback_list.html", context)


@require_POST
def feedback_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the agency thinks of a quick win."""
    quick_win = _quick_win(request, pk)
    require(may_give_feedback(request.user, quick_win))
    try:
        give_feedback(
            actor=request.user,
            quick_win=quick_win,
            stance=request.POST.get("stance", ""),
            text=request.POST.get("text", ""),
            attachment=request.FILES.get("attachment"),
        )
    except ValidationError as error:
        context = {
            "quick_win": quick_win,
            "fault": " ".join(error.messages),
            "sent": request.POST,
            "stances": Feedback.Stance.choices,
        }
        return render(request, "plan/feedback_form.html", context, status=400)
    saved(request, "Masukan terkirim kepada Diskominfo.", f"masukan-{pk}")
    return redirect("plan-record", slug="quick-win", pk=pk)


def feedback_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One feedback with its answer and the log of decisions; the editor answers here."""
    feedback = _feedback(request, pk)
    fault, sent = "", request.POST
    if request.method == "POST":
        common = {"actor": request.user, "version": version_of(request), "reason": request.POST.get("reason", "")}
        try:
            if "waive" in request.POST:
                waive_feedback(pk, **common)
            else:
                answer_feedback(pk, outcome=request.POST.get("outcome", ""), **common)
        except (VerbError, ValidationError) as error:
            if getattr(error, "status", 0) == 403:
                raise
            fault = getattr(error, "reason", "") or " ".join(error.messages)
            feedback = _feedback(request, pk)
        else:
            saved(request, "Jawaban tersimpan dan diberitahukan.", f"jawaban-{pk}")
            return redirect("feedback-detail", pk=pk)
    context = {
        "feedback": feedback,
        "row": feedback_rows(Feedback.objects.filter(pk=pk))[0],
        "log": feedback.log.all(),
        "actions": {item.verb: item for item in FEEDBACK.allowed_actions(request.user, feedback)},
        "fault": fault,
        "sent": sent,
        "may_edit": may_edit_plan(request.user),
    }
    return render(request, "plan/feedback_detail.html", context, status=400 if fault else 200)


@require_safe
def feedback_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The attachment of a feedback, for whoever may see the feedback."""
    return attachment(_feedback(request, pk).attachment)


@require_POST
def evidence_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file that proves what a quick win has reached."""
    _quick_win(request, pk)
    try:
        add_evidence(
            pk,
            actor=request.user,
            version=version_of(request),
            title=request.POST.get("title", ""),
            file=request.FILES.get("file"),
        )
    except (ValidationError, VerbError) as error:
        refused(request, error)
    else:
        messages.success(request, "Bukti tersimpan.")
    return redirect("plan-record", slug="quick-win", pk=pk)


@require_safe
def evidence_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """A file of evidence, for whoever may see the quick win."""
    item = _quick_win(request, pk).evidence.filter(pk=evidence).first()
    if item is None:
        raise Http404
    return attachment(item.file)
