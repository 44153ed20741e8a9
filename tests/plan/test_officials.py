"""What officials do with activities: promote, retire, reorder, change many; the road map equals the annex."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from masterplan.perwali.models import Regulation
from masterplan.perwali.naskah.annexes import Table
from masterplan.perwali.selectors.document import load_document
from masterplan.plan.models import ClinicNote, Feedback, MasterPlan, Program, QuickWin, SubDimension
from masterplan.plan.selectors.activities import quick_win_rows
from masterplan.plan.selectors.roadmap import get_roadmap
from masterplan.plan.services.activities import change_many, reorder_activity, restore_activity, retire_activity
from masterplan.plan.services.evidence import add_evidence
from masterplan.plan.services.feedback import answer_feedback, give_feedback
from masterplan.plan.services.promotion import make_draft_program, promote_quick_win, suggested_code
from masterplan.plan.services.workshops import record_clinic
from opd.agencies.models import Opd
from solok_smartcity.kit.decisions import ReasonMissing, Refused, Stale, WrongState
from solok_smartcity.kit.indonesian import decimal, whole
from solok_smartcity.kit.models import Notification
from tests.cast import Cast


@pytest.mark.django_db
def test_the_road_map_equals_the_annex() -> None:
    """Program for program the same targets, by dimension and in total the same money as the annex prints."""
    roadmap = get_roadmap(MasterPlan.objects.current(), Program.objects.active())
    annex = next(a for a in load_document(Regulation.objects.get()).annexes if a.id == "l_peta_jalan")
    tables = [block for block in annex.blocks if isinstance(block, Table)]
    printed = []
    for table in tables[:-1:2]:
        targets = [i for i, column in enumerate(table.columns) if "20" in column.heading]
        names = [column.heading for column in table.columns].index("Program")
        printed += [(row.cells[names], [row.cells[i] for i in targets]) for row in table.rows if row.kind == "data"]
    drawn = [
        (bar.row["name"], ["-" if cell.target is None else decimal_text(cell.target) for cell in bar.cells])
        for section in roadmap.sections
        for bar in section.bars
    ]
    assert drawn == printed
    sums = [[whole(money) for _, money in section.budgets] for section in roadmap.sections]
    assert sums == [list(table.rows[0].cells[1:-1]) for table in tables[1:-1:2]]
    assert [whole(money) for _, money in roadmap.budgets] == list(tables[-1].rows[-1].cells[1:-1])


def decimal_text(value: str) -> str:
    """A target as the annex writes it."""
    return decimal(Decimal(value))


def test_promotion_links_both_sides(cast: Cast) -> None:
    """A draft program with the quick win's agencies, years and targets; promoted once only."""
    quick_win = QuickWin.objects.get(code="QW-01")
    program = promote_quick_win(quick_win.pk, actor=cast.editor, version=1, code="GOV-1-77", reason="Berhasil")
    quick_win.refresh_from_db()
    assert quick_win.promoted_to == program
    assert list(program.promoted_from.all()) == [quick_win]
    assert (program.state, program.name, program.lead_opd) == ("draft", quick_win.name, quick_win.lead_opd)
    pairs = [list(record.years.values_list("year", "target", "budget")) for record in (program, quick_win)]
    assert pairs[0] == pairs[1]
    (row,) = quick_win_rows(QuickWin.objects.filter(pk=quick_win.pk))
    assert row["promoted_to"] is None  # a draft is not told to everybody
    with pytest.raises(WrongState, match="GOV-1-77"):
        promote_quick_win(quick_win.pk, actor=cast.editor, version=2, code="GOV-1-78", reason="Lagi")


def test_promotion_refuses(cast: Cast) -> None:
    """Wrong role, stale, no reason, a code that is taken: nothing is left behind."""
    quick_win = QuickWin.objects.get(code="QW-02")
    common = {"version": 1, "code": "GOV-1-79", "reason": "Berhasil"}
    with pytest.raises(Refused):
        promote_quick_win(quick_win.pk, actor=cast.head, **common)
    with pytest.raises(Stale):
        promote_quick_win(quick_win.pk, actor=cast.editor, **{**common, "version": 9})
    with pytest.raises(ReasonMissing):
        promote_quick_win(quick_win.pk, actor=cast.editor, **{**common, "reason": ""})
    with pytest.raises(ValidationError, match="sudah dipakai"):
        promote_quick_win(quick_win.pk, actor=cast.editor, **{**common, "code": "GOV-1-01"})
    assert not Program.objects.filter(code="GOV-1-79").exists()
    quick_win.refresh_from_db()
    assert (quick_win.promoted_to, quick_win.version) == (None, 1)


def test_a_clinic_proposal_becomes_a_draft_program(cast: Cast) -> None:
    """One click: next free code, led by the agency; not twice."""
    plan, opd = MasterPlan.objects.current(), Opd.objects.get(code="DINKES")
    note = record_clinic(
        actor=cast.editor,
        values={"plan": plan, "opd": opd, "text": "Pertemuan"},
        proposals=["Klinik keliling", " "],
        reason="Klinik",
    )
    proposal = note.proposals.get()
    subdimension = SubDimension.objects.get(code="LIV-2")
    code = suggested_code(subdimension)
    program = make_draft_program(
        proposal.pk, actor=cast.editor, version=note.version, code=code, subdimension=subdimension
    )
    assert (program.code, program.state, program.lead_opd, program.name) == (code, "draft", opd, "Klinik keliling")
    note = ClinicNote.objects.get(pk=note.pk)
    with pytest.raises(WrongState):
        make_draft_program(
            proposal.pk, actor=cast.editor, version=note.version, code="LIV-2-98", subdimension=subdimension
        )


