"""Who may do what with nomenclature, RKPD and alignment."""

from typing import Any

from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.roles import Role, has_role


def _planning(actor: Any, what: str) -> Decision:
    if has_role(actor, Role.REVIEWER, Role.PLANNING_HEAD):
        return ALLOWED
    return Decision(False, "not_planning", f"Hanya perencanaan daerah yang dapat {what}.")


def may_import_rkpd(actor: Any, record: Any = None) -> Decision:
    """The RKPD belongs to the planning office."""
    return _planning(actor, "mengimpor RKPD")


def may_keep_nomenclature(actor: Any, record: Any = None) -> Decision:
    """Nomenclature, affairs and synonyms are kept by the planning office; administrators help."""
    if has_role(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return _planning(actor, "mengubah nomenklatur, urusan, dan sinonim")
