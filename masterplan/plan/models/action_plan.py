"""Supporting actions (rencana aksi) in their categories."""

from django.db import models

from solok_smartcity.kit.models import Governed

from .activity import Activity, SupportRow, YearRow, one_row_a_year, supports_once


class ActionPlanCategory(Governed):
    """A category of supporting actions."""

    code = models.CharField("kode", max_length=10, unique=True)
    name = models.CharField("nama", max_length=100)
    position = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "kategori rencana aksi"
        verbose_name_plural = "kategori rencana aksi"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class ActionPlan(Activity):
    """A supporting action: policy, people, infrastructure, applications or literacy."""

    category = models.ForeignKey(
        ActionPlanCategory, models.PROTECT, related_name="action_plans", verbose_name="kategori"
    )
    target_final = models.DecimalField("target akhir", max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta(Activity.Meta):
        verbose_name = "rencana aksi"
        verbose_name_plural = "rencana aksi"


class ActionPlanSupport(SupportRow):
    """An agency supporting an action."""

    activity = models.ForeignKey(ActionPlan, models.CASCADE, related_name="supports", verbose_name="rencana aksi")

    class Meta(SupportRow.Meta):
        verbose_name = "pendukung"
        verbose_name_plural = "perangkat daerah pendukung"
        constraints = supports_once("actionplan")


class ActionPlanYear(YearRow):
    """Money of an action in one year."""

    activity = models.ForeignKey(ActionPlan, models.CASCADE, related_name="years", verbose_name="rencana aksi")

    class Meta(YearRow.Meta):
        verbose_name = "tahun"
        verbose_name_plural = "anggaran setiap tahun"
        constraints = one_row_a_year("actionplan")
