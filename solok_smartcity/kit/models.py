"""Abstract bases of governed records, and the two tables of the machinery itself."""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models

from .actors import Actor
from .history import records

T = TypeVar("T", bound=models.Model)


class ScopedQuerySet(models.QuerySet[T]):
    """Queryset with the scope of the record: the default shows everything to everybody."""

    def visible_to(self, user: Any) -> Self:
        """The rows the user may know of; models with a narrower scope override this."""
        return self


class Governed(models.Model):
    """A record an office edits: with history, and a version that every writer must have seen."""

    _history_user: Actor | None
    _change_reason: str | None
    version = models.PositiveIntegerField("versi", default=1, editable=False)
    updated_at = models.DateTimeField("diubah pada", auto_now=True)

    history = records(inherit=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class ChildRow(models.Model):
    """A row inside a governed record (a year, a supporting agency): own history, the parent's version."""

    _history_user: Actor | None
    _change_reason: str | None
    history_subject: tuple[str, ...] = ()
    history = records(inherit=True)

    class Meta:
        abstract = True


class Notification(models.Model):
    """A message to one person: kept in the portal, and sent by e-mail where the account has an address."""

    class Mail(models.TextChoices):
        NONE = "none", "Tanpa surel"
        WAITING = "waiting", "Menunggu dikirim"
        SENT = "sent", "Terkirim"
        FAILED = "failed", "Gagal dikirim"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name="penerima"
    )
    title = models.CharField("judul", max_length=200)
    body = models.TextField("isi", blank=True)
    link = models.CharField("tautan", max_length=300, blank=True)
    topic = models.CharField("pokok", max_length=80, blank=True, help_text="Pengingat yang sama dikirim sekali.")
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    read_at = models.DateTimeField("dibaca", null=True, blank=True)
    mail = models.CharField("surel", max_length=10, choices=Mail.choices, default=Mail.NONE)
    mail_error = models.CharField("kendala surel", max_length=300, blank=True)
    mail_attempts = models.PositiveSmallIntegerField("percobaan surel", default=0)

    class Meta:
        verbose_name = "pemberitahuan"
        verbose_name_plural = "pemberitahuan"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "topic"], condition=~models.Q(topic=""), name="reminder_once_a_person"
            )
        ]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.title


class RememberedAnswer(models.Model):
    """The answer of the API to a request with ``Idempotency-Key``: a retry gets it again and does nothing twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(default=dict)
    etag = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
