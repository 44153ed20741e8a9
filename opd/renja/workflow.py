"""The life of a work plan as a table (planning 3.2 to 3.5)."""

from django.db import models

from solok_smartcity.kit.workflow import step, table


class State(models.TextChoices):
    """States of a work plan."""

    DRAFT = "draft", "Konsep"
    SUBMITTED = "submitted", "Dikirim"
    IN_REVIEW = "in_review", "Ditelaah"
    RETURNED = "returned", "Dikembalikan"
    VERIFIED = "verified", "Terverifikasi"
    FINAL = "final", "Ditetapkan"


STEPS = table(
    [
        step("submit", "Kirim", "draft returned", "submitted"),
        step("withdraw", "Tarik kembali", "submitted", "draft"),
        step("start_review", "Mulai telaah", "submitted", "in_review"),
        step("return", "Kembalikan", "in_review", "returned", needs_reason=True),
        step("waive", "Kesampingkan penghalang", "in_review", None, needs_reason=True),
        step("verify", "Verifikasi", "in_review", "verified"),
        step("finalize", "Tetapkan", "verified", "final"),
        # The plan itself stays as it is and in force; a new one of the round perubahan begins as its copy.
        step("reopen", "Buka perubahan", "verified final", None, needs_reason=True),
    ]
)
# How a plan comes into being; these are no verbs of a state, the log needs their names.
CREATED = step("create", "Dibuat", "", "draft")
LOADED = step("load", "Dimuat sebagai data demonstrasi", "", "final")
