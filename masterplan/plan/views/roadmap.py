"""The road map as a page: timeline by dimension and year, filtered, printable, beside an earlier edition."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.verb_forms import kept_query, page_of

from ..filters import RoadmapFilter, RoadmapQuery
from ..models import Edition, MasterPlan, Program
from ..models.activity import Horizon
from ..selectors.editions import content_of, edition_rows
from ..selectors.roadmap import get_roadmap

PAGE_SIZE, COMPARED_SIZE = 80, 36  # comparing reads the whole plan besides


@require_safe
def roadmap(request: SignedIn) -> HttpResponse:
    """The active programs of the plan; filters by agency, horizon and dimension; changes since an edition.

    A large plan is shown in pages; ``semua`` shows (and prints) all of it at once.
    """
    plan = MasterPlan.objects.order_by("-start_year").first()
    if plan is None:
        return render(request, "plan/roadmap.html", {"roadmap": None})
    filters = RoadmapFilter.of(request, Program.objects.active().filter(plan=plan))
    asked, frozen = RoadmapQuery.of(request), None
    editions = Edition.objects.visible_to(request.user).exclude(state="draft")
    if key := asked.chosen["edisi"]:
        if not key.isdigit():
            raise Http404
        scope = editions.select_related("snapshot", "plan").defer("snapshot__content")
        frozen = content_of(get_object_or_404(scope, pk=key))
    agencies = (
        Program.objects.active()
        .order_by("lead_opd__abbreviation")
        .values_list("lead_opd__code", "lead_opd__abbreviation")
        .distinct()
    )
    size = PAGE_SIZE if frozen is None else COMPARED_SIZE
    page, _ = page_of(request, filters.qs.order_by("pk"), size)
    whole = "semua" in asked.data
    shown = slice(None) if whole else slice((page.number - 1) * size, page.number * size)
    context = {
        "plan": plan,
        "roadmap": get_roadmap(plan, filters.qs, frozen, shown),
        "agencies": agencies,
        "page": None if whole else page,
        "query": kept_query(request),
        "horizons": Horizon.choices,
        "chosen": filters.query.chosen | asked.chosen,
        "unknown": filters.query.unknown,
        "editions": edition_rows(editions),
        "is_filtered": filters.query.asks("lead_opd", "horizon", "dimension"),
        "compared": bool(frozen),
    }
    return render(request, "plan/roadmap.html", context)
