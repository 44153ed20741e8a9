"""Times every page with a tenth of a large city's rows and with all of them, in one run."""

import gc
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import now

from masterplan.plan.models import Feedback, MasterPlan, Program, QuickWin, SubDimension
from masterplan.plan.models.activity import State as ActivityState
from masterplan.plan.services.editions import freeze_edition, prepare_edition
from opd.agencies.models import Opd, User
from opd.renja.models import LineProgram, ReviewNote, WorkPlan, WorkPlanLine
from opd.renja.workflow import State
from solok_smartcity.kit.models import Notification
from tests.bench.management.commands.bench_api import make_programs

PLAN, RENJA = "/kerja/rencana-induk/", "/kerja/renja/"
YEAR = 2081  # of the measured work plan; far from every year of the seed
# Page -> whose. What stands in braces is filled in.
PAGES = (
    ("/", "editor"),
    ("/program/", "editor"),
    ("/quick-win/", "editor"),
    *(("/kerja/", part) for part in ("editor", "opd_planner", "reviewer", "planning_head")),
    ("/kerja/pesan/", "opd_planner"),
    ("/kerja/kalender/", "reviewer"),
    (f"/kerja/ringkasan/?tahun={YEAR}", "reader"),
    ("/kerja/realisasi/?tahun=2026&triwulan=1", "opd_planner"),
    ("/kerja/realisasi/?tahun=2026&triwulan=1", "editor"),
    (PLAN, "editor"),
    (f"{PLAN}program/", "editor"),
    (f"{PLAN}quick-win/", "editor"),
    (f"{PLAN}peta-jalan/", "editor"),
    (f"{PLAN}edisi/", "editor"),
    (f"{PLAN}edisi/{{edition}}/", "editor"),
    (f"{PLAN}edisi/bandingkan/?dari={{edition}}", "editor"),
    (f"{PLAN}peta-jalan/?edisi={{edition}}", "editor"),
    (f"{PLAN}masukan/", "editor"),
    (f"{PLAN}pakta/", "editor"),
    (f"{PLAN}klinik/", "editor"),
    (f"{PLAN}klinik/{{agency}}/", "editor"),
    (f"{PLAN}program/{{program}}/", "editor"),
    (f"{PLAN}program/{{program}}/ubah/", "editor"),
    (f"{PLAN}program/{{program}}/riwayat/", "editor"),
    (f"{PLAN}program/ubah-banyak/", "editor"),
    (RENJA, "reviewer"),
    (RENJA, "opd_planner"),
    (f"{RENJA}{{plan}}/", "opd_planner"),
    (f"{RENJA}{{plan}}/", "reviewer"),
    (f"{RENJA}{{plan}}/tempel/", "opd_planner"),
    (f"{RENJA}{{plan}}/baris/baru/", "opd_planner"),
    (f"{RENJA}baris/{{line}}/", "opd_planner"),
    ("/api/v1/programs/", "editor"),
    ("/api/v1/work-plans/", "reviewer"),
    ("/api/v1/feedback/", "editor"),
    ("/api/v1/work-plans/{plan}/", "reviewer"),
)


@dataclass(frozen=True)
class Size:
    """How many rows: programs, agencies, years of work plans, lines of all work plans together."""

    programs: int
    agencies: int
    years: int
    lines: int


FULL = Size(300, 40, 5, 2000)
TENTH = Size(30, 4, 5, 200)


