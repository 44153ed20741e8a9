"""Two people at once, on PostgreSQL with its row locks: exactly one wins, the other is told, nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from masterplan.perwali.models import Element
from masterplan.perwali.services.drafting import change_element, remove_element
from masterplan.plan.models import Program, ProgramYear
from masterplan.plan.services.activities import update_activity
from solok_smartcity.kit.decisions import Stale
from tests import seeded
from tests.cast import Cast, make_cast

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("race"),
]
ROUNDS = 200


@pytest.fixture
def people(transactional_db) -> Cast:
    """Seeded tables (a test of this kind begins with empty ones) and the cast."""
    assert connection.vendor == "postgresql"
    seeded.renew()
    return make_cast()


def together(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Run the jobs at the same moment in threads of their own; gives results or exceptions."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return job()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_two_edits_of_one_program(people: Cast) -> None:
    """Both saw the same version: one is written, the other refused as stale, in every round."""
    program = Program.objects.get(code="GOV-1-01")
    before = Program.history.filter(id=program.pk).count()
    for turn in range(ROUNDS):
        version = Program.objects.get(pk=program.pk).version

        def edit(who: Any, name: str, version: int = version) -> Any:
            return lambda: update_activity(
                Program, program.pk, actor=who, version=version, values={"name": name}, reason="serentak"
            )

        results = together([edit(people.editor, f"Nama A{turn}"), edit(people.administrator, f"Nama B{turn}")])
        assert sorted(type(r).__name__ for r in results) == ["Program", "Stale"], results
        winner = next(r for r in results if not isinstance(r, Stale))
        program.refresh_from_db()
        assert (program.name, program.version) == (winner.name, version + 1)
    assert Program.history.filter(id=program.pk).count() == before + ROUNDS


def test_lead_and_supporter_from_two_sides(people: Cast) -> None:
    """One makes an agency the lead while the other makes it a supporter: never both."""
    program = Program.objects.get(code="GOV-1-02")
    agencies = [row.opd for row in program.supports.select_related("opd")]
    newcomer = Program.objects.get(code="LIV-2-01").lead_opd
    lead = program.lead_opd
    for _ in range(ROUNDS // 10):
        version = Program.objects.get(pk=program.pk).version
        common = {"version": version, "reason": "serentak"}
        results = together(
            [
                lambda c=common: update_activity(
                    Program, program.pk, actor=people.editor, values={"lead_opd": newcomer}, **c
                ),
                lambda c=common: update_activity(
                    Program, program.pk, actor=people.administrator, values={}, supports=[*agencies, newcomer], **c
                ),
            ]
        )
        assert sum(isinstance(r, Stale) for r in results) == 1, results
        program.refresh_from_db()
        assert program.lead_opd_id not in program.supports.values_list("opd_id", flat=True)
        update_activity(
            Program,
            program.pk,
            actor=people.editor,
            version=program.version,
            values={"lead_opd": lead},
            supports=agencies,
            reason="kembali",
        )


def test_two_edits_of_one_element(people: Cast) -> None:
    """The same for an element of the regulation."""
    key = Element.objects.get(stable_id="p_keamanan").pk
    text = "Pengelola data wajib menjaga keamanan informasi nomor {}."
    for turn in range(ROUNDS // 10):
        version = Element.objects.get(pk=key).version
        jobs = [
            lambda n=name, v=version: change_element(
                key, actor=people.legal, version=v, values={"text": text.format(n)}, reason="serentak"
            )
            for name in (f"a{turn}", f"b{turn}")
        ]
        assert sorted(type(r).__name__ for r in together(jobs)) == ["Element", "Stale"]


def test_edit_and_removal_of_one_element(people: Cast) -> None:
    """Either the edit wins and the removal is stale, or the element is gone and the edit finds nothing."""
    values = {"text": "Kerja sama dilaksanakan oleh Pemerintah Daerah."}
    common = {"actor": people.legal, "version": 1, "reason": "serentak"}
    for stable_id in ("p_kerja_sama", "p_keamanan"):
        key = Element.objects.get(stable_id=stable_id).pk
        results = together(
            [lambda k=key: change_element(k, values=values, **common), lambda k=key: remove_element(k, **common)]
        )
        won = [type(result).__name__ for result in results]
        assert won in (["Element", "Stale"], ["DoesNotExist", "NoneType"]), results
        assert Element.objects.filter(pk=key).exists() == (won[0] == "Element")


def test_years_are_neither_lost_nor_doubled(people: Cast) -> None:
    """Many writers of one program's money: every success is one version, one row a year remains."""
    program = Program.objects.get(code="GOV-1-01")

    def write(amount: int) -> Callable[[], Any]:
        def job() -> Any:
            seen = Program.objects.get(pk=program.pk).version
            years = {2026: {"target": 1, "budget": amount}}
            return update_activity(
                Program, program.pk, actor=people.editor, version=seen, values={}, years=years, reason="serentak"
            )

        return job

    start = program.version
    results = [r for turn in range(8) for r in together([write(turn * 10 + n) for n in range(4)])]
    wins = [r for r in results if not isinstance(r, Exception)]
    assert all(isinstance(r, (Program, Stale)) for r in results), results
    program.refresh_from_db()
    assert program.version == start + len(wins)
    assert ProgramYear.objects.filter(activity=program).count() == 1
