"""What an edition freezes, and what differs between two of them or between one and the live plan."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypedDict, cast

from django.db.models import QuerySet

from solok_smartcity.kit.frozen import Content, Schema

from ..models import Edition, EditionSnapshot, Feedback, MasterPlan
from ..workflow import EditionState, FeedbackState
from .content import plan_content

EDITION = (
    "id",
    "number",
    "title",
    "note",
    "state",
    "version",
    "updated_at",
    "plan__code",
    "snapshot__sha256",
    "snapshot__made_at",
    "snapshot__made_by_name",
)
RENAMED = {
    "plan__code": "plan",
    "snapshot__sha256": "sha256",
    "snapshot__made_at": "frozen_at",
    "snapshot__made_by_name": "frozen_by",
}
# The frozen content of a plan. Number 1 did not name itself; number 2 came with the canonical form of RFC 8785.
PLAN = Schema("plan-edition", {1: lambda content: {**content, "schema": "plan-edition/2"}}, unnamed=1)
# What belongs to this database and not to the plan.
UNFROZEN = {"id", "version", "updated_at"}
NESTED = (dict, list, tuple, Decimal)

# Part of the plan: (name for people, what tells its rows apart, what a row is called).
PARTS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "dimensions": ("Dimensi", ("code",), ("name",)),
    "missions": ("Misi", ("position",), ("text",)),
    "objectives": ("Sasaran", ("mission_position", "sasaran", "indicator"), ("sasaran",)),
    "programs": ("Program", ("code",), ("code", "name")),
    "quick_wins": ("Quick win", ("code",), ("code", "name")),
    "action_plans": ("Rencana aksi", ("code",), ("code", "name")),
    "chapters": ("Bab buku", ("heading", "title"), ("title",)),
    "readiness": ("Kesiapan", ("pillar", "aspect"), ("aspect",)),
    "futures": ("Analisis masa depan", ("dimension__legal_name", "topic"), ("topic",)),
    "gaps": ("Kesenjangan", ("subdimension__name",), ("subdimension__name",)),
    "swot": ("SWOT", ("quadrant", "text"), ("text",)),
    "strategies": ("Strategi", ("dimension__code", "text"), ("text",)),
}
FIELDS = {
    "name": "nama",
    "state": "keadaan",
    "start_year": "tahun mulai",
    "end_year": "tahun selesai",
    "horizon": "jangka",
    "indicator": "indikator",
    "unit": "satuan",
    "funding_sources": "sumber dana",
    "lead_opd": "penanggung jawab",
    "supporting_opds": "pendukung",
    "direction": "arah",
    "baseline": "kondisi awal",
    "subdimension": "subdimensi",
    "dimension": "dimensi",
    "text": "teks",
    "sasaran": "sasaran",
    "target_final": "target akhir",
    "parent_program": "program induk",
    "description": "uraian",
    "progress_pct": "kemajuan (%)",
    "category": "kategori",
    "paragraphs": "isi",
    "condition": "kondisi",
    "now": "kondisi saat ini",
    "wanted": "kondisi yang diinginkan",
    "gap": "kesenjangan",
    "fact_source": "sumber fakta",
    "provenance": "asal data",
    "is_demonstration": "data demonstrasi",
    "rkpd_program_code": "kode program RKPD",
    "rkpd_program_name": "nama program RKPD",
    "baseline_documented": "kondisi awal bersumber",
    "total_budget": "jumlah anggaran",
    "legal_name": "nama dalam peraturan",
    "vision": "visi",
    "title": "judul",
}
# Names that follow from another field, or sums of what is compared already.
DERIVED = {
    "lead_opd_abbreviation",
    "lead_opd_name",
    "supporting_abbreviations",
    "subdimension_name",
    "dimension_name",
    "dimension_legal_name",
    "category_name",
    "total_budget",
}


class EditionRow(TypedDict):
    """An edition of the plan; what concerns its frozen content is empty while it is prepared."""

    id: int
    number: int
    title: str
    note: str
    state: str
    state_name: str
    version: int
    updated_at: str
    plan: str
    sha256: str | None
    frozen_at: str | None
    frozen_by: str | None


def edition_rows(queryset: QuerySet[Edition]) -> list[EditionRow]:
    """Rows of editions (one query)."""
    names = [RENAMED.get(field, field) for field in EDITION]
    rows: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in queryset.values_list(*EDITION)]
    for row in rows:
        row["state_name"] = EditionState(row["state"]).label
        row["updated_at"] = row["updated_at"].isoformat()
        row["frozen_at"] = row["frozen_at"].isoformat() if row["frozen_at"] else None
    return cast("list[EditionRow]", rows)


def frozen_form(value: Any) -> Any:
    """Plain data as an edition keeps it: lists for tuples, text for decimals, nothing that belongs to this database."""
    if isinstance(value, dict):
        return {
            key: frozen_form(item) if isinstance(item, NESTED) else item
            for key, item in value.items()
            if key not in UNFROZEN
        }
    if isinstance(value, (list, tuple)):
        return [frozen_form(item) if isinstance(item, NESTED) else item for item in value]
    return str(value)


def live_content(plan: MasterPlan) -> Content:
    """The content of the plan as an edition freezes it now."""
    return {"schema": PLAN.label, **frozen_form(vars(plan_content(plan)))}


def content_of(edition: Edition) -> Content:
    """The content of an edition: frozen as it was, or the live plan while it is prepared."""
    snapshot = getattr(edition, "snapshot", None)
    return live_content(edition.plan) if snapshot is None else _parsed(snapshot.pk, snapshot.sha256)


@lru_cache(maxsize=4)
def _parsed(pk: int, sha256: str) -> Content:
    """The content with this digest, kept because it never changes; whoever reads it must not change it either."""
    return PLAN.read(json.loads(EditionSnapshot.objects.values_list("content", flat=True).get(pk=pk, sha256=sha256)))


def blocking_feedback(plan: MasterPlan) -> QuerySet[Feedback]:
    """Feedback on quick wins of the plan that is neither answered nor set aside."""
    return Feedback.objects.filter(quick_win__plan=plan, state=FeedbackState.OPEN)


# A row of a frozen content: any part of the plan.
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """One difference: part of the plan, its row, what happened (baru, hilang, pindah, berubah), both values."""

    part: str
    row: str
    kind: str
    field: str = ""
    before: str = ""
    after: str = ""


def compare(before: Content, after: Content) -> list[Difference]:
    """Differences field by field, in the order of the plan; equal contents give none."""
    found = [
        Difference("Rencana induk", after["plan"].get("title", ""), "berubah", FIELDS.get(name, name), *_pair(old, new))
        for name, old, new in _changed(before["plan"], after["plan"])
    ]
    for part in PARTS:
        found += compare_rows(part, before.get(part, []), after.get(part, []))
    return found


def compare_rows(part: str, before: Sequence[Row], after: Sequence[Row]) -> list[Difference]:
    """Differences of one part of the plan (a key of ``PARTS``): rows that came, left, moved or changed."""
    title, key, label = PARTS[part]
    old = {tuple(str(row[k]) for k in key): row for row in before}
    new = {tuple(str(row[k]) for k in key): row for row in after}
    found = []
    for row_key in [*new, *(k for k in old if k not in new)]:
        if old.get(row_key) == new.get(row_key):
            continue
        row = new.get(row_key) or old[row_key]
        name = " ".join(str(row[item]) for item in label)
        if row_key not in old:
            found.append(Difference(title, name, "baru"))
        elif row_key not in new:
            found.append(Difference(title, name, "hilang"))
        else:
            found += [
                Difference(title, name, "pindah" if field == "subdimension" else "berubah", shown, *_pair(a, b))
                for field, shown, a, b in _fields(old[row_key], new[row_key])
            ]
    return found


def _changed(before: Row, after: Row) -> list[tuple[str, Any, Any]]:
    names = [name for name in [*after, *(k for k in before if k not in after)] if name not in DERIVED]
    return [(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def _fields(before: Row, after: Row) -> list[tuple[str, str, Any, Any]]:
    """Fields of a row that differ; years are compared one by one, target and money apart."""
    out = []
    for name, old, new in _changed(before, after):
        if name != "years":
            out.append((name, FIELDS.get(name, name), old, new))
            continue
        by_year = [{item["year"]: item for item in years or ()} for years in (old, new)]
        for year in sorted({*by_year[0], *by_year[1]}):
            for key, title in (("target", "target"), ("budget", "anggaran")):
                a, b = (years.get(year, {}).get(key) for years in by_year)
                if a != b:
                    out.append((name, f"{title} {year}", a, b))
    return out


def _pair(before: Any, after: Any) -> tuple[str, str]:
    return _text(before), _text(after)


def _text(value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return (
            "\n\n".join(map(str, value)) if any(len(str(item)) > 60 for item in value) else ", ".join(map(str, value))
        )
    return str(value)
