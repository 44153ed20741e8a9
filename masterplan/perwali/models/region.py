"""Who makes regulations, of which type, in which house style, and the registry of cited rules."""

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models

from solok_smartcity.kit.models import Governed


class Region(Governed):
    """The region whose head makes the regulation; capitals are computed from these names."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("nama daerah", max_length=100)
    province = models.CharField("provinsi", max_length=100)
    office = models.CharField("jabatan pembentuk", max_length=100)
    seat = models.CharField("tempat penetapan", max_length=100)
    promulgator = models.CharField("jabatan pengundang", max_length=150)
    gazette = models.CharField("berita daerah", max_length=150)
    is_own = models.BooleanField(
        "daerah sendiri",
        default=True,
        help_text="Peraturan daerah lain hanya contoh bagi penyusun: tidak tampil di halaman umum.",
    )
    state_emblem = models.FileField(
        "lambang negara",
        upload_to="lambang/",
        blank=True,
        validators=[FileExtensionValidator(["svg", "png"])],
        help_text="Garuda Pancasila, SVG atau PNG; kosong: ruangnya dibiarkan kosong (R14, R15).",
    )

    class Meta:
        verbose_name = "daerah"
        verbose_name_plural = "daerah"

    def __str__(self) -> str:
        return self.name


class RegulationKind(Governed):
    """A type of regulation."""

    code = models.SlugField("kode", max_length=20, unique=True)
    name = models.CharField("nama", max_length=100)
    abbreviation = models.CharField("singkatan", max_length=20)
    self_reference = models.CharField("sebutan diri", max_length=120)

    class Meta:
        verbose_name = "jenis peraturan"
        verbose_name_plural = "jenis peraturan"

    def __str__(self) -> str:
        return self.name


class HouseStyle(Governed):
    """Settings ``cetak.*`` that Bagian Hukum may change (R4, R7-R12, R26)."""

    class AnnexNumbering(models.TextChoices):
        CONTINUE = "lanjut", "Melanjutkan nomor halaman batang tubuh"
        RESTART = "ulang", "Mulai dari 1 pada setiap lampiran"

    name = models.CharField("nama", max_length=100, unique=True)
    margin_top_mm = models.PositiveSmallIntegerField(
        "margin atas (mm)", default=25, validators=[MinValueValidator(15), MaxValueValidator(60)]
    )
    margin_right_mm = models.PositiveSmallIntegerField(
        "margin kanan (mm)", default=25, validators=[MinValueValidator(15), MaxValueValidator(60)]
    )
    margin_bottom_mm = models.PositiveSmallIntegerField(
        "margin bawah (mm)", default=25, validators=[MinValueValidator(15), MaxValueValidator(60)]
    )
    margin_left_mm = models.PositiveSmallIntegerField(
        "margin kiri (mm)", default=30, validators=[MinValueValidator(15), MaxValueValidator(60)]
    )
    line_spacing = models.DecimalField(
        "spasi baris",
        max_digits=3,
        decimal_places=2,
        default="1.25",
        validators=[MinValueValidator(1), MaxValueValidator(2)],
    )
    table_pt = models.PositiveSmallIntegerField(
        "huruf tabel lampiran (pt)", default=9, validators=[MinValueValidator(8), MaxValueValidator(12)]
    )
    bold_headings = models.BooleanField("judul dan BAB tebal", default=False)
    annex_numbering = models.CharField(
        "nomor halaman lampiran", max_length=10, choices=AnnexNumbering.choices, default=AnnexNumbering.CONTINUE
    )
    year_range_sign = models.CharField(
        "tanda rentang tahun", max_length=1, default="-", choices=[("-", "tanda hubung"), ("–", "tanda pisah")]
    )

    class Meta:
        verbose_name = "gaya cetak"
        verbose_name_plural = "gaya cetak"

    def __str__(self) -> str:
        return self.name


class Citation(Governed):
    """A rule that may be cited: the registry behind Mengingat (R36-R42)."""

    class Kind(models.TextChoices):
        CONSTITUTION = "UUD", "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945"
        LAW = "UU", "Undang-Undang"
        GOVERNMENT = "PP", "Peraturan Pemerintah"
        PRESIDENT = "PERPRES", "Peraturan Presiden"
        HOME_MINISTER = "PERMENDAGRI", "Peraturan Menteri Dalam Negeri"
        MINISTER = "PERMEN", "Peraturan Menteri lain"
        PROVINCE = "PERDA_PROV", "Peraturan Daerah Provinsi"
        CITY = "PERDA", "Peraturan Daerah"
        MAYOR = "PERWALI", "Peraturan Wali Kota"

    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    number = models.CharField("nomor", max_length=10, blank=True)
    year = models.PositiveSmallIntegerField("tahun", null=True, blank=True)
    title = models.TextField("tentang", blank=True)
    region_name = models.CharField(
        "daerah atau kementerian pembentuk",
        max_length=100,
        blank=True,
        help_text="Kosong: daerah sendiri. Untuk peraturan menteri lain: nama kementeriannya.",
    )
    article = models.CharField("pasal yang dirujuk", max_length=10, blank=True)
    paragraph = models.CharField("ayat yang dirujuk", max_length=10, blank=True)
    gazette_year = models.PositiveSmallIntegerField("tahun lembaran/berita", null=True, blank=True)
    gazette_number = models.CharField("nomor lembaran/berita", max_length=10, blank=True)
    supplement_expected = models.BooleanField("mempunyai tambahan lembaran", default=False)
    supplement_number = models.CharField("nomor tambahan lembaran", max_length=10, blank=True)
    last_amendment = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amends", verbose_name="diubah terakhir dengan"
    )
    amended_more_than_once = models.BooleanField("diubah beberapa kali", default=False)
    certainty = models.CharField("kepastian", max_length=200, blank=True)
    to_check = models.TextField("perlu diperiksa", blank=True)

    class Meta:
        verbose_name = "sitasi aturan"
        verbose_name_plural = "registri sitasi"
        ordering = ("year", "number")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "year", "region_name", "article", "paragraph"],
                name="citation_once",
                violation_error_message="Aturan ini sudah ada di registri.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}/{self.year}" if self.number else self.kind

    def clean(self) -> None:
        """Everything but the constitution has number, year and title."""
        if self.kind != self.Kind.CONSTITUTION and not (self.number and self.year and self.title):
            raise ValidationError("Nomor, tahun, dan judul aturan wajib diisi.")
        if self.kind == self.Kind.MINISTER and not self.region_name:
            raise ValidationError({"region_name": "Isi nama kementeriannya, misalnya Komunikasi dan Informatika."})

    @property
    def is_complete(self) -> bool:
        """Whether every gazette field is known (needed from harmonisation on, R42)."""
        if self.kind == self.Kind.CONSTITUTION:
            return True
        return bool(
            self.gazette_number
            and (self.supplement_number or not self.supplement_expected)
            and (self.last_amendment is None or self.last_amendment.is_complete)
        )
