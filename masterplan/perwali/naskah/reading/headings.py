"""Headings of the body: BAB, Bagian, Paragraf, Pasal, told from references that happen to start a line. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..structure import Kind, Number, label
from .labels import arabic, looks_like, ordinal, roman, scanned_arabic, scanned_roman
from .lines import Line

WORDS = {"bab": Kind.CHAPTER, "bagian": Kind.PART, "paragraf": Kind.SUBPART, "pasal": Kind.ARTICLE}
# How a line ends when a reference goes on in the next one.
OPEN_END = re.compile(
    r"(?:\b(?:dalam|pada|dan|atau|dan/atau|dengan|ketentuan|dari|dimaksud|antara|Pasal|pasal|ayat)|,)$"
)
DAMAGED_DIGITS = re.compile(r"[\dlIi|!\[\]()TtOoQSsZzBgq?/\\\"'’.,~^-]{1,4}")
FIRST_PARAGRAPH = re.compile(r"[({\[]\s?[1lIi]\s?[)}\]]\s?[A-Z]")
SENTENCE_END = re.compile(r"[.;:]$")


@dataclass(frozen=True)
class Heading:
    """A heading as found: place in the lines, kind, number, title on the same line, what is doubtful about it.

    ``word`` is an ordinal as written where it is an older one, ``Bagian Pertama``.
    """

    index: int
    line: int
    kind: Kind
    number: Number
    title: str = ""
    doubt: str = ""
    word: str = ""

    @property
    def printed(self) -> str:
        """The heading in one line."""
        return f"{label(self.kind, self.number)} {self.title}".strip()


@dataclass(frozen=True)
class _Candidate:
    index: int
    kind: Kind
    printed: Number | None
    title: str
    is_damaged: bool
    stands_alone: bool


def find_headings(lines: Sequence[Line]) -> list[Heading]:
    """Headings of a body whose Pasal run from 1; each has its true number, damaged or misprinted ones with a doubt."""
    candidates = [c for index in range(len(lines)) if (c := _candidate(lines, index)) is not None]
    return _number(candidates, lines)


def find_quoted(lines: Sequence[Line]) -> list[Heading]:
    """Headings quoted by an amending instruction: they carry the numbers of the amended regulation."""
    out = []
    for index in range(len(lines)):
        found = _candidate(lines, index)
        if found is not None and found.printed is not None and found.stands_alone:
            doubt = _damaged(lines[index]) if found.is_damaged else ""
            out.append(Heading(index, lines[index].number, found.kind, found.printed, found.title, doubt))
    return out


def find_amending(lines: Sequence[Line]) -> list[Heading]:
    """``Pasal I`` and ``Pasal II`` of an amending regulation (R135)."""
    out: list[Heading] = []
    for index, line in enumerate(lines):
        match = re.fullmatch(r"([A-Za-z]{4,6})\s?([^\s.,;:()]{1,4})", line.text)
        if match is None or not looks_like(match[1], "pasal") or arabic(match[2]):
            continue
        expected = Number(len(out) + 1)
        printed = roman(match[2])
        if (printed or scanned_roman(match[2])) == expected:
            doubt = "" if printed else f"nomor terbaca {match[2]!r}, dianggap {label(Kind.AMENDING, expected)}"
            out.append(Heading(index, line.number, Kind.AMENDING, expected, doubt=doubt))
    return out


def _candidate(lines: Sequence[Line], index: int) -> _Candidate | None:
    text = lines[index].text
    if SENTENCE_END.search(text) or text.endswith(","):
        text = text.rstrip(".") if re.fullmatch(r"(?:BAB|Pasal|PASAL) [IVXLC\d]+[A-Z]?\.", text) else ""
    word, rest, is_damaged = _split(text)
    if not rest:
        return None
    kind = WORDS[word]
    number, title, unclear = _numeral(kind, rest)
    is_damaged = is_damaged or unclear
    if number is None and not unclear:
        return None
    return _Candidate(index, kind, number, title, is_damaged, _stands_alone(lines, index))


def _split(text: str) -> tuple[str, str, bool]:
    """The word of a heading and what follows it, also glued or damaged by a scan."""
    for name in WORDS:
        if text[: len(name)].casefold() == name and text[:1].isupper():
            rest = text[len(name) :]
            glued = not rest.startswith(" ")
            if glued and not re.match(r"[IVXLUT\d]{1,5}$", rest):
                return "", "", False
            return name, rest.strip(), glued
    word, _, rest = text.partition(" ")
    bare = word.replace(".", "")
    if bare[:1].isupper() and len(bare) >= 4:
        for name in WORDS:
            if looks_like(bare, name, 0.8):
                return name, rest.strip(), True
    return "", "", False


def _numeral(kind: Kind, rest: str) -> tuple[Number | None, str, bool]:
    """The number after the word, the title on the same line, and whether a scan damaged it."""
    words = rest.split()
    if kind == Kind.CHAPTER:
        title = " ".join(words[1:])
        if title and not title.isupper():
            return None, "", False
        if number := roman(words[0]):
            return number, title, False
        number = scanned_roman(words[0]) or arabic(words[0])
        return number, title, number is not None or (not title and len(words[0]) <= 4)
    if kind == Kind.ARTICLE:
        bare = rest.replace(" ", "")
        if number := arabic(bare):
            return number, "", False
        if len(bare) > 4 or not DAMAGED_DIGITS.fullmatch(bare):
            return None, "", False
        return scanned_arabic(bare), "", True
    for count in range(min(4, len(words)), 0, -1):
        head = " ".join(words[:count])
        number = ordinal(head) or (arabic(head) if kind == Kind.SUBPART else roman(head))
        if number:
            title = " ".join(words[count:])
            return (None, "", False) if title[:1].islower() else (number, title, False)
    return None, "", False


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether the line is set as a heading, not the wrapped piece of a sentence."""
    before = lines[index - 1].text if index else "."
    after = lines[index + 1].text if index + 1 < len(lines) else "X"
    if after[:1].islower() and not re.match(r"[a-z]{1,2}\s?[.)]", after):
        return False
    if OPEN_END.search(before) and not lines[index].gap:
        return False
    return (
        lines[index].gap or bool(SENTENCE_END.search(before)) or _candidate_kind(before) is not None or before.isupper()
    )