@dataclass(frozen=True)
class Figure:
    """One page: milliseconds with a tenth of the rows and with all."""

    page: str
    role: str
    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How many times longer the page takes with ten times the rows."""
        return self.large / self.small


class Command(BaseCommand):
    """Works on rows it makes itself and takes back."""

    help = (
        "Mengukur waktu peladen setiap halaman dengan 300 program, 40 perangkat daerah, 5 tahun, dan 2.000 baris Renja "
        "terhadap sepersepuluhnya."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=7, help="banyaknya putaran; yang tercepat dicetak")
        parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")
        parser.add_argument("--most", type=float, help="gagal bila rasio suatu halaman melebihi ini")

    def handle(self, *args: Any, **options: Any) -> None:
        if not MasterPlan.objects.exists():
            raise CommandError("belum ada rencana induk: jalankan seed lebih dahulu", returncode=1)
        figures = measure_pages(options["rounds"])
        if options["json"]:
            rows = [{**vars(item), "ratio": round(item.ratio, 2)} for item in figures]
            self.stdout.write(json.dumps({"database": connection.vendor, "pages": rows}))
        else:
            self.stdout.write(f"{connection.vendor}: tercepat dari {options['rounds']} putaran; sepersepuluh, penuh")
            for item in sorted(figures, key=lambda item: -item.ratio):
                self.stdout.write(
                    f"  {item.ratio:5.2f} x  {item.small:7.1f} ms {item.large:7.1f} ms  {item.page} ({item.role})"
                )
        slow = [item.page for item in figures if options["most"] and item.ratio > options["most"]]
        if slow:
            raise CommandError(f"rasio di atas {options['most']}: {', '.join(slow)}", returncode=1)


def measure_pages(rounds: int) -> list[Figure]:
    """The figures of all pages; whatever was made for them is taken back."""
    with transaction.atomic():
        try:
            found = [_measure(size, rounds) for size in (TENTH, FULL)]
        finally:
            transaction.set_rollback(True)
    small, large = found
    return [Figure(page, role, small[page, role], large[page, role]) for page, role in PAGES]


def _measure(size: Size, rounds: int) -> dict[tuple[str, str], float]:
    savepoint = transaction.savepoint()
    keys = make_city(size)
    clients = {role: Client() for role in {role for _, role in PAGES}}
    agency = Opd.objects.get(code=keys["agency"])
    for role, client in clients.items():
        person = get_user_model().objects.create(username=f"ukur-{role}", full_name=role, role=role, opd=agency)
        Notification.objects.bulk_create(
            Notification(recipient=person, title="Pesan", link="/kerja/") for _ in range(size.programs)
        )
        client.force_login(person)
    jobs = {key: _job(clients[key[1]], key[0].format(**keys)) for key in PAGES}
    times = fastest(jobs, rounds)
    transaction.savepoint_rollback(savepoint)
    return times


def _job(client: Client, address: str) -> Callable[[], None]:
    def ask() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise CommandError(f"{address} menjawab {response.status_code}", returncode=1)

    return ask


def fastest(jobs: dict[Any, Callable[[], None]], rounds: int) -> dict[Any, float]:
    """Least milliseconds of each job, the jobs taking turns.

    SQLite works inside this process: there the time of the processor is taken, which other programs on the machine do
    not lengthen. PostgreSQL works in its own process, so there the clock is asked.
    """
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    least: dict[Any, float] = {}
    for turn in range(rounds + 1):
        for key, job in jobs.items():
            gc.collect()
            gc.disable()
            start = clock()
            job()
            taken = (clock() - start) * 1000
            gc.enable()
            if turn:  # the first round warms up
                least[key] = min(taken, least.get(key, taken))
    return least


def make_city(size: Size) -> dict[str, Any]:
    """A city of this size instead of what is there; gives the keys of the measured records."""
    plan = MasterPlan.objects.current()
    Opd.objects.filter(parent__isnull=True, valid_to__isnull=True).update(valid_from=None, valid_to=2000)
    agencies = Opd.objects.bulk_create(
        Opd(code=f"UKUR-{i:02d}", name=f"Dinas {i:02d}", abbreviation=f"D{i:02d}", kind="dinas")
        for i in range(size.agencies)
    )
    for model in (Program, QuickWin):
        model.objects.update(state=ActivityState.RETIRED)
    make_programs(size.programs)
    programs = list(Program.objects.filter(code__startswith="UKUR-").order_by("code"))
    for index, program in enumerate(programs):
        program.lead_opd = agencies[index % size.agencies]
    Program.objects.bulk_update(programs, ["lead_opd"])
    quick_wins = QuickWin.objects.bulk_create(
        QuickWin(
            plan=plan,
            code=f"UKUR-{i:03d}",
            name=f"Quick win {i}",
            subdimension=SubDimension.objects.first(),
            lead_opd=agencies[i % size.agencies],
            start_year=2026,
            end_year=2026,
            horizon="pendek",
            direction="naik",
            indicator="Layanan",
            unit="%",
            funding_sources=["APBD"],
            parent_program=programs[i],
            position=i,
        )
        for i in range(size.programs // 5)
    )
    edition = prepare_edition(actor=_editor(), plan=plan, title="Tolok ukur")
    freeze_edition(edition.pk, actor=_editor(), version=edition.version)
    Feedback.objects.bulk_create(
        Feedback(quick_win=quick_win, opd=agency, stance="support", text="Masukan", author_name="Perencana")
        for quick_win in quick_wins
        for agency in agencies[:3]
    )
    work_plan = _work_plans(size, agencies, programs)
    return {
        "agency": agencies[0].code,
        "program": programs[0].pk,
        "edition": edition.pk,
        "plan": work_plan.pk,
        "line": work_plan.lines.values_list("pk", flat=True)[0],
    }


def _editor() -> User:
    users = User.objects
    return users.filter(username="ukur").first() or users.create(username="ukur", full_name="Ukur", role="editor")


def _work_plans(size: Size, agencies: list[Opd], programs: list[Program]) -> WorkPlan:
    """A plan of every agency and year; half of all lines stand in the one that is measured, a draft."""
    plans = WorkPlan.objects.bulk_create(
        WorkPlan(opd=agency, year=YEAR - back, round="rancangan", submissions=1, submitted_at=now())
        for agency in agencies
        for back in range(size.years)
    )
    each = size.lines // 2 // len(plans)
    counts = {plan.pk: each for plan in plans}
    counts[plans[0].pk] += size.lines - each * len(plans)
    lines = WorkPlanLine.objects.bulk_create(
        WorkPlanLine(
            plan_id=key,
            position=number,
            sub_kegiatan_code=f"2.16.03.2.02.{number:04d}",
            name=f"Sub kegiatan {number}",
            indicator="Jumlah layanan",
            target=4,
            unit="layanan",
            amount=250_000_000,
            location="Kota Solok",
        )
        for key, count in counts.items()
        for number in range(1, count + 1)
    )
    LineProgram.objects.bulk_create(
        LineProgram(line=line, program=programs[index % len(programs)]) for index, line in enumerate(lines)
    )
    ReviewNote.objects.bulk_create(
        ReviewNote(plan=plans[0], line=line, submission=1, text="Catatan", author_name="Penelaah")
        for line in lines[: size.lines // 40]
        if line.plan_id == plans[0].pk
    )
    states = (State.SUBMITTED, State.VERIFIED, State.FINAL, State.RETURNED)
    for number, state in enumerate(states):  # a plan takes no lines after it was sent
        WorkPlan.objects.filter(pk__in=[plan.pk for plan in plans[1:][number::4]]).update(state=state)
    return plans[0]
