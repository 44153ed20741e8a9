"""What waits for me, messages, and the reading view of the whole city."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.rules import may_manage_accounts
from opd.renja.rules import may_edit_calendar, may_read_overview
from solok_smartcity.kit.actors import signed_in
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.models import Notification
from solok_smartcity.kit.notifications import deliver_waiting, mark_read

from ..selectors.inbox import get_inbox
from ..selectors.overview import COLUMNS, get_overview, table_rows


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """What waits for the person, most urgent first."""
    words, due = request.GET.get("q", "").strip(), request.GET.get("tenggat", "")
    context = {
        "sections": get_inbox(signed_in(request.user), words, due),
        "words": words,
        "due": due,
        "may_overview": may_read_overview(request.user).allowed,
        "may_calendar": may_edit_calendar(request.user).allowed,
        "today": today(),
    }
    return render(request, "workspace/home.html", context)


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The person's messages, newest first."""
    page = Paginator(Notification.objects.filter(recipient_id=request.user.pk), 30).get_page(request.GET.get("page"))
    return render(request, "workspace/notifications.html", {"page": page})


@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    mark_read(signed_in(request.user))
    return redirect("notifications")


@require_safe
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a message leads; that it was opened is remembered."""
    message = Notification.objects.filter(recipient_id=request.user.pk, pk=pk).first()
    if message is None:
        return redirect("notifications")
    if message.read_at is None:
        Notification.objects.filter(pk=pk).update(read_at=now())
    return redirect(message.link or "notifications")


def mail_failures(request: HttpRequest) -> HttpResponse:
    """Mails that could not be sent; the administrator may try again."""
    require(may_manage_accounts(request.user))
    result = None
    if request.method == "POST":
        result = deliver_waiting()
    waiting = Notification.objects.exclude(mail__in=[Notification.Mail.SENT, Notification.Mail.NONE])
    page = Paginator(waiting.select_related("recipient"), 50).get_page(request.GET.get("page"))
    return render(request, "workspace/mail_failures.html", {"page": page, "result": result})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The state of all agencies on one page, for mayor, secretary and those who work with every agency."""
    require(may_read_overview(request.user))
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else today().year + 1
    state = request.GET.get("keadaan", "")
    found = get_overview(signed_in(request.user), year, state)
    if request.GET.get("format") in ("xlsx", "csv"):
        return download(COLUMNS, table_rows(found), request.GET["format"], f"ringkasan-{year}")
    return render(request, "workspace/overview.html", {"overview": found, "year": year, "state": state})
