"""The alignment board: programs and quick wins of a year beside work plans and RKPD, with the findings between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NotRequired, TypedDict, cast

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from masterplan.plan.content import ProgramRow, QuickWinRow
from masterplan.plan.models import Dimension, Program, ProgramYear, QuickWin
from masterplan.plan.models.activity import ActivityQuerySet
from masterplan.plan.models.activity import State as ActivityState
from masterplan.plan.selectors.activities import program_rows, quick_win_rows
from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from opd.renja.models import LineProgram, LineQuickWin, WorkPlan, WorkPlanLine, WorkPlanLog
from solok_smartcity.kit.transitions import Action

from ..findings.engine import pair
from ..findings.rows import CheckedRow
from ..machine import FINDINGS, LINKS
from ..models import Alignment, FindingRecord
from ..models.alignment import FindingQuerySet
from ..workflow import LinkState
from .findings import FindingRow, by_weight, filtered, finding_rows
from .rows import base_items, item_rows, line_rows, plans_of

SUBJECTS_A_PAGE, LINES_A_PAGE = 12, 25
KINDS = {"program": "Program", "quick-win": "Quick win", "baris": "Baris Renja"}


class LinkRow(TypedDict):
    """A link between a line and a program or quick win."""

    id: int
    line: int
    line_name: str
    sub_kegiatan_code: str
    state: str
    state_name: str
    score: float | None
    why: str
    proposed_by_name: str
    by_agency: str
    by_planning: str
    decision_reason: str
    version: int
    program: str | None
    quick_win: str | None
    plan: int
    opd_id: int
    opd: str
    year: int
    actions: NotRequired[list[Action]]


class PairRow(TypedDict, total=False):
    """A row of the board as a table: what is planned, the line that carries it, the RKPD row beside it."""

    subject: str | None
    subject_name: str | None
    year: int
    dimension: str | None
    subject_target: str | None
    subject_money: int | None
    opd: str | None
    code: str
    name: str
    indicator: str
    unit: str
    target: Decimal | None
    location: str
    pagu: int | None
    rkpd_opd: str
    rkpd_indicator: str
    rkpd_target: Decimal | None
    rkpd_unit: str
    rkpd_pagu: int | None
    findings: str


class SubjectName(TypedDict):
    """A program or quick win by name, with the agency that leads it."""

    code: str
    name: str
    opd: str


@dataclass
class BoardLine:
    """A line of a work plan beside the RKPD row it is compared with."""

    row: CheckedRow
    base: CheckedRow | None
    findings: list[FindingRow] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """Key of the line."""
        return int(self.row.id)


@dataclass
class Card:
    """One program or quick win of the year (or none), the lines that carry it, what is wrong with either."""

    kind: str
    subject: ProgramRow | QuickWinRow | None = None
    target: str | None = None
    money: int | None = None
    lines: list[BoardLine] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)

    @property
    def planned(self) -> int:
        """Money of the lines that carry it, whole rupiah; what is only proposed does not count."""
        code = self.subject["code"] if self.subject else None
        carrying = (line.row for line in self.lines if code in (*line.row.programs, *line.row.quick_wins))
        return sum(row.pagu or 0 for row in carrying)


@dataclass
class Board:
    """A page of cards."""

    cards: list[Card]
    page: Page[Any]


def visible_plans(user: Person, *years: int) -> list[WorkPlan]:
    """The plans of some years that count and that the person may see (two queries)."""
    scope = set(WorkPlan.objects.visible_to(user).filter(year__in=years).values_list("pk", flat=True))
    return [plan for plan in plans_of(*years) if plan.pk in scope]


def scope_of(user: Person, year: int) -> FindingQuerySet:
    """The current findings of a year in the person's scope."""
    return FindingRecord.objects.visible_to(user).current().filter(year=year)


def get_board(
    user: Person, year: int, kind: str, chosen: Mapping[str, str], page: str | int | None, size: int = 0
) -> Board:
    """A page of the board; the number of queries does not depend on the number of rows. ``size``: cards a page."""
    plans = visible_plans(user, year)
    if chosen.get("putaran"):
        plans = [plan for plan in plans if plan.round == chosen["putaran"]]
    lines = WorkPlanLine.objects.filter(plan__in=[plan.pk for plan in plans])
    findings = filtered(scope_of(user, year).unsolved(), chosen)
    if kind == "baris":
        return _line_board(user, year, lines, findings, chosen, page, size or LINES_A_PAGE)
    return _subject_board(user, year, kind, lines, findings, chosen, page, size or SUBJECTS_A_PAGE)


