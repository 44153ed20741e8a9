"""Application of nomenclature, RKPD and alignment."""

from django.apps import AppConfig

from solok_smartcity.kit import guards


class RkpdConfig(AppConfig):
    """Inner application of ``opd``."""

    name = "opd.rkpd"
    label = "rkpd"
    verbose_name = "RKPD dan keselarasan"

    def ready(self) -> None:
        """Keep what must never change."""
        from .constraints import GUARDS

        guards.connect(self, GUARDS)
