"""Who acts: what the machinery asks of a person, without knowing the application that keeps the accounts."""

from typing import TYPE_CHECKING, Protocol, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

OPERATOR = "Operator"
Account = TypeVar("Account", bound=AbstractBaseUser)


class Actor(Protocol):
    """A signed-in person as services know one."""

    is_active: bool

    @property
    def pk(self) -> int:
        """Key of the account."""

    @property
    def is_authenticated(self) -> bool:
        """Whether the person is signed in."""

    @property
    def label(self) -> str:
        """Name as written into history and logs."""


def label_of(actor: Actor | None) -> str:
    """Name as written into logs; without an account it is the operator's at the command line."""
    return str(actor.label) if actor else OPERATOR


def signed_in(user: "Account | AnonymousUser") -> Account:
    """The account of whoever sends a request; raises ``PermissionDenied`` for somebody unknown."""
    if not isinstance(user, AbstractBaseUser):
        raise PermissionDenied
    return user
