"""What waits for a person: one list a role, most urgent first."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate

from masterplan.plan.models import ActionPlan, IntegrityPact, MasterPlan, Program, ProgramYear, QuickWin
from masterplan.plan.models.feedback import Feedback
from masterplan.plan.selectors.feedback import feedback_rows
from masterplan.plan.workflow import FeedbackState
from opd.agencies.models import Opd, User
from opd.agencies.roles import Role, has_role
from opd.renja.models import Realisation, ReviewNote, Round, Window, WorkPlan
from opd.renja.selectors.work_plans import WorkPlanRow, windows_of, work_plan_rows
from opd.renja.workflow import State
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.models import Notification

MOST = 200  # tasks read of each kind, so that filters find them
SHOWN = 10


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where, by when, how urgent (smaller comes first)."""

    text: str
    detail: str
    link: str
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True)
class Section:
    """Tasks of one kind, their number, and what to say when there is none."""

    key: str
    title: str
    tasks: list[Task]
    count: int
    empty: str
    more: str = ""


def get_inbox(person: User, words: str = "", due: str = "") -> list[Section]:
    """The sections of the person's role, those with something to do first.

    ``words``: only tasks that contain them; ``due``: ``ada`` for tasks with a deadline, ``lewat`` for overdue ones.
    """
    sections: list[Section] = []
    if has_role(person, Role.OPD_PLANNER, Role.OPD_HEAD):
        sections = [_plans_of_agency(person), _quick_wins_to_comment(person), _realisation(person)]
    elif has_role(person, Role.REVIEWER):
        sections = [*_reviews(person), _missing_plans()]
    elif has_role(person, Role.PLANNING_HEAD):
        sections = [_to_close(), _missing_plans()]
    if has_role(person, Role.EDITOR, Role.ADMINISTRATOR):
        sections = [_feedback(), *_incomplete(), _pacts()]
    if has_role(person, Role.ADMINISTRATOR):
        sections.append(_failed_mail())
    if words or due:
        sections = [_filtered(section, words.lower(), due) for section in sections]
    else:
        sections = [replace(section, tasks=section.tasks[:SHOWN]) for section in sections]
    return sorted(sections, key=lambda section: not section.tasks)


def _filtered(section: Section, words: str, due: str) -> Section:
    tasks = [
        task
        for task in section.tasks
        if words in f"{task.text} {task.detail}".lower()
        and (due != "ada" or task.due is not None)
        and (due != "lewat" or task.overdue)
    ]
    return replace(section, tasks=tasks, count=len(tasks), empty="Tidak ada yang cocok dengan saringan.")


def _urgency(task: Task) -> tuple[int, date]:
    return (0 if task.overdue else 1, task.due or date.max)


def _plans_of_agency(person: User) -> Section:
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
    tasks.sort(key=_urgency)
    return Section(
        "renja",
        "Renja yang menunggu Anda",
        tasks[:MOST],
        len(tasks),
        "Tidak ada Renja yang menunggu. Saat masa pengiriman berikutnya dibuka, Anda diberi tahu di sini.",
        reverse("renja-list"),
    )


def _quick_wins_to_comment(person: User) -> Section:
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


def _realisation(person: User) -> Section:
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


def _age(row: WorkPlanRow) -> int:
    sent = parse_datetime(row["submitted_at"]) if row["submitted_at"] else None
    return (today() - localdate(sent)).days if sent else 0


def _reviews(person: User) -> list[Section]:
    plans = WorkPlan.objects.visible_to(person).exclude(opd=person.opd_id)
    sections = []
    windows = windows_of(Window.Stage.REVIEW)
    for key, state, title, empty in (
        (
            "dikirim",
            State.SUBMITTED,
            "Renja menunggu telaah",
            "Tidak ada yang menunggu. Kiriman baru muncul di sini.",
        ),
        ("ditelaah", State.IN_REVIEW, "Renja yang sedang ditelaah", "Tidak ada telaah yang sedang berjalan."),
        (
            "terverifikasi",
            State.VERIFIED,
            "Terverifikasi, menunggu berita acara",
            "Tidak ada yang menunggu berita acara.",
        ),
    ):
        found = plans.filter(state=state).order_by("submitted_at", "pk")
        if state == State.VERIFIED:
            found = found.filter(minutes="")
        rows = work_plan_rows(found[:MOST])
        tasks = []
        for row in rows:
            window = windows.get((row["year"], row["round"]))
            due = window.closes_on if window else None
            detail = f"{row['round_name']}, {row['line_count']} baris, dikirim {_age(row)} hari lalu"
            tasks.append(
                Task(
                    f"{row['opd_name']}, Renja {row['year']}",
                    detail,
                    reverse("renja-detail", args=[row["id"]]),
                    due,
                    due is not None and due < today(),
                )
            )
        tasks.sort(key=_urgency)
        sections.append(Section(key, title, tasks, found.count(), empty, f"{reverse('renja-list')}?keadaan={state}"))
    return sections


def _to_close() -> Section:
    found = WorkPlan.objects.filter(state=State.VERIFIED).exclude(minutes="").order_by("submitted_at", "pk")
    rows = work_plan_rows(found[:MOST])
    tasks = [
        Task(
            f"{row['opd_name']}, Renja {row['year']}",
            f"{row['round_name']}, berita acara {row['minutes_number']}",
            reverse("renja-detail", args=[row["id"]]),
        )
        for row in rows
    ]
    return Section(
        "tetapkan",
        "Renja siap ditetapkan",
        tasks,
        found.count(),
        "Tidak ada yang menunggu penetapan. Renja muncul di sini setelah berita acaranya diunggah.",
        f"{reverse('renja-list')}?keadaan={State.VERIFIED}",
    )


