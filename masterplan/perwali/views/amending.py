"""Pages of amendments: the law in force beside the plan, what is decided of it, and the amendment it goes into."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.verb_forms import Attempt, ReasonForm, ToldAttempt, file_form, kept_query, page_of

from ..filters import OPEN, OUTCOMES, DriftQuery
from ..forms import DriftForm, RepealsForm
from ..models import Regulation
from ..rules import may_draft
from ..selectors.amending import repealable
from ..selectors.drift import Drift, amendment_under_way, drift_of
from ..services.amending import decide_drift, require_law, start_amendment
from ..services.repeal import set_repeals, start_repeal
from .pages import regulation_in_making

ROWS = 100
DRIFT = [
    Column("part", "Bagian", width=18),
    Column("row", "Baris", width=45),
    Column("kind", "Perbedaan", width=12),
    Column("field", "Isian", width=24),
    Column("before", "Menurut peraturan", width=40),
    Column("after", "Menurut rencana", width=40),
    Column("outcome", "Putusan", width=22),
    Column("reason", "Alasan", width=50),
    Column("by", "Oleh", width=30),
]


def law_to_amend(request: SignedIn, slug: str) -> Regulation:
    """A promulgated regulation that is no amendment itself; raises 404, ``WrongState``."""
    regulation = regulation_in_making(request, slug)
    if request.method == "POST":
        require(may_draft(request.user))
    require_law(regulation)
    return regulation


def drift_row(item: Drift) -> dict[str, str]:
    """One difference with its decision, as a flat row."""
    decision = item.decision
    return {
        **{name: getattr(item.difference, name) for name in ("part", "row", "kind", "field", "before", "after")},
        "outcome": _outcome(item),
        "reason": decision.reason if decision else "",
        "by": decision.made_by_name if decision else "",
    }


def _outcome(item: Drift) -> str:
    if item.decision is not None and not (item.comes_along and item.decision.outcome == "dijelaskan"):
        return item.decision.get_outcome_display()
    return "Ikut masuk bersama lampirannya" if item.comes_along else "Belum diputuskan"


def drift(request: SignedIn, slug: str) -> HttpResponse:
    """The law in force beside the live plan; differences are taken into the amendment or explained."""
    regulation = law_to_amend(request, slug)
    form, tried = DriftForm.of(request), Attempt()
    if request.method == "POST":
        with tried:
            sent = form.values()
            keys = sent["perbedaan"]
            decide_drift(regulation, keys, actor=request.user, outcome=sent["putusan"], reason=sent["reason"])
            messages.success(request, f"Putusan atas {len(keys)} perbedaan disimpan.")
            return redirect(request.get_full_path())
    everything = drift_of(regulation)
    parts = list(dict.fromkeys(item.difference.part for item in everything))
    query = DriftQuery.of(request)
    query.among(parts)
    part, outcome = query.chosen["bagian"], query.chosen["putusan"]
    found = [
        item
        for item in everything
        if (not part or item.difference.part == part)
        and (not outcome or (item.decision.outcome if item.decision else OPEN) == outcome)
    ]
    if kind := file_form(request):
        return download(DRIFT, [drift_row(item) for item in found], kind, f"{slug}-perbedaan")
    page, shown = page_of(request, found, ROWS)
    context = {
        "regulation": regulation,
        "page": page,
        "rows": [(item, _outcome(item)) for item in shown],
        "total": len(everything),
        "open": sum(item.decision is None and not item.comes_along for item in everything),
        "parts": parts,
        "part": part,
        "outcome": outcome,
        "outcomes": OUTCOMES,
        "unknown": query.unknown,
        "query": kept_query(request),
        "amendments": regulation.amendments.select_related("plan").order_by("pk"),
        "amendment": amendment_under_way(regulation),
        "may_draft": may_draft(request.user),
        "fault": tried.sentence,
        "sent": form.data,
        "chosen": form.values()["perbedaan"] if form.is_bound else [],
    }
    return render(request, "perwali/drift.html", context, status=400 if tried.error else 200)


def _begin(request: SignedIn, slug: str, start: Callable[..., Regulation], done: str) -> HttpResponse:
    """Begin a draft on the law in force and go to it; a refusal comes back with the reason that was typed."""
    regulation = law_to_amend(request, slug)
    with ToldAttempt(request):
        draft = start(regulation, actor=request.user, **ReasonForm.of(request).values())
        messages.success(request, done)
        return redirect("perwali-detail", slug=draft.slug)
    return redirect("perwali-drift", slug=slug)


@require_POST
def amendment_start(request: SignedIn, slug: str) -> HttpResponse:
    """Begin an amending regulation on the law in force."""
    done = "Peraturan perubahan dimulai. Naskah yang berlaku disalin untuk disunting."
    return _begin(request, slug, start_amendment, done)


@require_POST
def repeal_start(request: SignedIn, slug: str) -> HttpResponse:
    """Begin a regulation that only repeals this law."""
    done = "Rancangan pencabutan dimulai. Lengkapi konsiderans dan dasar hukumnya."
    return _begin(request, slug, start_repeal, done)


def repeals(request: SignedIn, slug: str) -> HttpResponse:
    """The laws a draft repeals, chosen among those in force; its Pasal is written from the choice."""
    regulation = regulation_in_making(request, slug)
    require(may_draft(request.user, regulation))
    laws, form, tried = repealable(regulation), RepealsForm.of(request), Attempt()
    chosen = {law.slug for law in laws if law.repealed_by_id == regulation.pk}
    if request.method == "POST":
        sent = form.values()
        chosen = set(sent["peraturan"])
        targets = [law for law in laws if law.slug in chosen]
        with tried:
            if len(targets) != len(chosen):
                raise WrongState("Peraturan yang dipilih tidak dapat dicabut: sudah dicabut atau tidak ada.")
            set_repeals(regulation.pk, targets, actor=request.user, version=sent["version"], reason=sent["reason"])
            done = (
                "Pasal pencabutan mengikuti pilihan ini." if targets else "Rancangan ini tidak mencabut peraturan lain."
            )
            messages.success(request, f"Tersimpan. {done}")
            return redirect("perwali-repeals", slug=slug)
    context = {
        "regulation": regulation,
        "laws": laws,
        "chosen": chosen,
        "fault": tried.sentence,
        "sent": form.data,
        "version": form.data.get("version_seen", regulation.version),
    }
    return render(request, "perwali/repeals.html", context, status=400 if tried.error else 200)
