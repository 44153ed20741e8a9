"""The verbs of drafting an element: change, insert, move, remove, mend; references and structure are kept right.

A draft may break rules of form while it is written: the lint shows that at once, and the life cycle stops it
later. Refused is only what would leave the text impossible to print: a reference without target, an unknown
placeholder, an element where none of its kind may stand.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet

from opd.agencies.models import User
from solok_smartcity.kit.decisions import Decision, Refused
from solok_smartcity.kit.records import assign, need_reason, open_for_change, save
from solok_smartcity.kit.transitions import Rule

from ..models import Element, Reference, Regulation
from ..naskah.references import Resolver
from ..naskah.structure import CHILDREN, FIXED_KINDS, LIST_KINDS, TITLED, Kind, Node, Tree
from ..naskah.typed import Chip, in_tokens
from ..rules import may_draft
from ..selectors.document import working_document, working_source
from .references import store_references

FIELD_NAMES = {"title": "judul", "text": "teks"}
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")


@transaction.atomic
def change_element(
    pk: int,
    *,
    actor: User,
    version: int | None,
    values: Mapping[str, Any],
    reason: str,
    seen: list[Chip] | None = None,
    rule: Rule = may_draft,
) -> Element:
    """Edit one element; refuses an edit that breaks a reference or the structure.

    ``rule``: who may do it now; another one where an accepted proposal is carried out.

    ``seen``: the references as they were shown in words; with it, addresses in the text become references.
    """
    _lock_regulation(pk)
    element: Element = open_for_change(Element.objects.all(), pk, actor=actor, rule=rule, version=version)
    reason = need_reason(reason)
    values = _tidy(values)
    for name in ("title", "text"):
        if name in values and values[name] != getattr(element, name) and name != written_field(element):
            raise ValidationError(
                {name: f"{element.kind} tidak mempunyai {FIELD_NAMES[name]} yang ditulis sendiri (R55)."}
            )
    if seen is not None and "text" in values:
        values = {**values, "text": _tokens(element.regulation, element.stable_id, values["text"], seen)}
    if assign(element, values):
        save(element, actor=actor, reason=reason)
        _settle(element.regulation)
    return element


@transaction.atomic
def insert_element(
    anchor_id: int,
    *,
    actor: User,
    version: int | None,
    kind: str,
    inside: bool,
    values: Mapping[str, Any],
    reason: str,
    rule: Rule = may_draft,
) -> Element:
    """A new element right after the anchor, or as the last one inside it; numbers and references follow.

    The first ayat inside a Pasal that has a sentence of its own takes that sentence into ayat (1) first (R55).
    Raises ``ValidationError`` where no element of the kind may stand.
    """
    _lock_regulation(anchor_id)
    anchor = open_for_change(Element.objects.all(), anchor_id, actor=actor, rule=rule, version=version)
    reason = need_reason(reason)
    values = _tidy(values)
    new_kind = Kind(kind)
    parent = anchor if inside else anchor.parent
    allowed = CHILDREN.get(Kind(parent.kind) if parent else None, ())
    at_the_top_beside_others = parent is None and Kind(anchor.kind) != new_kind
    if new_kind not in allowed or new_kind in FIXED_KINDS or at_the_top_beside_others:
        raise ValidationError({"kind": f"{new_kind} tidak dapat disisipkan di sini."})
    if inside and anchor.is_automatic:
        raise ValidationError({"kind": "Unsur ini disusun otomatis; isinya tidak disisipkan sendiri."})
    if new_kind == Kind.BASIS and values.get("citation") is None:
        raise ValidationError({"citation": "Pilih aturan dari registri sitasi (R42)."})
    siblings = Element.objects.filter(regulation=anchor.regulation, parent=parent)
    if inside and new_kind == Kind.PARAGRAPH and anchor.text:
        _into_paragraph(anchor, actor, reason)
    position = _last_position(siblings) + 1 if inside else anchor.position + 1
    if not inside:
        siblings.filter(position__gte=position).update(position=F("position") + 1)
    element = Element(
        regulation=anchor.regulation,
        parent=parent,
        kind=new_kind,
        position=position,
        stable_id=_new_id(anchor.regulation, new_kind),
    )
    assign(element, {**values, "text": _tokens_of_new(element, anchor, inside, values.get("text", ""))})
    save(element, actor=actor, reason=reason)
    _settle(anchor.regulation)
    return element


@transaction.atomic
def move_element(pk: int, *, actor: User, version: int | None, anchor_id: int, inside: bool, reason: str) -> Element:
    """Put an element with all below it after another one, or inside it as the last; its id and referrers stay."""
    _lock_regulation(pk)
    element: Element = open_for_change(Element.objects.all(), pk, actor=actor, rule=may_draft, version=version)
    reason = need_reason(reason)
    anchor = Element.objects.get(pk=anchor_id, regulation=element.regulation_id)
    parent = anchor if inside else anchor.parent
    if anchor.pk in {item.pk for item in (element, *_below(element))}:
        raise ValidationError("Unsur tidak dapat dipindahkan ke dalam dirinya sendiri.")
    if Kind(element.kind) not in CHILDREN.get(Kind(parent.kind) if parent else None, ()) or element.kind in FIXED_KINDS:
        raise ValidationError(f"{element.kind} tidak dapat berada di tempat itu.")
    siblings = Element.objects.filter(regulation=element.regulation, parent=parent)
    position = _last_position(siblings) + 1 if inside else anchor.position + 1
    siblings.filter(position__gte=position).exclude(pk=pk).update(position=F("position") + 1)
    if assign(element, {"parent": parent, "position": position}):
        save(element, actor=actor, reason=reason)
        _settle(element.regulation)
    return element


def move_one_step(pk: int, *, actor: User, version: int | None, steps: int, reason: str) -> Element:
    """Move an element past its neighbour; at the end of the row nothing happens."""
    element = Element.objects.get(pk=pk)
    row = list(
        Element.objects.filter(regulation=element.regulation_id, parent=element.parent_id, kind=element.kind)
        .order_by("position", "pk")
        .values_list("pk", flat=True)
    )
    here = row.index(element.pk)
    there = here + steps
    if not 0 <= there < len(row):
        raise ValidationError("Unsur ini sudah berada di ujung.")
    if steps > 0:
        return move_element(pk, actor=actor, version=version, anchor_id=row[there], inside=False, reason=reason)
    # Before its neighbour: the neighbour goes after it, so that neither needs a place "before".
    neighbour = Element.objects.get(pk=row[there])
    with transaction.atomic():
        open_for_change(Element.objects.all(), pk, actor=actor, rule=may_draft, version=version)
        move_element(neighbour.pk, actor=actor, version=neighbour.version, anchor_id=pk, inside=False, reason=reason)
    element.refresh_from_db()
    return element


@transaction.atomic
def mend_element(pk: int, *, actor: User, version: int | None, rule: str) -> Element:
    """Put one finding right where the rule knows how; raises ``ValidationError`` when it is not there any more."""
    element = Element.objects.select_related("regulation").get(pk=pk)
    found = next(
        (
            item.fault
            for item in working_document(element.regulation).findings
            if item.fault.element == element.stable_id and item.fault.rule == rule and item.fault.mended
        ),
        None,
    )
    if found is None:
        raise ValidationError(f"Temuan {rule} pada unsur ini sudah tidak ada atau diputuskan orang.")
    return change_element(
        pk, actor=actor, version=version, values={"text": found.mended}, reason=f"Perbaikan otomatis {rule}"
    )


@transaction.atomic
def remove_element(pk: int, *, actor: User, version: int | None, reason: str, rule: Rule = may_draft) -> None:
    """Remove an element and all below it; refused with the list of referrers if anything refers to it (R96)."""
    _lock_regulation(pk)
    element = open_for_change(Element.objects.all(), pk, actor=actor, rule=rule, version=version)
    reason = need_reason(reason)
    if Kind(element.kind) in FIXED_KINDS:
        raise ValidationError("Unsur ini selalu ada dalam peraturan dan tidak dapat dihapus.")
    if element.kind == Kind.ARTICLE and element.is_automatic:
        raise ValidationError("Pasal ini ditulis dari pilihan pada halaman Pencabutan; kosongkan pilihan di sana.")
    going = [element, *_below(element)]
    keys = [item.pk for item in going]
    referrers = list(
        Reference.objects.filter(target__in=keys)
        .exclude(source__in=keys)
        .order_by("source__position")
        .values_list("source__stable_id", flat=True)
        .distinct()
    )
    if referrers:
        addresses = working_document(element.regulation).addresses()
        named = [addresses.get(stable_id) or stable_id for stable_id in referrers]
        own = addresses.get(element.stable_id) or element.stable_id
        raise Refused(
            Decision(False, "referred", f"{own} masih diacu oleh: {'; '.join(named)}. Ubah acuan itu lebih dahulu.")
        )
    regulation = element.regulation
    Reference.objects.filter(source__in=keys).delete()
    if element.kept_base:
        _bury(element, actor, reason)
    else:
        _delete(going, actor, reason)
    _settle(regulation)


def add_element(
    regulation: Regulation,
    stable_id: str,
    kind: str,
    position: int,
    *,
    actor: User | None,
    reason: str,
    **values: Any,
) -> Element:
    """A new element of a text that a service puts together; raises ``ValidationError``."""
    element = Element(regulation=regulation, stable_id=stable_id, kind=kind, position=position, **values)
    save(element, actor=actor, reason=reason)
    return element


def _delete(going: list[Element], actor: User, reason: str) -> None:
    for item in reversed(going):
        item._history_user, item._change_reason = actor, reason
        item.delete()


def _bury(element: Element, actor: User, reason: str) -> None:
    """What an amendment takes out of a law keeps its place and number, and reads *Dihapus.* (R137)."""
    below = _below(element)
    if element.kind in (Kind.CHAPTER, Kind.PART, Kind.SUBPART):
        for child in Element.objects.filter(parent=element):
            _bury(child, actor, reason)
    else:
        _delete(below, actor, reason)
    if assign(element, {"is_removed": True, "text": "", "conjunction": ""}):
        save(element, actor=actor, reason=reason)


def written_field(element: Element) -> str:
    """Which of its words are written: the title of a BAB, Bagian or Paragraf, the text of others; "" for none.

    None: what is computed or comes from the registry, and a Pasal with ayat, which has no sentence of its own (R55).
    """
    kind = Kind(element.kind)
    if kind in TITLED:
        return "title"
    has_paragraphs = kind == Kind.ARTICLE and element.children.filter(kind=Kind.PARAGRAPH, is_active=True).exists()
    return "" if kind == Kind.BASIS or element.is_automatic or has_paragraphs else "text"


def _lock_regulation(element_pk: int) -> None:
    """One writer at a time per regulation: its form and its references are checked as a whole."""
    list(Regulation.objects.select_for_update().filter(elements=element_pk).values_list("pk"))


def _settle(regulation: Regulation) -> None:
    """After a write: references are rows again, and the document can still be printed."""
    store_references(regulation)
    refuse_broken_documents([regulation])


def refuse_broken_documents(regulations: list[Regulation] | None = None) -> None:
    """Every draft must still be printable; raises ``ValidationError`` with rule and place."""
    if regulations is None:
        regulations = list(Regulation.objects.with_parts())
    for regulation in regulations:
        try:
            document = working_document(regulation)
        except (LookupError, ValueError, StopIteration) as error:
            raise ValidationError(
                f"Naskah {regulation.slug} tidak dapat disusun dengan perubahan ini: {error}"
            ) from None
        broken = [fault for fault in document.text.faults if fault.fatal]
        if broken:
            places = document.addresses()
            raise ValidationError([f"{f.rule}, {places.get(f.element) or f.element}: {f.message}" for f in broken])


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Texts on one line without signs that cannot be printed, as they come along with text from a PDF."""
    return {
        name: " ".join(UNPRINTABLE.sub(" ", value).split()) if name in ("title", "text") else value
        for name, value in values.items()
    }


