"""The checks of one row of a work plan, one function a finding (planning 7.2).

Each takes the row, the RKPD row it is compared with (or nothing) and what else is known; gives a ``Hit`` or nothing.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal
from functools import wraps

from ..nomenclature import Nomenclature, is_supporting
from .rows import CheckedRow, Finding, Origin, Severity
from .texts import plain, similarity
from .thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found: the sentence, and what differs from its usual weight."""

    text: str
    severity: Severity | None = None
    detail: str = ""


@dataclass
class CheckFacts:
    """What the checks know besides the rows.

    ``affairs``: bidang codes by office; ``names``: short names of offices; ``successors``: office -> its successor;
    ``unsent``: (year, office) of plans that other offices must not learn of; ``renstra``: sub kegiatan by office, for
    those whose Renstra is loaded.
    """

    nomenclature: Nomenclature
    affairs: Mapping[str, set[str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[str, str] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    unsent: Set[tuple[int, str]] = frozenset()
    renstra: Mapping[str, Set[str]] = field(default_factory=dict)

    def name(self, opd: str) -> str:
        """The office as people call it."""
        return self.names.get(opd, opd)


Check = Callable[[CheckedRow, CheckedRow | None, CheckFacts], Hit | None]
Comparison = Callable[[CheckedRow, CheckedRow, CheckFacts], Hit | None]


@dataclass(frozen=True, slots=True)
class FindingRule:
    """A check with its usual weight, its origin, the cell it speaks of, and whether it compares with the RKPD."""

    code: str
    severity: Severity
    origin: Origin
    field: str
    compares: bool
    run: Check

    def finding(self, row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Finding | None:
        """The finding of this check on a row, or nothing."""
        hit = self.run(row, base, facts)
        if hit is None:
            return None
        return Finding(
            self.code,
            hit.severity or self.severity,
            self.origin,
            hit.text,
            row.year,
            row.opd,
            row.id,
            base.id if self.compares and base else "",
            field=self.field,
            detail=hit.detail,
        )


RULES: list[FindingRule] = []


def rule(code: str, severity: Severity, origin: Origin, cell: str) -> Callable[[Check], Check]:
    """Register a check; the order of the file is the order of the findings of a row."""

    def add(check: Check) -> Check:
        RULES.append(FindingRule(code, severity, origin, cell, False, check))
        return check

    return add


def comparison(code: str, severity: Severity, origin: Origin, cell: str) -> Callable[[Comparison], Comparison]:
    """Register a check against the RKPD row; a row that has none is passed over."""

    def add(check: Comparison) -> Comparison:
        @wraps(check)
        def run(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
            return None if base is None else check(row, base, facts)

        RULES.append(FindingRule(code, severity, origin, cell, True, run))
        return check

    return add


@rule("CODE_FORMAT", Severity.INFO, Origin.OURS, "sub_kegiatan_code")
def code_format(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """The code was typed in another form (4.10)."""
    if row.raw_code == row.code:
        return None
    return Hit(f"Penulisan kode dirapikan menjadi {row.code}.", detail=f"normalised to {row.code}")


@rule("CODE_UNKNOWN", Severity.BLOCKER, Origin.REGULATION, "sub_kegiatan_code")
def code_unknown(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No edition lists the code."""
    return None if facts.nomenclature.find(row.code) else Hit("Kode sub kegiatan tidak dikenal.")


@rule("CODE_OUTDATED", Severity.MAJOR, Origin.REGULATION, "sub_kegiatan_code")
def code_outdated(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """Another edition lists the code, the one of the year does not (4.7, 4.8)."""
    found = facts.nomenclature.find(row.code)
    if not found or facts.nomenclature.entry(row.code, row.year):
        return None
    successor = facts.nomenclature.successor(row.code, row.year)
    text = f"pengganti yang mungkin: {successor}" if successor else "pengganti belum diketahui"
    return Hit(f"Kode berasal dari edisi lain; {text}.", detail=f"known in edition {', '.join(sorted(found))}")


@rule("CODE_NAME_MISMATCH", Severity.MAJOR, Origin.PRACTICE, "name")
def code_name_mismatch(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """The typed name is not the name of the code."""
    entry = facts.nomenclature.entry(row.code, row.year) or next(iter(facts.nomenclature.find(row.code).values()), None)
    if entry is None or similarity(row.name, entry.name) >= facts.thresholds.name_similarity:
        return None
    return Hit(f"Nama tidak sesuai dengan kode; nama kode ini: {entry.name}.", detail=entry.name)


@rule("HIERARCHY_BROKEN", Severity.MAJOR, Origin.REGULATION, "sub_kegiatan_code")
def hierarchy_broken(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """A given bidang, program or kegiatan is no parent of the sub kegiatan."""
    code = _segments(row.code)
    wrong = [parent for parent in row.parents if code[: len(_segments(parent))] != _segments(parent)]
    if not wrong:
        return None
    return Hit("Program/kegiatan bukan induk dari sub kegiatan ini.", detail=", ".join(wrong))


def _segments(code: str) -> list[str]:
    return [part.strip().lstrip("0") or "0" for part in code.strip().rstrip(".").split(".")]


@rule("OPD_OUTSIDE_AFFAIR", Severity.MINOR, Origin.REGULATION, "sub_kegiatan_code")
def opd_outside_affair(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """The office does not hold the affair of the code; the supporting programme belongs to every office (4.3)."""
    bidang = ".".join(row.code.split(".")[:2])
    if row.opd not in facts.affairs or is_supporting(row.code) or bidang in facts.affairs[row.opd]:
        return None
    return Hit(f"Urusan {bidang} bukan urusan {facts.name(row.opd)}.", detail=bidang)


@rule("NOT_IN_RKPD", Severity.BLOCKER, Origin.REGULATION, "sub_kegiatan_code")
def not_in_rkpd(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No RKPD row of the year has the code."""
    return Hit(f"Sub kegiatan belum ada dalam RKPD tahun {row.year}.") if base is None else None


@comparison("OPD_DIFFERS", Severity.MAJOR, Origin.REGULATION, "opd")
def opd_differs(row: CheckedRow, base: CheckedRow, facts: CheckFacts) -> Hit | None:
    """The RKPD names another office; a successor is called so."""
    if row.opd == base.opd:
        return None
    if facts.successors.get(row.opd) == base.opd:
        return Hit(
            f"Dalam RKPD dilaksanakan oleh {facts.name(base.opd)}, penerus {facts.name(row.opd)}.",
            detail=f"successor office {base.opd}",
        )
    return Hit(f"Dalam RKPD dilaksanakan oleh {facts.name(base.opd)}.", detail=f"RKPD names {base.opd}")


@rule("BUDGET_EMPTY", Severity.BLOCKER, Origin.PRACTICE, "amount")
def budget_empty(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No money."""
    return None if row.pagu else Hit("Pagu belum diisi.")


@comparison("BUDGET_OVER", Severity.BLOCKER, Origin.OURS, "amount")
def budget_over(row: CheckedRow, base: CheckedRow, facts: CheckFacts) -> Hit | None:
    """More money than the RKPD, weighed by how much."""
    if not row.pagu or not base.pagu or row.pagu <= base.pagu:
        return None
    share = Decimal(row.pagu - base.pagu) * 100 / base.pagu
    limits = facts.thresholds
    severity = (
        Severity.MINOR
        if share <= Decimal(str(limits.over_minor))
        else Severity.MAJOR
        if share <= Decimal(str(limits.over_major))
        else Severity.BLOCKER
    )
    text = f"Usulan lebih besar {_percent(share)} % dari pagu RKPD."
    return Hit(text, severity, f"{share:.1f} % above RKPD")


@comparison("BUDGET_UNDER", Severity.MINOR, Origin.OURS, "amount")
def budget_under(row: CheckedRow, base: CheckedRow, facts: CheckFacts) -> Hit | None:
    """Much less money than the RKPD."""
    if not row.pagu or not base.pagu:
        return None
    share = Decimal(base.pagu - row.pagu) * 100 / base.pagu
    if share <= Decimal(str(facts.thresholds.under)):
        return None
    return Hit(f"Usulan lebih kecil {_percent(share)} % dari pagu RKPD.", detail=f"{share:.1f} % below RKPD")


def _percent(share: Decimal) -> str:
    return f"{share:.1f}".replace(".", ",")


@rule("TARGET_EMPTY", Severity.BLOCKER, Origin.PRACTICE, "target")
def target_empty(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No target."""
    return Hit("Target belum diisi.") if row.target is None else None


@comparison("TARGET_DIFFERS", Severity.MAJOR, Origin.REGULATION, "target")
def target_differs(row: CheckedRow, base: CheckedRow, facts: CheckFacts) -> Hit | None:
    """Another number in the same unit."""
    if row.target is None or base.target is None or row.target == base.target or plain(row.unit) != plain(base.unit):
        return None
    a, b = (_number(row.target), _number(base.target))
    return Hit(f"Target berbeda dari RKPD ({a} / {b}).", detail=f"{a} / {b}")


def _number(value: Decimal) -> str:
    """A number that reads the same from a file and from the database."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


@comparison("UNIT_DIFFERS", Severity.MAJOR, Origin.REGULATION, "unit")
def unit_differs(row: CheckedRow, base: CheckedRow, facts: CheckFacts) -> Hit | None:
    """Another unit, case and spaces ignored."""
    if plain(row.unit) == plain(base.unit):
        return None
    return Hit("Satuan berbeda dari RKPD.", detail=f"{row.unit} / {base.unit}")


@comparison("INDICATOR_DIFFERS", Severity.MAJOR, Origin.REGULATION, "indicator")
def indicator_differs(row: CheckedRow, base: CheckedRow, facts: CheckFacts) -> Hit | None:
    """Another indicator."""
    share = similarity(row.indicator, base.indicator)
    if share >= facts.thresholds.indicator_similarity:
        return None
    return Hit("Indikator berbeda dari RKPD.", detail=f"{share:.0f} %")


@rule("LOCATION_EMPTY", Severity.MAJOR, Origin.PRACTICE, "location")
def location_empty(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No place."""
    return None if plain(row.location) else Hit("Lokasi belum diisi.")


@comparison("LOCATION_DIFFERS", Severity.MINOR, Origin.PRACTICE, "location")
def location_differs(row: CheckedRow, base: CheckedRow, facts: CheckFacts) -> Hit | None:
    """Another place."""
    if not plain(row.location) or plain(row.location) == plain(base.location):
        return None
    return Hit("Lokasi berbeda dari RKPD.", detail=f"{row.location} / {base.location}")


@rule("FUND_SOURCE_EMPTY", Severity.MINOR, Origin.PRACTICE, "funding_source")
def fund_source_empty(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No source of funds."""
    return None if plain(row.fund_source) else Hit("Sumber dana belum diisi.")


@rule("FORWARD_EMPTY", Severity.MINOR, Origin.PRACTICE, "forward_estimate")
def forward_empty(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No money for the year after."""
    return None if row.forward else Hit("Prakiraan maju belum diisi.")


@rule("PRIORITY_EMPTY", Severity.MINOR, Origin.PRACTICE, "priority")
def priority_empty(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """No local priority."""
    return None if plain(row.priority) else Hit("Prioritas daerah belum dipilih.")


@rule("RENSTRA_MISSING", Severity.MAJOR, Origin.OURS, "sub_kegiatan_code")
def renstra_missing(row: CheckedRow, base: CheckedRow | None, facts: CheckFacts) -> Hit | None:
    """The office's Renstra is loaded and does not have the sub kegiatan (planning 7.3)."""
    if row.opd not in facts.renstra or row.code in facts.renstra[row.opd]:
        return None
    return Hit("Sub kegiatan tidak ada dalam Renstra perangkat daerah.")
