"""The seeded database of the tests, made once for a state of the code and copied by every process after that.

PostgreSQL takes its copy from a template database (``bin/uji.sh`` makes it by the migrations and names it in
``TEST_TEMPLATE``); SQLite from a file in ``var/uji`` whose name is the digest of everything that can change what is
in it.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
STORE = ROOT / "var" / "uji"
SOURCES = ("masterplan", "opd", "solok_smartcity")
ENDINGS = {".py", ".csv", ".yaml"}
KEPT = 3  # databases of former states


def state_of_the_code() -> str:
    """Digest of the code, the reference data and the locked libraries."""
    found = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in ENDINGS:
                found.update(str(path.relative_to(ROOT)).encode())
                found.update(path.read_bytes())
    return found.hexdigest()[:32]


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time."""
    STORE.mkdir(parents=True, exist_ok=True)
    with (STORE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stored() -> Path:
    return STORE / f"{state_of_the_code()}.sqlite3"


def fill() -> None:
    """Bring the reference and demonstration data into the empty test database of this process."""
    if connection.vendor == "sqlite":
        with _alone():
            path = _stored()
            if path.exists():
                _read(path)
            else:
                call_command("seed", verbosity=0)
                _keep(path)
    elif not _template():
        call_command("seed", verbosity=0)


def renew() -> None:
    """Give a test with real transactions the seeded tables, whatever the one before it left."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _read(_stored())
    elif template := _template():
        connections.close_all()
        name = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    else:
        call_command("seed", verbosity=0)
    ContentType.objects.clear_cache()


def _template() -> str:
    return connection.settings_dict["TEST"].get("TEMPLATE") or ""


def _read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as stored:
        stored.backup(connection.connection)


def _keep(path: Path) -> None:
    """Store the tables under the name of this state; a killed process leaves no half of them."""
    begun = path.with_suffix(".begun")
    begun.unlink(missing_ok=True)
    with closing(sqlite3.connect(begun)) as stored:
        connection.connection.backup(stored)
    begun.rename(path)
    for former in sorted(STORE.glob("*.sqlite3"), key=lambda item: item.stat().st_mtime)[:-KEPT]:
        former.unlink()
