"""Pages of work plans: list, plan, line, paste, verbs, notes, minutes."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.models import Opd, User
from opd.agencies.requests import SignedIn
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.uploads import attachment
from solok_smartcity.kit.verb_forms import (
    Attempt,
    SeenForm,
    ToldAttempt,
    VerbForm,
    edited,
    file_form,
    kept_query,
    page_of,
)

from ..filters import PlanQuery, WorkPlanListFilter
from ..forms import (
    FUNDING,
    LineForm,
    NoteAnswerForm,
    NoteForm,
    PasteForm,
    PlanForm,
    SignedMinutesForm,
    WaiverForm,
    copyable,
)
from ..machine import WORK_PLAN
from ..models import ReviewNote, Round, Window, WorkPlan, WorkPlanLine
from ..pasting import read_pasted
from ..rules import may_prepare, may_review, may_write_plan
from ..selectors.work_plans import (
    compare_with_previous,
    found_blockers,
    lacks,
    line_rows,
    minutes_number,
    snapshot_in_force,
    submission_window,
    work_plan_rows,
)
from ..services import lines as writing
from ..services import work_plans as service
from ..workflow import State

PAGE_SIZE = 50
LINE_COLUMNS = [
    Column("sub_kegiatan_code", "Kode sub kegiatan", width=22),
    Column("name", "Sub kegiatan", width=50),
    Column("indicator", "Indikator", width=40),
    Column("target", "Target", "number", 12),
    Column("unit", "Satuan"),
    Column("location", "Lokasi", width=30),
    Column("funding_source", "Sumber dana", width=30),
    Column("priority", "Prioritas daerah", width=30),
    Column("amount", "Pagu (Rp)", "money", 20),
    Column("forward_estimate", "Prakiraan maju (Rp)", "money", 20),
    Column("programs_text", "Program Kota Cerdas", width=20),
    Column("quick_wins_text", "Quick win", width=20),
]
# A file of lines that can be imported again names agency and year.
FILE_COLUMNS = [Column("opd", "Kode perangkat daerah", width=20), Column("year", "Tahun", "year"), *LINE_COLUMNS]
PLAN_COLUMNS = [
    Column("opd", "Kode", width=20),
    Column("opd_name", "Perangkat daerah", width=50),
    Column("year", "Tahun", "year"),
    Column("round_name", "Putaran"),
    Column("revision", "Revisi", "number"),
    Column("state_name", "Keadaan"),
    Column("line_count", "Jumlah baris", "number"),
    Column("total_amount", "Jumlah pagu (Rp)", "money", 22),
    Column("submitted_at", "Dikirim", width=26),
]
VERBS: dict[str, Any] = service.VERBS  # their arguments differ
DONE = {
    "submit": "dikirim",
    "withdraw": "ditarik kembali",
    "start_review": "mulai ditelaah",
    "return": "dikembalikan",
    "waive": "penghalang dikesampingkan",
    "verify": "terverifikasi",
    "finalize": "ditetapkan",
    "reopen": "dibuka untuk perubahan",
}


def _plan(request: SignedIn, pk: int) -> WorkPlan:
    found: WorkPlan = get_object_or_404(
        WorkPlan.objects.visible_to(request.user).select_related("opd", "previous"), pk=pk
    )
    return found


def line_of(request: SignedIn, pk: int) -> WorkPlanLine:
    """A line of a plan in the person's scope; raises 404."""
    lines = WorkPlanLine.objects.filter(plan__in=WorkPlan.objects.visible_to(request.user))
    line: WorkPlanLine = get_object_or_404(lines.select_related("plan__opd"), pk=pk)
    return line


