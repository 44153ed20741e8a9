"""The RKPD of a year as it was imported: every import is a version of its own and stays (planning 6.7)."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef

from opd.agencies.models import Opd
from solok_smartcity.kit.models import Governed, ScopedQuerySet


class RkpdRound(models.TextChoices):
    """The plan of the year, or its change during the year (planning 1.4, 1.10)."""

    MAIN = "murni", "Murni"
    CHANGE = "perubahan", "Perubahan"


class SipdOffice(Governed):
    """Which agency SIPD means by a name or code of its own (planning 6.5)."""

    name = models.CharField("nama dalam SIPD", max_length=200, unique=True)
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="sipd_names", verbose_name="perangkat daerah")

    class Meta:
        verbose_name = "nama perangkat daerah dalam SIPD"
        verbose_name_plural = "nama perangkat daerah dalam SIPD"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class RkpdImportQuerySet(ScopedQuerySet["RkpdImport"]):
    """Versions of the RKPD."""

    def base_of(self, year: int) -> "RkpdImport | None":
        """What work plans of a year are compared with: the RKPD as changed during the year, else the main one."""
        return self.current(year, RkpdRound.CHANGE) or self.current(year, RkpdRound.MAIN)

    def holding(self) -> Self:
        """The version that holds of each year and round."""
        later = self.model.objects.filter(year=OuterRef("year"), round=OuterRef("round"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def current(self, year: int, round_: str) -> "RkpdImport | None":
        """The version that holds: the last one confirmed."""
        return self.filter(year=year, round=round_).order_by("-number").first()


class RkpdImport(models.Model):
    """One confirmed import; the last number of a year and round holds. Never changed, never deleted."""

    year = models.PositiveSmallIntegerField(
        "tahun rencana", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    round = models.CharField("putaran", max_length=10, choices=RkpdRound.choices)
    number = models.PositiveIntegerField("versi")
    file_name = models.CharField("berkas", max_length=200)
    sha256 = models.CharField("SHA-256 berkas", max_length=64)
    total = models.BigIntegerField("jumlah pagu (Rp)")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField("oleh", max_length=200)
    at = models.DateTimeField("waktu", auto_now_add=True)
    is_demonstration = models.BooleanField("data demonstrasi", default=False)

    objects: ClassVar = RkpdImportQuerySet.as_manager()

    class Meta:
        verbose_name = "impor RKPD"
        verbose_name_plural = "impor RKPD"
        ordering = ("-year", "round", "-number")
        constraints = [models.UniqueConstraint(fields=["year", "round", "number"], name="rkpd_version_once")]

    def __str__(self) -> str:
        return f"RKPD {self.get_round_display().lower()} {self.year}, versi {self.number}"


class RkpdItem(models.Model):
    """One sub kegiatan of the RKPD, as imported; ``code`` is the normal form. Whole rupiah."""

    imported = models.ForeignKey(RkpdImport, models.PROTECT, related_name="items", verbose_name="impor")
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="rkpd_items", verbose_name="perangkat daerah")
    source = models.CharField("asal baris", max_length=80)
    raw_code = models.CharField("kode dalam berkas", max_length=40)
    code = models.CharField("kode sub kegiatan", max_length=40)
    name = models.CharField("sub kegiatan", max_length=500)
    indicator = models.TextField("indikator", blank=True)
    target = models.DecimalField("target", max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField("satuan", max_length=100, blank=True)
    location = models.TextField("lokasi", blank=True)
    pagu = models.BigIntegerField("pagu (Rp)", null=True, blank=True)
    forward = models.BigIntegerField("prakiraan maju (Rp)", null=True, blank=True)
    fund_source = models.CharField("sumber dana", max_length=200, blank=True)
    priority = models.CharField("prioritas daerah", max_length=200, blank=True)
    program_code = models.CharField("program peta jalan", max_length=20, blank=True)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "baris RKPD"
        verbose_name_plural = "baris RKPD"
        ordering = ("pk",)
        indexes = [models.Index(fields=["imported", "code"], name="rkpd_item_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
