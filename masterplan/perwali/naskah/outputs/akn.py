"""The regulation as Akoma Ntoso 3.0 XML (perwali-format 6.2): ``wId`` is the stable id, ``eId`` the place."""

import re
from datetime import date

from lxml import etree

from ..annexes import AnnexContent, Block, Heading, Items, Paragraph, Table
from ..document import AnnexFrame, PrintedElement, Segment, Text

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SOURCE = "#portal"
LANGUAGE = "ind"
# PrintedElement of AKN and prefix of the eId, by kind.
UNITS = {
    "bab": ("chapter", "chp"),
    "bagian": ("part", "part"),
    "paragraf": ("subpart", "subpart"),
    "pasal": ("article", "art"),
    "pasal_romawi": ("article", "art"),
    "ayat": ("paragraph", "para"),
    "huruf": ("point", "point"),
    "angka": ("point", "point"),
    "huruf_kurung": ("point", "point"),
    "angka_kurung": ("point", "point"),
    "instruksi": ("point", "point"),
}
UNKNOWN_DATE = "1900-01-01"  # the schema wants a date; a draft has none


def akoma_ntoso(
    text: Text,
    annexes: list[AnnexContent],
    *,
    jurisdiction: str,
    office: str,
    number: int | None,
    year: int | None,
    enacted_on: date | None,
    changed_on: date,
) -> bytes:
    """The whole regulation with its annexes, valid against the official schema.

    ``jurisdiction``: ``id-1372``; a draft is ``/act/perwali/rancangan`` until it has a number.
    """
    return _Writer(text, annexes, jurisdiction, office, number, year, enacted_on, changed_on).write()


