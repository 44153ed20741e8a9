"""Models of agencies and people."""

from .opd import Kelurahan, Opd
from .people import Person, User

__all__ = ["Kelurahan", "Opd", "Person", "User"]
