"""The states of a regulation (perwali-format 4.1); the transitions between them come with the life cycle."""

from django.db import models


class Stage(models.TextChoices):
    """Stage of one draft, L0 to L14 and LX."""

    PROPOSED = "usulan", "Usulan"
    PROGRAMMED = "terprogram", "Terprogram"
    DRAFTING = "penyusunan", "Penyusunan"
    DISCUSSION = "pembahasan", "Pembahasan"
    CONSULTATION = "konsultasi_publik", "Konsultasi publik"
    INITIALS = "paraf_koordinasi", "Paraf koordinasi"
    HARMONISATION = "harmonisasi", "Harmonisasi"
    AFTER_HARMONISATION = "perbaikan_harmonisasi", "Perbaikan hasil harmonisasi"
    FACILITATION = "fasilitasi", "Fasilitasi"
    AFTER_FACILITATION = "perbaikan_fasilitasi", "Perbaikan hasil fasilitasi"
    READY = "siap_ditetapkan", "Siap ditetapkan"
    ENACTED = "ditetapkan", "Ditetapkan"
    PROMULGATED = "diundangkan", "Diundangkan"
    AUTHENTICATED = "terautentifikasi", "Terautentifikasi"
    PUBLISHED = "tersebar", "Tersebar"
    WITHDRAWN = "ditarik", "Ditarik atau ditolak"

    @classmethod
    def promulgated(cls) -> list["Stage"]:
        """Stages at which the regulation is in Berita Daerah."""
        return [cls.PROMULGATED, cls.AUTHENTICATED, cls.PUBLISHED]

    @property
    def is_enacted(self) -> bool:
        """Signed by the mayor: no RANCANGAN, no placeholder any more (R19, R20)."""
        return self in {Stage.ENACTED, *Stage.promulgated()}
