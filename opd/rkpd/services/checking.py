"""Keeping findings in step with the rows: a whole year at once, or only what a change touches (planning 3.7).

The same mismatch keeps its record over all checks. What is solved is closed, what comes back opens again, and a
decision on other values than those of today falls; each with a line in the log.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Opd
from opd.renja.codes import normalise
from opd.renja.models import WorkPlan, WorkPlanLine
from opd.renja.workflow import State
from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.workflow import Step

from ..findings.engine import ceilings_exceeded, check_rows, roadmap_missing
from ..findings.quick_wins import check_links, check_quick_wins
from ..findings.rows import Finding
from ..models import Alignment, FindingLog, FindingRecord
from ..selectors.rows import (
    base_items,
    ceilings_of,
    checked_years,
    item_rows,
    line_rows,
    load_check_facts,
    plans_of,
    quick_wins_of,
    roadmap_of,
    unconfirmed_of,
)
from ..workflow import CHANGED, FOUND, REAPPEARED, SOLVED, FindingState

MACHINE = "Pemeriksaan portal"
REASON = "Pemeriksaan"
# Findings about a year as a whole: programs, quick wins, sums. All others depend on the rows of one code only.
WIDE_CODES = ("ROADMAP_YEAR_MISSING", "CEILING_EXCEEDED", "LINK_UNCONFIRMED", "OUTSIDE_AUTHORITY")
WIDE = Q(code__in=WIDE_CODES) | Q(code__startswith="QW_")
WITHOUT_RKPD = ("NOT_IN_RKPD", "QW_NOT_IN_RKPD", "RKPD_WITHOUT_RENJA")


# A line of the log to come: of which finding, what happened, the state before.
Entry = tuple[FindingRecord, Step, str]


@dataclass
class Checked:
    """The findings of a year, of all codes or of some, and what they were found on."""

    year: int
    plans: list[WorkPlan]
    lines: QuerySet[WorkPlanLine]
    touched: list[int]  # the lines whose own findings these are
    findings: list[Finding] = field(default_factory=list)


def find(year: int, codes: set[str] | None = None, *, drafts: bool = False, roadmap: bool | None = None) -> Checked:
    """Check a year and change nothing; with ``codes`` (normal form) only their rows, and the year's wide findings.

    ``drafts``: plans that were never sent count too; ``roadmap``: whether money in the road map alone calls for a line
    (else as the settings say). A year without RKPD is not compared with one.
    """
    plans = plans_of(year, drafts=drafts)
    facts, chosen = load_check_facts(
        (plan.year, plan.opd.code) for plan in plans if not drafts and plan.state in (State.DRAFT, State.RETURNED)
    )
    lines = WorkPlanLine.objects.filter(plan__in=[plan.pk for plan in plans])
    items = base_items(year)
    known = set(items.values_list("code", flat=True))
    written = list(lines.order_by().values_list("pk", "sub_kegiatan_code"))
    touched = [pk for pk, code in written if codes is None or normalise(code) in codes]
    some_lines, some_items = lines, items
    if codes is not None:
        some_lines, some_items = lines.filter(pk__in=touched), items.filter(code__in=codes)
    found = check_rows(item_rows(some_items), line_rows(some_lines), facts)
    carrying = line_rows(_carrying(lines))
    wants_money = chosen.roadmap_money if roadmap is None else roadmap
    found += roadmap_missing(
        item_rows(items.exclude(program_code="")), carrying, roadmap_of(year) if wants_money else ()
    )
    sums = lines.order_by().values("plan__opd__code").annotate(total=Sum("amount"))
    totals = {(year, row["plan__opd__code"]): row["total"] or 0 for row in sums}
    found += ceilings_exceeded(totals, facts, ceilings_of(year))
    missing = {row.id for row in carrying if row.code not in known}
    found += check_quick_wins(quick_wins_of(year), carrying, missing, facts)
    found += check_links(unconfirmed_of(lines))
    if not known:
        found = [item for item in found if item.code not in WITHOUT_RKPD]
    return Checked(year, plans, lines, touched, found)


def _carrying(lines: QuerySet[WorkPlanLine]) -> QuerySet[WorkPlanLine]:
    """The lines that carry a program or quick win, or may."""
    linked = Alignment.objects.filter(line__in=lines.order_by().values("pk")).order_by().values("line")
    keys = [
        *lines.filter(programs__isnull=False).order_by().values_list("pk", flat=True),
        *lines.filter(quick_wins__isnull=False).order_by().values_list("pk", flat=True),
        *linked.values_list("line", flat=True),
    ]
    return lines.filter(pk__in=set(keys))


@transaction.atomic
def check_year(year: int) -> int:
    """Check a year anew and bring its records in step; gives the number of mismatches there are now."""
    _wait_for_others(year)
    checked = find(year)
    _retire(checked)
    _reconcile(checked, FindingRecord.objects.filter(year=year, is_current=True))
    return len(checked.findings)


@transaction.atomic
def check_all_years() -> None:
    """Check every year anew that was checked before: what they are all checked against has changed."""
    for year in checked_years():
        check_year(year)


@transaction.atomic
def check_sent(plan: WorkPlan) -> None:
    """Check what a plan that was just sent touches: all rows of its codes and of those of the plan it follows."""
    _wait_for_others(plan.year)
    before = FindingRecord.objects.filter(year=plan.year, is_current=True, opd=plan.opd_id, plan__isnull=False)
    plans = {plan.pk, *before.exclude(plan=plan).order_by().values_list("plan", flat=True)}
    lines = WorkPlanLine.objects.filter(Q(plan__in=plans) | Q(plan__year=plan.year, plan__opd=plan.opd_id))
    codes = {normalise(code) for code in lines.order_by().values_list("sub_kegiatan_code", flat=True)}
    checked = find(plan.year, codes)
    _retire(checked)
    scope = WIDE | Q(line__in=checked.touched) | Q(rkpd_item__code__in=codes) | Q(plan=plan, line__isnull=True)
    _reconcile(checked, FindingRecord.objects.filter(scope, year=plan.year, is_current=True))


@transaction.atomic
def recheck(plan: WorkPlan, codes: Iterable[str]) -> None:
    """Check again what changed lines of a plan touch: its own rows of these codes, and the year's wide findings.

    Other agencies' findings wait until the plan is sent: they must not tell what it says before.
    """
    if plan.submissions == 0:
        return  # nobody but the agency knows of this plan yet
    codes = set(codes)
    _wait_for_others(plan.year)
    checked = find(plan.year, codes)
    mine = set(plan.lines.order_by().values_list("pk", flat=True))
    own = Q(plan=plan) & (Q(line__isnull=True) | Q(line__in=[pk for pk in checked.touched if pk in mine]))
    own |= Q(opd=plan.opd_id, code="RKPD_WITHOUT_RENJA", rkpd_item__code__in=codes)
    checked.findings = [
        item
        for item in checked.findings
        if _is_wide(item.code) or (int(item.renja_id) in mine if item.renja_id else item.opd == plan.opd.code)
    ]
    _reconcile(checked, FindingRecord.objects.filter(WIDE | own, year=plan.year, is_current=True))


@transaction.atomic
def recheck_links(year: int) -> None:
    """Check again what a link between the plan and work plans touches."""
    _wait_for_others(year)
    checked = find(year, set())
    _reconcile(checked, FindingRecord.objects.filter(WIDE, year=year, is_current=True))


def _retire(checked: Checked) -> None:
    """Findings of a plan that another one of its agency follows stay as history."""
    plans = [plan.pk for plan in checked.plans]
    old = FindingRecord.objects.filter(year=checked.year, is_current=True, plan__isnull=False)
    old.exclude(plan__in=plans).update(is_current=False)


def is_ours_alone(code: str) -> bool:
    """Whether a finding is one of planning 7.3, which a Renja alone does not have."""
    return code.startswith("QW_") or code in ("LINK_UNCONFIRMED", "OUTSIDE_AUTHORITY", "RENSTRA_MISSING")


def _is_wide(code: str) -> bool:
    return code.startswith("QW_") or code in WIDE_CODES


def _wait_for_others(year: int) -> None:
    """Two checks of one year come one after the other: both would add the same new finding. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x52_4B_50_44, year])


