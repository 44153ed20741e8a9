"""What the checks know besides the rows: nomenclature and affairs from reference data, agencies from the database."""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from solok_smartcity.kit.csvdata import read_rows

from ...models import Opd
from ..findings.lines import Facts
from ..nomenclature import Entry, Nomenclature

REFERENCE = Path(__file__).resolve().parent.parent / "reference"


@lru_cache(maxsize=1)
def load_nomenclature() -> Nomenclature:
    """All editions of the reference data; raises ``DataFault``."""
    now = read_rows(REFERENCE / "nomenclature.csv", {"edition", "code", "name"})
    before = read_rows(REFERENCE / "nomenclature_editions.csv", {"edition", "code", "name", "code_2027"})
    return Nomenclature.of(
        Entry(row["edition"], row["code"], row["name"], row.get("code_2027", ""))
        for rows in (before, now)
        for row in rows
    )


@lru_cache(maxsize=1)
def load_affairs() -> dict[str, set[str]]:
    """Codes of the affairs (bidang) by office; raises ``DataFault``."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_rows(REFERENCE / "opd_bidang.csv", {"opd_code", "bidang_code"}):
        found[row["opd_code"]].add(row["bidang_code"])
    return dict(found)


def load_facts() -> Facts:
    """Nomenclature, affairs, names and successors of the agencies (one query)."""
    agencies = list(Opd.objects.values_list("code", "abbreviation", "successor__code"))
    return Facts(
        load_nomenclature(), load_affairs(),
        {code: abbreviation for code, abbreviation, _ in agencies},
        {code: successor for code, _, successor in agencies if successor},
    )  # fmt: skip
