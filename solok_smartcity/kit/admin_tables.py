"""What the admin shows, as a table: columns are declared, everything else is read from the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db import models

from .admin import ChildInline, GovernedAdmin, WorkflowAdmin
from .records import child_relations
from .transitions import Workflow


@dataclass(frozen=True)
class Shown:
    """What the admin shows of one kind of record; what is left out is read from the model.

    ``columns``, ``search``, ``fixed`` (never written by hand) and ``children`` are names with spaces between.
    ``workflow`` and ``verbs``: the life of a record that is not written at all. ``admin``: a class of its own.
    """

    columns: str
    filters: tuple[Any, ...] = ()
    search: str | None = None
    fixed: str = ""
    children: str | None = None
    is_long: bool = False
    workflow: Workflow | None = None
    verbs: Mapping[str, Any] | None = None
    admin: type[GovernedAdmin] | None = None


def register(base: type[GovernedAdmin], table: Mapping[type[models.Model], Shown]) -> None:
    """Open the admin for the records of a table."""
    for model, shown in table.items():
        options = _options(model, shown)
        own = shown.admin or base
        if shown.workflow is not None:
            own, options = WorkflowAdmin, {**options, "workflow": shown.workflow, "verbs": shown.verbs or {}}
        admin.site.register(model, type(f"{model.__name__}Admin", (own,), options))


def _options(model: type[models.Model], shown: Shown) -> dict[str, Any]:
    """The options of Django's admin: columns as declared, the mark of demonstration data last, the rest derived."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    names = shown.columns.split()
    if "is_demonstration" in fields:
        names.append("is_demonstration")
    known = [fields[name] for name in names if name in fields]
    texts = [f.name for f in known if isinstance(f, (models.CharField, models.TextField)) and not f.choices]
    relations = {relation.get_accessor_name(): relation for relation in child_relations(model)}
    inlines = list(relations) if shown.children is None else shown.children.split()
    return {
        "list_display": names,
        "list_display_links": [name for name in texts if isinstance(fields[name], models.CharField)][:1],
        "list_filter": shown.filters,
        "list_select_related": [f.name for f in known if f.remote_field] or False,
        "search_fields": texts if shown.search is None else shown.search.split(),
        "readonly_fields": shown.fixed.split(),
        "inlines": [_inline(relations[name].related_model) for name in inlines],
        "history_children": tuple((item.related_model, item.field.name) for item in relations.values()),
        "is_long": shown.is_long,
    }


def _inline(model: Any) -> type[ChildInline]:
    return type(f"{model.__name__}Inline", (ChildInline,), {"model": model, "key": model.history_subject[0]})