def _tokens(regulation: Regulation, stable_id: str, text: str, seen: list[Chip]) -> str:
    source = working_source(regulation)
    resolver = Resolver(source.tree, [annex_id for annex_id, _ in source.annexes])
    node = source.tree.by_id.get(stable_id)
    return in_tokens(text, node, resolver, seen) if node is not None else text


def _tokens_of_new(element: Element, anchor: Element, inside: bool, text: str) -> str:
    """The same for an element that is not stored yet: it is put into the tree to learn its address."""
    source = working_source(element.regulation)
    roots = source.tree.roots
    node = Node(element.stable_id, Kind(element.kind))
    at = source.tree.by_id.get(anchor.stable_id)
    if at is None:
        return text
    row = at.children if inside else at.parent.children if at.parent else roots
    row.insert(len(row) if inside else row.index(at) + 1, node)
    resolver = Resolver(Tree(roots), [annex_id for annex_id, _ in source.annexes])
    return in_tokens(text, node, resolver, [])


def _into_paragraph(article: Element, actor: User, reason: str) -> None:
    """The sentence of a Pasal, with its list, becomes its ayat (1)."""
    first = Element(
        regulation=article.regulation,
        parent=article,
        kind=Kind.PARAGRAPH,
        position=1,
        text=article.text,
        conjunction=article.conjunction,
        stable_id=_new_id(article.regulation, Kind.PARAGRAPH),
    )
    save(first, actor=actor, reason=reason)
    for item in Element.objects.filter(parent=article, kind__in=LIST_KINDS):
        item.parent = first
        save(item, actor=actor, reason=reason)
    article.text, article.conjunction = "", ""
    save(article, actor=actor, reason=reason)


def _last_position(siblings: QuerySet[Element]) -> int:
    return max(siblings.values_list("position", flat=True), default=0)


def _new_id(regulation: Regulation, kind: Kind) -> str:
    """A stable id nobody used, also not one of a removed element."""
    prefix = f"{kind}_baru_"
    used = Element.history.filter(regulation=regulation, stable_id__startswith=prefix)
    numbers = [int(m[1]) for value in used.values_list("stable_id", flat=True) if (m := re.search(r"_(\d+)$", value))]
    return f"{prefix}{max(numbers, default=0) + 1}"


def _below(element: Element) -> list[Element]:
    """All elements below one, parents before their children."""
    out = []
    for child in element.children.order_by("position"):
        out += [child, *_below(child)]
    return out
