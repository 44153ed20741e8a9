"""Every rule as a table written by hand from its docstring and docs/permissions.md: who is allowed, which code refuses.

Plain actors, no database: a rule looks at role, agency, account and the record in its hands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from masterplan.perwali import rules as perwali
from masterplan.perwali.models import Annex, Definition, Element, Region, Regulation, RegulationKind
from masterplan.perwali.workflow import STEPS, Stage
from masterplan.plan import rules as plan
from opd.agencies import rules as agencies
from opd.agencies.roles import Role
from opd.renja import rules as renja
from opd.rkpd import rules as rkpd
from solok_smartcity.kit.decisions import Decision

OWN, OTHER, SENDER = 7, 8, 99
# Three letters a role, as the tables below write them.
ROLES = {
    "edi": Role.EDITOR,
    "pla": Role.OPD_PLANNER,
    "hea": Role.OPD_HEAD,
    "rev": Role.REVIEWER,
    "kep": Role.PLANNING_HEAD,
    "leg": Role.LEGAL_OFFICER,
    "rea": Role.READER,
    "adm": Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Actor:
    """Somebody who asks a rule."""

    role: str
    opd_id: int | None = OWN
    pk: int = 1
    is_active: bool = True
    is_authenticated: bool = True


NOBODY = SimpleNamespace(is_authenticated=False, is_active=False, pk=None)
Rule = Callable[[Any], Decision]


def renja_plan(opd_id: int = OWN, senders: frozenset[int] = frozenset()) -> SimpleNamespace:
    """A work plan: whose it is, who has sent it."""
    return SimpleNamespace(opd_id=opd_id, senders=senders)


def link(opd_id: int, senders: frozenset[int] = frozenset()) -> SimpleNamespace:
    """A link of a line."""
    return SimpleNamespace(line=SimpleNamespace(plan=renja_plan(opd_id, senders)))


def on(rule: Callable[..., Decision], record: Any) -> Rule:
    """A rule asked about one record."""
    return lambda actor: rule(actor, record)


MINE, THEIRS, SENT = renja_plan(), renja_plan(OTHER), renja_plan(OTHER, frozenset({1, SENDER}))
FINDING, OTHERS_FINDING = (SimpleNamespace(opd_id=opd, plan=renja_plan(opd)) for opd in (OWN, OTHER))
NO_PLAN = SimpleNamespace(opd_id=OTHER, plan=None)
SENT_FINDING = SimpleNamespace(opd_id=OTHER, plan=SENT)
LIVE, RETIRED = SimpleNamespace(state="proposed"), SimpleNamespace(state="retired")
LEAD, NOT_LEAD = SimpleNamespace(lead_opd_id=OWN), SimpleNamespace(lead_opd_id=OTHER)
UPLOADS = {kind: SimpleNamespace(kind=kind) for kind in ("rkpd", "renja", "nomenklatur")}

# Name, rule, roles that are allowed (the actor belongs to agency 7 and is person 1), code of the refusal.
TABLE: list[tuple[str, Rule, str, str]] = [
    ("agencies", agencies.may_edit_agencies, "edi adm", "not_editor"),
    ("accounts", agencies.may_manage_accounts, "adm", "not_administrator"),
    ("plan: edit", plan.may_edit_plan, "edi adm", "not_editor"),
    ("plan: feedback", plan.may_give_feedback, "pla hea", "not_agency"),
    ("plan: feedback on a live one", on(plan.may_give_feedback, LIVE), "pla hea", "not_agency"),
    ("plan: evidence of the lead", on(plan.may_attach_evidence, LEAD), "edi adm pla hea", "not_lead"),
    ("plan: evidence of another", on(plan.may_attach_evidence, NOT_LEAD), "edi adm", "not_lead"),
    ("plan: agency papers", plan.may_read_agency_papers, "edi adm rev kep pla hea", "no_agency_papers"),
    ("renja: calendar", renja.may_edit_calendar, "rev kep adm", "not_planning"),
    ("renja: prepare own", on(renja.may_prepare, OWN), "pla hea", "not_agency"),
    ("renja: prepare other", on(renja.may_prepare, OTHER), "", "not_agency"),
    ("renja: write own", on(renja.may_write_plan, MINE), "pla hea", "not_agency"),
    ("renja: write other", on(renja.may_write_plan, THEIRS), "", "not_agency"),
    ("renja: send own", on(renja.may_send, MINE), "hea", "not_head"),
    ("renja: send other", on(renja.may_send, THEIRS), "", "not_head"),
    ("renja: review other", on(renja.may_review, THEIRS), "rev", "not_reviewer"),
    ("renja: finalize", on(renja.may_finalize, MINE), "kep", "not_planning_head"),
    ("renja: reopen", on(renja.may_reopen, MINE), "rev kep", "not_planning"),
    ("renja: report own", on(renja.may_report, OWN), "pla hea", "not_agency"),
    ("renja: report other", on(renja.may_report, OTHER), "", "not_agency"),
    ("renja: overview", renja.may_read_overview, "rea rev kep edi adm", "not_reader"),
    ("renja: minutes", renja.may_read_minutes, "edi pla hea rev kep rea adm", "no_minutes"),
    ("renja: realisation", renja.may_read_realisation, "edi pla hea rev kep rea adm", "no_realisation"),
    ("rkpd: import", rkpd.may_import_rkpd, "rev kep", "not_planning"),
    ("rkpd: nomenclature", rkpd.may_keep_nomenclature, "rev kep adm", "not_planning"),
    ("rkpd: alignment", rkpd.may_read_alignment, "edi pla hea rev kep rea adm", "no_alignment"),
    ("rkpd: answer own", on(rkpd.may_answer_finding, FINDING), "pla hea", "not_agency"),
    ("rkpd: answer other", on(rkpd.may_answer_finding, OTHERS_FINDING), "", "not_agency"),
    ("rkpd: decide other", on(rkpd.may_decide_finding, OTHERS_FINDING), "rev", "not_reviewer"),
    ("rkpd: decide without a plan", on(rkpd.may_decide_finding, NO_PLAN), "rev", "not_reviewer"),
    ("rkpd: confirm own", on(rkpd.may_confirm_link, link(OWN)), "pla hea", "not_agency"),
    ("rkpd: confirm other", on(rkpd.may_confirm_link, link(OTHER)), "", "not_agency"),
    ("rkpd: decide link", on(rkpd.may_decide_link, link(OTHER)), "rev", "not_reviewer"),
    ("rkpd: propose own", on(rkpd.may_propose_link, OWN), "rev kep edi pla hea", "not_planning"),
    ("rkpd: propose other", on(rkpd.may_propose_link, OTHER), "rev kep edi", "not_planning"),
    ("rkpd: codes", rkpd.may_choose_code, "rev kep edi", "not_planning"),
    ("rkpd: import own renja", on(rkpd.may_import_renja, OWN), "rev kep pla hea", "not_agency"),
    ("rkpd: import other renja", on(rkpd.may_import_renja, OTHER), "rev kep", "not_agency"),
    ("rkpd: confirm rkpd", on(rkpd.may_confirm_upload, UPLOADS["rkpd"]), "rev kep", "not_planning"),
    ("rkpd: confirm renja", on(rkpd.may_confirm_upload, UPLOADS["renja"]), "rev kep pla hea", "not_agency"),
    ("rkpd: confirm list", on(rkpd.may_confirm_upload, UPLOADS["nomenklatur"]), "rev kep adm", "not_planning"),
    ("perwali: draft", perwali.may_draft, "leg", "not_legal_officer"),
    ("perwali: proposals", perwali.may_decide_proposal, "leg", "not_legal_officer"),
    ("perwali: remarks", perwali.may_remark, "leg edi rev kep", "not_maker"),
    ("perwali: making", perwali.may_see_making, "leg edi rev kep adm", "not_maker"),
    ("perwali: print a paper", partial(perwali.may_print, "komentar"), "leg edi rev kep adm", "not_maker"),
    *(
        (f"perwali: {verb}", partial(perwali.may_advance, verb), "leg edi", "not_legal_officer")
        for verb in ("start_drafting", "discuss", "consult", "end_consultation", "withdraw")
    ),
    *(
        (f"perwali: {verb}", perwali.LIFE_RULES[verb], "leg", "not_legal_officer")
        for verb in ("program", "request_initials", "initial", "harmonise", "enact", "promulgate", "publish")
    ),
]


def reads_well(answer: Decision) -> bool:
    """A sentence for people: it begins and ends as one, and nothing in it is missing."""
    return bool(re.fullmatch(r"[A-Z]\S* (?:[^\s]+ )+\S{2,}\.", answer.reason)) and " ." not in answer.reason


@pytest.mark.parametrize(("name", "rule", "allowed", "code"), TABLE, ids=[row[0] for row in TABLE])
def test_table(name: str, rule: Rule, allowed: str, code: str) -> None:
    """Exactly these roles; everybody else gets the code and a sentence."""
    for letters, role in ROLES.items():
        answer = rule(Actor(role))
        assert answer.allowed is (letters in allowed.split()), (name, role)
        assert answer.code == ("ok" if answer.allowed else code)
        assert answer.allowed or reads_well(answer), answer.reason
    for stranger in (NOBODY, None):
        assert (rule(stranger).allowed, rule(stranger).code) == (False, code)
    if name not in ("renja: minutes", "renja: realisation", "rkpd: alignment"):
        assert not any(rule(Actor(role, is_active=False)).allowed for role in Role)


REVIEWER, HEAD = Actor(Role.REVIEWER), Actor(Role.PLANNING_HEAD)

# Four eyes and the own agency: rule, actor, code.
REFUSALS: list[tuple[Rule, Actor, str]] = [
    (on(renja.may_review, MINE), REVIEWER, "own_agency"),
    (on(renja.may_review, SENT), REVIEWER, "four_eyes"),
    (on(renja.may_review, renja_plan(OWN, frozenset({1}))), REVIEWER, "four_eyes"),
    (on(renja.may_review, SENT), replace(REVIEWER, pk=2), "ok"),
    (on(renja.may_finalize, SENT), HEAD, "four_eyes"),
    (on(renja.may_finalize, SENT), replace(HEAD, pk=2), "ok"),
    (on(renja.may_reopen, SENT), HEAD, "four_eyes"),
    (on(renja.may_reopen, SENT), REVIEWER, "four_eyes"),
    (on(renja.may_reopen, SENT), replace(HEAD, pk=2), "ok"),
    (on(rkpd.may_decide_finding, FINDING), REVIEWER, "own_agency"),
    (on(rkpd.may_decide_finding, SENT_FINDING), REVIEWER, "four_eyes"),
    (on(rkpd.may_decide_finding, SENT_FINDING), replace(REVIEWER, pk=2), "ok"),
    (on(rkpd.may_decide_finding, SimpleNamespace(opd_id=None, plan=None)), replace(REVIEWER, opd_id=None), "ok"),
    (on(rkpd.may_decide_link, link(OWN)), REVIEWER, "own_agency"),
    (on(rkpd.may_decide_link, link(OTHER, frozenset({1}))), REVIEWER, "four_eyes"),
    (on(plan.may_give_feedback, RETIRED), Actor(Role.OPD_HEAD), "retired"),
    (partial(perwali.may_print, "naskah"), Actor(Role.READER), "ok"),
    (partial(perwali.may_print, "konsolidasi"), NOBODY, "ok"),
]


@pytest.mark.parametrize(("rule", "actor", "code"), REFUSALS)
def test_four_eyes_and_states(rule: Rule, actor: Any, code: str) -> None:
    """What a role alone does not decide."""
    answer = rule(actor)
    assert (answer.allowed, answer.code) == (code == "ok", code)
    assert answer.allowed or reads_well(answer)


def test_verbs_have_their_rule() -> None:
    """The verbs of the machines ask the right rule."""
    sends, reviews = (
        dict.fromkeys(("submit", "withdraw"), renja.may_send),
        dict.fromkeys(("start_review", "return", "waive", "verify"), renja.may_review),
    )
    assert {**sends, **reviews, "finalize": renja.may_finalize, "reopen": renja.may_reopen} == renja.RULES
    assert dict.fromkeys(("accept", "accept_partly", "decline", "waive"), plan.may_edit_plan) == plan.FEEDBACK_RULES
    assert dict.fromkeys(("freeze", "adopt"), plan.may_edit_plan) == plan.EDITION_RULES
    assert perwali.LIFE_RULES.keys() == STEPS.keys()


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("enact", "Tetapkan dilakukan oleh Bagian Hukum."),
        ("discuss", "Bahas dalam tim penyusun dilakukan oleh Diskominfo selaku pemrakarsa atau Bagian Hukum."),
    ],
)
def test_sentence_of_a_step(verb: str, sentence: str) -> None:
    """It names the step and who takes it."""
    assert perwali.may_advance(verb, Actor(Role.READER)).reason == sentence


@pytest.mark.parametrize(
    ("role", "opd_id", "any_file"),
    [
        (Role.OPD_PLANNER, OWN, True),
        (Role.OPD_HEAD, OWN, True),
        (Role.OPD_PLANNER, None, False),
        (Role.REVIEWER, None, True),
        (Role.ADMINISTRATOR, None, True),
        (Role.EDITOR, OWN, False),
        (Role.READER, None, False),
    ],
)
def test_sending_a_file(role: Role, opd_id: int | None, any_file: bool) -> None:
    """Whoever may confirm an import of some kind; without an agency no Renja of an agency."""
    assert rkpd.may_upload_any(Actor(role, opd_id)) is any_file


def test_agency_zero_is_nobodys() -> None:
    """Who has no agency sends no Renja, whatever number stands for none."""
    for number in (-1, 1):
        assert rkpd.may_upload(Actor(Role.OPD_PLANNER, number), "renja").allowed
    assert not rkpd.may_upload(SimpleNamespace(**{**vars(Actor(Role.OPD_PLANNER)), "opd_id": None}), "renja").allowed
    assert not rkpd.may_upload(NOBODY, "renja").allowed


# --- The draft by its stage -----------------------------------------------------------------------------

EDITABLE = {Stage.PROPOSED, Stage.PROGRAMMED, Stage.DRAFTING, Stage.AFTER_HARMONISATION, Stage.AFTER_FACILITATION}
OF_LAW = {Stage.ENACTED, Stage.PROMULGATED, Stage.AUTHENTICATED, Stage.PUBLISHED}
LEGAL = Actor(Role.LEGAL_OFFICER)


def value(stage: Stage, needed_at: str) -> SimpleNamespace:
    """A placeholder's value: a fact of the document that belongs to a later act."""
    return SimpleNamespace(regulation=Regulation(stage=stage), needed_at=needed_at)


