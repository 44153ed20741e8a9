"""Messages to people: written with the decision they tell of, mailed afterwards; mail can fail, the decision cannot."""

from collections.abc import Iterable
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.timezone import now
from django_tasks import task

from .models import Notification

MOST_ATTEMPTS = 5


class Recipient(Protocol):
    """An account that can be told something."""

    email: str

    @property
    def pk(self) -> int:
        """Key of the account."""


def notify(recipients: Iterable[Recipient], *, title: str, body: str = "", link: str = "", topic: str = "") -> int:
    """Tell people something, once each; gives how many were told.

    ``topic``: a reminder with the same topic reaches a person once. Mail goes out after the transaction; what
    could not be sent stays waiting and is taken up by ``deliver_waiting``.
    """
    made = [
        Notification(
            recipient_id=person.pk,
            title=title[:200],
            body=body,
            link=link,
            topic=topic,
            mail=Notification.Mail.WAITING if person.email else Notification.Mail.NONE,
        )
        for person in recipients
    ]
    if topic:
        known = set(Notification.objects.filter(topic=topic).values_list("recipient_id", flat=True))
        made = [item for item in made if item.recipient_id not in known]
    Notification.objects.bulk_create(made, ignore_conflicts=bool(topic))
    keys = [item.pk for item in made if item.pk and item.mail == Notification.Mail.WAITING]
    if keys:
        transaction.on_commit(lambda: deliver.enqueue(keys), robust=True)
    return len(made)


@task()
def deliver(keys: list[int]) -> None:
    """Mail these messages; each failure is remembered at its message and stops no other."""
    for message in Notification.objects.filter(pk__in=keys).select_related("recipient"):
        _mail(message)


def deliver_waiting() -> tuple[int, int]:
    """Mail what waits or failed before (at most five times each); gives how many were sent and how many failed."""
    waiting = Notification.objects.filter(
        mail__in=[Notification.Mail.WAITING, Notification.Mail.FAILED], mail_attempts__lt=MOST_ATTEMPTS
    )
    results = [_mail(message) for message in waiting.select_related("recipient")]
    return sum(results), len(results) - sum(results)


def _mail(message: Notification) -> bool:
    with transaction.atomic():
        locked = Notification.objects.select_for_update().get(pk=message.pk)
        if locked.mail not in (Notification.Mail.WAITING, Notification.Mail.FAILED):
            return locked.mail == Notification.Mail.SENT
        locked.mail_attempts += 1
        try:
            send_mail(message.title, _text(message), None, [message.recipient.email])
            locked.mail, locked.mail_error = Notification.Mail.SENT, ""
        except Exception as error:  # whatever a mail server does, the message stays in the portal
            locked.mail, locked.mail_error = Notification.Mail.FAILED, f"{type(error).__name__}: {error}"[:300]
        locked.save(update_fields=["mail", "mail_error", "mail_attempts"])
        return locked.mail == Notification.Mail.SENT


def _text(message: Notification) -> str:
    parts = [f"Yth. {message.recipient.get_full_name()},", message.title + ".", message.body]
    if message.link:
        parts.append(f"Buka: {settings.PORTAL_URL}{message.link}")
    parts.append(f"Portal Kota Cerdas {settings.CITY_NAME}")
    return "\n\n".join(part for part in parts if part)


def mark_read(person: Recipient, pk: int | None = None) -> None:
    """Mark one message, or all of a person, as read."""
    unread = Notification.objects.filter(recipient_id=person.pk, read_at__isnull=True)
    (unread if pk is None else unread.filter(pk=pk)).update(read_at=now())
