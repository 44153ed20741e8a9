"""The ministry's list of codes by edition, as pure look-ups (planning 4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditionYears:
    """An edition of the list: the first plan year it holds for; a partial one does not name every valid code (4.8)."""

    code: str
    first_year: int
    is_partial: bool = False


# The table of planning 4.7, as the reference files hold it.
REFERENCE_EDITIONS = (
    EditionYears("2023", 2000),
    EditionYears("2024", 2025, is_partial=True),
    EditionYears("2027", 2027),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of one edition; ``successor``: the code that took its place in a later edition, if one is known."""

    edition: str
    code: str
    name: str
    successor: str = ""


def listed_form(code: str) -> str:
    """The code under which a supporting programme stands: ``2.16.01.2.06.0011`` -> ``X.XX.01.2.06.0011`` (4.3)."""
    parts = code.split(".")
    return ".".join(["X", "XX", *parts[2:]]) if len(parts) > 2 and parts[2] == "01" else code


def is_supporting(code: str) -> bool:
    """Whether a code belongs to the supporting programme, which every office has (4.3)."""
    return listed_form(code).startswith("X.")


@dataclass
class Nomenclature:
    """Entries by edition and code, and the editions by first year."""

    entries: dict[tuple[str, str], Entry]
    editions: Sequence[EditionYears] = REFERENCE_EDITIONS

    def __post_init__(self) -> None:
        self.editions = sorted(self.editions, key=lambda edition: edition.first_year)
        self._known: dict[str, dict[str, Entry]] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        for entry in self.entries.values():
            self._known.setdefault(entry.code, {})[entry.edition] = entry
            self._by_name.setdefault((entry.edition, entry.name), entry.code)

    @classmethod
    def of(cls, entries: Iterable[Entry], editions: Sequence[EditionYears] = REFERENCE_EDITIONS) -> "Nomenclature":
        """The list of these entries."""
        return cls({(entry.edition, entry.code): entry for entry in entries}, editions)

    def edition_of(self, year: int) -> str:
        """The edition that holds in a plan year (4.7): the last that has begun, else the first there is."""
        begun = [edition.code for edition in self.editions if edition.first_year <= year]
        return begun[-1] if begun else next((edition.code for edition in self.editions), "")

    def find(self, code: str) -> dict[str, Entry]:
        """The entries of a code in all editions that list it, by edition."""
        return self._known.get(listed_form(code), {})

    def entry(self, code: str, year: int) -> Entry | None:
        """The entry of a code that is valid in a year.

        In a partial edition a code counts as valid too that stands in the editions before and after it under the
        same name (4.8).
        """
        edition, found = self.edition_of(year), self.find(code)
        if edition in found:
            return found[edition]
        place = next((i for i, known in enumerate(self.editions) if known.code == edition), 0)
        if not 0 < place < len(self.editions) - 1 or not self.editions[place].is_partial:
            return None
        before, after = (found.get(self.editions[i].code) for i in (place - 1, place + 1))
        return before if before and after and before.name == after.name else None

    def successor(self, code: str, year: int) -> str:
        """A code of the year's edition that may stand for one of another edition: by name, else the ministry's."""
        edition = self.edition_of(year)
        for entry in self.find(code).values():
            same = self._by_name.get((edition, entry.name))
            if same:
                return same
            if entry.successor and self.entry(entry.successor, year):
                return entry.successor
        return ""
