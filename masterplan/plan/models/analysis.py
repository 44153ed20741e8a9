"""The books of the plan and their analysis: readiness, future, gap, SWOT, objectives, strategies."""

from django.core.exceptions import ValidationError
from django.db import models

from solok_smartcity.kit.models import ChildRow, Governed

from .activity import Direction
from .dimension import Dimension, SubDimension
from .plan import Marked, MasterPlan, Mission
from .program import Program


class Book(Governed, Marked):
    """A book of the plan; how many there are is the city's own choice."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="books", verbose_name="rencana induk")
    number = models.PositiveSmallIntegerField("nomor")
    title = models.CharField("judul", max_length=200)
    note = models.TextField("catatan", blank=True)

    class Meta:
        verbose_name = "buku"
        verbose_name_plural = "buku"
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="book_number_once")]

    def __str__(self) -> str:
        return f"Buku {self.number}: {self.title}"


class Chapter(Governed, Marked):
    """A section of a book; ``heading`` of the regulation's annex that prints it, if any."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="chapters", verbose_name="buku")
    position = models.PositiveSmallIntegerField("urutan")
    title = models.CharField("judul", max_length=200)
    text = models.TextField("isi", blank=True, help_text="Pisahkan paragraf dengan baris kosong.")
    annex_heading = models.CharField(
        "subbab lampiran", max_length=100, blank=True, help_text="Nama subbab Lampiran I yang memuat isi ini."
    )

    class Meta:
        verbose_name = "bab buku"
        verbose_name_plural = "bab buku"
        ordering = ("book__number", "position")
        constraints = [models.UniqueConstraint(fields=["book", "position"], name="chapter_position_once")]

    def __str__(self) -> str:
        return f"{self.book.number}.{self.position} {self.title}"

    @property
    def paragraphs(self) -> list[str]:
        """The text in paragraphs, blanks folded."""
        return [" ".join(part.split()) for part in self.text.split("\n\n") if part.strip()]


class Readiness(Governed, Marked):
    """One finding on the city's readiness."""

    class Pillar(models.TextChoices):
        SUPRASTRUCTURE = "suprastruktur", "Suprastruktur"
        STRUCTURE = "struktur", "Struktur"
        INFRASTRUCTURE = "infrastruktur", "Infrastruktur"

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="readiness", verbose_name="rencana induk")
    pillar = models.CharField("unsur", max_length=20, choices=Pillar.choices)
    aspect = models.CharField("aspek", max_length=200)
    condition = models.TextField("kondisi", blank=True)
    source = models.TextField("sumber", blank=True)

    class Meta:
        verbose_name = "kesiapan"
        verbose_name_plural = "analisis kesiapan"
        ordering = ("pillar", "aspect")

    def __str__(self) -> str:
        return self.aspect


