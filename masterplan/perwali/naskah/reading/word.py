"""Paragraphs and tables of a Word document as lines, with the numbers that Word itself computes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .. import numbers


def word_text(path: Path) -> str:
    """The text of a .docx, a line a paragraph; numbered paragraphs get their label, cells of a row stand together."""
    document = Document(str(path))
    labels = _Labels(document)
    return "\n".join(_lines(document.iter_inner_content(), labels))


def _lines(content: Iterable[Paragraph | Table], labels: "_Labels") -> Iterator[str]:
    for block in content:
        if isinstance(block, Table):
            for row in block.rows:
                cells = []
                for cell in dict.fromkeys(cell._tc for cell in row.cells):
                    inner = next(item for item in row.cells if item._tc is cell)
                    cells.append(list(_lines(inner.iter_inner_content(), labels)))
                yield " ".join(lines[0] for lines in cells if lines and lines[0].strip())
                for lines in cells:
                    yield from lines[1:]
        elif isinstance(block, Paragraph):
            text = block.text.replace("\t", " ")
            label = labels.of(block)
            yield from (line.strip() for line in f"{label} {text}".split("\n"))


class _Labels:
    """Counts the numbered paragraphs of a document as Word does."""

    def __init__(self, document: WordDocument) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.abstract_of: dict[str, str] = {}
        self.counters: dict[str, dict[int, int]] = defaultdict(dict)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.findall(qn("w:abstractNum")):
            levels = {}
            for level in abstract.findall(qn("w:lvl")):
                value = {name: level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start")}
                levels[int(level.get(qn("w:ilvl")))] = (
                    _value(value["numFmt"], "decimal"),
                    _value(value["lvlText"], ""),
                    int(_value(value["start"], "1")),
                )
            self.levels[abstract.get(qn("w:abstractNumId"))] = levels
        for number in root.findall(qn("w:num")):
            self.abstract_of[number.get(qn("w:numId"))] = _value(number.find(qn("w:abstractNumId")), "")

    def of(self, paragraph: Paragraph) -> str:
        """The label of a paragraph, empty if it is not numbered."""
        properties = self._properties(paragraph)
        if properties is None:
            return ""
        number_id, depth = properties
        levels = self.levels.get(self.abstract_of.get(number_id, ""), {})
        if depth not in levels:
            return ""
        counters = self.counters[number_id]
        counters[depth] = counters.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            del counters[deeper]
        text = levels[depth][1]
        for level, (form, _, start) in levels.items():
            text = text.replace(f"%{level + 1}", _form(form, counters.get(level, start)))
        return "" if levels[depth][0] == "bullet" else text

    @staticmethod
    def _properties(paragraph: Paragraph) -> tuple[str, int] | None:
        style: Any = paragraph.style
        sources = [paragraph._p.pPr]
        while style is not None:
            sources.append(style.element.pPr)
            style = style.base_style
        for source in sources:
            found = source.find(qn("w:numPr")) if source is not None else None
            given = found.find(qn("w:numId")) if found is not None else None
            if found is not None and given is not None:
                number_id = int(_value(given, "0"))
                return (str(number_id), int(_value(found.find(qn("w:ilvl")), "0"))) if number_id else None
        return None


def _value(element: Any, default: str) -> str:
    return element.get(qn("w:val"), default) if element is not None else default


def _form(form: str, number: int) -> str:
    match form:
        case "upperRoman":
            return numbers.roman(number)
        case "lowerRoman":
            return numbers.roman(number).lower()
        case "lowerLetter":
            return numbers.letter(number)
        case "upperLetter":
            return numbers.letter(number).upper()
        case _:
            return str(number)
