"""Public pages: home, programs and quick wins."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from solok_smartcity.kit.indonesian import decimal, miliar, rupiah
from solok_smartcity.kit.verb_forms import ListFilter, PageRequest, kept_query, page_of

from ..filters import PublicProgramFilter, PublicQuickWinFilter
from ..models import Dimension, Program, QuickWin
from ..models.activity import Activity, Horizon
from ..selectors.activities import program_rows, quick_win_rows
from ..selectors.portal import bars, get_home

PAGE_SIZE = 25


@dataclass(frozen=True)
class Listing:
    """One kind of activity as the public lists show it."""

    model: type[Activity]
    rows: Callable[[QuerySet[Any]], list[Any]]
    filterset: type[ListFilter]
    title: str
    route: str
    intro: str


PROGRAMS = Listing(
    Program,
    program_rows,
    PublicProgramFilter,
    "Program",
    "program",
    "Program peta jalan Kota Cerdas dengan penanggung jawab, target, dan anggaran setiap tahun.",
)
QUICK_WINS = Listing(
    QuickWin,
    quick_win_rows,
    PublicQuickWinFilter,
    "Quick win",
    "quick-win",
    "Program percepatan: hasil awalnya dapat dirasakan warga dalam satu tahun anggaran.",
)


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Vision, the six dimensions and the figures of the plan."""
    figures = get_home()
    chart = bars([(str(year), budget, rupiah(budget), miliar(budget)) for year, budget in figures.budget_by_year])
    return render(request, "plan/public/home.html", {"home": figures, "chart": chart})


@login_not_required
@require_safe
def activity_list(request: PageRequest, listing: Listing) -> HttpResponse:
    """A filtered, sorted page of active programs or quick wins."""
    filters = listing.filterset.of(request, listing.model.objects.active())
    page, shown = page_of(request, filters.qs, PAGE_SIZE)
    chosen = filters.query.chosen
    context = {
        "listing": listing,
        "page": page,
        "rows": listing.rows(shown),
        "query": kept_query(request),
        "chosen": chosen,
        "unknown": filters.query.unknown,
        "sort": chosen["urut"] or "urutan",
        "dimensions": Dimension.objects.values_list("code", "name"),
        "agencies": _leading_agencies(listing.model),
        "horizons": Horizon.choices,
        "is_filtered": filters.query.asks(*(name for name in filters.filters if name != "urut")),
    }
    template = (
        "plan/public/_activity_results.html"
        if request.htmx and not request.htmx.history_restore_request
        else "plan/public/activity_list.html"
    )
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    return response


@login_not_required
@require_safe
def activity_detail(request: HttpRequest, listing: Listing, code: str) -> HttpResponse:
    """One program or quick win with its yearly targets and money."""
    rows = listing.rows(listing.model.objects.visible_to(request.user).filter(code=code))
    if not rows:
        raise Http404
    row = rows[0]
    context = {"listing": listing, "row": row, "chart": _target_chart(row)}
    if listing is PROGRAMS:
        context["quick_wins"] = QuickWin.objects.active().filter(parent_program=row["id"]).values("code", "name")
    elif row["parent_program"]:
        context["parent"] = Program.objects.values("code", "name").get(code=row["parent_program"])
    return render(request, "plan/public/activity_detail.html", context)


def _leading_agencies(model: type[Activity]) -> list[tuple[str, str]]:
    """Agencies that lead any activity of a kind, for the filter."""
    return list(
        model.objects.active()
        .order_by("lead_opd__abbreviation")
        .values_list("lead_opd__code", "lead_opd__abbreviation")
        .distinct()
    )


def _target_chart(row: dict[str, Any]) -> list[Any]:
    values = [(str(item["year"]), Decimal(item["target"])) for item in row["years"] if item["target"] is not None]
    return bars([(year, value, decimal(value), decimal(value)) for year, value in values])
