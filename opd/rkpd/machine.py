"""The workflows of findings and links: table, rules and guards (planning 3.7)."""

from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.transitions import Workflow

from .models import FindingRecord
from .rules import may_answer_finding, may_confirm_link, may_decide_finding, may_decide_link
from .workflow import LINK_STEPS, STEPS, FindingState, LinkState


def _ready_to_accept(finding: FindingRecord) -> Decision:
    """A blocker is mended or waived, never simply accepted."""
    if not finding.is_blocker:
        return ALLOWED
    return Decision(
        False,
        "blocker",
        "Penghalang tidak dapat sekadar diterima: perbaiki pada Renja, atau kesampingkan dengan alasan.",
    )


FINDINGS = Workflow(
    STEPS,
    {
        "answer": may_answer_finding,
        "ask": may_decide_finding,
        "accept": may_decide_finding,
        "reject": may_decide_finding,
        "waive": may_decide_finding,
    },
    {"accept": _ready_to_accept},
    dict(FindingState.choices),
)
LINKS = Workflow(
    LINK_STEPS,
    {"confirm": may_confirm_link, "accept": may_decide_link, "reject": may_decide_link},
    {},
    dict(LinkState.choices),
)
