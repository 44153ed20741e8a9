"""Models of the regulation."""

from .pdf import PdfRequest
from .region import Citation, HouseStyle, Region, RegulationKind
from .regulation import (
    Annex,
    AnnexColumn,
    AnnexSection,
    Definition,
    Element,
    Placeholder,
    Reference,
    Regulation,
    Signature,
)

__all__ = [
    "Annex", "AnnexColumn", "AnnexSection", "Citation", "Definition", "Element", "HouseStyle", "PdfRequest",
    "Placeholder", "Reference", "Region", "Regulation", "RegulationKind", "Signature",
]  # fmt: skip
