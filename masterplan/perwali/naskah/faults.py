"""Findings of the lint: what breaks which drafting rule, where, and how to mend it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A breach of a rule: rule, element, sentence; a warning does not stop anything.

    ``fatal``: the text cannot be printed with it, so it is never saved. ``mended``: the element's whole text put
    right, where that is safe; empty where a person decides.
    """

    rule: str
    element: str
    message: str
    warning: bool = False
    mended: str = ""
    fatal: bool = False
