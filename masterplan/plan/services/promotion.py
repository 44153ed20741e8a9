"""What becomes a draft program: a quick win that is promoted, a proposal born in a clinic."""

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from opd.agencies.models import User
from solok_smartcity.kit.decisions import WrongState, require
from solok_smartcity.kit.records import assign, need_reason, open_for_change, save

from ..models import ClinicNote, ClinicProposal, Program, QuickWin, SubDimension
from ..models.activity import Direction, Funding, Horizon, State
from ..rules import may_edit_plan
from .activities import create_activity

COPIED = (
    "name",
    "lead_opd",
    "start_year",
    "end_year",
    "horizon",
    "indicator",
    "unit",
    "funding_sources",
    "subdimension",
    "direction",
    "baseline",
    "baseline_documented",
    "fact_source",
    "rkpd_program_code",
    "rkpd_program_name",
    "is_demonstration",
    "provenance",
)


@transaction.atomic
def promote_quick_win(pk: int, *, actor: User, version: int | None, code: str, reason: str) -> Program:
    """Make a draft program from a quick win: same agencies, years and targets; each knows of the other.

    Raises ``DoesNotExist``, ``Refused``, ``VersionMissing``, ``Stale``, ``WrongState`` (promoted or retired
    already), ``ReasonMissing`` or ``ValidationError`` (the code is taken).
    """
    quick_win = open_for_change(
        QuickWin.objects.visible_to(actor), pk, actor=actor, rule=may_edit_plan, version=version
    )
    if quick_win.promoted_to is not None:
        raise WrongState(f"Quick win ini sudah diangkat menjadi program {quick_win.promoted_to.code}.")
    if quick_win.state != State.ACTIVE:
        raise WrongState("Hanya quick win yang aktif dapat diangkat menjadi program.")
    program = create_activity(
        Program,
        actor=actor,
        values={
            **{name: getattr(quick_win, name) for name in COPIED},
            "plan": quick_win.plan,
            "code": code.strip(),
            "state": State.DRAFT,
            "position": _next_position(),
        },
        years={row.year: {"target": row.target, "budget": row.budget} for row in quick_win.years.all()},
        supports=[row.opd for row in quick_win.supports.select_related("opd__successor")],
        reason=reason,
    )
    assign(quick_win, {"promoted_to": program})
    save(quick_win, actor=actor, reason=need_reason(reason))
    return program


@transaction.atomic
def make_draft_program(
    proposal_id: int,
    *,
    actor: User,
    version: int | None,
    code: str,
    subdimension: SubDimension,
    reason: str = "Usulan klinik",
) -> Program:
    """Turn a clinic's proposal into a draft program led by the clinic's agency; the proposal knows of it.

    ``version`` is that of the clinic note. Raises as ``promote_quick_win``.
    """
    require(may_edit_plan(actor))
    note_id = (
        ClinicProposal.objects.filter(note__in=ClinicNote.objects.visible_to(actor))
        .values_list("note_id", flat=True)
        .get(pk=proposal_id)
    )
    note = open_for_change(ClinicNote.objects.all(), note_id, actor=actor, rule=may_edit_plan, version=version)
    proposal = note.proposals.get(pk=proposal_id)
    if proposal.program_id or proposal.quick_win_id:
        raise WrongState("Usulan ini sudah dijadikan program atau quick win.")
    plan = note.plan
    year = min(max(localdate().year + 1, plan.start_year), plan.end_year)
    program = create_activity(
        Program,
        actor=actor,
        values={
            "plan": plan,
            "code": code.strip(),
            "name": proposal.title,
            "state": State.DRAFT,
            "lead_opd": note.opd.successor or note.opd,
            "start_year": year,
            "end_year": year,
            "horizon": Horizon.SHORT,
            "indicator": "Belum ditetapkan",
            "unit": "Belum ditetapkan",
            "funding_sources": [Funding.APBD],
            "subdimension": subdimension,
            "direction": Direction.UP,
            "position": _next_position(),
            "provenance": f"Usulan klinik {note.opd.name}",
        },
        reason=reason,
    )
    proposal.program = program
    save(proposal, actor=actor, reason=need_reason(reason))
    save(note, actor=actor, reason=need_reason(reason))
    return program


def suggested_code(subdimension: SubDimension) -> str:
    """The next free code of a program in a sub-dimension: ``GOV-1-05`` after ``GOV-1-04``."""
    taken = set(Program.objects.filter(code__startswith=f"{subdimension.code}-").values_list("code", flat=True))
    number = 1
    while f"{subdimension.code}-{number:02d}" in taken:
        number += 1
    return f"{subdimension.code}-{number:02d}"


def _next_position() -> int:
    return (Program.objects.aggregate(last=Max("position"))["last"] or 0) + 1
