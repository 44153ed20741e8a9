"""Two people at once on one finding, and an import that meets an edit: one after the other, nothing lost."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from opd.agencies.models import Opd
from opd.agencies.roles import Role
from opd.renja.models import WorkPlan, WorkPlanLine
from opd.renja.services import lines as writing
from opd.renja.services import work_plans as service
from opd.rkpd.models import FindingRecord, RkpdImport, RkpdItem
from opd.rkpd.reading.table import PlanRow
from opd.rkpd.services import checking
from opd.rkpd.services.findings import VERBS
from opd.rkpd.services.previews import Judged, Preview
from opd.rkpd.services.renja_import import RenjaPreview, confirm_renja
from solok_smartcity.kit.decisions import Stale, WrongState
from tests import seeded
from tests.cast import Cast, make_cast
from tests.race.test_simultaneous_edits import together
from tests.renja.plans import YEAR, a_line, person, plan_in, set_window

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("race"),
]
CODE = "1.02.02.2.02.0026"
TURNS = 40


@pytest.fixture
def people(transactional_db) -> Cast:
    """Seeded tables, the cast, an RKPD of the tests' year."""
    assert connection.vendor == "postgresql"
    seeded.renew()
    set_window()
    made = RkpdImport.objects.create(
        year=YEAR, round="murni", number=1, file_name="uji.csv", sha256="0", total=0, actor_name="Uji"
    )
    RkpdItem.objects.create(
        imported=made,
        opd=Opd.objects.get(code="DINKES"),
        source="uji",
        raw_code=CODE,
        code=CODE,
        name="Uji",
        indicator="Jumlah",
        target=Decimal(4),
        unit="Dokumen",
        location="Kota Solok",
        pagu=1_000_000,
    )
    return make_cast()


def line(**changes: Any) -> dict[str, Any]:
    """A line whose target differs from the RKPD."""
    return a_line(sub_kegiatan_code=CODE, target=9, unit="Dokumen", amount=1_000_000, location="Kota Solok", **changes)


def test_two_reviewers_on_one_finding(people: Cast) -> None:
    """Exactly one decides; the other is told of the newer version or of the state."""
    second = person("penelaah-kedua", Role.REVIEWER, "BAPPERIDA")
    plan = plan_in("in_review", people, rows=[line()])
    finding = FindingRecord.objects.get(plan=plan, code="TARGET_DIFFERS")
    for _ in range(TURNS):
        FindingRecord.objects.filter(pk=finding.pk).update(state="open")
        seen = FindingRecord.objects.get(pk=finding.pk).version
        results = together(
            [
                lambda seen=seen: VERBS["waive"](
                    finding.pk, actor=people.reviewer, version=seen, reason="Sudah disepakati"
                ),
                lambda seen=seen: VERBS["accept"](finding.pk, actor=second, version=seen, reason="Boleh"),
            ]
        )
        lost = [result for result in results if isinstance(result, Exception)]
        assert len(lost) == 1, results
        assert isinstance(lost[0], (Stale, WrongState)), results
        assert FindingRecord.objects.get(pk=finding.pk).version == seen + 1
    assert finding.log.exclude(verb="find").count() == TURNS


def test_a_decision_and_a_check_at_once(people: Cast) -> None:
    """A check of the year never takes a decision back that was made meanwhile, and makes no finding twice."""
    plan = plan_in("in_review", people, rows=[line()])
    finding = FindingRecord.objects.get(plan=plan, code="TARGET_DIFFERS")
    count = FindingRecord.objects.filter(year=YEAR).count()
    for _ in range(TURNS // 2):
        FindingRecord.objects.filter(pk=finding.pk).update(state="open")
        seen = FindingRecord.objects.get(pk=finding.pk).version
        results = together(
            [
                lambda seen=seen: VERBS["accept"](finding.pk, actor=people.reviewer, version=seen, reason="Boleh"),
                lambda: checking.check_year(YEAR),
            ]
        )
        assert not [result for result in results if isinstance(result, Exception)], results
        assert FindingRecord.objects.get(pk=finding.pk).state == "accepted"
    assert FindingRecord.objects.filter(year=YEAR).count() == count


def test_two_checks_at_once(people: Cast) -> None:
    """Both would add the same new findings: they come one after the other."""
    plan = plan_in("in_review", people, rows=[line()])
    for turn in range(TURNS // 2):
        row = plan.lines.get()
        WorkPlan.objects.filter(pk=plan.pk).update(state="returned")
        WorkPlanLine.objects.filter(pk=row.pk).update(location=f"Tempat {turn}", unit=f"Satuan {turn}")
        results = together([lambda: checking.check_year(YEAR), lambda: checking.check_year(YEAR)])
        assert len(set(results)) == 1, results


def test_import_against_edit(people: Cast) -> None:
    """Whoever comes second is told; the line holds what one of them wrote, whole."""
    plan = service.create_work_plan(actor=people.planner, opd=people.planner.opd, year=YEAR, round="rancangan")
    plan = writing.add_lines(plan.pk, actor=people.planner, version=plan.version, rows=[line()])
    for turn in range(TURNS):
        plan = WorkPlan.objects.select_related("opd").get(pk=plan.pk)
        row = plan.lines.get()
        read = PlanRow(
            "uji", 2, "", "", CODE, "Impor", "Kota Solok", f"Impor {turn}", Decimal(1), "Unit", turn, None, "", ""
        )
        preview = Preview(YEAR, "rancangan", "uji.csv", "0", [], {}, [Judged(read, plan.opd, CODE)])
        found = RenjaPreview(preview, {plan.opd.pk: (plan.pk, plan.version)})
        values = {"indicator": f"Edit {turn}", "amount": turn + 1_000}
        results = together(
            [
                lambda found=found: confirm_renja(found, actor=people.reviewer),
                lambda row=row, values=values: writing.change_line(
                    row.pk, actor=people.planner, version=row.version, values=values
                ),
            ]
        )
        lost = [result for result in results if isinstance(result, Exception)]
        assert len(lost) == 1, results
        assert isinstance(lost[0], (Stale, ValidationError)), results
        row.refresh_from_db()
        assert (row.indicator, row.amount) in ((f"Impor {turn}", turn), (f"Edit {turn}", turn + 1_000))
