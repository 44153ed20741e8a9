"""Who may do what to the plan; every door asks here."""

from typing import Any

from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.roles import Role, has_role


def may_edit_plan(actor: Any, record: Any = None) -> Decision:
    """The plan and its reference data are edited by Diskominfo; administrators may correct them."""
    if has_role(actor, Role.EDITOR, Role.ADMINISTRATOR):
        return ALLOWED
    return Decision(
        False,
        "not_editor",
        "Hanya penyunting rencana dari Diskominfo yang dapat mengubah rencana induk. "
        "Sampaikan usulan perubahan kepada Diskominfo.",
    )
