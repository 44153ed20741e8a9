"""Everything a regulation prints besides its own text, by name: certified copy, control sheet, matrices."""

import re

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import WrongState
from solok_smartcity.kit.indonesian import long_date
from solok_smartcity.kit.pdf import PdfOrder, order_pages

from ..models import Regulation, Remark
from ..naskah.comparison import compare
from ..print.html import pages
from ..print.papers import Matrix, comparison_matrix, control_pages, matrix_pages, text_matrix
from ..selectors.amending import consolidated
from ..selectors.document import copy_lines, live_document, load_document
from ..selectors.frozen import document_of, text_digest
from ..selectors.life import initials_of, latest_version
from ..selectors.printed import Document
from ..workflow import CERTIFIED_COPY, CONSOLIDATED, TEXT, Stage
from .exporting import order_pdf

NAMES = {
    TEXT: "Naskah peraturan",
    CERTIFIED_COPY: "Salinan",
    "kendali": "Lembar kendali paraf",
    CONSOLIDATED: "Naskah konsolidasi",
    "masukan": "Matriks masukan masyarakat",
    "tindak-lanjut": "Matriks tindak lanjut",
}
NOT_OFFICIAL = "NASKAH KONSOLIDASI, BUKAN NASKAH RESMI. Yang mengikat adalah naskah yang diundangkan."
COMPARED = re.compile(r"matriks-([0-9]{1,4})-([0-9]{1,4})")


def order_paper(regulation: Regulation, paper: str, variant: str = "ua") -> PdfOrder:
    """The order for a paper's PDF; raises ``LookupError`` for an unknown one, ``WrongState`` where it is too early."""
    if paper == TEXT:
        return order_pdf(load_document(regulation), variant)
    return order_pages(paper_pages(regulation, paper), variant)


def paper_pages(regulation: Regulation, paper: str) -> list[str]:
    """The HTML of a paper beside the text."""
    if paper == CERTIFIED_COPY:
        return copy_pages(regulation)
    if paper == CONSOLIDATED:
        return consolidated_pages(regulation)
    if paper == "kendali":
        return _control(regulation)
    return matrix_pages(matrix_of(regulation, paper))


def copy_pages(regulation: Regulation) -> list[str]:
    """The certified copy: SALINAN, ttd, and the block of the official who certifies (R119, R120)."""
    if Stage(regulation.stage) not in Stage.promulgated():
        raise WrongState("Salinan dibuat setelah peraturan diundangkan.")
    if regulation.read_from:
        raise WrongState("Peraturan ini disusun di luar portal: salinan dibuat dari naskah aslinya.")
    return pages(load_document(regulation), copy_lines(regulation))


def consolidated_pages(regulation: Regulation) -> list[str]:
    """The law with its amendments put in, marked as not official, with a note per changed element (5.3)."""
    if Stage(regulation.stage) not in Stage.promulgated() or regulation.amends_id:
        raise WrongState("Naskah konsolidasi dibuat dari peraturan induk yang sudah diundangkan.")
    document, notes = consolidated(regulation)
    return pages(document, mark=NOT_OFFICIAL, notes=notes)


def _control(regulation: Regulation) -> list[str]:
    digest = text_digest(live_document(regulation))
    states = initials_of(regulation, digest)
    return control_pages(
        regulation=regulation,
        stage=regulation.get_stage_display(),
        version=latest_version(regulation),
        digest=digest,
        states=states,
        void=[item for state in states for item in state.void],
    )


def matrix_of(regulation: Regulation, paper: str) -> Matrix:
    """A matrix by its name: two versions (``matriks-1-3``, 0 is the present text), or remarks with their answers."""
    subject = f"{regulation.kind} tentang {regulation}"
    if match := COMPARED.fullmatch(paper):
        before, after = (version_document(regulation, int(number)) for number in match.groups())
        names = tuple(_name(int(number)) for number in match.groups())
        changes = compare(before.passages(), after.passages())
        return comparison_matrix("Persandingan versi", [subject], changes, names)  # type: ignore[arg-type]
    day = f"Keadaan {long_date(today())}"
    if paper == "masukan":
        rows = _remarks(regulation, Remark.Channel.PUBLIC)
        columns = (("Pengusul", 15), ("Ketentuan", 25), ("Masukan", 27), ("Tanggapan", 28))
        values: list[tuple[str, ...]] = [(row.proposer, _subject_of(row), row.text, _answer_of(row)) for row in rows]
        return text_matrix("Masukan masyarakat dan tanggapan", [subject, day], columns, values)
    if paper == "tindak-lanjut":
        rows = _remarks(regulation, Remark.Channel.HARMONISATION, Remark.Channel.FACILITATION)
        columns = (("Rancangan", 27), ("Hasil atau saran", 27), ("Tindak lanjut", 27), ("Keterangan", 14))
        values = [(_subject_of(row), row.text, _answer_of(row), row.get_channel_display()) for row in rows]
        return text_matrix("Tindak lanjut harmonisasi dan fasilitasi", [subject, day], columns, values)
    raise LookupError(paper)


def version_document(regulation: Regulation, number: int) -> Document:
    """A frozen version as document, or the present text for 0; raises ``LookupError``."""
    if number == 0:
        return load_document(regulation)
    version = regulation.versions.select_related("regulation__region").defer("content").filter(number=number).first()
    if version is None:
        raise LookupError(f"versi {number}")
    return document_of(version)


def paper_name(paper: str) -> str:
    """What a paper is called."""
    match = COMPARED.fullmatch(paper)
    if match:
        return f"Persandingan {_name(int(match[1])).lower()} dan {_name(int(match[2])).lower()}"
    return NAMES[paper]


def _name(number: int) -> str:
    return f"Versi {number}" if number else "Naskah sekarang"


def _remarks(regulation: Regulation, *channels: str) -> list[Remark]:
    return list(regulation.remarks.filter(channel__in=channels))


def _subject_of(remark: Remark) -> str:
    return ": ".join(part for part in (remark.place or "Umum", remark.original) if part)


def _answer_of(remark: Remark) -> str:
    return ": ".join(part for part in (remark.get_answer_display(), remark.reason) if part)
