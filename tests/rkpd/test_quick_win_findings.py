"""Each finding of planning 7.3 from the words of the table: both sides of every condition."""

from dataclasses import replace

import pytest

from opd.rkpd.findings.lines import CheckFacts
from opd.rkpd.findings.quick_wins import QuickWinYear, Unconfirmed, check_links, check_quick_wins
from opd.rkpd.findings.rows import CheckedRow, Finding, Origin, Severity
from opd.rkpd.findings.thresholds import Thresholds
from opd.rkpd.nomenclature import Nomenclature

FACTS = CheckFacts(Nomenclature.of([]), names={"DLH": "DLH"}, successors={"DLH": "DPKPLH"})
QW = QuickWinYear("QW-01", 2026, ("DISKOMINFO", "DINKES"), 1_000_000)
ROW = CheckedRow(
    "1", 2026, "DISKOMINFO", "2.16.03.2.02.0038", "2.16.03.2.02.0038", pagu=1_000_000, quick_wins=("QW-01",)
)


def found(
    item: QuickWinYear, rows: list[CheckedRow], missing: set[str] | None = None, facts: CheckFacts = FACTS
) -> list[Finding]:
    """The findings of one quick win."""
    return check_quick_wins([item], rows, missing or set(), facts)


def codes(*args: object, **options: object) -> list[tuple[str, str]]:
    """Codes and weights of what was found."""
    return [(item.code, item.severity.value) for item in found(*args, **options)]


def test_nothing_is_wrong() -> None:
    """A quick win with a line of its own office and its whole money."""
    assert codes(QW, [ROW]) == []


@pytest.mark.parametrize(
    "row", [replace(ROW, quick_wins=()), replace(ROW, year=2025), replace(ROW, quick_wins=("QW-02",))]
)
def test_no_workplan(row: CheckedRow) -> None:
    """No line of that very year carries it."""
    assert codes(QW, [row]) == [("QW_NO_WORKPLAN", "blocker")]


def test_not_in_rkpd() -> None:
    """The line that carries it, not another one."""
    assert codes(QW, [ROW], {"1"}) == [("QW_NOT_IN_RKPD", "blocker")]
    assert codes(QW, [ROW], {"2"}) == []


@pytest.mark.parametrize(
    ("opd", "offices", "differs"),
    [
        ("DISKOMINFO", ("DISKOMINFO",), False),
        ("DINKES", ("DISKOMINFO", "DINKES"), False),
        ("DISHUB", ("DISKOMINFO", "DINKES"), True),
        ("DPKPLH", ("DLH",), False),
        ("DLH", ("DPKPLH",), False),
    ],
)
def test_opd_differs(opd: str, offices: tuple[str, ...], differs: bool) -> None:
    """Lead or supporting office, also over a merger (planning 9.5)."""
    item, row = replace(QW, offices=offices), replace(ROW, opd=opd)
    assert codes(item, [row]) == ([("QW_OPD_DIFFERS", "major")] if differs else [])


@pytest.mark.parametrize(
    ("amounts", "money", "short"),
    [
        ([800_000], 1_000_000, False),
        ([799_999], 1_000_000, True),
        ([400_000, 400_000], 1_000_000, False),
        ([0], None, False),
        ([None], 1_000_000, True),
    ],
)
def test_budget_short(amounts: list[int | None], money: int | None, short: bool) -> None:
    """The sum of the lines below 80 % of the quick win's money; exactly 80 % is enough; no money, no comparison."""
    rows = [replace(ROW, id=str(n), pagu=amount) for n, amount in enumerate(amounts)]
    assert codes(replace(QW, money=money), rows) == ([("QW_BUDGET_SHORT", "major")] if short else [])


def test_the_share_is_a_setting() -> None:
    """Another threshold."""
    facts = replace(FACTS, thresholds=Thresholds(quick_win_share=50))
    assert codes(QW, [replace(ROW, pagu=500_000)], facts=facts) == []


def test_dimension_missing() -> None:
    """Without dimension or sub-dimension."""
    assert codes(replace(QW, has_dimension=False), [ROW]) == [("QW_DIMENSION_MISSING", "major")]


def test_outside_authority() -> None:
    """It needs a partner and therefore no line."""
    assert codes(replace(QW, outside="Instansi vertikal"), []) == [("OUTSIDE_AUTHORITY", "info")]


