"""Application of the regulation (Peraturan Wali Kota)."""

from django.apps import AppConfig


class PerwaliConfig(AppConfig):
    """The regulation: structure, numbering, references, annexes, exports."""

    name = "masterplan.perwali"
    label = "perwali"
    verbose_name = "Peraturan wali kota"
