"""What other applications tell about an agency, without the plan knowing them."""

from collections.abc import Callable
from dataclasses import dataclass

from opd.agencies.models import Opd, Person


@dataclass(frozen=True)
class AgencyNote:
    """A line about an agency: heading, sentence, and (when there is something to open) the address and its words."""

    title: str
    text: str
    link: str = ""
    link_text: str = ""


# Each takes the person who reads and the agency.
agency_notes: list[Callable[[Person, Opd], AgencyNote]] = []