def _candidate_kind(text: str) -> Kind | None:
    return WORDS.get(text.split()[0].casefold()) if len(text.split()) <= 3 else None


def _number(candidates: list[_Candidate], lines: Sequence[Line]) -> list[Heading]:
    """Give each heading its true number; drop candidates that do not fit the run of their kind."""
    out: list[Heading] = []
    last: dict[Kind, Number] = {}
    for position, found in enumerate(candidates):
        before = last.get(found.kind, Number(0))
        expected = Number(before.base + 1)
        follows = found.printed == expected or (
            found.printed is not None and found.printed.base == before.base and found.printed.suffix > before.suffix
        )
        if not (found.stands_alone or (follows and _may_start(lines, found.index))):
            continue
        number, doubt = expected, ""
        if found.printed is not None and follows:
            number = found.printed
            doubt = _damaged(lines[found.index]) if found.is_damaged else ""
        elif (
            found.printed is not None
            and found.printed.base > expected.base
            and _goes_on(candidates[position + 1 :], found)
        ):
            number = found.printed
            doubt = f"nomor melompat: diharapkan {label(found.kind, expected)}"
        else:
            doubt = f"tertulis {lines[found.index].text!r}, dianggap {label(found.kind, expected)}"
        word = "Pertama" if "pertama" in lines[found.index].text.casefold() and found.kind == Kind.PART else ""
        out.append(Heading(found.index, lines[found.index].number, found.kind, number, found.title, doubt, word))
        last[found.kind] = number
        for kind in _restarts(found.kind):
            last.pop(kind, None)
    return out


def _may_start(lines: Sequence[Line], index: int) -> bool:
    """A heading with the right number needs less proof, but never stands in the middle of a reference."""
    before = lines[index - 1].text if index else "."
    after = lines[index + 1].text if index + 1 < len(lines) else "X"
    if FIRST_PARAGRAPH.match(after):
        return True
    wrapped = bool(OPEN_END.search(before)) and not lines[index].gap
    if wrapped and before.endswith(",") and after[:1].isupper():
        wrapped = False  # a scan's comma for a full stop
    continues = bool(re.match(r"(?:ayat|huruf|angka|sampai|dan|atau|diatur|wajib|dapat)\b", after))
    return not wrapped and not continues


def _goes_on(later: list[_Candidate], found: _Candidate) -> bool:
    following = next((c for c in later if c.kind == found.kind), None)
    return following is not None and found.printed is not None and following.printed == Number(found.printed.base + 1)


def _restarts(kind: Kind) -> tuple[Kind, ...]:
    """What counts anew below a heading (R52, R53)."""
    return {Kind.CHAPTER: (Kind.PART, Kind.SUBPART), Kind.PART: (Kind.SUBPART,)}.get(kind, ())


def _damaged(line: Line) -> str:
    return f"kepala terbaca {line.text!r}"