def test_link_unconfirmed() -> None:
    """Names who is missing; its identity holds line and subject."""
    first, second = check_links(
        [
            Unconfirmed("1", "DINKES", 2026, quick_win="QW-01", missing="perangkat daerah"),
            Unconfirmed("1", "DINKES", 2026, program="GOV-1-01"),
        ]
    )
    assert (first.code, first.severity, first.text) == (
        "LINK_UNCONFIRMED",
        "minor",
        "Tautan ke QW-01 belum dikonfirmasi perangkat daerah.",
    )
    assert first.key != second.key
    assert "perangkat daerah dan perencanaan daerah" in second.text


def test_keys_tell_findings_apart() -> None:
    """Two lines of one quick win, two quick wins on one line: four findings; the same again has the same key."""
    rows = [replace(ROW, id=str(n), quick_wins=("QW-01", "QW-02"), opd="DISHUB") for n in (1, 2)]
    both = [QW, replace(QW, code="QW-02")]
    keys = [item.key for item in check_quick_wins(both, rows, set(), FACTS)]
    assert len(set(keys)) == len(keys) == 4
    assert keys == [item.key for item in check_quick_wins(both, rows, set(), FACTS)]


def test_findings_in_full() -> None:
    """Every part: sentence, place, compared values."""
    far = replace(ROW, id="9", opd="DLH", pagu=700_000)
    item = replace(QW, has_dimension=False)
    facts = replace(FACTS, names={"DLH": "Dinas LH", "DISKOMINFO": "Diskominfo"})
    place = {"year": 2026, "quick_win": "QW-01"}
    assert found(item, [far], {"9"}, facts) == [
        Finding(
            "QW_NOT_IN_RKPD",
            Severity.BLOCKER,
            Origin.OURS,
            f"Baris Renja {ROW.code} yang membawa quick win QW-01 belum ada dalam RKPD 2026.",
            opd="DLH",
            renja_id="9",
            **place,
        ),
        Finding(
            "QW_OPD_DIFFERS",
            Severity.MAJOR,
            Origin.OURS,
            "Baris Renja ini milik Dinas LH, yang bukan penanggung jawab atau pendukung quick win QW-01 "
            "(Diskominfo, DINKES).",
            opd="DLH",
            renja_id="9",
            field="opd",
            **place,
        ),
        Finding(
            "QW_BUDGET_SHORT",
            Severity.MAJOR,
            Origin.OURS,
            "Pagu baris Renja hanya 70 % dari anggaran quick win QW-01 tahun 2026.",
            detail="700000 / 1000000",
            **place,
        ),
        Finding(
            "QW_DIMENSION_MISSING",
            Severity.MAJOR,
            Origin.OURS,
            "Quick win QW-01 belum memiliki dimensi atau subdimensi.",
            **place,
        ),
    ]


def test_findings_without_a_line_in_full() -> None:
    """Not linked, or not the city's to do."""
    assert [item.text for item in found(QW, [])] == ["Quick win QW-01 belum ditautkan ke satu pun baris Renja 2026."]
    (outside,) = found(replace(QW, outside="Instansi vertikal"), [])
    assert outside.text == "Quick win QW-01 bukan kewenangan kota (Instansi vertikal); tetapkan mitra pelaksananya."
    assert (outside.detail, outside.origin) == ("Instansi vertikal", Origin.OURS)


def test_only_its_own_lines_count() -> None:
    """Money and RKPD of lines of another quick win or year say nothing; a line without money counts nothing."""
    others = [replace(ROW, id="2", quick_wins=("QW-02",)), replace(ROW, id="3", year=2025)]
    assert codes(QW, [replace(ROW, pagu=500_000), *others], {"2", "3"}) == [("QW_BUDGET_SHORT", "major")]
    assert codes(replace(QW, money=1_000), [replace(ROW, pagu=None)]) == [("QW_BUDGET_SHORT", "major")]
    assert codes(replace(QW, money=1), [replace(ROW, pagu=None), replace(ROW, id="2", pagu=1)]) == []
    assert [item.detail for item in found(replace(QW, money=1_000), [replace(ROW, pagu=None)])] == ["0 / 1000"]


def test_link_in_full() -> None:
    """Whose line, what it may carry, who is missing."""
    assert check_links([Unconfirmed("1", "DINKES", 2026, program="GOV-1-01")]) == [
        Finding(
            "LINK_UNCONFIRMED",
            Severity.MINOR,
            Origin.OURS,
            "Tautan ke GOV-1-01 belum dikonfirmasi perangkat daerah dan perencanaan daerah.",
            2026,
            "DINKES",
            "1",
            program="GOV-1-01",
        )
    ]
