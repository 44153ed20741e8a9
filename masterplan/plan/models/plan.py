"""The plan itself: period, vision, missions; and the marks every part of it carries."""

from typing import ClassVar

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from solok_smartcity.kit.models import Governed, ScopedQuerySet


class Marked(models.Model):
    """Where a record comes from, and whether it is still demonstration data."""

    is_demonstration = models.BooleanField(
        "data demonstrasi", default=False, help_text="Hapus tanda ini setelah isi diganti dengan data resmi."
    )
    provenance = models.TextField("asal data", blank=True, validators=[MaxLengthValidator(4000)])

    class Meta:
        abstract = True


class MasterPlanQuerySet(ScopedQuerySet["MasterPlan"]):
    """Plans by period."""

    def current(self) -> "MasterPlan":
        """The plan the portal works on: the one with the latest period. Raises ``DoesNotExist``."""
        return self.order_by("-start_year")[:1].get()


class MasterPlan(Governed, Marked):
    """A master plan (rencana induk) of one period of years."""

    code = models.SlugField("kode", max_length=40, unique=True)
    title = models.CharField("judul", max_length=200)
    start_year = models.PositiveSmallIntegerField(
        "tahun awal", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    end_year = models.PositiveSmallIntegerField(
        "tahun akhir", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    vision = models.TextField("visi Kota Cerdas", blank=True)

    objects: ClassVar = MasterPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "rencana induk"
        verbose_name_plural = "rencana induk"
        constraints = [
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=Q(start_year__lte=F("end_year")),
                violation_error_message="Tahun akhir mendahului tahun awal.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.start_year}-{self.end_year}"

    @property
    def years(self) -> range:
        """The years of the plan, first to last."""
        return range(self.start_year, self.end_year + 1)


class Mission(Governed, Marked):
    """One mission of the plan."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="missions", verbose_name="rencana induk")
    position = models.PositiveSmallIntegerField("urutan", validators=[MinValueValidator(1)])
    text = models.TextField("misi")

    class Meta:
        verbose_name = "misi"
        verbose_name_plural = "misi"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="mission_position_once")]

    def __str__(self) -> str:
        return f"Misi {self.position}"
