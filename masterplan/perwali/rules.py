"""Who may do what with a regulation; every door asks here."""

from typing import Any

from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.roles import Role, has_role

from .workflow import Stage


def may_draft(actor: Any, record: Any = None) -> Decision:
    """The text is drafted by Bagian Hukum, and only while it is not enacted."""
    if not has_role(actor, Role.LEGAL_OFFICER):
        return Decision(
            False,
            "not_legal_officer",
            "Hanya perancang peraturan dari Bagian Hukum yang dapat mengubah naskah peraturan.",
        )
    regulation = getattr(record, "regulation", record)
    if getattr(regulation, "stage", None) and Stage(regulation.stage).is_enacted:
        return Decision(False, "enacted", "Peraturan yang sudah ditetapkan hanya berubah melalui peraturan perubahan.")
    return ALLOWED


def may_make_pdf(actor: Any, regulation: Any) -> Decision:
    """Whoever may see the regulation may have its PDF made."""
    return ALLOWED
