"""Loads what the portal begins with: the editions of the nomenclature, affairs of the agencies, synonyms."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from opd.agencies.models import Opd
from opd.renja.models import ChecklistItem
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.csvdata import CsvRow, read_rows
from solok_smartcity.kit.decisions import sentence_with_fields
from solok_smartcity.kit.records import Written, ensure, save

from ..models import Affair, Ceiling, Edition, NomenclatureItem, RkpdImport, RkpdItem, RkpdRound, Synonym
from ..nomenclature import REFERENCE_EDITIONS
from ..reading.nomenclature import ListedCode
from .importing import confirm_rkpd, preview_rkpd
from .nomenclature import store_codes

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
REASON = "Data awal"
TITLES = {
    "2023": "Kepmendagri 900.1.15.5-1317/2023",
    "2024": "Kepmendagri 900.1.15.5-3406/2024 (sebagian)",
    "2027": "Ekspor SIPD untuk tahun rencana 2027",
}


@transaction.atomic
def load_nomenclature_editions(written: Written, folder: Path = REFERENCE) -> None:
    """The three shipped editions; one that is there already is left alone. Raises ``DataFault``."""
    files = {"2023": "nomenclature_editions.csv", "2024": "nomenclature_editions.csv", "2027": "nomenclature.csv"}
    keywords = {row["code"]: row["keywords"] for row in read_rows(folder / "nomenclature_keywords.csv", {"code"})}
    rows: dict[str, list[CsvRow]] = {}
    for known in REFERENCE_EDITIONS:
        edition = Edition.objects.filter(code=known.code).first()
        if edition is not None:
            written.count("unchanged", Edition._meta.label)
            _count(written, "unchanged", edition.items.count(), NomenclatureItem)
            continue
        edition = Edition(
            code=known.code, title=TITLES[known.code], first_year=known.first_year, is_partial=known.is_partial
        )
        save(edition, actor=None, reason=REASON)
        written.count("created", Edition._meta.label)
        file = files[known.code]
        if file not in rows:
            rows[file] = list(read_rows(folder / file, {"edition", "code", "name"}))
        codes = [_listed(row) for row in rows[file] if row["edition"] == known.code]
        store_codes(edition, codes, keywords if known.code == REFERENCE_EDITIONS[-1].code else None)
        _count(written, "created", len(codes), NomenclatureItem)


def _count(written: Written, what: str, number: int, model: type[Model]) -> None:
    for _ in range(number):
        written.count(what, model._meta.label)


def _listed(row: CsvRow) -> ListedCode:
    extra = {name: row.get(name, "") for name in ("output", "indicator", "unit", "tags", "spm", "kind")}
    return ListedCode(row.place, row.text("code"), row.text("name"), **extra, successor_code=row.get("code_2027", ""))


@transaction.atomic
def load_affairs(opds: dict[str, Opd], written: Written, folder: Path = REFERENCE) -> None:
    """Which affairs an agency holds; raises ``DataFault``."""
    for row in read_rows(folder / "opd_bidang.csv", {"opd_code", "bidang_code", "certainty", "note"}):
        if row["opd_code"] not in opds:
            raise row.fault(f"perangkat daerah {row['opd_code']} tidak dikenal")
        key = {"opd": opds[row["opd_code"]], "bidang_code": row.text("bidang_code")}
        _ensure(Affair, row, key, {"certainty": row["certainty"], "note": row["note"]}, written)


@transaction.atomic
def load_synonyms(written: Written, folder: Path = REFERENCE) -> None:
    """The synonyms to begin with; raises ``DataFault``."""
    if Synonym.objects.exists():  # kept by the planning office: what it took away must not come back
        for _ in range(Synonym.objects.count()):
            written.count("unchanged", Synonym._meta.label)
        return
    for row in read_rows(folder / "synonyms.csv", {"everyday", "official"}):
        everyday = "; ".join(row.parts("everyday"))
        _ensure(Synonym, row, {"everyday": everyday}, {"official": row.text("official")}, written)


def _ensure(
    model: type[Model], row: CsvRow, key: Mapping[str, Any], values: Mapping[str, Any], written: Written
) -> None:
    try:
        ensure(model, key, values, reason=REASON, written=written)
    except ValidationError as error:
        raise row.fault(sentence_with_fields(error)) from None


SAMPLE_YEARS = (2025, 2026)


@transaction.atomic
def load_sample_rkpd(opds: dict[str, Opd], written: Written, folder: Path = REFERENCE) -> None:
    """The sample RKPD and ceilings as demonstration data, and the findings they give; a known year is left alone."""
    for row in read_rows(folder / "opd_ceiling_sample.csv", {"year", "opd_code", "ceiling"}):
        if row["opd_code"] not in opds:
            raise row.fault(f"perangkat daerah {row['opd_code']} tidak dikenal")
        key = {"year": row.needed_whole("year"), "opd": opds[row["opd_code"]]}
        values = {"amount": row.needed_whole("ceiling"), "is_demonstration": True}
        _ensure(Ceiling, row, key, values, written)
    for year in SAMPLE_YEARS:
        known = RkpdImport.objects.current(year, RkpdRound.MAIN)
        if known is not None:
            written.count("unchanged", RkpdImport._meta.label)
            _count(written, "unchanged", known.items.count(), RkpdItem)
            continue
        preview = preview_rkpd(folder / "rkpd_sample.csv", year=year, round_=RkpdRound.MAIN)
        imported = confirm_rkpd(preview, actor=None, is_demonstration=True)
        written.count("created", RkpdImport._meta.label)
        _count(written, "created", imported.items.count(), RkpdItem)


# What planning checks by hand (planning 7.4); the office edits the list of each year.
CHECKLIST = (
    "SK tim penyusun terlampir",
    "Berita acara dan notula forum perangkat daerah terlampir",
    "Bab I sampai Bab V tersusun sesuai urutan",
    "Tabel evaluasi Renja tahun lalu (T-C.29) tersedia",
    "Tabel kinerja pelayanan (T-C.30) tersedia",
    "Tabel reviu rancangan awal RKPD (T-C.31) tersedia",
    "Tabel usulan pemangku kepentingan (T-C.32) tersedia",
    "Tabel rumusan rencana (T-C.33) tersedia",
    "Jumlah program dan pagu pada Bab III dan Bab IV sama",
    "Evaluasi tahun lalu menjadi dasar rencana",
    "Perbedaan dengan rancangan awal RKPD dijelaskan",
    "Usulan pemangku kepentingan dijawab",
)


def load_checklist(written: Written, years: Sequence[int]) -> None:
    """The list to begin with, for years that have none yet."""
    for year in years:
        known = ChecklistItem.objects.filter(year=year).count()
        if known:
            _count(written, "unchanged", known, ChecklistItem)
            continue
        for position, text in enumerate(CHECKLIST, start=1):
            ensure(ChecklistItem, {"year": year, "text": text}, {"position": position}, reason=REASON, written=written)


def load_planning_reference(opds: dict[str, Opd], written: Written) -> None:
    """All of it, in order; ``opds`` by code."""
    load_nomenclature_editions(written)
    load_affairs(opds, written)
    load_synonyms(written)
    load_sample_rkpd(opds, written)
    load_checklist(written, [*SAMPLE_YEARS, today().year + 1])
