"""Public pages: regulations in force with their files, and the check of a document or code."""

from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle

from ..api.exports import VerificationView
from ..forms import VerifyForm
from ..models import ArchivedFile, Regulation
from ..selectors.amending import consolidated
from ..selectors.document import load_document
from ..selectors.outline import regulation_rows
from ..selectors.printed import Document
from ..services.proof import MOST_BYTES, Verdict, verify_code, verify_file
from ..services.versions import path_of
from ..workflow import LegalStatus

NAMES = {
    "asli": "Naskah asli",
    "pdf": "PDF untuk pembaca",
    "pdf-arsip": "PDF arsip (PDF/A)",
    "salinan": "Salinan",
    "salinan-tte": "Salinan bertanda tangan elektronik",
    "docx": "Word",
    "xlsx": "Excel",
    "akn": "Akoma Ntoso",
    "jdih": "JDIH",
    "txt": "Teks",
    "json": "Isi beku (JSON)",
    "html": "HTML",
}


def in_force() -> QuerySet[Regulation]:
    """Regulations everybody may read."""
    return (
        Regulation.objects.public()
        .with_parts()
        .select_related("amends", "amends__repealed_by__kind", "repealed_by__kind")
    )


@login_not_required
@require_safe
def law_list(request: HttpRequest) -> HttpResponse:
    """Regulations in Berita Daerah."""
    found = regulation_rows(Regulation.objects.public().order_by("-year", "-number"))
    rows = [{**row, "status_name": LegalStatus(row["legal_status"]).label} for row in found]
    return render(request, "perwali/law_list.html", {"rows": rows})


def _law(slug: str) -> Regulation:
    """A regulation everybody may read; raises 404."""
    return get_object_or_404(in_force(), slug=slug)


def _shown(regulation: Regulation, document: Document) -> dict[str, Any]:
    """What the pages of a law share."""
    return {
        "regulation": regulation,
        "text": document.text,
        "document": document,
        "annexes": list(zip(document.text.annexes, document.annexes, strict=True)),
        "repealer": (regulation.amends or regulation).repealed_by,
        "repealed": regulation.repeals.with_parts().order_by("year", "number"),
        "amendments": regulation.amendments.promulgated().order_by("year", "number"),
    }


@login_not_required
@require_safe
def law_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One regulation: its text as frozen, its status, its files with digests, what amends it."""
    regulation = _law(slug)
    files = {file.form: file for file in ArchivedFile.objects.filter(content_version__regulation=regulation)}
    context = {
        **_shown(regulation, load_document(regulation)),
        "files": [(files[form], name) for form, name in NAMES.items() if form in files],
    }
    return render(request, "perwali/law_detail.html", context)


@login_not_required
@require_safe
def law_consolidated(request: HttpRequest, slug: str) -> HttpResponse:
    """The law with its amendments put in, to be read; not the official text."""
    regulation = _law(slug)
    if regulation.amends is not None:
        return redirect("law-consolidated", slug=regulation.amends.slug)
    document, notes = consolidated(regulation)
    return render(request, "perwali/law_consolidated.html", {**_shown(regulation, document), "notes": notes})


@login_not_required
@require_safe
def law_file(request: HttpRequest, slug: str, form: str) -> FileResponse:
    """A file of the archive, as it was frozen."""
    regulations = Regulation.objects.visible_to(request.user).promulgated()
    found = ArchivedFile.objects.filter(content_version__regulation__in=regulations.filter(slug=slug), form=form)
    file = found.select_related("content_version__regulation").order_by("-pk").first()
    if file is None or not path_of(file).exists():
        raise Http404
    response = FileResponse(path_of(file).open("rb"), as_attachment=form != "pdf", filename=file.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if form == "html":
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


@login_not_required
@csrf_protect
def verification(request: HttpRequest) -> HttpResponse:
    """Whether a document or a code is ours; nothing uploaded is kept."""
    verdict, fault, status, form = None, "", 200, VerifyForm.of(request)
    if request.method == "POST":
        if _too_many(request):
            fault, status = "Terlalu banyak pemeriksaan dari alamat ini. Tunggu satu menit, lalu coba lagi.", 429
        else:
            verdict, fault = _verdict(**form.values())
            status = 400 if fault else 200
    context = {"verdict": verdict, "fault": fault, "code": form.data.get("kode", "")}
    return render(request, "perwali/verification.html", context, status=status)


def _verdict(berkas: "UploadedFile[Any] | None", kode: str) -> tuple[Verdict | None, str]:
    """What the document or the code is, or the sentence that says what is wrong with it."""
    if berkas is not None and (berkas.size or 0) > MOST_BYTES:
        return None, f"Berkas terlalu besar. Paling besar {MOST_BYTES // 1024 // 1024} MB."
    if berkas is not None and not berkas.size:
        return None, "Berkas kosong. Pilih berkas lain."
    if berkas is not None:
        return verify_file(berkas.read()), ""
    if kode.strip():
        return verify_code(kode), ""
    return None, "Pilih berkas atau tulis kode versi."


def _too_many(request: HttpRequest) -> bool:
    """The limit of the API, counted together with it."""
    return not ScopedRateThrottle().allow_request(cast(Request, request), VerificationView())
