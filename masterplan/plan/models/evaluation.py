"""The yearly review: components, their weights in each scheme, and the indicators."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from solok_smartcity.kit.models import Governed

from .dimension import Dimension
from .plan import Marked


class EvaluationComponent(Governed):
    """A component of the review."""

    code = models.CharField("kode", max_length=20, unique=True)
    name = models.CharField("nama", max_length=100)
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "komponen evaluasi"
        verbose_name_plural = "komponen evaluasi"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class EvaluationScheme(Governed):
    """A set of weights, as published for a cohort of cities."""

    code = models.SlugField("kode", max_length=20, unique=True)
    name = models.CharField("nama", max_length=150)
    note = models.TextField("catatan", blank=True)

    class Meta:
        verbose_name = "skema bobot"
        verbose_name_plural = "skema bobot"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class EvaluationWeight(Governed):
    """Weight of a component in a scheme, in per cent."""

    scheme = models.ForeignKey(EvaluationScheme, models.PROTECT, related_name="weights", verbose_name="skema")
    component = models.ForeignKey(EvaluationComponent, models.PROTECT, related_name="weights", verbose_name="komponen")
    percent = models.PositiveSmallIntegerField("bobot (%)", validators=[MaxValueValidator(100)])

    class Meta:
        verbose_name = "bobot"
        verbose_name_plural = "bobot"
        ordering = ("scheme", "component__position")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "component"], name="weight_once"),
            models.CheckConstraint(name="weight_at_most_100", condition=Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.percent}%"


class EvaluationIndicator(Governed, Marked):
    """A question of the review, answered on a scale."""

    code = models.CharField("kode", max_length=30, unique=True)
    component = models.ForeignKey(
        EvaluationComponent, models.PROTECT, related_name="indicators", verbose_name="komponen"
    )
    indicator = models.CharField("indikator", max_length=200)
    sub_indicator = models.CharField("subindikator", max_length=200)
    question = models.TextField("pertanyaan")
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dimensi"
    )
    method = models.CharField("cara", max_length=200)
    scale_min = models.PositiveSmallIntegerField("nilai terendah")
    scale_max = models.PositiveSmallIntegerField("nilai tertinggi")
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "indikator evaluasi"
        verbose_name_plural = "indikator evaluasi"
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(
                name="scale_in_order",
                condition=Q(scale_min__lt=F("scale_max")),
                violation_error_message="Nilai terendah harus di bawah nilai tertinggi.",
            )
        ]

    def __str__(self) -> str:
        return self.code
