"""The road map as a page: timeline by dimension and year, filtered, printable, beside an earlier edition."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..filters import ProgramFilter
from ..models import Edition, MasterPlan, Program
from ..models.activity import Horizon
from ..selectors.editions import content_of, edition_rows
from ..selectors.roadmap import get_roadmap

PAGE_SIZE, COMPARED_SIZE = 80, 36  # comparing reads the whole plan besides


@require_safe
def roadmap(request: HttpRequest) -> HttpResponse:
    """The active programs of the plan; filters by agency, horizon and dimension; changes since an edition.

    A large plan is shown in pages; ``semua`` shows (and prints) all of it at once.
    """
    plan = MasterPlan.objects.order_by("-start_year").first()
    if plan is None:
        return render(request, "plan/roadmap.html", {"roadmap": None})
    filters = ProgramFilter(request.GET, queryset=Program.objects.active().filter(plan=plan))
    programs = filters.qs if filters.is_valid() else Program.objects.none()
    editions = Edition.objects.visible_to(request.user).exclude(state="draft")
    asked, frozen = request.GET.get("edisi", ""), None
    if asked:
        edition = (
            editions.select_related("snapshot", "plan").defer("snapshot__content").filter(pk=asked).first()
            if asked.isdigit()
            else None
        )
        if edition is None:
            raise Http404
        frozen = content_of(edition)
    agencies = (
        Program.objects.active()
        .order_by("lead_opd__abbreviation")
        .values_list("lead_opd__code", "lead_opd__abbreviation")
        .distinct()
    )
    size = PAGE_SIZE if frozen is None else COMPARED_SIZE
    page = Paginator(programs.order_by("pk"), size).get_page(request.GET.get("page"))
    whole = "semua" in request.GET
    shown = slice(None) if whole else slice((page.number - 1) * size, page.number * size)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "plan": plan,
        "roadmap": get_roadmap(plan, programs, frozen, shown),
        "agencies": agencies,
        "page": None if whole else page,
        "query": query.urlencode(),
        "horizons": Horizon.choices,
        "chosen": request.GET,
        "editions": edition_rows(editions),
        "is_filtered": any(request.GET.get(name) for name in ("lead_opd", "horizon", "dimension")),
        "compared": bool(frozen),
    }
    return render(request, "plan/roadmap.html", context)
