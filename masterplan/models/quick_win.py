"""Quick wins: what shows results within a year, each speeding up a program."""

from django.db import models

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
