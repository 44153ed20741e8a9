"""What programs, quick wins and action plans have in common: lead agency, years, indicator, money."""

from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from opd.agencies.models import Opd, Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.models import ChildRow, Governed, ScopedQuerySet

from .dimension import SubDimension
from .plan import Marked, MasterPlan


class Funding(models.TextChoices):
    """Sources of funds."""

    APBD = "APBD", "APBD"
    PROVINCE = "APBD Provinsi", "APBD Provinsi"
    APBN = "APBN", "APBN"
    DAK_PHYSICAL = "DAK Fisik", "DAK Fisik"
    DAK_OTHER = "DAK Nonfisik", "DAK Nonfisik"
    BLUD = "BLUD", "BLUD"
    CSR = "CSR", "CSR"
    COMMUNITY = "Swadaya Masyarakat", "Swadaya Masyarakat"


class Horizon(models.TextChoices):
    """Length of a program."""

    SHORT = "pendek", "Jangka pendek"
    MEDIUM = "menengah", "Jangka menengah"
    LONG = "panjang", "Jangka panjang"


class Direction(models.TextChoices):
    """Whether a higher or a lower value of the indicator is better."""

    UP = "naik", "Makin tinggi makin baik"
    DOWN = "turun", "Makin rendah makin baik"


class State(models.TextChoices):
    """Life of an activity in the plan; it is retired, never deleted."""

    DRAFT = "draft", "Konsep"
    ACTIVE = "active", "Aktif"
    RETIRED = "retired", "Dihentikan"


def check_funding(value: Any) -> None:
    """A list of known sources of funds, each once, at least one."""
    if not isinstance(value, list) or not value:
        raise ValidationError("Pilih paling sedikit satu sumber dana.")
    unknown = [item for item in value if item not in Funding.values]
    if unknown:
        raise ValidationError(f"Sumber dana tidak dikenal: {', '.join(map(str, unknown))}.")
    if len(set(value)) != len(value):
        raise ValidationError("Sumber dana yang sama ditulis dua kali.")


CODE = RegexValidator(r"^[-A-Za-z0-9_]+\Z", "Kode terdiri atas huruf, angka, tanda hubung, dan garis bawah.")
LONG_TEXT = MaxLengthValidator(4000)
RKPD_PROGRAM_CODE = RegexValidator(r"^(\d|X)\.(\d\d|XX)\.\d\d$", "Kode program RKPD berbentuk 2.16.03 atau X.XX.01.")


AnyActivity = TypeVar("AnyActivity", bound="Activity")


class ActivityQuerySet(ScopedQuerySet[AnyActivity]):
    """Scope of activities: everybody reads what is in the plan, drafts belong to those who work on them."""

    def visible_to(self, user: Person) -> Self:
        """Editors, planning and administrators see all; an agency also its own drafts; others the adopted ones."""
        if has_role(user, Role.EDITOR, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR):
            return self
        scope = ~Q(state=State.DRAFT)
        if has_role(user, Role.OPD_PLANNER, Role.OPD_HEAD):
            scope |= Q(lead_opd=user.opd_id)
        return self.filter(scope)

    def active(self) -> Self:
        """What counts in sums, annexes and public figures."""
        return self.filter(state=State.ACTIVE)

    def running_in(self, year: int) -> Self:
        """Those whose years include this one."""
        return self.filter(start_year__lte=year, end_year__gte=year)


