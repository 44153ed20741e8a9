"""The child process of ``pdf``: carries out one order and answers with the PDF.

Documents are laid out one by one and kept by their digest; what is kept is not laid out again. The finished PDF is
joined from what is kept in any case, so it has the same bytes whether its parts were there or not.
"""

import ctypes.util
import gc
import hashlib
import io
import json
import re
import resource
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypedDict

import pikepdf

from .files import write_atomically

# In the CSS of a document: the number of its first page, counted on from the documents of the same name before it.
FIRST_PAGE = re.compile(r"first-page\((\w+)\)")

HEADING = re.compile(r"<h([1-6])\b")


class Attached(TypedDict):
    """A file to be put into the PDF: its content in base 64, its day as text."""

    name: str
    description: str
    made_at: str
    content: str


class Order(TypedDict):
    """What one child is asked for: documents, variant, limits, where parts are kept and progress is told."""

    pages: list[str]
    variant: str
    memory_mib: int
    seconds: int
    store: str
    progress: str
    attachments: list[Attached]


def work(order: Order, answer: Connection) -> None:
    """Carry out one order: answers with the PDF, or with the last line of what went wrong, and the memory it took."""
    limit = order["memory_mib"] * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It ends by itself too, should the one who asked be gone; several seconds later than it is told to.
    resource.setrlimit(resource.RLIMIT_CPU, (int(order["seconds"]) + 5, int(order["seconds"]) + 10))
    gc.disable()  # a fifth faster; the process ends with the rendering
    content, error = b"", ""
    try:
        content = render(order)
    except Exception as failure:  # whatever the library raises, in words for the log and the page
        error = str(failure).strip().rpartition("\n")[2] or type(failure).__name__
    answer.send((content, error, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def render(order: Order) -> bytes:
    """The documents of an order as one PDF."""
    counted: dict[str, int] = {}
    parts: list[bytes] = []
    for html in order["pages"]:
        name = found[1] if (found := FIRST_PAGE.search(html)) else ""
        numbered = FIRST_PAGE.sub(str(counted.get(name, 0) + 1), html)
        parts.append(kept(numbered, order, order["attachments"] if not parts else []))
        if order["progress"]:
            with suppress(OSError):  # it is only told
                write_atomically(Path(order["progress"]), str(100 * len(parts) // len(order["pages"])).encode())
        if len(order["pages"]) > 1:
            with pikepdf.open(io.BytesIO(parts[-1])) as pdf:
                counted[name] = counted.get(name, 0) + len(pdf.pages)
    levels = [int(found[1]) if (found := HEADING.search(html)) else 1 for html in order["pages"]]
    return join(parts, levels) if len(parts) > 1 else parts[0]


def load_renderer() -> Any:
    """WeasyPrint, loaded without its detour.

    Looking a library up by its bare name asks linker and compiler, a fifth of a second; WeasyPrint then tries the
    name of the file itself, which the loader finds at once.
    """
    find_library, ctypes.util.find_library = ctypes.util.find_library, lambda name: None
    try:
        import weasyprint
    finally:
        ctypes.util.find_library = find_library
    return weasyprint


def kept(html: str, order: Order, attachments: list[Attached]) -> bytes:
    """One document as PDF: as it was kept, or laid out now and kept where there are several."""
    what = json.dumps([html, order["variant"], version("weasyprint"), attachments])
    key = hashlib.sha256(what.encode()).hexdigest()
    path = Path(order["store"]) / f"{key}.pdf"
    is_kept = len(order["pages"]) > 1
    if is_kept and path.exists():
        path.touch()
        return path.read_bytes()
    content = lay_out(html, order["variant"], attachments, key[:12])
    if is_kept:
        write_atomically(path, content)
    return content


def lay_out(html: str, variant: str, attachments: list[Attached], mark: str) -> bytes:
    """The PDF of one document; nothing is fetched but data addresses. ``mark`` makes names of cells unique."""
    weasyprint = load_renderer()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(pdf_variant=variant)
    document.metadata.attachments += [
        weasyprint.Attachment(
            string=b64decode(item["content"]),
            name=item["name"],
            description=item["description"],
            created=datetime.fromisoformat(item["made_at"]),
            modified=datetime.fromisoformat(item["made_at"]),
            relationship="Source",
        )
        for item in attachments
    ]

    def finish(_: object, pdf: Any) -> None:
        if "AF" in pdf.catalog:  # WeasyPrint names every associated file twice
            files = list(dict.fromkeys(pdf.catalog["AF"]))
            del pdf.catalog["AF"][:]
            pdf.catalog["AF"].extend(files)
        for item in pdf.objects:  # cells name their heads; the names must be unique in the joined file
            if isinstance(item, dict) and item.get("S") in ("/TH", "/TD"):
                if "ID" in item:
                    item["ID"] = _marked(item["ID"], mark)
                if "Headers" in item.get("A", {}):
                    item["A"]["Headers"][:] = [_marked(name, mark) for name in item["A"]["Headers"]]

    content: bytes = document.write_pdf(finisher=finish, pdf_variant=variant)
    return content


def _marked(name: Any, mark: str) -> Any:
    import pydyf

    return pydyf.String(f"{mark}-{name.string}")


def join(parts: list[bytes], levels: list[int]) -> bytes:
    """One PDF of several: pages, tags, outline; metadata, attachments and language are those of the first.

    ``levels``: of the first heading of each; what begins below level 1 is listed under what came before.
    """
    pdf = pikepdf.open(io.BytesIO(parts[0]))
    tags = pdf.Root.StructTreeRoot
    top, numbers = tags.K[0], tags.ParentTree.Nums
    entries = _entries(pdf, 0)
    for part, level in zip(parts[1:], levels[1:], strict=True):
        with pikepdf.open(io.BytesIO(part)) as other:
            before = len(pdf.pages)
            below = entries[-1].below if level > 1 and entries else entries
            below += _entries(other, before)
            pdf.pages.extend(other.pages)
            for page in list(pdf.pages)[before:]:
                page.obj.StructParents += before
            tree = pdf.copy_foreign(other.Root.StructTreeRoot)  # after the pages, to which it refers
            for child in tree.K[0].K:
                child.P = top
                top.K.append(child)
            for at, item in enumerate(tree.ParentTree.Nums):
                numbers.append(item if at % 2 else int(item) + before)
    with pdf.open_outline() as outline:
        outline.root[:] = [_item(pdf, entry) for entry in entries]
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


@dataclass
class Entry:
    """A line of the outline: title, index of its page, place on it, what stands below it."""

    title: str
    page: int
    place: list[Any]
    below: list["Entry"]


def _entries(pdf: pikepdf.Pdf, before: int) -> list[Entry]:
    index = {page.obj.objgen: at for at, page in enumerate(pdf.pages, start=before)}

    def read(item: pikepdf.OutlineItem) -> Entry:
        destination: Any = item.destination  # of what WeasyPrint writes: page, kind, place
        page, _, *place = destination
        return Entry(item.title, index[page.objgen], place, [read(child) for child in item.children])

    with pdf.open_outline() as outline:
        return [read(item) for item in outline.root]


def _item(pdf: pikepdf.Pdf, entry: Entry) -> pikepdf.OutlineItem:
    place = pikepdf.Array([pdf.pages[entry.page].obj, pikepdf.Name.XYZ, *entry.place])
    item = pikepdf.OutlineItem(entry.title, place)
    item.children.extend(_item(pdf, child) for child in entry.below)
    return item
