"""The one way governed records are written: lock, scope, rule, version, compare, validate, save with history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction

from .actors import Actor
from .decisions import ReasonMissing, Rule, Stale, VersionMissing, require
from .models import ChildRow

LONGEST_REASON = 2000
M = TypeVar("M", bound=models.Model)
Values = Mapping[str, Any]  # of fields, each of its own type


class Governed(Protocol):
    """What the machinery writes on a record besides its fields."""

    version: int
    _history_user: Actor | None
    _change_reason: str | None


def governed(instance: models.Model) -> Governed:
    """A record as the machinery writes on it; rows inside a record have no version of their own."""
    return cast(Governed, instance)


def open_for_change(
    scope: models.QuerySet[M],
    pk: object,
    *,
    actor: Actor | None,
    rule: Rule,
    version: int | None,
) -> M:
    """Lock one record inside the caller's transaction and prove that the actor may change it.

    Raises the model's ``DoesNotExist`` outside the scope, ``Refused``, ``VersionMissing`` or ``Stale``.
    Rights come before the version, so a stale answer tells an outsider nothing.
    """
    instance = scope.select_for_update(of=("self",)).get(pk=pk)
    require(rule(actor, instance))
    if version is None:
        raise VersionMissing
    present = governed(instance).version
    if present != version:
        raise Stale(present)
    return instance


@dataclass
class Written:
    """What a write did: counts of created, changed, deleted and unchanged rows."""

    created: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0
    by_model: dict[str, int] = field(default_factory=dict)

    @property
    def touched(self) -> int:
        """Rows that were written at all."""
        return self.created + self.changed + self.deleted

    def count(self, what: str, model: str) -> None:
        """Add one row to a counter, and to the total of its model."""
        setattr(self, what, getattr(self, what) + 1)
        if what != "deleted":
            self.by_model[model] = self.by_model.get(model, 0) + 1


def assign(instance: models.Model, values: Values) -> bool:
    """Set fields from Python values; tells whether anything differs from what was there."""
    changed = False
    for name, value in values.items():
        model_field = _field(type(instance), name)
        if isinstance(model_field, models.FileField):
            value = value or ""  # a form gives False for a file to be taken away
            if (getattr(instance, name) or "") != value:
                setattr(instance, name, value)
                changed = True
            continue
        is_record = isinstance(value, models.Model)
        new = value.pk if is_record else model_field.to_python(value)
        if getattr(instance, model_field.attname) != new:
            setattr(instance, name if is_record else model_field.attname, value if is_record else new)
            changed = True
    return changed


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    found = model._meta.get_field(name)
    if not isinstance(found, models.Field):
        raise FieldDoesNotExist(f"{model._meta.label} has no field {name} of its own")
    return found


def _relation(model: type[models.Model], name: str) -> models.ManyToOneRel:
    found = model._meta.get_field(name)
    if not isinstance(found, models.ManyToOneRel):
        raise FieldDoesNotExist(f"{model._meta.label} has no rows {name}")
    return found


def save(instance: models.Model, *, actor: Actor | None, reason: str) -> None:
    """Validate and save one record with its history row; raises ``ValidationError``."""
    instance.full_clean(validate_unique=True, validate_constraints=True)
    written = governed(instance)
    written._history_user, written._change_reason = actor, reason
    if not instance._state.adding and hasattr(instance, "version"):
        written.version += 1
    instance.save()


@dataclass(frozen=True)
class Children:
    """Child rows a record shall have: relation, distinguishing field, and values by that field's value."""

    related: str
    key: str
    wanted: Mapping[Any, Values]


def save_aggregate(
    parent: models.Model,
    values: Values,
    children: list[Children],
    *,
    actor: Actor | None,
    reason: str,
    written: Written | None = None,
) -> bool:
    """Bring a record and its child rows to the wanted state; equal ones are left alone. Tells whether it wrote.

    Rows that go are removed first, then the record is saved, then rows come: so no constraint between record
    and rows is broken on the way. A change of a row alone also raises the record's version.
    """
    try:
        with transaction.atomic():
            return _save_aggregate(parent, values, children, actor, reason, Written() if written is None else written)
    except IntegrityError as error:  # a rule between tables, or another writer at the same moment
        raise ValidationError(_sentence(error)) from None


