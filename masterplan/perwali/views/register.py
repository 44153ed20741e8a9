"""The register of numbers (R130) and the registry of cited regulations with what is still missing (R42)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.verb_forms import Attempt, ReasonForm, file_form

from ..filters import CitationsQuery
from ..models import Citation, NumberEntry, Regulation
from ..rules import may_draft, may_see_making
from ..services.number_register import next_number, void_number

NUMBERS = [
    Column("year", "Tahun", "year"),
    Column("number", "Nomor", "number"),
    Column("state", "Keadaan", width=24),
    Column("regulation", "Peraturan", width=70),
    Column("reason", "Keterangan", width=50),
    Column("by", "Dicatat oleh", width=36),
]


def number_register(request: SignedIn) -> HttpResponse:
    """Every number that was given, passed over or voided; the next one can be voided with a reason."""
    require(may_see_making(request.user))
    regulation = Regulation.objects.select_related("kind", "region").order_by("pk").first()
    if regulation is None:
        raise Http404
    year, form, tried = today().year, ReasonForm.of(request), Attempt()
    if request.method == "POST":
        require(may_draft(request.user))
        with tried:
            void = void_number(regulation, year, actor=request.user, **form.values())
            messages.success(request, f"Nomor {void.number} Tahun {void.year} dicatat tidak dipakai.")
            return redirect("perwali-register")
    entries = NumberEntry.objects.filter(region=regulation.region, kind=regulation.kind).select_related(
        "regulation__plan", "kind", "region"
    )
    if kind := file_form(request):
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
        return download(NUMBERS, rows, kind, "register-nomor")
    context = {
        "entries": entries,
        "kind": regulation.kind,
        "year": year,
        "next": next_number(regulation, year),
        "may_draft": may_draft(request.user),
        "fault": tried.sentence,
        "sent": form.data,
    }
    return render(request, "perwali/register.html", context, status=400 if tried.error else 200)


@require_safe
def citation_registry(request: SignedIn) -> HttpResponse:
    """Regulations our texts cite, with their gazette and what is missing; entries are edited in the administration."""
    require(may_see_making(request.user))
    rows: list[dict[str, Any]] = [
        {"citation": item, "uses": sorted({str(use.regulation) for use in item.uses.all()})}
        for item in Citation.objects.select_related("last_amendment").prefetch_related("uses__regulation__plan")
    ]
    missing = [row for row in rows if not row["citation"].is_complete]
    query = CitationsQuery.of(request)
    only_missing = query.chosen["kurang"] == "1"
    context = {
        "rows": missing if only_missing else rows,
        "total": len(rows),
        "missing": len(missing),
        "only_missing": only_missing,
        "unknown": query.unknown,
        "may_draft": may_draft(request.user),
    }
    return render(request, "perwali/citations.html", context)
