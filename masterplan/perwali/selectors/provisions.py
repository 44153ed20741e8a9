"""Elements of a draft as plain rows, with numbers and addresses computed."""

from typing import Any

from ..document import Element as Printed
from ..models import Element, Regulation
from .document import working_document


def provision_rows(regulation: Regulation) -> list[dict[str, Any]]:
    """All printed elements in the order of the text."""
    document = working_document(regulation)
    addresses = document.addresses()
    stored = {
        row["stable_id"]: row
        for row in Element.objects.filter(regulation=regulation).values(
            "stable_id", "kind", "title", "text", "conjunction", "version", "parent__stable_id"
        )
    }
    rows: list[dict[str, Any]] = []

    def visit(element: Printed) -> None:
        row = stored[element.id]
        rows.append(
            {
                "id": element.id, "kind": row["kind"], "label": element.label,
                "address": addresses.get(element.id, ""), "parent": row["parent__stable_id"], "title": element.title,
                "text": element.text.replace("\u00a0", " "), "source": row["text"],
                "conjunction": row["conjunction"], "version": row["version"],
            }
        )  # fmt: skip
        for child in element.children:
            visit(child)

    for element in (*document.text.recitals, *document.text.basis, *document.text.body):
        visit(element)
    return rows
