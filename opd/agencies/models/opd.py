"""Agencies of the city, with validity and successors, and the kelurahan."""

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from solok_smartcity.kit.models import Governed, ScopedQuerySet


class OpdQuerySet(ScopedQuerySet["Opd"]):
    """Agencies by validity."""

    def valid_on(self, day: date) -> Self:
        """Agencies that exist in the year of the day; in the year of a merger both the old and the new body do."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day.year),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day.year),
        )

    def top_level(self) -> Self:
        """Bodies of their own: no units of another body, no city-owned companies."""
        return self.filter(parent__isnull=True).exclude(kind=Opd.Kind.COMPANY)


class Opd(Governed):
    """An agency (organisasi perangkat daerah). A merged agency keeps its rows and points to its successor."""

    class Kind(models.TextChoices):
        SECRETARIAT = "sekretariat", "Sekretariat"
        INSPECTORATE = "inspektorat", "Inspektorat"
        OFFICE = "dinas", "Dinas"
        BOARD = "badan", "Badan"
        UNIT = "satuan", "Satuan"
        DISTRICT = "kecamatan", "Kecamatan"
        DIVISION = "bagian", "Bagian"
        TECHNICAL = "uptd", "Unit pelaksana teknis"
        COMPANY = "bumd", "Badan usaha milik daerah"

    class Certainty(models.TextChoices):
        CERTAIN = "certain", "Pasti"
        LIKELY = "likely", "Mungkin"

    code = models.CharField("kode", max_length=30, unique=True)
    name = models.CharField("nama", max_length=200)
    abbreviation = models.CharField("singkatan", max_length=60)
    kind = models.CharField("jenis", max_length=20, choices=Kind.choices)
    source_certainty = models.CharField("kepastian", max_length=10, choices=Certainty.choices)
    valid_from = models.PositiveSmallIntegerField("berlaku sejak tahun", null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField("berlaku sampai tahun", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="penerus"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name="induk"
    )
    source = models.TextField("sumber", blank=True)

    objects: ClassVar = OpdQuerySet.as_manager()

    class Meta:
        verbose_name = "perangkat daerah"
        verbose_name_plural = "perangkat daerah"
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="opd_validity_in_order",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                violation_error_message="Tahun akhir berlaku mendahului tahun awal.",
            ),
            models.CheckConstraint(
                name="opd_successor_of_ended",
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                violation_error_message="Penerus hanya untuk perangkat daerah yang sudah berakhir.",
            ),
            models.CheckConstraint(
                name="opd_not_own_relative",
                condition=~Q(successor=F("id")) & ~Q(parent=F("id")),
                violation_error_message="Perangkat daerah tidak dapat menjadi penerus atau induk dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return self.abbreviation

    def clean(self) -> None:
        """Codes are upper case, without blanks."""
        if self.code != self.code.upper().replace(" ", ""):
            raise ValidationError({"code": "Kode ditulis dengan huruf kapital tanpa spasi."})

    def exists_in(self, year: int) -> bool:
        """Whether the agency exists in a year, as ``valid_on`` asks the database."""
        return (self.valid_from is None or self.valid_from <= year) and (self.valid_to is None or self.valid_to >= year)

    @property
    def is_ended(self) -> bool:
        """Whether the agency no longer exists today."""
        return self.valid_to is not None and self.valid_to < date.today().year


class Kelurahan(Governed):
    """A kelurahan, part of a kecamatan."""

    kecamatan = models.ForeignKey(Opd, models.PROTECT, related_name="kelurahan", verbose_name="kecamatan")
    name = models.CharField("nama", max_length=100)
    source_certainty = models.CharField("kepastian", max_length=10, choices=Opd.Certainty.choices)
    source = models.TextField("sumber", blank=True)

    class Meta:
        verbose_name = "kelurahan"
        verbose_name_plural = "kelurahan"
        ordering = ("kecamatan__name", "name")
        constraints = [models.UniqueConstraint(fields=["kecamatan", "name"], name="kelurahan_once")]

    def __str__(self) -> str:
        return self.name
