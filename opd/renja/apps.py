"""Application of the yearly work plans."""

from django.apps import AppConfig

from solok_smartcity.kit import guards


class RenjaConfig(AppConfig):
    """Work plans (Renja): calendar, lines, review, minutes, realisation."""

    name = "opd.renja"
    label = "renja"
    verbose_name = "Rencana kerja perangkat daerah"

    def ready(self) -> None:
        """Keep what must never change; tell the plan's pages of the newest work plan."""
        from masterplan.plan.extensions import agency_notes

        from .constraints import GUARDS
        from .receivers import latest_plan

        guards.connect(self, GUARDS)
        if latest_plan not in agency_notes:
            agency_notes.append(latest_plan)
