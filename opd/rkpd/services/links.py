"""Links between the plan and work plans, and the codes people choose: people decide, nothing is linked by itself."""

from collections.abc import Callable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import User
from opd.renja.models import WorkPlan, WorkPlanLine
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.records import change_record, create_record, save
from solok_smartcity.kit.transitions import log

from ..machine import LINKS
from ..models import Alignment, CodeLink, CodeLinkState, Edition, NomenclatureItem, NoneReason
from ..rules import may_choose_code, may_confirm_link, may_propose_link
from ..selectors.rows import checked_years
from ..workflow import PROPOSED
from .checking import recheck_links


def subject_of(actor: User, program: str | None, quick_win: str | None) -> dict[str, Program | QuickWin]:
    """The program or quick win meant by code, as keyword; raises ``ValidationError`` unless exactly one is known."""
    if bool(program) == bool(quick_win):
        raise ValidationError("Sebut satu program atau satu quick win.")
    name, model, code = ("program", Program, program) if program else ("quick_win", QuickWin, quick_win)
    found = model.objects.visible_to(actor).filter(code=str(code).upper()).first()
    if found is None:
        raise ValidationError({name: f"{str(model._meta.verbose_name).capitalize()} {code} tidak dikenal."})
    return {name: found}


@transaction.atomic
def propose_link(
    *,
    actor: User,
    line_id: int,
    program: str | None = None,
    quick_win: str | None = None,
    score: float | None = None,
    why: str = "",
) -> Alignment:
    """Propose that a line carries a program or quick win (by code); one that is known already is given back.

    Raises ``WorkPlanLine.DoesNotExist`` outside the actor's scope, ``Refused`` or ``ValidationError``.
    """
    plans = WorkPlan.objects.visible_to(actor).order_by().values("pk")
    line = WorkPlanLine.objects.filter(plan__in=plans).select_related("plan__opd").get(pk=line_id)
    require(may_propose_link(actor, line.plan.opd_id))
    subject = subject_of(actor, program, quick_win)
    WorkPlan.objects.select_for_update(of=("self",)).get(pk=line.plan_id)
    known = Alignment.objects.filter(line=line, **subject).first()
    if known is not None:
        return known
    link = Alignment(line=line, score=score, why=why[:300], proposed_by_name=actor.label, **subject)
    if may_confirm_link(actor, link).allowed:
        link.by_agency = actor.label
    save(link, actor=actor, reason="Usulan tautan")
    log(link, PROPOSED, "", actor=actor, reason=why)
    recheck_links(line.plan.year)
    return link


def _decide(verb: str, pk: int, actor: User, version: int | None, reason: str, values: Mapping[str, str]) -> Alignment:
    scope = Alignment.objects.visible_to(actor).select_related("line__plan__opd", "program", "quick_win")
    link: Alignment = LINKS.perform(verb, scope, pk, actor=actor, version=version, reason=reason, values=values)
    recheck_links(link.line.plan.year)
    return link


@transaction.atomic
def confirm_link(pk: int, *, actor: User, version: int | None, reason: str = "") -> Alignment:
    """The agency's word that its line carries it."""
    return _decide("confirm", pk, actor, version, reason, {"by_agency": actor.label})


@transaction.atomic
def accept_link(pk: int, *, actor: User, version: int | None, reason: str = "") -> Alignment:
    """From now on the line counts as carrying it."""
    values = {"by_planning": actor.label, "decision_reason": reason.strip()}
    return _decide("accept", pk, actor, version, reason, values)


@transaction.atomic
def reject_link(pk: int, *, actor: User, version: int | None, reason: str) -> Alignment:
    """The line does not carry it, even if the agency says so."""
    return _decide("reject", pk, actor, version, reason, {"by_planning": "", "decision_reason": reason.strip()})


VERBS: dict[str, Callable[..., Alignment]] = {
    "confirm": confirm_link,
    "accept": accept_link,
    "reject": reject_link,
}


# --- Codes -------------------------------------------------------------------------------------


def _take_back(former: QuerySet[CodeLink], actor: User, reason: str) -> None:
    for link in former:
        link._history_user, link._change_reason = actor, reason
        link.delete()


def _recheck_authority(subject: dict[str, Program | QuickWin]) -> None:
    """Whether a quick win is outside the city's authority follows from why nothing fits (OUTSIDE_AUTHORITY)."""
    if "quick_win" in subject:
        for year in checked_years():
            recheck_links(year)


def text_of(subject: Program | QuickWin) -> str:
    """The words by which a program or quick win is matched: name, description, indicator."""
    return "\n".join(filter(None, (subject.name, getattr(subject, "description", ""), subject.indicator)))


