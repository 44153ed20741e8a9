"""Work plans (Renja) of the agencies: rounds, lines, notes of the review, waivers, frozen snapshots."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Person
from opd.agencies.models.opd import Opd
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.models import ChildRow, Governed, ScopedQuerySet
from solok_smartcity.kit.transitions import TransitionLog
from solok_smartcity.kit.uploads import check_upload

from ..codes import is_sub_kegiatan
from ..workflow import State
from .window import Round


class WorkPlanQuerySet(ScopedQuerySet["WorkPlan"]):
    """Who may know of which work plan."""

    def visible_to(self, user: Person) -> Self:
        """Planning and administrators: all. An agency: its own. The editor: what was sent. Readers: what holds."""
        if has_role(user, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR):
            return self
        if has_role(user, Role.OPD_PLANNER, Role.OPD_HEAD):
            return self.filter(opd=user.opd_id)
        if has_role(user, Role.EDITOR):
            return self.exclude(state__in=[State.DRAFT, State.RETURNED])
        if has_role(user, Role.READER):
            return self.filter(state__in=[State.VERIFIED, State.FINAL])
        return self.none()


class WorkPlan(Governed):
    """The work plan of one agency for one year and round; every round has its own lines."""

    opd = models.ForeignKey(Opd, models.PROTECT, related_name="work_plans", verbose_name="perangkat daerah")
    year = models.PositiveSmallIntegerField("tahun", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    round = models.CharField("putaran", max_length=20, choices=Round.choices)
    revision = models.PositiveSmallIntegerField("revisi", default=1)
    state = models.CharField("keadaan", max_length=20, choices=State.choices, default=State.DRAFT)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="menggantikan"
    )
    submissions = models.PositiveSmallIntegerField("kali dikirim", default=0)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dikirim oleh"
    )
    submitted_at = models.DateTimeField("dikirim pada", null=True, blank=True)
    minutes_number = models.CharField("nomor berita acara", max_length=100, blank=True)
    minutes = models.FileField(
        "berita acara bertanda tangan", upload_to="renja/", blank=True, validators=[check_upload]
    )
    is_demonstration = models.BooleanField("data demonstrasi", default=False)

    objects: ClassVar = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "rencana kerja"
        verbose_name_plural = "rencana kerja"
        ordering = ("-year", "opd__name", "-revision", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["opd", "year", "round", "revision"],
                name="work_plan_once_a_round",
                violation_error_message="Rencana kerja perangkat daerah ini untuk tahun dan putaran itu sudah ada.",
            )
        ]

    def __str__(self) -> str:
        revision = f" revisi {self.revision}" if self.revision > 1 else ""
        return f"Renja {self.opd.abbreviation} {self.year}, {self.get_round_display().lower()}{revision}"

    @cached_property
    def senders(self) -> set[int]:
        """Keys of the accounts that ever sent this plan: none of them decides on it (four eyes)."""
        return set(self.log.filter(verb="submit").values_list("actor", flat=True))

    @property
    def is_open(self) -> bool:
        """Whether the agency may change its lines."""
        return self.state in (State.DRAFT, State.RETURNED)


class WorkPlanLine(Governed):
    """One sub kegiatan in a work plan. What is unknown stays empty; whole rupiah."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="lines", verbose_name="rencana kerja")
    position = models.PositiveIntegerField("urutan", default=0)
    sub_kegiatan_code = models.CharField("kode sub kegiatan", max_length=30)
    name = models.CharField("sub kegiatan", max_length=300)
    indicator = models.CharField("indikator", max_length=500, blank=True)
    target = models.DecimalField(
        "target", max_digits=18, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    unit = models.CharField("satuan", max_length=60, blank=True)
    location = models.CharField("lokasi", max_length=200, blank=True)
    funding_source = models.CharField("sumber dana", max_length=100, blank=True)
    priority = models.CharField("prioritas daerah", max_length=150, blank=True)
    amount = models.BigIntegerField("pagu (Rp)", null=True, blank=True, validators=[MinValueValidator(0)])
    forward_estimate = models.BigIntegerField(
        "prakiraan maju (Rp)", null=True, blank=True, validators=[MinValueValidator(0)]
    )
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="baris yang digantikan"
    )
    source = models.CharField("asal baris", max_length=80, blank=True, editable=False)
    # Bidang, program and kegiatan as a file gave them; a line typed here has none, they follow from the code.
    parent_codes = models.CharField("kode induk dalam berkas", max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = "baris rencana kerja"
        verbose_name_plural = "baris rencana kerja"
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                name="line_money_not_negative",
                condition=(Q(amount__isnull=True) | Q(amount__gte=0))
                & (Q(forward_estimate__isnull=True) | Q(forward_estimate__gte=0)),
                violation_error_message="Pagu dan prakiraan maju tidak boleh negatif.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sub_kegiatan_code} {self.name}"

    def clean(self) -> None:
        """The code has the form of a sub kegiatan; it stays as it was typed."""
        if not is_sub_kegiatan(self.sub_kegiatan_code):
            raise ValidationError(
                {"sub_kegiatan_code": "Kode sub kegiatan terdiri atas enam bagian, misalnya 2.16.03.2.02.0038."}
            )


class LineProgram(ChildRow):
    """A program of the road map that a line serves."""

    history_subject = ("program",)
    line = models.ForeignKey(WorkPlanLine, models.CASCADE, related_name="programs", verbose_name="baris")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+", verbose_name="program")

    class Meta:
        verbose_name = "program yang didukung"
        verbose_name_plural = "program yang didukung"
        constraints = [models.UniqueConstraint(fields=["line", "program"], name="line_program_once")]

    def __str__(self) -> str:
        return str(self.program)


class LineQuickWin(ChildRow):
    """A quick win that a line serves."""

    history_subject = ("quick_win",)
    line = models.ForeignKey(WorkPlanLine, models.CASCADE, related_name="quick_wins", verbose_name="baris")
    quick_win = models.ForeignKey(QuickWin, models.PROTECT, related_name="+", verbose_name="quick win")

    class Meta:
        verbose_name = "quick win yang didukung"
        verbose_name_plural = "quick win yang didukung"
        constraints = [models.UniqueConstraint(fields=["line", "quick_win"], name="line_quick_win_once")]

    def __str__(self) -> str:
        return str(self.quick_win)


class ReviewNote(Governed):
    """A reviewer's note on a line (or on the whole plan), and the agency's answer."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="notes", verbose_name="rencana kerja")
    line = models.ForeignKey(
        WorkPlanLine, models.SET_NULL, null=True, blank=True, related_name="notes", verbose_name="baris"
    )
    line_label = models.CharField("baris saat dicatat", max_length=350, blank=True)
    submission = models.PositiveSmallIntegerField("pengiriman ke")
    text = models.TextField("catatan")
    author_name = models.CharField("penelaah", max_length=200)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    answer = models.TextField("jawaban", blank=True)
    answered_by_name = models.CharField("dijawab oleh", max_length=200, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True, blank=True)

    class Meta:
        verbose_name = "catatan telaah"
        verbose_name_plural = "catatan telaah"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:60]


class BlockerWaiver(models.Model):
    """The reviewer's decision that a blocker does not stand against verification: who, when, why. Never changed."""

    plan = models.ForeignKey(WorkPlan, models.CASCADE, related_name="waivers", verbose_name="rencana kerja")
    code = models.CharField("kode", max_length=40)
    line_key = models.PositiveBigIntegerField("baris", null=True, blank=True)
    submission = models.PositiveSmallIntegerField("pengiriman ke")
    reason = models.TextField("alasan")
    actor_name = models.CharField("oleh", max_length=200)
    at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "pengesampingan"
        verbose_name_plural = "pengesampingan"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code


class Snapshot(models.Model):
    """What was verified: canonical JSON and its SHA-256. The last one of an agency's year is in force."""

    plan = models.ForeignKey(WorkPlan, models.PROTECT, related_name="snapshots", verbose_name="rencana kerja")
    number = models.PositiveSmallIntegerField("nomor")
    content = models.TextField("isi")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_by_name = models.CharField("oleh", max_length=200)
    made_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "salinan beku"
        verbose_name_plural = "salinan beku"
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="snapshot_number_once")]

    def __str__(self) -> str:
        return f"Salinan {self.number} {self.plan}"


class WorkPlanLog(TransitionLog):
    """Decisions on work plans."""

    subject = models.ForeignKey(WorkPlan, models.PROTECT, related_name="log", verbose_name="rencana kerja")

    class Meta(TransitionLog.Meta):
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
