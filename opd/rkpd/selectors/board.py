"""The alignment board: programs and quick wins of a year beside work plans and RKPD, with the findings between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from masterplan.plan.content import ProgramRow, QuickWinRow
from masterplan.plan.models import Program, QuickWin
from masterplan.plan.selectors.activities import program_rows, quick_win_rows
from opd.agencies.models import Person
from opd.agencies.roles import Role, has_role
from opd.renja.models import LineProgram, LineQuickWin, WorkPlanLine

from ..findings.engine import pair
from ..findings.rows import CheckedRow
from ..models import Alignment, FindingRecord
from ..models.alignment import FindingQuerySet
from ..workflow import LinkState
from .actions import LinkRow, link_rows, with_actions
from .findings import FindingRow, by_weight, filtered, finding_rows
from .glance import visible_plans
from .rows import base_items, item_rows, line_rows

SUBJECTS_A_PAGE, LINES_A_PAGE = 12, 25
KINDS = {"program": "Program", "quick-win": "Quick win", "baris": "Baris Renja"}


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
