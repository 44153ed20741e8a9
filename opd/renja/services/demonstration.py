"""Demonstration data of the yearly work: a calendar around the day of loading, and the sample work plans as adopted."""

from datetime import date, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from masterplan.plan.models import Program
from opd.agencies.models import Opd
from opd.agencies.services.reference_import import REASON
from solok_smartcity.kit.csvdata import CsvRow, DataFault, read_rows
from solok_smartcity.kit.decisions import sentence_with_fields
from solok_smartcity.kit.records import Written, save

from ..models import LineProgram, Round, Window, WorkPlan, WorkPlanLine, WorkPlanLog
from ..workflow import LOADED, State
from .work_plans import make_snapshot

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
PARENTS = ("bidang", "program", "kegiatan")
NOTE = "Contoh; sesuaikan dengan jadwal resmi."
# Stage, round or quarter, first and last day counted from the day of loading.
CALENDAR = (
    (Window.Stage.SUBMISSION, Round.DRAFT, None, -60, -30),
    (Window.Stage.REVIEW, Round.DRAFT, None, -45, -20),
    (Window.Stage.SUBMISSION, Round.FINAL_DRAFT, None, -7, 30),
    (Window.Stage.REVIEW, Round.FINAL_DRAFT, None, -7, 45),
    (Window.Stage.SUBMISSION, Round.CHANGE, None, -7, 30),
)


@transaction.atomic
def load_calendar(written: Written, day: date) -> None:
    """Windows of the plan year after ``day``, and one for the realisation of the quarter that ended last.

    A calendar that has any window is left alone.
    """
    if Window.objects.exists():
        for _ in range(Window.objects.count()):
            written.count("unchanged", Window._meta.label)
        return
    year, quarter = (day.year, (day.month - 1) // 3) if day.month > 3 else (day.year - 1, 4)
    rows: list[tuple[int, str, str, int | None, int, int]] = [(day.year + 1, *row) for row in CALENDAR]
    rows.append((year, Window.Stage.REALISATION, "", quarter, -7, 30))
    rows.append((day.year, Window.Stage.SUBMISSION, Round.CHANGE, None, -7, 30))
    for plan_year, stage, round_, number, first, last in rows:
        window = Window(
            plan_year=plan_year,
            stage=stage,
            round=round_,
            quarter=number,
            note=NOTE,
            opens_on=day + timedelta(days=first),
            closes_on=day + timedelta(days=last),
        )
        save(window, actor=None, reason=REASON)
        written.count("created", Window._meta.label)


@transaction.atomic
def load_sample_plans(opds: dict[str, Opd], written: Written, folder: Path = REFERENCE) -> None:
    """The sample lines as adopted plans of past years, marked as demonstration data; known plans are left alone.

    Raises ``DataFault`` with file, row and reason.
    """
    programs = {program.code: program for program in Program.objects.all()}
    by_plan: dict[tuple[str, int], list[CsvRow]] = {}
    columns = {"stage", "year", "opd_code", "sub_kegiatan_code", "sub_kegiatan_name", "indicator", "target", "unit"}
    for row in read_rows(folder / "renja_sample.csv", columns):
        by_plan.setdefault((row.text("opd_code"), row.needed_whole("year")), []).append(row)
    for (code, year), rows in by_plan.items():
        if code not in opds:
            raise rows[0].fault(f"perangkat daerah {code} tidak dikenal")
        key = {"opd": opds[code], "year": year, "round": rows[0].text("stage")}
        if WorkPlan.objects.filter(**key).exists():
            for model, count in ((WorkPlan, 1), (WorkPlanLine, len(rows))):
                for _ in range(count):
                    written.count("unchanged", model._meta.label)
            continue
        plan = WorkPlan(**key, is_demonstration=True)
        save(plan, actor=None, reason=REASON)
        written.count("created", WorkPlan._meta.label)
        for position, row in enumerate(rows, start=1):
            _load_line(plan, position, row, programs, written)
        plan.state = State.FINAL
        save(plan, actor=None, reason=REASON)
        make_snapshot(plan, "Sistem")
        WorkPlanLog.objects.create(
            subject=plan,
            verb=LOADED.verb,
            label=LOADED.label,
            before="",
            after=plan.state,
            actor=None,
            actor_name="Sistem",
            reason=REASON,
            version=plan.version,
        )


def _load_line(plan: WorkPlan, position: int, row: CsvRow, programs: dict[str, Program], written: Written) -> None:
    line = WorkPlanLine(
        plan=plan,
        position=position,
        sub_kegiatan_code=row.text("sub_kegiatan_code"),
        name=row.text("sub_kegiatan_name"),
        indicator=row["indicator"],
        target=row["target"].strip() or None,
        unit=row["unit"],
        location=row["location"],
        funding_source=row["fund_source"],
        priority=row["local_priority"],
        amount=row.whole("pagu"),
        forward_estimate=row.whole("pagu_next_year"),
        source=row.text("row_id"),
        parent_codes=" ".join(filter(None, (row[f"{level}_code"].strip() for level in PARENTS))),
    )
    try:
        save(line, actor=None, reason=REASON)
        written.count("created", WorkPlanLine._meta.label)
        if program := programs.get(row["roadmap_program_code"]):
            save(LineProgram(line=line, program=program), actor=None, reason=REASON)
            written.count("created", LineProgram._meta.label)
    except ValidationError as error:
        raise DataFault(f"{row.place}: {sentence_with_fields(error)}") from None
