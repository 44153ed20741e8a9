"""Rows of the database as the checks read them: lines of work plans, rows of the RKPD, quick wins of a year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from masterplan.plan.models import ProgramYear, QuickWin, QuickWinYear
from masterplan.plan.models.activity import State as ActivityState
from opd.renja.codes import normalise
from opd.renja.models import LineProgram, LineQuickWin, WorkPlan, WorkPlanLine
from opd.renja.workflow import State
from solok_smartcity.kit.clock import today

from ..findings import quick_wins as pure
from ..findings.lines import CheckFacts
from ..findings.rows import CheckedRow
from ..findings.texts import plain
from ..findings.thresholds import Thresholds
from ..models import (
    OUTSIDE,
    Alignment,
    Ceiling,
    CheckSettings,
    CodeLink,
    CodeLinkState,
    FindingRecord,
    NoneReason,
    RkpdImport,
    RkpdItem,
)
from ..workflow import LinkState
from .facts import load_facts

LINE = (
    "id",
    "plan__year",
    "plan__opd__code",
    "sub_kegiatan_code",
    "name",
    "parent_codes",
    "indicator",
    "target",
    "unit",
    "location",
    "amount",
    "forward_estimate",
    "funding_source",
    "priority",
)
ITEM = (
    "id",
    "imported__year",
    "opd__code",
    "raw_code",
    "code",
    "name",
    "indicator",
    "target",
    "unit",
    "location",
    "pagu",
    "forward",
    "fund_source",
    "priority",
    "program_code",
)


def plans_of(*years: int, drafts: bool = False) -> list[WorkPlan]:
    """The plan of each agency that counts in a year: the last one sent; with ``drafts`` the last one there is."""
    plans = WorkPlan.objects.filter(year__in=years).select_related("opd").order_by("year", "opd", "pk")
    if not drafts:
        plans = plans.filter(Q(submissions__gt=0) | Q(state=State.FINAL))
    return list({(plan.year, plan.opd_id): plan for plan in plans}.values())


def line_rows(lines: QuerySet[WorkPlanLine]) -> list[CheckedRow]:
    """Lines as rows, each with what it carries: the agency's own links and those that were accepted (four queries)."""
    found = list(lines.order_by("plan__opd__code", "position", "pk").values_list(*LINE))
    programs, quick_wins = _carried([values[0] for values in found], lines)
    return [_row(values, programs.get(values[0], ()), quick_wins.get(values[0], ())) for values in found]


def _row(values: tuple[Any, ...], programs: Iterable[str], quick_wins: Iterable[str]) -> CheckedRow:
    """One line as a row; ``values`` as ``LINE`` names them."""
    pk, year, opd, code, name, parents, indicator, target, unit, location, amount, forward, source, priority = values
    return CheckedRow(
        id=str(pk),
        year=year,
        opd=opd,
        raw_code=code,
        code=normalise(code),
        name=name,
        parents=tuple(parents.split()),
        indicator=indicator,
        target=target,
        unit=unit,
        location=location,
        pagu=amount,
        forward=forward,
        fund_source=source,
        priority=priority,
        programs=tuple(programs),
        quick_wins=tuple(quick_wins),
    )


