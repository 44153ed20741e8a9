"""Models of the regulation."""

from .life import (
    ArchivedFile,
    DriftDecision,
    Holiday,
    Initial,
    NumberEntry,
    Paper,
    Proposal,
    RegulationLog,
    RegulationVersion,
    Remark,
)
from .pdf import PdfRequest
from .region import Citation, HouseStyle, Region, RegulationKind
from .regulation import (
    MAKERS,
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
    "MAKERS",
    "Annex",
    "AnnexColumn",
    "AnnexSection",
    "ArchivedFile",
    "Citation",
    "Definition",
    "DriftDecision",
    "Element",
    "Holiday",
    "HouseStyle",
    "Initial",
    "NumberEntry",
    "Paper",
    "PdfRequest",
    "Placeholder",
    "Proposal",
    "Reference",
    "Region",
    "Regulation",
    "RegulationKind",
    "RegulationLog",
    "RegulationVersion",
    "Remark",
    "Signature",
]
