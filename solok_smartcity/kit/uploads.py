"""Uploaded files: type and size checked by content, kept outside static, given out only as attachment."""

import re
import zipfile

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

MAX_BYTES = 10 * 1024 * 1024
MEBIBYTE = 1024 * 1024
SIGNATURES = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
KINDS = "PDF, PNG, JPG, DOCX, atau XLSX"


def kind_of(file: "File[bytes]") -> str | None:
    """What a file is by its content: ``pdf``, ``png``, ``jpg``, ``docx``, ``xlsx``, or nothing we take."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    for kind, signature in SIGNATURES.items():
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(file) as archive:
                names = set(archive.namelist())
        except zipfile.BadZipFile:
            return None
        finally:
            file.seek(0)
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            return None
        return next((kind for kind, part in OFFICE.items() if part in names), None)
    return None


def check_upload(file: "File[bytes]") -> None:
    """Validator of file fields: a new upload must be of a known kind, small enough, and named as what it is."""
    if isinstance(file, FieldFile) and getattr(file, "_committed", False):
        return
    if file.size > MAX_BYTES:
        raise ValidationError(
            f"Berkas terlalu besar ({file.size / MEBIBYTE:.1f} MB). Paling besar {MAX_BYTES // MEBIBYTE} MB; "
            "pindai ulang dengan resolusi lebih rendah.".replace(".", ",", 1)
        )
    if file.size == 0:
        raise ValidationError("Berkas kosong. Pilih berkas lain.")
    kind = kind_of(file)
    if kind is None:
        raise ValidationError(f"Isi berkas tidak dikenali. Unggah {KINDS} tanpa makro.")
    ending = (file.name or "").rpartition(".")[2].lower()
    if ending != kind and not (kind == "jpg" and ending == "jpeg"):
        raise ValidationError(f"Isi berkas adalah {kind.upper()}, tetapi namanya berakhiran .{ending}.")


def attachment(file: FieldFile) -> FileResponse:
    """An uploaded file as download; the caller has checked the scope. Raises 404 when there is none."""
    if not file:
        raise Http404
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = re.sub(r"[^\w.() -]", "_", (file.name or "").rpartition("/")[2])
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
