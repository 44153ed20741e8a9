"""Two people import the same RKPD at one moment: one version a round, the other is told, nothing doubled."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from opd.rkpd.models import RkpdImport, RkpdItem
from opd.rkpd.services.importing import confirm_rkpd, preview_rkpd
from tests import seeded
from tests.cast import Cast, make_cast
from tests.race.test_simultaneous_edits import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("race"),
]
SAMPLE = Path(__file__).parents[1] / "rkpd" / "data" / "rkpd_sipd_like.xlsx"


@pytest.fixture
def people(transactional_db) -> Cast:
    """Seeded tables and the cast."""
    assert connection.vendor == "postgresql"
    seeded.renew()
    return make_cast()


def test_two_imports(people: Cast) -> None:
    """Ten rounds; in the first there is no version to wait for."""
    for turn in range(10):
        seen = preview_rkpd(SAMPLE, year=2026, round_="perubahan")
        results = together(
            [
                lambda who=who, seen=seen: confirm_rkpd(seen, actor=who)
                for who in (people.reviewer, people.planning_head)
            ]
        )
        assert sorted(type(result).__name__ for result in results) == ["RkpdImport", "ValidationError"], results
        told = next(result for result in results if isinstance(result, ValidationError))
        assert "sudah diimpor orang lain" in told.messages[0]
        made = RkpdImport.objects.filter(round="perubahan")
        assert (made.count(), RkpdItem.objects.filter(imported__in=made).count()) == (turn + 1, 80 * (turn + 1))
