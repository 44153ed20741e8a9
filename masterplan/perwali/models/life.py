"""What remembers the life of a regulation: versions, decisions, papers, initials, remarks, numbers, files."""

from django.db import models

from solok_smartcity.kit.models import Governed
from solok_smartcity.kit.transitions import TransitionLog
from solok_smartcity.kit.uploads import check_upload

from .region import Region, RegulationKind
from .regulation import Regulation


class RegulationVersion(models.Model):
    """A frozen version: canonical JSON and its SHA-256, chained to the version before; never changed, never deleted.

    ``text_sha256`` covers what people write and decide (text, annexes, signatures), not stage, number and dates:
    initials are bound to it (R127). ``code`` is the digest printed on the cover sheet.
    """

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="versions", verbose_name="peraturan")
    number = models.PositiveIntegerField("nomor")
    stage = models.CharField("tahap", max_length=24)
    content = models.TextField("isi")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    text_sha256 = models.CharField("sidik teks", max_length=64)
    code = models.CharField("kode isi", max_length=64, db_index=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="versi sebelumnya"
    )
    note = models.CharField("keterangan", max_length=200, blank=True)
    made_by_name = models.CharField("oleh", max_length=200)
    made_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "versi beku"
        verbose_name_plural = "versi beku"
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["regulation", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"Versi {self.number}"


class RegulationLog(TransitionLog):
    """Decisions on a regulation, each with the version it was about."""

    subject = models.ForeignKey(Regulation, models.PROTECT, related_name="log", verbose_name="peraturan")
    before = models.CharField("dari", max_length=24, blank=True)
    after = models.CharField("menjadi", max_length=24)
    content_version = models.ForeignKey(
        RegulationVersion, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name="versi isi"
    )

    class Meta(TransitionLog.Meta):
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"


class Paper(models.Model):
    """A document of a transition: what it is, its number and date, and where it was uploaded, its scan."""

    decision = models.ForeignKey(RegulationLog, models.PROTECT, related_name="papers", verbose_name="keputusan")
    name = models.CharField("dokumen", max_length=100)
    reference = models.CharField("nomor dan tanggal", max_length=200)
    file = models.FileField("pindaian", upload_to="perwali/dokumen/", blank=True, validators=[check_upload])

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Initial(models.Model):
    """The initial of one official, bound to the text he saw; another text makes it void (R127)."""

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="initials", verbose_name="peraturan")
    order = models.PositiveSmallIntegerField("urutan")
    office = models.CharField("jabatan", max_length=100)
    name = models.CharField("nama", max_length=200)
    on = models.DateField("tanggal")
    text_sha256 = models.CharField("sidik teks", max_length=64)
    note = models.CharField("catatan", max_length=500, blank=True)
    recorded_by_name = models.CharField("dicatat oleh", max_length=200)
    recorded_at = models.DateTimeField("dicatat pada", auto_now_add=True)

    class Meta:
        verbose_name = "paraf"
        verbose_name_plural = "paraf"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["regulation", "order", "text_sha256"], name="initial_once_a_text")
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.name}"


class Remark(Governed):
    """A remark on a draft and its answer (R129): place, original, proposal, answer, reason, version."""

    class Channel(models.TextChoices):
        TEAM = "tim", "Tim penyusun"
        PUBLIC = "publik", "Masyarakat"
        HARMONISATION = "harmonisasi", "Harmonisasi (Kanwil)"
        FACILITATION = "fasilitasi", "Fasilitasi (Biro Hukum provinsi)"

    class Answer(models.TextChoices):
        OPEN = "", "Belum dijawab"
        ACCEPTED = "diterima", "Diterima"
        PARTLY = "sebagian", "Diterima sebagian"
        DECLINED = "ditolak", "Ditolak"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="remarks", verbose_name="peraturan")
    channel = models.CharField("saluran", max_length=12, choices=Channel.choices)
    element = models.CharField("unsur", max_length=60, blank=True)
    place = models.CharField("tempat", max_length=120, blank=True)
    original = models.TextField("rancangan", blank=True)
    text = models.TextField("saran", max_length=4000)
    proposer = models.CharField("pengusul", max_length=200)
    answer = models.CharField("jawaban", max_length=10, choices=Answer.choices, blank=True, default="")
    reason = models.TextField("tindak lanjut", max_length=4000, blank=True)
    done_in = models.PositiveIntegerField("dilaksanakan dalam versi", null=True, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "catatan"
        verbose_name_plural = "catatan"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.place or 'umum'}"


