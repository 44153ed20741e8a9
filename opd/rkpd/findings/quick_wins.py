"""The checks of quick wins and of links, one function a finding (planning 7.3); all of them ours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .lines import CheckFacts
from .rows import CheckedRow, Finding, Origin, Severity


@dataclass(frozen=True, slots=True)
class QuickWinYear:
    """A quick win in one of its years: the offices that lead and support it, its money (whole rupiah).

    ``outside``: why people said that it is not the city's to do, in words.
    """

    code: str
    year: int
    offices: tuple[str, ...]
    money: int | None = None
    has_dimension: bool = True
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A link that the machine suggested: a line and what it may carry, and who has not confirmed it yet."""

    renja_id: str
    opd: str
    year: int
    program: str = ""
    quick_win: str = ""
    missing: str = "perangkat daerah dan perencanaan daerah"


Check = Callable[[QuickWinYear, Sequence[CheckedRow], set[str], CheckFacts], Iterator[Finding]]


def check_quick_wins(
    quick_wins: Iterable[QuickWinYear], renja: Iterable[CheckedRow], not_in_rkpd: set[str], facts: CheckFacts
) -> list[Finding]:
    """The findings of quick wins; ``not_in_rkpd``: ids of Renja rows with NOT_IN_RKPD. Linear in rows."""
    linked: dict[tuple[str, int], list[CheckedRow]] = {}
    for row in renja:
        for code in row.quick_wins:
            linked.setdefault((code, row.year), []).append(row)
    return [
        found
        for item in quick_wins
        for check in CHECKS
        for found in check(item, linked.get((item.code, item.year), ()), not_in_rkpd, facts)
    ]


def _finding(item: QuickWinYear, code: str, severity: Severity, text: str, **place: str) -> Finding:
    return Finding(code, severity, Origin.OURS, text, item.year, quick_win=item.code, **place)


def outside_authority(
    item: QuickWinYear, rows: Sequence[CheckedRow], missing: set[str], facts: CheckFacts
) -> Iterator[Finding]:
    """People said that it belongs to somebody else: it needs a partner instead of a line."""
    if item.outside:
        text = f"Quick win {item.code} bukan kewenangan kota ({item.outside}); tetapkan mitra pelaksananya."
        yield _finding(item, "OUTSIDE_AUTHORITY", Severity.INFO, text, detail=item.outside)


def no_workplan(
    item: QuickWinYear, rows: Sequence[CheckedRow], missing: set[str], facts: CheckFacts
) -> Iterator[Finding]:
    """No line of the year carries it."""
    if not rows and not item.outside:
        text = f"Quick win {item.code} belum ditautkan ke satu pun baris Renja {item.year}."
        yield _finding(item, "QW_NO_WORKPLAN", Severity.BLOCKER, text)


def not_in_rkpd(
    item: QuickWinYear, rows: Sequence[CheckedRow], missing: set[str], facts: CheckFacts
) -> Iterator[Finding]:
    """A line that carries it is not in the RKPD."""
    for row in rows:
        if row.id in missing:
            text = f"Baris Renja {row.code} yang membawa quick win {item.code} belum ada dalam RKPD {item.year}."
            yield _finding(item, "QW_NOT_IN_RKPD", Severity.BLOCKER, text, renja_id=row.id, opd=row.opd)


def opd_differs(
    item: QuickWinYear, rows: Sequence[CheckedRow], missing: set[str], facts: CheckFacts
) -> Iterator[Finding]:
    """A line that carries it belongs to none of its offices, their successors included."""
    offices = {*item.offices, *(facts.successors.get(opd, opd) for opd in item.offices)}
    for row in rows:
        if not {row.opd, facts.successors.get(row.opd, row.opd)} & offices:
            text = (
                f"Baris Renja ini milik {facts.name(row.opd)}, yang bukan penanggung jawab atau pendukung quick win "
                f"{item.code} ({', '.join(map(facts.name, item.offices))})."
            )
            yield _finding(item, "QW_OPD_DIFFERS", Severity.MAJOR, text, renja_id=row.id, opd=row.opd, field="opd")


def budget_short(
    item: QuickWinYear, rows: Sequence[CheckedRow], missing: set[str], facts: CheckFacts
) -> Iterator[Finding]:
    """The lines together hold much less money than the quick win needs."""
    total = sum(row.pagu or 0 for row in rows)
    if rows and item.money and Decimal(total) * 100 < Decimal(str(facts.thresholds.quick_win_share)) * item.money:
        share = f"{Decimal(total) * 100 / item.money:.0f}"
        text = f"Pagu baris Renja hanya {share} % dari anggaran quick win {item.code} tahun {item.year}."
        yield _finding(item, "QW_BUDGET_SHORT", Severity.MAJOR, text, detail=f"{total} / {item.money}")


def dimension_missing(
    item: QuickWinYear, rows: Sequence[CheckedRow], missing: set[str], facts: CheckFacts
) -> Iterator[Finding]:
    """It stands under no dimension."""
    if not item.has_dimension:
        text = f"Quick win {item.code} belum memiliki dimensi atau subdimensi."
        yield _finding(item, "QW_DIMENSION_MISSING", Severity.MAJOR, text)


CHECKS: tuple[Check, ...] = (
    outside_authority,
    no_workplan,
    not_in_rkpd,
    opd_differs,
    budget_short,
    dimension_missing,
)


def check_links(links: Iterable[Unconfirmed]) -> list[Finding]:
    """Links of the machine that people have not confirmed."""
    return [
        Finding(
            "LINK_UNCONFIRMED",
            Severity.MINOR,
            Origin.OURS,
            f"Tautan ke {link.program or link.quick_win} belum dikonfirmasi {link.missing}.",
            link.year,
            link.opd,
            link.renja_id,
            program=link.program,
            quick_win=link.quick_win,
        )
        for link in links
    ]
