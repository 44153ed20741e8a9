"""Findings as conversations, links between the plan and work plans, confirmed codes, what the checks are set to."""

from datetime import date
from typing import Any, ClassVar, Self, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Opd, Person
from opd.agencies.roles import Role, has_role
from opd.renja.models import WorkPlan, WorkPlanLine
from solok_smartcity.kit.models import Governed, ScopedQuerySet
from solok_smartcity.kit.transitions import TransitionLog

from ..findings.rows import Origin, Severity
from ..workflow import FindingState, LinkState
from .nomenclature import Edition
from .rkpd import RkpdItem

YEAR = [MinValueValidator(2000), MaxValueValidator(2100)]
SEVERITIES = [
    (Severity.BLOCKER.value, "Penghalang"),
    (Severity.MAJOR.value, "Besar"),
    (Severity.MINOR.value, "Kecil"),
    (Severity.INFO.value, "Catatan"),
]
ORIGINS = [
    (Origin.REGULATION.value, "Peraturan"),
    (Origin.PRACTICE.value, "Praktik"),
    (Origin.OURS.value, "Portal"),
]


class FindingQuerySet(ScopedQuerySet["FindingRecord"]):
    """Findings; nobody learns of a work plan that lies outside the own scope."""

    def visible_to(self, user: Person) -> Self:
        """Planning and administrators: all. An agency: its own. Diskominfo and readers: of the plans they may see."""
        if has_role(user, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR):
            return self
        if has_role(user, Role.OPD_PLANNER, Role.OPD_HEAD):
            return self.filter(opd=user.opd_id)
        if has_role(user, Role.EDITOR, Role.READER):
            return self.filter(Q(plan__isnull=True) | Q(plan__in=WorkPlan.objects.visible_to(user).order_by()))
        return self.none()

    def current(self) -> Self:
        """Those of the plans that hold now; older rounds keep theirs as history."""
        return self.filter(is_current=True)

    def unsolved(self) -> Self:
        """Open, answered, accepted or waived: the mismatch is still there."""
        return self.exclude(state=FindingState.FIXED)

    def waiting(self) -> Self:
        """Those that wait for the agency or the planning office."""
        return self.filter(state__in=[FindingState.OPEN, FindingState.ANSWERED])


