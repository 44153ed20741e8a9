"""Template filters for Indonesian numbers and dates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.timezone import localtime

from .. import indonesian
from ..tables import Column
from ..textdiff import Part, word_diff

register = template.Library()


@register.filter
def rupiah(value: int | None) -> str:
    """Whole rupiah with the currency sign; nothing becomes a dash."""
    return "–" if value is None else indonesian.rupiah(int(value))


@register.filter
def angka(value: Decimal | int | str | None) -> str:
    """A number (or its text with a decimal point) with comma and thousands points; nothing becomes a dash."""
    return "–" if value is None else indonesian.decimal(Decimal(value))


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """A date in words."""
    if value is None:
        return "–"
    return indonesian.long_date(localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def miliar(value: int | None) -> str:
    """Rupiah rounded for headlines: ``Rp132,7 miliar``."""
    return "–" if value is None else indonesian.miliar(value)


@register.filter
def singkat(value: int | None) -> str:
    """Rupiah for narrow cells: ``1.250 jt``."""
    return "–" if value is None else indonesian.short_money(value)


@register.filter
def asal(provenance: str) -> str:
    """Origin of a record in Indonesian: the data files write ``documented: ...`` or ``illustrative``."""
    head, _, rest = provenance.partition(":")
    known = {"documented": "Terdokumentasi", "illustrative": "Ilustrasi, bukan data resmi"}
    return ":".join([known.get(head.strip(), head), rest]) if rest else known.get(head.strip(), head) or "–"


@register.filter
def beda(before: str, after: str) -> list[Part]:
    """Word-level difference of two texts."""
    return word_diff(before, after)


@register.filter
def waktu(value: datetime | str | None) -> str:
    """A moment in words: date and time of the city."""
    if not value:
        return "–"
    moment = localtime(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{indonesian.long_date(moment.date())} {moment:%H.%M}"


@register.filter
def sel(row: dict[str, Any], column: Column) -> str:
    """The cell of a row in a column, written as its kind asks."""
    value = row.get(column.key)
    if value in (None, ""):
        return ""
    if column.kind == "money":
        return indonesian.rupiah(int(value))
    return indonesian.decimal(Decimal(value)) if column.kind == "number" else str(value)


@register.filter
def isi(mapping: dict[Any, Any], key: Any) -> Any:
    """The value of a key, or nothing."""
    return mapping.get(key)
