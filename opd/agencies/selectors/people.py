"""Finding the people a message goes to."""

from django.db.models import QuerySet

from ..models import User
from ..roles import Role


def people_with(*roles: Role, opd: int | None = None) -> QuerySet[User]:
    """Active accounts with one of the roles; with ``opd`` (key) only those of that agency."""
    people = User.objects.filter(is_active=True, role__in=roles)
    return people if opd is None else people.filter(opd_id=opd)
