"""All findings of work plans against the RKPD: pairs rows, runs the checks of rows, then those over many rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .lines import RULES, CheckFacts
from .rows import CheckedRow, Finding, Origin, Severity
from .texts import plain


def check(
    rkpd: Sequence[CheckedRow],
    renja: Sequence[CheckedRow],
    facts: CheckFacts,
    ceilings: Mapping[tuple[int, str], int] | None = None,
    roadmap: Iterable[tuple[str, int]] = (),
) -> list[Finding]:
    """The findings of planning 7.2.

    ``ceilings``: whole rupiah by (year, office); ``roadmap``: (program, year) with money in the road map. Linear in
    the number of rows. First the findings of each Renja row in its order, then those of RKPD rows, programs, offices.
    """
    return [
        *check_rows(rkpd, renja, facts),
        *roadmap_missing(rkpd, renja, roadmap),
        *ceilings_exceeded(sums_of(renja), facts, ceilings or {}),
    ]


def check_rows(rkpd: Sequence[CheckedRow], renja: Sequence[CheckedRow], facts: CheckFacts) -> list[Finding]:
    """The findings of single rows and of rows with the same code: rows of other codes change nothing in them."""
    pairs = pair(rkpd, renja)
    duplicates = {finding.renja_id + finding.code: finding for finding in _duplicates(rkpd, renja, facts)}
    out: list[Finding] = []
    for row, base in pairs:
        out += [found for rule in RULES if (found := rule.finding(row, base, facts))]
        out += [duplicates[row.id + code] for code in DUPLICATES if row.id + code in duplicates]
    used = {id(base) for _, base in pairs if base is not None}
    return out + [_without_renja(row) for row in rkpd if id(row) not in used]


def pair(rkpd: Iterable[CheckedRow], renja: Iterable[CheckedRow]) -> list[tuple[CheckedRow, CheckedRow | None]]:
    """Each Renja row with the RKPD row of its year and code: the same office first, then the same location."""
    by_code: dict[tuple[int, str], list[CheckedRow]] = defaultdict(list)
    for base in rkpd:
        by_code[base.year, base.code].append(base)
    return [(row, _best(row, by_code.get((row.year, row.code), ()))) for row in renja]


def _best(row: CheckedRow, candidates: Sequence[CheckedRow]) -> CheckedRow | None:
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return min(candidates, key=lambda base: (base.opd != row.opd, plain(base.location) != plain(row.location)))


DUPLICATES = ("DUPLICATE_SAME_OPD", "DUPLICATE_CROSS_OPD")


def _duplicates(rkpd: Iterable[CheckedRow], renja: Iterable[CheckedRow], facts: CheckFacts) -> Iterator[Finding]:
    """The same year, code and location again: within an office all but the first, between offices those not named."""
    named: dict[tuple[int, str], set[str]] = defaultdict(set)
    for base in rkpd:
        named[base.year, base.code].add(base.opd)
    places: dict[tuple[int, str, str], list[CheckedRow]] = defaultdict(list)
    for row in renja:
        places[row.year, row.code, plain(row.location)].append(row)
    for rows in places.values():
        if len(rows) == 1:
            continue
        first: dict[str, CheckedRow] = {}
        offices = list(dict.fromkeys(row.opd for row in rows))
        for row in rows:
            if row.opd in first:
                yield _of_row(
                    row, DUPLICATES[0], "Sub kegiatan dan lokasi yang sama sudah ada.", f"same as {first[row.opd].id}"
                )
            first.setdefault(row.opd, row)
            others = [opd for opd in offices if opd != row.opd and (row.year, opd) not in facts.unsent]
            if others and row.opd not in named[row.year, row.code]:
                text = f"Kegiatan serupa direncanakan pula oleh {', '.join(map(facts.name, others))}."
                yield _of_row(row, DUPLICATES[1], text, f"also planned by {', '.join(others)}")


def _of_row(row: CheckedRow, code: str, text: str, detail: str) -> Finding:
    return Finding(
        code, Severity.MAJOR, Origin.PRACTICE, text, row.year, row.opd, row.id, field="sub_kegiatan_code", detail=detail
    )


def _without_renja(row: CheckedRow) -> Finding:
    """An RKPD row that no Renja row was compared with; it weighs more when it carries a program of the road map."""
    severity = Severity.MAJOR if row.programs else Severity.INFO
    text = "Baris RKPD ini belum masuk Renja."
    return Finding("RKPD_WITHOUT_RENJA", severity, Origin.REGULATION, text, row.year, row.opd, rkpd_id=row.id)


def roadmap_missing(
    rkpd: Iterable[CheckedRow], renja: Iterable[CheckedRow], roadmap: Iterable[tuple[str, int]]
) -> Iterator[Finding]:
    """A program of the road map that the RKPD (or the road map's money) names for a year, linked to no Renja row."""
    linked = {(program, row.year) for row in renja for program in row.programs}
    wanted = {(program, row.year) for row in rkpd for program in row.programs}
    for program, year in sorted({*wanted, *roadmap} - linked, key=lambda item: (item[1], item[0])):
        text = f"Program peta jalan {program} belum memiliki rencana kerja tahun {year}."
        yield Finding("ROADMAP_YEAR_MISSING", Severity.MAJOR, Origin.OURS, text, year, program=program, detail=program)


def sums_of(renja: Iterable[CheckedRow]) -> dict[tuple[int, str], int]:
    """Money by year and office."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for row in renja:
        sums[row.year, row.opd] += row.pagu or 0
    return sums


def ceilings_exceeded(
    sums: Mapping[tuple[int, str], int], facts: CheckFacts, ceilings: Mapping[tuple[int, str], int]
) -> Iterator[Finding]:
    """The sum of an office's rows is above its ceiling of the year."""
    for (year, opd), total in sorted(sums.items()):
        limit = ceilings.get((year, opd))
        if limit is not None and total > limit:
            text = f"Jumlah usulan Rp{total:,} melampaui pagu indikatif {facts.name(opd)} Rp{limit:,}.".replace(
                ",", "."
            )
            yield Finding(
                "CEILING_EXCEEDED",
                Severity.BLOCKER,
                Origin.PRACTICE,
                text,
                year,
                opd,
                field="amount",
                detail=f"{total} > {limit}",
            )
