"""The ministry's list of codes by edition, as pure look-ups (planning 4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# First year of an edition; the table of planning 4.7.
EDITION_FROM = {2025: "2024", 2027: "2027"}
FIRST_EDITION = "2023"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of one edition."""

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
    """Entries by edition and code; ``editions``: first year -> edition."""

    entries: dict[tuple[str, str], Entry]
    editions: Mapping[int, str] = field(default_factory=lambda: dict(EDITION_FROM))

    def __post_init__(self) -> None:
        self._known: dict[str, dict[str, Entry]] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        for entry in self.entries.values():
            self._known.setdefault(entry.code, {})[entry.edition] = entry
            self._by_name.setdefault((entry.edition, entry.name), entry.code)

    @classmethod
    def of(cls, entries: Iterable[Entry], editions: Mapping[int, str] | None = None) -> "Nomenclature":
        """The list of these entries."""
        found = {(entry.edition, entry.code): entry for entry in entries}
        return cls(found, dict(EDITION_FROM) if editions is None else editions)

    def edition_of(self, year: int) -> str:
        """The edition that holds in a plan year (4.7)."""
        return next(
            (edition for first, edition in sorted(self.editions.items(), reverse=True) if first <= year), FIRST_EDITION
        )

    def find(self, code: str) -> dict[str, Entry]:
        """The entries of a code in all editions that list it, by edition."""
        return self._known.get(listed_form(code), {})

    def entry(self, code: str, year: int) -> Entry | None:
        """The entry of a code that is valid in a year.

        Edition 2024 is partial: a code that stands in 2023 and 2027 under the same name counts as valid in it (4.8).
        """
        edition, found = self.edition_of(year), self.find(code)
        if edition in found:
            return found[edition]
        if edition == "2024" and {"2023", "2027"} <= set(found) and found["2023"].name == found["2027"].name:
            return found["2023"]
        return None

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
