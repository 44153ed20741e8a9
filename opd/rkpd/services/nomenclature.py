"""Importing an edition of the nomenclature: preview, then one transaction; the seed loads the shipped editions so."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.records import save

from ..models import CodeLink, CodeLinkState, Edition, NomenclatureImport, NomenclatureItem
from ..reading.nomenclature import ListedCode, read_list
from ..rules import may_keep_nomenclature
from .checking import check_all_years
from .links import propose_moves

FIELDS = ("level", "name", "parent_code", "output", "indicator", "unit", "tags", "spm", "kind")
SHOWN = {"name": "nama", "indicator": "indikator", "unit": "satuan", "output": "keluaran"}


@dataclass(frozen=True)
class CodeChange:
    """What an import does to one code: ``baru``, ``hilang`` or ``berubah`` (field, before, after)."""

    kind: str
    code: str
    name: str
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass
class NomenclaturePreview:
    """What a file holds and what confirming it would do; ``blockers`` must be mended first."""

    edition: str
    title: str
    first_year: int
    is_partial: bool
    file_name: str
    sha256: str
    codes: list[ListedCode]
    blockers: list[str] = field(default_factory=list)
    changes: list[CodeChange] = field(default_factory=list)
    moves: list[tuple[str, str, str]] = field(default_factory=list)  # chosen code: whose, now, then (or nothing)
    is_new: bool = True
    seen: int | None = None

    def count(self, kind: str) -> int:
        """How many codes come, go or change."""
        return sum(change.kind == kind for change in self.changes)


def preview_nomenclature(
    path: Path, *, edition: str, first_year: int, title: str = "", is_partial: bool = False, file_name: str = ""
) -> NomenclaturePreview:
    """Read a list as an edition; raises ``DataFault`` when the file is none."""
    read = read_list(path)
    found = Edition.objects.filter(code=edition).first()
    preview = NomenclaturePreview(
        edition,
        title,
        first_year,
        is_partial,
        file_name or path.name,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        read.codes,
        list(read.faults),
        is_new=found is None,
        seen=found.version if found else None,
    )
    for item in read.codes:
        if len(item.name) > 600 or len(item.unit) > 100 or len(item.tags) > 500:
            preview.blockers.append(f"{item.place}: nama, satuan, atau penanda terlalu panjang")
    taken = Edition.objects.filter(first_year=first_year).exclude(code=edition).first()
    if taken is not None:
        preview.blockers.append(f"{taken} sudah berlaku sejak {first_year}. Isi tahun lain.")
    preview.changes = _compare(found, read.codes)
    preview.moves = _moves(first_year, read.codes)
    return preview


def _moves(first_year: int, codes: Iterable[ListedCode]) -> list[tuple[str, str, str]]:
    """Codes that people chose in the edition before and that the new one does not keep under their name."""
    before = Edition.objects.filter(first_year__lt=first_year).first()
    if before is None:
        return []
    codes = list(codes)
    names = {item.code: item.name for item in codes}
    follows = {item.replaces_code: item.code for item in codes if item.replaces_code}
    old = dict(before.items.values_list("code", "name"))
    links = CodeLink.objects.filter(edition=before, state=CodeLinkState.CONFIRMED)
    return [
        (link.subject.code, link.code, follows.get(link.code, ""))
        for link in links.select_related("program", "quick_win")
        if names.get(link.code) != old.get(link.code) or link.code in follows
    ]


def _compare(edition: Edition | None, codes: Iterable[ListedCode]) -> list[CodeChange]:
    old = {} if edition is None else {row["code"]: row for row in edition.items.values("code", *FIELDS)}
    out = []
    for item in codes:
        before = old.pop(item.code, None)
        if before is None:
            out.append(CodeChange("baru", item.code, item.name))
            continue
        changed = tuple(
            (label, before[name], getattr(item, name))
            for name, label in SHOWN.items()
            if before[name] != getattr(item, name)
        )
        if changed or any(before[name] != getattr(item, name) for name in FIELDS):
            out.append(CodeChange("berubah", item.code, item.name, changed))
    out += [CodeChange("hilang", code, row["name"]) for code, row in old.items()]
    return out


@transaction.atomic
def confirm_nomenclature(preview: NomenclaturePreview, *, actor: User, reason: str) -> Edition:
    """Store the previewed edition as a whole. ``actor`` is nothing for an operator.

    Codes that replace others (``replaces_code``) become the successors of those in the edition before; the findings
    of all years follow.
    Raises ``Refused``, or ``ValidationError`` when something blocks or the edition changed since the preview.
    """
    if actor is not None:
        require(may_keep_nomenclature(actor))
    if preview.blockers:
        raise ValidationError(preview.blockers)
    edition = Edition.objects.select_for_update().filter(code=preview.edition).first() or Edition(code=preview.edition)
    if (None if edition._state.adding else edition.version) != preview.seen:
        raise ValidationError("Edisi ini sudah berubah sejak pratinjau dibuat. Buat pratinjau baru.")
    edition.title, edition.first_year = preview.title or edition.title, preview.first_year
    edition.is_partial = preview.is_partial
    save(edition, actor=actor, reason=reason)
    store_codes(edition, preview.codes)
    propose_moves(edition)
    check_all_years()
    NomenclatureImport.objects.create(
        edition=edition,
        file_name=preview.file_name[:200],
        sha256=preview.sha256,
        added=preview.count("baru"),
        changed=preview.count("berubah"),
        removed=preview.count("hilang"),
        actor=actor,
        actor_name=label_of(actor),
    )
    return edition


def store_codes(edition: Edition, codes: Iterable[ListedCode], keywords: Mapping[str, str] | None = None) -> None:
    """Make the edition hold exactly these codes; successors and search words of codes that stay are kept."""
    kept = {
        code: (successor, words)
        for code, successor, words in edition.items.values_list("code", "successor_code", "keywords")
    }
    edition.items.all().delete()
    rows, successors = [], {}
    for item in codes:
        successor, words = kept.get(item.code, ("", ""))
        rows.append(
            NomenclatureItem(
                edition=edition,
                code=item.code,
                successor_code=item.successor_code or successor,
                keywords=(keywords or {}).get(item.code, words),
                **{name: getattr(item, name) for name in FIELDS},
            )
        )
        if item.replaces_code and item.replaces_code != item.code:
            successors[item.replaces_code] = item.code
    NomenclatureItem.objects.bulk_create(rows, batch_size=500)
    before = Edition.objects.filter(first_year__lt=edition.first_year).first()
    if before is not None and successors:
        stale = before.items.filter(code__in=successors).exclude(code=F("successor_code"))
        for row in stale:
            row.successor_code = successors[row.code]
        NomenclatureItem.objects.bulk_update(stale, ["successor_code"], batch_size=500)
