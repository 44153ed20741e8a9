"""The ministry's list of codes, edition by edition; the affairs of the agencies; the words people use (planning 4)."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from opd.agencies.models import Opd
from solok_smartcity.kit.models import Governed, ScopedQuerySet


class Edition(Governed):
    """One edition of the nomenclature; the last that has begun holds in a plan year (planning 4.5, 4.7)."""

    code = models.CharField("edisi", max_length=20, unique=True)
    title = models.CharField("dasar", max_length=200, blank=True)
    first_year = models.PositiveSmallIntegerField(
        "berlaku sejak tahun rencana", unique=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    is_partial = models.BooleanField(
        "tidak lengkap",
        default=False,
        help_text="Kode yang ada di edisi sebelum dan sesudahnya dengan nama sama dianggap berlaku.",
    )

    class Meta:
        verbose_name = "edisi nomenklatur"
        verbose_name_plural = "edisi nomenklatur"
        ordering = ("-first_year",)

    def __str__(self) -> str:
        return f"Edisi {self.code}"


class Level(models.TextChoices):
    """The five levels of a code (planning 4.1)."""

    URUSAN = "urusan", "Urusan"
    BIDANG = "bidang", "Bidang urusan"
    PROGRAM = "program", "Program"
    KEGIATAN = "kegiatan", "Kegiatan"
    SUB_KEGIATAN = "sub_kegiatan", "Sub kegiatan"


class NomenclatureItem(models.Model):
    """One code of one edition. The list comes from the ministry: it is imported as a whole, never edited by hand."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items", verbose_name="edisi")
    code = models.CharField("kode", max_length=40)
    level = models.CharField("tingkat", max_length=20, choices=Level.choices)
    name = models.CharField("nama", max_length=600)
    parent_code = models.CharField("kode induk", max_length=40, blank=True)
    output = models.TextField("keluaran", blank=True)
    indicator = models.TextField("indikator", blank=True)
    unit = models.CharField("satuan", max_length=100, blank=True)
    tags = models.CharField("penanda", max_length=500, blank=True)
    spm = models.CharField("SPM", max_length=20, blank=True)
    kind = models.CharField("jenis", max_length=40, blank=True)
    successor_code = models.CharField("kode pengganti", max_length=40, blank=True)
    keywords = models.TextField("kata bantu pencarian", blank=True)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "kode nomenklatur"
        verbose_name_plural = "nomenklatur"
        ordering = ("edition", "code")
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="nomenclature_code_once")]
        indexes = [
            models.Index(fields=["edition", "parent_code"], name="nomenclature_parent"),
            models.Index(fields=["edition", "level"], name="nomenclature_level"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class NomenclatureImport(models.Model):
    """One confirmed import of an edition: who, when, from which file, what it changed. Never changed, never deleted."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="imports", verbose_name="edisi")
    file_name = models.CharField("berkas", max_length=200)
    sha256 = models.CharField("SHA-256 berkas", max_length=64)
    added = models.PositiveIntegerField("kode baru")
    changed = models.PositiveIntegerField("kode berubah")
    removed = models.PositiveIntegerField("kode hilang")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField("oleh", max_length=200)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "impor nomenklatur"
        verbose_name_plural = "impor nomenklatur"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.edition}, {self.file_name}"


class Affair(Governed):
    """An affair (bidang urusan) that an agency holds; no official list exists, the planning office keeps it."""

    class Certainty(models.TextChoices):
        LIKELY = "likely", "Mungkin"
        OPEN = "open", "Belum pasti"
        CERTAIN = "certain", "Pasti"

    opd = models.ForeignKey(Opd, models.PROTECT, related_name="affairs", verbose_name="perangkat daerah")
    bidang_code = models.CharField("kode bidang urusan", max_length=10)
    certainty = models.CharField("kepastian", max_length=10, choices=Certainty.choices, default=Certainty.LIKELY)
    note = models.CharField("keterangan", max_length=300, blank=True)

    class Meta:
        verbose_name = "urusan perangkat daerah"
        verbose_name_plural = "urusan perangkat daerah"
        ordering = ("opd__name", "bidang_code")
        constraints = [
            models.UniqueConstraint(
                fields=["opd", "bidang_code"],
                name="affair_once",
                violation_error_message="Urusan ini sudah tercatat pada perangkat daerah itu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opd} {self.bidang_code}"


class Synonym(Governed):
    """Everyday phrases and the words the nomenclature has for them; kept by the planning office (planning 12.20)."""

    everyday = models.CharField("kata sehari-hari", max_length=300, help_text="Pisahkan dengan titik koma.")
    official = models.CharField("kata dalam nomenklatur", max_length=300)

    class Meta:
        verbose_name = "sinonim"
        verbose_name_plural = "sinonim"
        ordering = ("everyday",)
        constraints = [
            models.UniqueConstraint(
                fields=["everyday"], name="synonym_once", violation_error_message="Kata sehari-hari ini sudah ada."
            )
        ]

    def __str__(self) -> str:
        return f"{self.everyday} → {self.official}"

    @property
    def phrases(self) -> list[str]:
        """The everyday phrases, one by one."""
        return [phrase.strip() for phrase in self.everyday.split(";") if phrase.strip()]

    def clean(self) -> None:
        """Single blanks, so that one phrase is not kept twice."""
        self.everyday = "; ".join(self.phrases)
        self.official = " ".join(self.official.split())


def stamp(*models_: type[Governed]) -> tuple[tuple[int | None, ...], ...]:
    """Changes whenever rows of these governed models come, go or change: what a cache is keyed by."""
    found = (
        model._default_manager.aggregate(n=models.Count("pk"), v=models.Sum("version"), k=models.Max("pk"))
        for model in models_
    )
    return tuple((values["n"], values["v"], values["k"]) for values in found)
