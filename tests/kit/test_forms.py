"""Numbers as people type them, and two people on one form: nothing typed is lost, nothing chosen is mixed up."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from solok_smartcity.kit.decisions import VersionMissing
from solok_smartcity.kit.forms import MoneyField, NumberField, VersionedForm, conflict, raw_values, resolved
from solok_smartcity.kit.indonesian import decimal, parse_number, whole

NUMBERS = [
    ("1250", "1250"),
    ("1.250", "1250"),
    ("1.250.000", "1250000"),
    ("-1.250", "-1250"),
    ("1.250,5", "1250.5"),
    ("1.250.000,00", "1250000"),
    ("0,5", "0.5"),
    (",5", None),
    ("-3,5", "-3.5"),
    ("12.5", "12.5"),
    ("12.50", "12.5"),
    ("1.2500", "1.25"),
    ("1250.5", "1250.5"),
    ("1,250.5", "1250.5"),  # an English spreadsheet
    ("1,250,000.25", "1250000.25"),
    ("1,250", "1.25"),  # a comma alone parts decimals
    ("0.125", "0.125"),  # no number of thousands begins with nought
    ("-0.125", "-0.125"),
    ("Rp1.250.000", "1250000"),
    ("Rp 1.250.000", "1250000"),
    ("Rp. 1.250.000", "1250000"),
    ("rp1.000", "1000"),
    ("Rp1.250.000,00", "1250000"),
    (" 1\u00a0250 ", "1250"),
    ("1 250 000", "1250000"),
    ("007", "7"),
    ("123456789012345", "123456789012345"),
    ("1234567890123456", None),
    ("1.2.3", None),
    ("1.25.000", None),
    ("1.2500.000", None),
    ("1,2,3", None),
    ("1e5", None),
    ("12%", None),
    ("--1", None),
    ("dua", None),
    ("NaN", None),
    ("Infinity", None),
    ("0x10", None),
    ("1_000", None),
]


@pytest.mark.parametrize(("typed", "number"), NUMBERS)
def test_parse_number(typed: str, number: str | None) -> None:
    """What a typed number is; what is none raises ``ValueError``."""
    if number is None:
        with pytest.raises(ValueError):
            parse_number(typed)
    else:
        assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "   ", "-", "–", "\u00a0", "Rp", "Rp."])
def test_no_number(typed: str) -> None:
    """Empty cells and dashes are nothing, not nought."""
    assert parse_number(typed) is None


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=4))
def test_what_is_shown_can_be_typed(value: Decimal) -> None:
    """A decimal as the portal shows it is read back as the same number."""
    assert parse_number(decimal(value)) == value


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_money_as_shown_can_be_typed(value: int) -> None:
    """So is money, with and without the currency."""
    assert parse_number(whole(value)) == value
    if value >= 0:
        assert parse_number(f"Rp{whole(value)}") == value


@pytest.mark.parametrize("field", [NumberField(required=False), MoneyField(required=False)])
def test_number_fields(field: forms.Field) -> None:
    """Fields give numbers or nothing; what is no number is named in the sentence."""
    assert field.clean("") is None
    assert field.clean("1.250.000") == 1_250_000
    with pytest.raises(ValidationError, match="“dua” bukan"):
        field.clean("dua")


def test_money_has_no_sen() -> None:
    """Whole rupiah only; nought is an amount."""
    field = MoneyField(required=False, min_value=0)
    assert field.clean("1.250.000,00") == 1_250_000
    assert field.clean("0") == 0
    with pytest.raises(ValidationError, match="rupiah utuh"):
        field.clean("1.250,50")
    with pytest.raises(ValidationError):
        field.clean("-1")


class Small(VersionedForm):
    """A form with one field of each sort."""

    name = forms.CharField(label="Nama")
    text = forms.CharField(label="Uraian", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "Jenis A"), ("Lain", [("b", "Jenis B"), ("c", "Jenis C")])])
    tags = forms.MultipleChoiceField(
        label="Tanda", required=False, choices=[("1", "Satu"), ("2", "Dua"), ("3", "Tiga")]
    )
    urgent = forms.BooleanField(label="Mendesak", required=False)
    amount = MoneyField(label="Pagu", required=False)


START: dict[str, Any] = {
    "name": "Awal",
    "text": "baris satu\nbaris dua",
    "kind": "a",
    "tags": ["1", "2"],
    "urgent": False,
    "amount": 1_250_000,
}


def shown(version: int, **changes: Any) -> Small:
    """The form as it is shown of a record."""
    form = Small(initial={**START, **changes})
    form.start(version)
    return form


def browser(form: Small, **typed: list[str]) -> Small:
    """The form as a browser sends it after somebody typed into some fields."""
    data = QueryDict(mutable=True)
    for name, values in {**raw_values(form), **typed}.items():
        data.setlist(name, values)
    data["version_seen"], data["seen_values"] = str(form.initial["version_seen"]), form.initial["seen_values"]
    data["change_reason"] = "Alasan"
    return Small(data)


def test_equal_forms_have_no_choices() -> None:
    """A stale form that says what is there already asks nothing; line ends of browsers are no difference."""
    choices, equal = conflict(browser(shown(1), text=["baris satu\r\nbaris dua"]), shown(2))
    assert choices == []
    assert equal["name"] == ["Awal"]
    assert set(equal) == set(START)


def test_only_i_changed() -> None:
    """My change alone is proposed; the other fields are kept as equal."""
    choices, equal = conflict(browser(shown(1), name=["Punyaku"]), shown(2))
    (choice,) = choices
    assert (choice.name, choice.label, choice.before, choice.theirs, choice.yours) == (
        "name",
        "Nama",
        "Awal",
        "Awal",
        "Punyaku",
    )
    assert (choice.both_changed, choice.proposed) == (False, "yours")
    assert "name" not in equal
    assert equal["amount"] == ["1.250.000"]


def test_only_they_changed() -> None:
    """Their change alone is proposed, so that my old value does not undo it."""
    (choice,), _ = conflict(browser(shown(1)), shown(2, name="Punya mereka"))
    assert (choice.both_changed, choice.proposed) == (False, "theirs")


def test_both_changed() -> None:
    """Both changed: marked, and mine proposed."""
    (choice,), _ = conflict(browser(shown(1), name=["Punyaku"]), shown(2, name="Punya mereka"))
    assert (choice.before, choice.theirs, choice.yours) == ("Awal", "Punya mereka", "Punyaku")
    assert (choice.both_changed, choice.proposed) == (True, "yours")


def test_both_changed_alike() -> None:
    """Both typed the same: nothing to choose."""
    choices, equal = conflict(browser(shown(1), name=["Sama"]), shown(2, name="Sama"))
    assert choices == []
    assert equal["name"] == ["Sama"]


def test_values_are_shown_in_words() -> None:
    """Choices by their names, also in groups; boxes as yes and no; nothing as (kosong)."""
    yours = browser(shown(1), kind=["b"], tags=["3"], urgent=["on"], text=[""])
    choices, _ = conflict(yours, shown(2))
    by_name = {choice.name: choice for choice in choices}
    assert (by_name["kind"].theirs, by_name["kind"].yours) == ("Jenis A", "Jenis B")
    assert (by_name["tags"].theirs, by_name["tags"].yours) == ("Satu, Dua", "Tiga")
    assert (by_name["urgent"].theirs, by_name["urgent"].yours) == ("tidak", "ya")
    assert by_name["text"].yours == "(kosong)"


def test_the_order_of_ticks_is_no_difference() -> None:
    """The same boxes in another order are equal."""
    assert conflict(browser(shown(1), tags=["2", "1"]), shown(2))[0] == []


@pytest.mark.parametrize("before", ["", "{", "[]", "null", '"teks"', '{"name": 5}', '{"name": null}'])
def test_a_broken_memory_of_before_breaks_nothing(before: str) -> None:
    """What stood there before comes from the browser: whatever it holds, the page of choices appears."""
    yours = browser(shown(1), name=["Punyaku"])
    yours.data["seen_values"] = before
    (choice,), _ = conflict(yours, shown(2, name="Punya mereka"))
    assert (choice.theirs, choice.yours) == ("Punya mereka", "Punyaku")


SIDES = st.dictionaries(st.sampled_from(sorted(START)), st.sampled_from(["yours", "theirs"]))
VALUES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Awal", "B", "C"]).map(lambda text: [text]),
        "text": st.sampled_from(["", "baris satu\nbaris dua", "lain"]).map(lambda text: [text]),
        "kind": st.sampled_from("abc").map(lambda text: [text]),
        "tags": st.lists(st.sampled_from("123"), unique=True).map(sorted),
        "urgent": st.sampled_from([[], ["on"]]),
        "amount": st.sampled_from(["", "1.250.000", "7"]).map(lambda text: [text]),
    }
)


@given(mine=VALUES, other=VALUES, sides=SIDES)
def test_a_choice_gives_the_chosen_side(mine: dict, other: dict, sides: dict) -> None:
    """The page of choices, sent back, is for each field exactly the side that was picked; nothing else changes."""
    theirs = shown(
        2,
        name=other["name"][0],
        text=other["text"][0],
        kind=other["kind"][0],
        tags=other["tags"],
        urgent=bool(other["urgent"]),
        amount=MoneyField(required=False).clean(other["amount"][0]),
    )
    choices, equal = conflict(browser(shown(1), **mine), theirs)
    page = QueryDict(mutable=True)
    for name, values in equal.items():
        page.setlist(name, values)
    for choice in choices:
        page.setlist(f"yours-{choice.name}", choice.yours_raw)
        page.setlist(f"theirs-{choice.name}", choice.theirs_raw)
        page[f"pick-{choice.name}"] = sides.get(choice.name, choice.proposed)
    sent = resolved(page)
    for choice in choices:
        side = other if page[f"pick-{choice.name}"] == "theirs" else mine
        assert [v for v in sent.getlist(choice.name) if v] == [v for v in side[choice.name] if v]
    for name in equal:
        assert sorted(filter(None, sent.getlist(name))) == sorted(filter(None, mine[name]))


def test_resolved_leaves_other_forms_alone() -> None:
    """Without picks a form stays what it is; an unknown side picks nothing; the given data is not changed."""
    data = QueryDict("name=A&tags=1&tags=2&yours-name=B&theirs-name=C&pick-name=lain")
    out = resolved(data)
    assert out.getlist("tags") == ["1", "2"]
    assert out["name"] == "A"
    picked = QueryDict("name=A&yours-tags=1&yours-tags=3&theirs-tags=2&pick-tags=yours&pick-urgent=theirs")
    out = resolved(picked)
    assert out.getlist("tags") == ["1", "3"]
    assert out.getlist("urgent") == []  # their box was not ticked
    assert "tags" not in picked


def test_refusals_stand_at_their_fields() -> None:
    """A refusal of a service stands at its field, else on top; what was typed stays."""
    form = browser(shown(1), name=["Ketikan"])
    assert form.is_valid(), form.errors
    form.refuse(ValidationError({"name": "Nama salah.", "tidak_ada": "Hal lain."}))
    form.refuse(VersionMissing())
    form.refuse(ValidationError("Umum."))
    assert form.errors["name"] == ["Nama salah."]
    assert len(form.non_field_errors()) == 3
    assert form["name"].value() == "Ketikan"


def test_the_hidden_fields() -> None:
    """A form shown first carries the version and what stands in it; a form without reason asks for none."""

    class Silent(Small):
        asks_reason = False

    form = shown(7)
    assert form["version_seen"].value() == 7
    assert json.loads(form["seen_values"].value()) == raw_values(form)
    assert [field.name for field in form.content_fields] == list(START)
    assert "change_reason" not in Silent().fields
    assert not {"version_seen", "seen_values", "change_reason"} & set(raw_values(form))