class Activity(Governed, Marked):
    """Something an agency does for the plan."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="+", verbose_name="rencana induk")
    code = models.CharField("kode", max_length=20, unique=True, validators=[CODE])
    name = models.CharField("nama", max_length=300)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.ACTIVE)
    lead_opd = models.ForeignKey(Opd, models.PROTECT, related_name="+", verbose_name="penanggung jawab")
    start_year = models.PositiveSmallIntegerField("tahun mulai")
    end_year = models.PositiveSmallIntegerField("tahun selesai")
    horizon = models.CharField("jangka", max_length=10, choices=Horizon.choices)
    indicator = models.TextField("indikator", validators=[LONG_TEXT])
    unit = models.CharField("satuan", max_length=60)
    funding_sources = models.JSONField("sumber dana", default=list, validators=[check_funding])
    position = models.PositiveIntegerField("urutan", default=0)
    years: Any  # the tables of each concrete class
    supports: Any

    objects: ClassVar = ActivityQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("position", "code")
        constraints = [
            models.CheckConstraint(
                name="%(class)s_years_in_order",
                condition=Q(start_year__lte=F("end_year")),
                violation_error_message="Tahun selesai mendahului tahun mulai.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def clean(self) -> None:
        """An activity starts inside the period of its plan; it may end later."""
        if self.plan_id and self.start_year is not None and self.start_year not in self.plan.years:
            raise ValidationError(
                {"start_year": f"Tahun mulai harus di dalam {self.plan.start_year}-{self.plan.end_year}."}
            )


class Measured(Activity):
    """An activity measured by an indicator against yearly targets: a program or a quick win."""

    subdimension = models.ForeignKey(SubDimension, models.PROTECT, related_name="+", verbose_name="subdimensi")
    direction = models.CharField("arah", max_length=10, choices=Direction.choices)
    baseline = models.DecimalField("kondisi awal", max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_documented = models.BooleanField("kondisi awal bersumber", default=False)
    fact_source = models.TextField("sumber fakta", blank=True, validators=[LONG_TEXT])
    rkpd_program_code = models.CharField("kode program RKPD", max_length=10, blank=True, validators=[RKPD_PROGRAM_CODE])
    rkpd_program_name = models.CharField("nama program RKPD", max_length=300, blank=True)

    class Meta(Activity.Meta):
        abstract = True


class SupportRow(ChildRow):
    """An agency that supports an activity."""

    history_subject = ("opd",)
    activity: Any  # the foreign key of each concrete class
    opd = models.ForeignKey(Opd, models.PROTECT, related_name="+", verbose_name="perangkat daerah")
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        abstract = True
        ordering = ("position",)

    def __str__(self) -> str:
        return str(self.opd)

    def clean(self) -> None:
        """The lead agency does not also support."""
        if self.opd_id == self.activity.lead_opd_id:
            raise ValidationError("Penanggung jawab tidak dapat sekaligus menjadi pendukung.")


class YearRow(ChildRow):
    """Money of an activity in one year, in whole rupiah."""

    history_subject = ("year",)
    activity: Any  # the foreign key of each concrete class
    year = models.PositiveSmallIntegerField("tahun")
    budget = models.BigIntegerField("anggaran (Rp)", null=True, blank=True, validators=[MinValueValidator(0)])

    class Meta:
        abstract = True
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)

    def clean(self) -> None:
        """The year lies inside the plan's period and the activity's own years."""
        activity = self.activity
        if activity.plan_id is None or activity.start_year is None or activity.end_year is None:
            return  # the record itself is refused for what is missing
        first = max(activity.start_year, activity.plan.start_year)
        last = min(activity.end_year, activity.plan.end_year)
        if self.year is not None and not first <= self.year <= last:
            raise ValidationError({"year": f"Tahun {self.year} di luar {first}-{last}."})


class TargetRow(YearRow):
    """Target and money of one year."""

    target = models.DecimalField("target", max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta(YearRow.Meta):
        abstract = True


def one_row_a_year(parent: str) -> list[models.BaseConstraint]:
    """Constraints of a yearly table: one row a year, money never negative."""
    return [
        models.UniqueConstraint(
            fields=["activity", "year"],
            name=f"{parent}_year_once",
            violation_error_message="Tahun yang sama ditulis dua kali.",
        ),
        models.CheckConstraint(
            name=f"{parent}_budget_not_negative",
            condition=Q(budget__isnull=True) | Q(budget__gte=0),
            violation_error_message="Anggaran tidak boleh negatif.",
        ),
    ]


def supports_once(parent: str) -> list[models.BaseConstraint]:
    """Constraint of a table of supporting agencies: each once."""
    return [
        models.UniqueConstraint(
            fields=["activity", "opd"],
            name=f"{parent}_support_once",
            violation_error_message="Perangkat daerah pendukung yang sama ditulis dua kali.",
        )
    ]
