"""Page that reads an existing regulation: send its file, correct what was read, store it as law."""

from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.decisions import VerbError, require

from ..forms import FirstReadForm, ReadForm
from ..naskah.reading.files import ENDINGS, KINDS, MOST_BYTES, read_text
from ..naskah.reading.regulation import read
from ..rules import may_draft
from ..services.read_law import LawFacts, facts_of, known_region, refusal_of, save_law

MOST_TEXT = 2_000_000  # it comes back in a form


def read_regulation(request: SignedIn) -> HttpResponse:
    """First the file, then its text with what was read and doubted; nothing is stored before *Simpan*."""
    require(may_draft(request.user))
    if request.method != "POST":
        return render(request, "perwali/read.html", {"most": MOST_BYTES // 2**20})
    sent = FirstReadForm.of(request)
    file, text, pressed = (sent.values()[name] for name in ("file", "text", "tindakan"))
    text, is_first = text.replace("\r\n", "\n"), not sent.has("text")
    if is_first:
        try:
            text = _text_of(file)
        except DataFault as fault:
            return render(request, "perwali/read.html", {"most": MOST_BYTES // 2**20, "fault": str(fault)}, status=400)
    reading = read(text)
    read_now = {"text": text, **vars(facts_of(reading)), "sha256": _digest(file)}
    form = ReadForm(initial=read_now) if is_first else ReadForm(request.POST, request.FILES)
    if pressed == "simpan" and form.is_valid():
        try:
            original = form.cleaned_data["file"]
            given = LawFacts(**{name: form.cleaned_data[name] for name in LawFacts.__dataclass_fields__})
            regulation, doubts = save_law(
                reading,
                original=original.read(),
                file_name=original.name,
                given=given,
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            messages.success(request, f"{regulation.kind} Nomor {regulation.number} Tahun {regulation.year} tersimpan.")
            for doubt in doubts[len(reading.doubts) :]:
                messages.info(request, doubt.message)
            return redirect("perwali-detail", slug=regulation.slug)
    elif not is_first and pressed != "simpan":
        typed = {name: sent.data.get(name, "").strip() for name in form.fields if name != "text"}
        form = ReadForm(initial={**read_now, **{name: value for name, value in typed.items() if value}})
    refused = form.is_bound and bool(form.errors)
    context = {
        "form": form,
        "reading": reading,
        "counts": reading.counts(),
        "refusal": refusal_of(reading),
        "region": known_region(reading),
    }
    return render(request, "perwali/read.html", context, status=400 if refused else 200)


def _digest(file: "UploadedFile[Any] | None") -> str:
    if file is None:
        return ""
    file.seek(0)
    digest = sha256(file.read()).hexdigest()
    file.seek(0)
    return digest


def _text_of(file: "UploadedFile[Any] | None") -> str:
    """The text of an uploaded file; what was written for it is gone afterwards. Raises ``DataFault``."""
    if file is None:
        raise DataFault("Pilih berkas peraturan: .txt, .docx, atau .pdf berteks.")
    name = file.name or ""
    if (file.size or 0) > MOST_BYTES:
        raise DataFault(f"{name}: lebih dari {MOST_BYTES // 2**20} MB; simpan tanpa gambar atau bagi berkasnya.")
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        raise DataFault(f"{name}: kirim {KINDS}.")
    with NamedTemporaryFile(suffix=ending) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            text = read_text(Path(copy.name))
        except DataFault as fault:
            raise DataFault(str(fault).replace(Path(copy.name).name, name)) from None
    if len(text.encode()) > MOST_TEXT:
        raise DataFault(f"{name}: teksnya terlalu panjang untuk diperbaiki di halaman ini; minta administrator.")
    return text
