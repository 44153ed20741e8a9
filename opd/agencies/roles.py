"""The roles of people in the portal: the vocabulary in which every rule is written."""

from typing import Any

from django.db import models


class Role(models.TextChoices):
    """What a person may come to the portal for; one account has one role."""

    EDITOR = "editor", "Penyunting rencana (Diskominfo)"
    OPD_PLANNER = "opd_planner", "Perencana perangkat daerah"
    OPD_HEAD = "opd_head", "Kepala perangkat daerah"
    REVIEWER = "reviewer", "Penelaah (perencanaan daerah)"
    PLANNING_HEAD = "planning_head", "Kepala perencanaan daerah"
    LEGAL_OFFICER = "legal_officer", "Perancang peraturan (Bagian Hukum)"
    READER = "reader", "Pembaca"
    ADMINISTRATOR = "administrator", "Administrator"


def has_role(actor: Any, *roles: Role) -> bool:
    """Whether the actor is signed in, active and holds one of the roles."""
    return bool(getattr(actor, "is_authenticated", False) and actor.is_active and actor.role in roles)