def key_of(found: Finding) -> str:
    """What makes a finding the same over all checks, as text of bounded length."""
    text = "|".join(map(str, found.key))
    return text if len(text) <= 200 else f"{text[:130]}|{digest(text)}"


def _reconcile(checked: Checked, scope: QuerySet[FindingRecord]) -> None:
    """Create, change and close records of a scope, so that it holds exactly what was found."""
    known = {record.key: record for record in scope.select_for_update(of=("self",))}
    places = _Places(checked)
    new: list[FindingRecord] = []
    touched: list[FindingRecord] = []
    entries: list[Entry] = []
    for item in {key_of(found): found for found in checked.findings}.items():
        key, found = item
        record = known.pop(key, None)
        values = places.values(found)
        if record is None:
            record = FindingRecord(key=key, year=checked.year, code=found.code, **values)
            new.append(record)
            entries.append((record, FOUND, ""))
            continue
        decided = record.state in (FindingState.ACCEPTED, FindingState.WAIVED)
        other = decided and (record.severity, record.detail) != (values["severity"], values["detail"])
        changed = [name for name, value in values.items() if getattr(record, name) != value]
        for name in changed:
            setattr(record, name, values[name])
        if record.state == FindingState.FIXED or other:
            entries.append((record, REAPPEARED if record.state == FindingState.FIXED else CHANGED, record.state))
            record.state = FindingState.OPEN
        elif not changed:
            continue
        touched.append(record)
    for record in known.values():
        if record.state != FindingState.FIXED:
            entries.append((record, SOLVED, record.state))
            record.state = FindingState.FIXED
            touched.append(record)
    _write(new, touched, entries)


