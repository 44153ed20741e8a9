"""Elements of a draft as plain rows, with numbers and addresses computed."""

from typing import TypedDict

from ..models import Element, Regulation
from ..naskah.document import PrintedElement as Printed
from .document import working_document


class ProvisionRow(TypedDict):
    """A printed element with its address, and its text as it is written; without a version where it has no row."""

    id: str
    kind: str
    label: str
    address: str
    parent: str | None
    title: str
    text: str
    source: str
    conjunction: str
    version: int | None


def provision_rows(regulation: Regulation) -> list[ProvisionRow]:
    """All printed elements in the order of the text."""
    document = working_document(regulation)
    addresses = document.addresses()
    stored = {
        row["stable_id"]: row
        for row in Element.objects.filter(regulation=regulation).values("stable_id", "text", "conjunction", "version")
    }
    rows: list[ProvisionRow] = []

    def visit(element: Printed, above: str | None) -> None:
        row = stored.get(element.id)  # none where it is written from data
        rows.append(
            {
                "id": element.id,
                "kind": element.kind,
                "label": element.label,
                "address": addresses.get(element.id, ""),
                "parent": above,
                "title": element.title,
                "text": element.text.replace("\u00a0", " "),
                "source": row["text"] if row else "",
                "conjunction": row["conjunction"] if row else "",
                "version": row["version"] if row else None,
            }
        )
        for child in element.children:
            visit(child, element.id)

    for element in (*document.text.recitals, *document.text.basis, *document.text.body):
        visit(element, None)
    return rows
