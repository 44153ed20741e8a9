"""Pages of the imports: send a file, look at its preview, confirm."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.requests import SignedIn
from opd.renja.models import Round
from solok_smartcity.kit.decisions import Decision, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.verb_forms import Attempt, SeenForm, ToldAttempt, file_form, page_of

from ..forms import ImportForm
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


def import_list(request: SignedIn) -> HttpResponse:
    """Files that were sent, and the form for another one."""
    require(may_read_alignment(request.user))
    kinds = [(kind, name) for kind, name in Upload.Kind.choices if may_upload(request.user, kind).allowed]
    if not kinds:
        require(NOT_FOR_YOU)
    year, form, tried = chosen_year(request), ImportForm.of(request), Attempt()
    if request.method == "POST":
        with tried:
            upload = service.receive(actor=request.user, **form.arguments())
            return redirect("import-detail", pk=upload.pk)
    page, _ = page_of(request, Upload.objects.visible_to(request.user), PAGE_SIZE)
    context = frame(request, year, "impor") | {
        "page": page,
        "kinds": kinds,
        "faults": getattr(tried.error, "messages", [tried.sentence] if tried.error else []),
        "posted": form.data,
        "rkpd_rounds": RkpdRound.choices,
        "renja_rounds": Round.choices,
        "versions": RkpdImport.objects.all()[:20],
    }
    return render(request, "rkpd/imports.html", context, status=400 if tried.error else 200)


def _upload(request: SignedIn, pk: int) -> Upload:
    require(may_read_alignment(request.user))
    found: Upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    return found


@require_safe
def import_detail(request: SignedIn, pk: int) -> HttpResponse:
    """The preview of a file; while the worker reads or stores it, only its progress comes (every two seconds)."""
    upload = _upload(request, pk)
    context = {"upload": upload, "may_confirm": may_upload(request.user, upload.kind).allowed}
    if request.htmx:
        return render(request, "rkpd/_import.html", context)
    context |= frame(request, chosen_year(request), "impor")
    return render(request, "rkpd/import.html", context)


@require_safe
def rkpd_file(request: SignedIn, pk: int) -> HttpResponse:
    """One version of the RKPD as a file that can be imported again."""
    require(may_read_alignment(request.user))
    version = get_object_or_404(RkpdImport, pk=pk)
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
    form = file_form(request) or "xlsx"
    rows = list(version.items.order_by("pk").values(*fields))
    return download(RKPD_COLUMNS, rows, form, f"rkpd-{version.year}-{version.round}-{version.number}")


@require_POST
def import_confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Confirm a preview."""
    _upload(request, pk)
    with ToldAttempt(request):
        service.confirm_upload(pk, actor=request.user, **SeenForm.of(request).values())
    return redirect("import-detail", pk=pk)
