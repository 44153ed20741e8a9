"""Mutation testing of one module: small changes in its code, one after another, and whether its tests notice.

    .venv/bin/python bin/mutasi.py naskah/numbers --most 60
    .venv/bin/python bin/mutasi.py opd/rkpd/findings/lines.py tests/rkpd/test_findings.py

Works in a copy of the tree; the tree itself is never touched. A survivor is a line that none of these tests holds to
its word.
"""

import argparse
import ast
import copy
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "__pycache__", "*.pyc", "node_modules", "docs", "static")
# Libraries without Django: loaded anew for every mutant, so that all their modules see the change.
PURE = ("masterplan.perwali.naskah", "opd.rkpd.findings")
# Properties that take longer than all other tests of their module together.
SLOW = (
    "tests/naskah/test_amendment.py::test_instructions_give_the_edited_copy",
    "tests/naskah/test_amendment.py::test_printed_amendment_reads_back",
)
# Short name: module, and the small quick tests that hold it.
TARGETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "naskah/numbers": ("masterplan/perwali/naskah/numbers.py", ("tests/naskah/test_numbers.py",)),
    "naskah/references": ("masterplan/perwali/naskah/references.py", ("tests/naskah/test_references.py",)),
    "naskah/structure": (
        "masterplan/perwali/naskah/structure.py",
        ("tests/naskah/test_structure.py",),
    ),
    "naskah/amendment": (
        "masterplan/perwali/naskah/amendment.py",
        ("tests/naskah/test_amendment.py", *(f"--deselect={name}" for name in SLOW)),
    ),
    "rules/agencies": ("opd/agencies/rules.py", ("tests/rules",)),
    "rules/renja": ("opd/renja/rules.py", ("tests/rules",)),
    "rules/rkpd": ("opd/rkpd/rules.py", ("tests/rules",)),
    "rules/plan": ("masterplan/plan/rules.py", ("tests/rules",)),
    "rules/perwali": ("masterplan/perwali/rules.py", ("tests/rules",)),
    "findings/engine": ("opd/rkpd/findings/engine.py", ("tests/rkpd/test_findings.py",)),
    "findings/lines": ("opd/rkpd/findings/lines.py", ("tests/rkpd/test_findings.py",)),
    "findings/quick_wins": ("opd/rkpd/findings/quick_wins.py", ("tests/rkpd/test_quick_win_findings.py",)),
    "findings/rows": (
        "opd/rkpd/findings/rows.py",
        ("tests/rkpd/test_findings.py", "tests/rkpd/test_quick_win_findings.py"),
    ),
    "findings/texts": ("opd/rkpd/findings/texts.py", ("tests/rkpd/test_findings.py",)),
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


