"""Fixtures of the doors' tests."""

import pytest

from tests.cast import Cast
from tests.doors.records import Records, make_records


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Uploaded files of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def records(cast: Cast) -> Records:
    """One record of officials' work of each kind, of DINKES."""
    return make_records(cast)