class FutureAnalysis(Governed, Marked):
    """What is coming, and what it means for a dimension."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="futures", verbose_name="rencana induk")
    dimension = models.ForeignKey(
        Dimension, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dimensi"
    )
    topic = models.CharField("pokok", max_length=200)
    text = models.TextField("uraian", blank=True)
    source = models.TextField("sumber", blank=True)

    class Meta:
        verbose_name = "analisis masa depan"
        verbose_name_plural = "analisis masa depan"
        ordering = ("dimension__position", "topic")

    def __str__(self) -> str:
        return self.topic


class Gap(Governed, Marked):
    """The gap of one sub-dimension: what is, what is wanted, what lies between."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="gaps", verbose_name="rencana induk")
    subdimension = models.ForeignKey(SubDimension, models.PROTECT, related_name="+", verbose_name="subdimensi")
    now = models.TextField("kondisi saat ini", blank=True)
    wanted = models.TextField("kondisi yang diinginkan", blank=True)
    gap = models.TextField("kesenjangan", blank=True)

    class Meta:
        verbose_name = "kesenjangan"
        verbose_name_plural = "analisis kesenjangan"
        ordering = ("subdimension__dimension__position", "subdimension__position")
        constraints = [models.UniqueConstraint(fields=["plan", "subdimension"], name="gap_once")]

    def __str__(self) -> str:
        return f"Kesenjangan {self.subdimension}"

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written yet."""
        return not (self.now or self.wanted or self.gap)


class Swot(Governed, Marked):
    """One strength, weakness, opportunity or threat."""

    class Quadrant(models.TextChoices):
        STRENGTH = "kekuatan", "Kekuatan"
        WEAKNESS = "kelemahan", "Kelemahan"
        OPPORTUNITY = "peluang", "Peluang"
        THREAT = "ancaman", "Ancaman"

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="swot", verbose_name="rencana induk")
    quadrant = models.CharField("kuadran", max_length=10, choices=Quadrant.choices)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    text = models.TextField("uraian")

    class Meta:
        verbose_name = "butir SWOT"
        verbose_name_plural = "analisis SWOT"
        ordering = ("quadrant", "position")

    def __str__(self) -> str:
        return f"{self.get_quadrant_display()} {self.position}"


class Objective(Governed, Marked):
    """An objective (sasaran) under a mission."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="objectives", verbose_name="rencana induk")
    mission = models.ForeignKey(Mission, models.PROTECT, related_name="objectives", verbose_name="misi")
    code = models.CharField("kode", max_length=20, unique=True)
    subdimension = models.ForeignKey(
        SubDimension, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="subdimensi"
    )
    text = models.TextField("sasaran")
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "sasaran"
        verbose_name_plural = "sasaran"
        ordering = ("mission__position", "position")

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """The mission belongs to the same plan."""
        if self.mission_id and self.plan_id and self.mission.plan_id != self.plan_id:
            raise ValidationError({"mission": "Misi berasal dari rencana induk lain."})


class ObjectiveIndicator(Governed, Marked):
    """How an objective is measured: by the indicator of a program (never typed twice) or by its own."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="indicators", verbose_name="sasaran")
    position = models.PositiveSmallIntegerField("urutan", default=0)
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="memakai indikator program"
    )
    indicator = models.TextField("indikator sendiri", blank=True)
    unit = models.CharField("satuan", max_length=60, blank=True)
    direction = models.CharField("arah", max_length=10, choices=Direction.choices, blank=True)
    baseline = models.DecimalField("kondisi awal", max_digits=18, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = "indikator sasaran"
        verbose_name_plural = "indikator sasaran"
        ordering = ("objective", "position")
        constraints = [
            models.CheckConstraint(
                name="objective_indicator_one_source",
                condition=models.Q(program__isnull=False, indicator="")
                | models.Q(program__isnull=True) & ~models.Q(indicator=""),
                violation_error_message="Pilih program atau tulis indikator sendiri, bukan keduanya.",
            )
        ]

    def __str__(self) -> str:
        return f"Indikator {self.objective.code}"


class ObjectiveTarget(ChildRow):
    """Target of an own indicator in one year."""

    history_subject = ("year",)
    indicator = models.ForeignKey(ObjectiveIndicator, models.CASCADE, related_name="targets", verbose_name="indikator")
    year = models.PositiveSmallIntegerField("tahun")
    target = models.DecimalField("target", max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target setiap tahun"
        ordering = ("year",)
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="objective_target_once")]

    def __str__(self) -> str:
        return str(self.year)


class Strategy(Governed, Marked):
    """A strategy of a dimension."""

    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="strategies", verbose_name="rencana induk")
    dimension = models.ForeignKey(Dimension, models.PROTECT, related_name="strategies", verbose_name="dimensi")
    position = models.PositiveSmallIntegerField("urutan", default=0)
    text = models.TextField("strategi")

    class Meta:
        verbose_name = "strategi"
        verbose_name_plural = "strategi"
        ordering = ("dimension__position", "position")

    def __str__(self) -> str:
        return f"Strategi {self.dimension} {self.position}"