class FindingRecord(Governed):
    """One mismatch with its conversation. ``key`` makes it the same finding at every check (planning 3.7)."""

    key = models.CharField("tanda", max_length=250, unique=True, editable=False)
    year = models.PositiveSmallIntegerField("tahun rencana", validators=YEAR)
    code = models.CharField("temuan", max_length=40)
    severity = models.CharField("bobot", max_length=10, choices=SEVERITIES)
    origin = models.CharField("asal", max_length=12, choices=ORIGINS)
    text = models.TextField("kalimat")
    field = models.CharField("sel", max_length=40, blank=True)
    detail = models.CharField("nilai", max_length=300, blank=True)
    opd = models.ForeignKey(
        Opd, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="perangkat daerah"
    )
    plan = models.ForeignKey(
        WorkPlan, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="rencana kerja"
    )
    line = models.ForeignKey(
        WorkPlanLine, models.SET_NULL, null=True, blank=True, related_name="findings", verbose_name="baris"
    )
    line_label = models.CharField("baris saat ditemukan", max_length=350, blank=True)
    rkpd_item = models.ForeignKey(
        RkpdItem, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="baris RKPD"
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="program"
    )
    quick_win = models.ForeignKey(
        QuickWin, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="quick win"
    )
    state = models.CharField("keadaan", max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    is_current = models.BooleanField("berlaku", default=True)
    found_at = models.DateTimeField("ditemukan", auto_now_add=True)
    answer = models.TextField("jawaban", blank=True)
    answered_by_name = models.CharField("dijawab oleh", max_length=200, blank=True)
    decision_reason = models.TextField("alasan keputusan", blank=True)
    decided_by_name = models.CharField("diputuskan oleh", max_length=200, blank=True)

    objects: ClassVar = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "temuan"
        verbose_name_plural = "temuan"
        ordering = ("-year", "opd__name", "pk")
        indexes = [
            models.Index(fields=["year", "is_current", "state"], name="finding_year_state"),
            models.Index(fields=["plan", "state"], name="finding_plan_state"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.line_label or self.text}"[:200]

    @property
    def is_blocker(self) -> bool:
        """Whether it must be solved or waived before verification."""
        return self.severity == Severity.BLOCKER


class FindingLog(TransitionLog):
    """Decisions on findings; those of the machine have no account."""

    subject = models.ForeignKey(FindingRecord, models.PROTECT, related_name="log", verbose_name="temuan")

    class Meta(TransitionLog.Meta):
        verbose_name = "keputusan temuan"
        verbose_name_plural = "keputusan temuan"


class AlignmentQuerySet(ScopedQuerySet["Alignment"]):
    """Links, in the scope of the work plans that they lead to."""

    def visible_to(self, user: Person) -> Self:
        """Links to lines of plans that the person may see."""
        return self.filter(line__plan__in=WorkPlan.objects.visible_to(user).order_by().values("pk"))


class Alignment(Governed):
    """That a line of a work plan carries a program or quick win: suggested, accepted or rejected (planning 9)."""

    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="alignments", verbose_name="program"
    )
    quick_win = models.ForeignKey(
        QuickWin, models.PROTECT, null=True, blank=True, related_name="alignments", verbose_name="quick win"
    )
    line = models.ForeignKey(WorkPlanLine, models.CASCADE, related_name="alignments", verbose_name="baris")
    state = models.CharField("keadaan", max_length=10, choices=LinkState.choices, default=LinkState.SUGGESTED)
    score = models.FloatField("skor usulan", null=True, blank=True)
    why = models.CharField("mengapa", max_length=300, blank=True)
    proposed_by_name = models.CharField("diusulkan oleh", max_length=200, blank=True)
    by_agency = models.CharField("dikonfirmasi perangkat daerah", max_length=200, blank=True)
    by_planning = models.CharField("dikonfirmasi perencanaan", max_length=200, blank=True)
    decision_reason = models.TextField("alasan", blank=True)

    objects: ClassVar = AlignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "tautan rencana"
        verbose_name_plural = "tautan rencana"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="alignment_of_one",
                condition=Q(program__isnull=False, quick_win__isnull=True)
                | Q(program__isnull=True, quick_win__isnull=False),
                violation_error_message="Tautan untuk satu program atau satu quick win.",
            ),
            models.UniqueConstraint(
                fields=["program", "line"],
                condition=Q(program__isnull=False),
                name="alignment_program_once",
                violation_error_message="Tautan ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["quick_win", "line"],
                condition=Q(quick_win__isnull=False),
                name="alignment_quick_win_once",
                violation_error_message="Tautan ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} – {self.line}"

    @property
    def subject(self) -> Program | QuickWin:
        """What the line carries."""
        return self.program or cast("QuickWin", self.quick_win)  # a constraint: always one of the two


class AlignmentLog(TransitionLog):
    """Decisions on links."""

    subject = models.ForeignKey(Alignment, models.CASCADE, related_name="log", verbose_name="tautan")

    class Meta(TransitionLog.Meta):
        verbose_name = "keputusan tautan"
        verbose_name_plural = "keputusan tautan"


class CodeLinkState(models.TextChoices):
    """States of the code people chose for a program or quick win."""

    CONFIRMED = "confirmed", "Dikonfirmasi"
    MOVED = "proposed", "Menunggu konfirmasi pindah edisi"
    NONE = "none", "Tidak ada yang cocok"


class NoneReason(models.TextChoices):
    """Why no sub kegiatan fits (planning 8.7)."""

    SLOGAN = "slogan", "Hanya semboyan"
    GENERAL = "too_general", "Terlalu umum"
    PROVINCE = "province_authority", "Kewenangan provinsi"
    CENTRAL = "central_authority", "Kewenangan pusat"
    VERTICAL = "vertical_agency", "Instansi vertikal"
    COMPANY = "company", "Badan usaha"
    PRIVATE = "private", "Swasta atau masyarakat"
    NO_MATCH = "no_match", "Tidak ada yang cocok"


# Reasons that say: not the city's to do; it needs a partner instead of a line (planning 7.3).
OUTSIDE = (NoneReason.PROVINCE, NoneReason.CENTRAL, NoneReason.VERTICAL, NoneReason.COMPANY, NoneReason.PRIVATE)


class CodeLink(Governed):
    """Which sub kegiatan people confirmed for a program or quick win, per edition; or that none fits (planning 8.8)."""

    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="code_links", verbose_name="program"
    )
    quick_win = models.ForeignKey(
        QuickWin, models.PROTECT, null=True, blank=True, related_name="code_links", verbose_name="quick win"
    )
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="code_links", verbose_name="edisi")
    code = models.CharField("kode sub kegiatan", max_length=40, blank=True)
    # The text as it was when people decided: similar texts are offered the same code.
    text = models.TextField("judul dan uraian saat dikonfirmasi")
    state = models.CharField("keadaan", max_length=10, choices=CodeLinkState.choices)
    none_reason = models.CharField("mengapa tidak ada", max_length=20, choices=NoneReason.choices, blank=True)
    decided_by_name = models.CharField("oleh", max_length=200)

    class Meta:
        verbose_name = "kode pilihan"
        verbose_name_plural = "kode pilihan"
        ordering = ("edition", "code")
        constraints = [
            models.CheckConstraint(
                name="code_link_of_one",
                condition=Q(program__isnull=False, quick_win__isnull=True)
                | Q(program__isnull=True, quick_win__isnull=False),
                violation_error_message="Kode pilihan untuk satu program atau satu quick win.",
            ),
            models.CheckConstraint(
                name="code_link_code_or_reason",
                condition=(Q(state="none") & Q(code="") & ~Q(none_reason=""))
                | (~Q(state="none") & ~Q(code="") & Q(none_reason="")),
                violation_error_message="Pilih kode, atau alasan mengapa tidak ada yang cocok.",
            ),
            models.UniqueConstraint(
                fields=["program", "edition", "code"],
                condition=Q(program__isnull=False),
                name="code_link_program_once",
                violation_error_message="Kode ini sudah dipilih untuk program itu.",
            ),
            models.UniqueConstraint(
                fields=["quick_win", "edition", "code"],
                condition=Q(quick_win__isnull=False),
                name="code_link_quick_win_once",
                violation_error_message="Kode ini sudah dipilih untuk quick win itu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject.code} {self.code or self.get_none_reason_display()}"

    @property
    def subject(self) -> Program | QuickWin:
        """Whose code it is."""
        return self.program or cast("QuickWin", self.quick_win)  # a constraint: always one of the two


class Ceiling(Governed):
    """The indicative ceiling (pagu indikatif) of an agency for a year; whole rupiah (planning 2.5)."""

    year = models.PositiveSmallIntegerField("tahun rencana", validators=YEAR)
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="ceilings", verbose_name="perangkat daerah")
    amount = models.BigIntegerField("pagu indikatif (Rp)", validators=[MinValueValidator(0)])
    is_demonstration = models.BooleanField("data demonstrasi", default=False)

    class Meta:
        verbose_name = "pagu indikatif"
        verbose_name_plural = "pagu indikatif"
        ordering = ("-year", "opd__name")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "opd"],
                name="ceiling_once",
                violation_error_message="Pagu indikatif perangkat daerah ini untuk tahun itu sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opd} {self.year}"


