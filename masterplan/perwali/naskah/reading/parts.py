"""The parts of a regulation: title, recitals, legal basis, body, closing, elucidation, annexes. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .labels import looks_like
from .lines import Line

CONSENT = re.compile(r"Dengan\s+[Pp]ersetujuan", re.I)
CLOSING = re.compile(r"Agar\s+(?:setiap|semua|supaya)\b|(?:Ditetapkan|Disahkan|Diundangkan)\s+(?:di|Di)\b", re.I)
ELUCIDATION = re.compile(
    r"P\s?E\s?N\s?J\s?E\s?L\s?A\s?S\s?A\s?N(?:\s+ATAS)?(?:\s+(?:RANCANGAN\s+)?(?:PERATURAN|UNDANG-UNDANG)\b.*)?"
)
ANNEX = re.compile(r"LAMPIRAN(?:\s?[IVXLUT1l]{1,5})?\.?(?:\s*:.*|\s+(?:PERATURAN|KEPUTUSAN|UNDANG-UNDANG)\b.*)?")
KIND = re.compile(r"(?:RANCANGAN\s+)?(PERATURAN|UNDANG-UNDANG|UNDANG - UNDANG|KEPUTUSAN|QANUN|INSTRUKSI)")
NUMBER_LINE = re.compile(r"NOMOR\s*:?\s*(?P<number>.*?)\s*(?:TAHUN\s*(?P<year>\d{4}|[.…]+)?|$)", re.I)
# What follows a label; without it a damaged word is no label.
FOLLOWS = {
    "Menimbang": re.compile(r"\s*[:;.,]?\s*(?:a\b|[bh]a[bh]wa\b|$)"),
    "Mengingat": re.compile(r"\s*[:;.,]?\s*(?:[1lI]\b|Pasal\b|Undang|$)"),
    "Menetapkan": re.compile(r"\s*[:;.,]?\s*(?:PERATURAN|UNDANG|KEPUTUSAN|QANUN|$)"),
}


@dataclass(frozen=True)
class Part:
    """Lines of one part; ``start`` is the number of the line its label stands on."""

    start: int
    lines: tuple[Line, ...]


@dataclass
class Parts:
    """A regulation cut at its fixed words; a part that is not there is ``None``."""

    opening: Part
    recitals: Part | None
    basis: Part | None
    enact: Part | None
    decide: str
    body: Part
    closing: Part | None
    elucidation_line: int | None
    annex_lines: list[int] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)


def cut(lines: Sequence[Line], starts_body: Callable[[Sequence[Line], int], bool]) -> Parts:
    """Cut the lines at the labels, also where a scan damaged them; ``starts_body`` knows the first heading."""
    doubts: list[tuple[int, str]] = []
    end, elucidation, annexes = _end(lines)
    recitals = _find(lines, 0, end, "Menimbang", doubts)
    basis = _find(lines, (recitals or 0) + 1, end, "Mengingat", doubts)
    after = basis if basis is not None else recitals if recitals is not None else 0
    enact = _find(lines, after + 1, end, "Menetapkan", doubts)
    decide = next((i for i in range(after, enact if enact is not None else end) if _decides(lines[i].text)), enact)
    body = next((i for i in range((enact if enact is not None else after) + 1, end) if starts_body(lines, i)), end)
    closing = next((i for i in range(body, end) if CLOSING.match(lines[i].text)), end)
    consent = next((i for i in range(after, body) if CONSENT.match(lines[i].text)), body)
    stop = min(i for i in (consent, decide, enact, body) if i is not None)
    first = next((i for i in (recitals, basis, enact) if i is not None), body)
    return Parts(
        opening=Part(lines[0].number if lines else 0, tuple(lines[:first])),
        recitals=_part(lines, recitals, basis if basis is not None else stop, "Menimbang"),
        basis=_part(lines, basis, stop, "Mengingat"),
        enact=_part(lines, enact, body, "Menetapkan"),
        decide=lines[decide].text if decide is not None and decide != enact else "",
        body=Part(lines[body].number if body < len(lines) else 0, tuple(lines[body:closing])),
        closing=Part(lines[closing].number, tuple(lines[closing:end])) if closing < end else None,
        elucidation_line=elucidation,
        annex_lines=annexes,
        doubts=doubts,
    )


def _decides(text: str) -> bool:
    bare = re.sub(r"[^A-Za-z]", "", text)
    return bare.isupper() and looks_like(bare, "memutuskan", 0.8)


def _find(lines: Sequence[Line], start: int, end: int, word: str, doubts: list[tuple[int, str]]) -> int | None:
    """The line that begins with a label, exactly or nearly."""
    for least in (1.0, 0.8):
        for index in range(start, end):
            text = lines[index].text
            first = re.match(r"[A-Za-z]+", text)
            if first is None or not first[0][0].isupper() or not looks_like(first[0], word, least):
                continue
            if least < 1.0 and not FOLLOWS[word].match(text, first.end()):
                continue
            if least < 1.0:
                doubts.append((lines[index].number, f"label terbaca {first[0]!r}, dianggap {word}"))
            return index
    return None


def _part(lines: Sequence[Line], start: int | None, end: int, word: str) -> Part | None:
    """The lines of a labelled part, the label itself taken off."""
    if start is None:
        return None
    first = lines[start]
    rest = re.sub(r"^[A-Za-z]+\s*:?\s*", "", first.text)
    indent = first.indent + len(first.text) - len(rest)
    taken = [Line(first.number, rest, indent, True)] if rest else []
    return Part(first.number, (*taken, *lines[start + 1 : end]))


def _end(lines: Sequence[Line]) -> tuple[int, int | None, list[int]]:
    """Where elucidation or annexes begin after the closing, and the line numbers of both."""
    closed = next((i for i, line in enumerate(lines) if re.match(r"Agar\s+(?:setiap|semua)\b", line.text)), None)
    if closed is None:
        closed = next(
            (i for i, line in enumerate(lines) if re.match(r"(?:Ditetapkan|Disahkan)\s+(?:di\s+)?[A-Z]", line.text)),
            None,
        )
    end, elucidation, annexes = len(lines), None, []
    for index in range(closed + 1 if closed is not None else len(lines), len(lines)):
        text = lines[index].text
        if elucidation is None and ELUCIDATION.fullmatch(text):
            elucidation = lines[index].number
            end = min(end, index)
        elif ANNEX.fullmatch(text) and not re.search(r"tidak terpisah", text):
            annexes.append(lines[index].number)
            end = min(end, index)
    return end, elucidation, annexes
