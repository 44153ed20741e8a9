"""Pages of work plans: list, plan, line, paste, verbs, notes, minutes."""

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.models import Opd
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Stale, VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.forms import resolved
from solok_smartcity.kit.pages import refused, saved, show_conflict, version_of
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.uploads import attachment

from ..forms import FUNDING, LineForm, PlanForm, copyable
from ..models import ReviewNote, Round, Window, WorkPlan, WorkPlanLine
from ..pasting import read_pasted
from ..rules import may_prepare, may_review, may_write_plan
from ..selectors.work_plans import (
    compare_with_previous,
    found_blockers,
    lacks,
    line_rows,
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
SORTS = {"perangkat": ("opd__name", "-year"), "tahun": ("-year", "opd__name"), "kirim": ("submitted_at", "pk")}


def _plan(request: HttpRequest, pk: int) -> WorkPlan:
    found = WorkPlan.objects.visible_to(request.user).select_related("opd", "previous").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def renja_list(request: HttpRequest) -> HttpResponse:
    """Work plans in the person's scope, filtered and sorted; or the same as a file."""
    queryset = WorkPlan.objects.visible_to(request.user)
    years = sorted(set(queryset.order_by().values_list("year", flat=True)), reverse=True)
    chosen = {name: request.GET.get(name, "") for name in ("tahun", "putaran", "keadaan", "perangkat", "urut")}
    if chosen["tahun"].isdigit():
        queryset = queryset.filter(year=min(int(chosen["tahun"]), 9999))
    if chosen["putaran"] in Round.values:
        queryset = queryset.filter(round=chosen["putaran"])
    if chosen["keadaan"] in State.values:
        queryset = queryset.filter(state=chosen["keadaan"])
    words = request.GET.get("q", "").replace("\0", "").strip()
    if words:
        queryset = queryset.filter(opd__name__icontains=words) | queryset.filter(opd__abbreviation__icontains=words)
    queryset = queryset.order_by(*SORTS.get(chosen["urut"], SORTS["tahun"]), "-revision", "-pk")
    if request.GET.get("format") in ("xlsx", "csv"):
        return download(PLAN_COLUMNS, work_plan_rows(queryset), request.GET["format"], "renja")
    page = Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "rows": work_plan_rows(page.object_list),
        "chosen": chosen,
        "words": words,
        "years": years,
        "rounds": Round.choices,
        "states": State.choices,
        "query": query.urlencode(),
        "may_prepare": may_prepare(request.user, getattr(request.user, "opd_id", None)),
        "is_filtered": bool(words or any(chosen.values())),
    }
    return render(request, "renja/list.html", context)


def renja_create(request: HttpRequest) -> HttpResponse:
    """Begin a plan of the person's agency."""
    require(may_prepare(request.user, request.user.opd_id))
    form = PlanForm(request.POST or None, plans=copyable(request.user), initial=_proposed(request.user))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        source = cleaned["copy_from"]
        try:
            plan = service.create_work_plan(
                actor=request.user,
                opd=Opd.objects.get(pk=request.user.opd_id),
                year=cleaned["year"],
                round=cleaned["round"],
                copy_from=source.pk if source else None,
            )
        except (VerbError, ValidationError) as error:
            _refuse(form, error)
        else:
            messages.success(request, f"{plan} dibuat.")
            return redirect("renja-detail", pk=plan.pk)
    return render(request, "renja/create.html", {"form": form})


def _proposed(person: Any) -> dict[str, Any]:
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


def _refuse(form: Any, error: Exception) -> None:
    if isinstance(error, VerbError):
        form.add_error(None, error.reason)
    else:
        form.add_error(None, error.messages)


