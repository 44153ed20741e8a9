"""The workflow of a regulation: table, rules, and what stands against each verb (4.2, 4.3)."""

from collections.abc import Callable

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import ALLOWED, Decision
from solok_smartcity.kit.indonesian import enumeration, long_date
from solok_smartcity.kit.transitions import Workflow

from .calendar import due
from .models import Citation, Holiday, Proposal, Regulation
from .naskah.structure import Kind
from .rules import LIFE_RULES
from .selectors.document import live_document, load_document, working_document
from .selectors.frozen import text_digest
from .selectors.life import (
    CHANNEL_OF,
    initials_of,
    is_confirmed,
    missing_values,
    new_matter,
    next_initial,
    since,
    unanswered,
)
from .workflow import DEADLINES, STEPS, LegalStatus, Stage


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


def _ready_for_initials(regulation: Regulation) -> Decision:
    """The text is sound, and remarks of the team and the public are answered (R129)."""
    return _first(lambda: _sound(regulation), lambda: _answered(regulation, "tim", "publik"))


def _somebody_is_next(regulation: Regulation) -> Decision:
    """An official who has not initialled this text is next."""
    waiting = next_initial(initials_of(regulation))
    return ALLOWED if waiting is not None else _no("all_initialled", "Semua paraf atas naskah ini sudah ada.")


def _ready_to_harmonise(regulation: Regulation) -> Decision:
    """The text is sound, initialled by all (R127), and its legal basis is complete in the registry (R42)."""
    return _first(lambda: _sound(regulation), lambda: _initialled(regulation), lambda: _cited(regulation))


def _after_repair(regulation: Regulation) -> Decision:
    """The text is sound, the remarks of the stage are answered (R129), new matter is confirmed (R128)."""
    return _first(
        lambda: _sound(regulation),
        lambda: _answered(regulation, CHANNEL_OF.get(Stage(regulation.stage), "")),
        lambda: _old_matter(regulation),
    )


def _ready_to_be_enacted(regulation: Regulation) -> Decision:
    """What the stage asks for: facilitation where it is due or its time has run out, answers, no new matter."""
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


def _ready_to_enact(regulation: Regulation) -> Decision:
    """What it amends is in force, what it repeals stands in its text, nothing is open, missing or without initials."""
    return _first(
        lambda: _lawful(regulation),
        lambda: _repeals_in_words(regulation),
        lambda: _sound(regulation),
        lambda: _answered(regulation),
        lambda: _initialled(regulation),
        lambda: _cited(regulation),
        lambda: _filled(regulation, "draf", "penetapan"),
    )


def _ready_to_promulgate(regulation: Regulation) -> Decision:
    """What it amends is in force, no enacted amendment of what it repeals waits, and its values are filled in."""
    return _first(
        lambda: _lawful(regulation),
        lambda: _no_amendment_waits(regulation),
        lambda: _filled(regulation, "pengundangan"),
    )


def _ready_to_authenticate(regulation: Regulation) -> Decision:
    """The values of the certified copy are filled in."""
    return _filled(regulation, "salinan")


GUARDS: dict[str, Callable[[Regulation], Decision]] = {
    "request_initials": _ready_for_initials,
    "initial": _somebody_is_next,
    "harmonise": _ready_to_harmonise,
    "resubmit": _after_repair,
    "ready": _ready_to_be_enacted,
    "enact": _ready_to_enact,
    "promulgate": _ready_to_promulgate,
    "authenticate": _ready_to_authenticate,
}
LIFE = Workflow(STEPS, LIFE_RULES, GUARDS, dict(Stage.choices))
