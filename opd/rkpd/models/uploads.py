"""Files that somebody sent for import: read in the background, looked at, then confirmed or left."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.models import ScopedQuerySet


class UploadQuerySet(ScopedQuerySet["Upload"]):
    """Files for import."""

    def visible_to(self, user: Person) -> Self:
        """Planning sees all, others what they sent themselves."""
        if has_role(user, Role.REVIEWER, Role.PLANNING_HEAD, Role.ADMINISTRATOR):
            return self
        return self.filter(actor=user.pk) if getattr(user, "is_authenticated", False) else self.none()


class UploadKind(models.TextChoices):
    """What a file is imported as."""

    RKPD = "rkpd", "RKPD"
    RENJA = "renja", "Renja"
    NOMENCLATURE = "nomenklatur", "Nomenklatur"


class UploadState(models.TextChoices):
    """Where a file is on its way."""

    WAITING = "waiting", "Menunggu dibaca"
    READING = "reading", "Sedang dibaca"
    READY = "ready", "Siap dikonfirmasi"
    FAULTY = "faulty", "Harus diperbaiki"
    STORING = "storing", "Sedang disimpan"
    DONE = "done", "Tersimpan"


class Upload(models.Model):
    """One file on its way into RKPD, Renja or nomenclature."""

    Kind, State = UploadKind, UploadState

    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    file = models.FileField("berkas", upload_to="impor/")
    file_name = models.CharField("nama berkas", max_length=200)
    # Year, round, edition and so on, as the import's service takes them.
    options = models.JSONField("pilihan", default=dict)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField("kemajuan (%)", default=0)
    summary = models.JSONField("pratinjau", default=dict)
    # The versions that the preview saw: whoever confirms must not overwrite others.
    seen = models.JSONField("versi yang dilihat", default=dict)
    message = models.TextField("keterangan", blank=True)
    version = models.PositiveIntegerField("versi", default=1, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    actor_name = models.CharField("oleh", max_length=200)
    at = models.DateTimeField("waktu", auto_now_add=True)

    objects: ClassVar = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas impor"
        verbose_name_plural = "berkas impor"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    @property
    def about(self) -> str:
        """What it is for, in words."""
        options = self.options
        if "edition" in options:
            return f"edisi {options['edition']}, berlaku sejak tahun rencana {options['first_year']}"
        return f"tahun rencana {options['year']}, putaran {str(options['round']).replace('_', ' ')}"

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has something to do for it."""
        return self.state in (self.State.WAITING, self.State.READING, self.State.STORING)
