"""Numbers as regulations write them: Roman, ordinal words, letters, numbers in words. Pure."""

import re
from decimal import Decimal

from solok_smartcity.kit.indonesian import decimal, rupiah, whole

ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
LIMIT = 10**15
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"))


def spell(number: int) -> str:
    """A whole number in words (R71): 11 sebelas, 1000 seribu, 1000000 satu juta. Up to below 10**15."""
    if number < 0:
        return f"minus {spell(-number)}"
    if number >= LIMIT:
        raise ValueError("angka terlalu besar untuk dieja")
    return _spell(number) or "nol"


def _spell(number: int) -> str:
    if number < 12:
        return ONES[number]
    if number < 20:
        return f"{ONES[number - 10]} belas"
    if number < 100:
        return _join(f"{ONES[number // 10]} puluh", number % 10)
    if number < 200:
        return _join("seratus", number % 100)
    if number < 1000:
        return _join(f"{ONES[number // 100]} ratus", number % 100)
    if number < 2000:
        return _join("seribu", number % 1000)
    for size, name in SCALES:
        if number >= size:
            return _join(f"{_spell(number // size)} {name}", number % size)
    raise AssertionError("unreachable")


def _join(head: str, rest: int) -> str:
    return f"{head} {_spell(rest)}" if rest else head


def spell_decimal(number: Decimal) -> str:
    """A decimal in words with *koma*, its decimals digit by digit (R71): 2.5 -> dua koma lima."""
    whole, _, fraction = f"{number:f}".partition(".")
    fraction = fraction.rstrip("0")
    words = spell(int(whole))
    if whole.startswith("-") and int(whole) == 0:
        words = f"minus {words}"
    return f"{words} koma {' '.join(ONES[int(d)] or 'nol' for d in fraction)}" if fraction else words


def quantity(number: int) -> str:
    """``5 (lima)`` (R68)."""
    return f"{whole(number)} ({spell(number)})"


def percent(number: Decimal) -> str:
    """``10% (sepuluh persen)`` (R70)."""
    return f"{decimal(number)}% ({spell_decimal(number)} persen)"


def money(amount: int) -> str:
    """``Rp10.000.000,00 (sepuluh juta rupiah)`` from whole rupiah (R70)."""
    return f"{rupiah(amount)},00 ({spell(amount)} rupiah)"


def roman(number: int) -> str:
    """Roman numeral of 1 to 3999 (R51, R111)."""
    if not 0 < number < 4000:
        raise ValueError(f"{number} tidak mempunyai angka Romawi")
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += sign * (number // value)
        number %= value
    return out


def ordinal(number: int) -> str:
    """Ordinal word of a Bagian: Kesatu, Kedua, ..., Kesebelas, Kedua Puluh Satu (R52)."""
    words = spell(number).split()
    return " ".join([f"Ke{words[0]}", *(word.capitalize() for word in words[1:])])


def letter(number: int) -> str:
    """Letter of an item: a to z, then aa, bb (R59, R67)."""
    if number < 1:
        raise ValueError("huruf dimulai dari 1")
    turn, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (turn + 1)


NUMERAL_WORDS = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh seratus ratus "
    "seribu ribu sejuta juta miliar triliun"
).split()
SPELLED = re.compile(rf"(\d[\d.]*) \(((?:{'|'.join(NUMERAL_WORDS)})(?: (?:{'|'.join(NUMERAL_WORDS)}))*)\)")


def wrongly_spelled(text: str) -> list[str]:
    """The ``5 (lima)`` of a text whose words do not spell the figure (R68, X10)."""
    return [match[0] for match in SPELLED.finditer(text) if not _agree(match[1], match[2])]


def _agree(figure: str, words: str) -> bool:
    number = int(figure.replace(".", ""))
    return number < LIMIT and spell(number) == words
