"""Models of agencies and people."""

from .opd import Kelurahan, Opd
from .people import User

__all__ = ["Kelurahan", "Opd", "User"]
