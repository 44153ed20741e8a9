"""What the city made in its workshops: stages, integrity pacts, clinics with the agencies."""

from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from opd.agencies.models import Opd, Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.models import ChildRow, Governed, ScopedQuerySet
from solok_smartcity.kit.uploads import check_upload

from .plan import Marked, MasterPlan
from .program import Program
from .quick_win import QuickWin


class WorkshopStage(Governed, Marked):
    """A stage of the guided work: a Bimtek, a review. What is not known stays empty."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="stages", verbose_name="rencana induk")
    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=150)
    position = models.PositiveSmallIntegerField("urutan")
    year = models.PositiveSmallIntegerField("tahun")
    held_from = models.DateField("mulai", null=True, blank=True)
    held_to = models.DateField("selesai", null=True, blank=True)
    place = models.CharField("tempat", max_length=200, blank=True)

    class Meta:
        verbose_name = "tahap bimbingan teknis"
        verbose_name_plural = "tahap bimbingan teknis"
        ordering = ("position",)
        constraints = [
            models.CheckConstraint(
                name="stage_dates_in_order",
                condition=Q(held_to__isnull=True) | Q(held_from__isnull=False, held_to__gte=models.F("held_from")),
                violation_error_message="Tanggal selesai mendahului tanggal mulai.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StageOutput(ChildRow):
    """Something a stage brought forth."""

    history_subject = ("position",)
    stage = models.ForeignKey(WorkshopStage, models.CASCADE, related_name="outputs", verbose_name="tahap")
    position = models.PositiveSmallIntegerField("urutan")
    text = models.CharField("keluaran", max_length=300)

    class Meta:
        verbose_name = "keluaran"
        verbose_name_plural = "keluaran"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["stage", "position"], name="stage_output_once")]

    def __str__(self) -> str:
        return self.text


class StageAttachment(ChildRow):
    """A file of a stage: invitation, attendance, photograph, minutes."""

    history_subject = ("title",)
    stage = models.ForeignKey(WorkshopStage, models.CASCADE, related_name="attachments", verbose_name="tahap")
    title = models.CharField("judul", max_length=200)
    file = models.FileField("berkas", upload_to="bimtek/", validators=[check_upload])

    class Meta:
        verbose_name = "lampiran"
        verbose_name_plural = "lampiran"
        ordering = ("title",)
        constraints = [models.UniqueConstraint(fields=["stage", "title"], name="stage_attachment_once")]

    def __str__(self) -> str:
        return self.title


Paper = TypeVar("Paper", bound=models.Model)


class AgencyScope(ScopedQuerySet[Paper]):
    """Papers of one agency: its own people, the editor, planning and the administrator."""

    def visible_to(self, user: Person) -> Self:
        """The rows of the user's own agency, or all for those who work with every agency."""
        if has_role(user, Role.EDITOR, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR):
            return self
        if has_role(user, Role.OPD_PLANNER, Role.OPD_HEAD):
            return self.filter(opd=user.opd_id)
        return self.none()


class IntegrityPact(Governed, Marked):
    """An integrity pact: who signed for which agency, when; the scan."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="pacts", verbose_name="rencana induk")
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="+", verbose_name="perangkat daerah")
    signatory = models.CharField("penanda tangan", max_length=150)
    position = models.CharField("jabatan", max_length=150, blank=True)
    signed_on = models.DateField("ditandatangani pada", null=True, blank=True)
    scan = models.FileField("pindaian", upload_to="pakta/", blank=True, validators=[check_upload])

    objects: ClassVar = AgencyScope.as_manager()

    class Meta:
        verbose_name = "pakta integritas"
        verbose_name_plural = "pakta integritas"
        ordering = ("opd__name",)

    def __str__(self) -> str:
        return f"{self.opd}: {self.signatory}"


class ClinicNote(Governed, Marked):
    """Notes of a one-on-one session with an agency."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="clinic_notes", verbose_name="rencana induk")
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="+", verbose_name="perangkat daerah")
    stage = models.ForeignKey(
        WorkshopStage, models.PROTECT, null=True, blank=True, related_name="clinic_notes", verbose_name="tahap"
    )
    held_on = models.DateField("tanggal", null=True, blank=True)
    text = models.TextField("catatan")

    objects: ClassVar = AgencyScope.as_manager()

    class Meta:
        verbose_name = "catatan klinik"
        verbose_name_plural = "catatan klinik"
        ordering = ("-held_on",)

    def __str__(self) -> str:
        return f"Klinik {self.opd}"


class ClinicProposal(ChildRow):
    """A proposal born in a clinic, and the program or quick win it became."""

    history_subject = ("title",)
    note = models.ForeignKey(ClinicNote, models.CASCADE, related_name="proposals", verbose_name="catatan klinik")
    title = models.CharField("usulan", max_length=300)
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="menjadi program"
    )
    quick_win = models.ForeignKey(
        QuickWin, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="menjadi quick win"
    )

    class Meta:
        verbose_name = "usulan"
        verbose_name_plural = "usulan"
        constraints = [models.UniqueConstraint(fields=["note", "title"], name="clinic_proposal_once")]

    def __str__(self) -> str:
        return self.title