MOST_EXPORTED = 5_000


def pair_rows(user: Person, year: int, kind: str, chosen: Mapping[str, str]) -> list[PairRow]:
    """The whole board as a table: a row for each line, and one for each program or quick win without any."""
    out: list[PairRow] = []
    for card in get_board(user, year, kind, chosen, 1, MOST_EXPORTED).cards:
        subject = card.subject
        about: PairRow = {
            "subject": subject["code"] if subject else None,
            "subject_name": subject["name"] if subject else None,
            "year": year,
            "dimension": subject["dimension_name"] if subject else None,
            "subject_target": card.target,
            "subject_money": card.money,
        }
        if not card.lines:
            own: PairRow = {"opd": subject["lead_opd"] if subject else None, "findings": _texts(card.findings)}
            out.append({**about, **own})
        for line in card.lines:
            out.append({**about, **_pair(line), "findings": _texts([*card.findings, *line.findings])})
    return out


def _pair(line: BoardLine) -> PairRow:
    """The cells of a line, and of the RKPD row beside it."""
    row, base = line.row, line.base
    own: PairRow = {
        "opd": row.opd,
        "code": row.raw_code,
        "name": row.name,
        "indicator": row.indicator,
        "unit": row.unit,
        "target": row.target,
        "location": row.location,
        "pagu": row.pagu,
    }
    if base is None:
        return own
    return {
        **own,
        "rkpd_opd": base.opd,
        "rkpd_indicator": base.indicator,
        "rkpd_target": base.target,
        "rkpd_unit": base.unit,
        "rkpd_pagu": base.pagu,
    }


def _texts(findings: list[FindingRow]) -> str:
    return "; ".join(f"{item['severity_name']}: {item['text']}" for item in findings)


def _is_narrow(chosen: Mapping[str, str]) -> bool:
    return any(chosen.get(name) for name in ("bobot", "keadaan", "temuan"))


def _line_board(
    user: Person,
    year: int,
    lines: QuerySet[WorkPlanLine],
    findings: FindingQuerySet,
    chosen: Mapping[str, str],
    page: str | int | None,
    size: int,
) -> Board:
    if chosen.get("perangkat"):
        lines = lines.filter(plan__opd__code=chosen["perangkat"])
    if chosen.get("dimensi"):
        subject = Q()
        for path in ("programs__program", "quick_wins__quick_win"):
            subject |= Q(**{f"{path}__subdimension__dimension__code": chosen["dimensi"]})
        lines = lines.filter(subject).distinct()
    if chosen.get("semua") != "1" or _is_narrow(chosen):
        lines = lines.filter(Exists(findings.filter(line=OuterRef("pk"))))
    keys = lines.order_by("plan__opd__name", "position", "pk").values_list("pk", flat=True)
    shown = Paginator(keys, size).get_page(page)
    made = _board_lines(user, year, list(shown.object_list), findings)
    return Board([Card("baris", lines=[line]) for line in made.values()], shown)


def _subject_board(
    user: Person,
    year: int,
    kind: str,
    lines: QuerySet[WorkPlanLine],
    findings: FindingQuerySet,
    chosen: Mapping[str, str],
    page: str | int | None,
    size: int,
) -> Board:
    model: type[Program | QuickWin]
    link: type[LineProgram | LineQuickWin]
    if kind == "program":
        model, link, name = Program, LineProgram, "program"
    else:
        model, link, name = QuickWin, LineQuickWin, "quick_win"
    subjects = model.objects.visible_to(user).active().running_in(year)
    if has_role(user, Role.OPD_PLANNER, Role.OPD_HEAD):
        mine = link.objects.filter(line__in=lines).order_by().values(name)
        subjects = subjects.filter(Q(lead_opd=user.opd_id) | Q(supports__opd=user.opd_id) | Q(pk__in=mine)).distinct()
    if chosen.get("dimensi"):
        subjects = subjects.filter(subdimension__dimension__code=chosen["dimensi"])
    if chosen.get("perangkat"):
        theirs = link.objects.filter(line__in=lines, line__plan__opd__code=chosen["perangkat"]).order_by().values(name)
        subjects = subjects.filter(
            Q(lead_opd__code=chosen["perangkat"]) | Q(supports__opd__code=chosen["perangkat"]) | Q(pk__in=theirs)
        ).distinct()
    if _is_narrow(chosen):
        spoken = findings.exclude(**{name: None}).order_by().values(name)
        marked = link.objects.filter(line__in=findings.exclude(line=None).order_by().values("line"))
        subjects = subjects.filter(Q(pk__in=spoken) | Q(pk__in=marked.order_by().values(name))).distinct()
    shown = Paginator(subjects.order_by("position", "code"), size).get_page(page)
    keys = [subject.pk for subject in shown.object_list]
    carried = _carriers(link, name, keys, lines)
    made = _board_lines(user, year, sorted({line for found in carried.values() for line in found}), findings)
    about: dict[str | None, list[FindingRow]] = defaultdict(list)
    own = by_weight(findings.filter(**{f"{name}__in": keys}, line=None))
    for item in with_actions(user, finding_rows(own)):
        about[item["program"] if kind == "program" else item["quick_win"]].append(item)
    cards = []
    for row in _subject_rows(kind, keys):
        this_year = next((cell for cell in row["years"] if cell["year"] == year), None)
        cards.append(
            Card(
                kind,
                row,
                this_year.get("target") if this_year else None,
                this_year.get("budget") if this_year else None,
                [made[line] for line in carried.get(row["id"], ()) if line in made],
                about[row["code"]],
            )
        )
    return Board(cards, shown)


