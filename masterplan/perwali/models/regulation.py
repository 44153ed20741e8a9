"""A regulation as rows with stable ids: elements, definitions, references, annexes, signatures, placeholders."""

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from masterplan.plan.models import MasterPlan
from masterplan.plan.models.plan import Marked
from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.models import ChildRow, Governed, ScopedQuerySet

from ..naskah.annexes import known_field
from ..naskah.structure import Kind
from ..workflow import LegalStatus, Stage
from .region import Citation, HouseStyle, Region, RegulationKind

STABLE_ID = RegexValidator(r"^[a-z][a-z0-9_]*$", "Id tetap: huruf kecil, angka, garis bawah.")


def printed_title(title: str, start_year: int, end_year: int) -> str:
    """The stored title with the years of its plan put in."""
    return title.replace("{{tahun_awal}}", str(start_year)).replace("{{tahun_akhir}}", str(end_year))


# The roles of the offices that make a regulation.
MAKERS = (Role.EDITOR, Role.LEGAL_OFFICER, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR)


class RegulationQuerySet(ScopedQuerySet["Regulation"]):
    """Scope of regulations."""

    def with_parts(self) -> Self:
        """With what every printed document reads of them."""
        return self.select_related("kind", "region", "style", "plan")

    def promulgated(self) -> Self:
        """Those in the gazette."""
        return self.filter(stage__in=Stage.promulgated())

    def drafts(self) -> Self:
        """Those that are not enacted, and not given up."""
        return self.exclude(stage__in=[Stage.ENACTED, *Stage.promulgated(), Stage.WITHDRAWN])

    def public(self) -> Self:
        """Those of the own region in the gazette, which everybody may read."""
        return self.promulgated().filter(region__is_own=True)

    def visible_to(self, user: Person) -> Self:
        """Drafts and examples of other regions are seen by the offices that make drafts; the law by everybody."""
        if has_role(user, *MAKERS):
            return self
        return self.public()


class Regulation(Governed):
    """A regulation (work): the draft tree hangs on it; its title is stored once, in sentence case (R24)."""

    kind = models.ForeignKey(RegulationKind, models.PROTECT, related_name="+", verbose_name="jenis")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="daerah")
    plan = models.ForeignKey(MasterPlan, models.PROTECT, related_name="regulations", verbose_name="rencana induk")
    style = models.ForeignKey(HouseStyle, models.PROTECT, related_name="+", verbose_name="gaya cetak")
    slug = models.SlugField("alamat", max_length=80, unique=True)
    title = models.TextField("judul", help_text="Ditulis biasa; bentuk kapital dihitung.")
    stage = models.CharField("tahap", max_length=24, choices=Stage.choices, default=Stage.DRAFTING)
    number = models.PositiveIntegerField("nomor", null=True, blank=True)
    year = models.PositiveSmallIntegerField("tahun", null=True, blank=True)
    enacted_on = models.DateField("tanggal penetapan", null=True, blank=True)
    promulgated_on = models.DateField("tanggal pengundangan", null=True, blank=True)
    gazette_number = models.PositiveIntegerField("nomor berita daerah", null=True, blank=True)
    review_note = models.TextField("catatan reviu", blank=True)
    read_from = models.CharField(
        "dibaca dari berkas",
        max_length=200,
        blank=True,
        help_text="Nama berkas asli peraturan yang disusun di luar portal.",
    )
    needs_facilitation = models.BooleanField("wajib difasilitasi gubernur", default=True)
    legal_status = models.CharField(
        "status hukum", max_length=14, choices=LegalStatus.choices, blank=True, default=LegalStatus.NONE
    )
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name="mengubah"
    )
    repealed_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeals",
        verbose_name="dicabut dengan",
        help_text="Sejak dirancang; berlaku saat rancangan itu diundangkan.",
    )

    objects: ClassVar = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = "peraturan"
        verbose_name_plural = "peraturan"
        ordering = ("-year", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "year", "number"],
                condition=Q(number__isnull=False),
                name="regulation_number_once",
                violation_error_message="Nomor ini sudah dipakai (R130).",
            ),
            models.CheckConstraint(
                name="enacted_before_promulgated",
                condition=Q(promulgated_on__isnull=True)
                | Q(enacted_on__isnull=False, enacted_on__lte=F("promulgated_on")),
                violation_error_message="Tanggal pengundangan mendahului penetapan (R107).",
            ),
            models.CheckConstraint(
                name="number_with_year_of_enactment",
                condition=Q(number__isnull=True, year__isnull=True)
                | Q(number__isnull=False, year__isnull=False, enacted_on__year=F("year")),
                violation_error_message="Nomor diberikan bersama tahun penetapannya (R107).",
            ),
        ]

    def __str__(self) -> str:
        return printed_title(self.title, self.plan.start_year, self.plan.end_year)

    @property
    def state(self) -> str:
        """The stage, under the name that every workflow knows."""
        return self.stage

    @state.setter
    def state(self, value: str) -> None:
        self.stage = value


