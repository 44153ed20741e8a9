"""Application of agencies, people and roles."""

from django.apps import AppConfig


class OpdConfig(AppConfig):
    """Agencies (OPD), people and roles."""

    name = "opd"
    verbose_name = "Perangkat daerah dan akun"

    def ready(self) -> None:
        """Make the token scheme known to the API schema."""
        from .api import schema  # noqa: F401
