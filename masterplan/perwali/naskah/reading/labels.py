"""Labels as they stand at the start of a line: numerals, ordinals, letters, also where a scan damaged them. Pure."""

import re
from difflib import SequenceMatcher

from .. import numbers
from ..structure import Kind, Number

# What recognition of scanned pages makes of digits.
SCANNED_DIGITS = str.maketrans(
    {
        **dict.fromkeys("lIi|![]Tt", "1"),
        **dict.fromkeys("OoQ", "0"),
        "S": "5",
        "s": "5",
        "Z": "2",
        "z": "2",
        "B": "8",
        "g": "9",
        "q": "9",
    }
)
SCANNED_ROMAN = str.maketrans(
    {
        "l": "I",
        "1": "I",
        "i": "I",
        "|": "I",
        "[": "I",
        "]": "I",
        "T": "I",
        "!": "I",
        "U": "II",
        "v": "V",
        "x": "X",
        "Y": "V",
    }
)
ORDINALS = {
    **{numbers.ordinal(index).casefold().replace(" ", ""): index for index in range(1, 100)},
    "pertama": 1,
    "keesatu": 1,
}
ROMANS = {numbers.roman(index): index for index in range(1, 200)}
LETTERS = {numbers.letter(index): index for index in range(1, 26 * 3 + 1)}
ITEM = re.compile(
    r"(?P<letter>[a-z]|(?P<twice>[a-z])(?P=twice){1,2})\s?\.(?:\s+(?=\S)|(?=[a-z]{3})|$)"
    r"|(?P<number>\d{1,3}[a-z]?)\s?\.(?:\s+(?=\S)|(?=[A-Za-z_(“\"])|$)"
    r"|(?P<letter_bracket>[a-z]|(?P<again>[a-z])(?P=again))\)(?:\s*(?=\S)|$)"
    r"|(?P<number_bracket>\d{1,2})\)(?:\s*(?=\S)|$)"
)
PARAGRAPH = re.compile(r"[({\[]\s?['‘’`]?\s?(?P<number>[\dlIiO]{1,3}[a-z]?)\s?[)}\]](?:\s*(?=\S)|$)")
KINDS = {
    "letter": Kind.LETTER,
    "number": Kind.NUMBER,
    "letter_bracket": Kind.LETTER_BRACKET,
    "number_bracket": Kind.NUMBER_BRACKET,
}


def arabic(text: str) -> Number | None:
    """``27`` or ``27A``."""
    match = re.fullmatch(r"(\d{1,3})\s?([A-Z]{0,2})", text)
    return Number(int(match[1]), match[2]) if match and int(match[1]) else None


def small_arabic(text: str) -> Number | None:
    """``1`` or ``1a``, as ayat and angka are numbered."""
    match = re.fullmatch(r"(\d{1,3})([a-z]?)", text)
    return Number(int(match[1]), match[2].upper()) if match and int(match[1]) else None


def scanned_arabic(text: str) -> Number | None:
    """A number read through the damage of a scan."""
    return arabic(text.translate(SCANNED_DIGITS))


def roman(text: str) -> Number | None:
    """``IX`` or ``IXA``."""
    match = re.fullmatch(r"([IVXLC]+?)([A-H]?)", text)
    if match is None:
        return None
    for numeral, suffix in ((text, ""), (match[1], match[2])):
        if numeral in ROMANS:
            return Number(ROMANS[numeral], suffix)
    return None


def scanned_roman(text: str) -> Number | None:
    """A Roman number read through the damage of a scan."""
    return roman(text.translate(SCANNED_ROMAN))


def ordinal(text: str) -> Number | None:
    """``Kesatu``, ``Ke-2``, ``Kedua Puluh Satu``, the older ``Pertama``; a suffix as in ``KesatuA``."""
    bare = re.sub(r"[^A-Za-z0-9]", "", text)
    if match := re.fullmatch(r"[Kk]e(\d{1,2})", bare):
        return Number(int(match[1]))
    if bare.casefold() in ORDINALS:
        return Number(ORDINALS[bare.casefold()])
    if bare[:-1].casefold() in ORDINALS and bare[-1:].isupper() and not bare.isupper():
        return Number(ORDINALS[bare[:-1].casefold()], bare[-1])
    return None


def looks_like(text: str, word: str, least: float = 0.74) -> bool:
    """Whether a word is this one in spite of a letter or two that a scan got wrong."""
    bare = re.sub(
        r"[^A-Za-z]", "", text[:1] + re.sub(r"[I1|!]", "l", text[1:]) if not text.isupper() else text
    ).casefold()
    if bare == word.casefold():
        return True
    return len(bare) >= 4 and SequenceMatcher(None, bare, word.casefold()).ratio() >= least
