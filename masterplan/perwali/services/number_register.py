"""The register of numbers: given in sequence at enactment, once, never again (R130)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet

from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.records import need_reason

from ..models import NumberEntry, Regulation, RegulationKind
from ..rules import may_draft


def next_number(regulation: Regulation, year: int) -> int:
    """The number after the last one of the year."""
    last = _register(regulation, year).aggregate(last=Max("number"))["last"] or 0
    outside = Regulation.objects.filter(
        region=regulation.region_id, kind=regulation.kind_id, year=year, number__isnull=False
    )
    return max(last, outside.aggregate(last=Max("number"))["last"] or 0) + 1


def take_number(regulation: Regulation, year: int, wanted: int | None, *, actor: User) -> int:
    """Give a regulation its number, inside the caller's transaction.

    ``wanted``: where numbers were given outside the portal meanwhile; the gap is entered as such. Raises
    ``ValidationError`` for a number that is behind the sequence.
    """
    RegulationKind.objects.select_for_update().get(pk=regulation.kind_id)  # one number at a time
    following = next_number(regulation, year)
    number = wanted or following
    if number < following:
        raise ValidationError(
            {"number": f"Nomor {number} Tahun {year} sudah dipakai atau dilewati; nomor berikutnya {following} (R130)."}
        )
    common = {"region": regulation.region, "kind": regulation.kind, "year": year, "made_by_name": label_of(actor)}
    NumberEntry.objects.bulk_create(
        NumberEntry(number=gap, state=NumberEntry.State.OUTSIDE, **common) for gap in range(following, number)
    )
    NumberEntry.objects.create(number=number, state=NumberEntry.State.USED, regulation=regulation, **common)
    return number


def need_free_gazette(regulation: Regulation, day: date, number: int) -> None:
    """Raises ``ValidationError`` where another regulation has this number of Berita Daerah in the year (R108)."""
    RegulationKind.objects.select_for_update().get(pk=regulation.kind_id)  # one number at a time
    taken = Regulation.objects.filter(
        region=regulation.region_id, promulgated_on__year=day.year, gazette_number=number
    ).exclude(pk=regulation.pk)
    if taken.exists():
        raise ValidationError({"gazette_number": f"Nomor Berita Daerah {number} sudah dipakai."})


@transaction.atomic
def void_number(regulation: Regulation, year: int, *, actor: User, reason: str) -> NumberEntry:
    """The next number of a year is not used: it stays in the register with the reason (R130)."""
    require(may_draft(actor))
    reason = need_reason(reason)
    RegulationKind.objects.select_for_update().get(pk=regulation.kind_id)
    return NumberEntry.objects.create(
        region=regulation.region,
        kind=regulation.kind,
        year=year,
        number=next_number(regulation, year),
        state=NumberEntry.State.VOID,
        reason=reason[:300],
        made_by_name=label_of(actor),
    )


def _register(regulation: Regulation, year: int) -> QuerySet[NumberEntry]:
    return NumberEntry.objects.filter(region=regulation.region_id, kind=regulation.kind_id, year=year)
