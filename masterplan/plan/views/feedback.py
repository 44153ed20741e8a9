"""Pages of feedback on quick wins: give, read, answer, set aside; the evidence of a quick win."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.uploads import attachment
from solok_smartcity.kit.verb_forms import AttachForm, Attempt, ToldAttempt, file_form, kept_query, page_of

from ..filters import FeedbackListFilter
from ..forms import AnswerForm, FeedbackForm
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


def _quick_win(request: SignedIn, pk: int) -> QuickWin:
    record: QuickWin = get_object_or_404(QuickWin.objects.visible_to(request.user), pk=pk)
    return record


def _feedback(request: SignedIn, pk: int) -> Feedback:
    scope = Feedback.objects.visible_to(request.user).select_related("quick_win", "opd")
    record: Feedback = get_object_or_404(scope, pk=pk)
    return record


@require_safe
def feedback_list(request: SignedIn) -> HttpResponse:
    """Feedback in the person's scope, unanswered first."""
    require(may_read_agency_papers(request.user))
    scope = Feedback.objects.visible_to(request.user).order_by("created_at", "pk")
    filters = FeedbackListFilter.of(request, scope)
    if form := file_form(request):
        return download(COLUMNS, feedback_rows(filters.qs), form, "masukan")
    page, shown = page_of(request, filters.qs, 50)
    context = {
        "page": page,
        "rows": feedback_rows(shown),
        "states": FeedbackState.choices,
        "state": filters.query.chosen["keadaan"],
        "unknown": filters.query.unknown,
        "query": kept_query(request),
        "may_edit": may_edit_plan(request.user),
    }
    return render(request, "plan/feedback_list.html", context)


@require_POST
def feedback_give(request: SignedIn, pk: int) -> HttpResponse:
    """Say what the agency thinks of a quick win."""
    quick_win = _quick_win(request, pk)
    require(may_give_feedback(request.user, quick_win))
    form = FeedbackForm.of(request)
    with Attempt() as tried:
        give_feedback(actor=request.user, quick_win=quick_win, **form.values())
        saved(request, "Masukan terkirim kepada Diskominfo.", f"masukan-{pk}")
        return redirect("plan-record", slug="quick-win", pk=pk)
    context = {
        "quick_win": quick_win,
        "fault": tried.sentence,
        "sent": form.data,
        "stances": Feedback.Stance.choices,
    }
    return render(request, "plan/feedback_form.html", context, status=400)


def feedback_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One feedback with its answer and the log of decisions; the editor answers here."""
    feedback, form, tried = _feedback(request, pk), AnswerForm.of(request), Attempt()
    if request.method == "POST":
        with tried:
            if form.has("waive"):
                waive_feedback(pk, actor=request.user, **form.verb())
            else:
                answer_feedback(pk, actor=request.user, **form.values())
            saved(request, "Jawaban tersimpan dan diberitahukan.", f"jawaban-{pk}")
            return redirect("feedback-detail", pk=pk)
        feedback = _feedback(request, pk)
    context = {
        "feedback": feedback,
        "row": feedback_rows(Feedback.objects.filter(pk=pk))[0],
        "log": feedback.log.all(),
        "actions": {item.verb: item for item in FEEDBACK.allowed_actions(request.user, feedback)},
        "fault": tried.sentence,
        "sent": form.data,
        "may_edit": may_edit_plan(request.user),
    }
    return render(request, "plan/feedback_detail.html", context, status=400 if tried.error else 200)


@require_safe
def feedback_file(request: SignedIn, pk: int) -> FileResponse:
    """The attachment of a feedback, for whoever may see the feedback."""
    return attachment(_feedback(request, pk).attachment)


@require_POST
def evidence_add(request: SignedIn, pk: int) -> HttpResponse:
    """Add a file that proves what a quick win has reached."""
    _quick_win(request, pk)
    with ToldAttempt(request):
        add_evidence(pk, actor=request.user, **AttachForm.of(request).values())
        messages.success(request, "Bukti tersimpan.")
    return redirect("plan-record", slug="quick-win", pk=pk)


@require_safe
def evidence_file(request: SignedIn, pk: int, evidence: int) -> FileResponse:
    """A file of evidence, for whoever may see the quick win."""
    return attachment(get_object_or_404(_quick_win(request, pk).evidence, pk=evidence).file)
