"""What the drafting page shows: the text with its findings, and of one element everything a drafter can do."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypedDict

from ..models import Element, Regulation
from ..naskah.form_rules import terms_of, uses_of
from ..naskah.lint.rulebook import DraftingRule, checklist
from ..naskah.lint.run import Finding
from ..naskah.references import NBSP, Resolver, Token
from ..naskah.structure import BODY_KINDS, CHILDREN, FIXED_KINDS, KIND_NAMES, Kind, Node, Tree
from ..naskah.typed import Chip, chips, in_words
from .document import working_document
from .printed import Document


@dataclass
class Studio:
    """A draft as the drafting page shows it."""

    document: Document
    tree: Tree
    resolver: Resolver
    findings: list[Finding]
    by_element: dict[str, list[Finding]] = field(default_factory=dict)
    questions: list[DraftingRule] = field(default_factory=checklist)

    @property
    def errors(self) -> int:
        """Findings that stop the draft on its way."""
        return sum(not finding.fault.warning for finding in self.findings)


def load_studio(regulation: Regulation) -> Studio:
    """The draft, its tree and its findings, in a fixed number of queries."""
    document = working_document(regulation)
    source = document.source
    findings = document.findings
    by_element: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_element[finding.fault.element].append(finding)
    resolver = Resolver(source.tree, [annex_id for annex_id, _ in source.annexes])
    return Studio(document, source.tree, resolver, findings, dict(by_element))


@dataclass
class Opened:
    """One element that is opened for work."""

    element: Element
    address: str
    words: str
    chips: list[Chip]
    places: list[tuple[str, str]]
    targets: list[tuple[str, str]]
    uses: list[tuple[str, str]]
    can_move: bool
    can_remove: bool


def open_element(studio: Studio, element: Element) -> Opened:
    """Its text in words, what can be inserted beside it, what it may refer to, and who refers to it."""
    node = studio.tree.by_id.get(element.stable_id)
    addresses = studio.document.addresses()
    kind = Kind(element.kind)
    if node is None:  # an optional element that is not in use
        return Opened(element, element.stable_id, element.text, [], [], [], [], False, False)
    referrers = element.referrers.select_related("source").order_by("source__position")
    return Opened(
        element=element,
        address=addresses.get(element.stable_id) or KIND_NAMES.get(kind, str(kind)),
        words=in_words(element.text, node, studio.resolver),
        chips=chips(element.text, node, studio.resolver),
        places=_places(node),
        targets=_targets(studio, node) if kind in BODY_KINDS else [],
        uses=[(row.source.stable_id, addresses.get(row.source.stable_id, "")) for row in referrers],
        can_move=kind not in FIXED_KINDS and not element.is_automatic,
        can_remove=kind not in FIXED_KINDS and not element.is_automatic,
    )


def _places(node: Node) -> list[tuple[str, str]]:
    """What may be inserted after this element and inside it, as choices."""
    kind, parent = node.kind, node.parent.kind if node.parent else None
    after = [] if kind in FIXED_KINDS or node.automatic else [kind]
    if kind == Kind.RECITAL and node.automatic:
        after = []
    inside = [item for item in CHILDREN.get(kind, ()) if item in KIND_NAMES and _fits_inside(node, item)]
    choices = [
        (f"setelah:{item}", f"{KIND_NAMES[item]} baru setelah ini") for item in after if item in CHILDREN[parent]
    ]
    return choices + [(f"dalam:{item}", f"{KIND_NAMES[item]} baru di dalam ini, paling akhir") for item in inside]


def _fits_inside(node: Node, kind: Kind) -> bool:
    """Children of one element are of one kind (R49, R55)."""
    kinds = {child.kind for child in node.children}
    if kinds:
        return kind in kinds or (kind == Kind.PARAGRAPH and Kind.PARAGRAPH not in kinds and node.kind == Kind.ARTICLE)
    return True


def _targets(studio: Studio, node: Node) -> list[tuple[str, str]]:
    """Earlier elements it may refer to (R94), each with the phrase that would be printed."""
    out = []
    for stable_id, other in studio.tree.by_id.items():
        if stable_id == node.id:
            break
        if other.kind in BODY_KINDS and other.kind not in (Kind.CHAPTER, Kind.PART, Kind.SUBPART) and not other.defines:
            words = studio.resolver.phrase(Token("acu", (stable_id,), False), node).replace(NBSP, " ")
            out.append((words, in_words(other.text, other, studio.resolver)[:60]))
    return out


def element_of(regulation: Regulation, stable_id: str) -> Element | None:
    """An element of a regulation by its stable id."""
    return Element.objects.filter(regulation=regulation, stable_id=stable_id).first()


class TermRow(TypedDict):
    """A term of Pasal 1: the element that defines it, the elements that use it with their addresses, how often."""

    term: str
    id: str
    places: list[tuple[str, str]]
    count: int


def definitions(studio: Studio) -> list[TermRow]:
    """Terms of Pasal 1 with the places that use them."""
    addresses = studio.document.addresses()
    terms = terms_of(studio.tree)
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for node in studio.tree.of(*BODY_KINDS):
        if node.defines or any(child.defines for child in node.children):
            continue
        used = uses_of(terms, f"{node.title} {node.text}")
        for term in dict.fromkeys(used):
            places[term].append((node.id, addresses.get(node.id, "")))
            count[term] += used.count(term)
    return [{"term": term, "id": terms[term], "places": places[term], "count": count[term]} for term in terms]
