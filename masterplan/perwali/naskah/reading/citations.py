"""A legal basis as written, taken apart: only what the registry would print in exactly these words (R39-R41). Pure."""

import re

from ..wording import CitedLaw, cite

CONSTITUTION = re.compile(
    r"(?:Pasal (?P<article>\w+) (?:ayat \((?P<paragraph>\w+)\) )?)?"
    r"Undang-Undang Dasar Negara Republik Indonesia Tahun 1945"
)
RULE = re.compile(
    r"(?P<office>Undang-Undang|Peraturan (?:Pemerintah|Presiden|(?:Menteri|Daerah|Wali Kota) [A-Z][^()]*?)) "
    r"Nomor (?P<number>\S+) Tahun (?P<year>\d{4}) tentang (?P<title>.+?) "
    r"\([^()]+? Tahun (?P<gazette_year>\d{4}) Nomor (?P<gazette_number>\w+)"
    r"(?:, Tambahan [^()]+? Nomor (?P<supplement>\w+))?\)"
    r"(?: sebagaimana telah (?P<often>beberapa kali diubah terakhir|diubah) dengan (?P<amended_by>.+))?"
)
FIXED = {
    "Undang-Undang": "UU",
    "Peraturan Pemerintah": "PP",
    "Peraturan Presiden": "PERPRES",
    "Peraturan Menteri Dalam Negeri": "PERMENDAGRI",
}


def read_rule(text: str) -> CitedLaw | None:
    """The rule a legal basis cites, with the region or ministry that made it; nothing where ``cite`` says it otherwise.

    ``text``: one item of *Mengingat* without its mark.
    """
    try:
        rule = _constitution(text) or _rule(text)
    except RecursionError:  # a chain of amendments nobody wrote
        return None
    return rule if rule is not None and cite(rule) == text else None


def _constitution(text: str) -> CitedLaw | None:
    match = CONSTITUTION.fullmatch(text)
    return CitedLaw("UUD", article=match["article"] or "", paragraph=match["paragraph"] or "") if match else None


def _rule(text: str) -> CitedLaw | None:
    match = RULE.fullmatch(text)
    if match is None:
        return None
    kind, region = _made_by(match["office"])
    amended_by = _rule(match["amended_by"]) if match["amended_by"] else None
    if match["amended_by"] and amended_by is None:
        return None
    return CitedLaw(
        kind=kind,
        number=match["number"],
        year=int(match["year"]),
        title=match["title"],
        region=region,
        gazette_year=int(match["gazette_year"]),
        gazette_number=match["gazette_number"],
        has_supplement=match["supplement"] is not None,
        supplement_number=match["supplement"] or "",
        amended_by=amended_by,
        amended_often=(match["often"] or "").startswith("beberapa"),
    )


def _made_by(office: str) -> tuple[str, str]:
    """Kind, and the region or ministry where the kind does not name it."""
    if office in FIXED:
        return FIXED[office], ""
    for words, kind in (("Peraturan Menteri ", "PERMEN"), ("Peraturan Wali Kota ", "PERWALI")):
        if office.startswith(words):
            return kind, office.removeprefix(words)
    region = office.removeprefix("Peraturan Daerah ")
    return ("PERDA_PROV" if region.startswith("Provinsi ") else "PERDA"), region
