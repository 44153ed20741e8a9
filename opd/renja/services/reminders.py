"""Reminders before a window closes: who has not sent, not checked or not reported yet."""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.db import transaction
from django.urls import reverse

from masterplan.plan.models import Program
from opd.agencies.roles import Role
from opd.agencies.selectors.people import people_with
from solok_smartcity.kit.indonesian import long_date
from solok_smartcity.kit.notifications import notify

from ..models import Realisation, Window, WorkPlan
from ..selectors.work_plans import agencies_without
from ..workflow import State

# Days before the closing day on which a reminder goes out; a day that was missed is made up for by the next run.
STEPS = (7, 3, 1)


@transaction.atomic
def send_reminders(day: date) -> int:
    """Remind everybody whose work for an open window is not done, once a step; gives the number of messages."""
    sent = 0
    for window in Window.objects.open_on(day):
        left = (window.closes_on - day).days
        step = next((step for step in sorted(STEPS) if left <= step), None)
        if step is not None:
            sent += REMINDERS[window.stage](window, left, f"pengingat-{window.pk}-{window.closes_on}-{step}")
    return sent


def _when(window: Window, left: int) -> str:
    closes = long_date(window.closes_on)
    return f"ditutup hari ini, {closes}" if left == 0 else f"ditutup {left} hari lagi, {closes}"


def _submission(window: Window, left: int, topic: str) -> int:
    agencies = agencies_without(window)
    if window.round == "perubahan":
        open_changes = WorkPlan.objects.filter(
            year=window.plan_year, round=window.round, state__in=[State.DRAFT, State.RETURNED]
        )
        agencies = agencies.filter(pk__in=open_changes.values("opd"))
    people = people_with(Role.OPD_PLANNER, Role.OPD_HEAD).filter(opd__in=agencies)
    title = f"Renja {window.plan_year}, {window.get_round_display().lower()} belum dikirim"
    return notify(
        people, title=title, body=f"Masa pengiriman {_when(window, left)}.", link=reverse("work"), topic=topic
    )


def _review(window: Window, left: int, topic: str) -> int:
    waiting = WorkPlan.objects.filter(
        year=window.plan_year, round=window.round, state__in=[State.SUBMITTED, State.IN_REVIEW]
    ).count()
    if not waiting:
        return 0
    title = f"{waiting} Renja {window.plan_year}, {window.get_round_display().lower()} belum selesai ditelaah"
    people = people_with(Role.REVIEWER)
    return notify(
        people, title=title, body=f"Masa verifikasi {_when(window, left)}.", link=reverse("work"), topic=topic
    )


def _realisation(window: Window, left: int, topic: str) -> int:
    quarter = cast(int, window.quarter)  # a window for realisation has one: a constraint
    reported = Realisation.objects.filter(year=window.plan_year, quarter=quarter, program__isnull=False)
    running = Program.objects.active().running_in(window.plan_year)
    lacking = running.exclude(pk__in=reported.values("program"))
    people = people_with(Role.OPD_PLANNER, Role.OPD_HEAD).filter(opd__in=lacking.values("lead_opd"))
    title = f"Realisasi triwulan {quarter} {window.plan_year} belum lengkap"
    return notify(
        people, title=title, body=f"Masa pelaporan {_when(window, left)}.", link=reverse("realisation"), topic=topic
    )


REMINDERS: dict[str, Callable[[Window, int, str], int]] = {
    Window.Stage.SUBMISSION: _submission,
    Window.Stage.REVIEW: _review,
    Window.Stage.REALISATION: _realisation,
}
