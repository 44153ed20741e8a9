"""Application of agencies, people and roles."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies (OPD), kelurahan, people, roles, tokens."""

    name = "opd.agencies"
    label = "agencies"
    verbose_name = "Perangkat daerah dan akun"

    def ready(self) -> None:
        """Make the token scheme known to the API schema."""
        from .api import schema  # noqa: F401
