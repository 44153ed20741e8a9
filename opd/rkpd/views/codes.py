"""Pages of nomenclature and of the codes and lines suggested for programs and quick wins."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from masterplan.plan.models import Program, QuickWin
from opd.agencies.requests import SignedIn
from opd.renja.models import WorkPlan, WorkPlanLine
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.verb_forms import ToldAttempt, page_of

from ..filters import EditionQuery, NomenclatureFilter
from ..forms import ChooseForm
from ..models import Alignment, CodeLink, Edition, Level, NomenclatureItem, NoneReason
from ..nomenclature import listed_form
from ..rules import may_choose_code, may_propose_link, may_read_alignment
from ..selectors.codes import chosen_for
from ..selectors.facts import load_nomenclature
from ..selectors.glance import visible_plans
from ..selectors.suggestions import query_of, suggest_codes, suggest_lines, suggest_subjects
from ..services import links as service
from .board import chosen_year, frame

PAGE_SIZE = 50
MODELS = {"program": Program, "quick-win": QuickWin}


@require_safe
def nomenclature(request: SignedIn) -> HttpResponse:
    """Browse an edition by level, or search it by word and code."""
    require(may_read_alignment(request.user))
    editions = list(Edition.objects.all())
    asked = EditionQuery.of(request)
    edition = asked.among(editions)
    items = edition.items.order_by("code") if edition else NomenclatureItem.objects.none()
    filters = NomenclatureFilter.of(request, items)
    words, parent = filters.words, filters.parent
    above = []
    parts = parent.split(".")
    if edition and parent:
        codes = [".".join(parts[:size]) for size in (1, 2, 3, 5) if size <= len(parts)]
        above = list(edition.items.filter(code__in=codes).order_by("code"))
    page, _ = page_of(request, filters.qs, PAGE_SIZE)
    shared = frame(request, chosen_year(request), "nomenklatur")
    context = shared | {
        "unknown": [*shared["unknown"], *asked.unknown, *filters.query.unknown],
        "editions": editions,
        "edition": edition,
        "words": words,
        "parent": parent,
        "above": above,
        "page": page,
        "levels": Level,
    }
    return render(request, "rkpd/nomenclature.html", context)


@require_safe
def code_detail(request: SignedIn, code: str) -> HttpResponse:
    """One code through the editions, with its parents."""
    require(may_read_alignment(request.user))
    items = list(NomenclatureItem.objects.filter(code=listed_form(code)).select_related("edition"))
    if not items:
        raise Http404
    parts = items[0].code.split(".")
    parents = NomenclatureItem.objects.filter(
        edition=items[0].edition, code__in=[".".join(parts[:size]) for size in (1, 2, 3, 5) if size < len(parts)]
    )
    before = NomenclatureItem.objects.filter(successor_code=items[0].code).exclude(code=items[0].code)
    context = frame(request, chosen_year(request), "nomenklatur") | {
        "items": items,
        "parents": parents.order_by("code"),
        "before": before.select_related("edition"),
        "links": chosen_for(request.user, items[0].code),
    }
    return render(request, "rkpd/code.html", context)


def _subject(request: SignedIn, kind: str, code: str) -> Program | QuickWin:
    require(may_read_alignment(request.user))
    if kind not in MODELS:
        raise Http404
    scope: Any = MODELS[kind].objects.visible_to(request.user).select_related("lead_opd")
    found: Program | QuickWin = get_object_or_404(scope, code=code)
    return found


def suggestions(request: SignedIn, kind: str, code: str) -> HttpResponse:
    """Five codes and five lines for a program or quick win, with the reasons; people choose, or say that none fits."""
    subject, year = _subject(request, kind, code), chosen_year(request)
    edition = load_nomenclature().edition_of(year)
    name = kind.replace("-", "_")
    if request.method == "POST":
        return _choose(request, kind, code, name)
    chosen = CodeLink.objects.filter(**{name: subject}).select_related("edition")
    plans = [plan.pk for plan in visible_plans(request.user, year)]
    lines = WorkPlanLine.objects.filter(plan__in=plans)
    carrying = Q(**{f"alignments__{name}": subject}) | Q(**{f"{name}s__{name}": subject})
    linked = list(lines.filter(carrying).distinct().select_related("plan__opd"))
    known = {link.line_id: link for link in Alignment.objects.filter(**{name: subject}, line__in=lines)}
    free = lines.exclude(pk__in=[line.pk for line in linked])
    context = frame(request, year, "papan") | {
        "subject": subject,
        "kind": kind,
        "name": name,
        "edition": edition,
        "chosen_codes": chosen,
        "codes": suggest_codes(edition, query_of(subject)) if edition else [],
        "lines": suggest_lines(subject, edition, free) if edition and plans else [],
        "linked": linked,
        "known": known,
        "reasons": NoneReason.choices,
        "may_choose": may_choose_code(request.user).allowed,
        "may_propose": may_propose_link(request.user, request.user.opd_id or 0).allowed,
    }
    return render(request, "rkpd/suggestions.html", context)


def _choose(request: SignedIn, kind: str, code: str, name: str) -> HttpResponse:
    with ToldAttempt(request):
        form = ChooseForm.of(request)
        sent = form.values()
        subject: dict[str, Any] = {"actor": request.user, "edition": sent["edition"], name: code}
        if form.has("none_reason"):
            link = service.none_fits(reason=sent["none_reason"], **subject)
        elif sent["move"] is not None:
            link = service.confirm_move(sent["move"], actor=request.user, version=sent["version"])
        else:
            link = service.choose_code(code=sent["code"].strip(), **subject)
        messages.success(request, f"Tersimpan: {link}.")
    return redirect(request.get_full_path())


@require_safe
def line_suggestions(request: SignedIn, pk: int) -> HttpResponse:
    """The programs and quick wins that a line may serve."""
    require(may_read_alignment(request.user))
    plans = WorkPlan.objects.visible_to(request.user).order_by().values("pk")
    line = get_object_or_404(WorkPlanLine.objects.filter(plan__in=plans).select_related("plan__opd"), pk=pk)
    known = {link.subject.code: link for link in line.alignments.select_related("program", "quick_win")}
    context = frame(request, line.plan.year, "papan") | {
        "line": line,
        "known": known,
        "subjects": suggest_subjects(request.user, line),
        "may_propose": may_propose_link(request.user, line.plan.opd_id).allowed,
    }
    return render(request, "rkpd/line_suggestions.html", context)
