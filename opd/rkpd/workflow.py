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


STEPS = table(
    [
        step("answer", "Jawab", "open answered", "answered", needs_reason=True),
        step("ask", "Tanyakan", "open answered", "open", needs_reason=True),
        step("accept", "Terima", "open answered", "accepted"),
        step("reject", "Tolak", "answered accepted waived", "open", needs_reason=True),
        step("waive", "Kesampingkan", "open answered", "waived", needs_reason=True),
    ]
)
# What the machine does when it checks again; these are no verbs of people, the log needs their names.
FOUND = step("find", "Ditemukan", "", "open")
SOLVED = step("solve", "Selesai menurut pemeriksaan", "open answered accepted waived", "fixed")
REAPPEARED = step("reappear", "Muncul lagi", "fixed", "open")
CHANGED = step("change", "Nilai berubah, keputusan gugur", "accepted waived", "open")


class LinkState(models.TextChoices):
    """States of the link between a program or quick win and a line of a work plan."""

    SUGGESTED = "suggested", "Diusulkan"
    ACCEPTED = "accepted", "Diterima"
    REJECTED = "rejected", "Ditolak"


LINK_STEPS = table(
    [
        # The agency's word: the state stays, the planning office decides.
        step("confirm", "Konfirmasi", "suggested accepted", None),
        step("accept", "Terima tautan", "suggested rejected", "accepted"),
        step("reject", "Tolak tautan", "suggested accepted", "rejected", needs_reason=True),
    ]
)
PROPOSED = step("propose", "Diusulkan", "", "suggested")
