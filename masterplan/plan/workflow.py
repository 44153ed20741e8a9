"""Life of an edition of the plan, and of an agency's feedback on a quick win, as tables."""

from django.db import models

from solok_smartcity.kit.workflow import step, table


class EditionState(models.TextChoices):
    """States of an edition."""

    DRAFT = "draft", "Disiapkan"
    FROZEN = "frozen", "Dibekukan"
    ADOPTED = "adopted", "Ditetapkan"


EDITION_STEPS = table(
    [
        step("freeze", "Bekukan", (EditionState.DRAFT,), EditionState.FROZEN),
        step("adopt", "Tetapkan", (EditionState.FROZEN,), EditionState.ADOPTED, needs_reason=True),
    ]
)
EDITION_CREATED = step("create", "Disiapkan", (), EditionState.DRAFT)


class FeedbackState(models.TextChoices):
    """States of a feedback."""

    OPEN = "open", "Belum dijawab"
    WAIVED = "waived", "Dikesampingkan"
    ACCEPTED = "accepted", "Diterima"
    PARTLY = "partly", "Diterima sebagian"
    DECLINED = "declined", "Tidak diterima"


UNANSWERED = (FeedbackState.OPEN, FeedbackState.WAIVED)
FEEDBACK_STEPS = table(
    [
        step("accept", "Terima", UNANSWERED, FeedbackState.ACCEPTED, needs_reason=True),
        step(
            "accept_partly",
            "Terima sebagian",
            UNANSWERED,
            FeedbackState.PARTLY,
            needs_reason=True,
        ),
        step(
            "decline",
            "Tidak menerima",
            UNANSWERED,
            FeedbackState.DECLINED,
            needs_reason=True,
        ),
        step("waive", "Kesampingkan untuk pembekuan", (FeedbackState.OPEN,), FeedbackState.WAIVED, needs_reason=True),
    ]
)
FEEDBACK_CREATED = step("create", "Disampaikan", (), FeedbackState.OPEN)
