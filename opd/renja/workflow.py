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
        step("submit", "Kirim", (State.DRAFT, State.RETURNED), State.SUBMITTED),
        step("withdraw", "Tarik kembali", (State.SUBMITTED,), State.DRAFT),
        step("start_review", "Mulai telaah", (State.SUBMITTED,), State.IN_REVIEW),
        step("return", "Kembalikan", (State.IN_REVIEW,), State.RETURNED, needs_reason=True),
        step("waive", "Kesampingkan penghalang", (State.IN_REVIEW,), None, needs_reason=True),
        step("verify", "Verifikasi", (State.IN_REVIEW,), State.VERIFIED),
        step("finalize", "Tetapkan", (State.VERIFIED,), State.FINAL),
        # The plan itself stays as it is and in force; a new one of the round perubahan begins as its copy.
        step("reopen", "Buka perubahan", (State.VERIFIED, State.FINAL), None, needs_reason=True),
    ]
)
# How a plan comes into being; these are no verbs of a state, the log needs their names.
CREATED = step("create", "Dibuat", (), State.DRAFT)
LOADED = step("load", "Dimuat sebagai data demonstrasi", (), State.FINAL)
