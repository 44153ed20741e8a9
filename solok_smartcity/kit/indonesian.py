"""Numbers and dates as Indonesian readers write them."""

from datetime import date
from decimal import Decimal

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def whole(value: int) -> str:
    """1200000 -> ``1.200.000``."""
    return f"{value:,}".replace(",", ".")


def decimal(value: Decimal | int) -> str:
    """Decimal('1234.50') -> ``1.234,5``: comma, thousands points, no trailing zeros."""
    text = f"{Decimal(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def rupiah(value: int) -> str:
    """1200000 -> ``Rp1.200.000``."""
    return f"Rp{whole(value)}" if value >= 0 else f"-Rp{whole(-value)}"


def miliar(value: int) -> str:
    """132700000000 -> ``Rp132,7 miliar``; rounded to one decimal of the largest fitting unit."""
    for size, name in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")):
        if abs(value) >= size:
            return f"Rp{decimal(round(Decimal(value) / size, 1))}\u00a0{name}"
    return rupiah(value)


def long_date(value: date) -> str:
    """date(2026, 11, 3) -> ``3 November 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def enumeration(parts: list[str], last: str = "dan") -> str:
    """``a``, ``a dan b``, ``a, b, dan c`` (R31, R93)."""
    if len(parts) < 3:
        return f" {last} ".join(parts)
    return f"{', '.join(parts[:-1])}, {last} {parts[-1]}"
