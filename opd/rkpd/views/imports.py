"""Pages of the imports: send a file, look at its preview, confirm."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from opd.renja.models import Round
from solok_smartcity.kit.decisions import Decision, VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import refused, version_of
from solok_smartcity.kit.tables import Column

from ..models import RkpdImport, RkpdRound, Upload
from ..rules import may_read_alignment, may_upload
from ..services import uploads as service
from .board import chosen_year, frame

PAGE_SIZE = 30
RKPD_COLUMNS = [
    Column("imported__year", "Tahun", "year"),
    Column("opd__code", "Kode perangkat daerah", width=20),
    Column("opd__name", "Perangkat daerah", width=40),
    Column("code", "Kode sub kegiatan", width=22),
    Column("name", "Sub kegiatan", width=50),
    Column("indicator", "Indikator", width=40),
    Column("target", "Target", "number"),
    Column("unit", "Satuan"),
    Column("location", "Lokasi", width=30),
    Column("pagu", "Pagu (Rp)", "money", 20),
    Column("forward", "Prakiraan maju (Rp)", "money", 20),
    Column("fund_source", "Sumber dana", width=30),
    Column("priority", "Prioritas daerah", width=30),
    Column("program_code", "Program Kota Cerdas"),
    Column("source", "Asal baris", width=24),
]
NOT_FOR_YOU = Decision(False, "no_import", "Impor dikerjakan perencanaan daerah, dan Renja oleh perangkat daerahnya.")


def import_list(request: HttpRequest) -> HttpResponse:
    """Files that were sent, and the form for another one."""
    require(may_read_alignment(request.user))
    kinds = [(kind, name) for kind, name in Upload.Kind.choices if may_upload(request.user, kind).allowed]
    if not kinds:
        require(NOT_FOR_YOU)
    year, faults = chosen_year(request), dict[str, Any]()
    if request.method == "POST":
        sent = {name: request.POST.get(name, "") for name in ("year", "round", "edition", "first_year", "title")}
        sent["is_partial"] = request.POST.get("is_partial")
        kind = request.POST.get("kind", "")
        if kind == Upload.Kind.RENJA:
            sent["round"] = request.POST.get("renja_round", sent["round"])
        try:
            upload = service.receive(actor=request.user, kind=kind, file=request.FILES.get("file"), options=sent)
        except (VerbError, ValidationError) as error:
            if getattr(error, "status", 0) == 403:
                raise
            faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        else:
            return redirect("import-detail", pk=upload.pk)
    page = Paginator(Upload.objects.visible_to(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = frame(request, year, "impor") | {
        "page": page,
        "kinds": kinds,
        "faults": [text for texts in faults.values() for text in texts],
        "posted": request.POST,
        "rkpd_rounds": RkpdRound.choices,
        "renja_rounds": Round.choices,
        "versions": RkpdImport.objects.all()[:20],
    }
    return render(request, "rkpd/imports.html", context, status=400 if faults else 200)


def _upload(request: HttpRequest, pk: int) -> Upload:
    require(may_read_alignment(request.user))
    found = Upload.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of a file; while the worker reads or stores it, only its progress comes (every two seconds)."""
    upload = _upload(request, pk)
    context = {"upload": upload, "may_confirm": may_upload(request.user, upload.kind).allowed}
    if request.htmx:
        return render(request, "rkpd/_import.html", context)
    context |= frame(request, chosen_year(request), "impor")
    return render(request, "rkpd/import.html", context)


@require_safe
def rkpd_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of the RKPD as a file that can be imported again."""
    require(may_read_alignment(request.user))
    version = RkpdImport.objects.filter(pk=pk).first()
    if version is None:
        raise Http404
    fields = (
        "imported__year",
        "opd__code",
        "opd__name",
        "code",
        "name",
        "indicator",
        "target",
        "unit",
        "location",
        "pagu",
        "forward",
        "fund_source",
        "priority",
        "program_code",
        "source",
    )
    form = "csv" if request.GET.get("format") == "csv" else "xlsx"
    rows = list(version.items.order_by("pk").values(*fields))
    return download(RKPD_COLUMNS, rows, form, f"rkpd-{version.year}-{version.round}-{version.number}")


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a preview."""
    _upload(request, pk)
    try:
        service.confirm_upload(pk, actor=request.user, version=version_of(request))
    except VerbError as error:
        refused(request, error)
    return redirect("import-detail", pk=pk)
