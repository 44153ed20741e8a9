"""Importing the RKPD: a preview that changes nothing, then one transaction that makes a new version (planning 6.7)."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.decisions import require, sentence_with_fields

from ..models import RkpdImport, RkpdItem
from ..rules import may_import_rkpd
from .checking import check_year
from .previews import Judged, Preview, differences, key_of, pair_rows, read_preview

VALUES = ("name", "indicator", "target", "unit", "location", "pagu", "forward", "fund_source", "priority")
COMPARED = {
    "name": ("name", "nama"),
    "indicator": ("indicator", "indikator"),
    "target": ("target", "target"),
    "unit": ("unit", "satuan"),
    "pagu": ("pagu", "pagu"),
    "forward": ("forward", "prakiraan maju"),
    "fund_source": ("fund_source", "sumber dana"),
    "priority": ("priority", "prioritas daerah"),
}


def preview_rkpd(path: Path, *, year: int, round_: str, file_name: str = "") -> Preview:
    """Read a workbook or CSV file as the RKPD of a year and round; raises ``DataFault`` when it cannot be opened."""
    preview = read_preview(path, "rkpd", year, round_, file_name)
    for item in preview.rows:  # what the table cannot hold (a text too long) blocks, with its place
        try:
            _item(item).clean_fields(exclude=["imported", "opd"])
        except ValidationError as error:
            preview.blockers.append(f"{item.row.place}: {sentence_with_fields(error)}")
    current = RkpdImport.objects.current(year, round_)
    if current is not None:
        preview.replaces = current.number
        old = [(key_of(item.opd.code, item.code, item.location), item) for item in current.items.select_related("opd")]
        pairs, gone = pair_rows(old, preview.rows)
        left = [(item.opd.code, item.code, item.location) for item in gone]
        preview.differences = differences(pairs, left, COMPARED)
    return preview


def _item(item: Judged, imported: RkpdImport | None = None) -> RkpdItem:
    values = {name: getattr(item.row, name) for name in VALUES}
    return RkpdItem(
        imported=imported,
        opd=item.opd,
        source=item.row.source,
        raw_code=item.row.code,
        code=item.code,
        program_code=next(iter(item.row.programs), ""),
        **values,
    )


@transaction.atomic
def confirm_rkpd(preview: Preview, *, actor: User | None, is_demonstration: bool = False) -> RkpdImport:
    """Store what was previewed as the next version; the former ones stay. ``actor`` is nothing for an operator.

    The year is checked again at once. Raises ``Refused``, or ``ValidationError`` when something blocks, or when
    another version came since the preview.
    """
    if actor is not None:
        require(may_import_rkpd(actor))
    if preview.blockers:
        raise ValidationError(preview.blockers)
    same = RkpdImport.objects.filter(year=preview.year, round=preview.round)
    # Whoever imports the same year at the same moment waits here for the other (the unique number is the last guard).
    list(same.select_for_update().values_list("pk", flat=True))
    last = same.aggregate(last=Max("number"))["last"] or 0
    if last != preview.replaces:
        raise _overtaken(last)
    imported = RkpdImport(
        year=preview.year,
        round=preview.round,
        number=last + 1,
        file_name=preview.file_name[:200],
        sha256=preview.sha256,
        total=preview.total,
        actor=actor,
        actor_name=label_of(actor),
        is_demonstration=is_demonstration,
    )
    try:
        with transaction.atomic():
            imported.save()
    except IntegrityError:  # the very first version, twice at one moment: there was no row to wait for
        raise _overtaken(last + 1) from None
    RkpdItem.objects.bulk_create([_item(item, imported) for item in preview.rows], batch_size=1000)
    check_year(preview.year)
    return imported


def _overtaken(number: int) -> ValidationError:
    return ValidationError(f"Sejak pratinjau dibuat, versi {number} sudah diimpor orang lain. Buat pratinjau baru.")
