"""Template filters for Indonesian numbers and dates."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.timezone import localtime

from .. import indonesian

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
    if value is None:
        return "–"
    for size, name in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")):
        if abs(value) >= size:
            return f"Rp{indonesian.decimal(round(Decimal(value) / size, 1))} {name}"
    return indonesian.rupiah(value)