class Proposal(Governed):
    """A change of the text proposed while the team discusses it: accepted or refused as a whole (L3)."""

    class Act(models.TextChoices):
        CHANGE = "ubah", "Ubah"
        INSERT = "sisip", "Sisipkan"
        REMOVE = "hapus", "Hapus"

    class State(models.TextChoices):
        OPEN = "terbuka", "Menunggu keputusan"
        ACCEPTED = "diterima", "Diterima"
        DECLINED = "ditolak", "Ditolak"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="proposals", verbose_name="peraturan")
    act = models.CharField("tindakan", max_length=6, choices=Act.choices)
    element = models.CharField("unsur", max_length=60, help_text="Yang diubah atau dihapus, atau jangkar sisipan.")
    kind = models.CharField("jenis unsur baru", max_length=20, blank=True)
    inside = models.BooleanField("di dalam jangkar", default=False)
    place = models.CharField("tempat", max_length=120, blank=True)
    original = models.TextField("semula", blank=True)
    text = models.TextField("menjadi", max_length=20_000, blank=True)
    reason = models.TextField("alasan", max_length=2000)
    author_name = models.CharField("pengusul", max_length=200)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.OPEN)
    decision = models.TextField("alasan keputusan", max_length=2000, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "usulan perubahan"
        verbose_name_plural = "usulan perubahan"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.place}"


class NumberEntry(models.Model):
    """A number of a year: given once, never used again; a void one stays with its reason (R130)."""

    class State(models.TextChoices):
        USED = "dipakai", "Dipakai"
        OUTSIDE = "di_luar", "Dipakai di luar portal"
        VOID = "tidak_dipakai", "Tidak dipakai"

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="daerah")
    kind = models.ForeignKey(RegulationKind, models.PROTECT, related_name="+", verbose_name="jenis")
    year = models.PositiveSmallIntegerField("tahun")
    number = models.PositiveIntegerField("nomor")
    state = models.CharField("keadaan", max_length=14, choices=State.choices)
    regulation = models.ForeignKey(
        Regulation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="peraturan"
    )
    reason = models.CharField("keterangan", max_length=300, blank=True)
    made_by_name = models.CharField("oleh", max_length=200)
    made_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "nomor register"
        verbose_name_plural = "register nomor"
        ordering = ("-year", "-number")
        constraints = [
            models.UniqueConstraint(fields=["region", "kind", "year", "number"], name="register_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class Holiday(Governed):
    """A day that is no working day, besides Saturdays and Sundays (R131)."""

    on = models.DateField("tanggal", unique=True)
    name = models.CharField("nama", max_length=150)
    is_joint_leave = models.BooleanField("cuti bersama", default=False)

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ("on",)

    def __str__(self) -> str:
        return f"{self.on}: {self.name}"


class ArchivedFile(models.Model):
    """A file of a frozen version, written once; its digest stands in the digest list."""

    content_version = models.ForeignKey(
        RegulationVersion, models.PROTECT, related_name="files", verbose_name="versi isi"
    )
    form = models.CharField("bentuk", max_length=12)
    name = models.CharField("nama berkas", max_length=150)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("ukuran (bita)")
    made_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "berkas arsip"
        verbose_name_plural = "berkas arsip"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["content_version", "form"], name="archived_form_once")]

    def __str__(self) -> str:
        return self.name


class DriftDecision(models.Model):
    """What was decided of a difference between the law and the plan: into the amendment, or explained."""

    class Outcome(models.TextChoices):
        ACCEPTED = "masuk", "Masuk ke perubahan"
        EXPLAINED = "dijelaskan", "Dijelaskan"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="drift", verbose_name="peraturan")
    key = models.CharField("kunci perbedaan", max_length=64)
    subject = models.CharField("tentang", max_length=300)
    outcome = models.CharField("putusan", max_length=10, choices=Outcome.choices)
    reason = models.TextField("alasan", max_length=2000)
    made_by_name = models.CharField("oleh", max_length=200)
    made_at = models.DateTimeField("waktu", auto_now=True)

    class Meta:
        verbose_name = "putusan perbedaan"
        verbose_name_plural = "putusan perbedaan"
        constraints = [models.UniqueConstraint(fields=["regulation", "key"], name="drift_decided_once")]

    def __str__(self) -> str:
        return self.subject
