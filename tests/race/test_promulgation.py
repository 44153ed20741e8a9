"""Edit against promulgate, two promulgations at once, one number for two regulations (Done 5)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from masterplan.perwali.models import NumberEntry, Placeholder, Regulation, RegulationVersion
from masterplan.perwali.selectors.frozen import content_of, document_of
from masterplan.perwali.services.amending import start_amendment
from masterplan.perwali.services.law_records import change_law_record
from masterplan.perwali.services.life import ActFacts, advance
from masterplan.perwali.services.number_register import take_number
from masterplan.perwali.services.proof import verify_all
from masterplan.perwali.services.repeal import set_repeals, start_repeal
from masterplan.perwali.workflow import Stage
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Refused, Stale, VerbError, WrongState
from tests import seeded
from tests.cast import Cast, make_cast
from tests.perwali.test_read_law import SLUG, saved
from tests.perwali.way import TO_ENACTED, TO_READY, draft, travel
from tests.race.test_simultaneous_edits import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("race"),
]
DAY = today() - timedelta(days=1)


@pytest.fixture
def people(transactional_db) -> Cast:
    """Seeded tables and the cast."""
    assert connection.vendor == "postgresql"
    seeded.renew()
    return make_cast()


def promulgate(people: Cast, version: int, gazette: int = 12) -> Regulation:
    """Promulgate the draft."""
    return advance(
        draft().pk, "promulgate", actor=people.legal, version=version, facts=ActFacts(on=DAY, gazette_number=gazette)
    )


def test_two_promulgations(people: Cast) -> None:
    """One is done, the other is told that its page is old; one version is promulgated, one decision is logged."""
    seen = travel(people, TO_ENACTED).version
    results = together([lambda: promulgate(people, seen), lambda: promulgate(people, seen, 13)])
    assert sorted(isinstance(item, Regulation) for item in results) == [False, True]
    assert isinstance(next(item for item in results if not isinstance(item, Regulation)), Stale | WrongState)
    assert RegulationVersion.objects.filter(stage=Stage.PROMULGATED).count() == 1
    assert draft().log.filter(verb="promulgate").count() == 1
    assert verify_all().flaws == ()


def test_edit_against_promulgate(people: Cast) -> None:
    """Whoever comes first: the frozen text and the row agree, or the edit was refused; never half of it."""
    regulation = travel(people, TO_ENACTED)
    name = Placeholder.objects.get(regulation=regulation, key="nama_sekretaris_daerah")

    def edit() -> object:
        return change_law_record(
            Placeholder, name.pk, actor=people.legal, version=name.version, values={"value": "PENGGANTI"}, reason="uji"
        )

    edited, done = together([edit, lambda: promulgate(people, regulation.version)])
    assert isinstance(done, Regulation)
    frozen = document_of(RegulationVersion.objects.get(stage=Stage.PROMULGATED))
    printed = "PENGGANTI" in "".join(frozen.text.signatures["pengundangan"].lines)
    if isinstance(edited, VerbError):
        assert isinstance(edited, Refused)
        assert not printed
    else:
        assert Placeholder.objects.get(pk=name.pk).value == "PENGGANTI"
        assert printed
    assert verify_all().flaws == ()


def test_a_number_is_given_once(people: Cast) -> None:
    """Ten times two takers at once: no number twice, none left out."""
    regulation = travel(people, TO_READY)

    def take() -> int:
        with transaction.atomic():
            return take_number(draft(), 2031, None, actor=people.legal)

    given = [number for _ in range(10) for number in together([take, take])]
    assert sorted(given) == list(range(1, 21))
    assert NumberEntry.objects.filter(year=2031, regulation=regulation).count() == 20
    with pytest.raises(ValidationError), transaction.atomic():
        take_number(draft(), 2031, 20, actor=people.legal)


def test_two_amendments_of_one_law(people: Cast) -> None:
    """One begins; the other is told of it."""
    travel(people, TO_ENACTED)
    law = promulgate(people, draft().version)

    def begin() -> Regulation:
        return start_amendment(law, actor=people.legal, reason="Evaluasi")

    results = together([begin, begin])
    assert sorted(isinstance(item, Regulation) for item in results) == [False, True]
    assert law.amendments.count() == 1
    assert content_of(law.versions.first())["number"] == law.number


def test_one_regulation_is_read_once(people: Cast) -> None:
    """Two people store the same file at once: one law, one number, one original; the other hears that it is there."""
    results = together([lambda: saved(people), lambda: saved(people)])
    assert sorted(isinstance(item, Regulation) for item in results) == [False, True]
    refused = next(item for item in results if not isinstance(item, Regulation))
    assert isinstance(refused, WrongState)
    assert "sudah ada" in refused.reason
    assert NumberEntry.objects.filter(year=2019).count() == 1
    assert verify_all().flaws == ()


def test_one_draft_repeals_a_law(people: Cast) -> None:
    """A draft takes the law into its list while another one is begun to repeal it: one of them does."""
    law = saved(people)
    seen = draft().version

    def choose() -> Regulation:
        return set_repeals(draft().pk, [law], actor=people.legal, version=seen, reason="uji")

    results = together([choose, lambda: start_repeal(law, actor=people.legal, reason="uji")])
    assert sorted(isinstance(item, Regulation) for item in results) == [False, True]
    by = draft(SLUG).repealed_by
    assert by is not None
    assert by.elements.filter(stable_id="p_cabut", is_automatic=True, is_active=True).exists()
    others = Regulation.objects.exclude(pk__in=(by.pk, law.pk))
    assert not any(item.elements.filter(is_automatic=True, kind="pasal").exists() for item in others)
