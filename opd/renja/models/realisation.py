"""Quarterly realisation of programs and of work-plan lines."""

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from masterplan.plan.models import Program
from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.models import Governed, ScopedQuerySet
from solok_smartcity.kit.uploads import check_upload

from .work_plan import WorkPlanLine


class RealisationQuerySet(ScopedQuerySet["Realisation"]):
    """Who may know of which realisation."""

    def visible_to(self, user: Person) -> Self:
        """An agency its own, everybody else who is signed in all: realisation of the plan is read by the city."""
        if has_role(user, Role.OPD_PLANNER, Role.OPD_HEAD):
            return self.filter(Q(program__lead_opd=user.opd_id) | Q(line__plan__opd=user.opd_id))
        if has_role(user, Role.LEGAL_OFFICER):
            return self.none()
        return self if getattr(user, "is_authenticated", False) else self.none()


class Realisation(Governed):
    """What was reached and spent from the start of the year to the end of a quarter; whole rupiah."""

    year = models.PositiveSmallIntegerField("tahun", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    quarter = models.PositiveSmallIntegerField("triwulan", validators=[MinValueValidator(1), MaxValueValidator(4)])
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="program"
    )
    line = models.ForeignKey(
        WorkPlanLine, models.PROTECT, null=True, blank=True, related_name="realisations", verbose_name="baris"
    )
    value = models.DecimalField(
        "capaian", max_digits=18, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    money = models.BigIntegerField("realisasi keuangan (Rp)", null=True, blank=True, validators=[MinValueValidator(0)])
    obstacle = models.TextField("kendala", blank=True)
    evidence = models.FileField("bukti", upload_to="realisasi/", blank=True, validators=[check_upload])

    objects: ClassVar = RealisationQuerySet.as_manager()

    class Meta:
        verbose_name = "realisasi"
        verbose_name_plural = "realisasi"
        ordering = ("-year", "-quarter", "pk")
        constraints = [
            models.CheckConstraint(
                name="realisation_of_one",
                condition=Q(program__isnull=False, line__isnull=True) | Q(program__isnull=True, line__isnull=False),
                violation_error_message="Realisasi dicatat untuk satu program atau satu baris rencana kerja.",
            ),
            models.UniqueConstraint(
                fields=["program", "year", "quarter"],
                condition=Q(program__isnull=False),
                name="realisation_once_a_program",
                violation_error_message="Realisasi program ini untuk triwulan itu sudah dicatat.",
            ),
            models.UniqueConstraint(
                fields=["line", "year", "quarter"],
                condition=Q(line__isnull=False),
                name="realisation_once_a_line",
                violation_error_message="Realisasi baris ini untuk triwulan itu sudah dicatat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program or self.line}, triwulan {self.quarter} {self.year}"
