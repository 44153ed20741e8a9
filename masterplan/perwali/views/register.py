"""The register of numbers (R130) and the registry of cited regulations with what is still missing (R42)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import VerbError, require, sentence_of
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.tables import Column

from ..models import Citation, NumberEntry, Regulation
from ..rules import may_draft, may_see_making
from ..services.numbering import next_number, void_number

NUMBERS = [
    Column("year", "Tahun", "year"),
    Column("number", "Nomor", "number"),
    Column("state", "Keadaan", width=24),
    Column("regulation", "Peraturan", width=70),
    Column("reason", "Keterangan", width=50),
    Column("by", "Dicatat oleh", width=36),
]


def number_register(request: HttpRequest) -> HttpResponse:
    """Every number that was given, passed over or voided; the next one can be voided with a reason."""
    require(may_see_making(request.user))
    regulation = Regulation.objects.select_related("kind", "region").order_by("pk").first()
    if regulation is None:
        raise Http404
    fault, year = "", today().year
    if request.method == "POST":
        require(may_draft(request.user))
        try:
            void = void_number(regulation, year, actor=request.user, reason=request.POST.get("reason", ""))
        except (VerbError, ValidationError) as error:
            fault = sentence_of(error)
        else:
            messages.success(request, f"Nomor {void.number} Tahun {void.year} dicatat tidak dipakai.")
            return redirect("perwali-register")
    entries = NumberEntry.objects.filter(region=regulation.region, kind=regulation.kind).select_related(
        "regulation__plan", "kind", "region"
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        rows = [
            {
                "year": item.year,
                "number": item.number,
                "state": item.get_state_display(),
                "regulation": str(item.regulation or ""),
                "reason": item.reason,
                "by": item.made_by_name,
            }
            for item in entries
        ]
        return download(NUMBERS, rows, request.GET["format"], "register-nomor")
    context = {
        "entries": entries,
        "kind": regulation.kind,
        "year": year,
        "next": next_number(regulation, year),
        "may_draft": may_draft(request.user),
        "fault": fault,
        "sent": request.POST,
    }
    return render(request, "perwali/register.html", context, status=400 if fault else 200)


@require_safe
def citation_registry(request: HttpRequest) -> HttpResponse:
    """Regulations our texts cite, with their gazette and what is missing; entries are edited in the administration."""
    require(may_see_making(request.user))
    rows = [
        {"citation": item, "uses": sorted({str(use.regulation) for use in item.uses.all()})}
        for item in Citation.objects.select_related("last_amendment").prefetch_related("uses__regulation__plan")
    ]
    missing = [row for row in rows if not row["citation"].is_complete]
    shown = missing if request.GET.get("kurang") == "1" else rows
    context = {
        "rows": shown,
        "total": len(rows),
        "missing": len(missing),
        "only_missing": request.GET.get("kurang") == "1",
        "may_draft": may_draft(request.user),
    }
    return render(request, "perwali/citations.html", context)