@require_safe
def renja_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: lines, what it lacks, notes, decisions, snapshots, and what may be done."""
    plan = _plan(request, pk)
    lines = plan.lines.order_by("position", "pk")
    if request.GET.get("format") in ("xlsx", "csv"):
        rows = [{**row, "opd": plan.opd.code, "year": plan.year} for row in _for_export(line_rows(lines))]
        return download(FILE_COLUMNS, rows, request.GET["format"], f"renja-{plan.pk}")
    found = lacks(plan)
    page = Paginator(lines, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = line_rows(page.object_list)
    notes = list(plan.notes.all())
    waivers = list(plan.waivers.filter(submission=plan.submissions))
    waived = {(waiver.code, waiver.line_key) for waiver in waivers}
    offset = (page.number - 1) * PAGE_SIZE
    for number, row in enumerate(rows, start=offset + 1):
        row["number"] = number
        row["lacks"] = [lack for lack in found if lack.line == row["id"]]
        row["blocked"] = any(lack.is_blocker and lack.key not in waived for lack in row["lacks"])
        row["notes"] = [note for note in notes if note.line_id == row["id"]]
    summary = work_plan_rows(WorkPlan.objects.filter(pk=pk))[0]
    blockers = [lack for lack in found if lack.is_blocker]
    context = {
        "plan": plan,
        "row": summary,
        "rows": rows,
        "page": page,
        "lacks": found,
        "blockers": [lack for lack in blockers if lack.key not in waived],
        "waivers": waivers,
        "blocking_findings": len(found_blockers(plan)),
        "hints": sum(not lack.is_blocker for lack in found),
        "complete": summary["line_count"] - len({lack.line for lack in blockers if lack.line}),
        "notes": notes,
        "unanswered": sum(not note.answer for note in notes),
        "actions": service.WORK_PLAN.allowed_actions(request.user, plan),
        "skip_verbs": ("waive", "return"),
        "may_write": may_write_plan(request.user, plan),
        "is_open": plan.is_open,
        "reviewing": plan.state == State.IN_REVIEW and may_review(request.user, plan).allowed,
        "may_minutes": plan.state == State.VERIFIED and may_review(request.user, plan).allowed,
        "window": submission_window(plan.year, plan.round),
        "log": plan.log.all(),
        "snapshots": plan.snapshots.all(),
        "in_force": snapshot_in_force(plan.opd_id, plan.year),
        "changes": compare_with_previous(plan) if plan.previous_id else [],
        "query": "",
        "reason": request.GET.get("alasan", ""),
    }
    return render(request, "renja/detail.html", context)


def _for_export(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for row in rows:
        row["programs_text"], row["quick_wins_text"] = "; ".join(row["programs"]), "; ".join(row["quick_wins"])
    return rows


@require_POST
def renja_verb(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Carry out a verb; a refusal is a message on the plan's page with the typed reason."""
    _plan(request, pk)
    name = verb.replace("-", "_")
    if name not in service.VERBS:
        raise Http404
    options: dict[str, Any] = {"reason": request.POST.get("reason", "")}
    if name == "waive":
        line = request.POST.get("line", "")
        options |= {"code": request.POST.get("code", ""), "line": int(line) if line.isdigit() else None}
    try:
        done = service.VERBS[name](pk, actor=request.user, version=version_of(request), **options)
    except (VerbError, ValidationError, ObjectDoesNotExist) as error:
        return _refused(request, pk, error)
    saved(request, f"{done}: {DONE[name]}.", f"renja-{pk}")
    if not WorkPlan.objects.visible_to(request.user).filter(pk=done.pk).exists():
        return redirect("renja-list")
    return redirect("renja-detail", pk=done.pk)


def _refused(request: HttpRequest, pk: int, error: Exception) -> HttpResponse:
    """Back to the plan with the sentence and what was typed; what is gone is 404."""
    if isinstance(error, ObjectDoesNotExist):
        raise Http404
    refused(request, error)
    return redirect("renja-detail", pk=pk)


def _writable(request: HttpRequest, plan: WorkPlan) -> None:
    """Nobody types into a form that cannot be saved: raises what the service would refuse."""
    require(may_write_plan(request.user, plan))
    if request.method != "POST":
        writing.need_open(plan)


def line_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a new line."""
    plan = _plan(request, pk)
    _writable(request, plan)
    form = LineForm(request.POST or None, initial={"version_seen": plan.version}, opd_id=plan.opd_id)
    if request.method == "POST" and form.is_valid():
        try:
            # A new line touches no other: it is added to the plan as it is now.
            writing.add_lines(plan.pk, actor=request.user, version=plan.version, rows=[form.values() | form.links()])
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            saved(request, "Baris ditambahkan.", f"baris-baru-{pk}")
            return redirect("line-create" if "lagi" in request.POST else "renja-detail", pk=pk)
    context = {"form": form, "plan": plan, "line": None, "funding": FUNDING, "draft_key": f"baris-baru-{pk}"}
    return render(request, "renja/line.html", context)


def line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a line; two people on one line get the page of choices."""
    plans = WorkPlan.objects.visible_to(request.user)
    line = WorkPlanLine.objects.filter(plan__in=plans, pk=pk).select_related("plan__opd").first()
    if line is None:
        raise Http404
    _writable(request, line.plan)

    def fresh() -> LineForm:
        form = LineForm(instance=WorkPlanLine.objects.get(pk=pk), opd_id=line.plan.opd_id)
        form.start(form.instance.version)
        return form

    form = fresh()
    if request.method == "POST":
        form = LineForm(resolved(request.POST), instance=line, opd_id=line.plan.opd_id)
        if form.is_valid():
            try:
                version = form.cleaned_data["version_seen"]
                writing.change_line(pk, actor=request.user, version=version, values=form.values(), **form.links())
            except Stale:
                return show_conflict(request, form, fresh(), back=request.path, subject=str(line))
            except (VerbError, ValidationError) as error:
                form.refuse(error)
            else:
                saved(request, "Baris disimpan.", f"baris-{pk}")
                return redirect(f"{reverse('renja-detail', args=[line.plan_id])}#baris-{pk}")
    context = {"form": form, "plan": line.plan, "line": line, "funding": FUNDING, "draft_key": f"baris-{pk}"}
    return render(request, "renja/line.html", context)


