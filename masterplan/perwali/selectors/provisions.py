"""Elements of a draft as plain rows, with numbers and addresses computed."""

from typing import Any

from ..models import Element, Regulation
from ..naskah.document import PrintedElement as Printed
from .document import working_document


def provision_rows(regulation: Regulation) -> list[dict[str, Any]]:
    """All printed elements in the order of the text."""
    document = working_document(regulation)
    addresses = document.addresses()
    stored = {
        row["stable_id"]: row
        for row in Element.objects.filter(regulation=regulation).values("stable_id", "text", "conjunction", "version")
    }
    rows: list[dict[str, Any]] = []

    def visit(element: Printed, above: str | None) -> None:
        computed = {"text": "", "conjunction": "", "version": None}  # written from data, with no row of its own
        row = stored.get(element.id, computed)
        rows.append(
            {
                "id": element.id,
                "kind": element.kind,
                "label": element.label,
                "address": addresses.get(element.id, ""),
                "parent": above,
                "title": element.title,
                "text": element.text.replace("\u00a0", " "),
                "source": row["text"],
                "conjunction": row["conjunction"],
                "version": row["version"],
            }
        )
        for child in element.children:
            visit(child, element.id)

    for element in (*document.text.recitals, *document.text.basis, *document.text.body):
        visit(element, None)
    return rows