class _Writer:
    def __init__(
        self,
        text: Text,
        annexes: list[AnnexContent],
        jurisdiction: str,
        office: str,
        number: int | None,
        year: int | None,
        enacted_on: date | None,
        changed_on: date,
    ) -> None:
        self.text, self.annexes, self.office = text, annexes, office
        self.number, self.year = number, year
        self.dated = enacted_on.isoformat() if enacted_on else UNKNOWN_DATE
        self.changed = changed_on.isoformat()
        self.work = f"/akn/{jurisdiction}/act/perwali/{f'{year}/{number}' if number else 'rancangan'}"
        self.ids: dict[str, str] = {}
        for element in text.body:
            self.name(element, "")
        for kind, items in (("rec", text.recitals), ("cit", text.basis)):
            for index, item in enumerate(items, start=1):
                self.ids[item.id] = f"preamble__{kind}_{index}"
        for index, frame in enumerate(text.annexes, start=1):
            self.ids[frame.id] = f"att_{index}"

    def name(self, element: PrintedElement, above: str) -> None:
        """eIds of an element and all below it, from their labels."""
        mark = re.sub(r"[^A-Za-z0-9]+", "", element.label.partition(" ")[2] or element.label)
        own = f"{UNITS[element.kind][1]}_{mark}"
        self.ids[element.id] = f"{above}__{own}" if above else own
        for child in element.children:
            self.name(child, self.ids[element.id])

    def write(self) -> bytes:
        root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # the stubs lack the default one
        act = _sub(root, "act", name="perwali", contains="originalVersion")
        act.append(self.meta(self.work, "main"))
        self.preface(act)
        self.preamble(act)
        body = _sub(act, "body")
        for element in self.text.body:
            self.unit(body, element)
        conclusions = _sub(act, "conclusions")
        for line in (self.text.order, *self.closing(), self.text.gazette):
            _sub(conclusions, "p").text = _plain(line)
        if self.text.annexes:
            attachments = _sub(act, "attachments")
            for index, (frame, content) in enumerate(zip(self.text.annexes, self.annexes, strict=True), start=1):
                self.attachment(attachments, index, frame, content)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)

    def closing(self) -> list[str]:
        blocks = [self.text.signatures[act] for act in ("penetapan", "pengundangan") if act in self.text.signatures]
        return [line for block in blocks for line in block.lines if line]

    def meta(self, work: str, component: str) -> etree._Element:
        """Work, expression and manifestation, and who made the file."""
        meta = etree.Element(f"{{{NAMESPACE}}}meta")
        identification = _sub(meta, "identification", source=SOURCE)
        expression = f"{work}/{LANGUAGE}@{self.dated if self.number else self.changed}"
        levels = (
            ("FRBRWork", work, self.dated, "penetapan"),
            ("FRBRExpression", expression, self.dated if self.number else self.changed, "naskah"),
            ("FRBRManifestation", f"{expression}.xml", self.changed, "berkas"),
        )
        for level, uri, day, name in levels:
            part = _sub(identification, level)
            _sub(part, "FRBRthis", value=f"{uri}/!{component}" if level != "FRBRManifestation" else uri)
            _sub(part, "FRBRuri", value=uri)
            _sub(part, "FRBRdate", date=day, name=name)
            _sub(part, "FRBRauthor", href="#pembentuk")
            if level == "FRBRWork":
                _sub(part, "FRBRcountry", value="id")
                _sub(part, "FRBRsubtype", value="perwali")
                if self.number:
                    _sub(part, "FRBRnumber", value=str(self.number))
            elif level == "FRBRExpression":
                _sub(part, "FRBRlanguage", language=LANGUAGE)
            else:
                _sub(part, "FRBRformat", value="application/akn+xml")
        if component != "main":
            return meta  # what it names is named once in the file
        references = _sub(meta, "references", source=SOURCE)
        for kind, key, shown in (("Organization", "portal", "Portal Kota Cerdas"), ("Role", "pembentuk", self.office)):
            _sub(references, f"TLC{kind}", eId=key, href=f"/ontology/{kind.lower()}/{key}", showAs=shown)
        return meta

    def preface(self, act: etree._Element) -> None:
        preface = _sub(act, "preface")
        for line in self.text.head:
            _sub(preface, "p").text = _plain(line)
        long_title = _sub(preface, "longTitle")
        paragraph = _sub(long_title, "p")
        if self.text.is_draft:
            _sub(paragraph, "docStage").text = "RANCANGAN"
        kind, number, *_ = self.text.title
        _sub(paragraph, "docType").text = _plain(kind)
        _sub(paragraph, "docNumber").text = _plain(number)
        _sub(paragraph, "docTitle").text = _plain(self.text.name)

    def preamble(self, act: etree._Element) -> None:
        preamble = _sub(act, "preamble")
        opening = _sub(preamble, "formula", name="rahmat")
        for line in (self.text.phrase, self.text.office):
            _sub(opening, "p").text = _plain(line)
        for container, item_name, word, items in (
            ("recitals", "recital", "Menimbang", self.text.recitals),
            ("citations", "citation", "Mengingat", self.text.basis),
        ):
            group = _sub(preamble, container, eId=f"preamble__{container}")
            _sub(group, "heading").text = word
            for item in items:
                node = _sub(group, item_name, eId=self.ids[item.id], wId=item.id)
                if item.label:
                    _sub(node, "num").text = item.label
                self.paragraph(node, item.segments)
        closing = _sub(preamble, "formula", name="memutuskan")
        for line in (self.text.decide, f"Menetapkan: {self.text.enact}"):
            _sub(closing, "p").text = _plain(line)

    def unit(self, parent: etree._Element, element: PrintedElement) -> None:
        """A level of the hierarchy; a text with a list below it is its introduction."""
        node = _sub(parent, UNITS[element.kind][0], eId=self.ids[element.id], wId=element.id)
        _sub(node, "num").text = _plain(element.label)
        if element.title:
            _sub(node, "heading").text = _plain(element.title)
        if element.children:
            if element.text:
                self.paragraph(_sub(node, "intro"), element.segments)
            for child in element.children:
                self.unit(node, child)
        else:
            self.paragraph(_sub(node, "content"), element.segments)

    def paragraph(self, parent: etree._Element, segments: tuple[Segment, ...]) -> None:
        """A paragraph with its references as links."""
        paragraph = _sub(parent, "p")
        last: etree._Element | None = None
        for segment in segments:
            if segment.target in self.ids:
                last = _sub(paragraph, "ref", href=f"#{self.ids[segment.target]}")
                last.text = _plain(segment.text)
            elif last is None:
                paragraph.text = (paragraph.text or "") + _plain(segment.text)
            else:
                last.tail = (last.tail or "") + _plain(segment.text)

    def attachment(self, parent: etree._Element, index: int, frame: AnnexFrame, content: AnnexContent) -> None:
        attachment = _sub(parent, "attachment", eId=f"att_{index}", wId=frame.id)
        _sub(attachment, "heading").text = frame.label
        document = _sub(attachment, "doc", name="annexure")
        document.append(self.meta(self.work, f"annex_{index}"))
        body = _sub(document, "mainBody")
        container = _sub(_sub(body, "hcontainer", name="lampiran", eId=f"att_{index}__isi"), "content")
        _sub(container, "p").text = _plain(frame.name)
        for block in content.blocks:
            _block(container, block)


def _block(parent: etree._Element, block: Block) -> None:
    match block:
        case Table():
            table = _sub(parent, "table")
            head = _sub(table, "tr")
            for column in block.columns:
                _sub(_sub(head, "th"), "p").text = _plain(column.heading)
            for row in block.rows:
                line = _sub(table, "tr")
                spare = len(block.columns) - len(row.cells)
                for position, cell in enumerate(row.cells):
                    attributes = {"colspan": str(spare + 1)} if spare and position == 0 else {}
                    _sub(_sub(line, "td", **attributes), "p").text = _plain(cell)
        case Heading() | Paragraph():
            _sub(parent, "p").text = _plain(block.text)
        case Items():
            for label, text in block.items:
                _sub(parent, "p").text = _plain(f"{label} {text}")


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def _plain(text: str) -> str:
    """Text without no-break signs and without what XML cannot hold."""
    text = text.replace("\u00a0", " ").replace("\u2011", "-")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