@require_POST
def line_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out of an open plan."""
    plans = WorkPlan.objects.visible_to(request.user)
    plan_id = WorkPlanLine.objects.filter(plan__in=plans, pk=pk).values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise Http404
    try:
        writing.remove_line(pk, actor=request.user, version=version_of(request))
    except (VerbError, ValidationError, ObjectDoesNotExist) as error:
        return _refused(request, plan_id, error)
    messages.success(request, "Baris dihapus dari konsep. Riwayatnya tetap tersimpan.")
    return redirect("renja-detail", pk=plan_id)


def renja_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste rows of a spreadsheet: preview with faults first, then all or none."""
    plan = _plan(request, pk)
    _writable(request, plan)
    text = request.POST.get("text", "")
    pasted = read_pasted(text) if request.method == "POST" else None
    if pasted and not pasted.faults:
        confirmed = request.POST.get("konfirmasi") == _print(text)  # what was checked is what is saved
        write = writing.add_lines if confirmed else writing.rehearse_lines
        try:
            write(pk, actor=request.user, version=version_of(request), rows=pasted.rows)
        except (VerbError, ValidationError) as error:
            if getattr(error, "status", 0) == 403:
                raise
            pasted.faults += [error.reason] if isinstance(error, VerbError) else error.messages
    if pasted and not pasted.faults and confirmed:
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
        "text": text,
        "pasted": pasted,
        "rows": rows,
        "columns": LINE_COLUMNS,
        "print": _print(text),
    }
    return render(request, "renja/paste.html", context)


def _print(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@require_POST
def note_add(request: HttpRequest, pk: int) -> HttpResponse:
    """A reviewer's note, kept at once."""
    plan = _plan(request, pk)
    line = request.POST.get("line", "")
    try:
        service.add_note(
            pk, actor=request.user, text=request.POST.get("text", ""), line_id=int(line) if line.isdigit() else None
        )
    except (VerbError, ValidationError, ObjectDoesNotExist) as error:
        return _refused(request, pk, error)
    saved(request, "Catatan tersimpan.", f"catatan-{pk}-{line}")
    # A reason for returning that stands in the same form is carried over.
    reason = request.POST.get("reason", "").strip()
    query = f"?{urlencode({'alasan': reason})}" if reason else ""
    return redirect(f"{reverse('renja-detail', args=[plan.pk])}{query}#{f'baris-{line}' if line else 'catatan'}")


@require_POST
def note_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency's answer to a note."""
    plans = WorkPlan.objects.visible_to(request.user)
    note = ReviewNote.objects.filter(plan__in=plans, pk=pk).first()
    if note is None:
        raise Http404
    try:
        service.answer_note(pk, actor=request.user, version=version_of(request), answer=request.POST.get("answer", ""))
    except (VerbError, ValidationError, ObjectDoesNotExist) as error:
        return _refused(request, note.plan_id, error)
    saved(request, "Jawaban tersimpan.", f"jawaban-{pk}")
    return redirect(f"{reverse('renja-detail', args=[note.plan_id])}#catatan")


@require_POST
def minutes_attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the signed minutes."""
    _plan(request, pk)
    try:
        service.attach_minutes(
            pk,
            actor=request.user,
            version=version_of(request),
            file=request.FILES.get("file"),
            number=request.POST.get("number", ""),
        )
    except (VerbError, ValidationError, ObjectDoesNotExist) as error:
        return _refused(request, pk, error)
    messages.success(request, "Berita acara tersimpan. Kepala perencanaan dapat menetapkan Renja ini.")
    return redirect("renja-detail", pk=pk)


@require_safe
def minutes_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed minutes, for whoever may see the plan."""
    return attachment(_plan(request, pk).minutes)


@require_safe
def snapshot_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A frozen snapshot as canonical JSON, byte for byte as its digest was taken."""
    snapshot = _plan(request, pk).snapshots.filter(number=number).first()
    if snapshot is None:
        raise Http404
    response = HttpResponse(snapshot.content.encode(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="renja-{pk}-salinan-{number}.json"'
    return response
