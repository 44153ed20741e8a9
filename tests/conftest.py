"""Fixtures of the whole suite: the seeded plan, the cast, the printed draft."""

import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test database starts with the reference and demonstration data, loaded once."""
    with django_db_blocker.unblock():
        call_command("seed", verbosity=0)


@pytest.fixture
def seeded(db):
    """The database with the seeded plan (see ``django_db_setup``)."""


@pytest.fixture(scope="session")
def draft_pdf(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The draft regulation as printed for readers, once a session."""
    path = tmp_path_factory.mktemp("pdf") / "draft.pdf"
    with django_db_blocker.unblock():
        call_command("export_perwali", out=path, verbosity=0)
    return path


@pytest.fixture(scope="session")
def draft_text(draft_pdf) -> str:
    """Text of the draft with its layout, pages parted by form feeds."""
    return subprocess.run(["pdftotext", "-layout", draft_pdf, "-"], capture_output=True, text=True, check=True).stdout
