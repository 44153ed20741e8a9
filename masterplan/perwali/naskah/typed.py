"""References in a text field: shown as the words they print, and found again in what comes back. Pure.

A drafter writes ``sebagaimana dimaksud dalam Pasal 3 ayat (2)``; what is stored is the token of that ayat (R96).
"""

from dataclasses import dataclass

from .reading.addresses import find_addresses
from .reading.tree import places_of, with_tokens
from .references import NBSP, TOKEN, BrokenReference, Resolver, read_token
from .structure import Node


@dataclass(frozen=True)
class Chip:
    """A reference of a text: its token, the words it prints now, and the ids it points to."""

    token: str
    words: str
    targets: tuple[str, ...]


def chips(text: str, node: Node, resolver: Resolver) -> list[Chip]:
    """The references of a text in order; a broken one shows its token."""
    out = []
    for match in TOKEN.finditer(text):
        token = read_token(match)
        try:
            words = resolver.phrase(token, node).replace(NBSP, " ")
        except BrokenReference:
            words = match[0]
        out.append(Chip(match[0], words, token.ids))
    return out


def in_words(text: str, node: Node, resolver: Resolver) -> str:
    """The text with its references as words, as a person edits it."""
    for chip in chips(text, node, resolver):
        text = text.replace(chip.token, chip.words)
    return text


def in_tokens(text: str, node: Node, resolver: Resolver, seen: list[Chip]) -> str:
    """What a person sent, with tokens again.

    ``seen``: the references as they were shown, so that one nobody touched keeps its target even when numbers
    changed meanwhile. Other addresses are looked up in the tree as it is; one that leads nowhere stays as text,
    where the lint finds it (R96).
    """
    for chip in sorted(seen, key=lambda chip: -len(chip.words)):
        position = 0
        while (start := text.find(chip.words, position)) >= 0:
            position = start + len(chip.words)
            if _is_whole(text, start, position):
                text = f"{text[:start]}{chip.token}{text[position:]}"
                position = start + len(chip.token)
    return with_tokens(text, node, resolver, places_of(resolver.tree))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the words are a reference as it was shown, not the beginning of another or of another rule's."""
    if text[end : end + 1].isalnum():
        return False
    return all(
        start <= address.start and address.start + len(address.text) <= end
        for address in find_addresses(text)
        if address.start < end and address.start + len(address.text) > start
    )
