"""Abstract bases of governed records."""

from typing import Any

from django.db import models

from .history import records


class ScopedQuerySet(models.QuerySet):
    """Queryset with the scope of the record: the default shows everything to everybody."""

    def visible_to(self, user: Any) -> "ScopedQuerySet":
        """The rows the user may know of; models with a narrower scope override this."""
        return self


class Governed(models.Model):
    """A record an office edits: with history, and a version that every writer must have seen."""

    version = models.PositiveIntegerField("versi", default=1, editable=False)
    updated_at = models.DateTimeField("diubah pada", auto_now=True)

    history = records(inherit=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class ChildRow(models.Model):
    """A row inside a governed record (a year, a supporting agency): own history, the parent's version."""

    history_subject: tuple[str, ...] = ()
    history = records(inherit=True)

    class Meta:
        abstract = True
