"""Application of the regulation (Peraturan Wali Kota)."""

from django.apps import AppConfig

from solok_smartcity.kit import guards


class PerwaliConfig(AppConfig):
    """The regulation: structure, numbering, references, annexes, life cycle, proof, exports."""

    name = "masterplan.perwali"
    label = "perwali"
    verbose_name = "Peraturan wali kota"

    def ready(self) -> None:
        """Connect the guards of what is never changed."""
        from .constraints import GUARDS

        guards.connect(self, GUARDS)
