"""Pages of what planning keeps: thresholds, ceilings, synonyms, affairs, names in SIPD, checklist, editions."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.verb_forms import ToldAttempt, VerbForm, edited, kept_query, page_of

from ..filters import kept_filter
from ..forms import KeptForm, kept_form
from ..rules import may_keep_nomenclature, may_read_alignment
from ..services import upkeep as service
from .board import chosen_year, frame

PAGE_SIZE = 50
SEARCHED = {
    "sinonim": ("everyday", "official"),
    "urusan": ("opd__name", "bidang_code"),
    "nama-sipd": ("name",),
    "pagu-indikatif": ("opd__name",),
    "butir-pemeriksaan": ("text",),
}


def _kept(request: SignedIn, kind: str) -> service.Kept:
    require(may_read_alignment(request.user))
    if kind not in service.KINDS:
        raise Http404
    return service.KINDS[kind]


def _records(kept: service.Kept) -> QuerySet[Any]:
    return kept.model._default_manager.all()


@require_safe
def kept_index(request: SignedIn) -> HttpResponse:
    """The first kind."""
    require(may_read_alignment(request.user))
    return redirect("kept-list", kind=next(iter(service.KINDS)))


@require_safe
def kept_list(request: SignedIn, kind: str) -> HttpResponse:
    """Records of a kind."""
    kept = _kept(request, kind)
    meta: Any = kept.model._meta
    related = [name for name in kept.shown if meta.get_field(name).is_relation]
    filters = kept_filter(SEARCHED.get(kind, ())).of(request, _records(kept).select_related(*related))
    page, _ = page_of(request, filters.qs, PAGE_SIZE)
    heads = [str(meta.get_field(name).verbose_name) for name in kept.shown]
    rows = [(record, [_cell(record, name) for name in kept.shown]) for record in page.object_list]
    context = frame(request, chosen_year(request), "pengaturan") | {
        "kind": kind,
        "title": kept.model._meta.verbose_name_plural,
        "heads": heads,
        "rows": rows,
        "page": page,
        "words": filters.query.chosen["q"].strip(),
        "searchable": kind in SEARCHED,
        "may_write": may_keep_nomenclature(request.user),
        "kinds": [(key, item.model._meta.verbose_name_plural) for key, item in service.KINDS.items()],
        "may_add": kind != "edisi",
        "query": kept_query(request),
    }
    return render(request, "rkpd/kept_list.html", context)


def _cell(record: Any, name: str) -> Any:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return {True: "ya", False: "tidak"}.get(value, value) if isinstance(value, bool) else value


def kept_edit(request: SignedIn, kind: str, pk: int | None = None) -> HttpResponse:
    """The form of a record; two people on one record get the page of choices."""
    kept = _kept(request, kind)
    require(may_keep_nomenclature(request.user))
    if pk is None and kind == "edisi":
        raise Http404
    record = get_object_or_404(_records(kept), pk=pk) if pk else None
    form_class, key = kept_form(kind), f"{kind}-{pk or 'baru'}"

    def fresh() -> KeptForm:
        form = form_class(instance=_records(kept).get(pk=pk) if pk else None)
        form.start(getattr(form.instance, "version", None) if pk else None)
        return form

    def write(form: KeptForm) -> Any:
        return service.keep_record(
            kind,
            actor=request.user,
            pk=pk,
            version=form.cleaned_data["version_seen"],
            values=form.values(),
            reason=form.cleaned_data["change_reason"],
        )

    def done(written: Any) -> HttpResponse:
        saved(request, f"{written} disimpan.", key)
        return redirect("kept-list", kind=kind)

    form, answer = edited(
        request, make=partial(form_class, instance=record), fresh=fresh, write=write, done=done, subject=str(record)
    )
    if answer is not None:
        return answer
    context = frame(request, chosen_year(request), "pengaturan") | {
        "form": form,
        "record": record,
        "kind": kind,
        "title": kept.model._meta.verbose_name,
        "removable": kept.removable and record is not None,
        "draft_key": key,
    }
    return render(request, "rkpd/kept_form.html", context)


@require_POST
def kept_remove(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """Take a record away."""
    kept = _kept(request, kind)
    require(may_keep_nomenclature(request.user))
    if not kept.removable:
        raise Http404
    with ToldAttempt(request):
        service.remove_record(kind, pk, actor=request.user, **VerbForm.of(request).values())
        messages.success(request, "Dihapus. Riwayatnya tetap tersimpan.")
        return redirect("kept-list", kind=kind)
    return redirect("kept-edit", kind=kind, pk=pk)