def _missing_plans() -> Section:
    windows = list(
        Window.objects.open_on(today())
        .filter(stage=Window.Stage.SUBMISSION)
        .exclude(round=Round.CHANGE)
        .order_by("closes_on", "pk")
    )
    sent = set(
        WorkPlan.objects.filter(year__in={window.plan_year for window in windows})
        .exclude(state__in=[State.DRAFT, State.RETURNED])
        .values_list("opd", "year", "round")
    )
    agencies = list(Opd.objects.top_level().order_by("name"))
    tasks = []
    for window in windows:
        missing = [
            agency.abbreviation
            for agency in agencies
            if agency.exists_in(window.plan_year) and (agency.pk, window.plan_year, window.round) not in sent
        ]
        if missing:
            names = ", ".join(missing[:6]) + (" …" if len(missing) > 6 else "")
            text = f"{len(missing)} perangkat daerah belum mengirim {_round(window)}"
            tasks.append(Task(text, names, reverse("overview"), window.closes_on))
    return Section(
        "belum-kirim",
        "Belum mengirim",
        tasks[:MOST],
        len(tasks),
        "Tidak ada masa pengiriman yang terbuka, atau semua sudah mengirim.",
        reverse("calendar"),
    )


def _round(window: Window) -> str:
    return f"{window.get_round_display().lower()} {window.plan_year}"


def _feedback() -> Section:
    found = Feedback.objects.filter(state=FeedbackState.OPEN).order_by("created_at", "pk")
    tasks = [
        Task(
            f"{row['opd_abbreviation']}: {row['stance_name'].lower()} {row['quick_win']}",
            row["quick_win_name"],
            reverse("feedback-detail", args=[row["id"]]),
        )
        for row in feedback_rows(found[:MOST])
    ]
    return Section(
        "masukan",
        "Masukan quick win tanpa jawaban",
        tasks,
        found.count(),
        "Semua masukan sudah dijawab.",
        reverse("feedback-list"),
    )


def _incomplete() -> list[Section]:
    programs = Program.objects.active().order_by("position", "code")
    years = ProgramYear.objects.filter(activity=OuterRef("pk"))
    lacking = programs.filter(
        Q(indicator="") | ~Exists(years.filter(target__isnull=False)) | ~Exists(years.filter(budget__isnull=False))
    )
    tasks = []
    for program in lacking.annotate(
        has_target=Exists(years.filter(target__isnull=False)), has_money=Exists(years.filter(budget__isnull=False))
    )[:MOST]:
        parts = [
            text
            for text, there in (
                ("indikator", bool(program.indicator)),
                ("target", program.has_target),
                ("anggaran", program.has_money),
            )
            if not there
        ]
        tasks.append(
            Task(str(program), f"Tanpa {', '.join(parts)}.", reverse("plan-edit", args=["program", program.pk]))
        )
    drafts = [
        Task(str(record), "Masih konsep: lengkapi lalu aktifkan.", reverse("plan-record", args=[slug, record.pk]))
        for slug, model in (("program", Program), ("quick-win", QuickWin), ("rencana-aksi", ActionPlan))
        for record in model.objects.filter(state="draft").order_by("position", "code")[:MOST]
    ]
    ended = programs.filter(lead_opd__successor__isnull=False).select_related("lead_opd__successor")
    merged = [
        Task(
            str(program),
            f"{program.lead_opd} sudah digabung ke {program.lead_opd.successor}.",
            reverse("plan-edit", args=["program", program.pk]),
        )
        for program in ended[:MOST]
    ]
    visionless = [
        Task(str(plan), "Visi belum diisi.", reverse("plan-edit", args=["periode", plan.pk]))
        for plan in MasterPlan.objects.filter(vision="")
    ]
    return [
        Section(
            "kurang",
            "Program tanpa indikator, target, atau anggaran",
            tasks,
            lacking.count(),
            "Semua program lengkap.",
            reverse("plan-list", args=["program"]),
        ),
        Section(
            "konsep",
            "Konsep yang belum diaktifkan",
            drafts[:MOST],
            len(drafts),
            "Tidak ada konsep.",
            f"{reverse('plan-list', args=['program'])}?state=draft",
        ),
        Section(
            "gabung",
            "Penanggung jawab yang sudah digabung",
            merged,
            ended.count(),
            "Semua penanggung jawab masih ada.",
            reverse("plan-list", args=["program"]),
        ),
        Section(
            "visi",
            "Rencana induk tanpa visi",
            visionless,
            len(visionless),
            "Visi sudah diisi.",
            reverse("plan-list", args=["periode"]),
        ),
    ]


def _pacts() -> Section:
    signed = IntegrityPact.objects.filter(signed_on__isnull=False).values("opd")
    missing = Opd.objects.valid_on(today()).top_level().exclude(pk__in=signed).order_by("name")
    tasks = [
        Task(name, "Pakta integritas belum ditandatangani.", reverse("pact-edit", args=[code]))
        for code, name in missing.values_list("code", "name")[:MOST]
    ]
    return Section(
        "pakta",
        "Pakta integritas belum ditandatangani",
        tasks,
        missing.count(),
        "Semua perangkat daerah sudah menandatangani.",
        reverse("pact-list"),
    )


def _failed_mail() -> Section:
    found = Notification.objects.filter(mail=Notification.Mail.FAILED).select_related("recipient")
    tasks = [
        Task(f"{message.recipient}: {message.title}", message.mail_error or "Gagal dikirim.", reverse("mail-failures"))
        for message in found[:MOST]
    ]
    return Section(
        "surel", "Surel yang gagal dikirim", tasks, found.count(), "Semua surel terkirim.", reverse("mail-failures")
    )