@require_safe
def renja_list(request: SignedIn) -> HttpResponse:
    """Work plans in the person's scope, filtered and sorted; or the same as a file."""
    scope = WorkPlan.objects.visible_to(request.user)
    filters = WorkPlanListFilter.of(request, scope)
    if form := file_form(request):
        return download(PLAN_COLUMNS, work_plan_rows(filters.qs), form, "renja")
    page, shown = page_of(request, filters.qs, PAGE_SIZE)
    chosen = filters.query.chosen
    context = {
        "page": page,
        "rows": work_plan_rows(shown),
        "chosen": chosen,
        "words": chosen["q"].strip(),
        "unknown": filters.query.unknown,
        "years": sorted(set(scope.order_by().values_list("year", flat=True)), reverse=True),
        "rounds": Round.choices,
        "states": State.choices,
        "query": kept_query(request),
        "may_prepare": may_prepare(request.user, request.user.opd_id or 0),
        "is_filtered": filters.query.asks(),
    }
    return render(request, "renja/list.html", context)


def renja_create(request: SignedIn) -> HttpResponse:
    """Begin a plan of the person's agency."""
    require(may_prepare(request.user, request.user.opd_id or 0))
    form = PlanForm.of(request, plans=copyable(request.user), initial=_proposed(request.user))
    if form.is_valid():
        cleaned = form.cleaned_data
        source = cleaned["copy_from"]
        try:
            plan = service.create_work_plan(
                actor=request.user,
                opd=Opd.objects.get(people=request.user),
                year=cleaned["year"],
                round=cleaned["round"],
                copy_from=source.pk if source else None,
            )
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            messages.success(request, f"{plan} dibuat.")
            return redirect("renja-detail", pk=plan.pk)
    return render(request, "renja/create.html", {"form": form})


def _proposed(person: User) -> dict[str, Any]:
    """The open window without a plan, and what to copy for it."""
    initial: dict[str, Any] = {}
    windows = Window.objects.open_on(today()).filter(stage=Window.Stage.SUBMISSION).exclude(round=Round.CHANGE)
    mine = list(copyable(person))
    begun = {(plan.year, plan.round) for plan in mine}
    for window in windows.order_by("closes_on"):
        if (window.plan_year, window.round) not in begun:
            initial = {"year": window.plan_year, "round": window.round}
            same = next((plan for plan in mine if plan.year == window.plan_year), None)
            last = next((plan for plan in mine if plan.year == window.plan_year - 1), None)
            initial["copy_from"] = same or last
            break
    return initial


@require_safe
def renja_detail(request: SignedIn, pk: int) -> HttpResponse:
    """One plan: lines, what it lacks, notes, decisions, snapshots, and what may be done."""
    plan = _plan(request, pk)
    lines = plan.lines.order_by("position", "pk")
    if form := file_form(request):
        rows = [{**row, "opd": plan.opd.code, "year": plan.year} for row in _for_export(line_rows(lines))]
        return download(FILE_COLUMNS, rows, form, f"renja-{plan.pk}")
    found = lacks(plan)
    page, shown = page_of(request, lines, PAGE_SIZE)
    shown_rows: list[Any] = list(line_rows(shown))
    notes = list(plan.notes.all())
    waivers = list(plan.waivers.filter(submission=plan.submissions))
    waived = {(waiver.code, waiver.line_key) for waiver in waivers}
    offset = (page.number - 1) * PAGE_SIZE
    for number, row in enumerate(shown_rows, start=offset + 1):
        row["number"] = number
        row["lacks"] = [lack for lack in found if lack.line == row["id"]]
        row["blocked"] = any(lack.is_blocker and lack.key not in waived for lack in row["lacks"])
        row["notes"] = [note for note in notes if note.line_id == row["id"]]
    summary = work_plan_rows(WorkPlan.objects.filter(pk=pk))[0]
    blockers = [lack for lack in found if lack.is_blocker]
    context = {
        "plan": plan,
        "row": summary,
        "rows": shown_rows,
        "page": page,
        "lacks": found,
        "blockers": [lack for lack in blockers if lack.key not in waived],
        "waivers": waivers,
        "blocking_findings": len(found_blockers(plan)),
        "hints": sum(not lack.is_blocker for lack in found),
        "complete": summary["line_count"] - len({lack.line for lack in blockers if lack.line}),
        "notes": notes,
        "unanswered": sum(not note.answer for note in notes),
        "actions": WORK_PLAN.allowed_actions(request.user, plan),
        "skip_verbs": ("waive", "return"),
        "may_write": may_write_plan(request.user, plan),
        "is_open": plan.is_open,
        "reviewing": plan.state == State.IN_REVIEW and may_review(request.user, plan).allowed,
        "known_number": minutes_number(plan),
        "may_minutes": plan.state == State.VERIFIED and may_review(request.user, plan).allowed,
        "window": submission_window(plan.year, plan.round),
        "log": plan.log.all(),
        "snapshots": plan.snapshots.all(),
        "in_force": snapshot_in_force(plan.opd_id, plan.year),
        "changes": compare_with_previous(plan) if plan.previous_id else [],
        "query": "",
        "reason": PlanQuery.of(request).chosen["alasan"],
    }
    return render(request, "renja/detail.html", context)


