"""Amending regulations derived: what was edited in a copy, as instructions in the fixed wordings (R134-R137). Pure.

An enacted tree keeps its numbers (``enacted``). The editor works on a copy: texts change, new elements come without a
number, removed ones stay as tombstones. ``derive`` finds the instructions, ``apply`` carries them out, and both agree.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum

from solok_smartcity.kit.indonesian import enumeration

from . import numbers
from .document import REMOVED
from .references import NBSP, TOKEN, Resolver, read_token
from .structure import TITLED, Kind, Node, Tree

COUNTED = {Kind.CHAPTER: "bab", Kind.PART: "bagian", Kind.SUBPART: "paragraf", Kind.ARTICLE: "pasal"}


class Act(StrEnum):
    """What an instruction does, in the words of the field."""

    CHANGE = "ubah"
    INSERT = "sisip"
    REMOVE = "hapus"
    TITLE = "ubah_judul"
    ANNEX = "ganti_lampiran"


class NotAnAmendment(ValueError):
    """The copy was edited in a way no amendment can be made of; the text says what."""


@dataclass(frozen=True)
class Instruction:
    """One change: act, the element it is about, and the new elements it brings (whole Pasal, R137).

    ``target``: id of the changed or removed element, of the neighbour before inserted ones ("" for the first place)
    or of the annex; ``parent``: id under which new elements come ("" for the top); ``touched``: ids of the ayat that
    changed, where the wording names them.
    """

    act: Act
    target: str
    parent: str = ""
    new: tuple[Node, ...] = ()
    touched: tuple[str, ...] = ()


def enacted(tree: Tree) -> Tree:
    """A copy in which everything with an address of its own keeps the number it has now.

    Items of lists do not: a list is reprinted whole with new letters, for inserted letters there is no safe form.
    """
    copy = Tree(deepcopy(tree.roots))
    for node in copy.by_id.values():
        keeps = node.kind in (*TITLED, Kind.ARTICLE, Kind.PARAGRAPH) or node.defines
        node.number = tree.ordinal(tree.by_id[node.id]) if keeps else None
    return Tree(copy.roots)


def remove(node: Node) -> None:
    """Make a tombstone: the number stays, the content goes; what stands below a removed ayat or Pasal goes with it."""
    node.removed, node.text, node.conjunction = True, "", ""
    if node.kind in TITLED:
        for child in node.children:
            remove(child)
    else:
        node.children = []


# --- Finding the instructions ------------------------------------------------------------------------


def derive(parent: Tree, copy: Tree, annexes: Sequence[str] = ()) -> list[Instruction]:
    """The instructions that turn the enacted parent into the edited copy, in the order of the text.

    ``annexes``: ids of annexes whose content was replaced. Raises ``NotAnAmendment`` where old elements moved.
    """
    out: list[Instruction] = []
    _rows(parent, parent.roots, copy.roots, "", out)
    out += [Instruction(Act.ANNEX, annex) for annex in annexes]
    return out


def _rows(parent: Tree, old: list[Node], new: list[Node], above: str, out: list[Instruction]) -> None:
    """Compare the children of one element: chapters down to articles."""
    old_ids = [node.id for node in old if node.kind in (*TITLED, Kind.ARTICLE)]
    kept = [node.id for node in new if node.id in parent.by_id and node.kind in (*TITLED, Kind.ARTICLE)]
    if kept != old_ids:
        gone = [stable_id for stable_id in old_ids if stable_id not in kept]
        what = f"{', '.join(gone)} hilang" if gone else "urutan unsur lama berubah"
        raise NotAnAmendment(f"{what}: unsur lama tidak dipindahkan, tetapi diubah atau dihapus.")
    coming: list[Node] = []
    before = ""
    for node in new:
        if node.kind not in (*TITLED, Kind.ARTICLE):
            continue
        if node.id not in parent.by_id:
            if coming and coming[-1].kind != node.kind:
                _flush(coming, before, above, out)
                before, coming = coming[-1].id, []
            coming.append(node)
            continue
        _flush(coming, before, above, out)
        coming, before = [], node.id
        _one(parent, parent.by_id[node.id], node, out)
    _flush(coming, before, above, out)


def _flush(coming: list[Node], before: str, above: str, out: list[Instruction]) -> None:
    if coming:
        out.append(Instruction(Act.INSERT, before, above, tuple(deepcopy(coming))))


def _one(parent: Tree, old: Node, new: Node, out: list[Instruction]) -> None:
    """An element that was there before."""
    if new.removed:
        if not old.removed:
            out.append(Instruction(Act.REMOVE, old.id))
        return
    if new.kind in TITLED:
        if new.title != old.title:
            out.append(
                Instruction(Act.TITLE, old.id, new=(Node(old.id, old.kind, title=new.title, number=old.number),))
            )
        _rows(parent, old.children, new.children, old.id, out)
    elif not same(old, new):
        touched = tuple(
            child.id
            for child in new.children
            if child.kind == Kind.PARAGRAPH and not _is_same(parent.by_id.get(child.id), child)
        )
        out.append(Instruction(Act.CHANGE, old.id, new=(deepcopy(new),), touched=touched))


def same(one: Node, other: Node) -> bool:
    """Whether two elements say the same, with everything below them."""
    return (
        (one.id, one.kind, one.text, one.title, one.conjunction, one.removed)
        == (other.id, other.kind, other.text, other.title, other.conjunction, other.removed)
        and len(one.children) == len(other.children)
        and all(same(a, b) for a, b in zip(one.children, other.children, strict=True))
    )


def _is_same(old: Node | None, new: Node) -> bool:
    return old is not None and same(old, new)


# --- Carrying them out -------------------------------------------------------------------------------


def apply(instructions: Sequence[Instruction], parent: Tree) -> Tree:
    """The consolidated tree: the parent with every instruction carried out; its numbers are all kept."""
    tree = Tree(deepcopy(parent.roots))
    for instruction in instructions:
        match instruction.act:
            case Act.CHANGE:
                old, new = tree.by_id[instruction.target], deepcopy(instruction.new[0])
                _row(tree, old)[_row(tree, old).index(old)] = new
            case Act.TITLE:
                tree.by_id[instruction.target].title = instruction.new[0].title
            case Act.REMOVE:
                remove(tree.by_id[instruction.target])
            case Act.INSERT:
                row = tree.by_id[instruction.parent].children if instruction.parent else tree.roots
                before = tree.by_id.get(instruction.target)
                place = row.index(before) + 1 if before is not None else 0
                row[place:place] = deepcopy(list(instruction.new))
        tree = Tree(tree.roots)
    return enacted(tree)


def _row(tree: Tree, node: Node) -> list[Node]:
    return node.parent.children if node.parent is not None else tree.roots


# --- In words ----------------------------------------------------------------------------------------


def title_of(kind_name: str, number: int, year: int, title: str, order: int) -> str:
    """``Perubahan Kedua atas Peraturan Wali Kota Nomor 12 Tahun 2025 tentang ...`` (R134); ``order`` from 1."""
    word = "Perubahan" if order == 1 else f"Perubahan {numbers.ordinal(order)}"
    return f"{word} atas {kind_name} Nomor {number} Tahun {year} tentang {title}"


def lead_in(cited: str, earlier: Sequence[str]) -> tuple[str, list[str]]:
    """The words of Pasal I before the instructions, and the list of earlier amendments where there are several.

    ``cited``: the amended regulation with its gazette; ``earlier``: its amendments, each with title and gazette (R136).
    """
    begin = f"Beberapa ketentuan dalam {cited}"
    if not earlier:
        return f"{begin} diubah sebagai berikut:", []
    if len(earlier) == 1:
        return f"{begin} sebagaimana telah diubah dengan {earlier[0]} diubah sebagai berikut:", []
    return f"{begin} yang telah beberapa kali diubah dengan Peraturan Wali Kota:", list(earlier)


def in_words(instruction: Instruction, parent: Tree, copy: Tree, annex_labels: dict[str, str] | None = None) -> str:
    """The instruction in its fixed wording (perwali-format 5.1)."""
    resolver = Resolver(copy, [])
    match instruction.act:
        case Act.ANNEX:
            return _annex_replaced(instruction, annex_labels or {}, "Lampiran")
        case Act.REMOVE:
            return f"{_label(copy, instruction.target)} dihapus."
        case Act.TITLE:
            return f"Judul {_label(copy, instruction.target)} diubah sehingga berbunyi sebagai berikut:"
        case Act.INSERT:
            return _insertion(instruction, copy)
        case _:
            return _change(instruction, parent, copy, resolver)


def _annex_replaced(instruction: Instruction, labels: dict[str, str], own: str) -> str:
    """``labels``: of the annexes of the amended regulation; ``own``: how the amending one names its annex."""
    return (
        f"Ketentuan {labels.get(instruction.target, 'Lampiran')} diubah sehingga menjadi sebagaimana tercantum dalam "
        f"{own} yang merupakan bagian tidak terpisahkan dari Peraturan Wali Kota ini."
    )


def _insertion(instruction: Instruction, copy: Tree) -> str:
    labels = [_label(copy, node.id) for node in instruction.new]
    counted = f"{numbers.quantity(len(labels))} {COUNTED[instruction.new[0].kind]}, yakni {enumeration(labels)}"
    around = [_neighbour(copy, instruction.new[0], -1), _neighbour(copy, instruction.new[-1], 1)]
    above = copy.by_id[instruction.new[0].id].parent
    if instruction.new[0].kind in (Kind.PART, Kind.SUBPART) and above is not None:
        counted += f" dalam {copy.label(above)}"
    if all(around):
        return f"Di antara {around[0]} dan {around[1]} disisipkan {counted} sehingga berbunyi sebagai berikut:"
    place = f"Setelah {around[0]}" if around[0] else f"Sebelum {around[1]}"
    return f"{place} ditambahkan {counted} sehingga berbunyi sebagai berikut:"


def _neighbour(copy: Tree, node: Node, step: int) -> str:
    """The label of the next element of the same kind, inserted ones left out: in the text, or in its BAB or Bagian."""
    own = copy.by_id[node.id]
    counts_inside = node.kind in (Kind.PART, Kind.SUBPART)
    row = [item for item in copy.of(node.kind) if not counts_inside or item.parent is own.parent]
    place = row.index(own) + step
    while 0 <= place < len(row) and row[place].number is None:
        place += step
    return copy.label(row[place]) if 0 <= place < len(row) else ""


def _change(instruction: Instruction, parent: Tree, copy: Tree, resolver: Resolver) -> str:
    """Which ayat changed, where that can be said in one of the safe forms; else the whole Pasal."""
    article = _label(copy, instruction.target)
    rest = f"sehingga {article} berbunyi sebagai berikut:"
    old, new = parent.by_id[instruction.target], copy.by_id[instruction.target]
    touched = [copy.by_id[stable_id] for stable_id in instruction.touched]
    paragraphs = {child.kind for child in (*old.children, *new.children)} == {Kind.PARAGRAPH}
    if not paragraphs or not touched or len(touched) == len(new.children):
        return f"Ketentuan {article} diubah sehingga berbunyi sebagai berikut:"
    names = [f"ayat {copy.label(node)}" for node in touched]
    if all(node.removed for node in touched):
        return f"Ketentuan {enumeration(names)} {article} dihapus {rest}"
    if all(node.id not in parent.by_id for node in touched) and _together(new, touched):
        before, after = new.children.index(touched[0]) - 1, new.children.index(touched[-1]) + 1
        counted = f"{numbers.quantity(len(touched))} ayat, yakni {enumeration(names)}"
        if before >= 0 and after < len(new.children):
            around = [f"ayat {copy.label(new.children[place])}" for place in (before, after)]
            return f"Di antara {around[0]} dan {around[1]} {article} disisipkan {counted} {rest}"
        return f"Ketentuan {article} ditambah {counted} {rest}"
    if all(node.id in parent.by_id and not node.removed for node in touched):
        return f"Ketentuan {enumeration(names)} {article} diubah {rest}"
    return f"Ketentuan {article} diubah sehingga berbunyi sebagai berikut:"


def _together(article: Node, touched: list[Node]) -> bool:
    places = [article.children.index(node) for node in touched]
    return places == list(range(places[0], places[0] + len(places)))


def _label(copy: Tree, stable_id: str) -> str:
    return copy.label(copy.by_id[stable_id])


# --- The amending regulation as a tree -----------------------------------------------------------------


def amending_body(
    instructions: Sequence[Instruction],
    parent: Tree,
    copy: Tree,
    lead: str,
    *,
    annex_labels: dict[str, str] | None = None,
) -> list[Node]:
    """Pasal I with the instructions and what they quote, Pasal II with the entry into force (R135)."""
    resolver = Resolver(copy, list(annex_labels or {}))
    first = Node("pasal_romawi_1", Kind.AMENDING, text=lead)
    for index, instruction in enumerate(instructions, start=1):
        if instruction.act == Act.ANNEX:  # the number of the annex in the amending regulation follows from its place
            text = _annex_replaced(instruction, annex_labels or {}, f"{{{{lamp:{instruction.target}}}}}")
        else:
            text = in_words(instruction, parent, copy)
        node = Node(f"instruksi_{index}", Kind.INSTRUCTION, text=text)
        if instruction.act in (Act.CHANGE, Act.INSERT, Act.TITLE):
            for quoted in instruction.new:
                source = copy.by_id[quoted.id]
                node.children.append(_quote(source, index, copy, resolver, whole=instruction.act != Act.TITLE))
        first.children.append(node)
    force = "Peraturan Wali Kota ini mulai berlaku pada tanggal diundangkan."
    return [first, Node("pasal_romawi_2", Kind.AMENDING, text=force)]


def _quote(node: Node, index: int, copy: Tree, resolver: Resolver, *, whole: bool = True) -> Node:
    """A copy with numbers and references of the amended regulation written out."""

    def words(text: str) -> str:
        return TOKEN.sub(lambda match: resolver.phrase(read_token(match), node).replace(NBSP, " "), text)

    return Node(
        f"kutipan_{index}_{node.id}",
        node.kind,
        text=REMOVED if node.removed else words(node.text),
        title=node.title,
        conjunction=node.conjunction,
        number=copy.ordinal(node),
        removed=node.removed,
        children=[_quote(child, index, copy, resolver) for child in node.children] if whole else [],
    )


# --- Repeal (R100, 5.4) ----------------------------------------------------------------------------------

FROM_NOW = "Pada saat Peraturan Wali Kota ini mulai berlaku"
GONE = "dicabut dan dinyatakan tidak berlaku"


def repeal_title(kind_name: str, number: int, year: int, title: str) -> str:
    """Title of a regulation that only repeals."""
    return f"Pencabutan {kind_name} Nomor {number} Tahun {year} tentang {title}"


def fill_repeal(article: Node, cited: Sequence[str], *, is_alone: bool) -> None:
    """The words of the Pasal that repeals; ``cited``: the repealed rules with their gazettes.

    ``is_alone``: the regulation does nothing else (5.4), so it need not say from when.
    """
    if len(cited) == 1:
        article.text = f"{cited[0]} {GONE}." if is_alone else f"{FROM_NOW}, {cited[0]}, {GONE}."
        return
    article.text, article.conjunction = f"{FROM_NOW}:", "dan"
    article.children = [
        Node(f"{article.id}_huruf_{index}", Kind.LETTER, text=words) for index, words in enumerate(cited, start=1)
    ]
    if article.children:
        article.children[-1].text += f", {GONE}"


def referrers_of_removed(copy: Tree) -> list[tuple[str, str]]:
    """References that lead into something removed: source and target, to be mended before the amendment goes on."""
    gone = {node.id for node in copy.by_id.values() if node.removed}
    out = []
    for node in copy.by_id.values():
        for match in TOKEN.finditer(node.text):
            ids = re.split(r"[,.]+", match[2].replace(" ", ""))
            out += [(node.id, target) for target in ids if target in gone or _inside_removed(copy, target)]
    return out


def _inside_removed(copy: Tree, target: str) -> bool:
    node = copy.by_id.get(target)
    while node is not None:
        if node.removed:
            return True
        node = node.parent
    return target not in copy.by_id
