"""Two drafters on one regulation: one after the other, the tree stays whole, every reference has its target."""

import pytest
from django.db import connection
from django.db.models import Count

from masterplan.perwali.models import Element, Reference, Regulation
from masterplan.perwali.selectors.document import load_document
from masterplan.perwali.services.drafting import change_element, insert_element, move_element, remove_element
from solok_smartcity.kit.decisions import Refused, Stale
from tests import seeded
from tests.cast import Cast, make_cast
from tests.race.test_simultaneous_edits import together

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("race"),
]
TURNS = 15
NORM = "Perangkat Daerah melaksanakan program Kota Cerdas."


@pytest.fixture
def people(transactional_db) -> Cast:
    """Seeded tables and the cast."""
    assert connection.vendor == "postgresql"
    seeded.renew()
    return make_cast()


def element(stable_id: str) -> Element:
    """An element of the template."""
    return Element.objects.get(stable_id=stable_id)


def check_whole() -> None:
    """Printable, ids once, no two siblings in one place."""
    regulation = Regulation.objects.with_parts().get()
    assert [fault for fault in load_document(regulation).text.faults if fault.fatal] == []
    same = Element.objects.values("parent", "position").annotate(n=Count("pk")).filter(n__gt=1, parent__isnull=False)
    assert list(same) == []


def test_two_inserts_at_one_place(people: Cast) -> None:
    """Both come in, one after the other, with ids and places of their own."""
    at = element("p_kedudukan")

    def insert() -> Element:
        return insert_element(
            at.pk, actor=people.legal, version=1, kind="pasal", inside=False, values={"text": NORM}, reason="uji"
        )

    for turn in range(1, TURNS + 1):
        results = together([insert, insert])
        assert all(isinstance(result, Element) for result in results), results
        assert Element.objects.filter(text=NORM).count() == 2 * turn
    check_whole()


def test_two_edits_of_one_element(people: Cast) -> None:
    """Exactly one is saved; the other is told of the newer version."""
    for turn in range(1, TURNS + 1):
        target = element("p_kerja_sama")

        def edit(text: str, target: Element = target) -> Element:
            return change_element(
                target.pk, actor=people.legal, version=target.version, values={"text": text}, reason="uji"
            )

        results = together([lambda n=turn: edit(f"Isi pertama {n}."), lambda n=turn: edit(f"Isi kedua {n}.")])
        assert sum(isinstance(result, Stale) for result in results) == 1, results
        assert element("p_kerja_sama").version == target.version + 1


def test_a_reference_and_the_removal_of_its_target(people: Cast) -> None:
    """Either the reference is there and the target stays, or the target is gone and the reference is refused."""
    for _ in range(TURNS):
        anchor = element("p_kedudukan")
        target = insert_element(
            anchor.pk,
            actor=people.legal,
            version=anchor.version,
            kind="pasal",
            inside=False,
            values={"text": NORM},
            reason="uji",
        )
        source = element("p_kerja_sama")
        text = f"Kerja sama {{{{acu:{target.stable_id}}}}} dilaksanakan oleh Daerah."
        results = together(
            [
                lambda t=target: remove_element(t.pk, actor=people.legal, version=1, reason="uji"),
                lambda s=source, x=text: change_element(
                    s.pk, actor=people.legal, version=s.version, values={"text": x}, reason="uji"
                ),
            ]
        )
        assert sum(isinstance(result, Exception) for result in results) == 1, results
        assert any(isinstance(result, Refused) for result in results), results
        stays = Element.objects.filter(pk=target.pk).exists()
        assert Reference.objects.filter(source=source, target__stable_id=target.stable_id).exists() == stays
        fresh = element("p_kerja_sama")
        if stays:
            change_element(fresh.pk, actor=people.legal, version=fresh.version, values={"text": NORM}, reason="kembali")
            remove_element(target.pk, actor=people.legal, version=1, reason="kembali")
    check_whole()


def test_two_moves_across_each_other(people: Cast) -> None:
    """A under B and B under A at once never makes a circle."""
    for _ in range(TURNS):
        first, second = element("p_ri"), element("p_kedudukan")
        together(
            [
                lambda a=first, b=second: move_element(
                    a.pk, actor=people.legal, version=a.version, anchor_id=b.pk, inside=False, reason="uji"
                ),
                lambda a=first, b=second: move_element(
                    b.pk, actor=people.legal, version=b.version, anchor_id=a.pk, inside=False, reason="uji"
                ),
            ]
        )
    check_whole()
