"""Numbers and dates as Indonesian readers write them."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

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


def parse_number(text: str) -> Decimal | None:
    """``Rp1.250.000``, ``1.250,5``, ``12.5`` and ``1250`` as people and spreadsheets write them; empty is nothing.

    A point before exactly three digits parts thousands, otherwise decimals. Raises ``ValueError``.
    """
    cleaned = re.sub(r"[\s\u00a0]|^Rp\.?", "", text.strip(), flags=re.IGNORECASE)
    if cleaned in ("", "-", "–"):
        return None
    if "," in cleaned:
        if "." in cleaned and cleaned.rindex(".") > cleaned.rindex(","):  # 1,250.5 of an English spreadsheet
            cleaned = cleaned.replace(",", "")
        else:
            cleaned = cleaned.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+", cleaned):
        cleaned = cleaned.replace(".", "")
    if not re.fullmatch(r"-?\d{1,15}(\.\d+)?", cleaned):
        raise ValueError(text)
    try:
        return Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(text) from None


def rupiah(value: int) -> str:
    """1200000 -> ``Rp1.200.000``."""
    return f"Rp{whole(value)}" if value >= 0 else f"-Rp{whole(-value)}"


def miliar(value: int) -> str:
    """132700000000 -> ``Rp132,7 miliar``; rounded to one decimal of the largest fitting unit."""
    for size, name in ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta")):
        if abs(value) >= size:
            return f"Rp{decimal(round(Decimal(value) / size, 1))}\u00a0{name}"
    return rupiah(value)


def short_money(value: int) -> str:
    """1250000000 -> ``1.250 jt``: exact rupiah in millions, for narrow cells."""
    return f"{decimal(Decimal(value) / 10**6)} jt"


def long_date(value: date) -> str:
    """date(2026, 11, 3) -> ``3 November 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def enumeration(parts: list[str], last: str = "dan") -> str:
    """``a``, ``a dan b``, ``a, b, dan c`` (R31, R93)."""
    if len(parts) < 3:
        return f" {last} ".join(parts)
    return f"{', '.join(parts[:-1])}, {last} {parts[-1]}"
