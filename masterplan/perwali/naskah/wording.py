"""Fixed wordings: end marks and conjunctions of lists, the last recital, citations. Pure (R30-R41, R60-R64)."""

import re
from dataclasses import dataclass

from solok_smartcity.kit.indonesian import enumeration

from . import numbers
from .structure import LIST_KINDS, Node

NON_BREAKING_HYPHEN = "\u2011"
FIGURE = re.compile(r"(\d) \((?=[a-z])")
INNER_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[A-Za-z])")


def keep_hyphens(text: str) -> str:
    """Join words that really have a hyphen, so that no line ends in it (R5)."""
    return INNER_HYPHEN.sub(NON_BREAKING_HYPHEN, text)


def keep_figures(text: str) -> str:
    """Join a figure with its words in brackets: ``5 (lima)`` is never parted (R68)."""
    return FIGURE.sub("\\1\u00a0(", text)


def end_marks(node: Node, end: str = ".") -> dict[str, str]:
    """What follows each list item below ``node`` (R62-R64): id -> mark, with the conjunction where it stands.

    ``end`` is the mark with which the sentence of ``node`` itself must close.
    """
    marks: dict[str, str] = {}
    items = [child for child in node.children if child.kind in LIST_KINDS]
    for index, item in enumerate(items):
        if item.defines:
            # A definition is a sentence of its own; only a list below it needs marks (R73).
            marks.update(end_marks(item))
            continue
        if index == len(items) - 1:
            mark = end
        elif index == len(items) - 2:
            mark = f"; {node.conjunction}"
        else:
            mark = ";"
        if item.children:
            marks.update(end_marks(item, mark))
        else:
            marks[item.id] = mark
    return marks


def last_recital(others: int, kind_name: str, title: str) -> str:
    """The generated last recital (R31): it names every recital before it. Without mark."""
    letters = enumeration([f"huruf\u00a0{numbers.letter(index)}" for index in range(1, others + 1)])
    return (
        f"bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam {letters}, perlu menetapkan "
        f"{kind_name} tentang {title}"
    )


@dataclass(frozen=True)
class CitedLaw:
    """A cited rule as the registry knows it; unknown gazette numbers are empty."""

    kind: str
    number: str = ""
    year: int | None = None
    title: str = ""
    region: str = ""
    article: str = ""
    paragraph: str = ""
    gazette_year: int | None = None
    gazette_number: str = ""
    has_supplement: bool = False
    supplement_number: str = ""
    amended_by: "CitedLaw | None" = None
    amended_often: bool = False


NAMES = {
    "UUD": "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945",
    "UU": "Undang-Undang",
    "PP": "Peraturan Pemerintah",
    "PERPRES": "Peraturan Presiden",
    "PERMENDAGRI": "Peraturan Menteri Dalam Negeri",
    "PERMEN": "Peraturan Menteri",
    "PERDA_PROV": "Peraturan Daerah",
    "PERDA": "Peraturan Daerah",
    "PERWALI": "Peraturan Wali Kota",
}
RANKS = {kind: rank for rank, kind in enumerate(NAMES)} | {"PERMEN": list(NAMES).index("PERMENDAGRI")}
GAZETTES = {
    "UU": "Lembaran Negara Republik Indonesia",
    "PP": "Lembaran Negara Republik Indonesia",
    "PERPRES": "Lembaran Negara Republik Indonesia",
    "PERMENDAGRI": "Berita Negara Republik Indonesia",
    "PERMEN": "Berita Negara Republik Indonesia",
    "PERDA_PROV": "Lembaran Daerah {region}",
    "PERDA": "Lembaran Daerah {region}",
    "PERWALI": "Berita Daerah {region}",
}
UNKNOWN = "..."


def rank(rule: CitedLaw) -> tuple[int, int, int]:
    """Sort key of the legal basis (R37): rank, year, number."""
    digits = re.sub(r"\D", "", rule.number)
    return RANKS[rule.kind], rule.year or 0, int(digits or 0)


def cite(rule: CitedLaw) -> str:
    """The citation of a rule (R39-R41). Without mark."""
    if rule.kind == "UUD":
        place = f"Pasal {rule.article} ayat ({rule.paragraph}) " if rule.paragraph else f"Pasal {rule.article} "
        return (place if rule.article else "") + NAMES["UUD"]
    text = f"{_name(rule)} ({_gazette(rule)})"
    if rule.amended_by is not None:
        often = "beberapa kali diubah terakhir dengan" if rule.amended_often else "diubah dengan"
        text += f" sebagaimana telah {often} {cite(rule.amended_by)}"
    return text


def _name(rule: CitedLaw) -> str:
    office = NAMES[rule.kind]
    if rule.kind in {"PERDA", "PERDA_PROV", "PERMEN"}:
        office = f"{office} {rule.region}"
    elif rule.kind == "PERWALI":
        office = f"{office} {rule.region.removeprefix('Kota ')}"
    return f"{office} Nomor {rule.number} Tahun {rule.year} tentang {rule.title}"


def _gazette(rule: CitedLaw) -> str:
    gazette = GAZETTES[rule.kind].format(region=rule.region)
    text = f"{gazette} Tahun {rule.gazette_year or UNKNOWN} Nomor {rule.gazette_number or UNKNOWN}"
    if rule.has_supplement:
        text += f", Tambahan {gazette} Nomor {rule.supplement_number or UNKNOWN}"
    return text
