"""Two versions side by side, joined by stable ids (5.5). Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .annexes import AnnexContent, Heading, Items, Paragraph, Table
from .document import PrintedElement, Text
from .structure import TITLED, Kind, Node, Tree

GROUPS = (*TITLED, Kind.AMENDING)


@dataclass(frozen=True)
class Passage:
    """A piece of a printed regulation: its place in words and its text."""

    place: str
    text: str


@dataclass(frozen=True)
class Change:
    """What became of one element: ``baru``, ``hilang``, ``berubah``, or only another number (``nomor``)."""

    id: str
    kind: str
    before: Passage | None
    after: Passage | None

    @property
    def place(self) -> str:
        """Where it stands now, or stood."""
        return (self.after or self.before).place  # type: ignore[union-attr]


def compare(before: dict[str, Passage], after: dict[str, Passage]) -> list[Change]:
    """Changes in the order of the newer text; what went stands where it stood."""
    order = list(after)
    position = 0
    for stable_id in before:
        if stable_id in after:
            position = order.index(stable_id) + 1
        else:
            order.insert(position, stable_id)
            position += 1
    out = []
    for stable_id in order:
        old, new = before.get(stable_id), after.get(stable_id)
        if old == new:
            continue
        kind = "baru" if old is None else "hilang" if new is None else "nomor" if old.text == new.text else "berubah"
        out.append(Change(stable_id, kind, old, new))
    return out


def touched_articles(changes: list[Change]) -> list[str]:
    """The Pasal whose words changed, each once, in order."""
    found = (re.match(r"Pasal \w+", change.place) for change in changes if change.kind != "nomor")
    return list(dict.fromkeys(match[0] for match in found if match))


def passages(text: Text, annexes: list[AnnexContent], addresses: dict[str, str]) -> dict[str, Passage]:
    """Every piece of a printed regulation by its id: title, recitals, basis, body, rows of annexes."""
    out = {"judul": Passage("Judul", text.name)}
    for element in (*text.recitals, *text.basis):
        out[element.id] = Passage(addresses[element.id], element.text)
    for element in text.body:
        out.update(_elements(element, addresses))
    for frame, content in zip(text.annexes, annexes, strict=True):
        label = addresses[frame.id]
        out[frame.id] = Passage(label, frame.name)
        out.update((key, Passage(f"{label}{place}", words)) for key, place, words in _annex(content))
    return out


def _elements(element: PrintedElement, addresses: dict[str, str]) -> Iterator[tuple[str, Passage]]:
    words = f"{element.title} {element.text}".strip() if element.kind in GROUPS else element.text
    if words or not element.children:
        yield element.id, Passage(addresses[element.id], words)
    for child in element.children:
        yield from _elements(child, addresses)


def _annex(content: AnnexContent) -> Iterator[tuple[str, str, str]]:
    """Pieces of an annex: a table row is known by its name, a paragraph by its place under its heading."""
    seen: Counter[str] = Counter()
    heading = ""

    def piece(name: str, place: str, words: str) -> tuple[str, str, str]:
        key = f"{content.id}:{heading}:{name}"
        seen[key] += 1
        return f"{key}:{seen[key]}", place, words

    for block in content.blocks:
        match block:
            case Heading():
                heading = block.text
                yield piece("judul", f", {heading}", block.text)
            case Paragraph():
                yield piece("paragraf", f", {heading}" if heading else "", block.text)
            case Items():
                for label, words in block.items:
                    yield piece("butir", f", {heading} {label}".rstrip(), words)
            case Table():
                for row in block.rows:
                    name = row.cells[1] if row.kind == "data" and len(row.cells) > 1 else row.cells[0]
                    yield piece(f"{row.kind} {name}", f", {name}", " | ".join(row.cells))


def touched_elements(before: Tree, after: Tree) -> set[str]:
    """Ids of elements that were written, inserted or removed; a number or reference that only followed is none."""
    old = {node.id: _own(node) for node in before.by_id.values()}
    new = {node.id: _own(node) for node in after.by_id.values()}
    return {stable_id for stable_id in {*old, *new} if old.get(stable_id) != new.get(stable_id)}


def _own(node: Node) -> tuple[object, ...]:
    return node.kind, node.text, node.title, node.conjunction, node.removed, node.parent.id if node.parent else ""
