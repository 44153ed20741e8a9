"""The six dimensions and their sub-dimensions."""

from django.db import models

from solok_smartcity.kit.models import Governed


class Dimension(Governed):
    """A dimension of the smart city; ``legal_name`` is its Indonesian name in regulations."""

    code = models.CharField("kode", max_length=10, unique=True)
    name = models.CharField("nama", max_length=100)
    legal_name = models.CharField("nama dalam peraturan", max_length=100)
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "dimensi"
        verbose_name_plural = "dimensi"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class SubDimension(Governed):
    """A part of a dimension; programs hang on it, so their dimension follows from it."""

    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="subdimensions", verbose_name="dimensi")
    code = models.CharField("kode", max_length=20, unique=True)
    name = models.CharField("nama", max_length=150)
    english_label = models.CharField("label Inggris", max_length=100, blank=True)
    description = models.TextField("uraian", blank=True)
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "subdimensi"
        verbose_name_plural = "subdimensi"
        ordering = ("dimension__position", "position")
        constraints = [models.UniqueConstraint(fields=["dimension", "position"], name="subdimension_position_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
