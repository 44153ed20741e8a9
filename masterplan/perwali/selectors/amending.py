"""Amending regulations: what they amend, and their body derived from the edited copy (R134 to R137)."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q

from ..models import Annex, Regulation, RegulationVersion
from ..naskah.amendment import amending_body, derive, enacted, lead_in
from ..naskah.annexes import AnnexContent
from ..naskah.comparison import touched_elements
from ..naskah.document import Source, compile_text
from ..naskah.references import Resolver
from ..naskah.structure import BODY_ROOTS, Kind, Tree
from ..naskah.wording import CitedLaw, cite
from ..workflow import LegalStatus, Stage
from .frozen import content_of, copy_of, document_of, tree_of
from .printed import Document

LAST = (*BODY_ROOTS, Kind.ORDER, Kind.GAZETTE)


@dataclass(frozen=True)
class Base:
    """What an amendment starts from: the law as it reads now, with the amendments made so far."""

    parent: Regulation
    version: RegulationVersion
    earlier: tuple[Regulation, ...]

    @cached_property
    def tree(self) -> Tree:
        """The text in force, every number kept: the second amendment starts from the consolidated text of the first."""
        if self.earlier:
            content = content_of(promulgated_version(self.earlier[-1]))
            copy = copy_of(content)
            if copy is not None:
                return enacted(copy)
        return enacted(tree_of(content_of(self.version)))

    @cached_property
    def annex_labels(self) -> dict[str, str]:
        """Labels of the annexes of the amended regulation, by id."""
        frames = document_of(self.version).text.annexes
        return {frame.id: frame.label.replace("LAMPIRAN", "Lampiran") for frame in frames}


def promulgated_version(regulation: Regulation) -> RegulationVersion:
    """The version that was promulgated, without its content; raises ``DoesNotExist``."""
    versions = RegulationVersion.objects.select_related("regulation__region").defer("content")
    return versions.get(regulation=regulation, stage=Stage.PROMULGATED)


def base_of(parent: Regulation, before: Regulation | None = None) -> Base:
    """The law in force; ``before``: an amendment, which starts from those promulgated before it."""
    earlier = parent.amendments.promulgated().order_by("promulgated_on", "pk")
    if before is not None and before.promulgated_on:
        earlier = earlier.filter(promulgated_on__lte=before.promulgated_on).exclude(pk=before.pk)
    return Base(parent, promulgated_version(parent), tuple(earlier.select_related("kind", "region", "plan")))


def rule_of(regulation: Regulation) -> CitedLaw:
    """A promulgated regulation of ours as a rule to be cited (R41)."""
    return CitedLaw(
        kind="PERWALI",
        number=str(regulation.number),
        year=regulation.year,
        title=str(regulation),
        region=regulation.region.name,
        gazette_year=regulation.promulgated_on.year if regulation.promulgated_on else None,
        gazette_number=str(regulation.gazette_number or ""),
    )


def repealable(draft: Regulation) -> list[Regulation]:
    """Laws of the region a draft may repeal: in force, no amendments themselves, not repealed by another draft."""
    laws = Regulation.objects.promulgated().with_parts().filter(region=draft.region_id, amends=None)
    in_force = laws.exclude(legal_status=LegalStatus.REPEALED).filter(Q(repealed_by=None) | Q(repealed_by=draft))
    return list(in_force.order_by("year", "number"))


def repealed_rules(regulation: Regulation) -> list[str]:
    """The laws a draft repeals, each as it is cited with its last amendment (R40, R100)."""
    out = []
    for law in regulation.repeals.select_related("kind", "region", "plan").order_by("year", "number"):
        earlier = list(base_of(law).earlier)
        rule = rule_of(law)
        if earlier:
            rule = replace(rule, amended_by=rule_of(earlier[-1]), amended_often=len(earlier) > 1)
        out.append(cite(rule))
    return out


def cited(regulation: Regulation) -> str:
    """One of our regulations with its gazette, as Pasal I names it: without the region after the office (R135)."""
    words = cite(rule_of(regulation))
    return f"{regulation.kind.name} {words[words.index('Nomor') :]}"


def amending_source(regulation: Regulation, source: Source) -> Source:
    """The source of the amending text: its own opening and closing, Pasal I and II derived from the copy."""
    base = base_of(regulation.amends, regulation)  # type: ignore[arg-type]
    own = list(Annex.objects.filter(regulation=regulation).order_by("position").values_list("stable_id", "name"))
    copy = _body(source.tree)
    instructions = derive(_body(base.tree), copy, [stable_id for stable_id, _ in own])
    lead, several = lead_in(cited(base.parent), [cited(item) for item in base.earlier])
    if several:
        lead = f"{lead} {'; '.join(several)}; diubah sebagai berikut:"
    body = amending_body(instructions, _body(base.tree), copy, lead, annex_labels=base.annex_labels)
    roots = [root for root in source.tree.roots if root.kind not in BODY_ROOTS]
    place = next((i for i, root in enumerate(roots) if root.kind == Kind.ORDER), len(roots))
    tree = Tree([*roots[:place], *body, *roots[place:]])
    return replace(source, tree=tree, annexes=own, copy=copy)


def settled(regulation: Regulation, tree: Tree) -> tuple[str, ...]:
    """Ids of the edited copy that read as in the law in force."""
    base, copy = _body(base_of(regulation.amends, regulation).tree), _body(tree)  # type: ignore[arg-type]
    touched = touched_elements(base, copy)
    return tuple(stable_id for stable_id in copy.by_id if stable_id not in touched)


def _body(tree: Tree) -> Tree:
    return Tree(tree.roots_of(*BODY_ROOTS))


def parent_annexes(regulation: Regulation) -> list[AnnexContent]:
    """The annexes of the amended regulation, in the order in which its text mentions them."""
    document = document_of(promulgated_version(regulation.amends))  # type: ignore[arg-type]
    return document.annexes


def parent_labels(regulation: Regulation) -> dict[str, str]:
    """Labels of the annexes of the amended regulation by their source of data."""
    labels = base_of(regulation.amends, regulation).annex_labels  # type: ignore[arg-type]
    sources = Annex.objects.filter(regulation=regulation.amends_id).values_list("stable_id", "source")
    return {source: labels[stable_id] for stable_id, source in sources if stable_id in labels}


def consolidated(parent: Regulation) -> tuple[Document, dict[str, str]]:
    """The text as it reads with all amendments, and for each changed element which one changed it (5.3).

    For reading: it is not the official text.
    """
    base = base_of(parent)
    document = document_of(base.version)
    notes: dict[str, str] = {}
    before = tree_of(content_of(base.version))
    annexes = {content.id: content for content in document.annexes}
    for amendment in base.earlier:
        changed = document_of(promulgated_version(amendment))
        name = f"{amendment.kind} Nomor {amendment.number} Tahun {amendment.year}"
        if changed.source.copy is not None:
            old = {node.id: (node.text, node.title, node.removed) for node in before.by_id.values()}
            for node in changed.source.copy.by_id.values():
                known = old.get(node.id)
                if known != (node.text, node.title, node.removed):
                    done = "Disisipkan" if known is None else "Dihapus" if node.removed else "Diubah"
                    notes[node.id] = f"{done} dengan {name}"
            before = changed.source.copy
        for content in changed.annexes:
            annexes[content.id] = content
            notes[content.id] = f"Diganti dengan {name}"
    tree = Tree(
        [
            *(root for root in document.source.tree.roots if root.kind not in LAST),
            *base.tree.roots_of(*BODY_ROOTS),
            *document.source.tree.roots_of(Kind.ORDER, Kind.GAZETTE),
        ]
    )
    source = replace(document.source, tree=tree)
    order = Resolver(tree, [stable_id for stable_id, _ in source.annexes]).annexes
    text = compile_text(source)
    return replace(document, source=source, text=text, annexes=[annexes[stable_id] for stable_id in order]), notes
