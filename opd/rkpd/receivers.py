"""What alignment does when work plans move."""

from typing import Any

from opd.renja.completeness import Lack
from opd.renja.extensions import Checker, FindingLine
from opd.renja.models import WorkPlan

from .findings.rows import Severity
from .models import FindingRecord
from .selectors.findings import by_weight, finding_rows
from .selectors.suggestions import parent_names
from .services.checking import check_sent, recheck
from .workflow import FindingState

# Empty cells are blockers of the plan itself already (``opd.renja.completeness``): nobody waives them twice.
OWN_BLOCKERS = ("BUDGET_EMPTY", "TARGET_EMPTY")


def follow_lines(sender: Any, plan_id: int, codes: set[str], **kwargs: Any) -> None:
    """Lines changed: what is solved is closed at once."""
    recheck(WorkPlan.objects.select_related("opd").get(pk=plan_id), codes)


def follow_plan(sender: Any, plan: WorkPlan, verb: str, **kwargs: Any) -> None:
    """A plan was sent: from now on it counts."""
    if verb == "submit":
        check_sent(plan)


def finding_blockers(plan: WorkPlan) -> list[Lack]:
    """Blockers among the findings of a plan that are neither solved nor waived (planning 3.4)."""
    found = FindingRecord.objects.filter(
        plan=plan, severity=Severity.BLOCKER.value, state__in=[FindingState.OPEN, FindingState.ANSWERED]
    )
    found = found.exclude(code__in=OWN_BLOCKERS).exclude(code__startswith="QW_").order_by("pk")
    return [
        Lack(item.code, f"{item.line_label}: {item.text}" if item.line_label else item.text, True, item.line_id)
        for item in found
    ]


def finding_lines(plan: WorkPlan) -> list[FindingLine]:
    """The findings of a plan that are not solved, heaviest first (planning 3.6)."""
    rows = finding_rows(by_weight(FindingRecord.objects.filter(plan=plan).unsolved()))
    return [
        FindingLine(
            row["line_label"] or row["rkpd_name"] or row["program"] or row["quick_win"] or "Renja",
            f"{row['severity_name']}: {row['text']}",
            row["state_name"] + (f": {row['decision_reason']}" if row["decision_reason"] else ""),
            row["state"] in (FindingState.OPEN, FindingState.ANSWERED),
        )
        for row in rows
    ]


CHECKER = Checker(finding_blockers, finding_lines, lambda codes: parent_names("", codes))
