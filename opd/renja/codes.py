"""Codes of sub kegiatan as people type them (planning 4.1, 4.10); pure. Whether a code exists is another question."""

import re
from functools import lru_cache

WIDTHS = (1, 2, 2, 1, 2, 4)
FORM = re.compile(r"([0-9]|X)\.([0-9]{2}|XX)\.[0-9]{2}\.[0-9]\.[0-9]{2}\.[0-9]{4}")


@lru_cache(maxsize=20_000)
def normalise(raw: str) -> str:
    """The normal form of a typed code: ``2.16. 3.02.2.38`` -> ``2.16.03.2.02.0038``; unknown forms stay as typed."""
    text = re.sub(r"[\s\u00a0]", "", raw).rstrip(".").upper()
    parts = text.split(".")
    if len(parts) != 6 or not all(part.isalnum() and part.isascii() for part in parts):
        return text
    out = []
    for part, width in zip(parts, WIDTHS, strict=True):
        out.append((part.lstrip("0") or "0") if width == 1 else part.zfill(width))
    return ".".join(out)


@lru_cache(maxsize=20_000)
def is_sub_kegiatan(raw: str) -> bool:
    """Whether a typed code has the form of a sub kegiatan: six parts, the fourth says whose it is."""
    return bool(FORM.fullmatch(normalise(raw)))
