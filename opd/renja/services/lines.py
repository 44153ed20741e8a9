"""The lines of work plans: copied, added, changed, removed, replaced by an import; only while the plan is open."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import now
from simple_history.utils import bulk_create_with_history

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Person, User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.decisions import Decision, Stale, VersionMissing, WrongState, require
from solok_smartcity.kit.records import Children, open_for_change, save_aggregate

from ..codes import normalise
from ..extensions import lines_changed
from ..models import LineProgram, LineQuickWin, WorkPlan, WorkPlanLine
from ..rules import may_write_plan
from ..selectors.work_plans import line_rows

WRITING = "Penyusunan Renja"
MOST_LINES = 2000


def copy_lines(source: WorkPlan, plan: WorkPlan, actor: User) -> None:
    """The lines of a plan with their links; within one year the new lines point to those they replace."""
    rows = line_rows(source.lines.order_by("position", "pk"))
    if source.year != plan.year:  # the estimate for the next year is the first proposal for that year
        for row in rows:
            row["amount"], row["forward_estimate"] = row["forward_estimate"], None
    _insert(plan, rows, actor, copied=True, replaces=source.year == plan.year)


def _insert(
    plan: WorkPlan,
    rows: Sequence[Mapping[str, Any]],
    actor: User | None,
    *,
    copied: bool = False,
    replaces: bool = False,
) -> None:
    """Write new lines in bulk, with history; copies keep their links. Raises ``ValidationError`` naming the row."""
    last = plan.lines.aggregate(last=Max("position"))["last"] or 0
    if plan.lines.count() + len(rows) > MOST_LINES:
        raise ValidationError(f"Satu rencana kerja paling banyak {MOST_LINES} baris.")
    names = [f.name for f in WorkPlanLine._meta.concrete_fields if f.name in LINE_FIELDS]
    lines: list[WorkPlanLine] = []
    faults: list[str] = []
    codes = {key: {code for row in rows for code in row.get(key, ())} for key in LINKS}
    linked = {key: _by_code(key, codes[key], None if copied else actor) for key in LINKS}
    for index, row in enumerate(rows, start=1):
        line = WorkPlanLine(plan=plan, position=last + index, **{name: row[name] for name in names if name in row})
        if replaces:
            line.replaces_id = row["id"]
        try:
            line.full_clean(exclude=["plan", "replaces"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            if len(rows) == 1:
                raise  # one line has fields of its own to show what is wrong
            faults += [f"Baris {index}: {' '.join(messages)}" for messages in error.message_dict.values()]
        for key, known in linked.items():
            if unknown := set(row.get(key, ())) - set(known):
                if len(rows) == 1:
                    raise ValidationError({key: _unknown(key, unknown)})
                faults.append(f"Baris {index}: {_unknown(key, unknown)}")
        lines.append(line)
    if faults:
        raise ValidationError(faults)
    common: dict[str, Any] = {
        "default_user": actor,
        "default_change_reason": WRITING,
        "custom_historical_attrs": {"history_actor": label_of(actor)},
    }
    bulk_create_with_history(lines, WorkPlanLine, **common)
    for key, link in LINKS.items():
        links = [
            link.rows(line=line, **{link.field: linked[key][code]})
            for line, row in zip(lines, rows, strict=True)
            for code in dict.fromkeys(row.get(key, ()))
        ]
        bulk_create_with_history(links, link.rows, **common)


@dataclass(frozen=True)
class Link:
    """What lines link to: the table of links, its foreign key, what that points to and the word for it."""

    rows: type[LineProgram | LineQuickWin]
    field: str
    subject: type[Program | QuickWin]
    word: str


LINKS = {
    "programs": Link(LineProgram, "program", Program, "Program"),
    "quick_wins": Link(LineQuickWin, "quick_win", QuickWin, "Quick win"),
}


def _by_code(key: str, codes: Iterable[str], actor: User | None) -> dict[str, Program | QuickWin]:
    """The programs or quick wins with these codes that the actor may know of (all, without an actor), by code."""
    found = LINKS[key].subject.objects.filter(code__in=codes)
    return {item.code: item for item in (found if actor is None else found.visible_to(actor))}


def _unknown(key: str, codes: Iterable[str]) -> str:
    return f"{LINKS[key].word} {', '.join(sorted(codes))} tidak dikenal."


LINE_FIELDS = {
    "sub_kegiatan_code",
    "name",
    "indicator",
    "target",
    "unit",
    "location",
    "funding_source",
    "priority",
    "amount",
    "forward_estimate",
    "source",
    "parent_codes",
}


def open_plan(pk: int, actor: User) -> WorkPlan:
    """The plan, locked, if the actor may write it and it is open; lines have versions of their own."""
    plan = WorkPlan.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
    require(may_write_plan(actor, plan))
    need_open(plan)
    return plan


def need_open(plan: WorkPlan) -> None:
    """Raises ``WrongState`` unless the agency may change the plan's lines."""
    if not plan.is_open:
        raise WrongState(
            f"Renja ini berkeadaan {plan.get_state_display().lower()}; isinya baru dapat diubah setelah dikembalikan "
            "oleh penelaah atau ditarik kembali oleh kepala perangkat daerah."
        )


