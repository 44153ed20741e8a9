"""The editor's pages of every kind of record: list, form, conflict, history, many at once."""

from datetime import datetime, time
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.models import User
from opd.agencies.requests import SignedIn
from solok_smartcity.kit.decisions import VerbError, require, sentence_of
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.history import state_at, timeline
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.verb_forms import ListFilter, ToldAttempt, VerbForm, edited, file_form, kept_query, page_of

from ..filters import ColumnsQuery, DayQuery, record_filter
from ..forms import ManyForm, MoveForm, PickForm, PromoteForm, RecordForm, form_class
from ..kinds import KINDS, Kind, year_columns
from ..models import MasterPlan, QuickWin
from ..models.activity import Activity, State
from ..rules import may_attach_evidence, may_edit_plan, may_give_feedback
from ..selectors.feedback import feedback_rows
from ..services.activities import change_many, reorder_activity, restore_activity, retire_activity
from ..services.promotion import promote_quick_win, suggested_code

PAGE_SIZE = 50
MOST_AT_ONCE = 500


def kind_of(slug: str) -> Kind:
    """The kind of an address; raises 404."""
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def activity_of(slug: str) -> tuple[Kind, type[Activity]]:
    """The kind of an address that names activities, with its model; raises 404."""
    kind = kind_of(slug)
    if not issubclass(kind.model, Activity):
        raise Http404
    return kind, kind.model


def records_of(kind: Kind) -> Any:
    """The records of a kind, by the manager that knows scopes."""
    return kind.model._default_manager


def record_of(request: SignedIn, kind: Kind, pk: int) -> Any:
    """A record in the person's scope; raises 404."""
    return get_object_or_404(records_of(kind).visible_to(request.user), pk=pk)


@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The parts of the plan with the number of their records."""
    parts = [(kind, records_of(kind).visible_to(request.user).count()) for kind in KINDS.values()]
    return render(request, "plan/index.html", {"parts": parts, "may_edit": may_edit_plan(request.user)})


def _filtered(request: SignedIn, kind: Kind, query: QueryDict) -> ListFilter:
    """The records a list asks for, in its order."""
    made = record_filter(kind.model, kind.filterset, words=kind.search, sorts=kind.sorts, usual=kind.natural_order)
    return made(query, queryset=records_of(kind).visible_to(request.user))


@require_safe
def record_list(request: SignedIn, slug: str) -> HttpResponse:
    """A filtered, sorted page of records, or the same as a file."""
    kind = kind_of(slug)
    filters, columns = _filtered(request, kind, request.GET), ColumnsQuery.of(request)
    if form := file_form(request):
        return download([*kind.columns, *year_columns(kind)], kind.rows(filters.qs), form, kind.slug)
    page, shown = page_of(request, filters.qs, PAGE_SIZE)
    asked, query = filters.query.asks("q", *kind.options), filters.query.chosen
    picked = columns["kolom"].value() or ()
    context = {
        "kind": kind,
        "page": page,
        "rows": kind.rows(shown),
        "columns": [c for c in kind.columns if c.key in picked] or [c for c in kind.columns if c.key in kind.shown],
        "filters": [
            (name, label, [(str(value), text) for value, text in options()], query[name])
            for name, (label, options) in kind.options.items()
        ],
        "query": kept_query(request),
        "sorting": kept_query(request, "urut"),
        "sort": query["urut"],
        "words": query["q"],
        "unknown": filters.query.unknown,
        "is_filtered": asked,
        "may_edit": may_edit_plan(request.user),
        "can_reorder": kind.is_activity and not query["urut"] and not asked,
    }
    return render(request, "plan/list.html", context)


@require_safe
def record_detail(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """One record to read, with what may be done with it."""
    kind = kind_of(slug)
    record = record_of(request, kind, pk)
    row = kind.rows(records_of(kind).filter(pk=pk))[0]
    context = {
        "kind": kind,
        "record": record,
        "row": row,
        "may_edit": may_edit_plan(request.user, record),
        "facts": [(column, row) for column in kind.columns],
    }
    if kind.is_activity:
        context["is_retired"] = record.state == State.RETIRED
        context["is_active"] = record.state == State.ACTIVE
    if kind.model is QuickWin:
        context |= {
            "feedback": feedback_rows(record.feedback.visible_to(request.user)),
            "may_comment": may_give_feedback(request.user, record),
            "may_attach": may_attach_evidence(request.user, record),
            "suggested": suggested_code(record.subdimension) if context["may_edit"].allowed else "",
        }
    return render(request, "plan/detail.html", context)


def _edit(request: SignedIn, kind: Kind, record: Any) -> HttpResponse:
    """Create or change a record with its form; a stale form becomes a page of choices."""
    require(may_edit_plan(request.user, record))
    plan = MasterPlan.objects.current()
    make = form_class(kind.model)

    def fresh() -> RecordForm:
        form = make(instance=records_of(kind).get(pk=record.pk) if record else None, plan=plan)
        form.start(getattr(form.instance, "version", None) if record else None)
        return form

    def done(written: models.Model) -> HttpResponse:
        saved(request, f"{written} disimpan.", draft_key(kind, record))
        return redirect("plan-record", slug=kind.slug, pk=written.pk)

    form, answer = edited(
        request,
        make=partial(make, instance=record, plan=plan),
        fresh=fresh,
        write=lambda form: form.write(request.user),
        done=done,
        subject=str(record),
    )
    if answer is not None:
        return answer
    context = {
        "kind": kind,
        "record": record,
        "form": form,
        "draft_key": draft_key(kind, record),
        "title": f"Ubah {record}" if record else f"{kind.one.capitalize()} baru",
    }
    return render(request, "plan/form.html", context)


def draft_key(kind: Kind, record: Any) -> str:
    """Under which name the browser keeps what is typed but not sent."""
    return f"{kind.slug}-{record.pk if record else 'baru'}"


def record_create(request: SignedIn, slug: str) -> HttpResponse:
    """The form of a new record."""
    kind = kind_of(slug)
    if not kind.creatable:
        raise Http404
    return _edit(request, kind, None)


def record_edit(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """The form of a record."""
    kind = kind_of(slug)
    return _edit(request, kind, record_of(request, kind, pk))


@require_safe
def record_history(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Who changed what when and why, word by word; and the record as it was on a day."""
    kind = kind_of(slug)
    record = record_of(request, kind, pk)
    asked = DayQuery.of(request)
    day = asked.cleaned_data["tanggal"] if asked.is_valid() else None
    page, _ = page_of(request, timeline(record, kind.history), 30)
    context = {
        "kind": kind,
        "record": record,
        "page": page,
        "day": day,
        "asked": asked["tanggal"].value() or "",
        "today": localdate(),
    }
    if day is not None:
        context["facts"] = state_at(record, make_aware(datetime.combine(day, time.max)), kind.history)
    return render(request, "plan/history.html", context)


