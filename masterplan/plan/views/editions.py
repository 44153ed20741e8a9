"""Pages of editions: list, prepare, freeze, adopt, compare."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from solok_smartcity.kit.decisions import VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import refused, version_of
from solok_smartcity.kit.tables import Column

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


def _edition(request: HttpRequest, pk: int) -> Edition:
    editions = Edition.objects.visible_to(request.user).select_related("plan", "snapshot").defer("snapshot__content")
    found = editions.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def edition_list(request: HttpRequest) -> HttpResponse:
    """Editions with their digest, and the form that prepares the next one."""
    fault = ""
    if request.method == "POST":
        require(may_edit_plan(request.user))
        try:
            edition = prepare_edition(
                actor=request.user,
                plan=MasterPlan.objects.current(),
                title=request.POST.get("title", ""),
                note=request.POST.get("note", ""),
            )
        except ValidationError as error:
            fault = " ".join(error.messages)
        else:
            return redirect("edition-detail", pk=edition.pk)
    rows = edition_rows(Edition.objects.visible_to(request.user))
    context = {"rows": rows, "may_edit": may_edit_plan(request.user), "fault": fault, "sent": request.POST}
    return render(request, "plan/edition_list.html", context, status=400 if fault else 200)


@require_safe
def edition_detail(request: HttpRequest, pk: int) -> HttpResponse:
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
def edition_verb(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Freeze or adopt."""
    edition = _edition(request, pk)
    if verb not in VERBS:
        raise Http404
    try:
        done = VERBS[verb](
            edition.pk, actor=request.user, version=version_of(request), reason=request.POST.get("reason", "")
        )
    except (VerbError, ValidationError) as error:
        refused(request, error)
    else:
        messages.success(request, f"{done}: {done.get_state_display().lower()}.")
    return redirect("edition-detail", pk=pk)


@require_safe
def edition_compare(request: HttpRequest) -> HttpResponse:
    """Two editions, or an edition and the live plan, field by field; as page or XLSX."""
    sides = []
    for name in ("dari", "ke"):
        asked = request.GET.get(name, LIVE) or LIVE
        if asked == LIVE:
            sides.append((LIVE, "Rencana sekarang", live_content(MasterPlan.objects.current())))
        elif asked.isdigit():
            edition = _edition(request, int(asked))
            sides.append((asked, str(edition), content_of(edition)))
        else:
            raise Http404
    found = compare(sides[0][2], sides[1][2])
    if request.GET.get("format") in ("xlsx", "csv"):
        rows = [{column.key: getattr(item, column.key) for column in DIFFERENCES} for item in found]
        return download(DIFFERENCES, rows, request.GET["format"], "perbandingan-edisi")
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
        "query": request.GET.urlencode(),
    }
    return render(request, "plan/edition_compare.html", context)
