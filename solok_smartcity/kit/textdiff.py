"""Word-level difference of two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 20_000


@dataclass(frozen=True)
class Part:
    """A piece of text that is the same, was taken away or was put in (``same``, ``gone``, ``new``)."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[Part]:
    """Parts that, without the new ones, give ``before``, and without the gone ones ``after``.

    Texts of more than 20,000 characters are compared as a whole, for time.
    """
    if max(len(before), len(after)) > LONGEST:
        old, new = [before], [after]
    else:
        old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("same", "".join(old[a:b])))
            continue
        if b > a:
            parts.append(Part("gone", "".join(old[a:b])))
        if d > c:
            parts.append(Part("new", "".join(new[c:d])))
    return [part for part in parts if part.text]
