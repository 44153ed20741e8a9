"""Programs of the road map, with yearly targets and money."""

from django.db import models

from .activity import Measured, SupportRow, TargetRow, one_row_a_year, supports_once


class Program(Measured):
    """A program of the road map."""

    class Meta(Measured.Meta):
        verbose_name = "program"
        verbose_name_plural = "program"


class ProgramSupport(SupportRow):
    """An agency supporting a program."""

    activity = models.ForeignKey(Program, models.CASCADE, related_name="supports", verbose_name="program")

    class Meta(SupportRow.Meta):
        verbose_name = "pendukung"
        verbose_name_plural = "perangkat daerah pendukung"
        constraints = supports_once("program")


class ProgramYear(TargetRow):
    """Target and money of a program in one year."""

    activity = models.ForeignKey(Program, models.CASCADE, related_name="years", verbose_name="program")

    class Meta(TargetRow.Meta):
        verbose_name = "tahun"
        verbose_name_plural = "target dan anggaran setiap tahun"
        constraints = one_row_a_year("program")
