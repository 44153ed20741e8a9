"""Frozen versions and their files: written once, each version chained to the one before."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

import pikepdf
from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django_tasks import task

from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.canonical import canonical_json, digest
from solok_smartcity.kit.files import write_atomically
from solok_smartcity.kit.signing import Signer, signer

from ..models import ArchivedFile, Regulation, RegulationVersion
from ..naskah.document import compile_text
from ..print.html import pages
from ..selectors.document import copy_lines, live_document, still_missing, values_given
from ..selectors.frozen import document_of, frozen_content, text_digest
from ..selectors.printed import Document
from ..workflow import CERTIFIED_COPY, Stage
from .exporting import export_file, jdih_file, order_pdf
from .papers import order_paper

# Form of an archived file: how its name ends.
FORMS = {
    "json": "json",
    "html": "html",
    "pdf-arsip": "arsip.pdf",
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "akn": "akn.xml",
    "jdih": "jdih.json",
    "txt": "txt",
}
DIGEST_LIST = "SHA256SUMS"
READ_ONLY = 0o444
SIGNED_COPY = "salinan-tte"
ORIGINAL = "asli"


def freeze(regulation: Regulation, *, actor: User | None, note: str) -> RegulationVersion:
    """Freeze the regulation as it is now, inside the caller's transaction; the caller has locked it.

    The regulation's attributes count, also those not saved yet. From enactment on the text comes from the version
    that was enacted, with the numbers and dates that were given since.
    """
    previous = regulation.versions.first()
    document = document_to_freeze(regulation, previous)
    number = previous.number + 1 if previous else 1
    content = frozen_content(document, number, previous)
    return RegulationVersion.objects.create(
        regulation=regulation,
        number=number,
        stage=regulation.stage,
        content=canonical_json(content).decode(),
        sha256=digest(content),
        text_sha256=text_digest(document),
        code=document.digest,
        previous=previous,
        note=note[:200],
        made_by_name=label_of(actor),
    )


def document_to_freeze(regulation: Regulation, previous: RegulationVersion | None) -> Document:
    """The live draft, or the enacted text with what was given since."""
    if previous is None or not Stage(previous.stage).is_enacted:
        return live_document(regulation)
    enacted = document_of(previous)
    given = values_given(regulation)
    source = replace(enacted.source, values={**enacted.source.values, **given})
    text = compile_text(source)
    changed_at = now()
    code = digest({"before": enacted.digest, "given": given})
    return replace(
        enacted,
        regulation=regulation,
        source=source,
        text=text,
        changed_at=changed_at,
        digest=code,
        missing=still_missing(enacted, regulation),
        frozen_stage=regulation.stage,
    )


def folder_of(version: RegulationVersion) -> Path:
    """Where the files of a version lie."""
    return settings.ARCHIVE_DIR / version.regulation.slug / f"v{version.number}"


def path_of(file: ArchivedFile) -> Path:
    """Where an archived file lies."""
    return folder_of(file.content_version) / file.name


def archive(version: RegulationVersion) -> list[ArchivedFile]:
    """Make the files of a version that are not there yet, each once; can be run again at any time.

    Raises ``PdfFailed``, ``SigningFailed``.
    """
    document = document_of(version)
    for form, ending in FORMS.items():
        keep(version, form, f"{version.regulation.slug}.{ending}", partial(content_in, document, version, form))
    if version.regulation.stage in (Stage.AUTHENTICATED, Stage.PUBLISHED):
        certified = partial(certified_copy, version.regulation)
        copy = keep(version, CERTIFIED_COPY, f"{version.regulation.slug}.salinan.pdf", certified)
        if (by := signer()) is not None:
            sign = partial(signed_copy, version.regulation, path_of(copy), by)
            keep(version, SIGNED_COPY, f"{version.regulation.slug}.salinan-tte.pdf", sign)
    write_atomically(folder_of(version) / DIGEST_LIST, digest_list(version).encode())
    return list(version.files.all())


def content_in(document: Document, version: RegulationVersion, form: str) -> bytes:
    """A frozen document in one of the archived forms."""
    if form == "json":
        return RegulationVersion.objects.values_list("content", flat=True).get(pk=version.pk).encode()
    if form == "html":
        return "\n".join(pages(document)).encode()
    if form in ("pdf", "pdf-arsip"):
        return order_pdf(document, "ua" if form == "pdf" else "archive").make()
    if form == "jdih":
        return jdih_file(document, _pages_of(version))
    return export_file(document, form)


def _pages_of(version: RegulationVersion) -> int | None:
    """Pages of the archived PDF, which is made before."""
    file = version.files.filter(form="pdf").first()
    if file is None:
        return None
    try:
        with pikepdf.open(path_of(file)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError:
        return None  # the record says no number of pages; verify_editions says what is wrong with the file


def certified_copy(regulation: Regulation) -> bytes:
    """The PDF of the certified copy (R119, R120)."""
    return order_paper(regulation, CERTIFIED_COPY).make()


def signed_copy(regulation: Regulation, copy: Path, by: Signer) -> bytes:
    """The certified copy with the electronic signature of the official who certifies (R121)."""
    lines = copy_lines(regulation)
    name = lines[lines.index("") + 1] if "" in lines[:-1] else regulation.region.office
    reason = f"Salinan {regulation.kind} Nomor {regulation.number} Tahun {regulation.year} sesuai dengan aslinya"
    return by.sign(copy.read_bytes(), signatory=name, reason=reason, place=regulation.region.seat)


def keep(version: RegulationVersion, form: str, name: str, make: Callable[[], bytes]) -> ArchivedFile:
    """The archived file of a form, made and entered into the digest list if it is not there yet.

    The row makes the file part of the archive: a file without one was left by a killed process and is made again.
    """
    known = version.files.filter(form=form).first()
    if known is not None:
        return known
    content = make()
    with transaction.atomic():
        Regulation.objects.select_for_update().get(pk=version.regulation_id)
        known = version.files.filter(form=form).first()
        if known is not None:
            return known
        write_atomically(folder_of(version) / name, content, READ_ONLY)
        return ArchivedFile.objects.create(
            content_version=version, form=form, name=name, sha256=sha256(content).hexdigest(), size=len(content)
        )


def digest_list(version: RegulationVersion) -> str:
    """The digests of all files of a version, as ``sha256sum`` reads them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in version.files.all())


def archive_later(regulation: Regulation) -> None:
    """Have the worker make what is missing in the archive once the decision is stored."""
    transaction.on_commit(lambda: make_archive.enqueue(regulation.pk), robust=True)


@task()
def make_archive(regulation_id: int) -> None:
    """The files of the promulgated version; a worker that was killed leaves whole files, the next run the rest."""
    version = RegulationVersion.objects.select_related(
        "regulation__region", "regulation__kind", "regulation__plan"
    ).get(regulation=regulation_id, stage=Stage.PROMULGATED)
    archive(version)
