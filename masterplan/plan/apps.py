"""Application of the long-term plan."""

from django.apps import AppConfig

from solok_smartcity.kit import guards


class PlanConfig(AppConfig):
    """The master plan: analysis, dimensions, programs, quick wins, workshops."""

    name = "masterplan.plan"
    label = "plan"
    verbose_name = "Rencana induk"

    def ready(self) -> None:
        """Keep the constraints between tables."""
        from .constraints import GUARDS

        guards.connect(self, GUARDS)
