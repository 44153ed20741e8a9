"""Who may do what with the RKPD."""

from typing import Any

from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.roles import Role, has_role


def may_import_rkpd(actor: Any, record: Any = None) -> Decision:
    """The RKPD belongs to the planning office."""
    if has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD):
        return ALLOWED
    return Decision(False, "not_planning", "Hanya perencanaan daerah yang dapat mengimpor RKPD.")