class Element(Governed):
    """One element of a regulation's text; its number is computed from its place, never stored."""

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="elements", verbose_name="peraturan")
    stable_id = models.CharField("id tetap", max_length=60, validators=[STABLE_ID])
    kind = models.CharField("unsur", max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="induk"
    )
    position = models.PositiveIntegerField("urutan")
    title = models.CharField("judul", max_length=300, blank=True)
    text = models.TextField("teks", blank=True, help_text="Acuan ditulis sebagai {{acu:id}}; nomor dihitung.")
    conjunction = models.CharField(
        "kata hubung rincian",
        max_length=8,
        blank=True,
        choices=[("dan", "dan"), ("atau", "atau"), ("dan/atau", "dan/atau")],
    )
    citation = models.ForeignKey(
        Citation, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name="sitasi"
    )
    is_automatic = models.BooleanField("disusun otomatis", default=False)
    is_optional = models.BooleanField("pilihan", default=False)
    is_active = models.BooleanField("dipakai", default=True)
    note = models.TextField("catatan kerja (tidak dicetak)", blank=True)
    dimension_code = models.CharField("kode dimensi atau subdimensi", max_length=20, blank=True)
    kept_base = models.PositiveSmallIntegerField("nomor tetap", null=True, blank=True)
    kept_suffix = models.CharField("akhiran nomor tetap", max_length=5, blank=True)
    is_removed = models.BooleanField("dihapus oleh perubahan", default=False)

    class Meta:
        verbose_name = "unsur"
        verbose_name_plural = "unsur"
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["regulation", "stable_id"], name="element_id_once"),
            models.CheckConstraint(
                name="basis_from_registry",
                condition=~Q(kind=Kind.BASIS.value)
                | Q(citation__isnull=False, text="")
                | (Q(citation=None) & ~Q(text="")),
                violation_error_message="Dasar hukum diambil dari registri sitasi (R42), atau dari naskah yang dibaca.",
            ),
        ]

    def __str__(self) -> str:
        return self.stable_id


class Definition(Governed):
    """What Pasal 1 defines: the term, its short form, where the wording comes from (R72-R77)."""

    element = models.OneToOneField(Element, models.CASCADE, related_name="definition", verbose_name="unsur")
    term = models.CharField("istilah", max_length=150)
    foreign_term = models.CharField("istilah asing", max_length=150, blank=True)
    source = models.CharField("sumber definisi", max_length=200, blank=True)

    class Meta:
        verbose_name = "definisi"
        verbose_name_plural = "definisi"

    def __str__(self) -> str:
        return self.term


class Annex(Governed):
    """An annex; its number follows from the first mention in the body (R115)."""

    class Content(models.TextChoices):
        DOCUMENT = "dokumen", "Dokumen"
        TABLE = "tabel", "Tabel"

    class Orientation(models.TextChoices):
        PORTRAIT = "potret", "Potret"
        LANDSCAPE = "lanskap", "Lanskap"

    class Source(models.TextChoices):
        BOOKS = "books", "Buku rencana induk"
        OBJECTIVES = "objectives", "Sasaran dan indikator"
        PROGRAMS = "programs", "Program"
        QUICK_WINS = "quick_wins", "Quick win"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="annexes", verbose_name="peraturan")
    stable_id = models.CharField("id tetap", max_length=60, validators=[STABLE_ID])
    position = models.PositiveSmallIntegerField("urutan")
    name = models.CharField("nama", max_length=300)
    content = models.CharField("isi", max_length=10, choices=Content.choices)
    orientation = models.CharField("orientasi", max_length=10, choices=Orientation.choices)
    source = models.CharField("sumber data", max_length=20, choices=Source.choices)

    class Meta:
        verbose_name = "lampiran"
        verbose_name_plural = "lampiran"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["regulation", "stable_id"], name="annex_id_once")]

    def __str__(self) -> str:
        return self.name


