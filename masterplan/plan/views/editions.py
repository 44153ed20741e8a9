"""Pages of editions: list, prepare, freeze, adopt, compare."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.verb_forms import Attempt, ToldAttempt, VerbForm, file_form, kept_query

from ..filters import CompareQuery
from ..forms import PrepareForm
from ..machine import EDITION
from ..models import Edition, MasterPlan
from ..rules import may_edit_plan
from ..selectors.editions import blocking_feedback, compare, content_of, edition_rows, live_content
from ..services.editions import VERBS, prepare_edition

LIVE = "sekarang"
DIFFERENCES = [
    Column("part", "Bagian", width=18),
    Column("row", "Baris", width=45),
    Column("kind", "Perubahan", width=12),
    Column("field", "Isian", width=24),
    Column("before", "Semula", width=40),
    Column("after", "Menjadi", width=40),
]


def _edition(request: SignedIn, pk: int) -> Edition:
    editions = Edition.objects.visible_to(request.user).select_related("plan", "snapshot").defer("snapshot__content")
    found: Edition = get_object_or_404(editions, pk=pk)
    return found


def edition_list(request: SignedIn) -> HttpResponse:
    """Editions with their digest, and the form that prepares the next one."""
    form, tried = PrepareForm.of(request), Attempt()
    if request.method == "POST":
        require(may_edit_plan(request.user))
        with tried:
            edition = prepare_edition(actor=request.user, plan=MasterPlan.objects.current(), **form.values())
            return redirect("edition-detail", pk=edition.pk)
    context = {
        "rows": edition_rows(Edition.objects.visible_to(request.user)),
        "may_edit": may_edit_plan(request.user),
        "fault": tried.sentence,
        "sent": form.data,
    }
    return render(request, "plan/edition_list.html", context, status=400 if tried.error else 200)


@require_safe
def edition_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One edition: digest, decisions, what stands against freezing, and the verbs."""
    edition = _edition(request, pk)
    content = content_of(edition)
    context = {
        "edition": edition,
        "row": edition_rows(Edition.objects.filter(pk=pk))[0],
        "log": edition.log.all(),
        "actions": EDITION.allowed_actions(request.user, edition),
        "skip_verbs": (),
        "counts": [
            ("Program", len(content["programs"])),
            ("Quick win", len(content["quick_wins"])),
            ("Rencana aksi", len(content["action_plans"])),
        ],
        "others": edition_rows(Edition.objects.visible_to(request.user).exclude(pk=pk).exclude(state="draft")),
        "blocking": blocking_feedback(edition.plan).count() if edition.state == "draft" else 0,
    }
    return render(request, "plan/edition_detail.html", context)


@require_POST
def edition_verb(request: SignedIn, pk: int, verb: str) -> HttpResponse:
    """Freeze or adopt."""
    edition = _edition(request, pk)
    if verb not in VERBS:
        raise Http404
    with ToldAttempt(request):
        done = VERBS[verb](edition.pk, actor=request.user, **VerbForm.of(request).values())
        messages.success(request, f"{done}: {done.get_state_display().lower()}.")
    return redirect("edition-detail", pk=pk)


@require_safe
def edition_compare(request: SignedIn) -> HttpResponse:
    """Two editions, or an edition and the live plan, field by field; as page or XLSX."""
    sides = []
    for asked in (asked or LIVE for asked in CompareQuery.of(request).chosen.values()):
        if asked == LIVE:
            sides.append((LIVE, "Rencana sekarang", live_content(MasterPlan.objects.current())))
        elif asked.isdigit():
            edition = _edition(request, int(asked))
            sides.append((asked, str(edition), content_of(edition)))
        else:
            raise Http404
    found = compare(sides[0][2], sides[1][2])
    if form := file_form(request):
        rows = [{column.key: getattr(item, column.key) for column in DIFFERENCES} for item in found]
        return download(DIFFERENCES, rows, form, "perbandingan-edisi")
    counts: dict[str, int] = {}
    for item in found:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    context = {
        "found": found,
        "counts": counts,
        "before": sides[0][:2],
        "after": sides[1][:2],
        "live": LIVE,
        "editions": edition_rows(Edition.objects.visible_to(request.user).exclude(state="draft")),
        "query": kept_query(request),
    }
    return render(request, "plan/edition_compare.html", context)
