"""A reading as a tree to draft with: marks taken off, references put back as tokens with stable ids. Pure."""

import re
from copy import deepcopy

from ..references import NBSP, Resolver, Token
from ..structure import LIST_KINDS, Kind, Node, Tree
from ..wording import last_recital
from .addresses import Target, find_addresses
from .body import Doubt
from .regulation import Reading, absolute, place_of

CONJUNCTION = re.compile(r"[;,]?\s(dan|atau|dan/\s?atau)$")
ANNEX = re.compile(
    r"Lampiran(?: [IVXL]+\b(?!\s(?:Undang|Peraturan|Keputusan))|(?= yang merupakan bagian tidak terpisahkan))"
)
GENERATED = re.compile(r"bahwa berdasarkan pertimbangan .*?, perlu (?:menetapkan|membentuk) (.+?) tentang (.+)$", re.S)
PHRASE = re.compile(r"sebagaimana dimaksud (?:dalam|pada) $")


def to_tree(reading: Reading) -> tuple[Tree, list[str], list[Doubt]]:
    """The tree of a reading, ids of its annexes, and where its list marks differ from the rules (R62, R63)."""
    roots = deepcopy([*reading.recitals, *reading.basis, *reading.body])
    tree = Tree(roots)
    doubts: list[Doubt] = []
    for node in tree.by_id.values():
        if node.kind in (Kind.RECITAL, Kind.BASIS):
            node.text = re.sub(r"[;.,]+$", "", node.text)
        _find_conjunction(node, reading, doubts)
    for node in tree.by_id.values():
        _take_marks(node)
    recitals = tree.of(Kind.RECITAL)
    if len(recitals) > 1:
        _find_generated(recitals)
    annexes = [f"lampiran_{index}" for index in range(1, len(reading.annex_lines) + 1)]
    _put_tokens(tree, annexes)
    return tree, annexes, doubts


def _find_generated(recitals: list[Node]) -> None:
    """The last recital is generated if it is exactly what would be generated (R31)."""
    match = GENERATED.match(recitals[-1].text)
    if match and last_recital(len(recitals) - 1, match[1], match[2]).replace(NBSP, " ") == recitals[-1].text:
        recitals[-1].automatic, recitals[-1].text = True, ""


def _find_conjunction(node: Node, reading: Reading, doubts: list[Doubt]) -> None:
    """The conjunction of a list stands after its item before the last; every other item ends with a semicolon."""
    items = _items(node)
    if not items or items[0].defines:
        return
    leaves = [_last_leaf(item) for item in items]
    match = CONJUNCTION.search(leaves[-2].text) if len(leaves) > 1 else None
    node.conjunction = match[1].replace(" ", "") if match else ""
    if match is None and len(items) > 1:
        doubts.append(Doubt(reading.line_of[items[-1].id], "rincian tanpa kata hubung sebelum butir terakhir (R63)"))
    for leaf in leaves[:-1]:
        if leaf.text.endswith(":"):
            continue  # a list announced and not given: R64
        if not CONJUNCTION.sub("", leaf.text).endswith(";") and not re.search(r"; (?:dan|atau|dan/atau)$", leaf.text):
            doubts.append(Doubt(reading.line_of[leaf.id], "butir tidak diakhiri titik koma (R62)"))


def _take_marks(node: Node) -> None:
    """End marks and conjunctions are computed, so items do not keep them."""
    items = _items(node)
    for item in items if items and not items[0].defines else ():
        if not _items(item):
            item.text = re.sub(r"\s*[;,.]+$", "", CONJUNCTION.sub("", item.text))


def _items(node: Node) -> list[Node]:
    return [child for child in node.children if child.kind in LIST_KINDS]


def _last_leaf(node: Node) -> Node:
    """The element whose text carries the mark of an item: its last list item, or itself."""
    items = _items(node)
    return _last_leaf(items[-1]) if items else node


def _put_tokens(tree: Tree, annexes: list[str]) -> None:
    """Replace each address that prints exactly as written by a token of its targets (R96)."""
    resolver = Resolver(tree, annexes)
    places = places_of(tree)
    for node in tree.by_id.values():
        if node.kind != Kind.BASIS and node.ancestor(Kind.INSTRUCTION) is None:
            node.text = with_tokens(node.text, node, resolver, places)


def places_of(tree: Tree) -> dict[Target, str]:
    """Id of the element at each address; what an instruction quotes has none of its own."""
    out: dict[Target, str] = {}
    for node in tree.by_id.values():
        if node.ancestor(Kind.INSTRUCTION) is None:
            out.setdefault(place_of(node, tree), node.id)
    return out


def with_tokens(text: str, node: Node, resolver: Resolver, places: dict[Target, str]) -> str:
    """A text of ``node`` with tokens for the addresses written in it, where they would print the same."""
    own = place_of(node, resolver.tree)
    for address in reversed(list(find_addresses(text))):
        found = [places.get(absolute(target, own, node)) for target in address.targets]
        ids = [stable_id for stable_id in found if stable_id is not None]
        if not address.outside and len(ids) == len(found):
            text = _with_token(text, address.start, address.text, ids, address.is_range, resolver, node)
    return ANNEX.sub(lambda match: _annex_token(match[0], resolver), text)


def _with_token(
    text: str, start: int, written: str, ids: list[str], is_range: bool, resolver: Resolver, node: Node
) -> str:
    phrase = PHRASE.search(text[:start])
    for form, begin in (("acu", phrase.start() if phrase else None), ("ref", start)):
        if begin is None:
            continue
        token = Token(form, tuple(ids), is_range)
        if resolver.phrase(token, node).replace(NBSP, " ") == text[begin : start + len(written)]:
            names = ("..".join if is_range else ",".join)(ids)
            return f"{text[:begin]}{{{{{form}:{names}}}}}{text[start + len(written) :]}"
    return text


def _annex_token(written: str, resolver: Resolver) -> str:
    found = next((key for key in resolver.annexes if resolver.annex(key).replace(NBSP, " ") == written), None)
    return f"{{{{lamp:{found}}}}}" if found else written
