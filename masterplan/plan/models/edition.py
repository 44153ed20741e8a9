"""Editions of the plan: what was adopted, frozen as canonical JSON."""

from typing import ClassVar, Self

from django.db import models

from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.models import Governed, ScopedQuerySet
from solok_smartcity.kit.transitions import TransitionLog

from ..workflow import EditionState
from .plan import MasterPlan


class EditionQuerySet(ScopedQuerySet["Edition"]):
    """Who may know of which edition."""

    def visible_to(self, user: Person) -> Self:
        """The editor and planning all; everybody else what is frozen."""
        if has_role(user, Role.EDITOR, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR):
            return self
        return self.exclude(state=EditionState.DRAFT)


class Edition(Governed):
    """One edition of the plan."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="editions", verbose_name="rencana induk")
    number = models.PositiveSmallIntegerField("nomor")
    title = models.CharField("judul", max_length=200)
    note = models.TextField("catatan", blank=True)
    state = models.CharField("keadaan", max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "edisi"
        verbose_name_plural = "edisi"
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"Edisi {self.number}: {self.title}"


class EditionSnapshot(models.Model):
    """The frozen content of an edition and its SHA-256; never changed, never deleted."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="snapshot", verbose_name="edisi")
    content = models.TextField("isi")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_by_name = models.CharField("oleh", max_length=200)
    made_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "isi beku"
        verbose_name_plural = "isi beku"

    def __str__(self) -> str:
        return self.sha256


class EditionLog(TransitionLog):
    """Decisions on editions."""

    subject = models.ForeignKey(Edition, models.PROTECT, related_name="log", verbose_name="edisi")

    class Meta(TransitionLog.Meta):
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
