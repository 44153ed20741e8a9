"""The verbs of a regulation's life: one table, one way through; each verb's conditions and effects (4.2, 4.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.indonesian import enumeration, long_date
from solok_smartcity.kit.people import label_of
from solok_smartcity.kit.transitions import Workflow

from ..calendar import due
from ..models import Citation, Holiday, Initial, Paper, Proposal, Regulation
from ..rules import LIFE_RULES
from ..selectors.document import live_document, load_document, working_document
from ..selectors.frozen import text_digest
from ..selectors.life import (
    CHANNEL_OF,
    initials_of,
    is_confirmed,
    latest_version,
    missing_values,
    new_matter,
    next_initial,
    since,
    unanswered,
)
from ..structure import Kind
from ..workflow import DEADLINES, PASSAGES, STEPS, LegalStatus, Stage
from .numbering import need_free_gazette, take_number
from .versions import archive_later, freeze


@dataclass(frozen=True)
class Facts:
    """What a verb is told: day of the act, number, gazette number, official; papers by name with their scans."""

    on: date | None = None
    number: int | None = None
    gazette_number: int | None = None
    name: str = ""
    note: str = ""
    papers: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)


# --- What stands against a verb ------------------------------------------------------------------------


def _no(code: str, reason: str) -> Decision:
    return Decision(False, code, reason)


def _sound(regulation: Regulation) -> Decision:
    """No fault of form and nothing open in the discussion."""
    errors = [item for item in load_document(regulation).findings if not item.fault.warning]
    if errors:
        places = enumeration(list(dict.fromkeys(f"{item.fault.rule} {item.place}" for item in errors))[:5])
        return _no("faults", f"Naskah masih mempunyai {len(errors)} temuan galat: {places}.")
    waiting = regulation.proposals.filter(state=Proposal.State.OPEN).count()
    if waiting:
        return _no("open_proposals", f"Masih ada {waiting} usulan perubahan yang belum diputuskan.")
    return ALLOWED


def _repeals_in_words(regulation: Regulation) -> Decision:
    """What it repeals stands in its text (R100)."""
    article = regulation.elements.filter(kind=Kind.ARTICLE, is_automatic=True, is_active=True)
    if regulation.repeals.exists() and not article.exists():
        return _no("repeal_unwritten", "Pasal pencabutan tidak ada dalam naskah: simpan lagi pilihan pada Pencabutan.")
    return ALLOWED


def _answered(regulation: Regulation, *channels: str) -> Decision:
    open_remarks = unanswered(regulation, *channels)
    if open_remarks:
        return _no("open_remarks", f"Masih ada {open_remarks} catatan yang belum dijawab (R129).")
    return ALLOWED


def _initialled(regulation: Regulation) -> Decision:
    waiting = next_initial(initials_of(regulation))
    if waiting is not None:
        return _no("initials", f"Paraf {waiting.office} atas naskah ini belum ada (R127).")
    return ALLOWED


def _old_matter(regulation: Regulation) -> Decision:
    """R128: what nobody asked for needs the confirmation of the head of Bagian Hukum."""
    found = new_matter(regulation)
    if not found or is_confirmed(regulation, text_digest(live_document(regulation))):
        return ALLOWED
    addresses = working_document(regulation).addresses()
    places = enumeration([addresses.get(stable_id) or stable_id for stable_id in found[:5]])
    return _no(
        "new_matter",
        f"Ada materi baru tanpa catatan: {places}. Setujui sebagai materi baru, atau kembalikan ke paraf koordinasi "
        "(R128).",
    )


def _filled(regulation: Regulation, *needed_at: str) -> Decision:
    missing = missing_values(regulation, *needed_at)
    return _no("missing_values", f"Isian belum dilengkapi: {enumeration(missing)}.") if missing else ALLOWED


def _cited(regulation: Regulation) -> Decision:
    citations = Citation.objects.filter(uses__regulation=regulation).select_related("last_amendment")
    open_ones = [str(item) for item in citations.distinct() if not item.is_complete]
    typed = regulation.elements.filter(kind=Kind.BASIS, citation=None, is_active=True).count()
    if typed:
        return _no("citations", f"{typed} dasar hukum belum diambil dari registri sitasi (R42).")
    if open_ones:
        return _no("citations", f"Nomor lembaran atau berita belum lengkap: {enumeration(open_ones)} (R42).")
    return ALLOWED


def _first(*answers: Callable[[], Decision]) -> Decision:
    """The first refusal, or none."""
    for answer in answers:
        if not (decision := answer()).allowed:
            return decision
    return ALLOWED


def _may_request_initials(regulation: Regulation) -> Decision:
    return _first(lambda: _sound(regulation), lambda: _answered(regulation, "tim", "publik"))


def _may_initial(regulation: Regulation) -> Decision:
    waiting = next_initial(initials_of(regulation))
    return ALLOWED if waiting is not None else _no("all_initialled", "Semua paraf atas naskah ini sudah ada.")


def _may_harmonise(regulation: Regulation) -> Decision:
    return _first(lambda: _sound(regulation), lambda: _initialled(regulation), lambda: _cited(regulation))


def _after_repair(regulation: Regulation) -> Decision:
    return _first(
        lambda: _sound(regulation),
        lambda: _answered(regulation, CHANNEL_OF.get(Stage(regulation.stage), "")),
        lambda: _old_matter(regulation),
    )


def _may_be_ready(regulation: Regulation) -> Decision:
    stage = Stage(regulation.stage)
    if stage == Stage.HARMONISATION and regulation.needs_facilitation:
        return _no("needs_facilitation", "Peraturan ini wajib difasilitasi: ajukan fasilitasi lebih dahulu.")
    if stage == Stage.FACILITATION:
        start = since(regulation)
        holidays = set(Holiday.objects.values_list("on", flat=True))
        until = due(start, DEADLINES[Stage.FACILITATION], holidays) if start else None
        if until is None or today() <= until:
            day = f" sampai {long_date(until)}" if until else ""
            return _no("waiting", f"Hasil fasilitasi masih ditunggu{day}; sesudah itu naskah dapat diteruskan (T13).")
    if stage in CHANNEL_OF:
        return _after_repair(regulation)
    return _first(lambda: _sound(regulation), lambda: _answered(regulation))


def _lawful(regulation: Regulation) -> Decision:
    """What it amends is still in force."""
    parent = regulation.amends
    if parent is not None and parent.legal_status == LegalStatus.REPEALED:
        return _no("repealed", f"Peraturan yang diubah sudah dicabut dengan {parent.repealed_by}.")
    return ALLOWED


def _no_amendment_waits(regulation: Regulation) -> Decision:
    """No amendment of what it repeals is enacted and not promulgated: it could not be any more."""
    waiting = Regulation.objects.filter(amends__repealed_by=regulation, stage=Stage.ENACTED).with_parts().first()
    if waiting is not None:
        reason = f"{waiting} sudah ditetapkan dan belum diundangkan: undangkan lebih dahulu."
        return _no("amendment_waits", reason)
    return ALLOWED


def _may_enact(regulation: Regulation) -> Decision:
    return _first(
        lambda: _lawful(regulation),
        lambda: _repeals_in_words(regulation),
        lambda: _sound(regulation),
        lambda: _answered(regulation),
        lambda: _initialled(regulation),
        lambda: _cited(regulation),
        lambda: _filled(regulation, "draf", "penetapan"),
    )


GUARDS: dict[str, Callable[[Regulation], Decision]] = {
    "request_initials": _may_request_initials,
    "initial": _may_initial,
    "harmonise": _may_harmonise,
    "resubmit": _after_repair,
    "ready": _may_be_ready,
    "enact": _may_enact,
    "promulgate": lambda regulation: _first(
        lambda: _lawful(regulation),
        lambda: _no_amendment_waits(regulation),
        lambda: _filled(regulation, "pengundangan"),
    ),
    "authenticate": lambda regulation: _filled(regulation, "salinan"),
}
LIFE = Workflow(STEPS, LIFE_RULES, GUARDS, dict(Stage.choices))


# --- What a verb does ------------------------------------------------------------------------------------


@transaction.atomic
def advance(
    pk: int, verb: str, *, actor: Any, version: int | None, reason: str = "", facts: Facts | None = None
) -> Regulation:
    """Carry out one verb of the life of a regulation.

    Raises what the kit's workflow raises, and ``ValidationError`` where a paper, day or number is missing or wrong.
    """
    facts = facts or Facts()

    def effect(regulation: Regulation) -> dict[str, Any]:
        _need_papers(verb, facts)
        act = EFFECTS.get(verb)
        if act is not None:
            act(regulation, facts, actor)
        made = None
        if PASSAGES[verb].freezes:
            made = freeze(regulation, actor=actor, note=STEPS[verb].label)
        if verb in ("promulgate", "authenticate", "publish"):
            archive_later(regulation)
        return {"content_version": made or latest_version(regulation)}

    # With what it amends or repeals, by their keys: everybody locks in this order.
    parent = Q(pk__in=Regulation.objects.filter(pk=pk).values("amends"))
    touched = Q(pk=pk) | parent | Q(repealed_by=pk) | Q(amends__repealed_by=pk)
    list(Regulation.objects.select_for_update(of=("self",)).filter(touched).order_by("pk").values_list("pk"))
    scope = Regulation.objects.visible_to(actor).with_parts()
    done = LIFE.perform(verb, scope, pk, actor=actor, version=version, reason=reason, effect=effect)
    decision = done.log.first()
    for name in PASSAGES[verb].papers:
        paper = Paper(decision=decision, name=name, reference=facts.papers[name].strip(), file=facts.files.get(name))
        paper.full_clean()
        paper.save()
    return done


def _need_papers(verb: str, facts: Facts) -> None:
    missing = [name for name in PASSAGES[verb].papers if not facts.papers.get(name, "").strip()]
    if missing:
        raise ValidationError({"papers": f"Isi nomor dan tanggal dokumen: {enumeration(missing)}."})


def _need_day(facts: Facts, what: str) -> date:
    if facts.on is None:
        raise ValidationError({"on": f"Isi tanggal {what}."})
    if facts.on > today():
        raise ValidationError({"on": f"Tanggal {what} belum tiba."})
    return facts.on


def _initial(regulation: Regulation, facts: Facts, actor: Any) -> None:
    """One initial, in order, bound to the text as it is (R127)."""
    digest = text_digest(live_document(regulation))
    waiting = next_initial(initials_of(regulation, digest))
    if waiting is None or not facts.name.strip():
        raise ValidationError({"name": "Isi nama pejabat yang membubuhkan paraf."})
    initial = Initial(
        regulation=regulation, order=waiting.order, office=waiting.office, name=facts.name.strip(),
        on=_need_day(facts, "paraf"), text_sha256=digest, note=facts.note.strip(), recorded_by_name=label_of(actor),
    )  # fmt: skip
    initial.full_clean()
    initial.save()


def _enact(regulation: Regulation, facts: Facts, actor: Any) -> None:
    """The mayor signed: day and number (T15, R130)."""
    day = _need_day(facts, "penetapan")
    regulation.enacted_on, regulation.year = day, day.year
    regulation.number = take_number(regulation, day.year, facts.number, actor=actor)


def _promulgate(regulation: Regulation, facts: Facts, actor: Any) -> None:
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


def _mark(pk: int, status: LegalStatus, actor: Any, reason: str) -> None:
    """What another regulation does to a law."""
    law = Regulation.objects.select_for_update().get(pk=pk)
    law.legal_status = status
    law.version += 1
    law._history_user, law._change_reason = actor, reason
    law.save()


def _withdraw(regulation: Regulation, facts: Facts, actor: Any) -> None:
    """What a withdrawn draft would have repealed stays in force, free for another draft."""
    for law in regulation.repeals.all():
        law.repealed_by = None
        law.version += 1
        law._history_user, law._change_reason = actor, f"Rancangan pencabutan ditarik: {regulation}"
        law.save()


EFFECTS: dict[str, Callable[[Regulation, Facts, Any], None]] = {
    "initial": _initial,
    "enact": _enact,
    "promulgate": _promulgate,
    "withdraw": _withdraw,
}
