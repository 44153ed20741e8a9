"""Pages of what planning keeps: thresholds, ceilings, synonyms, affairs, names in SIPD, checklist, editions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from solok_smartcity.kit.decisions import Stale, VerbError, require
from solok_smartcity.kit.forms import resolved
from solok_smartcity.kit.pages import refused, saved, show_conflict, version_of

from ..forms import kept_form
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


def _kept(request: HttpRequest, kind: str) -> service.Kept:
    require(may_read_alignment(request.user))
    if kind not in service.KINDS:
        raise Http404
    return service.KINDS[kind]


@require_safe
def kept_index(request: HttpRequest) -> HttpResponse:
    """The first kind."""
    require(may_read_alignment(request.user))
    return redirect("kept-list", kind=next(iter(service.KINDS)))


@require_safe
def kept_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Records of a kind."""
    kept = _kept(request, kind)
    words = request.GET.get("q", "").replace("\0", "").strip()[:100]
    queryset = kept.model.objects.all()
    related = [name for name in kept.shown if kept.model._meta.get_field(name).is_relation]
    if words and kind in SEARCHED:
        found = Q()
        for name in SEARCHED[kind]:
            found |= Q(**{f"{name}__icontains": words})
        queryset = queryset.filter(found)
    page = Paginator(queryset.select_related(*related), PAGE_SIZE).get_page(request.GET.get("page"))
    heads = [str(kept.model._meta.get_field(name).verbose_name) for name in kept.shown]
    rows = [(record, [_cell(record, name) for name in kept.shown]) for record in page.object_list]
    context = frame(request, chosen_year(request), "pengaturan") | {
        "kind": kind,
        "title": kept.model._meta.verbose_name_plural,
        "heads": heads,
        "rows": rows,
        "page": page,
        "words": words,
        "searchable": kind in SEARCHED,
        "may_write": may_keep_nomenclature(request.user),
        "kinds": [(key, item.model._meta.verbose_name_plural) for key, item in service.KINDS.items()],
        "may_add": kind != "edisi",
        "query": f"q={words}" if words else "",
    }
    return render(request, "rkpd/kept_list.html", context)


def _cell(record: Any, name: str) -> Any:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return {True: "ya", False: "tidak"}.get(value, value) if isinstance(value, bool) else value


def kept_edit(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """The form of a record; two people on one record get the page of choices."""
    kept = _kept(request, kind)
    require(may_keep_nomenclature(request.user))
    record = kept.model.objects.filter(pk=pk).first() if pk else None
    if (pk and record is None) or (pk is None and kind == "edisi"):
        raise Http404
    form_class = kept_form(kind)

    def fresh() -> Any:
        form = form_class(instance=kept.model.objects.get(pk=pk) if pk else None)
        form.start(getattr(form.instance, "version", None) if pk else None)
        return form

    form = fresh()
    if request.method == "POST":
        form = form_class(resolved(request.POST), instance=record)
        if form.is_valid():
            try:
                done = service.keep_record(
                    kind,
                    actor=request.user,
                    pk=pk,
                    version=form.cleaned_data["version_seen"],
                    values=form.values(),
                    reason=form.cleaned_data["change_reason"],
                )
            except Stale:
                return show_conflict(request, form, fresh(), back=request.path, subject=str(record))
            except (VerbError, ValidationError) as error:
                form.refuse(error)
            else:
                saved(request, f"{done} disimpan.", f"{kind}-{pk or 'baru'}")
                return redirect("kept-list", kind=kind)
    context = frame(request, chosen_year(request), "pengaturan") | {
        "form": form,
        "record": record,
        "kind": kind,
        "title": kept.model._meta.verbose_name,
        "removable": kept.removable and record is not None,
        "draft_key": f"{kind}-{pk or 'baru'}",
    }
    return render(request, "rkpd/kept_form.html", context)


@require_POST
def kept_remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a record away."""
    kept = _kept(request, kind)
    require(may_keep_nomenclature(request.user))
    if not kept.removable:
        raise Http404
    try:
        service.remove_record(
            kind, pk, actor=request.user, version=version_of(request), reason=request.POST.get("reason", "")
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    except (VerbError, ValidationError) as error:
        refused(request, error)
        return redirect("kept-edit", kind=kind, pk=pk)
    messages.success(request, "Dihapus. Riwayatnya tetap tersimpan.")
    return redirect("kept-list", kind=kind)
