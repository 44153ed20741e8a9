"""Reading what was frozen long ago: every stored content names its schema number, every number has its reader.

A content of an older number is brought up to the newest one step by step, as plain data; only then does it become
objects. A class that changes needs a new number and a step; the stored samples of all numbers are tests that never
change (``tests/frozen``).
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from cattrs import Converter

Content = dict[str, Any]
T = TypeVar("T")


class UnknownSchema(Exception):
    """A content names a schema number that this code does not read: it was frozen by a newer version of the portal."""


@dataclass(frozen=True)
class Schema:
    """The numbers of one kind of frozen content.

    ``name``: as stored before the slash, ``perwali-version/2``. ``steps``: number -> what turns a content of that
    number into one of the next; they must give a new dict and leave the stored one as it is. ``unnamed``: the number
    of contents that were frozen before contents named their schema, 0 where there are none.
    """

    name: str
    steps: Mapping[int, Callable[[Content], Content]]
    unnamed: int = 0

    @property
    def newest(self) -> int:
        """The number that is written now."""
        return max(self.steps, default=0) + 1

    @property
    def label(self) -> str:
        """What a new content stores under ``schema``."""
        return f"{self.name}/{self.newest}"

    def number_of(self, content: Content) -> int:
        """The number of a stored content. Raises ``UnknownSchema``."""
        stored = content.get("schema")
        if stored is None and self.unnamed:
            return self.unnamed
        name, _, number = str(stored).partition("/")
        if name != self.name or not number.isdigit() or not 1 <= int(number) <= self.newest:
            raise UnknownSchema(
                f"Isi beku bernomor skema {stored!r}; versi portal ini membaca {self.name}/1 sampai {self.label}."
            )
        return int(number)

    def read(self, content: Content) -> Content:
        """The content in the form of the newest number. Raises ``UnknownSchema``."""
        for number in range(self.number_of(content), self.newest):
            content = self.steps[number](content)
        return content


@lru_cache
def converter() -> Converter:
    """Plain data to typed objects; a key that no field knows is refused, so that nothing is dropped in silence."""
    made = Converter(forbid_extra_keys=True)
    made.register_structure_hook_func(lambda kind: kind is Any, lambda value, _: value)
    for kind in (str, int, bool):
        made.register_structure_hook(kind, _exactly)
    return made


def _exactly(value: Any, kind: type) -> Any:
    """A text is a text and a number a number: nothing is turned into something else on the way."""
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def as_object(kind: type[T], data: Any) -> T:
    """Plain data as an object of a type (dataclasses, lists, tuples, enums). Raises what cattrs raises."""
    return converter().structure(data, kind)


def knows(kind: type[T], read: Callable[[Any], T]) -> None:
    """Teach the converter a type that is stored in a form of its own."""
    converter().register_structure_hook(kind, lambda data, _: read(data))


def tagged(union: Any, kinds: Mapping[str, type]) -> None:
    """Teach the converter a union of dataclasses that say by their field ``kind`` what they are."""
    converter().register_structure_hook(union, lambda data, _: converter().structure(data, kinds[data["kind"]]))


@dataclass(frozen=True)
class Flaw:
    """Something frozen that is not as it was: where, and what."""

    place: str
    message: str


def flaws_of(place: str, stored: str, sha256: str, schema: Schema) -> Iterator[Flaw]:
    """What is wrong with a stored content: another digest, no JSON, a schema number that is not read."""
    if hashlib.sha256(stored.encode()).hexdigest() != sha256:
        yield Flaw(place, "isi beku tidak sesuai sidiknya")
    try:
        schema.read(json.loads(stored))
    except ValueError:
        yield Flaw(place, "isi beku bukan JSON")
    except (UnknownSchema, KeyError, TypeError) as error:
        yield Flaw(place, f"isi beku tidak terbaca: {error}")
