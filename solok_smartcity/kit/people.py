"""Finding the people a message goes to, without knowing the application that keeps them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from .roles import Role

OPERATOR = "Operator"


def label_of(actor: Any) -> str:
    """Name as written into logs; without an account it is the operator's at the command line."""
    return str(actor.label) if actor else OPERATOR


def people_with(*roles: Role, opd: Any = None) -> QuerySet:
    """Active accounts with one of the roles; with ``opd`` (key) only those of that agency."""
    people = get_user_model().objects.filter(is_active=True, role__in=roles)
    return people if opd is None else people.filter(opd_id=opd)