def _write(new: list[FindingRecord], touched: list[FindingRecord], entries: list[Entry]) -> None:
    history: dict[str, Any] = {"default_change_reason": REASON, "custom_historical_attrs": {"history_actor": MACHINE}}
    if new:
        bulk_create_with_history(new, FindingRecord, batch_size=500, **history)
    if touched:
        for record in touched:
            record.version += 1
        fields = [*_Places.FIELDS, "state", "version"]
        bulk_update_with_history(touched, FindingRecord, fields, batch_size=500, **history)
    FindingLog.objects.bulk_create(
        [
            FindingLog(
                subject=record,
                verb=step.verb,
                label=step.label,
                before=before,
                after=step.target or before,
                actor=None,
                actor_name=MACHINE,
                version=record.version,
            )
            for record, step, before in entries
        ],
        batch_size=500,
    )


class _Places:
    """From the names that findings use to the records they mean."""

    FIELDS = (
        "severity",
        "origin",
        "text",
        "field",
        "detail",
        "opd_id",
        "plan_id",
        "line_id",
        "line_label",
        "rkpd_item_id",
        "program_id",
        "quick_win_id",
        "is_current",
    )

    def __init__(self, checked: Checked) -> None:
        self.opds = dict(Opd.objects.values_list("code", "pk"))
        named = {found.renja_id for found in checked.findings if found.renja_id}
        rows = checked.lines.filter(pk__in=named).values_list("pk", "plan", "sub_kegiatan_code", "name")
        self.lines = {str(pk): (pk, plan, f"{code} {name}"[:350]) for pk, plan, code, name in rows}
        self.items = _item_keys(checked.year, {found.rkpd_id for found in checked.findings if found.rkpd_id})
        self.plans = {plan.opd.code: plan.pk for plan in checked.plans}
        self.subjects = [
            {code: (pk, lead) for pk, code, lead in model.objects.values_list("pk", "code", "lead_opd")}
            for model in (Program, QuickWin)
        ]

    def values(self, found: Finding) -> dict[str, Any]:
        """The fields of a record. What speaks of no office goes to the one that leads the program or quick win."""
        line, plan, label = self.lines.get(found.renja_id, (None, None, ""))
        program, lead = self.subjects[0].get(found.program, (None, None))
        quick_win, leader = self.subjects[1].get(found.quick_win, (None, lead))
        if found.code == "CEILING_EXCEEDED":
            plan = self.plans.get(found.opd)
        return {
            "severity": found.severity.value,
            "origin": found.origin.value,
            "text": found.text,
            "field": found.field,
            "detail": found.detail[:300],
            "opd_id": self.opds.get(found.opd) or leader,
            "plan_id": plan,
            "line_id": line,
            "line_label": label,
            "rkpd_item_id": self.items.get(found.rkpd_id),
            "program_id": program,
            "quick_win_id": quick_win,
            "is_current": True,
        }


def _item_keys(year: int, wanted: set[str]) -> dict[str, int]:
    """Keys of the RKPD rows that findings speak of, by the ids they use."""
    items = base_items(year).filter(code__in={key.split("|")[1] for key in wanted}).order_by("pk")
    return dict(zip((row.id for row in item_rows(items)), items.values_list("pk", flat=True), strict=True))
