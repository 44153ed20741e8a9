"""Pages of the alignment: board, the year at a glance, findings and their verbs, links."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.models import Opd
from opd.agencies.requests import SignedIn
from opd.renja.models import Round, WorkPlan
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import refused
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.verb_forms import (
    Attempt,
    ToldAttempt,
    VerbForm,
    file_form,
    kept_query,
    page_number,
    page_of,
)

from ..filters import STATES, AlignmentQuery
from ..findings.labels import LABELS
from ..forms import BackForm, ProposeForm
from ..models import Alignment, FindingRecord
from ..models.alignment import SEVERITIES
from ..rules import may_import_rkpd, may_read_alignment, may_upload_any
from ..selectors import board as boards
from ..selectors import glance
from ..selectors.actions import with_actions
from ..selectors.findings import (
    AgencyCount,
    FindingRow,
    agency_counts,
    by_weight,
    dimensions,
    filtered,
    finding_rows,
    matrix,
)
from ..selectors.rows import base_items, years_with_rkpd
from ..services import findings as finding_service
from ..services import links as link_service

PAGE_SIZE = 50
FINDING_COLUMNS = [
    Column("year", "Tahun", "year"),
    Column("opd", "Kode perangkat daerah", width=20),
    Column("severity_name", "Bobot"),
    Column("label", "Temuan", width=30),
    Column("code", "Kode temuan", width=24),
    Column("text", "Kalimat", width=60),
    Column("compared", "Renja / RKPD", width=30),
    Column("line_label", "Baris Renja", width=50),
    Column("line_location", "Lokasi Renja", width=30),
    Column("rkpd_code", "Kode RKPD", width=22),
    Column("rkpd_name", "Baris RKPD", width=40),
    Column("program", "Program"),
    Column("quick_win", "Quick win"),
    Column("state_name", "Keadaan"),
    Column("answer", "Jawaban perangkat daerah", width=40),
    Column("decision_reason", "Alasan keputusan", width=40),
    Column("decided_by_name", "Diputuskan oleh", width=30),
]
PAIR_COLUMNS = [
    Column("subject", "Program atau quick win"),
    Column("subject_name", "Nama", width=40),
    Column("dimension", "Dimensi", width=20),
    Column("subject_target", "Target rencana induk", "number"),
    Column("subject_money", "Anggaran rencana induk (Rp)", "money", 22),
    Column("opd", "Kode perangkat daerah", width=20),
    Column("year", "Tahun", "year"),
    Column("code", "Kode sub kegiatan", width=22),
    Column("name", "Sub kegiatan", width=50),
    Column("indicator", "Indikator", width=40),
    Column("target", "Target", "number"),
    Column("unit", "Satuan"),
    Column("location", "Lokasi", width=30),
    Column("pagu", "Pagu (Rp)", "money", 20),
    Column("rkpd_opd", "RKPD: perangkat daerah", width=20),
    Column("rkpd_indicator", "RKPD: indikator", width=40),
    Column("rkpd_target", "RKPD: target", "number"),
    Column("rkpd_unit", "RKPD: satuan"),
    Column("rkpd_pagu", "RKPD: pagu (Rp)", "money", 20),
    Column("findings", "Temuan", width=60),
]
COUNT_COLUMNS = [
    Column("code", "Kode", width=20),
    Column("name", "Perangkat daerah", width=50),
    Column("blocker", "Penghalang", "number"),
    Column("major", "Besar", "number"),
    Column("minor", "Kecil", "number"),
    Column("info", "Catatan", "number"),
    Column("waiting", "Menunggu keputusan", "number"),
    Column("money", "Pagu Renja (Rp)", "money", 22),
    Column("score", "Skor keselarasan (%)", "number"),
]


def chosen_year(request: SignedIn) -> int:
    """The plan year asked for, else the newest with an RKPD, else next year."""
    return _year_of(AlignmentQuery.of(request))


def _year_of(asked: AlignmentQuery) -> int:
    return asked.year or next(iter(years_with_rkpd()), today().year + 1)


def _years(request: SignedIn, year: int) -> list[int]:
    known = set(years_with_rkpd())
    known |= set(WorkPlan.objects.visible_to(request.user).order_by().values_list("year", flat=True))
    return sorted({*known, year}, reverse=True)


def frame(request: SignedIn, year: int, tab: str) -> dict[str, Any]:
    """What every page of the alignment shows: year, tabs, filters."""
    asked = AlignmentQuery.of(request)
    return {
        "year": year,
        "years": _years(request, year),
        "tab": tab,
        "chosen": asked.chosen,
        "unknown": asked.unknown,
        "severities": SEVERITIES,
        "states": STATES,
        "rounds": Round.choices,
        "dimensions": dimensions(),
        "has_rkpd": base_items(year).exists(),
        "agencies": list(
            Opd.objects.filter(findings__year=year, findings__in=boards.scope_of(request.user, year))
            .distinct()
            .order_by("name")
            .values_list("code", "abbreviation")
        ),
        "may_import": may_import_rkpd(request.user),
        "may_upload": may_upload_any(request.user),
        "query": kept_query(request),
    }


@require_safe
def board(request: SignedIn) -> HttpResponse:
    """Programs, quick wins or lines of the year beside work plans and RKPD."""
    require(may_read_alignment(request.user))
    asked = AlignmentQuery.of(request)
    year, kind = _year_of(asked), asked.kind
    if form := file_form(request):
        rows = boards.pair_rows(request.user, year, kind, asked.chosen)
        return download(PAIR_COLUMNS, rows, form, f"penyandingan-{year}")
    found = boards.get_board(request.user, year, kind, asked.chosen, page_number(request))
    counts = agency_counts(boards.scope_of(request.user, year), glance.visible_plans(request.user, year))
    context = frame(request, year, "papan") | {
        "board": found,
        "page": found.page,
        "kind": kind,
        "kinds": boards.KINDS.items(),
        "totals": {name: sum(item.by_severity[name] for item in counts) for name, _ in SEVERITIES},
        "waiting": sum(item.waiting for item in counts),
        "score": _score(counts),
    }
    return render(request, "rkpd/board.html", context)


def _score(counts: list[AgencyCount]) -> Decimal | None:
    """The score of all agencies together."""
    whole = AgencyCount("", "", "", money=sum(item.money for item in counts))
    whole.clean_money = sum(item.clean_money for item in counts)
    return whole.score


@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """The year at a glance: agencies, kinds of findings, coverage of the dimensions, what stands alone."""
    require(may_read_alignment(request.user))
    year = chosen_year(request)
    findings = boards.scope_of(request.user, year)
    counts = agency_counts(findings, glance.visible_plans(request.user, year))
    if form := file_form(request):
        rows = [{**vars(item), **item.by_severity, "score": item.score} for item in counts]
        return download(COUNT_COLUMNS, rows, form, f"keselarasan-{year}")
    kinds, cells = matrix(findings)
    years = range(year - 2, year + 3)
    context = frame(request, year, "ringkasan") | {
        "counts": counts,
        "kinds": [(kind, LABELS.get(kind, kind)) for kind in kinds],
        "matrix": cells,
        "span": years,
        "coverage": glance.coverage(request.user, years),
        "lonely": glance.programs_without(request.user, year),
        "lonely_quick_wins": glance.quick_wins_without(request.user, year),
    }
    return render(request, "rkpd/overview.html", context)


@require_safe
def finding_list(request: SignedIn) -> HttpResponse:
    """All findings of a year as a table; or the same as a file."""
    require(may_read_alignment(request.user))
    asked = AlignmentQuery.of(request)
    year, chosen = _year_of(asked), asked.chosen
    scope: Any = boards.scope_of(request.user, year)
    found = by_weight(filtered(scope if chosen["keadaan"] else scope.unsolved(), chosen))
    if form := file_form(request):
        return download(FINDING_COLUMNS, finding_rows(found), form, f"temuan-{year}")
    page, shown = page_of(request, found, PAGE_SIZE)
    context = frame(request, year, "temuan") | {"page": page, "rows": finding_rows(shown)}
    return render(request, "rkpd/findings.html", context)


def _finding(request: SignedIn, pk: int) -> FindingRow:
    require(may_read_alignment(request.user))
    rows = finding_rows(FindingRecord.objects.visible_to(request.user).filter(pk=pk))
    if not rows:
        raise Http404
    return with_actions(request.user, rows)[0]


@require_safe
def finding_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One finding with its conversation."""
    row = _finding(request, pk)
    log = FindingRecord.objects.get(pk=pk).log.all()
    context = frame(request, row["year"], "temuan") | {"finding": row, "log": log}
    return render(request, "rkpd/finding.html", context)


