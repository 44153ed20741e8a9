"""The verb "report" of quarterly realisation; a quarter outside its window is locked."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from masterplan.plan.models import Program
from opd.agencies.models import User
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Decision, Stale, VersionMissing, WrongState, require
from solok_smartcity.kit.indonesian import long_date
from solok_smartcity.kit.records import save_aggregate

from ..models import Realisation, Window, WorkPlan, WorkPlanLine
from ..rules import may_report
from ..workflow import State

REASON = "Pelaporan realisasi"


def period_decision(year: int, quarter: int) -> Decision:
    """Whether realisation of a quarter may be written today, and if not, why."""
    window = Window.objects.filter(plan_year=year, quarter=quarter, stage=Window.Stage.REALISATION).first()
    if window is None:
        return Decision(False, "period_locked", f"Masa pelaporan triwulan {quarter} {year} belum dibuka.")
    if not window.opens_on <= today() <= window.closes_on:
        return Decision(
            False,
            "period_locked",
            f"Pelaporan triwulan {quarter} {year} terkunci: masanya {long_date(window.opens_on)} sampai "
            f"{long_date(window.closes_on)}. Perencanaan daerah dapat mengubah kalender.",
        )
    return Decision(True)


@transaction.atomic
def report_realisation(
    *,
    actor: User,
    subject: Program | WorkPlanLine,
    year: int,
    quarter: int,
    version: int | None,
    values: Mapping[str, Any],
) -> Realisation:
    """Write what was reached and spent to the end of a quarter; ``version`` is ``None`` for the first report.

    Raises ``DoesNotExist`` (outside the scope), ``Refused``, ``WrongState`` (quarter locked, plan not verified),
    ``VersionMissing``, ``Stale`` or ``ValidationError``.
    """
    key: dict[str, Program | WorkPlanLine]
    if isinstance(subject, Program):
        program = Program.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=subject.pk)
        key, agency = {"program": program}, program.lead_opd_id
    else:
        plans = WorkPlan.objects.visible_to(actor)
        line = WorkPlanLine.objects.filter(plan__in=plans).select_for_update(of=("self",)).get(pk=subject.pk)
        key, agency = {"line": line}, line.plan.opd_id
        if line.plan.state not in (State.VERIFIED, State.FINAL) or line.plan.year != year:
            raise WrongState("Realisasi dilaporkan untuk baris Renja yang sudah terverifikasi, pada tahunnya.")
    require(may_report(actor, agency))
    period = period_decision(year, quarter)
    if not period.allowed:
        raise WrongState(period.reason)
    realisation = Realisation.objects.select_for_update().filter(**key, year=year, quarter=quarter).first()
    if realisation is None:
        realisation = Realisation(**key, year=year, quarter=quarter)
        if version is not None:
            raise Stale(0)
    elif version is None:
        raise VersionMissing
    elif realisation.version != version:
        raise Stale(realisation.version)
    save_aggregate(realisation, values, [], actor=actor, reason=REASON)
    return realisation
