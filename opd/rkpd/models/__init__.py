"""Models of nomenclature, RKPD and alignment."""

from .nomenclature import Affair, Edition, Level, NomenclatureImport, NomenclatureItem, Synonym, stamp
from .rkpd import RkpdImport, RkpdItem, RkpdRound, SipdOffice

__all__ = [
    "Affair",
    "Edition",
    "Level",
    "NomenclatureImport",
    "NomenclatureItem",
    "RkpdImport",
    "RkpdItem",
    "RkpdRound",
    "SipdOffice",
    "Synonym",
    "stamp",
]
