"""The workflows of editions and feedback: table, rules and guards."""

from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.transitions import Workflow

from .models import Edition
from .rules import EDITION_RULES, FEEDBACK_RULES
from .selectors.editions import blocking_feedback
from .workflow import EDITION_STEPS, FEEDBACK_STEPS, EditionState, FeedbackState


def _no_open_feedback(edition: Edition) -> Decision:
    """No feedback on a quick win of the plan is open."""
    count = blocking_feedback(edition.plan).count()
    if not count:
        return ALLOWED
    return Decision(
        False,
        "open_feedback",
        f"Masih ada {count} masukan quick win yang belum dijawab. Jawab, atau kesampingkan dengan alasan.",
    )


EDITION = Workflow(EDITION_STEPS, EDITION_RULES, {"freeze": _no_open_feedback}, dict(EditionState.choices))
FEEDBACK = Workflow(FEEDBACK_STEPS, FEEDBACK_RULES, {}, dict(FeedbackState.choices))
