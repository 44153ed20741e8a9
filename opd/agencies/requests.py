"""The request of somebody who is signed in."""

from solok_smartcity.kit.verb_forms import PageRequest

from .models import User


class SignedIn(PageRequest):
    """A request of a signed-in person: pages of the office are not reached without an account."""

    user: User
