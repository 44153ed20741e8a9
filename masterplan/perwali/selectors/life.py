"""What a regulation's way needs to be known: initials, remarks, new matter, deadlines, its decisions."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict, cast

from django.utils.timezone import localdate

from solok_smartcity.kit.clock import today

from ..calendar import due
from ..models import Holiday, Initial, Regulation, RegulationLog, RegulationVersion, Remark
from ..naskah.comparison import touched_elements
from ..naskah.structure import Tree
from ..workflow import DEADLINES, INITIALLING, TO_GOVERNOR, Stage
from .document import live_document, load_source, open_placeholders
from .frozen import content_of, copy_of, text_digest, tree_of, written

CHANNEL_OF = {
    Stage.AFTER_HARMONISATION: Remark.Channel.HARMONISATION,
    Stage.AFTER_FACILITATION: Remark.Channel.FACILITATION,
}
SENT_OUT = ("harmonise", "resubmit", "facilitate")


@dataclass(frozen=True)
class InitialState:
    """One place of the control sheet: the office, its initial on the present text, or void ones before (R127)."""

    order: int
    office: str
    initial: Initial | None
    void: tuple[Initial, ...] = ()


def initials_of(regulation: Regulation, digest: str | None = None) -> list[InitialState]:
    """The control sheet for a text, by default the present one."""
    digest = digest or text_digest(live_document(regulation))
    rows = list(regulation.initials.all())
    return [
        InitialState(
            order,
            office,
            next((row for row in rows if row.order == order and row.text_sha256 == digest), None),
            tuple(row for row in rows if row.order == order and row.text_sha256 != digest),
        )
        for order, office in enumerate(INITIALLING, start=1)
    ]


def next_initial(states: list[InitialState]) -> InitialState | None:
    """Whose turn it is; initials are given in their order (T6)."""
    return next((state for state in states if state.initial is None), None)


def unanswered(regulation: Regulation, *channels: str) -> int:
    """Remarks without an answer, of some channels or of all (R129)."""
    found = regulation.remarks.filter(answer=Remark.Answer.OPEN)
    return found.filter(channel__in=channels).count() if channels else found.count()


def new_matter(regulation: Regulation) -> list[str]:
    """Ids of elements written since the draft was sent out that no accepted remark asks for (R128)."""
    sent = (
        RegulationLog.objects.filter(subject=regulation, verb__in=SENT_OUT, content_version__isnull=False)
        .select_related("content_version")
        .first()
    )
    if sent is None or sent.content_version is None:
        return []
    content, source = content_of(sent.content_version), load_source(regulation)
    before, now = written(tree_of(content), copy_of(content)), written(source.tree, source.copy)
    touched = touched_elements(before, now)
    asked = set(
        regulation.remarks.filter(answer__in=(Remark.Answer.ACCEPTED, Remark.Answer.PARTLY)).values_list(
            "element", flat=True
        )
    ) - {""}
    return sorted(touched - _near(asked, before, now))


def _near(asked: set[str], *trees: Tree) -> set[str]:
    """The elements asked for with all above and below them."""
    out = set(asked)
    for tree in trees:
        for stable_id in asked & tree.by_id.keys():
            node = tree.by_id[stable_id]
            out |= {item.id for item in node.walk()}
            while node.parent is not None:
                node = node.parent
                out.add(node.id)
    return out


def is_confirmed(regulation: Regulation, digest: str) -> bool:
    """Whether the head of Bagian Hukum confirmed the new matter of exactly this text."""
    return RegulationLog.objects.filter(
        subject=regulation, verb="confirm_new_matter", content_version__text_sha256=digest
    ).exists()


def missing_values(regulation: Regulation, *needed_at: str) -> list[str]:
    """Names of placeholders that still print their stand-in, of those needed at some act."""
    return [item.label for item in open_placeholders(regulation) if item.needed_at in needed_at]


def since(regulation: Regulation) -> date | None:
    """The day the present stage began."""
    entry = RegulationLog.objects.filter(subject=regulation, after=regulation.stage).exclude(before=regulation.stage)
    found = entry.first()
    return localdate(found.at) if found else None


@dataclass(frozen=True)
class Due:
    """A deadline as shown: what, until when, and whether it has passed."""

    what: str
    until: date
    is_over: bool


def deadlines(regulation: Regulation) -> list[Due]:
    """Deadlines that run now; none of them blocks anything (R131)."""
    holidays = set(Holiday.objects.values_list("on", flat=True))
    out = []
    start, rule = since(regulation), DEADLINES.get(regulation.stage)
    if rule and start:
        until = due(start, rule, holidays)
        out.append(Due(f"Tahap {regulation.get_stage_display().lower()}", until, today() > until))
    promulgated = Stage(regulation.stage) in Stage.promulgated() and not regulation.read_from
    if promulgated and regulation.enacted_on and not regulation.log.filter(verb="send_to_governor").exists():
        until = due(regulation.enacted_on, TO_GOVERNOR, holidays)
        out.append(Due("Penyampaian salinan kepada Gubernur", until, today() > until))
    return out


def decisions_of(regulation: Regulation) -> list[RegulationLog]:
    """The decisions with their papers and versions, newest first."""
    return list(regulation.log.select_related("content_version").prefetch_related("papers"))


class VersionRow(TypedDict):
    """A frozen version without its content."""

    id: int
    number: int
    stage: str
    stage_name: str
    sha256: str
    code: str
    text_sha256: str
    note: str
    made_by_name: str
    made_at: str
    previous_sha256: str | None


def version_rows(regulation: Regulation) -> list[VersionRow]:
    """The frozen versions without their content, newest first."""
    fields = (
        "id",
        "number",
        "stage",
        "sha256",
        "code",
        "text_sha256",
        "note",
        "made_by_name",
        "made_at",
        "previous__sha256",
    )
    rows: list[dict[str, Any]] = [
        dict(zip(fields, values, strict=True)) for values in regulation.versions.values_list(*fields)
    ]
    for row in rows:
        row["previous_sha256"] = row.pop("previous__sha256")
        row["stage_name"] = Stage(row["stage"]).label
        row["made_at"] = row["made_at"].isoformat()
    return cast("list[VersionRow]", rows)


def latest_version(regulation: Regulation) -> RegulationVersion | None:
    """The newest frozen version, without its content."""
    return regulation.versions.select_related("regulation__region").defer("content").first()
