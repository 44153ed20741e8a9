"""Printing documents from the code: complete, and a stale one is told and mended."""

from pathlib import Path
from types import ModuleType

import pytest
from django.core.management import call_command

from masterplan.perwali import machine as perwali_machine
from masterplan.plan import machine as plan_machine
from opd.agencies.roles import Role
from opd.renja import machine as renja_machine
from opd.rkpd import machine as rkpd_machine
from opd.rkpd.findings.labels import LABELS
from opd.rkpd.findings.lines import RULES
from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.transitions import Workflow
from solok_smartcity.management.commands.print_docs import DOCUMENTS, MARK, stale
from solok_smartcity.management.printed import findings, permissions, states
from solok_smartcity.management.printed.tables import sentence_of, table

MACHINES: tuple[ModuleType, ...] = (plan_machine, perwali_machine, renja_machine, rkpd_machine)


def test_every_workflow_has_a_chapter() -> None:
    """None of the workflow objects is left out, and every verb and state is in its chapter."""
    found = [value for module in MACHINES for value in vars(module).values() if isinstance(value, Workflow)]
    assert len(found) == len(states.LIVES)
    assert all(any(life.workflow is workflow for life in states.LIVES) for workflow in found)
    chapters = states.as_markdown().split("\n## ")[1:]
    for life, chapter in zip(states.LIVES, chapters, strict=True):
        assert all(f"| `{verb}` | {step.label} |" in chapter for verb, step in life.workflow.steps.items())
        assert all(f'state "{name}" as {state}' in chapter for state, name in life.workflow.state_names.items())


def test_who_may_is_asked_of_the_rules() -> None:
    """By hand for some verbs: own and other agencies, one office, two offices."""
    text = states.as_markdown()
    assert (
        "| Only the head of the agency sends its plan or takes it back (planning 3.4). | `opd_head` (own agency) |"
        in text
    )
    assert "| `reviewer` (other agencies) |" in text
    assert "| `enact` | Tetapkan | Siap ditetapkan | Ditetapkan |  | `legal_officer` |" in text
    assert "    verified --> verified: Buka perubahan" in text
    assert "    ditarik --> [*]" in text


@pytest.mark.parametrize(
    ("rule", "role", "expected"),
    [
        (permissions.agency_rules.may_edit_agencies, Role.EDITOR, "yes"),
        (permissions.agency_rules.may_edit_agencies, Role.READER, "-"),
        (permissions.renja_rules.may_review, Role.REVIEWER, "other agencies"),
        (permissions.renja_rules.may_send, Role.OPD_HEAD, "own agency"),
        (permissions.plan_rules.may_attach_evidence, Role.OPD_PLANNER, "own agency"),
        (permissions.perwali_rules.may_print, permissions.ANONYMOUS, "naskah, salinan, konsolidasi"),
        (permissions.rkpd_rules.may_upload, Role.ADMINISTRATOR, "nomenklatur"),
        (permissions.rkpd_rules.may_upload_any, Role.READER, "-"),
    ],
)
def test_cells(rule, role: str, expected: str) -> None:
    """The answer for one role, over the cases of what the rule is asked about."""
    assert permissions.cell(rule, role) == expected


def test_a_rule_about_something_unknown_is_not_guessed() -> None:
    """An argument without a stand-in gives a question mark, and no call."""

    def may_fly(actor: object, weather: object) -> Decision:
        """Only in good weather."""
        raise AssertionError

    def may_walk(actor: object, weather: object = None) -> Decision:
        return ALLOWED

    assert permissions.cell(may_fly, Role.READER) == "?"
    assert permissions.cell(may_walk, permissions.ANONYMOUS) == "yes"
    assert (sentence_of(may_fly), sentence_of(may_walk)) == ("Only in good weather.", "may walk")
    assert sentence_of(lambda: None) == ""


def test_every_rule_is_known() -> None:
    """No cell is a question mark: a new kind of record needs a stand-in."""
    asked = [(name, rule) for module in permissions.MODULES for name, rule in permissions.rules_of(module)]
    assert len(asked) > 25
    assert [name for name, rule in asked if permissions.cell(rule, Role.EDITOR) == "?"] == []


def test_every_finding_has_its_line() -> None:
    """The checks of rows and the example together have all labels, and only these."""
    assert {rule.code for rule in RULES} | set(findings.OVER_MANY_ROWS) == set(LABELS)
    assert findings.OVER_MANY_ROWS.keys() <= {finding.code for finding in findings.example()}
    text = findings.as_markdown()
    assert "| `RKPD_WITHOUT_RENJA` | RKPD tanpa Renja | Besar atau Catatan | Peraturan |" in text


def test_bars_do_not_break_a_table() -> None:
    """A cell may hold a bar or a line break."""
    assert table(("a",), [("x|y\nz",)]) == ["| a |", "|---|", "| x\\|y z |"]


def test_stale_is_told_and_written(tmp_path: Path, settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing or changed file is stale; what people wrote above the mark stays."""
    settings.BASE_DIR, folder = tmp_path, tmp_path / "docs"
    folder.mkdir()
    (folder / "permissions.md").write_text(f"# Who\n\n{MARK}old\n", encoding="utf-8")
    assert {path.name for path in stale(folder)} == set(DOCUMENTS)
    with pytest.raises(SystemExit) as refused:
        call_command("print_docs", "--check")
    assert refused.value.code == 1
    assert not (folder / "states.md").exists()
    call_command("print_docs")
    assert stale(folder) == {}
    text = (folder / "permissions.md").read_text(encoding="utf-8")
    assert text == f"# Who\n\n{MARK}\n{permissions.as_markdown()}"
    call_command("print_docs", "--check")
    assert "usang: docs/states.md" in capsys.readouterr().out
