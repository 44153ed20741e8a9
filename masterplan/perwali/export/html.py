"""The regulation as HTML for print: made from the compiled document only."""

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from solok_smartcity.kit.indonesian import long_date

from ..annexes import AnnexContent, Column, Heading, Table
from ..document import Element
from ..models import HouseStyle
from ..selectors.printed import Document
from ..structure import Kind
from .fonts import FAMILIES
from .widths import column_widths

SIGNED = "ttd"


def pages(
    document: Document, copy_block: Sequence[str] = (), *, mark: str = "", notes: Mapping[str, str] | None = None
) -> list[str]:
    """HTML documents to print: the cover sheet of a draft, then the regulation with its annexes.

    ``copy_block``: lines of the certification; with it the regulation is printed as a certified copy (R119, R120);
    ``mark``: a line at the top that says what kind of text it is; ``notes``: a line under an element, by id.
    """
    context = {
        "document": document,
        "text": document.text,
        "style": document.style,
        "families": FAMILIES,
        "changed_on": long_date(localtime(document.changed_at).date()),
        "stage": document.stage_name,
    }
    body, last_article = _split_last_article(document.text.body)
    regulation = render_to_string(
        "perwali/pdf/regulation.html",
        {
            **context,
            "copy_block": copy_block,
            "signed": SIGNED if copy_block or mark else "",
            "mark": mark,
            "notes": notes,
            "body": body,
            "last_article": last_article,
            "emblem": document.emblem,
            "enactor": _office_lines(document),
            "annexes": [
                {
                    "frame": frame,
                    "content": content,
                    "last": _last_block(content.blocks),
                    "widths": _widths(content, document.style),
                }
                for frame, content in zip(document.text.annexes, document.annexes, strict=True)
            ],
        },
    )
    if not document.text.is_draft:
        return [regulation]
    warnings = [fault for fault in document.text.faults if fault.warning]
    errors = [fault for fault in document.text.faults if not fault.warning]
    cover = render_to_string("perwali/pdf/cover.html", {**context, "warnings": warnings, "errors": errors})
    return [cover, regulation]


def _split_last_article(body: list[Element]) -> tuple[list[Element], Element | None]:
    """The last Pasal is printed with the closing, so that no page holds signatures alone (R106)."""
    if body and body[-1].kind == Kind.AMENDING:
        return body[:-1], body[-1]
    if not body or not body[-1].children or body[-1].children[-1].kind != Kind.ARTICLE:
        return body, None
    *chapters, last = body
    shortened = Element(last.id, last.kind, last.label, last.title, last.segments, last.children[:-1])
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


def _last_block(blocks: list) -> object | None:
    """A short last block is kept together with the signature below it."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Heading) or (isinstance(last, Table) and len(last.rows) > 8):
        return None
    return last
