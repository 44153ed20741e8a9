"""Work plans for the tests: more people, windows around today, and plans walked to a state by the services."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.base import BaseEmailBackend

from opd.agencies.models import Opd, User
from opd.agencies.roles import Role
from opd.renja.models import Round, Window, WorkPlan
from opd.renja.services import lines as writing
from opd.renja.services import work_plans as service
from solok_smartcity.kit.clock import today
from tests.cast import Cast

YEAR = 2031  # far from every year of the seed
AGENCY = "DINKES"
COMPLETE = {
    "sub_kegiatan_code": "1.02.02.2.02.0035",
    "name": "Pengelolaan Pelayanan Telemedisin",
    "indicator": "Jumlah puskesmas yang melayani telemedisin",
    "target": 4,
    "unit": "Unit",
    "location": "Kota Solok",
    "funding_source": "PENDAPATAN ASLI DAERAH (PAD)",
    "priority": "Pelayanan dasar",
    "amount": 250_000_000,
    "forward_estimate": 275_000_000,
}


class BrokenMail(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: Any) -> int:
        """Refuse everything."""
        raise ConnectionRefusedError("peladen surel mati")


@dataclass(frozen=True)
class Others:
    """People beside the fixed cast: those for whom the table has special answers."""

    other_head: User
    own_reviewer: User
    submitter: User
    superuser: User


def person(name: str, role: Role, opd: str | None, **fields: Any) -> User:
    """An account without a password."""
    agency = Opd.objects.get(code=opd) if opd else None
    return User.objects.create(username=f"uji-{name}", full_name=f"Pemeran {name}", role=role, opd=agency, **fields)


def make_others() -> Others:
    """Create them; the submitter is still head of the agency (see ``promote``)."""
    return Others(
        other_head=person("other_head", Role.OPD_HEAD, "DISHUB"),
        own_reviewer=person("own_reviewer", Role.REVIEWER, AGENCY),
        submitter=person("submitter", Role.OPD_HEAD, AGENCY),
        superuser=person("superuser", Role.ADMINISTRATOR, "DISKOMINFO", is_staff=True, is_superuser=True),
    )


def promote(user: User, role: Role = Role.REVIEWER) -> None:
    """The head of an agency moves to the planning office, with the same account."""
    user.role, user.opd = role, Opd.objects.get(code="BAPPERIDA")
    user.save()


def a_line(**changes: Any) -> dict[str, Any]:
    """A line that lacks nothing, with changes."""
    return {**COMPLETE, **changes}


def set_window(
    year: int = YEAR, round_: str = Round.DRAFT, first: date | None = None, last: date | None = None
) -> Window:
    """Days in which plans of a round may be sent; without days: yesterday to tomorrow."""
    day = timedelta(days=1)
    days = {"opens_on": first or today() - day, "closes_on": last or today() + day}
    window, _ = Window.objects.update_or_create(
        plan_year=year, round=round_, stage=Window.Stage.SUBMISSION, defaults=days
    )
    return window


def minutes_file(name: str = "berita-acara.pdf") -> SimpleUploadedFile:
    """Signed minutes as a scan."""
    return SimpleUploadedFile(name, b"%PDF-1.7\nberita acara bertanda tangan\n%%EOF\n")


def new_plan(planner: User, *, year: int = YEAR, round_: str = Round.DRAFT, rows: Any = None) -> WorkPlan:
    """A draft of the planner's agency with one complete line, or with the given ones."""
    plan = service.create_work_plan(actor=planner, opd=planner.opd, year=year, round=round_)
    rows = [a_line()] if rows is None else rows
    return writing.add_lines(plan.pk, actor=planner, version=plan.version, rows=rows) if rows else plan


def do(verb: str, plan: WorkPlan, actor: Any, **options: Any) -> WorkPlan:
    """Carry out a verb on the plan as it is now; the given object is brought up to date as well."""
    version = options.pop("version", WorkPlan.objects.get(pk=plan.pk).version)
    if verb in ("return", "waive", "reopen"):
        options.setdefault("reason", "Alasan uji")
    if verb == "minutes":
        given = {"file": minutes_file(), "number": "050/17/BA/2030", **options}
        done = service.attach_minutes(plan.pk, actor=actor, version=version, **given)
    else:
        done = service.VERBS[verb](plan.pk, actor=actor, version=version, **options)
    plan.refresh_from_db()
    return done


# How a plan comes to each state: verbs in order, each with the part of the person.
PATHS: dict[str, list[tuple[str, str]]] = {
    "draft": [],
    "submitted": [("submit", "head")],
    "in_review": [("submit", "head"), ("start_review", "reviewer")],
    "returned": [("submit", "head"), ("start_review", "reviewer"), ("return", "reviewer")],
    "verified": [("submit", "head"), ("start_review", "reviewer"), ("verify", "reviewer"), ("minutes", "reviewer")],
    "final": [
        ("submit", "head"),
        ("start_review", "reviewer"),
        ("verify", "reviewer"),
        ("minutes", "reviewer"),
        ("finalize", "planning_head"),
    ],
}


def plan_in(state: str, cast: Cast, *, head: User | None = None, path: Any = None, **fields: Any) -> WorkPlan:
    """A plan walked to a state by the services; ``head``: who sends it, if not the head of the cast."""
    plan = new_plan(cast.planner, **fields)
    set_window(plan.year, plan.round)
    for verb, part in path or PATHS[state]:
        do(verb, plan, head if head and part == "head" else getattr(cast, part))
    assert plan.state == state
    return plan
