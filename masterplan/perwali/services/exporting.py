"""Makes documents of a regulation and keeps them by the digest of their content: equal content is made once."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path

from django.urls import reverse
from django.utils.timezone import localtime

from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.pdf import PdfAttachment, PdfOrder, order_pages
from solok_smartcity.kit.tables import XLSX

from ..models import PdfRequest, Regulation
from ..naskah.outputs.akn import akoma_ntoso
from ..naskah.outputs.jdih import as_json, jdih_record
from ..naskah.outputs.tabledata import annex_tables
from ..naskah.outputs.text import plain_text
from ..naskah.outputs.word import word_document
from ..naskah.outputs.workbook import workbook
from ..print.html import pages
from ..selectors.document import load_document
from ..selectors.printed import Document
from ..workflow import LegalStatus


def order_pdf(document: Document, variant: str = "ua") -> PdfOrder:
    """The order for a document's PDF; its key covers the printed pages, so a changed layout is made anew.

    The archive variant carries the law as data: the tables of its annexes as CSV, its tree as Akoma Ntoso.
    """
    return order_pages(pages(document), variant, law_as_data(document) if variant == "archive" else ())


def law_as_data(document: Document) -> list[PdfAttachment]:
    """What the archive PDF carries besides its pages."""
    made_at = document.changed_at.astimezone(UTC)
    out = [PdfAttachment("naskah.akn.xml", "Naskah dalam Akoma Ntoso 3.0", export_file(document, "akn"), made_at)]
    for frame, content in zip(document.text.annexes, document.annexes, strict=True):
        label = frame.label.replace("LAMPIRAN", "Lampiran")
        out += [
            PdfAttachment(name, f"Tabel {label} sebagai CSV", data, made_at)
            for name, data in annex_tables(frame, content)
        ]
    return out


def export_pdf(regulation: Regulation, variant: str, out: Path) -> tuple[Document, bool]:
    """Write the PDF of a regulation to ``out``; gives the document and whether it had to be rendered."""
    document = load_document(regulation)
    order = order_pdf(document, variant)
    fresh = not order.is_made
    write_atomically(out, order.make())
    return document, fresh


def export_file(document: Document, form: str) -> bytes:
    """The document in a form other than PDF: ``docx``, ``akn``, ``jdih``, ``xlsx`` or ``txt``; made at once."""
    return FORMS[form](document)


def _docx(document: Document) -> bytes:
    notice = document.regulation.review_note
    cover = []
    if document.text.is_draft:
        cover = [
            "LEMBAR SAMPUL RANCANGAN",
            "Lembar ini bukan bagian dari naskah peraturan.",
            notice,
            f"Sidik isi (SHA-256): {document.digest}",
            f"Tahap: {document.regulation.get_stage_display()}",
            *(f"Belum dilengkapi: {item}" for item in document.missing),
        ]
    description = f"Rancangan, isi {document.digest}. {notice}" if cover else f"Isi {document.digest}"
    return word_document(document.text, document.annexes, document.style, cover=cover, description=description[:255])


def _akn(document: Document) -> bytes:
    regulation = document.regulation
    return akoma_ntoso(
        document.text,
        document.annexes,
        jurisdiction=f"id-{document.region.code}",
        office=document.region.office,
        number=regulation.number,
        year=regulation.year,
        enacted_on=regulation.enacted_on,
        changed_on=localtime(document.changed_at).date(),
    )


SUBJECT = "KOTA CERDAS - RENCANA INDUK"


def jdih_file(document: Document, page_count: int | None = None) -> bytes:
    """The record for JDIH; ``page_count``: pages of the archived PDF, where there is one."""
    regulation, region, is_draft = document.regulation, document.region, document.text.is_draft
    record = jdih_record(
        pk=regulation.pk,
        kind_name=regulation.kind.name,
        region=region.name,
        place=region.seat,
        title=str(regulation),
        number=regulation.number,
        year=regulation.year,
        enacted_on=regulation.enacted_on,
        promulgated_on=regulation.promulgated_on,
        gazette_number=regulation.gazette_number,
        page_count=page_count,
        download=_download(regulation, is_draft),
        subject="" if regulation.read_from else SUBJECT,
        status="Rancangan" if is_draft else LegalStatus(regulation.legal_status).label,
        address=reverse("perwali-detail" if is_draft else "law-detail", args=[regulation.slug]),
        file_name=document.file_name,
        changed_at=localtime(document.changed_at),
    )
    return as_json(record)


def _download(regulation: Regulation, is_draft: bool) -> str:
    """Where the PDF is, or of a regulation that was read, its original."""
    if is_draft:
        return reverse("perwali-pdf", args=[regulation.slug])
    return reverse("law-file", args=[regulation.slug, "asli" if regulation.read_from else "pdf"])


FORMS: dict[str, Callable[[Document], bytes]] = {
    "docx": _docx,
    "akn": _akn,
    "jdih": jdih_file,
    "xlsx": lambda document: workbook(document.text, document.annexes, document.addresses()),
    "txt": lambda document: plain_text(document.text, document.annexes).encode(),
}


WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {
    "docx": WORDPROCESSING,
    "akn": "application/akn+xml",
    "jdih": "application/json",
    "xlsx": XLSX,
    "txt": "text/plain; charset=utf-8",
}


def request_state(order: PdfOrder) -> PdfRequest | None:
    """The request for this content, if somebody made one."""
    return PdfRequest.objects.filter(key=order.key).first()
