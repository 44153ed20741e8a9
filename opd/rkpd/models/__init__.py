"""Models of nomenclature, RKPD and alignment."""

from .alignment import (
    OUTSIDE,
    Alignment,
    AlignmentLog,
    Ceiling,
    CheckSettings,
    CodeLink,
    CodeLinkState,
    FindingLog,
    FindingRecord,
    NoneReason,
)
from .nomenclature import Affair, Edition, Level, NomenclatureImport, NomenclatureItem, Synonym, stamp
from .rkpd import RkpdImport, RkpdItem, RkpdRound, SipdOffice
from .uploads import Upload

__all__ = [
    "OUTSIDE",
    "Affair",
    "Alignment",
    "AlignmentLog",
    "Ceiling",
    "CheckSettings",
    "CodeLink",
    "CodeLinkState",
    "Edition",
    "FindingLog",
    "FindingRecord",
    "Level",
    "NomenclatureImport",
    "NomenclatureItem",
    "NoneReason",
    "RkpdImport",
    "RkpdItem",
    "RkpdRound",
    "SipdOffice",
    "Synonym",
    "Upload",
    "stamp",
]
