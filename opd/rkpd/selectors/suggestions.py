"""The suggester of sub kegiatan over one edition of the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..matching.index import Entry, Index
from ..matching.suggest import Confirmed, Suggester, Suggestion
from ..matching.synonyms import Synonyms
from ..models import Edition, Level, NomenclatureItem, Synonym, stamp
from ..nomenclature import is_supporting
from .facts import kept, load_affairs

KEGIATAN, PROGRAM, KEYWORDS = 0.7, 0.4, 0.7


def catalogue(edition: str) -> list[Entry]:
    """The sub kegiatan of an edition as texts to search, each with its surroundings (four queries)."""
    fields = ("code", "level", "name", "parent_code", "indicator", "output", "keywords", "successor_code")
    rows = {row["code"]: row for row in NomenclatureItem.objects.filter(edition__code=edition).values(*fields)}
    later = _keywords() if not any(row["keywords"] for row in rows.values()) else {}
    former = _former(edition)
    out = []
    for row in rows.values():
        if row["level"] != Level.SUB_KEGIATAN:
            continue
        kegiatan = rows.get(row["parent_code"], {"name": "", "parent_code": ".".join(row["code"].split(".")[:3])})
        program = rows.get(kegiatan["parent_code"], {"name": ""})
        bidang = rows.get(".".join(row["code"].split(".")[:2]), {"name": ""})
        words = row["keywords"] or later.get(row["successor_code"], "")
        around = (
            (kegiatan["name"], KEGIATAN),
            (f"{program['name']} {bidang['name']}", PROGRAM),
            (words, KEYWORDS),
        )
        body = f"{row['indicator']} {row['output']}"
        out.append(Entry(row["code"], row["name"], body, around, tuple(former.get(row["code"], ()))))
    return out


def _keywords() -> dict[str, str]:
    """Search words stand at the edition they were made for; others find them through the successor."""
    return dict(NomenclatureItem.objects.exclude(keywords="").values_list("code", "keywords"))


def _former(edition: str) -> dict[str, list[str]]:
    """Names and indicators under which a code stood in other editions (planning 4.5)."""
    found: dict[str, list[str]] = {}
    rows = NomenclatureItem.objects.exclude(edition__code=edition).exclude(successor_code="")
    for code, name, indicator in rows.filter(level=Level.SUB_KEGIATAN).values_list(
        "successor_code", "name", "indicator"
    ):
        found.setdefault(code, []).append(f"{name} {indicator}")
    return found


def standing_by(affairs: dict[str, set[str]]) -> Any:
    """Whose a code is: the office's own affair, the support every office has, or another's (planning 8.3)."""

    def standing(opd: str, code: str) -> str:
        if is_supporting(code):
            return "support" if opd else ""
        return "own" if ".".join(code.split(".")[:2]) in affairs.get(opd, ()) else ""

    return standing


def load_synonyms() -> Synonyms:
    """The synonyms of the database (one query)."""
    return Synonyms.of((item.phrases, item.official) for item in Synonym.objects.all())


def load_suggester(edition: str, confirmed: Sequence[Confirmed] = ()) -> Suggester:
    """The suggester of an edition; the index is kept in the process until an edition changes.

    Raises ``Edition.DoesNotExist``.
    """
    Edition.objects.get(code=edition)
    index = kept(f"index {edition}", stamp(Edition), lambda: Index(catalogue(edition)))
    synonyms = kept("synonyms", stamp(Synonym), load_synonyms)
    return Suggester(index, synonyms, standing_by(load_affairs()), confirmed)


@dataclass(frozen=True)
class NamedSuggestion:
    """A suggestion as people see it: never a name alone (planning 4.11)."""

    code: str
    name: str
    kegiatan: str
    program: str
    indicator: str
    unit: str
    score: float
    reasons: tuple[str, ...]


def named(edition: str, found: Iterable[Suggestion]) -> list[NamedSuggestion]:
    """Suggestions with the names of their codes and parents (one query)."""
    found = list(found)
    parts = {item.key: item.key.split(".") for item in found}
    wanted = {".".join(code[:size]) for code in parts.values() for size in (3, 5, 6)}
    items = NomenclatureItem.objects.filter(edition__code=edition, code__in=wanted)
    rows = {code: rest for code, *rest in items.values_list("code", "name", "indicator", "unit")}
    return [
        NamedSuggestion(
            item.key, rows[item.key][0], _name(rows, parts[item.key][:5]), _name(rows, parts[item.key][:3]),
            rows[item.key][1], rows[item.key][2], item.score, item.reasons,
        )
        for item in found
    ]  # fmt: skip


def _name(rows: dict[str, list[str]], parts: list[str]) -> str:
    return rows.get(".".join(parts), [""])[0]
