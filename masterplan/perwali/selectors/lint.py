"""The lint of a regulation of the portal, with the address of each place."""

from ..models import Regulation
from ..naskah.lint.run import Finding
from .document import load_document


def lint_regulation(regulation: Regulation) -> list[Finding]:
    """Findings of a regulation as it is now, in the order of the text."""
    return load_document(regulation).findings