def _touch(plan: WorkPlan, codes: Iterable[str]) -> None:
    """A changed line is a changed plan: whoever decides on it must have seen the change. ``codes``: of those lines."""
    WorkPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1, updated_at=now())
    lines_changed.send(WorkPlan, plan_id=plan.pk, codes={normalise(code) for code in codes})


@transaction.atomic
def add_lines(plan_id: int, *, actor: User, version: int | None, rows: Sequence[Mapping[str, Any]]) -> WorkPlan:
    """Add lines at the end, all or none; ``rows``: fields of a line, with codes in ``programs`` and ``quick_wins``.

    Raises ``DoesNotExist``, ``Refused``, ``WrongState``, ``VersionMissing``, ``Stale`` or ``ValidationError``.
    """
    plan = open_plan(plan_id, actor)
    if version is None:
        raise VersionMissing
    if plan.version != version:
        raise Stale(plan.version)
    _insert(plan, rows, actor)
    _touch(plan, [row["sub_kegiatan_code"] for row in rows])
    plan.refresh_from_db()
    return plan


class _Rehearsed(Exception):
    """Ends the transaction of a rehearsal."""


def rehearse_lines(plan_id: int, **options: Any) -> None:
    """Try ``add_lines`` and take it back: raises what it would refuse."""
    try:
        with transaction.atomic():
            add_lines(plan_id, **options)
            raise _Rehearsed
    except _Rehearsed:
        pass


def _line_of(pk: int, actor: User) -> int:
    """The plan of a line in the actor's scope; raises ``WorkPlanLine.DoesNotExist``."""
    plans = WorkPlan.objects.visible_to(actor)
    plan_id: int = WorkPlanLine.objects.filter(plan__in=plans).values_list("plan_id", flat=True).get(pk=pk)
    return plan_id


@transaction.atomic
def change_line(
    pk: int,
    *,
    actor: User,
    version: int | None,
    values: Mapping[str, Any],
    programs: Iterable[str] | None = None,
    quick_wins: Iterable[str] | None = None,
) -> WorkPlanLine:
    """Edit one line; ``programs`` and ``quick_wins`` (codes) are complete when given."""
    plan = open_plan(_line_of(pk, actor), actor)
    line: WorkPlanLine = open_for_change(plan.lines.all(), pk, actor=actor, rule=as_plan(plan), version=version)
    before = line.sub_kegiatan_code
    if line.parent_codes and "sub_kegiatan_code" in values:
        values = {**values, "parent_codes": ""}  # whoever saves the code has it right, with its parents
    children = [
        _links(line, key, set(codes), actor)
        for key, codes in (("programs", programs), ("quick_wins", quick_wins))
        if codes is not None
    ]
    if save_aggregate(line, values, children, actor=actor, reason=WRITING):
        _touch(plan, [before, line.sub_kegiatan_code])
    return line


def _links(line: WorkPlanLine, key: str, codes: set[str], actor: User | None) -> Children:
    """The links a line shall have: to what the actor may know of, or what is linked already."""
    field = LINKS[key].field
    known = {getattr(row, field).code: getattr(row, field) for row in getattr(line, key).select_related(field)}
    known |= _by_code(key, codes, actor)  # without an actor: all
    if unknown := codes - set(known):
        raise ValidationError({key: _unknown(key, unknown)})
    return Children(key, field, {known[code].pk: {} for code in sorted(codes)})


@transaction.atomic
def replace_lines(
    plan: WorkPlan, *, actor: User | None, kept: Mapping[int, Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> None:
    """Make an open plan hold exactly these lines: ``kept`` by key with their values, and ``new`` ones at the end.

    For imports, which have locked the plan and asked their own rule; ``actor`` is nothing for an operator. Lines that
    are neither kept nor new go, with history. Raises ``WrongState`` or ``ValidationError`` naming the row.
    """
    need_open(plan)
    codes = []
    for line in plan.lines.all():
        codes.append(line.sub_kegiatan_code)
        if line.pk in kept:
            values = dict(kept[line.pk])
            links = [_links(line, key, set(values.pop(key)), None) for key in LINKS if values.get(key)]
            for key in LINKS:
                values.pop(key, None)
            save_aggregate(line, values, links, actor=actor, reason=WRITING)
        else:
            line._history_user, line._change_reason = actor, WRITING
            line.delete()
    if new:
        _insert(plan, new, actor)
    _touch(plan, [*codes, *(row["sub_kegiatan_code"] for row in (*kept.values(), *new))])


@transaction.atomic
def remove_line(pk: int, *, actor: User, version: int | None) -> None:
    """Take a line out of an open plan; its history and what was frozen of it stay."""
    plan = open_plan(_line_of(pk, actor), actor)
    line: WorkPlanLine = open_for_change(plan.lines.all(), pk, actor=actor, rule=as_plan(plan), version=version)
    line._history_user, line._change_reason = actor, WRITING
    code = line.sub_kegiatan_code
    line.delete()
    _touch(plan, [code])


def as_plan(plan: WorkPlan) -> Callable[[Person | None, object], Decision]:
    """The rule of what belongs to a plan: whoever may write the plan."""
    return lambda actor, line: may_write_plan(actor, plan)