@transaction.atomic
def choose_code(
    *, actor: User, edition: str, code: str, program: str | None = None, quick_win: str | None = None
) -> CodeLink:
    """Confirm the sub kegiatan of a program or quick win in an edition; similar texts are offered it first.

    A former "nothing fits" of that edition is taken back. Raises ``Refused`` or ``ValidationError``.
    """
    require(may_choose_code(actor))
    subject = subject_of(actor, program, quick_win)
    if not code:
        raise ValidationError({"code": "Isi kode sub kegiatan."})
    item = NomenclatureItem.objects.filter(edition__code=edition, code=code, level="sub_kegiatan").first()
    if item is None:
        raise ValidationError({"code": f"Kode {code} bukan sub kegiatan edisi {edition}."})
    chosen = CodeLink.objects.select_for_update(of=("self",)).filter(edition__code=edition, **subject)
    former = chosen.filter(state=CodeLinkState.NONE)
    if former:
        _take_back(former, actor, "Kode dipilih")
        _recheck_authority(subject)
    known = chosen.filter(code=code).first()
    values = {"state": CodeLinkState.CONFIRMED, "decided_by_name": actor.label}
    if known is not None:
        if known.state == CodeLinkState.CONFIRMED:
            return known
        chosen_again: CodeLink = change_record(
            CodeLink.objects.all(),
            known.pk,
            actor=actor,
            rule=may_choose_code,
            version=known.version,
            values=values,
            reason="Kode dikonfirmasi",
        )
        return chosen_again
    text = text_of(next(iter(subject.values())))
    link: CodeLink = create_record(
        CodeLink,
        actor=actor,
        rule=may_choose_code,
        reason="Kode dikonfirmasi",
        values={**subject, "edition": item.edition, "code": code, "text": text, **values},
    )
    return link


@transaction.atomic
def none_fits(
    *, actor: User, edition: str, reason: str, program: str | None = None, quick_win: str | None = None
) -> CodeLink:
    """Say that no sub kegiatan of an edition fits, and why (a value of ``NoneReason``)."""
    require(may_choose_code(actor))
    subject = subject_of(actor, program, quick_win)
    if reason not in NoneReason.values:
        raise ValidationError({"reason": "Pilih alasan mengapa tidak ada yang cocok."})
    found = Edition.objects.filter(code=edition).first()
    if found is None:
        raise ValidationError({"edition": f"Edisi {edition} tidak dikenal."})
    former = CodeLink.objects.select_for_update(of=("self",)).filter(edition=found, **subject)
    _take_back(former, actor, "Tidak ada yang cocok")
    text = text_of(next(iter(subject.values())))
    link: CodeLink = create_record(
        CodeLink,
        actor=actor,
        rule=may_choose_code,
        reason="Tidak ada yang cocok",
        values={
            **subject,
            "edition": found,
            "text": text,
            "state": CodeLinkState.NONE,
            "none_reason": reason,
            "decided_by_name": actor.label,
        },
    )
    _recheck_authority(subject)
    return link


@transaction.atomic
def confirm_move(pk: int, *, actor: User, version: int | None) -> CodeLink:
    """Confirm that a chosen code moves to its successor in a new edition (planning 8.8)."""
    values = {"state": CodeLinkState.CONFIRMED, "decided_by_name": actor.label}
    link: CodeLink = change_record(
        CodeLink.objects.filter(state=CodeLinkState.MOVED),
        pk,
        actor=actor,
        rule=may_choose_code,
        version=version,
        values=values,
        reason="Pindah edisi dikonfirmasi",
    )
    return link


def propose_moves(edition: Edition) -> int:
    """For a new edition: each confirmed code of the edition before waits under its successor for confirmation."""
    before = Edition.objects.filter(first_year__lt=edition.first_year).first()
    if before is None:
        return 0
    successors = dict(before.items.exclude(successor_code="").values_list("code", "successor_code"))
    present = set(edition.items.values_list("code", flat=True))
    made = 0
    for link in CodeLink.objects.filter(edition=before, state=CodeLinkState.CONFIRMED):
        code = successors.get(link.code, link.code)
        known = CodeLink.objects.filter(program=link.program, quick_win=link.quick_win, edition=edition)
        if code in present and not known.exists():
            moved = CodeLink(
                program=link.program,
                quick_win=link.quick_win,
                edition=edition,
                code=code,
                text=link.text,
                state=CodeLinkState.MOVED,
                decided_by_name="Impor nomenklatur",
            )
            save(moved, actor=None, reason=f"Menunggu konfirmasi pindah dari edisi {before.code}")
            made += 1
    return made
