"""What a version freezes, and the document it gives back: law is read from here, never from the live plan."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from masterplan.plan.selectors.editions import PLAN, live_content
from solok_smartcity.kit.canonical import digest
from solok_smartcity.kit.frozen import Content, Schema, as_object, knows, tagged

from ..models import HouseStyle, RegulationVersion
from ..naskah.annexes import AnnexContent, Block, Heading, Items, Paragraph, Table
from ..naskah.document import Source, Text
from ..naskah.structure import Kind, Node, Number, Tree
from ..workflow import Stage
from .printed import Document, print_settings


def _first_step(content: Content) -> Content:
    """Number 1 to 2: an amendment says which of its elements are settled, the plan names its own schema."""
    return {**content, "source": {"settled": [], **content["source"]}, "plan": PLAN.read(content["plan"])}


# Number 2 came when the canonical form became that of RFC 8785.
VERSION = Schema("perwali-version", {1: _first_step})
knows(Tree, lambda roots: Tree([_revived(root) for root in roots]))
tagged(Block, {"table": Table, "recapitulation": Table, "heading": Heading, "paragraph": Paragraph, "items": Items})
# Values that the life cycle gives: they are no change of the text.
GIVEN = {"nomor", "tahun", "tanggal_penetapan", "tanggal_pengundangan", "nomor_berita_daerah"}


def frozen_content(document: Document, number: int, previous: RegulationVersion | None) -> dict[str, Any]:
    """Everything a version keeps of a document, ready for canonical JSON; the plan is that of the enacted text."""
    regulation = document.regulation
    enacted = previous if previous is not None and Stage(previous.stage).is_enacted else None
    return {
        "schema": VERSION.label,
        "regulation": regulation.slug,
        "version": number,
        "previous": previous.sha256 if previous else None,
        "stage": regulation.stage,
        "number": regulation.number,
        "year": regulation.year,
        "enacted_on": regulation.enacted_on and regulation.enacted_on.isoformat(),
        "promulgated_on": regulation.promulgated_on and regulation.promulgated_on.isoformat(),
        "gazette_number": regulation.gazette_number,
        "text": asdict(document.text),
        "annexes": [asdict(annex) for annex in document.annexes],
        "tree": [_node(root) for root in document.source.tree.roots],
        "copy": [_node(root) for root in document.source.copy.roots] if document.source.copy else None,
        "source": {
            name: value if not isinstance(value, dict) else {key: _plain(item) for key, item in value.items()}
            for name, value in vars(document.source).items()
            if name not in ("tree", "copy")
        },
        "style": print_settings(document.style),
        "emblem": document.emblem,
        "missing": document.missing,
        "demonstration": document.has_demonstration_data,
        "changed_at": document.changed_at.isoformat(),
        "code": document.digest,
        "plan": content_of(enacted)["plan"] if enacted else live_content(regulation.plan),
    }


def text_digest(document: Document) -> str:
    """Digest of what people write and decide: the same through the stages, another after any change (R127)."""
    source = document.source
    return digest(
        {
            "tree": [_node(root) for root in written(source.tree, source.copy).roots],
            "title": source.title,
            "rules": {key: asdict(rule) for key, rule in source.rules.items()},
            "values": {key: value for key, value in source.values.items() if key not in GIVEN},
            "signatures": source.signatures,
            "annexes": [asdict(annex) for annex in document.annexes],
        }
    )


def written(tree: Tree, copy: Tree | None) -> Tree:
    """What people write: the tree; of an amending regulation its own frame and the edited copy."""
    if copy is None:
        return tree
    return Tree([*(root for root in tree.roots if root.kind != Kind.AMENDING), *copy.roots])


def document_of(version: RegulationVersion) -> Document:
    """The document as it was frozen."""
    content = content_of(version)
    regulation = version.regulation
    return Document(
        regulation=regulation,
        style=_style(content["style"]),
        region=regulation.region,
        source=as_object(Source, {**content["source"], "tree": content["tree"], "copy": content["copy"]}),
        text=as_object(Text, content["text"]),
        annexes=as_object(list[AnnexContent], content["annexes"]),
        missing=content["missing"],
        has_demonstration_data=content["demonstration"],
        changed_at=datetime.fromisoformat(content["changed_at"]),
        digest=content["code"],
        frozen_emblem=content["emblem"],
        frozen_stage=content["stage"],
    )


def content_of(version: RegulationVersion) -> dict[str, Any]:
    """The frozen content in the form of the newest schema number; whoever reads it must not change it.

    Raises ``UnknownSchema``.
    """
    return _parsed(version.pk, version.sha256)


@lru_cache(maxsize=8)
def _parsed(pk: int, sha256: str) -> dict[str, Any]:
    stored = RegulationVersion.objects.values_list("content", flat=True).get(pk=pk, sha256=sha256)
    return VERSION.read(json.loads(stored))


def tree_of(content: dict[str, Any]) -> Tree:
    """The tree of elements as it was frozen, with stable ids."""
    return Tree([_revived(root) for root in content["tree"]])


def copy_of(content: dict[str, Any]) -> Tree | None:
    """Of an amending regulation: the amended text as it reads with it."""
    return Tree([_revived(root) for root in content["copy"]]) if content["copy"] else None


def _style(settings: dict[str, str]) -> HouseStyle:
    return HouseStyle(**{name: HouseStyle._meta.get_field(name).to_python(value) for name, value in settings.items()})


def _node(node: Node) -> dict[str, Any]:
    return {
        "id": node.id,
        "kind": node.kind.value,
        "text": node.text,
        "title": node.title,
        "conjunction": node.conjunction,
        "automatic": node.automatic,
        "number": list(node.number) if node.number else None,
        "removed": node.removed,
        "children": [_node(child) for child in node.children],
    }


def _revived(data: dict[str, Any]) -> Node:
    return Node(
        id=data["id"],
        kind=Kind(data["kind"]),
        text=data["text"],
        title=data["title"],
        conjunction=data["conjunction"],
        automatic=data["automatic"],
        number=Number(*data["number"]) if data["number"] else None,
        removed=data["removed"],
        children=[_revived(child) for child in data["children"]],
    )


def _plain(value: Any) -> Any:
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
