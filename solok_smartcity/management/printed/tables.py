"""Markdown as the printed documents use it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table; a bar inside a cell is kept from ending it."""
    lines = [_line(head), "|" + "---|" * len(head)]
    return [*lines, *(_line(row) for row in rows)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def function_of(call: Callable[..., Any]) -> Callable[..., Any]:
    """The function behind a call with some arguments already given."""
    return call.func if isinstance(call, partial) else call


def sentence_of(call: Callable[..., Any]) -> str:
    """The first line of a docstring; without one the name in words, nothing for a function without a name."""
    function = function_of(call)
    if function.__doc__:
        return function.__doc__.strip().splitlines()[0]
    name = getattr(function, "__name__", "").strip("_")
    return "" if "<lambda>" in name else name.replace("_", " ")
