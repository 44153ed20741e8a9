"""The verbs of a regulation's life: one table, one way through; each verb's conditions and effects (4.2, 4.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Q

from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.indonesian import enumeration

from ..machine import LIFE
from ..models import Initial, Paper, Regulation
from ..selectors.document import live_document
from ..selectors.frozen import text_digest
from ..selectors.life import (
    initials_of,
    latest_version,
    next_initial,
)
from ..workflow import LIFE_STEPS, STEPS, LegalStatus
from .number_register import need_free_gazette, take_number
from .versions import archive_later, freeze


@dataclass(frozen=True)
class ActFacts:
    """What a verb is told: day of the act, number, gazette number, official; papers by name with their scans."""

    on: date | None = None
    number: int | None = None
    gazette_number: int | None = None
    name: str = ""
    note: str = ""
    papers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, File[Any]] = field(default_factory=dict)


@transaction.atomic
def advance(
    pk: int, verb: str, *, actor: User, version: int | None, reason: str = "", facts: ActFacts | None = None
) -> Regulation:
    """Carry out one verb of the life of a regulation.

    Raises what the kit's workflow raises, and ``ValidationError`` where a paper, day or number is missing or wrong.
    """
    facts = facts or ActFacts()

    def effect(regulation: Regulation) -> dict[str, Any]:
        _need_papers(verb, facts)
        act = EFFECTS.get(verb)
        if act is not None:
            act(regulation, facts, actor)
        made = None
        if LIFE_STEPS[verb].freezes:
            made = freeze(regulation, actor=actor, note=STEPS[verb].label)
        if verb in ("promulgate", "authenticate", "publish"):
            archive_later(regulation)
        return {"content_version": made or latest_version(regulation)}

    # With what it amends or repeals, by their keys: everybody locks in this order.
    parent = Q(pk__in=Regulation.objects.filter(pk=pk).values("amends"))
    touched = Q(pk=pk) | parent | Q(repealed_by=pk) | Q(amends__repealed_by=pk)
    list(Regulation.objects.select_for_update(of=("self",)).filter(touched).order_by("pk").values_list("pk"))
    scope = Regulation.objects.visible_to(actor).with_parts()
    done: Regulation = LIFE.perform(verb, scope, pk, actor=actor, version=version, reason=reason, effect=effect)
    decision = done.log.first()
    for name in LIFE_STEPS[verb].papers:
        paper = Paper(decision=decision, name=name, reference=facts.papers[name].strip(), file=facts.files.get(name))
        paper.full_clean()
        paper.save()
    return done


def _need_papers(verb: str, facts: ActFacts) -> None:
    missing = [name for name in LIFE_STEPS[verb].papers if not facts.papers.get(name, "").strip()]
    if missing:
        raise ValidationError({"papers": f"Isi nomor dan tanggal dokumen: {enumeration(missing)}."})


def _need_day(facts: ActFacts, what: str) -> date:
    if facts.on is None:
        raise ValidationError({"on": f"Isi tanggal {what}."})
    if facts.on > today():
        raise ValidationError({"on": f"Tanggal {what} belum tiba."})
    return facts.on


def _initial(regulation: Regulation, facts: ActFacts, actor: User) -> None:
    """One initial, in order, bound to the text as it is (R127)."""
    digest = text_digest(live_document(regulation))
    waiting = next_initial(initials_of(regulation, digest))
    if waiting is None or not facts.name.strip():
        raise ValidationError({"name": "Isi nama pejabat yang membubuhkan paraf."})
    initial = Initial(
        regulation=regulation,
        order=waiting.order,
        office=waiting.office,
        name=facts.name.strip(),
        on=_need_day(facts, "paraf"),
        text_sha256=digest,
        note=facts.note.strip(),
        recorded_by_name=label_of(actor),
    )
    initial.full_clean()
    initial.save()


def _enact(regulation: Regulation, facts: ActFacts, actor: User) -> None:
    """The mayor signed: day and number (T15, R130)."""
    day = _need_day(facts, "penetapan")
    regulation.enacted_on, regulation.year = day, day.year
    regulation.number = take_number(regulation, day.year, facts.number, actor=actor)


def _promulgate(regulation: Regulation, facts: ActFacts, actor: User) -> None:
    """The secretary promulgated: day and number of Berita Daerah (T16, R107, R108)."""
    day = _need_day(facts, "pengundangan")
    if regulation.enacted_on and day < regulation.enacted_on:
        raise ValidationError({"on": "Tanggal pengundangan mendahului penetapan (R107)."})
    if not facts.gazette_number:
        raise ValidationError({"gazette_number": "Isi nomor Berita Daerah."})
    need_free_gazette(regulation, day, facts.gazette_number)
    regulation.promulgated_on, regulation.gazette_number = day, facts.gazette_number
    regulation.legal_status = LegalStatus.IN_FORCE
    if regulation.amends_id:
        _mark(regulation.amends_id, LegalStatus.AMENDED, actor, f"Diubah dengan {regulation}")
    for law in regulation.repeals.all():
        for pk in (law.pk, *law.amendments.promulgated().values_list("pk", flat=True)):
            _mark(pk, LegalStatus.REPEALED, actor, f"Dicabut dengan {regulation}")


def _mark(pk: int, status: LegalStatus, actor: User, reason: str) -> None:
    """What another regulation does to a law."""
    law = Regulation.objects.select_for_update().get(pk=pk)
    law.legal_status = status
    law.version += 1
    law._history_user, law._change_reason = actor, reason
    law.save()


def _withdraw(regulation: Regulation, facts: ActFacts, actor: User) -> None:
    """What a withdrawn draft would have repealed stays in force, free for another draft."""
    for law in regulation.repeals.all():
        law.repealed_by = None
        law.version += 1
        law._history_user, law._change_reason = actor, f"Rancangan pencabutan ditarik: {regulation}"
        law.save()


EFFECTS: dict[str, Callable[[Regulation, ActFacts, User], None]] = {
    "initial": _initial,
    "enact": _enact,
    "promulgate": _promulgate,
    "withdraw": _withdraw,
}
