"""The lint of a draft and of a file: form of the tree, wording, frame; the same rules for both. Pure."""

import re
from dataclasses import dataclass

from ..document import PrintedElement, Text
from ..faults import Fault
from ..form_rules import OWN_KIND, check
from ..reading.parts import KIND
from ..reading.regulation import Reading, Reference
from ..reading.tree import to_tree
from ..structure import Kind, Node
from .amending import check_amending
from .frame import AnnexFrame, Frame, check_frame

# What a file cannot break: its references are typed on purpose.
ONLY_IN_DRAFTS = {"R96"}
KINDS = {
    "PERATURAN WALI": OWN_KIND,
    "PERATURAN DAERAH": "Peraturan Daerah",
    "PERATURAN BUPATI": "Peraturan Bupati",
    "PERATURAN GUBERNUR": "Peraturan Gubernur",
    "PERATURAN PRESIDEN": "Peraturan Presiden",
    "PERATURAN PEMERINTAH": "Peraturan Pemerintah",
    "PERATURAN MENTERI": "Peraturan Menteri",
    "UNDANG": "Undang-Undang",
}


@dataclass(frozen=True)
class Finding:
    """A fault with the place people look for: the address of the element, and in a file the line."""

    fault: Fault
    place: str
    line: int = 0


def lint_text(text: Text, range_sign: str = "-") -> list[Fault]:
    """Faults of a compiled draft: those of its form and those around its body."""
    said = {(fault.rule, fault.element) for fault in text.faults}
    around = check_frame(_frame_of_text(text, range_sign))
    return [*text.faults, *(fault for fault in around if (fault.rule, fault.element) not in said)]


def lint_reading(reading: Reading) -> list[Finding]:
    """Faults of a regulation read from a file, with lines, in the order of the text."""
    kind = next((name for begin, name in KINDS.items() if reading.facts["kind"].upper().startswith(begin)), "")
    tree, _, marks = to_tree(reading)
    faults = [fault for fault in check(tree, kind or OWN_KIND) if fault.rule not in ONLY_IN_DRAFTS]
    if reading.is_amending:
        faults = [fault for fault in faults if fault.rule not in {"R45", "R47", "R48"}]
    faults += [*check_frame(_frame_of_reading(reading, kind)), *check_amending(reading)]
    lines = {"judul": reading.opening_line, "kop": reading.opening_line, **_part_lines(reading), **reading.line_of}
    found = [Finding(fault, _address(reading, fault.element), lines.get(fault.element, 0)) for fault in faults]
    for doubt in marks:
        rule = re.search(r"\((R\d+)\)$", doubt.message)
        found.append(Finding(Fault(rule[1] if rule else "", "", doubt.message), "", doubt.line))
    found += [
        Finding(Fault("R94" if r.resolves else "R96", "", message), "", r.line) for r, message in _references(reading)
    ]
    return sorted(found, key=lambda finding: (finding.line, finding.fault.rule))


def _references(reading: Reading) -> list[tuple[Reference, str]]:
    """References without a target, and those that point forward (R94)."""
    out = []
    for reference in reading.references:
        if reference.scope != "internal" or not reference.source.article:
            continue
        if reference.resolves is False:
            out.append((reference, f"Acuan {reference.text} tidak menemukan sasarannya."))
        elif any(_after(target.article, reference.source.article) for target in reference.targets):
            out.append((reference, f"Acuan {reference.text} menunjuk ke Pasal yang lebih kemudian."))
    return out


def _after(target: str, own: str) -> bool:
    there, here = re.match(r"\d+", target), re.match(r"\d+", own)
    return there is not None and here is not None and int(there[0]) > int(here[0])


def _frame_of_text(text: Text, range_sign: str) -> Frame:
    articles = [item for chapter in text.body for item in _walk(chapter) if item.kind in ("pasal", "pasal_romawi")]
    closing = [
        line
        for act in ("penetapan", "pengundangan")
        if act in text.signatures
        for line in text.signatures[act].lines
        if line
    ]
    return Frame(
        kind=OWN_KIND,
        head=text.head,
        title=[*(["RANCANGAN"] if text.is_draft else []), *text.title],
        name=text.name,
        is_draft=text.is_draft,
        phrases=int(text.phrase == "DENGAN RAHMAT TUHAN YANG MAHA ESA"),
        office=text.office,
        recitals=[(item.id, _plain(item.text)) for item in text.recitals],
        basis=[(item.id, _plain(item.text)) for item in text.basis],
        decides=[text.decide],
        enact=_plain(text.enact),
        orders=[_plain(text.order)],
        closing=closing,
        gazette=text.gazette,
        body=_plain("\n".join(item.text for chapter in text.body for item in _walk(chapter))),
        last_article=(articles[-1].id, _plain(" ".join(i.text for i in _walk(articles[-1])))) if articles else ("", ""),
        articles=[(item.id, _plain(item.text)) for item in articles],
        annexes=[
            AnnexFrame(frame.id, frame.label, [*text.title[:3], text.name], signed=True) for frame in text.annexes
        ],
        range_sign=range_sign,
    )