@pytest.mark.parametrize("stage", list(Stage))
def test_text_by_stage(stage: Stage) -> None:
    """Written directly, by proposals, not at all, or only by an amendment; also parts of parts."""
    regulation = Regulation(stage=stage)
    code = "ok" if stage in EDITABLE else "enacted" if stage in OF_LAW else "not_editable"
    element = Element(regulation=regulation)
    parts = [element, Annex(regulation=regulation), Definition(element=element)]
    assert {perwali.may_draft(LEGAL, part).code for part in parts} == {code}
    assert perwali.may_draft(LEGAL, regulation).code == ("enacted" if stage in OF_LAW else "ok")
    assert perwali.may_draft(Actor(Role.EDITOR), element).code == "not_legal_officer"


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.DISCUSSION, "usulan perubahan yang diputuskan"),
        (Stage.HARMONISATION, "Pada tahap harmonisasi naskah tidak dapat diubah."),
        (Stage.PUBLISHED, "hanya berubah melalui peraturan perubahan"),
    ],
)
def test_sentence_of_a_stage(stage: Stage, words: str) -> None:
    """It says what to do instead."""
    answer = perwali.may_draft(LEGAL, Element(regulation=Regulation(stage=stage)))
    assert words in answer.reason
    assert reads_well(Decision(False, "", answer.reason.rpartition(". ")[2] or answer.reason))


