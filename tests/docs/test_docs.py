"""The documents say what is so: links lead somewhere, named files and modules exist, printed parts are fresh."""

import re
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest
from django.core.management import call_command, get_commands

from masterplan.perwali.naskah.lint.rulebook import RULES, Status

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOLDERS = ("solok_smartcity", "masterplan", "opd", "templates", "static", "tests", "docs", "bin", ".ci")
PACKAGES = ("solok_smartcity", "masterplan", "opd")
SUFFIXES = (".py", ".md", ".sh", ".html", ".css", ".js", ".csv", ".toml", ".yaml")
LINK = re.compile(r"\]\(([^)\s]+)\)")
TICKS = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)


def named(path: Path) -> Iterator[str]:
    """What stands in backticks, blocks of code left out."""
    yield from TICKS.findall(FENCED.sub("", path.read_text(encoding="utf-8")))


def is_path(token: str) -> bool:
    """Whether it looks like a place in the repository: below one of its folders, or a file of a known kind."""
    if re.search(r"[\s<>{}…()=$]|://", token) or token.startswith(("/", "$", "var/", ".venv/")):
        return False
    first, slash, _ = token.partition("/")
    return bool(slash) and (first in FOLDERS or token.endswith(SUFFIXES))


def is_module(token: str) -> bool:
    """Whether it looks like the dotted name of something of ours."""
    return re.fullmatch(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+", token) is not None


def exists(token: str) -> bool:
    """A path, perhaps with a test's name behind it or a star in it."""
    place = token.partition("::")[0]
    return any(ROOT.glob(place)) if "*" in place else (ROOT / place).exists()


def id_of(path: Path) -> str:
    """The document as pytest names it."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=id_of)
def test_links_lead_to_files(path: Path) -> None:
    """Every relative link."""
    targets = [target.partition("#")[0] for target in LINK.findall(path.read_text(encoding="utf-8"))]
    wrong = [target for target in targets if target and "://" not in target and not (path.parent / target).exists()]
    assert wrong == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=id_of)
def test_named_files_exist(path: Path) -> None:
    """Every path of the repository in backticks."""
    assert [token for token in named(path) if is_path(token) and not exists(token)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=id_of)
def test_named_modules_exist(path: Path) -> None:
    """Every module, class or function of ours in backticks, by its dotted name."""
    assert [token for token in named(path) if is_module(token) and not is_name(token)] == []


def test_every_decision_is_listed_in_order() -> None:
    """Numbers of the list are those of the files, none is left out."""
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"^(\d+)\. \[.+\]\((\d{4})-", (folder / "README.md").read_text(encoding="utf-8"), re.M)
    assert [int(number) for number, _ in listed] == [int(name) for _, name in listed]
    assert [name for _, name in listed] == sorted(path.name[:4] for path in folder.glob("0*.md"))


def test_every_command_is_documented() -> None:
    """The commands of the portal and its benchmarks stand in the page for operators."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    ours = {name for name, app in get_commands().items() if str(app).partition(".")[0] in PACKAGES}
    ours |= {path.stem for path in (ROOT / "tests/bench/management/commands").glob("bench_*.py")}
    assert sorted(name for name in ours if f"`{name}" not in text) == []


def test_every_page_is_reached_from_the_readme() -> None:
    """The table of contents names every document."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted((ROOT / "docs").glob("*.md")) if f"docs/{path.name}" not in text] == []


def test_printed_documents_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed from the code is what the code prints."""
    call_command("print_docs", "--check")
    assert capsys.readouterr().out == ""


def places(where: str) -> list[str]:
    """The places in the code that a line of the rule book names; words between them are left out."""
    return [place for place in re.split(r"[,;] ", where) if " " not in place and not place.endswith("*")]


def is_place(place: str) -> bool:
    """A file below the drawings or the library, or a dotted name seen from the library, its application or the kit."""
    if "/" in place:
        return any((ROOT / folder / place).exists() for folder in ("templates/perwali", "masterplan/perwali/naskah"))
    bases = ("masterplan.perwali.naskah", "masterplan.perwali", "masterplan.perwali.models", "solok_smartcity")
    return any(is_name(f"{base}.{place}") for base in bases)


def is_name(token: str) -> bool:
    """Whether a dotted name leads to something."""
    try:
        resolve_name(token)
    except (ImportError, AttributeError):
        return False
    return True


def test_rule_book_names_places_and_tests_that_exist() -> None:
    """All 137 rules in order; each place is one, each test a file, a function or a check (X1) of the tests."""
    assert list(RULES) == [f"R{number}" for number in range(1, 138)]
    kept = [rule for rule in RULES.values() if rule.status != Status.CHECKLIST]
    assert [(rule.name, place) for rule in kept for place in places(rule.where) if not is_place(place)] == []
    sources = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
    text = "\n".join(sources.values())
    tests = {rule.test for rule in RULES.values() if rule.test} - sources.keys()
    assert [name for name in tests if not re.search(rf"\b(?:test_)?{name}(?:\b|_)", text, re.I)] == []
