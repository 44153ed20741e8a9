"""What a work plan lacks: blockers and hints, line by line (issue 3, planning 3.4)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd.renja.completeness import lacks_of_line, lacks_of_plan
from tests.renja.plans import COMPLETE

# Field: code of what is missing, and whether it stands against verification.
FIELDS = {
    "name": ("NAME_MISSING", True),
    "indicator": ("INDICATOR_MISSING", True),
    "target": ("TARGET_MISSING", True),
    "unit": ("UNIT_MISSING", True),
    "amount": ("AMOUNT_MISSING", True),
    "location": ("LOCATION_MISSING", False),
    "funding_source": ("FUNDING_MISSING", False),
    "priority": ("PRIORITY_MISSING", False),
    "forward_estimate": ("FORWARD_MISSING", False),
}
NUMBERS = {"target", "amount", "forward_estimate"}


def row(pk: int = 7, **changes: Any) -> dict[str, Any]:
    """A complete row with changes."""
    return {**COMPLETE, "id": pk, **changes}


def empty(*names: str) -> dict[str, Any]:
    """Empty values for fields."""
    return {name: None if name in NUMBERS else "" for name in names}


def test_nothing_is_lacking() -> None:
    """A complete line lacks nothing, neither does a plan of such lines."""
    assert lacks_of_line(row(), 1) == []
    other = row(8, sub_kegiatan_code="1.02.02.2.02.0036")
    assert lacks_of_plan([row(), other]) == []


@pytest.mark.parametrize("field", FIELDS)
def test_each_field(field: str) -> None:
    """Each empty field is named once, with its line; the sentence is Indonesian."""
    code, blocker = FIELDS[field]
    (lack,) = lacks_of_line(row(**empty(field)), 3)
    assert (lack.code, lack.is_blocker, lack.line, lack.number) == (code, blocker, 7, 3)
    assert lack.key == (code, 7)
    assert lack.text.endswith(("kosong.", "belum diisi."))


@pytest.mark.parametrize("field", ["name", "indicator", "unit", "location", "funding_source", "priority"])
def test_blanks_are_empty(field: str) -> None:
    """A cell of blanks says nothing."""
    assert [lack.code for lack in lacks_of_line(row(**{field: "  \u00a0"}), 1)] == [FIELDS[field][0]]


@pytest.mark.parametrize("code", ["", "2.16.03", "abc", "2.16.03.2.02"])
def test_form_of_the_code(code: str) -> None:
    """A code that is no sub kegiatan blocks."""
    (lack,) = lacks_of_line(row(sub_kegiatan_code=code), 1)
    assert (lack.code, lack.is_blocker) == ("CODE_FORM", True)


def test_zero_target_is_a_target() -> None:
    """A target of zero (no more cases) is an answer."""
    assert lacks_of_line(row(target=0), 1) == []


def test_no_lines() -> None:
    """An empty plan has one blocker, of the plan as a whole."""
    (lack,) = lacks_of_plan([])
    assert (lack.code, lack.is_blocker, lack.line, lack.number, lack.key) == (
        "NO_LINES",
        True,
        None,
        None,
        ("NO_LINES", None),
    )


def test_same_code_twice() -> None:
    """The same sub kegiatan in two lines is a hint on both, however it was typed; a third line is not touched."""
    rows = [row(1), row(2, sub_kegiatan_code=" 1.2.2.02.2.35. "), row(3, sub_kegiatan_code="1.02.02.2.02.0036")]
    found = [(lack.code, lack.line, lack.number, lack.is_blocker) for lack in lacks_of_plan(rows)]
    assert found == [("CODE_TWICE", 1, 1, False), ("CODE_TWICE", 2, 2, False)]


def test_an_empty_line() -> None:
    """Everything missing at once: all is said, blockers first."""
    found = lacks_of_line(row(sub_kegiatan_code="", **empty(*FIELDS)), 1)
    assert {lack.code for lack in found} == {"CODE_FORM", *(code for code, _ in FIELDS.values())}
    assert [lack.is_blocker for lack in found] == sorted((lack.is_blocker for lack in found), reverse=True)


@given(st.lists(st.sets(st.sampled_from(sorted(FIELDS))), min_size=1, max_size=6))
def test_lacks_are_those_of_the_lines(missing: list[set[str]]) -> None:
    """A plan lacks exactly what its lines lack, each with its line and number."""
    rows = [row(100 + n, sub_kegiatan_code=f"1.02.02.2.02.{n:04}", **empty(*names)) for n, names in enumerate(missing)]
    expected = {(FIELDS[name][0], 100 + n, n + 1) for n, names in enumerate(missing) for name in names}
    found = lacks_of_plan(rows)
    assert {(lack.code, lack.line, lack.number) for lack in found} == expected
    assert len(found) == len(expected)
    assert {lack.code for lack in found if lack.is_blocker} <= {code for code, blocker in FIELDS.values() if blocker}


@given(st.sets(st.sampled_from(sorted(FIELDS))), st.sampled_from(sorted(FIELDS)))
def test_filling_in_never_adds_a_lack(missing: set[str], filled: str) -> None:
    """Whoever fills a field in has as many lacks as before, or one fewer."""
    before = {lack.code for lack in lacks_of_line(row(**empty(*missing)), 1)}
    after = {lack.code for lack in lacks_of_line(row(**empty(*(missing - {filled}))), 1)}
    assert before - after == ({FIELDS[filled][0]} if filled in missing else set())
    assert after <= before
