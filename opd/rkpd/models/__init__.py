"""Models of the RKPD."""

from .rkpd import RkpdImport, RkpdItem, RkpdRound, SipdOffice

__all__ = ["RkpdImport", "RkpdItem", "RkpdRound", "SipdOffice"]
