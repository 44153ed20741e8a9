"""Three hundred rows of everything, for the tests of queries and growth; without history."""

import copy
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import now

from masterplan.plan import models as plan
from masterplan.plan.models.activity import State
from opd.agencies import models as agencies
from opd.renja import models as opd
from opd.rkpd import models as rkpd
from solok_smartcity.kit.models import Notification
from tests.bench.management.commands.bench_api import make_programs
from tests.cast import Cast
from tests.doors.records import YEAR, Records

COUNT = 300


def copies(sample: Any, changes: Any, count: int = COUNT) -> list[Any]:
    """Copies of a row; ``changes``: number -> values of its own."""
    rows = []
    for index in range(count):
        row = copy.copy(sample)
        row.pk, row._state = None, copy.copy(sample._state)
        row._state.adding = True
        for name, value in changes(index).items():
            setattr(row, name, value)
        rows.append(row)
    return type(sample).objects.bulk_create(rows)


def few(records: Records) -> None:
    """Leave three programs and quick wins in the plan, those of the records among them."""
    for model, kept in ((plan.Program, records.program), (plan.QuickWin, records.quick_win)):
        others = list(model.objects.exclude(pk=kept).values_list("pk", flat=True)[:2])
        model.objects.exclude(pk__in=[kept, *others]).update(state=State.RETIRED)


def many(cast: Cast, records: Records) -> None:
    """Three hundred more of each kind of row, related to what the detail pages show."""
    agency, current = cast.planner.opd, plan.MasterPlan.objects.current()
    make_programs(COUNT)
    plan.Program.objects.filter(code__startswith="UKUR-").update(lead_opd=agency)
    program = plan.Program.objects.get(pk=records.program)
    quick_win = plan.QuickWin.objects.get(pk=records.quick_win)
    quick_wins = copies(quick_win, lambda i: {"code": f"QU-{i}", "position": 100 + i, "parent_program": program})
    plan.QuickWinYear.objects.bulk_create(plan.QuickWinYear(activity=q, year=2025, budget=1) for q in quick_wins)
    plan.QuickWinSupport.objects.bulk_create(
        plan.QuickWinSupport(activity=q, opd=cast.other_planner.opd) for q in quick_wins
    )
    copies(plan.ActionPlan.objects.first(), lambda i: {"code": f"RU-{i}", "position": 100 + i})
    plan.QuickWinRisk.objects.bulk_create(
        plan.QuickWinRisk(activity=quick_win, position=i + 2, text="Risiko") for i in range(COUNT)
    )
    copies(plan.QuickWinEvidence.objects.get(pk=records.evidence), lambda i: {"title": f"Foto {i}"})
    _decisions(cast, records)
    _papers(cast, records, current)
    _work_plans(cast, records)
    reports = [
        opd.Realisation(program=p, year=2025, quarter=1, value=1, money=1, evidence="realisasi/uji.pdf")
        for p in plan.Program.objects.filter(code__startswith="UKUR-")
    ]
    opd.Realisation.objects.bulk_create(reports)
    _history(program)


def _decisions(cast: Cast, records: Records) -> None:
    """Feedback, editions and their logs."""
    feedback = plan.Feedback.objects.get(pk=records.feedback)
    copies(feedback, lambda i: {"text": f"Masukan {i}"})
    copies(feedback.log.first(), lambda i: {})
    edition = plan.Edition.objects.select_related("snapshot").get(pk=records.edition)
    snapshot = edition.snapshot
    made = copies(edition, lambda i: {"number": 100 + i})
    plan.EditionSnapshot.objects.bulk_create(
        plan.EditionSnapshot(edition=item, content=snapshot.content, sha256=snapshot.sha256, made_by_name="x")
        for item in made
    )
    copies(edition.log.first(), lambda i: {})