ACTIVITY_VERBS = {"hentikan": retire_activity, "aktifkan": restore_activity}
STEPS = {"naik": -1, "turun": 1}


@require_POST
def activity_verb(request: SignedIn, slug: str, pk: int, verb: str) -> HttpResponse:
    """Retire, restore, move up or down; a refusal is a message on the record's page."""
    kind, model = activity_of(slug)
    record = record_of(request, kind, pk)
    with ToldAttempt(request):
        if verb in ACTIVITY_VERBS:
            ACTIVITY_VERBS[verb](model, pk, actor=request.user, **VerbForm.of(request).values())
            messages.success(request, f"{record} {'dihentikan' if verb == 'hentikan' else 'diaktifkan'}.")
        elif verb in STEPS:
            sent = MoveForm.of(request).values()
            reorder_activity(model, pk, actor=request.user, version=sent["version"], steps=STEPS[verb])
            return redirect(f"{reverse('plan-list', args=[slug])}?{sent['query']}#baris-{pk}")
        elif verb == "angkat" and model is QuickWin:
            program = promote_quick_win(pk, actor=request.user, **PromoteForm.of(request).values())
            messages.success(request, f"Menjadi konsep program {program.code}. Lengkapi, lalu aktifkan.")
            return redirect("plan-record", slug="program", pk=program.pk)
        else:
            raise Http404
    return redirect("plan-record", slug=slug, pk=pk)


class _Rehearsed(Exception):
    """Ends the transaction of a preview."""


def record_many(request: SignedIn, slug: str) -> HttpResponse:
    """The same change of many activities: choose, preview row by row, confirm; all or none."""
    kind, model = activity_of(slug)
    require(may_edit_plan(request.user))
    source = request.POST if request.method == "POST" else request.GET
    pick = PickForm(source)
    everything, unknown = pick.takes_all, list[str]()
    queryset = records_of(kind).visible_to(request.user).filter(pk__in=pick.picked)
    if everything:
        filters = _filtered(request, kind, source)
        unknown = filters.query.unknown
        queryset = filters.qs.none() if unknown else filters.qs  # a filter that is not understood widens no change
    records = list(queryset.select_related("lead_opd").order_by(*kind.natural_order)[: MOST_AT_ONCE + 1])
    # Filters have the same names as the fields.
    form = ManyForm(source if request.method == "POST" else None, model=model, prefix="baru")
    preview: list[dict[str, Any]] = []
    if form.is_valid():
        values = form.values()
        reason = form.cleaned_data["change_reason"]
        if not values:
            form.add_error(None, "Pilih paling sedikit satu isian yang diubah.")
        elif len(records) > MOST_AT_ONCE:
            form.add_error(None, f"Paling banyak {MOST_AT_ONCE} sekaligus. Persempit saringan.")
        elif pick.has("konfirmasi"):
            try:
                versions = pick.seen(record.pk for record in records)
                done = change_many(model, versions, actor=request.user, values=values, reason=reason)
            except (VerbError, ValidationError) as error:
                form.refuse(error)
            else:
                messages.success(request, f"{len(done)} {kind.one} diubah.")
                return redirect("plan-list", slug=slug)
        preview = [_rehearse(model, record, values, reason, request.user) for record in records] if values else []
    context = {
        "kind": kind,
        "records": records,
        "form": form,
        "preview": preview,
        "faults": sum(bool(item["fault"]) for item in preview),
        "too_many": len(records) > MOST_AT_ONCE,
        "kept": [(k, v) for k in ["semua", "q", *kind.options] for v in source.getlist(k) if v and everything],
        "most": MOST_AT_ONCE,
        "picked": pick.picked,
        "unknown": unknown,
    }
    return render(request, "plan/many.html", context)


def _rehearse(model: type[Activity], record: Any, values: dict[str, Any], reason: str, actor: User) -> dict[str, Any]:
    """What the change would do to one record: tried in a transaction that is taken back."""
    fault = ""
    before = {name: getattr(record, name) for name in values}
    try:
        with transaction.atomic():
            change_many(model, {record.pk: record.version}, actor=actor, values=values, reason=reason)
            raise _Rehearsed
    except _Rehearsed:
        pass
    except (VerbError, ValidationError) as error:
        fault = sentence_of(error)
    named: Any = model._meta.get_field
    changes = [
        (named(name).verbose_name, _word(name, old), _word(name, values[name]))
        for name, old in before.items()
        if str(old) != str(values[name])
    ]
    return {"record": record, "changes": changes, "fault": fault}


def _word(name: str, value: Any) -> str:
    return State(value).label if name == "state" else str(value)
