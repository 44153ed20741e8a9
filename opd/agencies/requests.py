"""The request of somebody who is signed in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request

from solok_smartcity.kit.verb_forms import PageRequest

from .models import User


class SignedIn(PageRequest):
    """A request of a signed-in person: pages of the office are not reached without an account."""

    user: User


def account(request: HttpRequest | Request) -> User:
    """The account of whoever sends a request to the API or the admin; raises ``PermissionDenied`` for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
