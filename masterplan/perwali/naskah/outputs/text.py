"""The regulation as plain text: a line a paragraph, labels as printed; what the reader reads back is the same tree."""

from collections.abc import Iterator

from ..annexes import AnnexContent, Block, Heading, Items, Paragraph, Table
from ..document import PrintedElement, Text


def plain_text(text: Text, annexes: list[AnnexContent] | None = None) -> str:
    """The whole regulation; no-break signs become plain ones."""
    lines = "\n".join(_lines(text, annexes or []))
    return lines.replace("\u00a0", " ").replace("\u2011", "-") + "\n"


def _lines(text: Text, annexes: list[AnnexContent]) -> Iterator[str]:
    yield from text.head
    yield ""
    if text.is_draft:
        yield "RANCANGAN"
    yield from text.title
    yield from ["", text.phrase, text.office, ""]
    yield from _labelled("Menimbang", text.recitals)
    yield from _labelled("Mengingat", text.basis)
    yield from ["", text.decide, f"Menetapkan : {text.enact}"]
    for element in text.body:
        yield from _element(element)
    yield from ["", text.order, ""]
    for act in ("penetapan", "pengundangan"):
        if act in text.signatures:
            yield from [line for line in text.signatures[act].lines if line]
            yield ""
    yield text.gazette
    for frame, content in zip(text.annexes, annexes, strict=False):
        yield from ["", frame.label, *text.title, "", frame.name, ""]
        for block in content.blocks:
            yield from _block(block)
        yield from ["", *[line for line in text.signatures["penetapan"].lines[-3:] if line]]


def _labelled(word: str, items: list[PrintedElement]) -> Iterator[str]:
    for index, item in enumerate(items):
        label = f"{item.label} " if item.label else ""
        yield f"{word} : {label}{item.text}" if index == 0 else f"{label}{item.text}"


def _element(element: PrintedElement) -> Iterator[str]:
    if element.kind in ("bab", "bagian", "paragraf"):
        yield from ["", element.label, element.title]
    elif element.kind in ("pasal", "pasal_romawi"):
        yield from ["", element.label, *([element.text] if element.text else [])]
    else:
        yield f"{element.label} {element.text}".rstrip()
    for child in element.children:
        yield from _element(child)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield "\t".join(column.heading for column in block.columns)
            for row in block.rows:
                yield "\t".join(row.cells)
        case Heading() | Paragraph():
            yield block.text
        case Items():
            yield from (f"{label} {text}" for label, text in block.items)