def _for_export(rows: Sequence[Any]) -> list[dict[str, Any]]:
    for row in rows:
        row["programs_text"], row["quick_wins_text"] = "; ".join(row["programs"]), "; ".join(row["quick_wins"])
    return list(rows)


@require_POST
def renja_verb(request: SignedIn, pk: int, verb: str) -> HttpResponse:
    """Carry out a verb; a refusal is a message on the plan's page with the typed reason."""
    _plan(request, pk)
    name = verb.replace("-", "_")
    if name not in VERBS:
        raise Http404
    with ToldAttempt(request):
        form = (WaiverForm if name == "waive" else VerbForm).of(request)
        done = VERBS[name](pk, actor=request.user, **form.values())
        saved(request, f"{done}: {DONE[name]}.", f"renja-{pk}")
        if not WorkPlan.objects.visible_to(request.user).filter(pk=done.pk).exists():
            return redirect("renja-list")
        return redirect("renja-detail", pk=done.pk)
    return redirect("renja-detail", pk=pk)


def _writable(request: SignedIn, plan: WorkPlan) -> None:
    """Nobody types into a form that cannot be saved: raises what the service would refuse."""
    require(may_write_plan(request.user, plan))
    if request.method != "POST":
        writing.need_open(plan)


def line_create(request: SignedIn, pk: int) -> HttpResponse:
    """The form of a new line."""
    plan = _plan(request, pk)
    _writable(request, plan)
    sent = request.POST if request.method == "POST" else None
    form = LineForm(sent, initial={"version_seen": plan.version}, opd_id=plan.opd_id)
    if form.is_valid():
        try:
            # A new line touches no other: it is added to the plan as it is now.
            writing.add_lines(plan.pk, actor=request.user, version=plan.version, rows=[form.values() | form.links()])
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            saved(request, "Baris ditambahkan.", f"baris-baru-{pk}")
            return redirect("line-create" if "lagi" in form.data else "renja-detail", pk=pk)
    context = {"form": form, "plan": plan, "line": None, "funding": FUNDING, "draft_key": f"baris-baru-{pk}"}
    return render(request, "renja/line.html", context)


def line_edit(request: SignedIn, pk: int) -> HttpResponse:
    """The form of a line; two people on one line get the page of choices."""
    line = line_of(request, pk)
    _writable(request, line.plan)

    def fresh() -> LineForm:
        form = LineForm(instance=WorkPlanLine.objects.get(pk=pk), opd_id=line.plan.opd_id)
        form.start(form.instance.version)
        return form

    def write(form: LineForm) -> WorkPlanLine:
        version = form.cleaned_data["version_seen"]
        return writing.change_line(pk, actor=request.user, version=version, values=form.values(), **form.links())

    def done(written: WorkPlanLine) -> HttpResponse:
        saved(request, "Baris disimpan.", f"baris-{pk}")
        return redirect(f"{reverse('renja-detail', args=[line.plan_id])}#baris-{pk}")

    form, answer = edited(
        request,
        make=partial(LineForm, instance=line, opd_id=line.plan.opd_id),
        fresh=fresh,
        write=write,
        done=done,
        subject=str(line),
    )
    if answer is not None:
        return answer
    context = {"form": form, "plan": line.plan, "line": line, "funding": FUNDING, "draft_key": f"baris-{pk}"}
    return render(request, "renja/line.html", context)


