"""Checks of the form of a draft: hierarchy, lists, definitions, references as written (R21-R98). Pure.

Each check names its rule. Wording at large (R81-R88) is not checked here.
"""

import re
from collections.abc import Iterator

from . import numbers
from .faults import Fault
from .phrases import PHRASES
from .reading.addresses import find_addresses
from .references import inside_article
from .structure import BODY_KINDS, CHILDREN, LIST_KINDS, Kind, Node, Tree

CONJUNCTIONS = ("dan", "atau", "dan/atau")
OWN_KIND = "Peraturan Wali Kota"
CITED = re.compile(r"(?:Undang-Undang|Peraturan|Keputusan)\b.*?\bNomor\b")  # a name, written with capitals
MAYORAL = {"R46", "R87", "R98"}  # rules on what a mayoral regulation may say
SMALL_WORDS = set("dan di ke dari dalam dengan pada untuk yang atau serta atas bagi oleh tentang terhadap".split())
# Addresses typed by hand instead of a reference, in either case of the P (R91, R96).
TYPED_NUMBER = re.compile(
    r"\b(?:[Pp]asal|ayat|huruf|angka)\s+(?:\(?\d+[a-z]?\)?|[a-z]\b|([a-z])\1\b)|\bLampiran\s+[IVXL]+\b"
)
SECOND_SENTENCE = re.compile(r"[^\s.](?<!s\.d)\.\s+(?=[A-Z{])")
TYPED_PHRASE = re.compile(r"\bdimaksud (?:(pada|dalam) )?(\{\{ref:([a-z0-9_]+)[^}]*\}\})")
TERM = re.compile(r"^(.+?)(?: yang selanjutnya (?:disebut|disingkat) (.+?))? adalah ", re.S)


def check(tree: Tree, kind: str = OWN_KIND) -> list[Fault]:
    """All breaches of the form of a regulation of a kind, in the order of the text."""
    faults = [*_order_of_matter(tree)]
    terms = terms_of(tree)
    for node in tree.by_id.values():
        if node.removed:
            continue
        faults += _place(tree, node)
        faults += _list(node)
        if node.kind in LIST_KINDS:
            faults += _item(node, set(terms))
        if node.kind in (Kind.ARTICLE, Kind.PARAGRAPH):
            faults += _norm(node)
        if node.kind in BODY_KINDS:
            faults += [*_written(node, kind), *_prepositions(tree, node)]
        if node.kind == Kind.RECITAL and not node.automatic:
            faults += _recital(node)
    faults += _use_of_terms(tree, terms, kind)
    return faults


def _order_of_matter(tree: Tree) -> Iterator[Fault]:
    chapters = tree.of(Kind.CHAPTER)
    if chapters and tree.roots_of(Kind.ARTICLE):
        outside = tree.roots_of(Kind.ARTICLE)[0]
        yield Fault("R48", outside.id, f"{tree.label(outside)} berada di luar BAB.", fatal=True)
    for chapter, title, place in (
        (chapters[:1], "KETENTUAN UMUM", "pertama"),
        (chapters[-1:], "KETENTUAN PENUTUP", "terakhir"),
    ):
        if chapter and chapter[0].title != title:
            yield Fault("R45", chapter[0].id, f"BAB {place} harus berjudul {title}.")


def _place(tree: Tree, node: Node) -> Iterator[Fault]:
    """Where an element stands, what it is called, and what stands below it."""
    parent_kind = node.parent.kind if node.parent else None
    if node.kind not in CHILDREN.get(parent_kind, ()):
        message = f"{node.kind} tidak boleh berada di bawah {parent_kind or 'akar'}."
        yield Fault("R48", node.id, message, fatal=True)
    kinds = {child.kind for child in node.children}
    if len(kinds) > 1:
        yield Fault("R49", node.id, f"Unsur campuran: {', '.join(sorted(kinds))}.")
    if node.kind in (Kind.CHAPTER, Kind.PART, Kind.SUBPART):
        if not node.children or not node.title:
            yield Fault("R47", node.id, f"{tree.label(node)} tanpa judul atau tanpa isi.")
        if len(node.children) == 1 and kinds & {Kind.PART, Kind.SUBPART}:
            yield Fault("R50", node.id, "Hanya satu Bagian atau Paragraf di bawah unsur ini.", warning=True)
    if node.kind in (Kind.PART, Kind.SUBPART) and not _is_title_case(node.title):
        yield Fault("R52", node.id, "Judul ditulis dengan huruf kapital pada setiap kata, kecuali kata tugas.")
    if node.kind == Kind.ARTICLE and node.title:
        yield Fault("R58", node.id, "Pasal tidak berjudul.")