def _subject_rows(kind: str, keys: list[int]) -> Sequence[ProgramRow | QuickWinRow]:
    """The rows of programs or quick wins with these keys."""
    if kind == "program":
        return program_rows(Program.objects.filter(pk__in=keys).order_by("position", "code"))
    return quick_win_rows(QuickWin.objects.filter(pk__in=keys).order_by("position", "code"))


def _carriers(
    link: type[LineProgram | LineQuickWin], name: str, keys: list[int], lines: QuerySet[WorkPlanLine]
) -> dict[int, list[int]]:
    """Lines by the program or quick win they carry or may carry: said by the agency, suggested, accepted."""
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for subject, line in link.objects.filter(**{f"{name}__in": keys}, line__in=lines).values_list(name, "line"):
        found[subject][line] = None
    more = Alignment.objects.filter(**{f"{name}__in": keys}, line__in=lines)
    for subject, line in more.values_list(name, "line"):
        found[subject][line] = None
    return {subject: list(made) for subject, made in found.items()}


def _board_lines(user: Person, year: int, keys: Iterable[int], findings: FindingQuerySet) -> dict[int, BoardLine]:
    """Lines by key, in order, with RKPD row, findings and links."""
    keys = list(keys)
    rows = line_rows(WorkPlanLine.objects.filter(pk__in=keys))
    items = item_rows(base_items(year).filter(code__in={row.code for row in rows}))
    made = {int(row.id): BoardLine(row, base) for row, base in pair(items, rows)}
    for finding in with_actions(user, finding_rows(by_weight(findings.filter(line__in=keys)))):
        if finding["line"] is not None:
            made[finding["line"]].findings.append(finding)
    for link in link_rows(user, Alignment.objects.filter(line__in=keys).exclude(state=LinkState.ACCEPTED)):
        made[link["line"]].links.append(link)
    return {pk: made[pk] for pk in keys if pk in made}


def with_actions(user: Person, rows: list[FindingRow]) -> list[FindingRow]:
    """Rows of findings with the verbs that the person may use now (one query for all)."""
    plans = _plans_with_senders(row["plan"] for row in rows)
    for row in rows:
        record = FindingRecord(pk=row["id"], severity=row["severity"], state=row["state"])
        record.opd_id, record.plan = row["opd_id"], plans.get(row["plan"] or 0)
        row["actions"] = [item for item in FINDINGS.allowed_actions(user, record) if item.allowed]
    return rows


def _plans_with_senders(keys: Iterable[int | None]) -> dict[int, WorkPlan]:
    """Plans that know who sent them, without being read."""
    plans = {pk: WorkPlan(pk=pk) for pk in keys if pk}
    for plan in plans.values():
        plan.__dict__["senders"] = set()
    sent = WorkPlanLog.objects.filter(subject__in=list(plans), verb="submit")
    for pk, actor in sent.values_list("subject", "actor"):
        plans[pk].senders.add(actor)
    return plans