def variants(node: ast.AST) -> Iterator[ast.AST]:
    """Every changed form of one node."""
    changed = copy.deepcopy(node)
    match changed:
        case ast.Compare(ops=operators):
            for index, operator in enumerate(operators):
                if type(operator) in COMPARISONS:
                    again = copy.deepcopy(changed)
                    again.ops[index] = COMPARISONS[type(operator)]()
                    yield again
        case ast.BoolOp():
            changed.op = ast.Or() if isinstance(changed.op, ast.And) else ast.And()
            yield changed
        case ast.BinOp() if type(changed.op) in OPERATORS:
            changed.op = OPERATORS[type(changed.op)]()
            yield changed
        case ast.UnaryOp(op=ast.Not()):
            yield changed.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not changed.value)
        case ast.Constant(value=int() | float()):
            yield from (ast.Constant(changed.value + step) for step in (1, -1))
        case ast.Constant(value=str() as text) if text:
            yield ast.Constant("")
        case ast.If() | ast.IfExp():
            changed.test = ast.UnaryOp(ast.Not(), changed.test)
            yield changed
        case ast.Return(value=value) if value is not None and not _is_none(value):
            changed.value = ast.Constant(None)
            yield changed
        case ast.Continue():
            yield ast.Break()
        case _:
            return


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _untouched(tree: ast.AST) -> set[int]:
    """Nodes whose change says nothing: docstrings, annotations, conditions that a negation already covers."""
    out: set[int] = set()

    def skip(node: ast.AST | None) -> None:
        if node is not None:
            out.update(id(item) for item in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip(node)
        if isinstance(node, ast.AnnAssign | ast.arg):
            skip(node.annotation)
        if isinstance(node, ast.FunctionDef):
            skip(node.returns)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("TypeVar", "dataclass", "zip"):
            for keyword in node.keywords:
                skip(keyword)  # frozen, slots, strict: promises that no caller breaks
        if isinstance(node, ast.If | ast.IfExp) and isinstance(node.test, ast.UnaryOp | ast.Compare):
            out.add(id(node))  # the operator itself is changed
    return out


def mutants(source: str) -> list[tuple[int, str, str]]:
    """Line, what is changed into what, and the changed module."""
    tree = ast.parse(source)
    untouched = _untouched(tree)
    out: list[tuple[int, str, str]] = []
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            places = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
            for index, node in places:
                if not isinstance(node, ast.AST) or id(node) in untouched:
                    continue
                for changed in variants(node):
                    ast.copy_location(changed, node)
                    _put(parent, field, index, changed)
                    text = ast.unparse(ast.fix_missing_locations(tree))
                    _put(parent, field, index, node)
                    out.append((node.lineno, f"{_short(node)} -> {_short(changed)}", text))
    return sorted(out, key=lambda item: item[0])


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _short(node: ast.AST) -> str:
    text = ast.unparse(ast.fix_missing_locations(node)).split("\n")[0]
    return text if len(text) <= 60 else f"{text[:57]}..."


class Bench:
    """A copy of the tree in which one process after another runs the tests of a module.

    Django is loaded once and every mutant gets a fork of that process, which forgets the module and its library.
    """

    def __init__(self, home: Path, module: str, tests: tuple[str, ...]) -> None:
        self.path, self.tests, self.out_of_time = home / module, tests, 0
        name = module.removesuffix(".py").replace("/", ".")
        self.forgotten = next((library for library in PURE if name.startswith(f"{library}.")), name)
        shutil.copytree(HOME, home, ignore=NOT_COPIED)
        os.chdir(home)
        sys.path[0] = str(home)
        sys.dont_write_bytecode = True
        os.environ.update(QUICK="1", DJANGO_SETTINGS_MODULE="tests.settings", VAR_DIR=str(home / "var"))
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        importlib.import_module("hypothesis.strategies")
        pytest.main(["--version"])  # loads once what every run would load again
        if self.forgotten == name:  # the pure libraries need none
            importlib.import_module("django").setup()

    def is_killed(self, text: str, limit: float) -> bool:
        """Whether the tests fail on this text of the module, or do not end in time."""
        self.path.write_text(text, encoding="utf-8")
        child = os.fork()
        if child == 0:
            self._run_tests()
        end = time.monotonic() + limit
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return status != 0
            time.sleep(0.02)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self.out_of_time += 1
        return True

    def _run_tests(self) -> None:
        """In the fork: forget what is loaded of the module, run its tests without a word, end."""
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        for name in [name for name in sys.modules if name == self.forgotten or name.startswith(f"{self.forgotten}.")]:
            del sys.modules[name]
            above, _, last = name.rpartition(".")
            if above in sys.modules:
                vars(sys.modules[above]).pop(last, None)
        code = 1
        try:
            code = int(pytest.main(["-x", "-q", "--noconftest", "--assert=plain", *self.tests]))
        finally:
            os._exit(code)


def run(module: str, tests: tuple[str, ...], most: int, seed: int, minutes: float) -> None:
    """Try mutants of a module in an order of chance; print the score and the survivors."""
    source = (HOME / module).read_text(encoding="utf-8")
    found = mutants(source)
    chosen = random.Random(seed).sample(found, min(most, len(found)))  # noqa: S311  # keeps no secret
    with tempfile.TemporaryDirectory(prefix="mutasi-") as folder:
        bench = Bench(Path(folder) / "tree", module, tests)
        began = time.monotonic()
        if bench.is_killed(source, 600):
            sys.exit(f"{module}: its tests fail without any change")
        limit = 5 + 2 * (time.monotonic() - began)
        tried, survivors = 0, []
        for line, change, text in chosen:
            if time.monotonic() - began > minutes * 60:
                break
            tried += 1
            if not bench.is_killed(text, limit):
                survivors.append((line, change))
        os.chdir(HOME)
    count = tried - len(survivors)
    share = 100 * count / max(1, tried)
    say(f"{module}: {count} of {tried} killed ({share:.0f} %), {bench.out_of_time} by time; {len(found)} possible")
    for line, change in sorted(survivors):
        say(f"  {module}:{line}: {change}")


def say(line: str) -> None:
    """A line for whoever waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """A short name from the table, or a module with its tests."""
    parser = argparse.ArgumentParser(description="Mutation testing of one module.")
    parser.add_argument("module", help=f"a path, or one of: {', '.join(TARGETS)}")
    parser.add_argument("tests", nargs="*")
    parser.add_argument("--most", type=int, default=80, help="how many mutants, chosen by chance (default 80)")
    parser.add_argument("--minutes", type=float, default=5, help="stop after so many minutes (default 5)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    module, tests = TARGETS.get(given.module, (given.module, tuple(given.tests)))
    run(module, tuple(given.tests) or tests, given.most, given.seed, given.minutes)


if __name__ == "__main__":
    main()
