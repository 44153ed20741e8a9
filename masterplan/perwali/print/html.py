"""The regulation as HTML for print: made from the compiled document only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from solok_smartcity.kit.indonesian import long_date

from ..models import HouseStyle
from ..naskah.annexes import AnnexContent, Block, Column, Heading, Table
from ..naskah.document import AnnexFrame, PrintedElement
from ..naskah.outputs.fonts import FAMILIES
from ..naskah.outputs.widths import column_widths
from ..naskah.structure import Kind
from ..selectors.printed import Document

SIGNED = "ttd"
READ = "Dibaca dari naskah asli dan disusun ulang; bukan naskah resmi"
ROWS_TOGETHER, FEWEST_ROWS = 40, 10
SAMPLE_ROWS = 10


def pages(
    document: Document, copy_block: Sequence[str] = (), *, mark: str = "", notes: Mapping[str, str] | None = None
) -> list[str]:
    """HTML documents to print, one after the other: cover sheet of a draft, the text, the annexes in parts.

    Each is laid out by itself and kept, so that after an edit only what changed is laid out again; pages are
    numbered through. ``copy_block``: lines of the certification; with it the regulation is printed as a certified
    copy (R119, R120); ``mark``: a line at the top that says what kind of text it is; ``notes``: a line under an
    element, by id.
    """
    text = document.text
    mark = mark or (READ if document.regulation.read_from else "")
    body, last_article = _split_last_article(text.body)
    context = {
        "document": document,
        "text": text,
        "style": document.style,
        "families": FAMILIES,
        "notes": notes,
        "mark": mark,
        "copy_block": copy_block,
        "signed": SIGNED if copy_block or mark else "",
        "numbering": "naskah",
    }
    out: list[str] = []
    if text.is_draft:
        cover = {
            "changed_on": long_date(localtime(document.changed_at).date()),
            "stage": document.stage_name,
            "warnings": [item for item in document.findings if item.fault.warning],
            "errors": [item for item in document.findings if not item.fault.warning],
            "is_first": True,
            "numbering": "sampul",
        }
        out.append(render_to_string("perwali/pdf/cover.html", {**context, **cover}))
    main = {"body": body, "last_article": last_article, "emblem": document.emblem, "is_first": not out}
    out.append(render_to_string("perwali/pdf/text.html", {**context, **main}))
    enactor = _office_lines(document)
    restarts = document.style.annex_numbering == HouseStyle.AnnexNumbering.RESTART
    for index, (frame, content) in enumerate(zip(text.annexes, document.annexes, strict=True), start=1):
        numbering = f"lampiran{index}" if restarts else "naskah"
        for part in annex_parts(frame, content, _widths(content, document.style)):
            values = {"annex": part, "enactor": enactor, "numbering": numbering}
            out.append(render_to_string("perwali/pdf/annex.html", {**context, **values}))
    if copy_block:
        out.append(render_to_string("perwali/pdf/certification.html", context))
    return out


def sample(document: Document, part: str) -> str:
    """One sheet of a document to be looked at on the screen: ``naskah``, its beginning; ``lampiran``, a broad table.

    Raises ``LookupError`` for a part there is not.
    """
    text = document.text
    shown, landscape = replace(document, text=replace(text, body=text.body[:1], annexes=[]), annexes=[]), False
    if part == "lampiran":
        found = _broad_table(document)
        if found is None:
            raise LookupError(part)
        frame, content = found
        shown, landscape = replace(shown, text=replace(shown.text, annexes=[frame]), annexes=[content]), True
    elif part != "naskah":
        raise LookupError(part)
    return _on_screen(pages(shown)[-1], document.style, landscape=landscape, zoom="0.44" if landscape else "0.62")


def print_view(document: Document) -> str:
    """The whole text without its annexes as one sheet on the screen, set as it will print."""
    shown = replace(document, text=replace(document.text, annexes=[]), annexes=[])
    return _on_screen(pages(shown)[-1], document.style)


def _on_screen(sheet: str, style: HouseStyle, *, landscape: bool = False, zoom: str = "1") -> str:
    screen = render_to_string("perwali/pdf/screen.css", {"style": style, "landscape": landscape, "zoom": zoom})
    return sheet.replace("</head>", f"<style>{screen}</style></head>", 1)


def _broad_table(document: Document) -> tuple[AnnexFrame, AnnexContent] | None:
    """The first annex in landscape with the first rows of its first table."""
    for frame, content in zip(document.text.annexes, document.annexes, strict=True):
        table = next((block for block in content.blocks if isinstance(block, Table) and block.rows), None)
        if content.orientation == "lanskap" and table is not None:
            few = replace(table, rows=table.rows[:SAMPLE_ROWS])
            return frame, replace(content, blocks=[few])
    return None


@dataclass(frozen=True)
class AnnexPart:
    """What of an annex is laid out together: it starts on a page of its own."""

    frame: AnnexFrame
    blocks: list[Block]
    last: Block | None
    widths: dict[tuple[Column, ...], list[str]]
    begins: bool
    ends: bool
    is_landscape: bool


def annex_parts(
    frame: AnnexFrame, content: AnnexContent, widths: dict[tuple[Column, ...], list[str]]
) -> list[AnnexPart]:
    """An annex in parts: a long one is parted where a table with a new group begins, none with few rows by itself."""
    parts: list[list[Block]] = [[]]
    is_long = _rows(content.blocks) > ROWS_TOGETHER
    for block in content.blocks:
        begins_group = isinstance(block, Table) and block.rows[:1] and block.rows[0].kind == "group"
        if is_long and begins_group and _rows(parts[-1]) >= FEWEST_ROWS:
            parts.append([])
        parts[-1].append(block)
    out = []
    for index, blocks in enumerate(parts):
        ends = index == len(parts) - 1
        last = _last_block(blocks) if ends else None
        shown = [block for block in blocks if block is not last]
        out.append(AnnexPart(frame, shown, last, widths, index == 0, ends, content.orientation == "lanskap"))
    return out


def _rows(blocks: list[Block]) -> int:
    return sum(len(block.rows) for block in blocks if isinstance(block, Table))


def _split_last_article(body: list[PrintedElement]) -> tuple[list[PrintedElement], PrintedElement | None]:
    """The last Pasal is printed with the closing, so that no page holds signatures alone (R106)."""
    if body and body[-1].kind == Kind.AMENDING:
        return body[:-1], body[-1]
    if not body or not body[-1].children or body[-1].children[-1].kind != Kind.ARTICLE:
        return body, None
    *chapters, last = body
    shortened = PrintedElement(last.id, last.kind, last.label, last.title, last.segments, last.children[:-1])
    return [*chapters, shortened], last.children[-1]


def _office_lines(document: Document) -> tuple[str, ...]:
    """Office, space and name of the enacting official, as they close every annex (R114)."""
    lines = document.text.signatures["penetapan"].lines
    office = next(index for index, line in enumerate(lines) if line.endswith(","))
    return lines[office:]


def _widths(content: AnnexContent, style: HouseStyle) -> dict[tuple[Column, ...], list[str]]:
    """Column widths in per cent of the page, one set for all tables of an annex that share their headings."""
    long, short = 330, 215
    sheet = long if content.orientation == "lanskap" else short
    total = sheet - style.margin_left_mm - style.margin_right_mm
    alike: dict[tuple[Column, ...], list[Table]] = {}
    for block in content.blocks:
        if isinstance(block, Table):
            alike.setdefault(block.columns, []).append(block)
    return {
        columns: [f"{100 * width / total:.3f}%" for width in column_widths(tables, style.table_pt, total)]
        for columns, tables in alike.items()
    }


def _last_block(blocks: list[Block]) -> Block | None:
    """A short last block is kept together with the signature below it."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Heading) or (isinstance(last, Table) and len(last.rows) > 8):
        return None
    return last
