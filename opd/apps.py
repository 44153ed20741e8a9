"""Application of agencies, people and roles."""

from django.apps import AppConfig

from solok_smartcity.kit import guards


class OpdConfig(AppConfig):
    """Agencies (OPD), people and roles, work plans and realisation."""

    name = "opd"
    verbose_name = "Perangkat daerah dan akun"

    def ready(self) -> None:
        """Make the token scheme known to the API schema, keep what must never change."""
        from .api import schema  # noqa: F401
        from .constraints import GUARDS

        guards.connect(self, GUARDS)
