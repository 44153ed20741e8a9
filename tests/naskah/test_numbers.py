"""Numbers as regulations write them: words, Roman, ordinals, letters, amounts (R51-R53, R59, R67-R71, X10)."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.perwali.naskah import numbers
from tests.naskah.effort import examples

QUICK = settings(max_examples=examples(100), deadline=None)

DIGITS = {
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
    "lima": 5,
    "enam": 6,
    "tujuh": 7,
    "delapan": 8,
    "sembilan": 9,
}
DIGIT = "|".join(DIGITS)
MANY = "|".join(list(DIGITS)[1:])  # "satu belas", "satu puluh", "satu ratus" are sebelas, sepuluh, seratus
SCALES = (("triliun", 10**12), ("miliar", 10**9), ("juta", 10**6), ("ribu", 1000), ("", 1))
BELOW_THOUSAND = re.compile(
    rf"(?:(?P<ratus>{MANY}) ratus|(?P<seratus>seratus))? ?"
    rf"(?:(?P<belas>{MANY}) belas|(?P<puluh>{MANY}) puluh(?: (?P<after>{DIGIT}))?|(?P<ten>sepuluh|sebelas)|"
    rf"(?P<one>{DIGIT}))?"
)


def parse_group(words: str) -> int:
    """The number below 1000 of its words; other words are refused (R71)."""
    match = BELOW_THOUSAND.fullmatch(words)
    if match is None or not words or words != words.strip():
        raise ValueError(f"no number: {words!r}")
    digit = {name: DIGITS.get(word or "", 0) for name, word in match.groupdict().items()}
    hundreds = 100 * (digit["ratus"] + bool(match["seratus"]))
    teens = digit["belas"] + 10 if match["belas"] else {"sepuluh": 10, "sebelas": 11}.get(match["ten"] or "", 0)
    return hundreds + teens + 10 * digit["puluh"] + digit["after"] + digit["one"]


def parse(words: str) -> int:
    """The number of Indonesian numeral words: groups from triliun down, 1000 only as *seribu* (R71)."""
    if words == "nol":
        return 0
    if not words:
        raise ValueError("no words")
    total, rest = 0, words
    for name, size in SCALES:
        if not name:
            return total + (parse_group(rest) if rest else 0)
        if name == "ribu" and (rest == "seribu" or rest.startswith("seribu ")):
            total, rest = total + 1000, rest.removeprefix("seribu").removeprefix(" ")
        elif match := re.fullmatch(rf"(.+?) {name}(?: (.+))?", rest):
            if name == "ribu" and match[1] == "satu":
                raise ValueError("satu ribu is seribu")
            total, rest = total + parse_group(match[1]) * size, match[2] or ""
    raise AssertionError("unreachable")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "satu ribu",
        "satu ratus",
        "satu puluh",
        "satu belas",
        "dua satu",
        "sepuluh satu",
        "ribu",
        "sejuta",
        "dua puluh tiga puluh",
        "seratus seratus",
        "dua ribu tiga ribu",
        "satu juta satu miliar",
        "dua  puluh",
    ],
)
def test_parser_is_strict(words: str) -> None:
    """The parser of these tests takes no bad Indonesian (R71)."""
    with pytest.raises(ValueError):
        parse(words)


def roman_value(text: str) -> int:
    """The number of a Roman numeral, by the rule that a smaller sign before a larger one is taken away."""
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[sign] for sign in text]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


SPELLED = [
    (0, "nol"),
    (1, "satu"),
    (9, "sembilan"),
    (10, "sepuluh"),
    (11, "sebelas"),
    (12, "dua belas"),
    (19, "sembilan belas"),
    (20, "dua puluh"),
    (21, "dua puluh satu"),
    (90, "sembilan puluh"),
    (99, "sembilan puluh sembilan"),
    (100, "seratus"),
    (101, "seratus satu"),
    (110, "seratus sepuluh"),
    (111, "seratus sebelas"),
    (119, "seratus sembilan belas"),
    (200, "dua ratus"),
    (211, "dua ratus sebelas"),
    (999, "sembilan ratus sembilan puluh sembilan"),
    (1000, "seribu"),
    (1001, "seribu satu"),
    (1100, "seribu seratus"),
    (1999, "seribu sembilan ratus sembilan puluh sembilan"),
    (2000, "dua ribu"),
    (2025, "dua ribu dua puluh lima"),
    (10_000, "sepuluh ribu"),
    (11_000, "sebelas ribu"),
    (21_000, "dua puluh satu ribu"),
    (100_000, "seratus ribu"),
    (101_000, "seratus satu ribu"),
    (111_111, "seratus sebelas ribu seratus sebelas"),
    (1_000_000, "satu juta"),
    (1_001_000, "satu juta seribu"),
    (10_000_000, "sepuluh juta"),
    (1_500_000, "satu juta lima ratus ribu"),
    (10**9, "satu miliar"),
    (2_100_000_000, "dua miliar seratus juta"),
    (10**12, "satu triliun"),
    (10**12 + 1000, "satu triliun seribu"),
]


@pytest.mark.parametrize(("number", "words"), SPELLED)
def test_spell_table(number: int, words: str) -> None:
    """Words of hand-written examples, and the parser of this test agrees (R71)."""
    assert numbers.spell(number) == words
    assert parse(words) == number


@QUICK
@given(st.one_of(st.integers(0, 10**15 - 1), st.integers(0, 12_000), st.sampled_from([10**k for k in range(15)])))
def test_spell_inverse(number: int) -> None:
    """Reading the words gives the number again; single spaces, lower case (R71)."""
    words = numbers.spell(number)
    assert parse(words) == number
    assert words == " ".join(words.split()).lower()


def test_spell_refuses_what_it_cannot_say() -> None:
    """Nothing above the triliun is spelled wrongly in silence (R71)."""
    with pytest.raises(ValueError):
        numbers.spell(10**15)


@QUICK
@given(st.integers(1, 3999))
def test_roman_inverse(number: int) -> None:
    """Roman numerals read back, and no sign stands four times (R51, R111)."""
    text = numbers.roman(number)
    assert roman_value(text) == number
    assert not any(sign * 4 in text for sign in "IVXLCDM")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "I"),
        (2, "II"),
        (3, "III"),
        (4, "IV"),
        (5, "V"),
        (6, "VI"),
        (9, "IX"),
        (10, "X"),
        (14, "XIV"),
        (19, "XIX"),
        (40, "XL"),
        (49, "XLIX"),
        (90, "XC"),
        (99, "XCIX"),
        (400, "CD"),
        (944, "CMXLIV"),
        (3999, "MMMCMXCIX"),
    ],
)
def test_roman_table(number: int, text: str) -> None:
    """Roman numerals of chapters and annexes (R51, R111)."""
    assert numbers.roman(number) == text


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_bounds(number: int) -> None:
    """There is no Roman numeral outside 1 to 3999 (R51)."""
    with pytest.raises(ValueError):
        numbers.roman(number)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "Kesatu"),
        (2, "Kedua"),
        (3, "Ketiga"),
        (4, "Keempat"),
        (5, "Kelima"),
        (6, "Keenam"),
        (7, "Ketujuh"),
        (8, "Kedelapan"),
        (9, "Kesembilan"),
        (10, "Kesepuluh"),
        (11, "Kesebelas"),
        (12, "Kedua Belas"),
        (13, "Ketiga Belas"),
        (19, "Kesembilan Belas"),
        (20, "Kedua Puluh"),
        (21, "Kedua Puluh Satu"),
        (30, "Ketiga Puluh"),
        (45, "Keempat Puluh Lima"),
        (100, "Keseratus"),
        (111, "Keseratus Sebelas"),
    ],
)
def test_ordinal_table(number: int, word: str) -> None:
    """Ordinal words of a Bagian; the first is Kesatu, never Pertama (R52)."""
    assert numbers.ordinal(number) == word


@QUICK
@given(st.integers(1, 999))
def test_ordinal_inverse(number: int) -> None:
    """An ordinal is Ke + the number in words, each word with a capital (R52)."""
    text = numbers.ordinal(number)
    assert text.startswith("Ke")
    assert all(word[0].isupper() for word in text.split(" "))
    assert parse(text.removeprefix("Ke").lower()) == number


def test_letters_run_from_a_to_z_then_double() -> None:
    """Letters a to z, then aa, bb, ..., zz (R59, R67)."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    assert [numbers.letter(n) for n in range(1, 27)] == list(alphabet)
    assert [numbers.letter(n) for n in range(27, 53)] == [2 * sign for sign in alphabet]


