"""What the checks know besides the rows: nomenclature, affairs, agencies. Cached until an edition or affair changes."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from opd.agencies.models import Opd

from .. import nomenclature as pure
from ..findings.lines import CheckFacts
from ..models import Affair, Edition, NomenclatureItem, stamp
from ..nomenclature import Entry, Nomenclature

Made = TypeVar("Made")
_KEPT: dict[str, tuple[object, Any]] = {}


def kept(name: str, key: object, make: Callable[[], Made]) -> Made:
    """The value made for this key; another key makes it anew. One value a name and process."""
    found = _KEPT.get(name)
    if found is None or found[0] != key:
        found = _KEPT[name] = (key, make())
    made: Made = found[1]
    return made


def load_nomenclature() -> Nomenclature:
    """All editions of the database (one query when nothing changed)."""
    return kept("nomenclature", stamp(Edition), _read_nomenclature)


def _read_nomenclature() -> Nomenclature:
    editions = [pure.EditionYears(*row) for row in Edition.objects.values_list("code", "first_year", "is_partial")]
    rows = NomenclatureItem.objects.order_by("edition__first_year", "code")
    return Nomenclature.of(
        (Entry(*row) for row in rows.values_list("edition__code", "code", "name", "successor_code")), editions
    )


def load_affairs() -> dict[str, set[str]]:
    """Codes of the affairs (bidang) by office (one query)."""
    found: dict[str, set[str]] = defaultdict(set)
    for opd, bidang in Affair.objects.order_by().values_list("opd__code", "bidang_code"):
        found[opd].add(bidang)
    return dict(found)


def load_facts() -> CheckFacts:
    """Nomenclature, affairs, names and successors of the agencies (three queries)."""
    agencies = list(Opd.objects.values_list("code", "abbreviation", "successor__code"))
    return CheckFacts(
        load_nomenclature(),
        load_affairs(),
        {code: abbreviation for code, abbreviation, _ in agencies},
        {code: successor for code, _, successor in agencies if successor},
    )
