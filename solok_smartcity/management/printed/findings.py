"""The kinds of findings: those with a table of their own from it, the others from a small example that has them all."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from opd.rkpd.findings import engine, quick_wins
from opd.rkpd.findings.labels import LABELS
from opd.rkpd.findings.lines import RULES, CheckFacts
from opd.rkpd.findings.rows import CheckedRow, Finding, Severity
from opd.rkpd.findings.thresholds import Thresholds
from opd.rkpd.models.alignment import ORIGINS, SEVERITIES
from opd.rkpd.nomenclature import Nomenclature

from .tables import sentence_of, table

YEAR, CODE = 2026, "2.16.03.2.02.0038"
# The checks over many rows, by the function that makes the finding.
OVER_MANY_ROWS: dict[str, Callable[..., Any]] = {
    "DUPLICATE_SAME_OPD": engine._duplicates,
    "DUPLICATE_CROSS_OPD": engine._duplicates,
    "RKPD_WITHOUT_RENJA": engine._without_renja,
    "ROADMAP_YEAR_MISSING": engine.roadmap_missing,
    "CEILING_EXCEEDED": engine.ceilings_exceeded,
    "OUTSIDE_AUTHORITY": quick_wins.outside_authority,
    "QW_NO_WORKPLAN": quick_wins.no_workplan,
    "QW_NOT_IN_RKPD": quick_wins.not_in_rkpd,
    "QW_OPD_DIFFERS": quick_wins.opd_differs,
    "QW_BUDGET_SHORT": quick_wins.budget_short,
    "QW_DIMENSION_MISSING": quick_wins.dimension_missing,
    "LINK_UNCONFIRMED": quick_wins.check_links,
}


def _row(identity: str, opd: str, **more: Any) -> CheckedRow:
    return CheckedRow(identity, YEAR, opd, CODE, CODE, **more)


def example() -> list[Finding]:
    """Findings of a year in which everything over many rows is wrong at least once."""
    facts = CheckFacts(Nomenclature({}))
    renja = [_row("1", "A", pagu=1), _row("2", "A", quick_wins=("QW1",)), _row("3", "B")]
    unused = [
        CheckedRow(name, YEAR, "A", name, name, programs=programs) for name, programs in (("5", ()), ("6", ("P",)))
    ]
    wins = [
        quick_wins.QuickWinYear("QW1", YEAR, ("C",), 100, has_dimension=False),
        quick_wins.QuickWinYear("QW2", YEAR, ("A",)),
        quick_wins.QuickWinYear("QW3", YEAR, ("A",), outside="provinsi"),
    ]
    return [
        *engine.check(unused, renja, facts, {(YEAR, "A"): 0}, [("P", YEAR)]),
        *quick_wins.check_quick_wins(wins, renja, {"2"}, facts),
        *quick_wins.check_links([quick_wins.Unconfirmed("1", "A", YEAR, program="P")]),
    ]


def as_markdown() -> str:
    """The text of ``docs/findings.md``."""
    weights, origins = dict(SEVERITIES), dict(ORIGINS)
    rows = [
        [f"`{rule.code}`", LABELS[rule.code], weights[rule.severity], origins[rule.origin], sentence_of(rule.run)]
        for rule in RULES
    ]
    found = example()
    for code, check in OVER_MANY_ROWS.items():
        of_code = [finding for finding in found if finding.code == code]
        weight = " atau ".join(weights[severity] for severity in Severity if severity in {f.severity for f in of_code})
        rows.append([f"`{code}`", LABELS[code], weight, origins[of_code[0].origin], sentence_of(check)])
    lines = [
        "# Findings",
        "",
        "Printed by `manage.py print_docs` from the checks: of one row in `opd/rkpd/findings/lines.py`, over many rows",
        "in `opd/rkpd/findings/engine.py`, of quick wins and links in `opd/rkpd/findings/quick_wins.py`. Weight and",
        "origin as the board shows them (the heaviest weight, where it depends on how much: `BUDGET_OVER`). How the",
        "conversation about a finding goes: [states.md](states.md).",
        "",
        *table(("kind", "label", "weight", "origin", "when"), rows),
        "",
        "Thresholds before the planning office sets others (*Ambang pemeriksaan*), in per cent:",
        "",
        *table(("threshold", "default"), [(f"`{item.name}`", f"{item.default:g}") for item in fields(Thresholds)]),
    ]
    return "\n".join(lines) + "\n"
