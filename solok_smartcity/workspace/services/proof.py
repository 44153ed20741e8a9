"""Everything that was frozen anywhere in the portal, looked at again."""

from dataclasses import dataclass

from masterplan.perwali.services.proof import verify_all
from opd.renja.models import Snapshot
from opd.renja.services.proof import snapshot_flaws
from solok_smartcity.kit.frozen import Flaw


@dataclass(frozen=True)
class Proof:
    """What was looked at, and every flaw."""

    editions: int
    versions: int
    files: int
    work_plans: int
    flaws: tuple[Flaw, ...]


def prove_everything() -> Proof:
    """Editions, versions of regulations with their chain, archived files, snapshots of work plans; changes nothing."""
    law = verify_all()
    flaws = (*law.flaws, *snapshot_flaws())
    return Proof(law.editions, law.versions, law.files, Snapshot.objects.count(), flaws)
