"""Proof of what was verified: every digest recomputed, every content read again."""

from collections.abc import Iterator

from solok_smartcity.kit.frozen import Flaw, flaws_of

from ..models import Snapshot
from ..selectors.work_plans import WORK_PLAN_CONTENT


def snapshot_flaws() -> Iterator[Flaw]:
    """Snapshots of work plans that are not as they were frozen; changes nothing."""
    for snapshot in Snapshot.objects.select_related("plan__opd").order_by("pk").iterator():
        yield from flaws_of(str(snapshot), snapshot.content, snapshot.sha256, WORK_PLAN_CONTENT)
