"""What waits for planners and heads of agencies."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from masterplan.plan.models import Program, QuickWin
from masterplan.plan.models.feedback import Feedback
from opd.agencies.models import User
from opd.renja.models import Realisation, ReviewNote, Window, WorkPlan
from opd.renja.selectors.work_plans import windows_of, work_plan_rows
from opd.renja.workflow import State
from solok_smartcity.kit.clock import today

from .tasks import MOST, Section, Task, urgency


def plans_of_agency(person: User) -> Section:
    """Work plans to be sent, and open windows without one."""
    rows = work_plan_rows(
        WorkPlan.objects.visible_to(person).filter(state__in=[State.DRAFT, State.RETURNED]).order_by("-year", "pk")
    )
    windows = windows_of(Window.Stage.SUBMISSION)
    notes = dict.fromkeys([row["id"] for row in rows], 0)
    for plan_id in ReviewNote.objects.filter(plan__in=list(notes), answer="").values_list("plan_id", flat=True):
        notes[plan_id] += 1
    tasks = []
    for row in rows:
        window = windows.get((row["year"], row["round"]))
        due = window.closes_on if window else None
        detail = f"{row['state_name']}, {row['line_count']} baris"
        if notes[row["id"]]:
            detail += f", {notes[row['id']]} catatan belum dijawab"
        if window is None:
            detail += ", masa pengiriman belum ditetapkan"
        elif today() < window.opens_on:
            detail += ", masa pengiriman belum dibuka"
        tasks.append(
            Task(
                f"Renja {row['year']}, {row['round_name'].lower()}",
                detail,
                reverse("renja-detail", args=[row["id"]]),
                due,
                due is not None and due < today(),
            )
        )
    existing = {(row["year"], row["round"]) for row in work_plan_rows(WorkPlan.objects.visible_to(person))}
    for window in Window.objects.open_on(today()).filter(stage=Window.Stage.SUBMISSION).exclude(round="perubahan"):
        if (window.plan_year, window.round) not in existing:
            text = f"Renja {window.plan_year}, {window.get_round_display().lower()}: belum dibuat"
            tasks.append(
                Task(text, "Mulai dari salinan tahun lalu atau dari kosong.", reverse("renja-create"), window.closes_on)
            )
    tasks.sort(key=urgency)
    return Section(
        "renja",
        "Renja yang menunggu Anda",
        tasks[:MOST],
        len(tasks),
        "Tidak ada Renja yang menunggu. Saat masa pengiriman berikutnya dibuka, Anda diberi tahu di sini.",
        reverse("renja-list"),
    )


def quick_wins_to_comment(person: User) -> Section:
    """Quick wins that concern the agency and have no feedback of it."""
    mine = Feedback.objects.filter(quick_win=OuterRef("pk"), opd=person.opd_id)
    waiting = QuickWin.objects.active().filter(Q(lead_opd=person.opd_id) | Q(supports__opd=person.opd_id)).distinct()
    waiting = waiting.filter(~Exists(mine)).order_by("position")
    tasks = [
        Task(
            f"{code} {name}",
            "Belum ada masukan dari perangkat daerah Anda.",
            reverse("plan-record", args=["quick-win", pk]),
        )
        for pk, code, name in waiting.values_list("pk", "code", "name")[:MOST]
    ]
    return Section(
        "masukan",
        "Quick win Anda tanpa masukan",
        tasks,
        waiting.count(),
        "Semua quick win yang melibatkan perangkat daerah Anda sudah diberi masukan.",
        reverse("plan-list", args=["quick-win"]),
    )


def realisation_due(person: User) -> Section:
    """Open windows with programs whose realisation is not reported."""
    windows = list(Window.objects.open_on(today()).filter(stage=Window.Stage.REALISATION).order_by("closes_on", "pk"))
    programs = list(Program.objects.active().filter(lead_opd=person.opd_id).values_list("pk", "start_year", "end_year"))
    reported = set(
        Realisation.objects.filter(
            program__lead_opd=person.opd_id, year__in={w.plan_year for w in windows}
        ).values_list("program", "year", "quarter")
    )
    tasks = []
    for window in windows:
        running = [pk for pk, start, end in programs if start <= window.plan_year <= end]
        lacking = [pk for pk in running if (pk, window.plan_year, window.quarter) not in reported]
        if lacking:
            tasks.append(
                Task(
                    f"Realisasi triwulan {window.quarter} {window.plan_year}",
                    f"{len(lacking)} dari {len(running)} program belum dilaporkan.",
                    f"{reverse('realisation')}?tahun={window.plan_year}&triwulan={window.quarter}",
                    window.closes_on,
                )
            )
    return Section(
        "realisasi",
        "Realisasi yang harus dilaporkan",
        tasks[:MOST],
        len(tasks),
        "Tidak ada masa pelaporan yang terbuka dengan program yang belum dilaporkan.",
        reverse("realisation"),
    )
