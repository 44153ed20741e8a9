"""The life of a finding as a table (planning 3.7): a conversation between agency and planning office."""

from django.db import models

from solok_smartcity.kit.workflow import step, table


class FindingState(models.TextChoices):
    """States of a finding."""

    OPEN = "open", "Terbuka"
    ANSWERED = "answered", "Dijawab"
    ACCEPTED = "accepted", "Diterima"
    WAIVED = "waived", "Dikesampingkan"
    FIXED = "fixed", "Selesai"


UNDECIDED = (FindingState.OPEN, FindingState.ANSWERED)
DECIDED = (FindingState.ACCEPTED, FindingState.WAIVED)
STEPS = table(
    [
        step("answer", "Jawab", UNDECIDED, FindingState.ANSWERED, needs_reason=True),
        step("ask", "Tanyakan", UNDECIDED, FindingState.OPEN, needs_reason=True),
        step("accept", "Terima", UNDECIDED, FindingState.ACCEPTED),
        step(
            "reject",
            "Tolak",
            (FindingState.ANSWERED, *DECIDED),
            FindingState.OPEN,
            needs_reason=True,
        ),
        step("waive", "Kesampingkan", UNDECIDED, FindingState.WAIVED, needs_reason=True),
    ]
)
# What the machine does when it checks again; these are no verbs of people, the log needs their names.
FOUND = step("find", "Ditemukan", (), FindingState.OPEN)
SOLVED = step(
    "solve",
    "Selesai menurut pemeriksaan",
    (*UNDECIDED, *DECIDED),
    FindingState.FIXED,
)
REAPPEARED = step("reappear", "Muncul lagi", (FindingState.FIXED,), FindingState.OPEN)
CHANGED = step("change", "Nilai berubah, keputusan gugur", DECIDED, FindingState.OPEN)


class LinkState(models.TextChoices):
    """States of the link between a program or quick win and a line of a work plan."""

    SUGGESTED = "suggested", "Diusulkan"
    ACCEPTED = "accepted", "Diterima"
    REJECTED = "rejected", "Ditolak"


LINK_STEPS = table(
    [
        # The agency's word: the state stays, the planning office decides.
        step("confirm", "Konfirmasi", (LinkState.SUGGESTED, LinkState.ACCEPTED), None),
        step("accept", "Terima tautan", (LinkState.SUGGESTED, LinkState.REJECTED), LinkState.ACCEPTED),
        step(
            "reject", "Tolak tautan", (LinkState.SUGGESTED, LinkState.ACCEPTED), LinkState.REJECTED, needs_reason=True
        ),
    ]
)
PROPOSED = step("propose", "Diusulkan", (), LinkState.SUGGESTED)
