"""Who may do what: every rule of every application, asked on behalf of every role."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from types import ModuleType, SimpleNamespace
from typing import Any

from masterplan.perwali import rules as perwali_rules
from masterplan.perwali.workflow import OF_THE_LAW, STEPS
from masterplan.plan import rules as plan_rules
from masterplan.plan.models.activity import State as ActivityState
from opd.agencies import rules as agency_rules
from opd.agencies.roles import Role
from opd.renja import rules as renja_rules
from opd.rkpd import rules as rkpd_rules
from opd.rkpd.models.uploads import UploadKind

from .tables import sentence_of, table

MODULES: tuple[ModuleType, ...] = (agency_rules, plan_rules, perwali_rules, renja_rules, rkpd_rules)
ANONYMOUS = "anonymous"
WHO = (ANONYMOUS, *Role.values)
OWN, OTHER = 1, 2
AGENCIES = {"own agency": OWN, "other agencies": OTHER}


def _plan(opd_id: int) -> SimpleNamespace:
    return SimpleNamespace(opd_id=opd_id, senders=frozenset())


def _by_agency(make: Callable[[int], Any]) -> dict[str, Any]:
    return {name: make(opd_id) for name, opd_id in AGENCIES.items()}


# What stands in for an argument of a rule, by the argument's name: the cases a cell tells apart. Nobody of them has
# sent a plan, so four eyes do not show here.
STAND_INS: dict[str, dict[str, Any]] = {
    "opd_id": _by_agency(int),
    "plan": _by_agency(_plan),
    "finding": _by_agency(lambda opd_id: SimpleNamespace(opd_id=opd_id, plan=_plan(opd_id))),
    "link": _by_agency(lambda opd_id: SimpleNamespace(line=SimpleNamespace(plan=_plan(opd_id)))),
    "quick_win": _by_agency(lambda opd_id: SimpleNamespace(lead_opd_id=opd_id, state=ActivityState.ACTIVE)),
    "kind": {kind: kind for kind in UploadKind.values},
    "upload": {kind: SimpleNamespace(kind=kind) for kind in UploadKind.values},
    "verb": {verb: verb for verb in STEPS},
    "paper": {paper: paper for paper in (*OF_THE_LAW, "papers of its making")},
}


def actor_of(role: str) -> SimpleNamespace:
    """Somebody of a role, of the agency ``OWN``; or nobody."""
    known = role != ANONYMOUS
    return SimpleNamespace(
        pk=1 if known else None,
        is_authenticated=known,
        is_active=known,
        role=role if known else "",
        opd_id=OWN if known else None,
    )


def rules_of(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The rules of an application in the order of its file."""
    for name, rule in vars(module).items():
        if name.startswith("may_") and getattr(rule, "__module__", "") == module.__name__:
            yield name, rule


def cell(rule: Callable[..., Any], role: str) -> str:
    """``yes``, ``-``, the cases in which the answer is yes, or ``?`` where a case cannot be stood in for."""
    needed = needs(rule)
    if not needed <= STAND_INS.keys():
        return "?"
    cases = [STAND_INS[name].items() for name in sorted(needed)]
    answers = {}
    for case in product(*cases):
        given = {name: value for name, (_, value) in zip(sorted(needed), case, strict=True)}
        answer = rule(actor=actor_of(role), **given)
        answers[", ".join(label for label, _ in case)] = getattr(answer, "allowed", answer)
    if all(answers.values()):
        return "yes"
    return ", ".join(label for label, allowed in answers.items() if allowed) or "-"


def needs(rule: Callable[..., Any]) -> set[str]:
    """The arguments that a rule must be given besides the person."""
    parameters = inspect.signature(rule).parameters.values()
    return {item.name for item in parameters if item.default is item.empty and item.name != "actor"}


def who_may(rule: Callable[..., Any], record: Mapping[str, Any]) -> str:
    """The roles a rule of a workflow lets through, with the cases where not all; ``record``: its stand-ins."""
    found = []
    for role in WHO:
        yes = [label for label, value in record.items() if rule(actor_of(role), value).allowed]
        if yes:
            found.append(f"`{role}`" + ("" if len(yes) == len(record) else f" ({', '.join(yes)})"))
    return ", ".join(found)


def as_markdown() -> str:
    """The printed part of ``docs/permissions.md``."""
    lines = [
        "## Every rule, asked for every role",
        "",
        "Each rule is called with a made-up person of each role. *yes*: always; *-*: never; else the cases in which",
        "the answer is yes. The person has sent no plan and the record is in a state that allows it: four eyes and",
        "states stand in the sentence and in [states.md](states.md).",
        "",
        "Roles: " + "; ".join(f"`{role.value}` {role.label}" for role in Role) + ".",
    ]
    for module in MODULES:
        path = module.__name__.replace(".", "/") + ".py"
        lines += ["", f"### `{path}`", ""]
        lines += table(
            ("rule", "says", *WHO),
            [(f"`{name}`", sentence_of(rule), *(cell(rule, role) for role in WHO)) for name, rule in rules_of(module)],
        )
    return "\n".join(lines) + "\n"