LINK = (
    "id",
    "line_id",
    "state",
    "score",
    "why",
    "proposed_by_name",
    "by_agency",
    "by_planning",
    "decision_reason",
    "version",
    "program__code",
    "quick_win__code",
    "line__plan_id",
    "line__plan__opd_id",
    "line__plan__year",
    "line__plan__opd__code",
    "line__sub_kegiatan_code",
    "line__name",
)
LINK_NAMES = {
    "line_id": "line",
    "program__code": "program",
    "quick_win__code": "quick_win",
    "line__plan_id": "plan",
    "line__plan__opd_id": "opd_id",
    "line__plan__year": "year",
    "line__plan__opd__code": "opd",
    "line__sub_kegiatan_code": "sub_kegiatan_code",
    "line__name": "line_name",
}


def alignment_rows(queryset: QuerySet[Alignment]) -> list[LinkRow]:
    """Rows of links (one query)."""
    names = [LINK_NAMES.get(name, name) for name in LINK]
    states = dict(LinkState.choices)
    rows: list[dict[str, Any]] = [dict(zip(names, values, strict=True)) for values in queryset.values_list(*LINK)]
    for row in rows:
        row["state_name"] = states[row["state"]]
    return cast("list[LinkRow]", rows)


def link_rows(user: Person, queryset: QuerySet[Alignment]) -> list[LinkRow]:
    """Rows of links with the verbs that the person may use now (two queries)."""
    rows = alignment_rows(queryset.order_by("pk"))
    plans = _plans_with_senders(row["plan"] for row in rows)
    for row in rows:
        plan = plans[row["plan"]]
        plan.opd_id = row["opd_id"]
        record = Alignment(pk=row["id"], state=row["state"], line=WorkPlanLine(plan=plan))
        row["actions"] = [item for item in LINKS.allowed_actions(user, record) if item.allowed]
    return rows


# --- The whole year at a glance ----------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """Programs of a dimension in a year: with money, and of these, carried by a line."""

    funded: int
    carried: int


def coverage(user: Person, years: Iterable[int]) -> list[tuple[str, list[Coverage]]]:
    """Dimensions x years (six queries)."""
    years = list(years)
    names = dict(Dimension.objects.order_by("position").values_list("pk", "name"))
    funded: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = ProgramYear.objects.filter(year__in=years, budget__gt=0, activity__state=ActivityState.ACTIVE)
    for dimension, year, program in rows.values_list("activity__subdimension__dimension", "year", "activity"):
        funded[dimension, year].add(program)
    carried = _carried(visible_plans(user, *years), LineProgram, "program")
    return [
        (name, [Coverage(len(funded[pk, year]), len(funded[pk, year] & carried[year])) for year in years])
        for pk, name in names.items()
    ]


def _carried(plans: list[WorkPlan], link: type[LineProgram | LineQuickWin], name: str) -> dict[int, set[int]]:
    """Programs or quick wins that the lines of plans carry, by year (two queries)."""
    found: dict[int, set[int]] = defaultdict(set)
    keys = [plan.pk for plan in plans]
    said = link.objects.filter(line__plan__in=keys).values_list("line__plan__year", name)
    accepted = Alignment.objects.filter(line__plan__in=keys, state=LinkState.ACCEPTED).exclude(**{name: None})
    for year, subject in [*said, *accepted.values_list("line__plan__year", name)]:
        found[year].add(subject)
    return found


def programs_without(user: Person, year: int) -> dict[str, list[SubjectName]]:
    """Lists of their own: programs without money in a year, programs with money and without a line."""
    scope = Program.objects.visible_to(user).active().running_in(year)
    funded = ProgramYear.objects.filter(year=year, budget__gt=0).order_by().values("activity")
    carried = _carried(visible_plans(user, year), LineProgram, "program")[year]
    return {
        "unfunded": _short(scope.exclude(pk__in=funded)),
        "unplanned": _short(scope.filter(pk__in=funded).exclude(pk__in=carried)),
    }


def quick_wins_without(user: Person, year: int) -> list[SubjectName]:
    """Quick wins of a year that no line carries."""
    carried = _carried(visible_plans(user, year), LineQuickWin, "quick_win")[year]
    scope = QuickWin.objects.visible_to(user).active().running_in(year)
    return _short(scope.exclude(pk__in=carried))


def _short(queryset: ActivityQuerySet[Program] | ActivityQuerySet[QuickWin]) -> list[SubjectName]:
    rows = queryset.order_by("position", "code").values_list("code", "name", "lead_opd__abbreviation")
    return [{"code": code, "name": name, "opd": opd} for code, name, opd in rows]
