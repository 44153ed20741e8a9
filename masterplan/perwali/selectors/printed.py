"""A regulation ready for any output, whether it is read from the live rows or from a frozen version."""

import base64
import mimetypes
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ..models import HouseStyle, Region, Regulation
from ..naskah.annexes import AnnexContent
from ..naskah.comparison import Passage, passages
from ..naskah.document import PrintedElement, Source, Text
from ..naskah.lint.run import Finding, lint_text
from ..workflow import Stage


@dataclass
class Document:
    """A regulation ready for any output: compiled text, annex contents, style, and what its cover sheet says."""

    regulation: Regulation
    style: HouseStyle
    region: Region
    source: Source
    text: Text
    annexes: list[AnnexContent]
    missing: list[str]
    has_demonstration_data: bool
    changed_at: datetime
    digest: str
    frozen_emblem: str | None = None
    frozen_stage: str = ""

    @cached_property
    def findings(self) -> list[Finding]:
        """Findings of the lint, each with the address of its element in words, in the order of the text."""
        addresses = self.addresses()
        order = {stable_id: index for index, stable_id in enumerate(addresses)}
        faults = lint_text(self.text, self.style.year_range_sign)
        found = [Finding(fault, addresses.get(fault.element, "")) for fault in faults]
        return sorted(found, key=lambda item: (order.get(item.fault.element, -1), item.fault.rule))

    @property
    def version_label(self) -> str:
        """Short name of this content: the first twelve digits of its digest."""
        return self.digest[:12]

    @property
    def emblem(self) -> str:
        """The state emblem as a data address, or nothing (R14, R15)."""
        if self.frozen_emblem is not None:
            return self.frozen_emblem
        emblem = self.region.state_emblem
        if not emblem.name:
            return ""
        kind = mimetypes.guess_type(emblem.name)[0] or "image/png"
        with emblem.open("rb") as file:
            return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"

    @property
    def stage_name(self) -> str:
        """The stage this content was made in."""
        return Stage(self.frozen_stage or self.regulation.stage).label

    def addresses(self) -> dict[str, str]:
        """Address of every printed element in words, in the order of the text: ``Pasal 3 ayat (2) huruf a``."""
        out = {}
        for name, items in (("Menimbang", self.text.recitals), ("Mengingat", self.text.basis)):
            out.update({item.id: f"{name} {item.label}".strip() for item in items})
        words = {
            "ayat": "ayat ",
            "huruf": "huruf ",
            "angka": "angka ",
            "huruf_kurung": "huruf ",
            "angka_kurung": "angka ",
        }

        def visit(element: PrintedElement, above: str) -> None:
            own = f"{words.get(element.kind, '')}{element.label.rstrip('.')}"
            out[element.id] = f"{above} {own}".strip()
            below = out[element.id] if element.kind not in ("bab", "bagian", "paragraf") else ""
            for child in element.children:
                visit(child, below)

        for element in self.text.body:
            visit(element, "")
        out.update({frame.id: frame.label.replace("LAMPIRAN", "Lampiran") for frame in self.text.annexes})
        return out

    def words(self) -> dict[str, str]:
        """The printed text of every element that has one, by id."""
        return {key: item.text for key, item in self.passages().items()}

    def passages(self) -> dict[str, Passage]:
        """Every printed piece with its place, to be compared with another version."""
        return passages(self.text, self.annexes, self.addresses())

    @property
    def file_name(self) -> str:
        """Name for downloads."""
        return f"{self.regulation.slug}-{self.version_label}"


def print_settings(style: HouseStyle) -> dict[str, str]:
    """What of a house style is printed."""
    names = [
        field.name
        for field in HouseStyle._meta.concrete_fields
        if field.name not in {"id", "name", "version", "updated_at"}
    ]
    return {name: str(getattr(style, name)) for name in names}
