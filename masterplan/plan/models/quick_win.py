"""Quick wins: what shows results within a year, each speeding up a program."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from solok_smartcity.kit.models import ChildRow
from solok_smartcity.kit.uploads import check_upload

from .activity import LONG_TEXT, Measured, SupportRow, TargetRow, one_row_a_year, supports_once
from .program import Program


class QuickWin(Measured):
    """A quick win; its money lies inside the money of its parent program, so the two are never added."""

    description = models.TextField("uraian", blank=True, validators=[LONG_TEXT])
    parent_program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="quick_wins", verbose_name="program induk"
    )
    progress_pct = models.PositiveIntegerField(
        "kemajuan (%)", null=True, blank=True, help_text="Boleh melebihi 100 bila target terlampaui."
    )
    deadline = models.DateField("tenggat", null=True, blank=True)
    promoted_to = models.ForeignKey(
        Program,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="promoted_from",
        verbose_name="diangkat menjadi program",
    )

    class Meta(Measured.Meta):
        verbose_name = "quick win"
        verbose_name_plural = "quick win"


class QuickWinSupport(SupportRow):
    """An agency supporting a quick win."""

    activity = models.ForeignKey(QuickWin, models.CASCADE, related_name="supports", verbose_name="quick win")

    class Meta(SupportRow.Meta):
        verbose_name = "pendukung"
        verbose_name_plural = "perangkat daerah pendukung"
        constraints = supports_once("quickwin")


class QuickWinYear(TargetRow):
    """Target and money of a quick win in one year."""

    activity = models.ForeignKey(QuickWin, models.CASCADE, related_name="years", verbose_name="quick win")

    class Meta(TargetRow.Meta):
        verbose_name = "tahun"
        verbose_name_plural = "target dan anggaran setiap tahun"
        constraints = one_row_a_year("quickwin")


class QuickWinRisk(ChildRow):
    """A risk of a quick win and what is done against it."""

    history_subject = ("position",)
    activity = models.ForeignKey(QuickWin, models.CASCADE, related_name="risks", verbose_name="quick win")
    position = models.PositiveSmallIntegerField("nomor", validators=[MinValueValidator(1)])
    text = models.CharField("risiko", max_length=300)
    likelihood = models.PositiveSmallIntegerField(
        "kemungkinan (1-5)", default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    impact = models.PositiveSmallIntegerField(
        "dampak (1-5)", default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    mitigation = models.CharField("penanganan", max_length=300, blank=True)

    class Meta:
        verbose_name = "risiko"
        verbose_name_plural = "daftar risiko"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["activity", "position"], name="quick_win_risk_once")]

    def __str__(self) -> str:
        return self.text


class QuickWinEvidence(ChildRow):
    """A file that proves what a quick win has reached."""

    history_subject = ("title",)
    activity = models.ForeignKey(QuickWin, models.CASCADE, related_name="evidence", verbose_name="quick win")
    title = models.CharField("judul", max_length=200)
    file = models.FileField("berkas", upload_to="quick-win/", validators=[check_upload])
    uploaded_by_name = models.CharField("diunggah oleh", max_length=200, editable=False, blank=True)

    class Meta:
        verbose_name = "bukti"
        verbose_name_plural = "bukti"
        ordering = ("title",)
        constraints = [models.UniqueConstraint(fields=["activity", "title"], name="quick_win_evidence_once")]

    def __str__(self) -> str:
        return self.title
