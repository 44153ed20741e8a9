"""Sign-in of API requests by token."""

from typing import Any

from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]  # the library has no types
    """Knox, with a refusal instead of an error for a header that is no text."""

    def authenticate(self, request: Request) -> Any:
        """The person and token of a request; raises ``AuthenticationFailed``."""
        try:
            return super().authenticate(request)
        except UnicodeDecodeError:
            raise AuthenticationFailed from None
