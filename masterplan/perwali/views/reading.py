"""Page that reads an existing regulation: send its file, correct what was read, store it as law."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.decisions import VerbError, require

from ..forms import ReadForm
from ..reading.files import MOST_BYTES, read_text
from ..reading.regulation import read
from ..rules import may_draft
from ..services.read_law import LawFacts, facts_of, refusal_of, save_law


def read_regulation(request: HttpRequest) -> HttpResponse:
    """First the file, then its text with what was read and doubted; nothing is stored before *Simpan*."""
    require(may_draft(request.user))
    if request.method != "POST":
        return render(request, "perwali/read.html", {"most": MOST_BYTES // 2**20})
    file, text = request.FILES.get("file"), request.POST.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        try:
            text = _text_of(file)
        except DataFault as fault:
            return render(request, "perwali/read.html", {"most": MOST_BYTES // 2**20, "fault": str(fault)}, status=400)
    reading = read(text)
    is_first = "text" not in request.POST
    form = (
        ReadForm(initial={"text": text, **vars(facts_of(reading))})
        if is_first
        else ReadForm(request.POST, request.FILES)
    )
    if request.POST.get("tindakan") == "simpan" and form.is_valid():
        try:
            given = LawFacts(**{name: form.cleaned_data[name] for name in LawFacts.__dataclass_fields__})
            regulation, doubts = save_law(
                reading, original=file.read(), file_name=file.name, given=given, actor=request.user,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            messages.success(request, f"{regulation.kind} Nomor {regulation.number} Tahun {regulation.year} tersimpan.")
            for doubt in doubts[len(reading.doubts) :]:
                messages.info(request, doubt.message)
            return redirect("perwali-detail", slug=regulation.slug)
    elif not is_first and request.POST.get("tindakan") != "simpan":
        form = ReadForm(initial={**{name: request.POST.get(name, "") for name in form.fields}, "text": text})
    refused = form.is_bound and bool(form.errors)
    context = {"form": form, "reading": reading, "counts": reading.counts(), "refusal": refusal_of(reading)}
    return render(request, "perwali/read.html", context, status=400 if refused else 200)


def _text_of(file: UploadedFile | None) -> str:
    """The text of an uploaded file; what was written for it is gone afterwards. Raises ``DataFault``."""
    if file is None:
        raise DataFault("Pilih berkas peraturan: .txt, .docx, atau .pdf berteks.")
    if file.size > MOST_BYTES:
        raise DataFault(f"{file.name}: lebih dari {MOST_BYTES // 2**20} MB; simpan tanpa gambar atau bagi berkasnya.")
    with NamedTemporaryFile(suffix=Path(file.name).suffix) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            return read_text(Path(copy.name))
        except DataFault as fault:
            raise DataFault(str(fault).replace(Path(copy.name).name, file.name)) from None
