"""Cross references: tokens with stable ids in texts, printed as addresses (R89-R97). Pure.

``{{acu:id}}`` is the whole phrase, ``{{ref:id}}`` the address, ``{{lamp:id}}`` the annex. Several targets are
``{{acu:a,b,c}}``, a range is ``{{acu:a..b}}``.
"""

import re
from dataclasses import dataclass

from solok_smartcity.kit.indonesian import enumeration

from . import numbers
from .structure import BODY_KINDS, Kind, Node, Tree

TOKEN = re.compile(r"\{\{(acu|ref|lamp):([a-z0-9_,. ]+)\}\}")
PLACEHOLDER = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")
NBSP = "\u00a0"


class BrokenReference(ValueError):
    """A token names an id that does not exist."""


@dataclass(frozen=True)
class Token:
    """One reference token: its form, the ids it names, and whether they are the ends of a range."""

    form: str
    ids: tuple[str, ...]
    is_range: bool


def tokens(text: str) -> list[Token]:
    """The reference tokens of a text."""
    return [read_token(match) for match in TOKEN.finditer(text)]


def read_token(match: re.Match[str]) -> Token:
    """The token of one match of ``TOKEN``."""
    form, names = match[1], match[2].replace(" ", "")
    is_range = ".." in names
    return Token(form, tuple(names.split(".." if is_range else ",")), is_range)


def placeholders(text: str) -> list[str]:
    """Keys of the placeholders of a text."""
    return PLACEHOLDER.findall(text)


class Resolver:
    """Prints references for one tree and its annexes."""

    def __init__(self, tree: Tree, annex_ids: list[str]) -> None:
        self.tree = tree
        self.annexes = number_annexes(tree, annex_ids)

    def target(self, stable_id: str) -> Node:
        """The element of an id; raises ``BrokenReference``."""
        try:
            return self.tree.by_id[stable_id]
        except KeyError:
            raise BrokenReference(f"acuan ke {stable_id} tidak ditemukan") from None

    def phrase(self, token: Token, source: Node) -> str:
        """The printed text of a token standing in ``source``."""
        if token.form == "lamp":
            return _several([self.annex(annex_id) for annex_id in token.ids], token.is_range)
        targets = [self.target(stable_id) for stable_id in token.ids]
        short = all(inside_article(source, target) for target in targets)
        text = _several(self._addresses(targets, short), token.is_range)
        if token.form == "ref":
            return text
        return f"sebagaimana dimaksud {'pada' if short else 'dalam'} {text}"

    def annex(self, annex_id: str) -> str:
        """``Lampiran II``, or ``Lampiran`` when there is only one (R111)."""
        if annex_id not in self.annexes:
            raise BrokenReference(f"lampiran {annex_id} tidak ditemukan")
        if len(self.annexes) == 1:
            return "Lampiran"
        return f"Lampiran{NBSP}{numbers.roman(self.annexes[annex_id])}"

    def address(self, target: Node, short: bool = False) -> str:
        """From large to small (R90); ``short`` leaves out the Pasal. Parts are joined by no-break spaces (R97)."""
        parts: list[str] = []
        node: Node | None = target
        while node is not None:
            if not (short and node.kind == Kind.ARTICLE):
                parts.insert(0, self._part(node))
            if node.kind in (Kind.ARTICLE, Kind.RECITAL, Kind.CHAPTER):
                break
            node = node.parent
        return NBSP.join(parts)

    def _addresses(self, targets: list[Node], short: bool) -> list[str]:
        """Their addresses; what lies in the same ayat or Pasal names it once: ``Pasal 3 ayat (1) dan ayat (2)``."""
        together = targets[0].kind != Kind.ARTICLE and all(
            target.parent is targets[0].parent and target.kind == targets[0].kind for target in targets
        )
        if not together:
            return [self.address(target, short) for target in targets]
        return [self.address(targets[0], short), *(self._part(target) for target in targets[1:])]

    def _part(self, node: Node) -> str:
        printed = self.tree.label(node)
        match node.kind:
            case Kind.PARAGRAPH:
                return f"ayat{NBSP}{printed}"
            case Kind.LETTER | Kind.RECITAL | Kind.LETTER_BRACKET:
                return f"huruf{NBSP}{printed.removesuffix('.')}"
            case Kind.NUMBER | Kind.NUMBER_BRACKET:
                return f"angka{NBSP}{printed.removesuffix('.')}"
            case _:
                return printed.replace(" ", NBSP)


def inside_article(source: Node, target: Node) -> bool:
    """Whether the short form holds: same Pasal, and the target is an ayat or lies in one (R89)."""
    article = target.ancestor(Kind.ARTICLE)
    return (
        article is not None and article is source.ancestor(Kind.ARTICLE) and target.ancestor(Kind.PARAGRAPH) is not None
    )


def _several(addresses: list[str], is_range: bool) -> str:
    """Several addresses: a range, or a list with the word repeated each time (R93)."""
    return " sampai dengan ".join(addresses) if is_range else enumeration(addresses)


def number_annexes(tree: Tree, annex_ids: list[str]) -> dict[str, int]:
    """Annexes in the order in which the body first mentions them (R115); unmentioned ones come last."""
    mentioned = [
        annex_id
        for node in tree.of(*BODY_KINDS, Kind.INSTRUCTION)
        for token in tokens(node.text)
        if token.form == "lamp"
        for annex_id in token.ids
    ]
    ordered = [a for a in dict.fromkeys(mentioned) if a in annex_ids]
    ordered += [a for a in annex_ids if a not in ordered]
    return {annex_id: index for index, annex_id in enumerate(ordered, start=1)}
