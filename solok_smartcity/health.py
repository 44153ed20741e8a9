"""Health of the process and of what it needs."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, migrations and storage are ready (200), or which of them is not (503)."""
    checks = {"database": _database, "migrations": _migrations, "storage": _storage}
    results = {}
    for name, check in checks.items():
        try:
            results[name] = "ok" if check() else "tidak siap"
        except Exception as error:  # any failure means not ready; the log has the details
            logger.exception("readiness: %s", name)
            results[name] = type(error).__name__
    ready = all(result == "ok" for result in results.values())
    return JsonResponse(results, status=200 if ready else 503)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _storage() -> bool:
    probe = settings.VAR_DIR / ".readyz"
    probe.write_bytes(b"ok")
    probe.unlink(missing_ok=True)
    return True