def _is_title_case(title: str) -> bool:
    words = re.findall(r"[A-Za-z][A-Za-z/-]*", title)
    return all(
        word in SMALL_WORDS if index and word in SMALL_WORDS else word[0].isupper() for index, word in enumerate(words)
    )


def _list(node: Node) -> Iterator[Fault]:
    """The list below an element: lead-in, conjunction, number of items."""
    items = [child for child in node.children if child.kind in LIST_KINDS]
    if not items:
        return
    if len(node.children) == 1:
        yield Fault("R65", node.id, "Rincian harus terdiri atas paling sedikit dua butir.")
    if not node.text.rstrip().endswith(":"):
        yield Fault("R60", node.id, "Kalimat pengantar rincian harus diakhiri titik dua.")
    if node.conjunction not in CONJUNCTIONS and not items[0].defines:
        yield Fault("R63", node.id, "Pilih kata hubung rincian: dan, atau, atau dan/atau.")
    if len(items) > 26 and items[0].kind in (Kind.LETTER, Kind.LETTER_BRACKET):
        yield Fault("R67", node.id, "Rincian lebih dari 26 butir: pecah menjadi beberapa Pasal.", warning=True)


def _item(node: Node, terms: set[str]) -> Iterator[Fault]:
    text = node.text.rstrip()
    if node.defines:
        if not re.match(r"[A-Z].*[.:]$", text, re.S) or text.endswith(":") != bool(node.children):
            yield Fault("R73", node.id, "Definisi diawali huruf kapital dan diakhiri titik.")
        if re.search(r"\b(?:wajib|harus|dilarang)\b", text):
            yield Fault("R78", node.id, "Definisi memuat norma.", warning=True)
        return
    if text[-1:] in {".", ";", ","} or re.search(r";\s*(?:dan|atau|dan/atau)$", text):
        yield Fault("R62", node.id, "Butir disimpan tanpa tanda baca dan kata hubung akhir; keduanya dihitung.")
    if re.search(r";\s*(?:dan|atau|dan/atau)$", text):
        yield Fault("R63", node.id, "Kata hubung diketik dalam butir.")
    if text.endswith(":") and not node.children:
        yield Fault("R64", node.id, "Butir diakhiri titik dua tanpa rincian di bawahnya.")
    if text[:1].isupper() and not CITED.match(text) and not any(text.startswith(term) for term in terms):
        yield Fault("R61", node.id, "Butir diawali huruf kecil, kecuali nama diri dan istilah.", warning=True)


def _norm(node: Node) -> Iterator[Fault]:
    """A Pasal or ayat as a sentence."""
    paragraphs = [child for child in node.children if child.kind == Kind.PARAGRAPH]
    if len(paragraphs) == 1:
        yield Fault("R55", node.id, "Pasal dengan satu ayat saja.")
    if paragraphs and node.text.strip():
        yield Fault("R55", node.id, "Pasal yang dibagi dalam ayat tidak mempunyai kalimat sendiri.")
    if not node.children and not node.text.rstrip().endswith("."):
        yield Fault("R56", node.id, "Norma harus diakhiri titik.")
    if SECOND_SENTENCE.search(node.text):
        yield Fault("R57", node.id, "Lebih dari satu kalimat dalam satu norma.", warning=True)


def _written(node: Node, kind: str) -> Iterator[Fault]:
    """The words of an element of the body."""
    foreign = [range(a.start, a.start + len(a.text)) for a in find_addresses(node.text) if a.outside]
    if typed := next((m for m in TYPED_NUMBER.finditer(node.text) if not any(m.start() in r for r in foreign)), None):
        message = (
            f"“{typed[0].strip()}” tidak menunjuk unsur naskah ini: tulis alamat yang ada, kata Pasal, ayat, huruf, "
            "atau angka diulang pada setiap anggota."
        )
        yield Fault("R96", node.id, message)
    for wrong in numbers.wrongly_spelled(node.text):
        yield Fault("R68", node.id, f"Angka dan hurufnya berbeda: {wrong}.")
    for phrase in PHRASES:
        if phrase.rule in MAYORAL and kind != OWN_KIND:
            continue
        if (found := phrase.pattern.search(node.text)) is not None:
            yield Fault(phrase.rule, node.id, phrase.say(found[0]), phrase.warning, phrase.mend(node.text))


