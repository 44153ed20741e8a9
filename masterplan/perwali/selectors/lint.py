"""The lint of a regulation of the portal, with the address of each place."""

from ..lint.run import Finding
from ..models import Regulation
from .document import Document, load_document


def lint_regulation(regulation: Regulation) -> list[Finding]:
    """Findings of a regulation as it is now, in the order of the text."""
    return lint_document(load_document(regulation))


def lint_document(document: Document) -> list[Finding]:
    """Findings of a loaded document, each with the address of its element in words."""
    return document.findings
