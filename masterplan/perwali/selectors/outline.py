"""Regulations and their outline as plain rows."""

from dataclasses import asdict
from datetime import date
from typing import Any, TypedDict, cast

from django.db.models import QuerySet
from django.urls import reverse

from ..models import Regulation
from ..models.regulation import printed_title
from ..naskah.document import PrintedElement
from .printed import Document

FIELDS = (
    "id",
    "slug",
    "title",
    "stage",
    "number",
    "year",
    "enacted_on",
    "promulgated_on",
    "gazette_number",
    "kind__name",
    "region__name",
    "region__is_own",
    "legal_status",
    "version",
    "plan__start_year",
    "plan__end_year",
)


class RegulationRow(TypedDict):
    """A regulation with the addresses of its outline and its PDF."""

    id: int
    slug: str
    title: str
    stage: str
    number: int | None
    year: int | None
    enacted_on: date | None
    promulgated_on: date | None
    gazette_number: int | None
    kind: str
    region: str
    legal_status: str
    version: int
    is_example: bool
    pdf: str
    outline: str


class ElementRow(TypedDict):
    """A printed element with those below it."""

    id: str
    kind: str
    label: str
    title: str
    text: str
    children: list["ElementRow"]


class Outline(TypedDict):
    """The compiled text and the frames of the annexes."""

    digest: str
    title: list[str]
    recitals: list[ElementRow]
    basis: list[ElementRow]
    enact: str
    body: list[ElementRow]
    order: str
    annexes: list[dict[str, Any]]
    missing: list[str]
    faults: list[dict[str, Any]]


def regulation_rows(queryset: QuerySet[Regulation]) -> list[RegulationRow]:
    """Rows of regulations with the address of their PDF (one query)."""
    names = [field.removesuffix("__name") for field in FIELDS]
    rows: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in queryset.values_list(*FIELDS)]
    for row in rows:
        row["title"] = printed_title(row["title"], row.pop("plan__start_year"), row.pop("plan__end_year"))
        row["is_example"] = not row.pop("region__is_own")
        row["pdf"] = reverse("perwali-pdf", args=[row["slug"]])
        row["outline"] = reverse("api-regulation-outline", args=[row["slug"]])
    return cast("list[RegulationRow]", rows)


def outline(document: Document) -> Outline:
    """The compiled text and the frames of the annexes, ready for JSON."""
    text = document.text
    return {
        "digest": document.digest,
        "title": text.title,
        "recitals": [_element(item) for item in text.recitals],
        "basis": [_element(item) for item in text.basis],
        "enact": text.enact,
        "body": [_element(item) for item in text.body],
        "order": text.order,
        "annexes": [asdict(frame) for frame in text.annexes],
        "missing": document.missing,
        "faults": [asdict(fault) for fault in text.faults],
    }


def _element(element: PrintedElement) -> ElementRow:
    return {
        "id": element.id,
        "kind": element.kind,
        "label": element.label,
        "title": element.title,
        "text": element.text,
        "children": [_element(child) for child in element.children],
    }