def _papers(cast: Cast, records: Records, current: Any) -> None:
    """Stages, clinics, pacts, windows, messages."""
    stage = plan.WorkshopStage.objects.get(pk=records.stage)
    for item in copies(stage, lambda i: {"code": f"uji-{i}", "position": 100 + i}):
        plan.StageOutput.objects.create(stage=item, position=1, text="Keluaran")
        plan.StageAttachment.objects.create(stage=item, title="Lampiran", file="bimtek/uji.pdf")
    plan.StageAttachment.objects.bulk_create(
        plan.StageAttachment(stage=stage, title=f"Lampiran {i}", file="bimtek/uji.pdf") for i in range(COUNT)
    )
    notes = copies(plan.ClinicNote.objects.get(pk=records.clinic), lambda i: {"stage": stage})
    program = plan.Program.objects.get(pk=records.program)
    plan.ClinicProposal.objects.bulk_create(
        plan.ClinicProposal(note=note, title=f"Usulan {i}", program=program if i else None)
        for note in notes
        for i in range(2)
    )
    offices = copies(agencies.Opd.objects.get(code="DINKES"), lambda i: {"code": f"OPD-{i}", "name": f"Dinas {i}"})
    plan.IntegrityPact.objects.bulk_create(
        plan.IntegrityPact(plan=current, opd=item, signatory="Kepala", signed_on=now().date(), scan="pakta/uji.pdf")
        for item in offices
    )
    for year in range(2035, 2035 + 60):
        for quarter in range(1, 5):
            opd.Window.objects.create(
                plan_year=year,
                stage="realisasi",
                round="",
                quarter=quarter,
                opens_on=date(2026, 1, 1),
                closes_on=date(2026, 1, 2),
            )
    for number, year in enumerate(range(2040, 2060)):
        opd.Window.objects.create(
            plan_year=year,
            stage="pengiriman",
            round="rancangan",
            opens_on=now().date() - timedelta(days=number),
            closes_on=now().date() + timedelta(days=30),
        )
    for person in cast.everyone().values():
        Notification.objects.bulk_create(
            Notification(recipient=person, title=f"Pesan {i}", link="/kerja/", mail="failed") for i in range(COUNT)
        )
    opd.WorkPlan.objects.bulk_create(
        opd.WorkPlan(opd=item, year=year, round="rancangan", state=state, submissions=1, submitted_at=now())
        for item in offices[:60]
        for year, state in (
            (2027, "submitted"),
            (2028, "in_review"),
            (2029, "verified"),
            (2030, "final"),
            (YEAR, "draft"),
        )
    )


def _work_plans(cast: Cast, records: Records) -> None:
    """Lines, links, notes, decisions, snapshots and waivers of one plan, and more plans of its agency."""
    work_plan = opd.WorkPlan.objects.get(pk=records.work_plan)
    lines = copies(opd.WorkPlanLine.objects.get(pk=records.line), lambda i: {"position": i + 2})
    program, quick_win = plan.Program.objects.get(pk=records.program), plan.QuickWin.objects.get(pk=records.quick_win)
    opd.LineProgram.objects.bulk_create(opd.LineProgram(line=line, program=program) for line in lines)
    opd.LineQuickWin.objects.bulk_create(opd.LineQuickWin(line=line, quick_win=quick_win) for line in lines)
    note = opd.ReviewNote.objects.get(pk=records.note)
    copies(note, lambda i: {"line": lines[i], "text": f"Catatan {i}"})
    opd.BlockerWaiver.objects.bulk_create(
        opd.BlockerWaiver(
            plan=work_plan, code="UNIT_MISSING", line_key=line.pk, submission=1, reason="x", actor_name="x"
        )
        for line in lines
    )
    opd.WorkPlanLog.objects.bulk_create(
        opd.WorkPlanLog(subject=work_plan, verb="submit", label="Kirim", after="submitted", actor_name="x", version=i)
        for i in range(COUNT)
    )
    copies(work_plan.snapshots.first(), lambda i: {"number": i + 2})
    # Never sent, so that the plan of the records is the one that counts.
    copies(work_plan, lambda i: {"revision": i + 2, "round": "perubahan", "minutes": "", "submissions": 0})
    _alignment(records, lines)


def _alignment(records: Records, lines: list[Any]) -> None:
    """Findings, links, files and synonyms."""
    finding = rkpd.FindingRecord.objects.get(pk=records.finding)
    made = copies(finding, lambda i: {"key": f"uji-{i}", "line": lines[i]})
    rkpd.FindingLog.objects.bulk_create(
        rkpd.FindingLog(subject=item, verb="find", label="Ditemukan", after="open", actor_name="x", version=1)
        for item in [finding] * COUNT + made
    )
    copies(rkpd.Alignment.objects.get(pk=records.alignment), lambda i: {"line": lines[i]})
    copies(rkpd.Upload.objects.get(pk=records.upload), lambda i: {"file_name": f"uji-{i}.csv"})
    copies(rkpd.Synonym.objects.get(pk=records.synonym), lambda i: {"everyday": f"kata {i}"})


def _history(program: Any) -> None:
    """Three hundred entries of history."""
    sample = program.history.first()
    type(sample).objects.bulk_create(
        _entry(sample, history_date=now() - timedelta(minutes=i), name=f"Nama {i}") for i in range(COUNT)
    )


def _entry(sample: Any, **values: Any) -> Any:
    row = copy.copy(sample)
    row.pk = None
    for name, value in values.items():
        setattr(row, name, value)
    return row
