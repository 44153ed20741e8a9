"""Fixtures of the agencies' tests."""

import pytest

from tests.cast import Cast
from tests.renja.plans import Others, make_others


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Uploaded files of a test go to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def others(cast: Cast) -> Others:
    """People beside the fixed cast."""
    return make_others()