def test_retired_and_restored_with_reason(cast: Cast) -> None:
    """Out of the plan and in again; the record is never deleted, each step has its reason."""
    program = Program.objects.get(code="GOV-1-02")
    with pytest.raises(ReasonMissing):
        retire_activity(Program, program.pk, actor=cast.editor, version=1, reason="")
    with pytest.raises(Refused):
        retire_activity(Program, program.pk, actor=cast.reviewer, version=1, reason="x")
    retire_activity(Program, program.pk, actor=cast.editor, version=1, reason="Selesai")
    with pytest.raises(WrongState):
        retire_activity(Program, program.pk, actor=cast.editor, version=2, reason="Lagi")
    restore_activity(Program, program.pk, actor=cast.editor, version=2, reason="Dilanjutkan")
    reasons = [row.history_change_reason for row in Program.history.filter(id=program.pk)[:2]]
    assert reasons == ["Dilanjutkan", "Selesai"]


def test_reordering_moves_one_place(cast: Cast) -> None:
    """Neighbours change places, everybody else stays; the ends are ends."""
    before = list(Program.objects.order_by("position", "code").values_list("code", flat=True))
    second = Program.objects.get(code=before[1])
    reorder_activity(Program, second.pk, actor=cast.editor, version=1, steps=-1)
    after = list(Program.objects.order_by("position", "code").values_list("code", flat=True))
    assert after == [before[1], before[0], *before[2:]]
    reorder_activity(Program, second.pk, actor=cast.editor, version=2, steps=-1)
    assert list(Program.objects.order_by("position", "code").values_list("code", flat=True)) == after


def test_many_change_all_or_none(cast: Cast) -> None:
    """One record that cannot take the value, or that somebody changed, stops all of them."""
    heir = Opd.objects.get(code="DISPORA")
    programs = list(Program.objects.filter(lead_opd__code="DISHUB"))
    versions = {program.pk: program.version for program in programs}
    with pytest.raises(Stale):
        change_many(Program, {**versions, programs[-1].pk: 9}, actor=cast.editor, values={"lead_opd": heir}, reason="x")
    supported = programs[0].supports.first().opd
    with pytest.raises(ValidationError, match=programs[0].code):
        change_many(Program, versions, actor=cast.editor, values={"lead_opd": supported}, reason="x")
    with pytest.raises(Refused):
        change_many(Program, versions, actor=cast.head, values={"lead_opd": heir}, reason="x")
    assert Program.objects.filter(lead_opd=heir, code__in=[p.code for p in programs]).count() == 0
    change_many(Program, versions, actor=cast.editor, values={"lead_opd": heir}, reason="Penggabungan")
    assert Program.objects.filter(lead_opd=heir, code__in=[p.code for p in programs]).count() == len(programs)


def test_feedback_goes_to_the_editor_and_its_answer_back(cast: Cast) -> None:
    """Who may speak, who is told, who sees it."""
    quick_win = QuickWin.objects.get(code="QW-03")
    with pytest.raises(Refused):
        give_feedback(actor=cast.reviewer, quick_win=quick_win, stance="support", text="Baik")
    with pytest.raises(ValidationError):
        give_feedback(actor=cast.head, quick_win=quick_win, stance="bingung", text="Baik")
    feedback = give_feedback(actor=cast.head, quick_win=quick_win, stance="objection", text="Terlalu cepat")
    assert Notification.objects.filter(recipient=cast.editor, title__contains="berkeberatan").exists()
    assert not Feedback.objects.visible_to(cast.other_planner).exists()
    assert not Feedback.objects.visible_to(cast.legal).exists()
    with pytest.raises(Feedback.DoesNotExist):
        answer_feedback(feedback.pk, actor=cast.other_planner, version=1, outcome="accepted", reason="x")
    with pytest.raises(Refused):
        answer_feedback(feedback.pk, actor=cast.head, version=1, outcome="accepted", reason="x")
    answer_feedback(feedback.pk, actor=cast.editor, version=1, outcome="accepted", reason="Tenggat diundur")
    told = set(Notification.objects.filter(body__contains="Tenggat diundur").values_list("recipient", flat=True))
    assert told == {cast.head.pk, cast.planner.pk}
    with pytest.raises(WrongState):
        answer_feedback(feedback.pk, actor=cast.editor, version=2, outcome="declined", reason="x")


def test_evidence_comes_from_the_lead_agency_or_the_editor(cast: Cast, settings, tmp_path) -> None:
    """The wrong agency and a wrong file are refused."""
    settings.MEDIA_ROOT = tmp_path
    quick_win = QuickWin.objects.get(code="QW-12")
    good = SimpleUploadedFile("foto.pdf", b"%PDF-1.4 bukti")
    with pytest.raises(Refused):
        add_evidence(quick_win.pk, actor=cast.other_planner, version=1, title="Foto", file=good)
    page = SimpleUploadedFile("foto.pdf", b"<html><script>")
    with pytest.raises(ValidationError, match="tidak dikenali"):
        add_evidence(quick_win.pk, actor=cast.planner, version=1, title="Foto", file=page)
    made = add_evidence(quick_win.pk, actor=cast.planner, version=1, title="Foto", file=good)
    assert made.uploaded_by_name == cast.planner.label
