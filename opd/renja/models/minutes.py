"""Minutes of a verification and the checklist behind them (planning 3.6, 7.4)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from solok_smartcity.kit.models import Governed

from .work_plan import WorkPlan


class ChecklistItem(Governed):
    """One thing that planning checks by hand in a year."""

    year = models.PositiveSmallIntegerField(
        "tahun rencana", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    position = models.PositiveSmallIntegerField("urutan", default=0)
    text = models.CharField("yang diperiksa", max_length=300)
    is_active = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = "butir pemeriksaan"
        verbose_name_plural = "butir pemeriksaan"
        ordering = ("-year", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "text"],
                name="checklist_item_once",
                violation_error_message="Butir ini sudah ada untuk tahun itu.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ChecklistStatus(models.TextChoices):
    """The five statuses of planning 3.8."""

    FITS = "sesuai", "Sesuai"
    IMPROVE = "perlu_perbaikan", "Perlu perbaikan"
    MISSING = "tidak_ditemukan", "Tidak ditemukan"
    MANUAL = "perlu_reviu_manual", "Perlu reviu manual"
    NOT_APPLICABLE = "tidak_berlaku", "Tidak berlaku"


# What the printed form shows in its column "ada / tidak ada"; the others stay blank (planning 7.4).
CONFORMS = {ChecklistStatus.FITS: "ada", ChecklistStatus.IMPROVE: "tidak ada", ChecklistStatus.MISSING: "tidak ada"}


class ChecklistAnswer(Governed):
    """What planning found for one item in one work plan."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="checklist", verbose_name="rencana kerja")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="answers", verbose_name="butir")
    status = models.CharField("status", max_length=20, choices=ChecklistStatus.choices)
    note = models.CharField("tindak lanjut penyempurnaan", max_length=500, blank=True)

    class Meta:
        verbose_name = "hasil pemeriksaan"
        verbose_name_plural = "hasil pemeriksaan"
        ordering = ("item__position", "item")
        constraints = [models.UniqueConstraint(fields=["plan", "item"], name="checklist_answer_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_status_display()}"


class Minutes(Governed):
    """What the minutes of a verification say beside what the portal knows; one for each work plan."""

    plan = models.OneToOneField(WorkPlan, models.CASCADE, related_name="minutes_draft", verbose_name="rencana kerja")
    number = models.CharField("nomor", max_length=100, blank=True)
    held_on = models.DateField("hari dan tanggal")
    place = models.CharField("tempat", max_length=200)
    attendees = models.TextField("yang hadir", help_text="Satu orang satu baris: nama; NIP; jabatan atau instansi.")
    priorities = models.TextField("prioritas yang disepakati", blank=True, help_text="Satu butir satu baris.")
    additions = models.TextField("yang ditambahkan", blank=True, help_text="Satu butir satu baris.")
    rejections = models.TextField("yang tidak diakomodasi", blank=True, help_text="Satu butir satu baris.")
    deadline = models.DateField("batas penyempurnaan")
    agency_signer = models.CharField("penanda tangan perangkat daerah", max_length=150)
    agency_nip = models.CharField("NIP penanda tangan perangkat daerah", max_length=30, blank=True)
    planning_signer = models.CharField("penanda tangan perencanaan", max_length=150)
    planning_nip = models.CharField("NIP penanda tangan perencanaan", max_length=30, blank=True)

    class Meta:
        verbose_name = "berita acara verifikasi"
        verbose_name_plural = "berita acara verifikasi"

    def __str__(self) -> str:
        return f"Berita acara {self.plan}"
