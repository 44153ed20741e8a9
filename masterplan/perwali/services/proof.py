"""Proof: every digest recomputed, every file read again, and whether a paper somebody holds is ours."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import pikepdf
from django.conf import settings

from masterplan.plan.models import EditionSnapshot
from masterplan.plan.selectors.editions import PLAN
from solok_smartcity.kit.frozen import Flaw, flaws_of

from ..models import ArchivedFile, RegulationVersion
from ..selectors.frozen import VERSION
from ..workflow import LegalStatus, Stage
from .versions import DIGEST_LIST, path_of

MOST_BYTES = 20 * 1024 * 1024
CODE = re.compile(r"[0-9a-f]{12,64}")
IN_FILE = re.compile(r"\b[Ii]si ([0-9a-f]{64})\b")


# --- Everything we keep ------------------------------------------------------------------------------------


@dataclass
class Report:
    """What was looked at, and every flaw."""

    editions: int = 0
    versions: int = 0
    files: int = 0
    flaws: tuple[Flaw, ...] = ()


def verify_all() -> Report:
    """Recompute every digest of editions, versions and archived files; changes nothing."""
    report = Report()
    report.flaws = (*_editions(report), *_versions(report), *_files(report))
    return report


def _editions(report: Report) -> Iterator[Flaw]:
    for snapshot in EditionSnapshot.objects.select_related("edition").order_by("pk").iterator():
        report.editions += 1
        yield from flaws_of(f"Edisi {snapshot.edition.number}", snapshot.content, snapshot.sha256, PLAN)


def _versions(report: Report) -> Iterator[Flaw]:
    before: dict[int, RegulationVersion] = {}
    rows = RegulationVersion.objects.select_related("regulation").order_by("regulation_id", "number")
    for version in rows.iterator(chunk_size=20):
        report.versions += 1
        place = f"Peraturan {version.regulation.slug}, versi {version.number}"
        previous = before.get(version.regulation_id)
        before[version.regulation_id] = version
        yield from flaws_of(place, version.content, version.sha256, VERSION)
        try:
            content = json.loads(version.content)
        except ValueError:
            continue
        if (content.get("previous"), version.previous_id) != (
            (previous.sha256, previous.pk) if previous else (None, None)
        ) or version.number != (previous.number + 1 if previous else 1):
            yield Flaw(place, "rantai versi terputus: sidik versi sebelumnya lain")
        for name, kept in (("code", version.code), ("stage", version.stage), ("regulation", version.regulation.slug)):
            if content.get(name) != kept:
                yield Flaw(place, f"kolom {name} tidak sesuai isi beku")


def _files(report: Report) -> Iterator[Flaw]:
    known = set()
    for file in ArchivedFile.objects.select_related("content_version__regulation").order_by("pk").iterator():
        report.files += 1
        path = path_of(file)
        known.add(path)
        place = f"{file.content_version.regulation.slug}, versi {file.content_version.number}, {file.name}"
        try:
            content = path.read_bytes()
        except OSError:
            yield Flaw(place, "berkas arsip tidak ada atau tidak terbaca")
            continue
        if len(content) != file.size or sha256(content).hexdigest() != file.sha256:
            yield Flaw(place, "berkas arsip tidak sesuai sidiknya")
    if settings.ARCHIVE_DIR.exists():
        for path in sorted(settings.ARCHIVE_DIR.rglob("*")):
            if path.is_file() and path not in known and path.name != DIGEST_LIST:
                yield Flaw(str(path.relative_to(settings.ARCHIVE_DIR)), "berkas tidak tercatat dalam daftar sidik")


# --- A paper somebody holds ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What we can say of a file or code: ours or not, byte for byte or only by its code, which version, its worth."""

    is_ours: bool
    is_exact: bool
    sentence: str
    version: RegulationVersion | None = None
    file: ArchivedFile | None = None

    @property
    def status(self) -> str:
        """What the regulation is worth today."""
        if self.version is None:
            return ""
        regulation = self.version.regulation
        if Stage(self.version.stage) in Stage.promulgated():
            return LegalStatus(regulation.legal_status).label
        return "Rancangan, bukan naskah yang diundangkan" if regulation.legal_status else "Rancangan, belum berlaku"

    @property
    def is_public(self) -> bool:
        """Whether its regulation may be named to everybody; of drafts only the state of the check is told."""
        return self.version is not None and Stage(self.version.stage) in Stage.promulgated()


STRANGER = "Dokumen ini tidak dikenal: sidiknya tidak ada dalam arsip, dan tidak memuat kode versi dari portal ini."


def verify_file(content: bytes) -> Verdict:
    """Whether bytes are a document of this city; the bytes are not kept."""
    digest = sha256(content).hexdigest()
    file = (
        ArchivedFile.objects.filter(sha256=digest, content_version__regulation__region__is_own=True)
        .select_related("content_version__regulation__region", "content_version__regulation__kind")
        .order_by("-pk")
        .first()
    )
    if file is not None:
        version = _without_content(file.content_version)
        return Verdict(True, True, "Dokumen ini sama bita demi bita dengan berkas arsip.", version, file)
    named = _by_code(code_in(content))
    if named is not None:
        return Verdict(
            True,
            False,
            "Dokumen ini memuat kode versi dari portal ini, tetapi berkasnya tidak sama dengan berkas arsip: isinya "
            "mungkin telah diubah, dicetak ulang, atau ditandatangani. Bandingkan dengan naskah resmi.",
            named,
        )
    return Verdict(False, False, STRANGER)


def verify_code(code: str) -> Verdict:
    """Whether the code of a cover sheet (at least twelve digits of the digest) belongs to a version of ours."""
    code = re.sub(r"\s", "", code).lower()
    if not CODE.fullmatch(code):
        return Verdict(False, False, "Tulis kode versi: 12 sampai 64 tanda dari 0 sampai 9 dan a sampai f.")
    version = _by_code(code)
    if version is None:
        return Verdict(False, False, "Kode ini tidak dikenal: tidak ada versi beku dengan kode itu.")
    return Verdict(True, False, "Kode ini milik versi beku portal ini.", version)


def code_in(content: bytes) -> str:
    """The code a PDF of ours carries in its description; empty for anything else."""
    if not content.startswith(b"%PDF"):
        return ""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            found = IN_FILE.search(str(pdf.docinfo.get("/Subject", "")))
    except (pikepdf.PdfError, ValueError, RecursionError, RuntimeError):
        return ""
    return found[1] if found else ""


def _by_code(code: str) -> RegulationVersion | None:
    if not code:
        return None
    found = RegulationVersion.objects.filter(code__startswith=code, regulation__region__is_own=True).defer("content")
    return found.select_related("regulation__region", "regulation__kind", "regulation__plan").order_by("-pk").first()


def _without_content(version: RegulationVersion) -> RegulationVersion:
    found = RegulationVersion.objects.defer("content")
    return found.select_related("regulation__region", "regulation__kind", "regulation__plan").get(pk=version.pk)
