"""The lives of records: a diagram and a table for each workflow, from the tables the services obey."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from masterplan.perwali import machine as perwali_machine
from masterplan.perwali import workflow as perwali_workflow
from masterplan.plan import machine as plan_machine
from masterplan.plan import workflow as plan_workflow
from opd.renja import machine as renja_machine
from opd.renja import workflow as renja_workflow
from opd.rkpd import machine as rkpd_machine
from opd.rkpd import workflow as rkpd_workflow
from solok_smartcity.kit.transitions import Workflow
from solok_smartcity.kit.workflow import Step

from .permissions import STAND_INS, who_may
from .tables import sentence_of, table

NO_RECORD: dict[str, Any] = {"": None}


@dataclass(frozen=True)
class Life:
    """One workflow as a chapter of the document.

    ``begins``: steps by which a record comes into being; ``by_itself``: steps of the machine, which nobody is asked
    for; ``record``: stand-ins that its rules are asked with; ``notes``: what else a verb does or needs.
    """

    title: str
    folder: str
    workflow: Workflow
    begins: tuple[Step, ...]
    by_itself: tuple[Step, ...] = ()
    record: Mapping[str, Any] = field(default_factory=lambda: NO_RECORD)
    notes: Mapping[str, str] = field(default_factory=dict)


def _passages() -> dict[str, str]:
    """Number, papers and freezing of the transitions of a regulation."""
    return {
        verb: "; ".join([item.number, *item.papers, *(["membekukan versi"] if item.freezes else [])])
        for verb, item in perwali_workflow.LIFE_STEPS.items()
    }


LIVES: tuple[Life, ...] = (
    Life(
        "Work plan (Renja)",
        "opd/renja",
        renja_machine.WORK_PLAN,
        (renja_workflow.CREATED, renja_workflow.LOADED),
        record=STAND_INS["plan"],
    ),
    Life("Edition of the plan", "masterplan/plan", plan_machine.EDITION, (plan_workflow.EDITION_CREATED,)),
    Life("Feedback on a quick win", "masterplan/plan", plan_machine.FEEDBACK, (plan_workflow.FEEDBACK_CREATED,)),
    Life(
        "Finding",
        "opd/rkpd",
        rkpd_machine.FINDINGS,
        (rkpd_workflow.FOUND,),
        (rkpd_workflow.SOLVED, rkpd_workflow.REAPPEARED, rkpd_workflow.CHANGED),
        record=STAND_INS["finding"],
    ),
    Life(
        "Link between a line and a program or quick win",
        "opd/rkpd",
        rkpd_machine.LINKS,
        (rkpd_workflow.PROPOSED,),
        record=STAND_INS["link"],
    ),
    Life(
        "Regulation",
        "masterplan/perwali",
        perwali_machine.LIFE,
        (perwali_workflow.REGULATION_CREATED, perwali_workflow.REGULATION_READ),
        notes=_passages(),
    ),
)


def as_markdown() -> str:
    """The text of ``docs/states.md``."""
    lines = [
        "# States and verbs",
        "",
        "Printed by `manage.py print_docs` from each application's `workflow.py` (tables) and `machine.py` (rules and",
        "guards). Names of states and verbs are those on the buttons. *Who* is what the rule says, *roles* whom it",
        "lets through, *guard* what the record must have besides the right state; an empty column is left out.",
    ]
    for life in LIVES:
        lines += ["", *_chapter(life)]
    return "\n".join(lines) + "\n"


def _chapter(life: Life) -> Iterator[str]:
    names = life.workflow.state_names
    yield f"## {life.title}"
    yield ""
    yield f"Table: `{life.folder}/workflow.py`; rules: `{life.folder}/rules.py`; guards: `{life.folder}/machine.py`."
    yield ""
    yield from _diagram(life)
    yield ""
    said = {sentence_of(rule) for rule in life.workflow.rules.values()}
    if len(said) == 1:
        yield f"The rule of every verb: {min(said)}"
        yield ""
    rows = [_cells(life, step) for step in _verbs(life)]
    shown = [name for name in rows[0] if any(row[name] for row in rows) and not (name == "who" and len(said) == 1)]
    yield from table(shown, [[row[name] for name in shown] for row in rows])
    if life.by_itself:
        yield ""
        yield "By itself, when the machine checks again:"
        yield ""
        yield from table(
            ("step", "name", "from", "to"),
            [(f"`{step.verb}`", step.label, _sources(step, names), _target(step, names)) for step in life.by_itself],
        )


def _verbs(life: Life) -> list[Step]:
    return list(life.workflow.steps.values())


def _cells(life: Life, step: Step) -> dict[str, str]:
    rule, guard = life.workflow.rules[step.verb], life.workflow.guards.get(step.verb)
    names = life.workflow.state_names
    return {
        "verb": f"`{step.verb}`",
        "button": step.label,
        "from": _sources(step, names),
        "to": _target(step, names),
        "reason": "wajib" if step.needs_reason else "",
        "who": sentence_of(rule),
        "roles": who_may(rule, life.record),
        "guard": (sentence_of(guard) or "ada") if guard else "",
        "also": life.notes.get(step.verb, ""),
    }


def _sources(step: Step, names: Mapping[str, str]) -> str:
    return ", ".join(names[state] for state in names if state in step.sources)


def _target(step: Step, names: Mapping[str, str]) -> str:
    return names[step.target] if step.target else "(tetap)"


def _diagram(life: Life) -> Iterator[str]:
    """The table as a Mermaid diagram; a verb that keeps the state is an arrow back to it."""
    names = life.workflow.state_names
    steps = [*_verbs(life), *life.by_itself]
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state, name in names.items():
        yield f'    state "{name}" as {state}'
    for step in life.begins:
        yield f"    [*] --> {step.target}: {step.label}"
    for step in steps:
        for state in names:
            if state in step.sources:
                yield f"    {state} --> {step.target or state}: {step.label}"
    for state in names:
        if not any(state in step.sources and step.target not in (None, state) for step in steps):
            yield f"    {state} --> [*]"
    yield "```"
