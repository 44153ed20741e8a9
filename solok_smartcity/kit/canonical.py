"""One JSON form of a content (RFC 8785), and its digest: the same content always gives the same bytes."""

import hashlib
import json

LARGEST = 2**53 - 1  # beyond it a number is not the same in every program that reads it
BASIC_PLANE = "\uffff"  # beyond it the order of keys by code point is not that of RFC 8785


def canonical_json(content: object) -> bytes:
    """UTF-8 JSON by RFC 8785: sorted keys, no blanks.

    Within what is allowed here the standard library writes just these bytes. Raises ``TypeError`` for a float (give a
    Decimal as text) or a key that is no text, ``ValueError`` for a number or key outside the common range.
    """
    _refuse_ambiguous(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: object) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _refuse_ambiguous(content: object) -> None:
    if isinstance(content, float):
        raise TypeError("a float has no canonical text: give a Decimal as string")
    if isinstance(content, int) and abs(content) > LARGEST:
        raise ValueError(f"{content} is not the same number in every program")
    if isinstance(content, dict):
        for key, value in content.items():
            if not isinstance(key, str):
                raise TypeError(f"key {key!r} is no text")
            if max(key, default="") > BASIC_PLANE:
                raise ValueError(f"key {key!r} is outside the basic plane")
            _refuse_ambiguous(value)
    elif isinstance(content, (list, tuple)):
        for value in content:
            _refuse_ambiguous(value)
