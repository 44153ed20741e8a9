"""How the schema names the portal's sign-in by token."""

from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # the library has no types here
    """The header ``Authorization: Token ...``."""

    target_class = "opd.agencies.api.auth.TokenAuthentication"
