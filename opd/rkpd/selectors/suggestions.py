"""The suggester of sub kegiatan over one edition of the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Person
from opd.renja.codes import normalise
from opd.renja.models import WorkPlanLine

from ..matching.index import Entry, Index
from ..matching.suggest import Confirmed, Query, Suggester, Suggestion
from ..matching.synonyms import Synonyms
from ..models import CodeLink, CodeLinkState, Edition, Level, NomenclatureItem, Synonym, stamp
from ..nomenclature import is_supporting, listed_form
from .facts import kept, load_affairs

KEGIATAN, PROGRAM, KEYWORDS = 0.7, 0.4, 0.7


def catalogue(edition: str) -> list[Entry]:
    """The sub kegiatan of an edition as texts to search, each with its surroundings (three or four queries)."""
    fields = ("code", "level", "name", "parent_code", "indicator", "output", "keywords", "successor_code")
    rows = {row["code"]: row for row in NomenclatureItem.objects.filter(edition__code=edition).values(*fields)}
    names = parent_names(edition)
    later = _keywords() if not any(row["keywords"] for row in rows.values()) else {}
    former = _former(edition)
    out = []
    for row in rows.values():
        if row["level"] != Level.SUB_KEGIATAN:
            continue
        parts = row["code"].split(".")
        bidang, program, kegiatan = (names.get(".".join(parts[:size]), "") for size in (2, 3, 5))
        words = row["keywords"] or later.get(row["successor_code"], "")
        around = ((kegiatan, KEGIATAN), (f"{program} {bidang}", PROGRAM), (words, KEYWORDS))
        body = f"{row['indicator']} {row['output']}"
        out.append(Entry(row["code"], row["name"], body, around, tuple(former.get(row["code"], ()))))
    return out


def parent_names(edition: str, codes: Iterable[str] | None = None) -> dict[str, str]:
    """Names of the levels above; a partial edition lists none, then those of another edition stand in (one query)."""
    items = NomenclatureItem.objects.exclude(level=Level.SUB_KEGIATAN)
    if codes is not None:
        items = items.filter(code__in=codes)
    found: dict[str, str] = {}
    for code, name, where in items.order_by("edition__first_year").values_list("code", "name", "edition__code"):
        if where == edition or code not in found:
            found[code] = name
    return found


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


def standing_by(affairs: dict[str, set[str]]) -> Callable[[str, str], str]:
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
    """Suggestions with the names of their codes and parents (two queries)."""
    found = list(found)
    above = {item.key: [".".join(item.key.split(".")[:size]) for size in (3, 5)] for item in found}
    names = parent_names(edition, [code for codes in above.values() for code in codes])
    items = NomenclatureItem.objects.filter(edition__code=edition, code__in=list(above))
    rows = {code: rest for code, *rest in items.values_list("code", "name", "indicator", "unit")}
    out = []
    for item in found:
        program, kegiatan = (names.get(code, "") for code in above[item.key])
        name, indicator, unit = rows[item.key]
        out.append(NamedSuggestion(item.key, name, kegiatan, program, indicator, unit, item.score, item.reasons))
    return out


def confirmed_codes(edition: str) -> list[Confirmed]:
    """Links that people confirmed in an edition (one query)."""
    links = CodeLink.objects.filter(edition__code=edition, state=CodeLinkState.CONFIRMED)
    return [Confirmed(text, code) for text, code in links.values_list("text", "code")]


def suggest_codes(edition: str, query: Query, top: int = 5) -> list[NamedSuggestion]:
    """Sub kegiatan for a text, learned links first; raises ``Edition.DoesNotExist``."""
    suggester = load_suggester(edition, confirmed_codes(edition))
    return named(edition, suggester.suggest(query, top))


def query_of(subject: Program | QuickWin) -> Query:
    """A program or quick win as a text to match."""
    described = " ".join(filter(None, (getattr(subject, "description", ""), subject.indicator)))
    return Query(subject.name, described, subject.lead_opd.code)


@dataclass(frozen=True)
class LineSuggestion:
    """A line of a work plan that may carry a program or quick win."""

    line: int
    opd: str
    code: str
    name: str
    amount: int | None
    score: float
    reasons: tuple[str, ...]


NEAR_CODES, MOST_LINES = 40, 400


def suggest_lines(
    subject: Program | QuickWin, edition: str, lines: QuerySet[WorkPlanLine], top: int = 5
) -> list[LineSuggestion]:
    """Lines that may carry a program or quick win: of its agencies, or with a code that is suggested for it."""
    query = query_of(subject)
    near = {item.key for item in load_suggester(edition).suggest(query, NEAR_CODES)}
    offices = {subject.lead_opd.code, *(support.opd.code for support in subject.supports.select_related("opd"))}
    fields = ("pk", "plan__opd__code", "sub_kegiatan_code", "name", "indicator", "amount")
    found = [
        row
        for row in lines.order_by("pk").values_list(*fields)
        if row[1] in offices or listed_form(normalise(row[2])) in near
    ][:MOST_LINES]
    by_key = {str(row[0]): row for row in found}
    index = Index(Entry(key, row[3], row[4]) for key, row in by_key.items())
    suggester = Suggester(
        index,
        kept("synonyms", stamp(Synonym), load_synonyms),
        lambda opd, key: "own" if by_key[key][1] in offices else "",
    )
    out = []
    for item in suggester.suggest(query, top):
        key, opd, code, name, _, amount = by_key[item.key]
        out.append(LineSuggestion(key, opd, code, name, amount, item.score, item.reasons))
    return out


@dataclass(frozen=True)
class SubjectSuggestion:
    """A program or quick win that a line may serve."""

    kind: str
    code: str
    name: str
    score: float
    reasons: tuple[str, ...]


def suggest_subjects(user: Person, line: WorkPlanLine, top: int = 5) -> list[SubjectSuggestion]:
    """Programs and quick wins of the line's year that it may serve, those of its agency first."""
    year, opd = line.plan.year, line.plan.opd
    known: dict[str, tuple[str, Program | QuickWin]] = {}
    mine = set()
    kinds: tuple[tuple[str, type[Program | QuickWin]], ...] = (("program", Program), ("quick-win", QuickWin))
    for kind, model in kinds:
        queryset = model.objects.visible_to(user).active().running_in(year)
        for subject in queryset.prefetch_related("supports"):
            known[subject.code] = (kind, subject)
            offices = {subject.lead_opd_id, *(support.opd_id for support in subject.supports.all())}
            if opd.pk in offices or opd.successor_id in offices:
                mine.add(subject.code)
    index = Index(
        Entry(code, subject.name, f"{getattr(subject, 'description', '')} {subject.indicator}")
        for code, (_, subject) in known.items()
    )
    suggester = Suggester(
        index, kept("synonyms", stamp(Synonym), load_synonyms), lambda _, key: "own" if key in mine else ""
    )
    query = Query(line.name, line.indicator, opd.code)
    return [
        SubjectSuggestion(known[item.key][0], item.key, known[item.key][1].name, item.score, item.reasons)
        for item in suggester.suggest(query, top)
    ]
