"""Who acts: what the machinery asks of a person, without knowing the application that keeps the accounts."""

from typing import Any, Protocol

OPERATOR = "Operator"


class Actor(Protocol):
    """A signed-in person as services know one."""

    pk: Any
    is_authenticated: bool
    is_active: bool

    @property
    def label(self) -> str:
        """Name as written into history and logs."""


def label_of(actor: Actor | None) -> str:
    """Name as written into logs; without an account it is the operator's at the command line."""
    return str(actor.label) if actor else OPERATOR
