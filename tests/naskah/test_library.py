"""The library as a whole: its README runs and names every module, it needs no Django, its tests no database."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from masterplan.perwali import naskah
from opd.agencies.models import Opd

from .conftest import asks_for_database

HOME = Path(naskah.__path__[0])
README = (HOME / "README.md").read_text(encoding="utf-8")
IMPORT_ALL = """
import importlib, pkgutil, sys
import masterplan.perwali.naskah as library
for module in pkgutil.walk_packages(library.__path__, library.__name__ + "."):
    importlib.import_module(module.name)
print(sorted({"django", "rest_framework"} & set(sys.modules)))
"""


def block(language: str) -> str:
    """The first block of the README in a language."""
    return re.search(rf"```{language}\n(.*?)```", README, re.S)[1]


def test_example_of_the_readme() -> None:
    """It prints what stands below it, and has about ten lines."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(block("python"), {})  # noqa: S102  # our own README
    assert said.getvalue().replace("\u00a0", " ") == block("text")
    assert len([line for line in block("python").splitlines() if line]) <= 10


def test_readme_names_every_module() -> None:
    """A module without a place in the reading order is not found by anybody."""
    modules = {path.stem for path in HOME.rglob("*.py")} - {"__init__"}
    assert modules <= set(re.findall(r"`(\w+)`", README.partition("## Modules")[2]))


def test_no_django() -> None:
    """Every module is imported by a fresh interpreter that has seen no Django."""
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, cwd=HOME.parents[2])
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_database_is_closed() -> None:
    """A query from a test of this folder is an error."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Opd.objects.exists()


@pytest.mark.parametrize(
    ("fixtures", "marks", "asks"),
    [
        ([], {}, False),
        (["tmp_path"], {}, False),
        (["db"], {}, True),
        (["cast"], {}, True),
        ([], {"django_db": 1}, True),
    ],
)
def test_asking_for_the_database_is_seen(fixtures: list[str], marks: dict[str, int], asks: bool) -> None:
    """By a fixture or by the mark."""
    assert asks_for_database(SimpleNamespace(fixturenames=fixtures, keywords=marks)) is asks