def _sentence(error: IntegrityError) -> str:
    """The sentence of one of our guards; a plain one for the database's own constraints."""
    first = str(error).splitlines()[0]
    known = first[:1].isupper() and first.endswith(".") and "constraint" not in first.lower()
    return first if known else "Data ini bertentangan dengan data lain yang sudah tersimpan. Muat ulang dan coba lagi."


def _save_aggregate(
    parent: models.Model,
    values: Values,
    children: list[Children],
    actor: Actor | None,
    reason: str,
    written: Written,
) -> bool:
    fresh = parent._state.adding
    changed = assign(parent, values) or fresh
    plans = [_plan_children(parent, part) for part in children]
    going = [row for part, _ in plans for row in part]
    changed = changed or bool(going) or any(coming for _, coming in plans)
    for row in going:
        noted = governed(row)
        noted._history_user, noted._change_reason = actor, reason
        row.delete()
        written.count("deleted", row._meta.label)
    if changed:
        save(parent, actor=actor, reason=reason)
    written.count("created" if fresh else "changed" if changed else "unchanged", parent._meta.label)
    for part, (_, coming) in zip(children, plans, strict=True):
        relation = _relation(type(parent), part.related)
        model = relation.related_model
        for row in coming:
            new = row._state.adding
            setattr(row, relation.field.name, parent)  # the record has its key only now
            save(row, actor=actor, reason=reason)
            written.count("created" if new else "changed", model._meta.label)
        for _ in range(len(part.wanted) - len(coming)):
            written.count("unchanged", model._meta.label)
    return changed


def _plan_children(parent: models.Model, part: Children) -> tuple[list[models.Model], list[models.Model]]:
    """Child rows that have to go, and those that have to be saved (new or with other values)."""
    relation = _relation(type(parent), part.related)
    model, parent_field = relation.related_model, relation.field.name
    attname = _field(model, part.key).attname
    present = (
        {}
        if parent._state.adding
        else {getattr(row, attname): row for row in model._default_manager.filter(**{parent_field: parent})}
    )
    going = [row for value, row in present.items() if value not in part.wanted]
    coming = []
    for value, values in part.wanted.items():
        row = present.get(value) or model(**{attname: value})
        if assign(row, values) or row._state.adding:
            coming.append(row)
    return going, coming


def child_relations(model: type[models.Model]) -> list[Any]:
    """Relations to the rows that are part of a record: they go with it and their history belongs to it."""
    return [
        relation
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, ChildRow) and relation.on_delete is models.CASCADE
    ]


def ensure(
    model: type[M],
    key: Values,
    values: Values,
    children: list[Children] | None = None,
    *,
    reason: str,
    written: Written,
) -> M:
    """The record with this natural key, made if it is missing; one that people may have edited is left alone."""
    instance = model._default_manager.filter(**key).first()
    if instance is None:
        instance = model(**key)
        save_aggregate(instance, values, children or [], actor=None, reason=reason, written=written)
    else:
        written.count("unchanged", model._meta.label)
        for part in children or []:
            rows = getattr(instance, part.related)
            for _ in range(rows.count()):
                written.count("unchanged", rows.model._meta.label)
    return instance


def need_reason(reason: str) -> str:
    """The trimmed reason; raises ``ReasonMissing`` when there is none, ``ValidationError`` when it is endless."""
    if not (reason or "").strip():
        raise ReasonMissing
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"Alasan paling panjang {LONGEST_REASON} huruf."})
    return reason.strip()


@transaction.atomic
def change_record(
    scope: models.QuerySet[M],
    pk: object,
    *,
    actor: Actor | None,
    rule: Rule,
    version: int | None,
    values: Values,
    children: list[Children] | None = None,
    reason: str,
) -> M:
    """The verb "edit" of a record and its child rows; an edit that changes nothing writes nothing."""
    instance = open_for_change(scope, pk, actor=actor, rule=rule, version=version)
    save_aggregate(instance, values, children or [], actor=actor, reason=need_reason(reason))
    return instance


@transaction.atomic
def create_record(
    model: type[M],
    *,
    actor: Actor | None,
    rule: Rule,
    values: Values,
    children: list[Children] | None = None,
    reason: str,
) -> M:
    """The verb "create" of a record and its child rows."""
    instance = model()
    assign(instance, values)
    require(rule(actor, instance))
    save_aggregate(instance, values, children or [], actor=actor, reason=need_reason(reason))
    return instance