@require_POST
def finding_verb(request: SignedIn, pk: int, verb: str) -> HttpResponse:
    """Carry out a verb; on the board only the finding comes back, with what was refused and typed."""
    _finding(request, pk)
    if verb not in finding_service.VERBS:
        raise Http404
    form = VerbForm.of(request)
    with Attempt() as tried:
        finding_service.VERBS[verb](pk, actor=request.user, **form.values())
    if request.htmx:
        context: dict[str, Any] = {"item": _finding(request, pk)}
        if tried.error is not None:
            context |= {"refusal": tried.sentence, "typed": form.values()["reason"]}
        return render(request, "rkpd/_finding.html", context)
    if tried.error is not None:
        refused(request, tried.error)
    else:
        state = FindingRecord.objects.get(pk=pk).get_state_display().lower()
        messages.success(request, f"Tersimpan. Keadaan temuan: {state}.")
    return redirect(BackForm.of(request).back(request, reverse("finding-detail", args=[pk])))


@require_POST
def link_propose(request: SignedIn) -> HttpResponse:
    """Propose that a line carries a program or quick win."""
    require(may_read_alignment(request.user))
    with ToldAttempt(request):
        link = link_service.propose_link(actor=request.user, **ProposeForm.of(request).arguments())
        messages.success(request, f"Tautan {link.get_state_display().lower()}: {link.subject.code} – {link.line}.")
    return redirect(BackForm.of(request).back(request, reverse("alignment-board")))


@require_POST
def link_verb(request: SignedIn, pk: int, verb: str) -> HttpResponse:
    """Confirm, accept or reject a link."""
    require(may_read_alignment(request.user))
    get_object_or_404(Alignment.objects.visible_to(request.user), pk=pk)
    if verb not in link_service.VERBS:
        raise Http404
    with ToldAttempt(request):
        link = link_service.VERBS[verb](pk, actor=request.user, **VerbForm.of(request).values())
        messages.success(request, f"Tautan {link.subject.code}: {link.get_state_display().lower()}.")
    return redirect(BackForm.of(request).back(request, reverse("alignment-board")))


@require_safe
def plan_findings(request: SignedIn, pk: int) -> HttpResponse:
    """The findings of one work plan, line by line with the cell to mend: a part of the page of the plan."""
    require(may_read_alignment(request.user))
    plan = get_object_or_404(WorkPlan.objects.visible_to(request.user), pk=pk)
    scope = FindingRecord.objects.visible_to(request.user).filter(plan=plan)
    rows = with_actions(request.user, finding_rows(by_weight(scope.unsolved())))
    name = "_plan_findings" if request.htmx else "plan_findings"
    return render(request, f"rkpd/{name}.html", {"plan": plan, "rows": rows})
