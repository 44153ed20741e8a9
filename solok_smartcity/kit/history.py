"""Field history: who changed what, when and why. Written by the library, read through ``timeline``."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.dispatch import receiver
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record
from simple_history.utils import get_history_manager_for_model

from .indonesian import decimal, rupiah

SYSTEM = "Sistem"
UNTRACKED = {"version", "updated_at"}
Model = type[models.Model]
Children = Iterable[tuple[Model, str]]  # child models with the name of their foreign key to the record
PastRow = Any  # a row of the models that the library makes
Names = dict[Model, dict[object, str]]  # of related records, by their key


class TieSafe(HistoricalQuerySet):  # type: ignore[misc]  # the library has no types
    """History queryset that returns one record an object even when two have the same time."""

    def latest_of_each(self) -> Self:
        """The last record of each object: by time, ties by the order of writing."""
        key = self._pk_attr
        later = self.filter(
            Q(**{key: OuterRef(key)}),
            Q(history_date__gt=OuterRef("history_date"))
            | Q(history_date=OuterRef("history_date"), history_id__gt=OuterRef("history_id")),
        )
        found: Self = self.filter(~Exists(later))
        return found


class ActorTrace(models.Model):
    """Keeps the actor's name as text: it stays when the account goes."""

    history_actor = models.CharField("pelaku", max_length=200, default=SYSTEM)

    class Meta:
        abstract = True


def records(**options: Any) -> HistoricalRecords:
    """The one form of history of every governed model."""
    return HistoricalRecords(
        bases=[ActorTrace],
        historical_queryset=TieSafe,
        history_change_reason_field=models.TextField(null=True),
        **options,
    )


@receiver(pre_create_historical_record)
def _keep_actor_name(sender: type, history_instance: Any, history_user: Any = None, **kwargs: Any) -> None:
    if history_user is not None and hasattr(history_instance, "history_actor"):
        history_instance.history_actor = str(getattr(history_user, "label", history_user))


@dataclass(frozen=True)
class Change:
    """One field before and after, as people read it."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One record of history: who did what to which record, when and why."""

    when: datetime
    who: str
    verb: str
    subject: str
    reason: str
    changes: list[Change]


@dataclass(frozen=True)
class Fact:
    """One field of a record as it was at a moment, and as it is now."""

    field: str
    then: str
    now: str


def state_at(instance: models.Model, moment: datetime, children: Children = ()) -> list[Fact] | None:
    """A record and its child rows as they were at a moment, beside now; nothing when it did not exist yet."""
    then = _past(type(instance), instance._meta.pk.attname, instance.pk).filter(history_date__lte=moment)
    then = then.latest_of_each().first()
    if then is None or then.history_type == "-":
        return None
    pairs: list[tuple[Model, PastRow, models.Model | None, str]] = [(type(instance), then, instance, "")]
    for model, parent in children:
        past = _past(model, f"{parent}_id", instance.pk).filter(history_date__lte=moment).latest_of_each()
        old = {getattr(row, model._meta.pk.attname): row for row in past if row.history_type != "-"}
        present = {row.pk: row for row in model._base_manager.filter(**{parent: instance})}
        pairs += [(model, old.get(pk), present.get(pk), parent) for pk in sorted({*old, *present})]
    names = _related_names([(model, [row for row in rows if row is not None]) for model, *rows, _ in pairs])
    facts = []
    for model, old, new, hidden in pairs:
        subject = f"{_subject(model, old or new, names)}: " if hidden else ""
        for field in _tracked(model):
            if field.name == hidden or (hidden and field.name in getattr(model, "history_subject", ())):
                continue
            shown = [
                "(tidak ada)" if row is None else _shown(field, getattr(row, field.attname), names)
                for row in (old, new)
            ]
            facts.append(Fact(f"{subject}{field.verbose_name}", *shown))
    return facts


VERBS = {"+": "dibuat", "~": "diubah", "-": "dihapus"}


def timeline(instance: models.Model, children: Children = ()) -> list[Entry]:
    """History of a record and of its child rows, newest first.

    ``children``: pairs of child model and the name of its foreign key to the record. Takes a fixed number
    of queries: one a model, and one a related model whose names are shown.
    """
    sources: list[tuple[Model, list[PastRow]]] = [
        (type(instance), list(_past(type(instance), instance._meta.pk.attname, instance.pk)))
    ]
    parent_of = dict(children)
    for model, key in parent_of.items():
        sources.append((model, list(_past(model, f"{key}_id", instance.pk))))
    names = _related_names(sources)
    entries = []
    for model, rows in sources:
        key = model._meta.pk.attname
        rows.sort(key=lambda row: (row.history_date, row.history_id))
        previous: dict[object, PastRow] = {}
        for row in rows:
            before = previous.get(getattr(row, key))
            hidden = "" if model is type(instance) else parent_of[model]
            changes = _changes(model, before, row, names, hidden) if row.history_type != "-" else []
            previous[getattr(row, key)] = row
            subject = str(model._meta.verbose_name) if model is type(instance) else _subject(model, row, names)
            entries.append(
                (
                    row.history_date,
                    row.history_id,
                    Entry(
                        row.history_date,
                        row.history_actor,
                        VERBS[row.history_type],
                        subject,
                        row.history_change_reason or "",
                        changes,
                    ),
                )
            )
    entries.sort(key=lambda item: item[:2], reverse=True)
    return [entry for _, _, entry in entries]


def _past(model: Model, key: str, value: object) -> Any:
    """The history of a model whose field has a value, as the library's queryset."""
    return get_history_manager_for_model(model).filter(**{key: value})


def _tracked(model: Model) -> "list[models.Field[Any, Any]]":
    fields = get_history_manager_for_model(model).model.tracked_fields
    return [f for f in fields if not f.primary_key and f.name not in UNTRACKED]


def _changes(model: Model, before: PastRow, row: PastRow, names: Names, hidden: str) -> list[Change]:
    """Fields that differ from the record before; ``hidden`` is a child row's key to its record."""
    out = []
    for field in _tracked(model):
        if field.name == hidden:
            continue
        old = getattr(before, field.attname) if before is not None else None
        new = getattr(row, field.attname)
        if old != new and not (before is None and new in (None, "", [], {})):
            out.append(Change(str(field.verbose_name), _shown(field, old, names), _shown(field, new, names)))
    return out


def _subject(model: Model, row: PastRow, names: Names) -> str:
    """The child row's own name: its label and its distinguishing values (a year, an agency)."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    parts = [
        _shown(fields[name], getattr(row, fields[name].attname), names)
        for name in getattr(model, "history_subject", ())
    ]
    return " ".join([str(model._meta.verbose_name), *parts])


def _shown(field: "models.Field[Any, Any]", value: Any, names: Names) -> str:
    if value is None or value == "":
        return "(kosong)"
    if field.remote_field is not None:
        return names[field.remote_field.model].get(value, str(value))
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if isinstance(field, models.BigIntegerField) and field.name.startswith("budget"):
        return rupiah(value)
    if isinstance(value, Decimal):
        return decimal(value)
    return str(value)


def _related_names(sources: list[tuple[Model, list[PastRow]]]) -> Names:
    wanted: dict[Model, set[object]] = defaultdict(set)
    for model, rows in sources:
        for field in _tracked(model):
            if field.remote_field is not None:
                wanted[field.remote_field.model].update(getattr(row, field.attname) for row in rows)
    return {
        model: {obj.pk: str(obj) for obj in model._base_manager.filter(pk__in=keys - {None})}
        for model, keys in wanted.items()
    }
