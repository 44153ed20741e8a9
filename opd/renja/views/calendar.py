"""Pages of the planning calendar."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import Stale, VerbError, require
from solok_smartcity.kit.forms import resolved
from solok_smartcity.kit.pages import saved, show_conflict

from ..forms import WindowForm
from ..models import Window
from ..rules import may_edit_calendar
from ..services.calendar import set_window


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All windows, newest plan year first."""
    context = {"windows": Window.objects.all(), "today": today(), "may_edit": may_edit_calendar(request.user)}
    return render(request, "renja/calendar.html", context)


def window_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form of a window, new or known."""
    require(may_edit_calendar(request.user))
    window = Window.objects.filter(pk=pk).first() if pk else None
    if pk and window is None:
        raise Http404

    def fresh() -> WindowForm:
        form = WindowForm(instance=Window.objects.get(pk=pk) if pk else None)
        form.start(form.instance.version if pk else None)
        return form

    form = fresh()
    if request.method == "POST":
        form = WindowForm(resolved(request.POST), instance=window)
        if form.is_valid():
            cleaned: dict[str, Any] = form.cleaned_data
            try:
                written = set_window(
                    actor=request.user,
                    pk=pk,
                    version=cleaned["version_seen"],
                    values=form.values(),
                    reason=cleaned["change_reason"],
                )
            except Stale:
                return show_conflict(request, form, fresh(), back=request.path, subject=str(window))
            except (VerbError, ValidationError) as error:
                form.refuse(error)
            else:
                saved(request, f"{written} disimpan.", f"kalender-{pk or 'baru'}")
                return redirect("calendar")
    context = {"form": form, "window": window, "draft_key": f"kalender-{pk or 'baru'}"}
    return render(request, "renja/window.html", context)
