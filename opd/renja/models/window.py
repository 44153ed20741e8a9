"""The calendar of planning as data: who may send or check what, from when to when (planning 2.18)."""

from datetime import date
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from solok_smartcity.kit.models import Governed, ScopedQuerySet


class Round(models.TextChoices):
    """Rounds of a work plan within a plan year (planning 3.3, 3.5)."""

    DRAFT = "rancangan", "Rancangan"
    FINAL_DRAFT = "rancangan_akhir", "Rancangan akhir"
    CHANGE = "perubahan", "Perubahan"


class WindowQuerySet(ScopedQuerySet["Window"]):
    """Windows by day."""

    def open_on(self, day: date) -> Self:
        """Windows that are open on a day."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class Window(Governed):
    """A span of days in which one stage of one round is open."""

    class Stage(models.TextChoices):
        SUBMISSION = "pengiriman", "Pengiriman oleh perangkat daerah"
        REVIEW = "verifikasi", "Verifikasi oleh perencanaan daerah"
        REALISATION = "realisasi", "Pelaporan realisasi"

    plan_year = models.PositiveSmallIntegerField(
        "tahun rencana", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    stage = models.CharField("tahap", max_length=20, choices=Stage.choices)
    round = models.CharField(
        "putaran", max_length=20, choices=Round.choices, blank=True, help_text="Untuk pengiriman dan verifikasi."
    )
    quarter = models.PositiveSmallIntegerField(
        "triwulan",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
        help_text="Untuk pelaporan realisasi.",
    )
    opens_on = models.DateField("dibuka")
    closes_on = models.DateField("ditutup")
    note = models.CharField("keterangan", max_length=200, blank=True)

    objects: ClassVar = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = "masa kerja"
        verbose_name_plural = "kalender perencanaan"
        ordering = ("-plan_year", "opens_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="window_days_in_order",
                condition=Q(opens_on__lte=F("closes_on")),
                violation_error_message="Tanggal penutupan mendahului tanggal pembukaan.",
            ),
            models.CheckConstraint(
                name="window_round_or_quarter",
                condition=(Q(stage="realisasi") & Q(round="") & Q(quarter__isnull=False))
                | (~Q(stage="realisasi") & ~Q(round="") & Q(quarter__isnull=True)),
                violation_error_message="Isi triwulan untuk realisasi, atau putaran untuk pengiriman dan verifikasi.",
            ),
            models.UniqueConstraint(
                fields=["plan_year", "stage", "round"],
                condition=Q(quarter__isnull=True),
                name="window_once_a_round",
                violation_error_message="Masa untuk tahun, tahap, dan putaran ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["plan_year", "stage", "quarter"],
                condition=Q(quarter__isnull=False),
                name="window_once_a_quarter",
                violation_error_message="Masa untuk tahun dan triwulan ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        what = f"triwulan {self.quarter}" if self.quarter else self.get_round_display().lower()
        return f"{self.get_stage_display()}, {what} {self.plan_year}"
