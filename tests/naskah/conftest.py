"""The pure library is tested without a database: a test here that asks for one fails before it runs."""

import pytest

# What opens the database, or is filled from it.
OF_THE_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "cast", "draft_pdf", "stored_draft"}


def asks_for_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database by a fixture or by its mark."""
    return bool(OF_THE_DATABASE & set(getattr(item, "fixturenames", ()))) or "django_db" in item.keywords


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The tests of this folder run in seconds, on a machine without any database."""
    if asks_for_database(item):
        pytest.fail("tests/naskah runs without a database; this test belongs to tests/perwali", pytrace=False)
