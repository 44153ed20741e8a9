"""One JSON form of a content, and its digest: the same content always gives the same bytes."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def canonical_json(content: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no blanks; refuses floats, whose text is not stable."""
    _refuse_floats(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _refuse_floats(content: Any) -> None:
    if isinstance(content, float):
        raise TypeError("a float has no canonical text: give a Decimal as string")
    if isinstance(content, dict):
        for value in content.values():
            _refuse_floats(value)
    elif isinstance(content, (list, tuple)):
        for value in content:
            _refuse_floats(value)


def revive(kind: Any, data: Any) -> Any:
    """What ``dataclasses.asdict`` made plain, as values of a type again: dataclasses, lists, tuples, dicts, unions.

    In a union of dataclasses the one with the stored fields is taken.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if data is None:
            return None
        options = [item for item in arguments if item is not type(None)]
        return revive(_chosen(options, data), data)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{item.name: revive(hints[item.name], data[item.name]) for item in fields(kind) if item.init})
    if origin is dict:
        return {key: revive(arguments[1], value) for key, value in data.items()}
    if origin is list:
        return [revive(arguments[0], item) for item in data]
    if origin is tuple:
        types = (arguments[0],) * len(data) if arguments[-1] is Ellipsis else arguments
        return tuple(revive(item, value) for item, value in zip(types, data, strict=True))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return data


def _chosen(options: list[Any], data: Any) -> Any:
    if len(options) == 1 or not isinstance(data, dict):
        return options[0]
    return next(item for item in options if {f.name for f in fields(item)} == data.keys())
