"""References in running text: Pasal, ayat, huruf, angka in either order, with lists and ranges (R89-R93). Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .labels import looks_like

NUMERAL = r"\d{1,3}[A-Z]{0,2}\b(?!\.\d)"
AND = r"(?:\s?,?\s?(?:dan/atau|dan|atau|serta|s\.d\.?|sampai dengan)\s+|\s?,\s?(?:sampai dengan\s+)?)"
BRACKETED = r"\(\s?\d{1,3}[a-z]?\s?\)"
NUM = rf"(?:{BRACKETED}|\d{{1,3}}[a-z]?\b)"
PARAGRAPHS = rf"ayat\s?{NUM}(?:(?:{AND}|\s)ayat\s?{NUM}|{AND}{BRACKETED})*"
LETTER = r"[a-z]{1,2}\b(?![.)]?[a-z])"
LETTERS = rf"huruf\s?{LETTER}(?:{AND}(?:huruf\s?{LETTER}|(?<=\s)[a-z]\b(?=[\s,.;)]|$)))*"
FIGURES = rf"angka\s?\d{{1,3}}[a-z]?\b(?:{AND}(?:angka\s?\d{{1,3}}[a-z]?\b|\d{{1,3}}\b))*"
TAIL = rf"(?:\s(?:{PARAGRAPHS}))?(?:\s(?:{LETTERS}))?(?:\s(?:{FIGURES}))?"
ARTICLES = rf"[Pp]asal\s?{NUMERAL}(?:{AND}(?:[Pp]asal\s?{NUMERAL}|{NUMERAL}(?!\s?(?:\(|orang|hari|bulan|tahun|%))))*"
ADDRESS = re.compile(
    rf"(?P<turned>(?:{FIGURES}\s)?(?:{LETTERS}\s)?(?:{PARAGRAPHS}\s)?(?P<head>[Pp]asal\s?{NUMERAL}){TAIL})"
    rf"|(?P<bare>{PARAGRAPHS}(?:\s{LETTERS})?(?:\s{FIGURES})?|(?:{LETTERS})(?:\s{FIGURES})?|{FIGURES})"
)
ONE = re.compile(r"(?:(?P<word>[Pp]asal|ayat|huruf|angka)\s?)?\(?\s?(?P<value>\d{1,3}[A-Za-z]{0,2}|[a-z]{1,2})\b")
NO_QUANTITY = r"(?!\s?(?:\(|orang|hari|bulan|tahun|%|persen))"
NEXT_ARTICLE = re.compile(
    rf"\s?(?P<glue>sampai dengan|,\s?sampai dengan|s\.d\.?|dan|atau|dan/atau)\s+"
    rf"(?:(?P<full>[Pp]asal\s?{NUMERAL}){TAIL}|(?P<short>{NUMERAL}){NO_QUANTITY})"
)
OUTSIDE = re.compile(
    r"(?P<rule>\s?,?\s?(?:dari\s)?"
    r"(?:Undang-?\s?[Uu]ndang|Peraturan|Keputusan|Instruksi|Qanun|Ketetapan|Kitab|KUHP|UUD)\b"
    r"(?!(?:\s[A-Z][\w/-]*){0,4}\s(?:ini|tersebut)\b)"
    r"(?:[^;:.]{0,200}?\bNomor\s\S+\sTahun\s\d{4})?)"
)
DAMAGED = re.compile(r"\b[a-z:.]{4,6}(?=\s?\(\s?\d{1,2}\s?\))|\b(?!huruf)[a-z]{5}(?=\s[a-z]\b)|\bhuruf(?=[a-z]\b)")
SELF = re.compile(r"\s?(?:[Pp]asal|ayat)\sini\b")


@dataclass(frozen=True)
class Target:
    """Where a reference points; empty parts are not named."""

    article: str = ""
    paragraph: str = ""
    letter: str = ""
    number: str = ""


@dataclass(frozen=True)
class Address:
    """A reference as written: its place in the text, its words, its targets; ``outside``: of another regulation."""

    start: int
    text: str
    targets: tuple[Target, ...]
    outside: bool
    is_range: bool = False


def find_addresses(text: str, bare: bool = False) -> Iterator[Address]:
    """The references of a text, in order. ``Pasal 4 dan Pasal 5`` is one, members of a longer list are several.

    ``bare``: a ``huruf a`` or ``angka 1`` counts wherever it stands, as in amending instructions.
    """
    position = 0
    while (match := ADDRESS.search(text, position)) is not None:
        position = match.end()
        if not (bare or _refers(text, match)):
            continue
        targets = list(_targets(match[0]))
        is_range = "sampai dengan" in match[0]
        if match["head"]:
            following = NEXT_ARTICLE.match(text, position)
            while following is not None:
                more = following["full"] or f"Pasal {following['short']}"
                whole = following[0][following[0].index(following["full"]) :] if following["full"] else more
                targets += _targets(whole)
                is_range = is_range or "sampai dengan" in following["glue"]
                position = following.end()
                following = NEXT_ARTICLE.match(text, position)
        if own := SELF.match(text, position):
            position = own.end()
        outside = OUTSIDE.match(text, position)
        position = outside.end() if outside else position
        yield Address(match.start(), text[match.start() : position], tuple(targets), outside is not None, is_range)


def repair(text: str) -> str:
    """The words of addresses without the damage of a scan: ``buruf b``, ``a:yat (1)``."""
    return DAMAGED.sub(lambda match: _word(match[0]), text)


def _word(text: str) -> str:
    if text == "huruf":
        return "huruf "  # glued to its letter
    return next((word for word in ("ayat", "huruf") if looks_like(text, word, 0.8)), text)


def _refers(text: str, match: re.Match[str]) -> bool:
    """A bare ``huruf a`` counts only where something is said to be meant by it."""
    if match["head"] or match[0].startswith("ayat"):
        return True
    before = text[max(0, match.start() - 40) : match.start()]
    return bool(re.search(r"(?:dimaksud|pertimbangan|Ketentuan|tersebut)\s(?:(?:dalam|pada)\s)?$", before))


def _targets(text: str) -> Sequence[Target]:
    """All targets of one address: what follows a list belongs to its last member, what leads belongs to all."""
    parts: dict[str, list[str]] = {"pasal": [], "ayat": [], "huruf": [], "angka": []}
    word = ""
    for match in ONE.finditer(re.sub(r"\b(?:dan/atau|dan|atau|serta|sampai dengan)\b", ",", text)):
        word = (match["word"] or word).casefold()
        if word:
            parts[word].append(match["value"])
    level = next((name for name in ("angka", "huruf", "ayat", "pasal") if parts[name]), "pasal")
    out = []
    for value in parts[level]:
        chosen = {name: (values[-1] if values else "") for name, values in parts.items()}
        chosen[level] = value
        out.append(Target(chosen["pasal"], chosen["ayat"], chosen["huruf"], chosen["angka"]))
    if level != "ayat" and len(parts["ayat"]) > 1:
        article = parts["pasal"][-1] if parts["pasal"] else ""
        out = [*(Target(article, value) for value in parts["ayat"][:-1]), *out]
    return out