class AnnexColumn(ChildRow):
    """A column of an annex table: heading, data field, and the item of the body it fulfils (R118)."""

    history_subject = ("position",)
    annex = models.ForeignKey(Annex, models.CASCADE, related_name="columns", verbose_name="lampiran")
    position = models.PositiveSmallIntegerField("urutan")
    heading = models.CharField("judul kolom", max_length=100)
    field = models.CharField("medan data", max_length=60)
    repeat = models.CharField("diulang", max_length=30, blank=True)
    fulfils = models.CharField("memenuhi huruf", max_length=5, blank=True)

    class Meta:
        verbose_name = "kolom"
        verbose_name_plural = "kolom"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["annex", "position"], name="annex_column_once")]

    def __str__(self) -> str:
        return self.heading

    def clean(self) -> None:
        """The field is one the plan can fill."""
        if not known_field(self.field):
            raise ValidationError({"field": f"Medan {self.field} tidak dikenal."})


class AnnexSection(ChildRow):
    """A chapter of an annex that is a document, with the sections it holds."""

    history_subject = ("position",)
    annex = models.ForeignKey(Annex, models.CASCADE, related_name="sections", verbose_name="lampiran")
    position = models.PositiveSmallIntegerField("urutan")
    title = models.CharField("judul bab", max_length=150)
    headings = models.JSONField("subbab", default=list)

    class Meta:
        verbose_name = "bab lampiran"
        verbose_name_plural = "bab lampiran"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["annex", "position"], name="annex_section_once")]

    def __str__(self) -> str:
        return self.title


class Reference(models.Model):
    """A cross reference found in an element's text: it protects its target from deletion (R96)."""

    source = models.ForeignKey(Element, models.CASCADE, related_name="references", verbose_name="dari")
    target = models.ForeignKey(
        Element, models.PROTECT, null=True, blank=True, related_name="referrers", verbose_name="ke unsur"
    )
    annex = models.ForeignKey(
        Annex, models.PROTECT, null=True, blank=True, related_name="referrers", verbose_name="ke lampiran"
    )

    class Meta:
        verbose_name = "acuan"
        verbose_name_plural = "acuan"
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="reference_element_once"),
            models.UniqueConstraint(fields=["source", "annex"], name="reference_annex_once"),
            models.CheckConstraint(
                name="reference_one_target",
                condition=Q(target__isnull=False, annex__isnull=True) | Q(target__isnull=True, annex__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} -> {self.target_id or self.annex_id}"


class Signature(Governed):
    """A signature block (R102, R103, R109, R120)."""

    class Act(models.TextChoices):
        ENACTMENT = "penetapan", "Penetapan"
        PROMULGATION = "pengundangan", "Pengundangan"
        COPY = "salinan", "Salinan"

    class Capacity(models.TextChoices):
        FULL = "", "Definitif"
        ACTING = "Plt. ", "Plt."
        INTERIM = "Pj. ", "Pj."
        DAILY = "Plh. ", "Plh."

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="signatures", verbose_name="peraturan")
    act = models.CharField("tindakan", max_length=15, choices=Act.choices)
    capacity = models.CharField("kedudukan", max_length=5, choices=Capacity.choices, blank=True, default="")
    lines = models.JSONField("baris", help_text="Baris kosong adalah ruang tanda tangan.")

    class Meta:
        verbose_name = "blok tanda tangan"
        verbose_name_plural = "blok tanda tangan"
        constraints = [models.UniqueConstraint(fields=["regulation", "act"], name="signature_once")]

    def __str__(self) -> str:
        return self.get_act_display()

    def clean(self) -> None:
        """Lines of text, one of them the office, which ends with a comma."""
        lines = self.lines if isinstance(self.lines, list) else []
        if not lines or not all(isinstance(line, str) for line in lines):
            raise ValidationError({"lines": "Isi dengan daftar baris teks."})
        if not any(line.endswith(",") for line in lines):
            raise ValidationError({"lines": "Baris jabatan harus ada dan diakhiri koma."})


class Placeholder(Governed, Marked):
    """A value the text leaves open; empty until the office fills it in."""

    class Needed(models.TextChoices):
        DRAFT = "draf", "Rancangan"
        ENACTMENT = "penetapan", "Penetapan"
        PROMULGATION = "pengundangan", "Pengundangan"
        COPY = "salinan", "Salinan"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="placeholders", verbose_name="peraturan")
    key = models.CharField("kunci", max_length=60, validators=[STABLE_ID])
    label = models.CharField("keterangan", max_length=200)
    stand_in = models.TextField("tulisan sementara")
    value = models.TextField("isi", blank=True)
    needed_at = models.CharField("wajib saat", max_length=15, choices=Needed.choices)
    opd = models.ForeignKey(
        "agencies.Opd", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nama perangkat daerah"
    )

    class Meta:
        verbose_name = "isian"
        verbose_name_plural = "isian"
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["regulation", "key"], name="placeholder_once")]

    def __str__(self) -> str:
        return self.label
