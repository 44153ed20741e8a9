"""Fixtures of the whole suite: the seeded plan, the cast, API clients, the printed draft."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from rest_framework.test import APIClient

from masterplan.perwali.models import Regulation
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.services.exporting import order_pdf
from solok_smartcity.kit import guards
from solok_smartcity.kit.files import write_atomically
from tests import seeded
from tests.cast import Cast, make_cast

NEED_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
# Every door for everybody, every state with every verb, whole documents: they run on PostgreSQL only (``bin/uji.sh``).
SLOW = {
    "test_amending",
    "test_api_input",
    "test_api_schema",
    "test_export",
    "test_formats",
    "test_life",
    "test_pdf_mutations",
    "test_pdf_of_law",
    "test_permissions",
    "test_proof",
    "test_query_counts",
    "test_read_law",
    "test_reading_roundtrip",
    "test_repeal",
    "test_seed",
    "test_uploads",
    "test_work_plan_machine",
    "test_work_plan_table",
    "test_work_plan_verbs",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database (the rest runs once, not once for each), and what walks a whole table or document."""
    for item in items:
        if NEED_DATABASE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.path.stem in SLOW:
            item.add_marker("slow")


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """PostgreSQL runs the migrations; SQLite makes its tables from the models, in a fraction of the time."""
    return connection.vendor == "postgresql"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database starts with the reference and demonstration data."""
    with django_db_blocker.unblock():
        seeded.fill()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No test sees what another one cached."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    """Every test begins with an empty store of PDFs and an empty archive."""
    settings.EXPORT_DIR = tmp_path / "exports"
    settings.ARCHIVE_DIR = tmp_path / "archive"


@pytest.fixture(autouse=True)
def _tables_may_be_emptied(request):
    """SQLite empties tables row by row after a test with real transactions; the guards would forbid it."""
    needs = {"transactional_db", "live_server"} & set(request.fixturenames)
    if needs:
        request.getfixturevalue("transactional_db")
    yield
    if needs and connection.vendor == "sqlite":
        guards.drop_all()


@pytest.fixture
def stored_draft(draft_pdf: Path, db) -> Path:
    """The printed draft, also put into the test's store as if it had been made before."""
    write_atomically(order_pdf(load_document(Regulation.objects.get())).path, draft_pdf.read_bytes())
    return draft_pdf


@pytest.fixture
def cast(db) -> Cast:
    """The people of the tests."""
    return make_cast()


@pytest.fixture
def api() -> Callable[[Any], APIClient]:
    """An API client signed in as somebody (``None``: nobody)."""

    def client(user: Any) -> APIClient:
        made = APIClient()
        if user is not None:
            made.force_authenticate(user=user)
        return made

    return client


@pytest.fixture(scope="session")
def draft_pdf(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The draft regulation as printed for readers, once a session; tests that use it need the database mark."""
    path = tmp_path_factory.mktemp("pdf") / "draft.pdf"
    with django_db_blocker.unblock():
        call_command("export_perwali", out=path, verbosity=0)
    return path


@pytest.fixture(scope="session")
def draft_text(draft_pdf) -> str:
    """Text of the draft with its layout, pages parted by form feeds."""
    return subprocess.run(["pdftotext", "-layout", draft_pdf, "-"], capture_output=True, text=True, check=True).stdout
