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
        step("freeze", "Bekukan", "draft", "frozen"),
        step("adopt", "Tetapkan", "frozen", "adopted", needs_reason=True),
    ]
)
EDITION_CREATED = step("create", "Disiapkan", "", "draft")


class FeedbackState(models.TextChoices):
    """States of a feedback."""

    OPEN = "open", "Belum dijawab"
    WAIVED = "waived", "Dikesampingkan"
    ACCEPTED = "accepted", "Diterima"
    PARTLY = "partly", "Diterima sebagian"
    DECLINED = "declined", "Tidak diterima"


FEEDBACK_STEPS = table(
    [
        step("accept", "Terima", "open waived", "accepted", needs_reason=True),
        step("accept_partly", "Terima sebagian", "open waived", "partly", needs_reason=True),
        step("decline", "Tidak menerima", "open waived", "declined", needs_reason=True),
        step("waive", "Kesampingkan untuk pembekuan", "open", "waived", needs_reason=True),
    ]
)
FEEDBACK_CREATED = step("create", "Disampaikan", "", "open")
