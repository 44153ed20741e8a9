"""Orders for PDFs that a worker makes outside the request."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from opd.agencies.models import Person
from opd.agencies.roles import has_role
from solok_smartcity.kit.pdf import path_of, percent_done

from ..workflow import OF_THE_LAW
from .regulation import MAKERS, Regulation


class PdfRequestQuerySet(models.QuerySet["PdfRequest"]):
    """Scope of requests."""

    def visible_to(self, user: Person) -> Self:
        """Those of regulations the person may see, of papers the person may see."""
        found = self.filter(regulation__in=Regulation.objects.visible_to(user))
        return found if has_role(user, *MAKERS) else found.filter(paper__in=OF_THE_LAW)


class PdfRequest(models.Model):
    """One PDF somebody asked for; equal content is asked for once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        RUNNING = "running", "Sedang dibuat"
        DONE = "done", "Selesai"
        FAILED = "failed", "Gagal"

    key = models.CharField("kunci isi", max_length=64, unique=True)
    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="pdf_requests", verbose_name="peraturan")
    paper = models.CharField("lembar", max_length=40, default="naskah")
    variant = models.CharField("varian", max_length=10)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.WAITING)
    requested_by = models.CharField("diminta oleh", max_length=200)
    changed_at = models.DateTimeField("berubah pada", auto_now=True)
    error = models.TextField("galat", blank=True)

    objects: ClassVar = PdfRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan PDF"
        verbose_name_plural = "permintaan PDF"

    def __str__(self) -> str:
        return f"{self.regulation_id} {self.paper} {self.variant} {self.state}"

    @property
    def is_under_way(self) -> bool:
        """Whether a worker still has it; one that is older than twice the time limit lost its worker."""
        fresh = now() - self.changed_at <= timedelta(seconds=2 * settings.PDF_TIMEOUT_SECONDS)
        return fresh and self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def is_made(self) -> bool:
        """Whether its PDF is in the store."""
        return path_of(self.key).exists()

    @property
    def done(self) -> int:
        """Per cent that is laid out, while a worker is at it."""
        return percent_done(self.key)
