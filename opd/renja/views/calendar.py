"""Pages of the planning calendar."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.clock import today
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.verb_forms import edited

from ..forms import WindowForm
from ..models import Window
from ..rules import may_edit_calendar
from ..services.calendar import set_window


@require_safe
def calendar(request: SignedIn) -> HttpResponse:
    """All windows, newest plan year first."""
    context = {"windows": Window.objects.all(), "today": today(), "may_edit": may_edit_calendar(request.user)}
    return render(request, "renja/calendar.html", context)


def window_edit(request: SignedIn, pk: int | None = None) -> HttpResponse:
    """The form of a window, new or known."""
    require(may_edit_calendar(request.user))
    window, key = get_object_or_404(Window, pk=pk) if pk else None, f"kalender-{pk or 'baru'}"

    def fresh() -> WindowForm:
        form = WindowForm(instance=Window.objects.get(pk=pk) if pk else None)
        form.start(form.instance.version if pk else None)
        return form

    def write(form: WindowForm) -> Window:
        cleaned = form.cleaned_data
        return set_window(
            actor=request.user,
            pk=pk,
            version=cleaned["version_seen"],
            values=form.values(),
            reason=cleaned["change_reason"],
        )

    def done(written: Window) -> HttpResponse:
        saved(request, f"{written} disimpan.", key)
        return redirect("calendar")

    form, answer = edited(
        request, make=partial(WindowForm, instance=window), fresh=fresh, write=write, done=done, subject=str(window)
    )
    if answer is not None:
        return answer
    context = {"form": form, "window": window, "draft_key": key}
    return render(request, "renja/window.html", context)
