"""The lint of a regulation of the portal, with the address of each place."""

from ..lint.run import Finding, lint_text
from ..models import Regulation
from .document import Document, load_document


def lint_regulation(regulation: Regulation) -> list[Finding]:
    """Findings of a regulation as it is now, in the order of the text."""
    return lint_document(load_document(regulation))


def lint_document(document: Document) -> list[Finding]:
    """Findings of a loaded document, each with the address of its element in words."""
    faults = lint_text(document.text, document.style.year_range_sign)
    addresses = document.addresses()
    order = {stable_id: index for index, stable_id in enumerate(addresses)}
    found = [Finding(fault, addresses.get(fault.element, "")) for fault in faults]
    return sorted(found, key=lambda item: (order.get(item.fault.element, -1), item.fault.rule))