def _carried(keys: Sequence[int], lines: QuerySet[WorkPlanLine]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Codes of programs and quick wins by line; a link that planning rejected does not count."""
    wanted = lines.order_by().values("pk")
    out = []
    decided = list(
        Alignment.objects.filter(line__in=wanted).values_list("line", "program__code", "quick_win__code", "state")
    )
    tables: tuple[tuple[type[LineProgram | LineQuickWin], str, int], ...] = (
        (LineProgram, "program", 1),
        (LineQuickWin, "quick_win", 2),
    )
    for model, field_, at in tables:
        rejected = {(row[0], row[at]) for row in decided if row[3] == LinkState.REJECTED}
        codes: dict[int, dict[str, None]] = defaultdict(dict)
        for line, code in model.objects.filter(line__in=wanted).values_list("line", f"{field_}__code"):
            if (line, code) not in rejected:
                codes[line][code] = None
        for row in decided:
            if row[at] and row[3] == LinkState.ACCEPTED:
                codes[row[0]][str(row[at])] = None
        out.append({line: list(found) for line, found in codes.items()})
    return out[0], out[1]


def item_rows(items: QuerySet[RkpdItem]) -> list[CheckedRow]:
    """RKPD rows as rows; their ids stay the same over re-imports: agency, code, place, and a number for twins."""
    rows, seen = [], dict[str, int]()
    for values in items.order_by("pk").values_list(*ITEM):
        _, year, opd, raw, code, name, indicator, target, unit, location, pagu, forward, source, priority, program = (
            values
        )
        key = f"{opd}|{code}|{plain(location)}"[:180]
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            key += f"#{seen[key]}"
        rows.append(
            CheckedRow(
                id=key,
                year=year,
                opd=opd,
                raw_code=raw,
                code=code,
                name=name,
                indicator=indicator,
                target=target,
                unit=unit,
                location=location,
                pagu=pagu,
                forward=forward,
                fund_source=source,
                priority=priority,
                programs=(program,) if program else (),
            )
        )
    return rows


def base_items(year: int) -> QuerySet[RkpdItem]:
    """The RKPD rows that work plans of a year are compared with."""
    base = RkpdImport.objects.base_of(year)
    return RkpdItem.objects.filter(imported=base) if base else RkpdItem.objects.none()


def load_check_facts(unsent: Iterable[tuple[int, str]] = ()) -> tuple[CheckFacts, CheckSettings]:
    """The facts of a check today, with its thresholds."""
    chosen = CheckSettings.on(today())
    facts = load_facts()
    facts.thresholds = Thresholds(
        **{
            name: float(getattr(chosen, name))
            for name in (
                "name_similarity",
                "indicator_similarity",
                "over_minor",
                "over_major",
                "under",
                "quick_win_share",
            )
        }
    )
    facts.unsent = frozenset(unsent)
    return facts, chosen


def ceilings_of(year: int) -> dict[tuple[int, str], int]:
    """Ceilings by year and office."""
    rows = Ceiling.objects.filter(year=year).values_list("opd__code", "amount")
    return {(year, opd): amount for opd, amount in rows}


def roadmap_of(year: int) -> list[tuple[str, int]]:
    """Active programs of the road map with money in a year."""
    rows = ProgramYear.objects.filter(year=year, budget__gt=0, activity__state=ActivityState.ACTIVE)
    return [(code, year) for code in rows.order_by("activity__code").values_list("activity__code", flat=True)]


def quick_wins_of(year: int) -> list[pure.QuickWinYear]:
    """Active quick wins of a year with offices and money (four queries)."""
    found = QuickWin.objects.active().running_in(year)
    found = found.order_by("code").select_related("lead_opd").prefetch_related("supports__opd")
    money = dict(QuickWinYear.objects.filter(year=year, activity__in=found).values_list("activity", "budget"))
    outside = {
        key: NoneReason(reason).label
        for key, reason in CodeLink.objects.filter(
            quick_win__in=found, state=CodeLinkState.NONE, none_reason__in=OUTSIDE
        ).values_list("quick_win", "none_reason")
    }
    return [
        pure.QuickWinYear(
            item.code,
            year,
            (item.lead_opd.code, *(support.opd.code for support in item.supports.all())),
            money.get(item.pk),
            bool(item.subdimension_id),
            outside.get(item.pk, ""),
        )
        for item in found
    ]


def unconfirmed_of(lines: QuerySet[WorkPlanLine]) -> list[pure.Unconfirmed]:
    """Links to these lines that the machine or somebody suggested and not both sides have confirmed."""
    links = Alignment.objects.filter(line__in=lines.order_by().values("pk")).exclude(state=LinkState.REJECTED)
    fields = (
        "line",
        "line__plan__opd__code",
        "line__plan__year",
        "program__code",
        "quick_win__code",
        "by_agency",
        "by_planning",
    )
    out = []
    for line, opd, year, program, quick_win, agency, planning in links.order_by("pk").values_list(*fields):
        missing = [name for name, done in (("perangkat daerah", agency), ("perencanaan daerah", planning)) if not done]
        if missing:
            out.append(pure.Unconfirmed(str(line), opd, year, program or "", quick_win or "", " dan ".join(missing)))
    return out


def years_with_rkpd() -> list[int]:
    """Years that have an RKPD, newest first."""
    return list(RkpdImport.objects.order_by("-year").values_list("year", flat=True).distinct())


def checked_years() -> list[int]:
    """Years that were checked so far: those with an RKPD or with findings."""
    years = set(years_with_rkpd())
    return sorted(years.union(FindingRecord.objects.order_by().values_list("year", flat=True).distinct()))


def source_names(year: int) -> dict[str, str]:
    """What files called the RKPD rows of a year, by the ids of ``item_rows``."""
    items = base_items(year).order_by("pk")
    return dict(zip((row.id for row in item_rows(items)), items.values_list("source", flat=True), strict=True))
