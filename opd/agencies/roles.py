"""The roles of people in the portal: the vocabulary in which every rule is written."""

from typing import TYPE_CHECKING, TypeGuard

from django.db import models

if TYPE_CHECKING:
    from .models import Person, User


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


def has_role(actor: "Person | None", *roles: Role) -> "TypeGuard[User]":
    """Whether the actor is signed in, active and holds one of the roles."""
    return bool(actor is not None and actor.is_authenticated and actor.is_active and actor.role in roles)