@QUICK
@given(st.integers(1, 300), st.integers(1, 300))
def test_letters_are_distinct(one: int, other: int) -> None:
    """Two items of a list never carry the same letter (R67)."""
    assert (numbers.letter(one) == numbers.letter(other)) == (one == other)


@pytest.mark.parametrize("number", [0, -3])
def test_letter_bounds(number: int) -> None:
    """Letters begin with 1 (R59)."""
    with pytest.raises(ValueError):
        numbers.letter(number)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1 (satu)"),
        (5, "5 (lima)"),
        (10, "10 (sepuluh)"),
        (31, "31 (tiga puluh satu)"),
        (100, "100 (seratus)"),
        (1500, "1.500 (seribu lima ratus)"),
    ],
)
def test_quantity(number: int, text: str) -> None:
    """A quantity is a figure, with points at the thousands, followed by its words (R68, R70)."""
    assert numbers.quantity(number) == text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("2.5", "dua koma lima"),
        ("2.50", "dua koma lima"),
        ("0.05", "nol koma nol lima"),
        ("3", "tiga"),
        ("3.00", "tiga"),
        ("12.75", "dua belas koma tujuh lima"),
        ("1E+1", "sepuluh"),
        ("100", "seratus"),
    ],
)
def test_spell_decimal(number: str, words: str) -> None:
    """Decimals are said with *koma*, digit by digit (R71)."""
    assert numbers.spell_decimal(Decimal(number)) == words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("10", "10% (sepuluh persen)"),
        ("100", "100% (seratus persen)"),
        ("2.5", "2,5% (dua koma lima persen)"),
        ("10.00", "10% (sepuluh persen)"),
        ("0.50", "0,5% (nol koma lima persen)"),
        ("0", "0% (nol persen)"),
        ("1250", "1.250% (seribu dua ratus lima puluh persen)"),
    ],
)
def test_percent(number: str, text: str) -> None:
    """Percent sign without space, decimal comma, thousand point, words (R70)."""
    assert numbers.percent(Decimal(number)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (10_000_000, "Rp10.000.000,00 (sepuluh juta rupiah)"),
        (500, "Rp500,00 (lima ratus rupiah)"),
        (1_250_000_000, "Rp1.250.000.000,00 (satu miliar dua ratus lima puluh juta rupiah)"),
        (1000, "Rp1.000,00 (seribu rupiah)"),
    ],
)
def test_money(amount: int, text: str) -> None:
    """Money has no space after Rp, points at the thousands, a comma before the cents (R70)."""
    assert numbers.money(amount) == text