@pytest.mark.parametrize(
    ("stage", "needed_at", "code"),
    [
        (Stage.DRAFTING, "penetapan", "ok"),
        (Stage.DISCUSSION, "penetapan", "ok"),
        (Stage.ENACTED, "penetapan", "enacted"),
        (Stage.ENACTED, "pengundangan", "ok"),
        (Stage.ENACTED, "salinan", "ok"),
        (Stage.PROMULGATED, "pengundangan", "enacted"),
        (Stage.PROMULGATED, "salinan", "ok"),
        (Stage.AUTHENTICATED, "salinan", "enacted"),
        (Stage.PUBLISHED, "", "enacted"),
    ],
)
def test_values_of_later_acts(stage: Stage, needed_at: str, code: str) -> None:
    """The name of who promulgates is filled in after the enactment, who certifies the copy after promulgation."""
    assert perwali.may_draft(LEGAL, value(stage, needed_at)).code == code


@pytest.mark.parametrize(
    ("record", "field", "is_used", "code"),
    [
        (Region(pk=3), "region", True, "enacted"),
        (Region(pk=3), "region", False, "ok"),
        (Region(), "region", True, "ok"),
        (RegulationKind(pk=4), "kind", True, "enacted"),
        (RegulationKind(pk=4), "kind", False, "ok"),
        (SimpleNamespace(pk=5), "", True, "ok"),
    ],
)
def test_registries(monkeypatch: pytest.MonkeyPatch, record: Any, field: str, is_used: bool, code: str) -> None:
    """Regions and kinds that an enacted regulation reads do not change; asked by column and stages."""
    asked: list[dict[str, Any]] = []

    def answer(**question: Any) -> SimpleNamespace:
        asked.append(question)
        return SimpleNamespace(exists=lambda: is_used)

    monkeypatch.setattr(perwali, "Regulation", SimpleNamespace(objects=SimpleNamespace(filter=answer)))
    assert perwali.may_draft(LEGAL, record).code == code
    assert all(question == {field: record.pk, "stage__in": [*list(Stage)[11:15]]} for question in asked)
    assert bool(asked) is bool(field and record.pk)
