"""The editor's pages of every kind of record: list, form, conflict, history, many at once."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import Q
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, make_aware
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.models import Opd
from solok_smartcity.kit.decisions import Stale, VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.forms import VersionedForm, resolved
from solok_smartcity.kit.history import state_at, timeline
from solok_smartcity.kit.pages import refused, saved, show_conflict, version_of

from ..forms import AgencyChoice, RecordForm, form_class
from ..kinds import KINDS, Kind, year_columns
from ..models import MasterPlan, QuickWin, SubDimension
from ..models.activity import State
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


def record_of(request: HttpRequest, kind: Kind, pk: int) -> Any:
    """A record in the person's scope; raises 404."""
    record = kind.model.objects.visible_to(request.user).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The parts of the plan with the number of their records."""
    parts = [(kind, kind.model.objects.visible_to(request.user).count()) for kind in KINDS.values()]
    return render(request, "plan/index.html", {"parts": parts, "may_edit": may_edit_plan(request.user)})


def _found(request: HttpRequest, kind: Kind, query: QueryDict) -> tuple[models.QuerySet, bool]:
    """Records that match search and filters, and whether anything was asked for."""
    queryset = kind.model.objects.visible_to(request.user)
    asked = False
    if kind.filterset is not None:
        found = kind.filterset(query, queryset=queryset)
        queryset = found.qs if found.is_valid() else queryset.none()
        asked = any(query.get(name) for name in kind.options)
    words = query.get("q", "").replace("\0", "").strip()
    if words:
        condition = Q()
        for name in kind.search:
            condition |= Q(**{f"{name}__icontains": words})
        queryset, asked = queryset.filter(condition), True
    return queryset, asked


def _sorted(kind: Kind, queryset: models.QuerySet, sort: str) -> tuple[models.QuerySet, str]:
    name = sort.removeprefix("-")
    if name not in kind.sorts:
        return queryset.order_by(*kind.natural_order), ""
    return queryset.order_by(("-" if sort.startswith("-") else "") + kind.sorts[name], "pk"), sort


@require_safe
def record_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A filtered, sorted page of records, or the same as a file."""
    kind = kind_of(slug)
    queryset, asked = _found(request, kind, request.GET)
    queryset, sort = _sorted(kind, queryset, request.GET.get("urut", ""))
    chosen = [c for c in kind.columns if c.key in request.GET.getlist("kolom")]
    if request.GET.get("format") in ("xlsx", "csv"):
        return download([*kind.columns, *year_columns(kind)], kind.rows(queryset), request.GET["format"], kind.slug)
    page = Paginator(queryset, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    sorting = query.copy()
    sorting.pop("urut", None)
    context = {
        "kind": kind,
        "page": page,
        "rows": kind.rows(page.object_list),
        "columns": chosen or [c for c in kind.columns if c.key in kind.shown],
        "filters": [
            (name, label, [(str(value), text) for value, text in options()], request.GET.get(name, ""))
            for name, (label, options) in kind.options.items()
        ],
        "query": query.urlencode(),
        "sorting": sorting.urlencode(),
        "sort": sort,
        "words": request.GET.get("q", ""),
        "is_filtered": asked,
        "may_edit": may_edit_plan(request.user),
        "can_reorder": kind.is_activity and not sort and not asked,
    }
    return render(request, "plan/list.html", context)


@require_safe
def record_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One record to read, with what may be done with it."""
    kind = kind_of(slug)
    record = record_of(request, kind, pk)
    row = kind.rows(kind.model.objects.filter(pk=pk))[0]
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


def _edit(request: HttpRequest, kind: Kind, record: Any) -> HttpResponse:
    """Create or change a record with its form; a stale form becomes a page of choices."""
    require(may_edit_plan(request.user, record))
    plan = MasterPlan.objects.current()
    make = form_class(kind.model)

    def fresh() -> RecordForm:
        form = make(instance=kind.model.objects.get(pk=record.pk) if record else None, plan=plan)
        form.start(getattr(form.instance, "version", None) if record else None)
        return form

    form = fresh()
    if request.method == "POST":
        form = make(resolved(request.POST), instance=record, plan=plan)
        if form.is_valid():
            try:
                written = form.write(request.user)
            except Stale:
                return show_conflict(request, form, fresh(), back=request.path, subject=str(record))
            except (VerbError, ValidationError) as error:
                form.refuse(error)
            else:
                saved(request, f"{written} disimpan.", draft_key(kind, record))
                return redirect("plan-record", slug=kind.slug, pk=written.pk)
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


def record_create(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a new record."""
    kind = kind_of(slug)
    if not kind.creatable:
        raise Http404
    return _edit(request, kind, None)


def record_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form of a record."""
    kind = kind_of(slug)
    return _edit(request, kind, record_of(request, kind, pk))


@require_safe
def record_history(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Who changed what when and why, word by word; and the record as it was on a day."""
    kind = kind_of(slug)
    record = record_of(request, kind, pk)
    day = parse_date(request.GET.get("tanggal", "") or "") if request.GET.get("tanggal") else None
    entries = timeline(record, kind.history)
    context = {
        "kind": kind,
        "record": record,
        "page": Paginator(entries, 30).get_page(request.GET.get("page")),
        "day": day,
        "asked": request.GET.get("tanggal", ""),
        "today": localdate(),
    }
    if day is not None:
        context["facts"] = state_at(record, make_aware(datetime.combine(day, time.max)), kind.history)
    return render(request, "plan/history.html", context)


ACTIVITY_VERBS = {"hentikan": retire_activity, "aktifkan": restore_activity}


@require_POST
def activity_verb(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    """Retire, restore, move up or down; a refusal is a message on the record's page."""
    kind = kind_of(slug)
    if not kind.is_activity:
        raise Http404
    record = record_of(request, kind, pk)
    common = {"actor": request.user, "version": version_of(request)}
    back = redirect("plan-record", slug=slug, pk=pk)
    try:
        if verb in ACTIVITY_VERBS:
            ACTIVITY_VERBS[verb](kind.model, pk, reason=request.POST.get("reason", ""), **common)
            messages.success(request, f"{record} {'dihentikan' if verb == 'hentikan' else 'diaktifkan'}.")
        elif verb in ("naik", "turun"):
            reorder_activity(kind.model, pk, steps=-1 if verb == "naik" else 1, **common)
            back = redirect(f"{reverse('plan-list', args=[slug])}?{request.POST.get('query', '')}#baris-{pk}")
        elif verb == "angkat" and kind.model is QuickWin:
            program = promote_quick_win(
                pk, code=request.POST.get("code", ""), reason=request.POST.get("reason", ""), **common
            )
            messages.success(request, f"Menjadi konsep program {program.code}. Lengkapi, lalu aktifkan.")
            back = redirect("plan-record", slug="program", pk=program.pk)
        else:
            raise Http404
    except ObjectDoesNotExist:
        raise Http404 from None
    except (ValidationError, VerbError) as error:
        refused(request, error)
    return back


class ManyForm(VersionedForm):
    """One value for many activities."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Opd.objects.filter(successor__isnull=True, valid_to__isnull=True)
        self.fields["lead_opd"] = AgencyChoice(
            agencies, required=False, label="Penanggung jawab", empty_label="(tidak diubah)"
        )
        if hasattr(kind.model, "direction"):
            subdimensions = SubDimension.objects.all()
            self.fields["subdimension"] = ModelChoiceField(
                subdimensions, required=False, label="Subdimensi", empty_label="(tidak diubah)"
            )
        form_field = kind.model._meta.get_field("state").formfield(
            required=False, choices=[("", "(tidak diubah)"), *State.choices], label="Keadaan", initial=""
        )
        self.fields["state"] = form_field
        self.order_fields([name for name in self.fields if name not in self.machinery])

    def values(self) -> dict[str, Any]:
        """What shall change."""
        names = ("lead_opd", "subdimension", "state")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


class _Rehearsed(Exception):
    """Ends the transaction of a preview."""


def record_many(request: HttpRequest, slug: str) -> HttpResponse:
    """The same change of many activities: choose, preview row by row, confirm; all or none."""
    kind = kind_of(slug)
    if not kind.is_activity:
        raise Http404
    require(may_edit_plan(request.user))
    source = request.POST if request.method == "POST" else request.GET
    picked = [int(pk) for pk in source.getlist("pilih") if pk.isdigit()]
    everything = source.get("semua") == "1"
    if everything:
        queryset, _ = _found(request, kind, source)
    else:
        queryset = kind.model.objects.visible_to(request.user).filter(pk__in=picked)
    records = list(queryset.select_related("lead_opd").order_by(*kind.natural_order)[: MOST_AT_ONCE + 1])
    form = ManyForm(request.POST or None, kind=kind, prefix="baru")  # filters have the same names
    preview: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        reason = form.cleaned_data["change_reason"]
        if not values:
            form.add_error(None, "Pilih paling sedikit satu isian yang diubah.")
        elif len(records) > MOST_AT_ONCE:
            form.add_error(None, f"Paling banyak {MOST_AT_ONCE} sekaligus. Persempit saringan.")
        elif "konfirmasi" in request.POST:
            versions = {record.pk: _seen(request, record.pk) for record in records}
            try:
                done = change_many(kind.model, versions, actor=request.user, values=values, reason=reason)
            except (VerbError, ValidationError) as error:
                form.refuse(error)
            else:
                messages.success(request, f"{len(done)} {kind.one} diubah.")
                return redirect("plan-list", slug=slug)
        preview = [_rehearse(kind, record, values, reason, request.user) for record in records] if values else []
    context = {
        "kind": kind,
        "records": records,
        "form": form,
        "preview": preview,
        "source": source,
        "faults": sum(bool(item["fault"]) for item in preview),
        "too_many": len(records) > MOST_AT_ONCE,
        "kept": [(k, v) for k in ["semua", "q", *kind.options] for v in source.getlist(k) if v and everything],
        "most": MOST_AT_ONCE,
        "picked": picked,
    }
    return render(request, "plan/many.html", context)


def _seen(request: HttpRequest, pk: int) -> int | None:
    value = request.POST.get(f"versi-{pk}", "")
    return int(value) if value.isdigit() else None


def _rehearse(kind: Kind, record: Any, values: dict[str, Any], reason: str, actor: Any) -> dict[str, Any]:
    """What the change would do to one record: tried in a transaction that is taken back."""
    fault = ""
    before = {name: getattr(record, name) for name in values}
    try:
        with transaction.atomic():
            change_many(kind.model, {record.pk: record.version}, actor=actor, values=values, reason=reason)
            raise _Rehearsed
    except _Rehearsed:
        pass
    except (VerbError, ValidationError) as error:
        fault = getattr(error, "reason", "") or " ".join(error.messages)
    changes = [
        (kind.model._meta.get_field(name).verbose_name, _word(name, old), _word(name, values[name]))
        for name, old in before.items()
        if str(old) != str(values[name])
    ]
    return {"record": record, "changes": changes, "fault": fault}


def _word(name: str, value: Any) -> str:
    return State(value).label if name == "state" else str(value)