@QUICK
@given(st.integers(0, 10**15 - 1))
def test_written_quantity_is_never_faulted(number: int) -> None:
    """What the speller writes is found right when read again, alone or within a sentence (R68, X10)."""
    text = numbers.quantity(number)
    assert numbers.wrongly_spelled(text) == []
    assert numbers.wrongly_spelled(f"paling sedikit {text} orang") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("paling lama 5 (enam) hari", ["5 (enam)"]),
        ("1 (satu) kali dalam 2 (satu) tahun", ["2 (satu)"]),
        ("12 (dua puluh) orang", ["12 (dua puluh)"]),
        ("1.000 (sepuluh ribu) orang", ["1.000 (sepuluh ribu)"]),
        ("1000 (satu ribu) orang", ["1000 (satu ribu)"]),
        ("1.000.000 (sejuta) orang", ["1.000.000 (sejuta)"]),
        ("1.000 (seribu) orang, 5 (lima) hari", []),
        ("Pasal 9 ayat (1) dan tahun 2025 (tahun pertama)", []),
        ("tanpa angka", []),
    ],
)
def test_wrongly_spelled(text: str, found: list[str]) -> None:
    """Words that do not spell their figure are reported, others are left alone (R68, R71, X10)."""
    assert numbers.wrongly_spelled(text) == found
