"""The seeded database of the tests, made once for a state of the code and copied by every process after that.

PostgreSQL takes its copy from a template database (``bin/uji.sh`` makes it by the migrations); SQLite from a file in
``var/uji`` whose name is the digest of everything that can change what is in it.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection

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


def fill() -> None:
    """Bring the reference and demonstration data into an empty test database."""
    if connection.vendor != "sqlite":
        from masterplan.plan.models import MasterPlan

        if not MasterPlan.objects.exists():
            call_command("seed", verbosity=0)
        return
    with _alone():
        path = STORE / f"{state_of_the_code()}.sqlite3"
        if path.exists():
            with sqlite3.connect(path) as stored:
                stored.backup(connection.connection)
            return
        call_command("seed", verbosity=0)
        begun = path.with_suffix(".begun")
        begun.unlink(missing_ok=True)
        with sqlite3.connect(begun) as stored:
            connection.connection.backup(stored)
        begun.rename(path)
        for former in sorted(STORE.glob("*.sqlite3"), key=lambda item: item.stat().st_mtime)[:-KEPT]:
            former.unlink()
