"""The number of the minutes is typed once, whether the minutes are written in the portal or only come back signed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from opd.renja.models import Minutes, WorkPlan
from opd.renja.services.minutes import write_minutes
from tests.cast import Cast
from tests.renja.plans import a_line, do, plan_in

pytestmark = pytest.mark.django_db
WRITTEN = {
    "held_on": date(2030, 3, 1),
    "place": "Solok",
    "deadline": date(2030, 3, 8),
    "attendees": "A; ; B",
    "agency_signer": "A",
    "planning_signer": "B",
}


@pytest.fixture
def verified(cast: Cast) -> WorkPlan:
    """A plan whose signed minutes are awaited."""
    return plan_in("verified", cast, rows=[a_line()])


def write(plan: WorkPlan, cast: Cast, number: str) -> Minutes:
    """The minutes as written in the portal."""
    return write_minutes(plan.pk, actor=cast.reviewer, version=None, values={**WRITTEN, "number": number})


@pytest.mark.parametrize("typed", ["", "050/1/BA/2030", " 050/1/BA/2030 "])
def test_the_number_of_the_portal_is_taken(verified: WorkPlan, cast: Cast, typed: str) -> None:
    """Nobody types it again; who does types the same."""
    write(verified, cast, "050/1/BA/2030")
    do("minutes", verified, cast.reviewer, number=typed)
    assert verified.minutes_number == "050/1/BA/2030"


def test_two_numbers_are_refused(verified: WorkPlan, cast: Cast) -> None:
    """The sentence names the number that is known and where it can be changed; nothing is stored."""
    write(verified, cast, "050/1/BA/2030")
    before = verified.version, verified.minutes_number
    with pytest.raises(ValidationError, match="bernomor 050/1/BA/2030"):
        do("minutes", verified, cast.reviewer, number="050/2/BA/2030")
    verified.refresh_from_db()
    assert (verified.version, verified.minutes_number) == before


def test_minutes_without_a_number_get_it(verified: WorkPlan, cast: Cast) -> None:
    """The printed minutes then bear the same number as the signed ones."""
    minutes = write(verified, cast, "")
    do("minutes", verified, cast.reviewer, number="050/3/BA/2030")
    minutes.refresh_from_db()
    assert minutes.number == verified.minutes_number == "050/3/BA/2030"
    assert minutes.history.first().history_change_reason == "Berita acara verifikasi"


def test_without_any_number(verified: WorkPlan, cast: Cast) -> None:
    """As before: it must be given."""
    with pytest.raises(ValidationError, match="Isi nomor"):
        do("minutes", verified, cast.reviewer, number=" ")


def test_the_page_asks_only_once(verified: WorkPlan, cast: Cast, client: Client) -> None:
    """With a known number there is no field for it."""
    client.force_login(cast.reviewer)
    address = f"/kerja/renja/{verified.pk}/"
    assert 'name="number"' in client.get(address).content.decode()
    write(verified, cast, "050/1/BA/2030")
    page = client.get(address).content.decode()
    assert 'name="number"' not in page
    assert "Nomor 050/1/BA/2030" in page
