"""What waits for Diskominfo and the administrators."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from masterplan.plan.models import ActionPlan, IntegrityPact, MasterPlan, Program, ProgramYear, QuickWin
from masterplan.plan.models.feedback import Feedback
from masterplan.plan.selectors.feedback import feedback_rows
from masterplan.plan.workflow import FeedbackState
from opd.agencies.models import Opd
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.models import Notification

from .tasks import MOST, Section, Task


def open_feedback() -> Section:
    """Feedback on quick wins without an answer."""
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


def incomplete_plan() -> list[Section]:
    """What the plan itself still lacks."""
    return [_incomplete_programs(), _drafts(), _merged_leads(), _plans_without_vision()]


def _incomplete_programs() -> Section:
    years = ProgramYear.objects.filter(activity=OuterRef("pk"))
    target, money = Exists(years.filter(target__isnull=False)), Exists(years.filter(budget__isnull=False))
    lacking = Program.objects.active().filter(Q(indicator="") | ~target | ~money).order_by("position", "code")
    tasks = []
    for program in lacking.annotate(has_target=target, has_money=money)[:MOST]:
        there = {"indikator": program.indicator, "target": program.has_target, "anggaran": program.has_money}
        missing = ", ".join(text for text, value in there.items() if not value)
        tasks.append(Task(str(program), f"Tanpa {missing}.", reverse("plan-edit", args=["program", program.pk])))
    return Section(
        "kurang",
        "Program tanpa indikator, target, atau anggaran",
        tasks,
        lacking.count(),
        "Semua program lengkap.",
        reverse("plan-list", args=["program"]),
    )


def _drafts() -> Section:
    drafts = [
        Task(str(record), "Masih konsep: lengkapi lalu aktifkan.", reverse("plan-record", args=[slug, record.pk]))
        for slug, model in (("program", Program), ("quick-win", QuickWin), ("rencana-aksi", ActionPlan))
        for record in model.objects.filter(state="draft").order_by("position", "code")[:MOST]
    ]
    return Section(
        "konsep",
        "Konsep yang belum diaktifkan",
        drafts[:MOST],
        len(drafts),
        "Tidak ada konsep.",
        f"{reverse('plan-list', args=['program'])}?state=draft",
    )


def _merged_leads() -> Section:
    ended = Program.objects.active().filter(lead_opd__successor__isnull=False).order_by("position", "code")
    tasks = [
        Task(
            str(program),
            f"{program.lead_opd} sudah digabung ke {program.lead_opd.successor}.",
            reverse("plan-edit", args=["program", program.pk]),
        )
        for program in ended.select_related("lead_opd__successor")[:MOST]
    ]
    return Section(
        "gabung",
        "Penanggung jawab yang sudah digabung",
        tasks,
        ended.count(),
        "Semua penanggung jawab masih ada.",
        reverse("plan-list", args=["program"]),
    )


def _plans_without_vision() -> Section:
    tasks = [
        Task(str(plan), "Visi belum diisi.", reverse("plan-edit", args=["periode", plan.pk]))
        for plan in MasterPlan.objects.filter(vision="")
    ]
    return Section(
        "visi",
        "Rencana induk tanpa visi",
        tasks,
        len(tasks),
        "Visi sudah diisi.",
        reverse("plan-list", args=["periode"]),
    )


def missing_pacts() -> Section:
    """Agencies without a signed integrity pact."""
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


def failed_mail() -> Section:
    """Mails that could not be sent."""
    found = Notification.objects.filter(mail=Notification.Mail.FAILED).select_related("recipient")
    tasks = [
        Task(f"{message.recipient}: {message.title}", message.mail_error or "Gagal dikirim.", reverse("mail-failures"))
        for message in found[:MOST]
    ]
    return Section(
        "surel", "Surel yang gagal dikirim", tasks, found.count(), "Semua surel terkirim.", reverse("mail-failures")
    )
