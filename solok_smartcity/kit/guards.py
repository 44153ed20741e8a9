"""Constraints between tables, kept by database triggers on SQLite and PostgreSQL.

They are dropped before migrations and made anew after them: SQLite rebuilds a table on a schema change and
would lose its triggers silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True)
class Guard:
    """A write to ``table`` is refused when ``broken`` (SQL over ``NEW`` and ``OLD``) holds; ``message`` says why."""

    name: str
    table: str
    events: tuple[str, ...]
    broken: str
    message: str

    def drop(self, vendor: str) -> list[str]:
        """Statements that remove the guard."""
        if vendor == "postgresql":
            return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"]
        return [f"DROP TRIGGER IF EXISTS {self.name}_{event.lower()}" for event in self.events]

    def create(self, vendor: str) -> list[str]:
        """Statements that make the guard."""
        if vendor == "postgresql":
            return [
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {self.broken} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = 'check_violation'; "
                f"END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
                f"CREATE TRIGGER {self.name} BEFORE {' OR '.join(self.events)} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.name}()",
            ]
        return [
            f"CREATE TRIGGER {self.name}_{event.lower()} BEFORE {event} ON {self.table} FOR EACH ROW "
            f"WHEN {self.broken} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            for event in self.events
        ]


_CONNECTED: list[Guard] = []


def connect(app: AppConfig, guards: Iterable[Guard]) -> None:
    """Keep the guards of an application in step with its migrations; call it in ``AppConfig.ready``.

    Raises ``ImproperlyConfigured`` for a guard on a table that is none of the application's: it would guard nothing.
    """
    guards = tuple(guards)
    tables = {model._meta.db_table for model in app.get_models()}
    for guard in guards:
        if guard.table not in tables:
            raise ImproperlyConfigured(f"guard {guard.name}: {app.label} has no table {guard.table}")
    _CONNECTED.extend(guards)
    pre_migrate.connect(partial(_run, guards, False), sender=app, weak=False, dispatch_uid=f"{app.label}.guards.drop")
    post_migrate.connect(partial(_run, guards, True), sender=app, weak=False, dispatch_uid=f"{app.label}.guards.make")


def _run(guards: tuple[Guard, ...], make: bool, using: str, **kwargs: object) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for guard in guards:
            if guard.table not in tables:
                continue
            statements = guard.drop(connection.vendor) + (guard.create(connection.vendor) if make else [])
            for statement in statements:
                cursor.execute(statement)


def drop_all(using: str = "default") -> None:
    """Drop every guard, before tables are emptied on purpose; ``flush`` and ``migrate`` make them anew."""
    with connections[using].cursor() as cursor:
        for guard in _CONNECTED:
            for statement in guard.drop(connections[using].vendor):
                cursor.execute(statement)
