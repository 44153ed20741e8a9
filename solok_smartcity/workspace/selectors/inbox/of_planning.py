"""What waits for the planning office."""

from django.urls import reverse

from opd.agencies.models import Opd, User
from opd.renja.models import Round, Window, WorkPlan
from opd.renja.selectors.work_plans import windows_of, work_plan_rows
from opd.renja.workflow import State
from solok_smartcity.kit.clock import today

from .tasks import MOST, Section, Task, days_since_sent, round_name, urgency


def reviews(person: User) -> list[Section]:
    """What was sent, what is under review, what waits for its minutes."""
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
            detail = f"{row['round_name']}, {row['line_count']} baris, dikirim {days_since_sent(row)} hari lalu"
            tasks.append(
                Task(
                    f"{row['opd_name']}, Renja {row['year']}",
                    detail,
                    reverse("renja-detail", args=[row["id"]]),
                    due,
                    due is not None and due < today(),
                )
            )
        tasks.sort(key=urgency)
        sections.append(Section(key, title, tasks, found.count(), empty, f"{reverse('renja-list')}?keadaan={state}"))
    return sections


def plans_to_close() -> Section:
    """Verified plans whose signed minutes are there."""
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


def missing_plans() -> Section:
    """Open windows with the agencies that have not sent."""
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
            text = f"{len(missing)} perangkat daerah belum mengirim {round_name(window)}"
            tasks.append(Task(text, names, reverse("overview"), window.closes_on))
    return Section(
        "belum-kirim",
        "Belum mengirim",
        tasks[:MOST],
        len(tasks),
        "Tidak ada masa pengiriman yang terbuka, atau semua sudah mengirim.",
        reverse("calendar"),
    )