def _walk(element: PrintedElement) -> list[PrintedElement]:
    return [element, *(inner for child in element.children for inner in _walk(child))]


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2011", "-")


def _frame_of_reading(reading: Reading, kind: str) -> Frame:
    opening = reading.opening
    start = next((index for index, line in enumerate(opening) if KIND.match(line)), len(opening))
    if start and opening[start - 1] == "RANCANGAN":
        start -= 1
    about = next((index for index, line in enumerate(opening) if line == "TENTANG"), len(opening))
    name = reading.facts["title"]
    title = [*opening[start : about + 1], name]
    after = [line for line in opening[about + 1 :] if line.endswith(",")]
    articles = reading.of(Kind.ARTICLE, Kind.AMENDING)
    bodies = {node.id: " ".join(item.text for item in node.walk()) for node in articles}
    closing = reading.closing
    order_end = next(
        (i for i, line in enumerate(closing) if re.match(r"(?:Ditetapkan|Disahkan|Diundangkan)\b", line)), 0
    )
    orders = re.split(r"(?<=\.) (?=Agar )", " ".join(closing[:order_end])) if order_end else []
    return Frame(
        kind=kind or "Peraturan",
        head=_head(opening[:start]),
        title=title,
        name=name,
        is_draft="RANCANGAN" in title or any("..." in line or "…" in line for line in title),
        phrases=sum("RAHMAT TUHAN YANG MAHA ESA" in line for line in opening),
        office=after[0] if after else (opening[-1] if opening else ""),
        recitals=[(node.id, node.text) for node in reading.recitals],
        basis=[(node.id, node.text) for node in reading.basis],
        decides=[reading.decide] if reading.decide else [],
        enact=reading.enact,
        orders=orders,
        closing=closing[order_end:],
        gazette=reading.facts["gazette"],
        body="\n".join(bodies.values()),
        last_article=(articles[-1].id, bodies[articles[-1].id]) if articles else ("", ""),
        articles=[(node.id, bodies[node.id]) for node in articles],
        annexes=[
            AnnexFrame(f"lampiran_{index}", block[0] if block else "", block[1:], signed)
            for index, (block, signed) in enumerate(reading.annex_blocks, start=1)
        ],
        has_elucidation=reading.parts["penjelasan_line"] is not None,
    )


def _head(lines: list[str]) -> list[str]:
    """The lines in capitals right above the title; a cover sheet before them is no part of the regulation."""
    out: list[str] = []
    for line in reversed(lines):
        if line != line.upper():
            break
        out.insert(0, line)
    return out


def _part_lines(reading: Reading) -> dict[str, int]:
    out = {
        "menetapkan": reading.parts["menetapkan_line"] or 0,
        "memutuskan": reading.parts["menetapkan_line"] or 0,
        "frasa": reading.opening_line,
        "jabatan": reading.opening_line,
        **dict.fromkeys(("penetapan", "pengundangan", "perintah_pengundangan", "berita_daerah"), reading.closing_line),
    }
    return {**out, **{f"lampiran_{index}": line for index, line in enumerate(reading.annex_lines, start=1)}}


def _address(reading: Reading, stable_id: str) -> str:
    """The place in words: Pasal 3 ayat (2) huruf a."""
    from ..reading.regulation import place_of

    node: Node | None = next(
        (
            item
            for root in (*reading.recitals, *reading.basis, *reading.body)
            for item in root.walk()
            if item.id == stable_id
        ),
        None,
    )
    if node is None:
        return ""
    place = place_of(node)
    words = (
        ("Pasal", place.article),
        ("ayat", f"({place.paragraph})" if place.paragraph else ""),
        ("huruf", place.letter),
        ("angka", place.number),
    )
    return " ".join(f"{word} {value}" for word, value in words if value)