def _prepositions(tree: Tree, node: Node) -> Iterator[Fault]:
    """``dalam`` Pasal, ``pada`` an ayat of the same Pasal, also before a reference whose phrase was typed (R89)."""
    for match in TYPED_PHRASE.finditer(node.text):
        target = tree.by_id.get(match[3])
        wanted = "pada" if target is not None and inside_article(node, target) else "dalam"
        if match[1] != wanted:
            mended = f"{node.text[: match.start()]}dimaksud {wanted} {match[2]}{node.text[match.end() :]}"
            yield Fault("R89", node.id, f"Acuan ini ditulis sebagaimana dimaksud {wanted}.", mended=mended)


def _recital(node: Node) -> Iterator[Fault]:
    if not node.text.startswith("bahwa "):
        yield Fault("R30", node.id, "Konsiderans diawali kata bahwa.")
    if "dimaksud pada huruf" in node.text:
        yield Fault("R32", node.id, "Dalam konsiderans ditulis dalam huruf, bukan pada huruf.")


def terms_of(tree: Tree) -> dict[str, str]:
    """Defined terms with the element that defines them; the short form where one is set."""
    out = {}
    for node in tree.of(Kind.NUMBER):
        match = TERM.match(node.text) if node.defines else None
        if match:
            out[match[2] or match[1]] = node.id
    return out


def uses_of(terms: dict[str, str], text: str) -> list[str]:
    """The terms a text uses, each time it does; the longest term counts where one holds another."""
    longest = sorted(terms, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(term)}(?!\w)" for term in longest) or r"(?!)")
    return pattern.findall(text)


def _use_of_terms(tree: Tree, terms: dict[str, str], kind: str) -> Iterator[Fault]:
    """Pasal 1 defines what the body uses, and the body uses what it defines (R72, R75, R77, R79)."""
    definitions = next((node for node in tree.of(Kind.ARTICLE) if node.children and node.children[0].defines), None)
    if definitions is None:
        return
    lead = f"Dalam {kind} ini yang dimaksud dengan:"
    if definitions.text != lead:
        mended = lead if re.match(rf"Dalam {kind} ini,? yang dimaksud dengan\s*:$", definitions.text) else ""
        yield Fault("R72", definitions.id, f"Kalimat pengantar definisi: {lead}", mended=mended)
    inside = {node.id for node in definitions.walk()}
    body = "\n".join(f"{n.title} {n.text}" for n in tree.of(*BODY_KINDS) if n.id not in inside)
    elsewhere = "\n".join(n.text for n in definitions.children)
    for node in definitions.children:
        if node.kind == Kind.NUMBER and not TERM.match(node.text):
            yield Fault("R77", node.id, "Definisi berbentuk: istilah (yang selanjutnya disebut ...) adalah ...")
    for term, stable_id in terms.items():
        uses = len(re.findall(rf"\b{re.escape(term)}\b", body, re.I))
        if not uses and len(re.findall(rf"\b{re.escape(term)}\b", elsewhere)) < 2:
            yield Fault("R75", stable_id, f"Istilah {term} tidak dipakai dalam batang tubuh.")
        elif uses == 1:
            yield Fault("R75", stable_id, f"Istilah {term} hanya dipakai satu kali.", warning=True)
    yield from _loosely_used(tree, terms, inside)


def _loosely_used(tree: Tree, terms: dict[str, str], inside: set[str]) -> Iterator[Fault]:
    """A defined term in small letters, or the long form after a short one was set (R79)."""
    long_forms = {}
    for stable_id in terms.values():
        match = TERM.match(tree.by_id[stable_id].text)
        if match and match[2]:
            long_forms[match[1]] = match[2]
    for node in tree.of(*BODY_KINDS):
        if node.id in inside or node.kind in (Kind.CHAPTER, Kind.PART, Kind.SUBPART):
            continue
        for term in terms:
            small = re.search(rf"(?<!\w){re.escape(term.lower())}(?!\w)", node.text) if " " in term else None
            if small:
                mended = node.text.replace(term.lower(), term)
                yield Fault("R79", node.id, f"Istilah {term} ditulis dengan huruf kapital.", True, mended)
        for long, short in long_forms.items():
            if re.search(rf"(?<!\w){re.escape(long)}(?!\w)", node.text) and not short.startswith(long):
                mended = node.text.replace(long, short)
                yield Fault("R79", node.id, f"Setelah didefinisikan, {long} ditulis {short}.", True, mended)