@require_POST
def line_remove(request: SignedIn, pk: int) -> HttpResponse:
    """Take a line out of an open plan."""
    plan_id = line_of(request, pk).plan_id
    with ToldAttempt(request):
        writing.remove_line(pk, actor=request.user, **SeenForm.of(request).values())
        messages.success(request, "Baris dihapus dari konsep. Riwayatnya tetap tersimpan.")
    return redirect("renja-detail", pk=plan_id)


def renja_paste(request: SignedIn, pk: int) -> HttpResponse:
    """Paste rows of a spreadsheet: preview with faults first, then all or none."""
    plan = _plan(request, pk)
    _writable(request, plan)
    form = PasteForm.of(request)
    pasted = read_pasted(form.pasted) if form.is_bound else None
    if pasted and not pasted.faults:
        write = writing.add_lines if form.is_confirmed else writing.rehearse_lines
        with Attempt() as tried:
            write(pk, actor=request.user, version=form.values()["version"], rows=pasted.rows)
        if isinstance(tried.error, ValidationError):
            pasted.faults += tried.error.messages
        elif tried.error is not None:
            pasted.faults.append(tried.sentence)
        elif form.is_confirmed:
            saved(request, f"{len(pasted.rows)} baris ditambahkan.", f"tempel-{pk}")
            return redirect("renja-detail", pk=pk)
    rows = (
        _for_export(
            [
                {**row, "programs": row.get("programs", []), "quick_wins": row.get("quick_wins", [])}
                for row in pasted.rows
            ]
        )
        if pasted
        else []
    )
    context = {
        "plan": _plan(request, pk),
        "text": form.pasted,
        "pasted": pasted,
        "rows": rows,
        "columns": LINE_COLUMNS,
        "print": form.print,
    }
    return render(request, "renja/paste.html", context)


@require_POST
def note_add(request: SignedIn, pk: int) -> HttpResponse:
    """A reviewer's note, kept at once."""
    plan, sent = _plan(request, pk), NoteForm.of(request).values()
    line = sent["line"]
    with ToldAttempt(request):
        service.add_note(pk, actor=request.user, text=sent["text"], line_id=line)
        saved(request, "Catatan tersimpan.", f"catatan-{pk}-{line or ''}")
        # A reason for returning that stands in the same form is carried over.
        reason = sent["reason"].strip()
        query = f"?{urlencode({'alasan': reason})}" if reason else ""
        return redirect(f"{reverse('renja-detail', args=[plan.pk])}{query}#{f'baris-{line}' if line else 'catatan'}")
    return redirect("renja-detail", pk=pk)


@require_POST
def note_answer(request: SignedIn, pk: int) -> HttpResponse:
    """The agency's answer to a note."""
    plans = WorkPlan.objects.visible_to(request.user)
    note = get_object_or_404(ReviewNote.objects.filter(plan__in=plans), pk=pk)
    with ToldAttempt(request):
        service.answer_note(pk, actor=request.user, **NoteAnswerForm.of(request).values())
        saved(request, "Jawaban tersimpan.", f"jawaban-{pk}")
        return redirect(f"{reverse('renja-detail', args=[note.plan_id])}#catatan")
    return redirect("renja-detail", pk=note.plan_id)


@require_POST
def minutes_attach(request: SignedIn, pk: int) -> HttpResponse:
    """Upload the signed minutes."""
    _plan(request, pk)
    with ToldAttempt(request):
        service.attach_minutes(pk, actor=request.user, **SignedMinutesForm.of(request).values())
        messages.success(request, "Berita acara tersimpan. Kepala perencanaan dapat menetapkan Renja ini.")
    return redirect("renja-detail", pk=pk)


@require_safe
def minutes_file(request: SignedIn, pk: int) -> FileResponse:
    """The signed minutes, for whoever may see the plan."""
    return attachment(_plan(request, pk).minutes)


@require_safe
def snapshot_file(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """A frozen snapshot as canonical JSON, byte for byte as its digest was taken."""
    snapshot = get_object_or_404(_plan(request, pk).snapshots, number=number)
    response = HttpResponse(snapshot.content.encode(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="renja-{pk}-salinan-{number}.json"'
    return response