def _share(label: str, default: int) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=2,
        default=default,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )


class CheckSettings(Governed):
    """Thresholds of the checks, valid from a day on (planning 7.2, 7.3); without any, those of the spec hold."""

    valid_from = models.DateField("berlaku sejak", unique=True)
    name_similarity = _share("kemiripan nama paling rendah (%)", 60)
    indicator_similarity = _share("kemiripan indikator paling rendah (%)", 80)
    over_minor = _share("kelebihan pagu: kecil sampai (%)", 5)
    over_major = _share("kelebihan pagu: besar sampai (%)", 20)
    under = _share("kekurangan pagu mulai (%)", 20)
    quick_win_share = _share("pagu quick win paling rendah (%)", 80)
    roadmap_money = models.BooleanField(
        "periksa program peta jalan yang memiliki anggaran, walau tidak ada dalam RKPD", default=False
    )

    class Meta:
        verbose_name = "ambang pemeriksaan"
        verbose_name_plural = "ambang pemeriksaan"
        ordering = ("-valid_from",)

    def __str__(self) -> str:
        return f"Ambang sejak {self.valid_from:%d-%m-%Y}"

    def clean(self) -> None:
        """The steps of too much money rise."""
        if None not in (self.over_minor, self.over_major) and self.over_minor > self.over_major:
            raise ValidationError({"over_major": "Batas kelebihan besar lebih rendah daripada batas kecil."})

    @classmethod
    def on(cls, day: date) -> "CheckSettings":
        """What holds on a day."""
        return cls.objects.filter(valid_from__lte=day).first() or cls(valid_from=day)
