"""Who may change agencies and accounts; every door asks here."""

from solok_smartcity.kit.decisions import ALLOWED, Decision

from .models import Person
from .roles import Role, has_role


def may_edit_agencies(actor: Person | None, record: object = None) -> Decision:
    """Agencies are reference data of Diskominfo."""
    if has_role(actor, Role.EDITOR, Role.ADMINISTRATOR):
        return ALLOWED
    return Decision(False, "not_editor", "Hanya Diskominfo yang dapat mengubah data perangkat daerah.")


def may_manage_accounts(actor: Person | None, record: object = None) -> Decision:
    """Accounts belong to the administrators of the portal."""
    if has_role(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return Decision(False, "not_administrator", "Hanya administrator portal yang dapat mengelola akun.")
