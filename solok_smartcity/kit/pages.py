"""What pages with forms share: the version that was seen, the page of a conflict, the message after saving."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .decisions import VerbError, sentence_of
from .forms import VersionedForm, conflict

TYPED = ("reason", "text", "answer", "number", "title", "code")


def refused(request: HttpRequest, error: VerbError | ValidationError) -> None:
    """Say why a small form was refused, with what was typed into it; the wrong role gets the page of refusal."""
    if isinstance(error, VerbError) and error.status == 403:
        raise error
    text = sentence_of(error)
    typed = " · ".join(request.POST[name].strip() for name in TYPED if request.POST.get(name, "").strip())
    messages.error(request, f"{text} Yang Anda tulis: “{typed}”" if typed else text)


def saved(request: HttpRequest, text: str, draft: str) -> None:
    """Say that something was saved, and let the browser forget its local draft."""
    messages.success(request, text, extra_tags=f"draft:{draft}")


def show_conflict(
    request: HttpRequest, yours: VersionedForm, theirs: VersionedForm, *, back: str, subject: str
) -> HttpResponse:
    """Field by field: yours, theirs, before. Nothing typed is lost; choosing saves on top of the newest version."""
    choices, equal = conflict(yours, theirs)
    context = {
        "choices": choices,
        "equal": equal,
        "version": theirs.initial["version_seen"],
        "before": theirs.initial["seen_values"],
        "reason": yours.data.get("change_reason", ""),
        "asks_reason": yours.asks_reason,
        "back": back,
        "subject": subject,
        "last": theirs.instance.history.first(),
    }
    return render(request, "kit/conflict.html", context, status=412)
