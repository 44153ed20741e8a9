"""The text as it will print, and its house style (``cetak.*``): a form beside sheets that show it unsaved."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.content_policy import content_policy
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.records import assign
from solok_smartcity.kit.verb_forms import edited

from ..forms import StyleForm
from ..models import HouseStyle, Regulation
from ..print.html import print_view, sample
from ..rules import may_draft
from ..selectors.document import live_document, load_document
from ..services.law_records import change_law_record
from .pages import visible_regulation

# A sheet is shown in a frame of the page and does nothing: no scripts, no addresses but those inside it.
SHEET_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def _draft(request: SignedIn, slug: str) -> Regulation:
    """A draft the person writes; raises 404, ``Refused``. A law keeps the style it was printed in."""
    regulation = visible_regulation(request, slug)
    require(may_draft(request.user, regulation))
    return regulation


def house_style(request: SignedIn, slug: str) -> HttpResponse:
    """The form; a stale one becomes a page of choices."""
    regulation = _draft(request, slug)

    def fresh() -> StyleForm:
        form = StyleForm(instance=HouseStyle.objects.get(pk=regulation.style_id))
        form.start(form.instance.version)
        return form

    def write(form: StyleForm) -> Any:
        return change_law_record(
            HouseStyle,
            regulation.style_id,
            actor=request.user,
            version=form.cleaned_data["version_seen"],
            values=form.values(),
            reason=form.cleaned_data["change_reason"],
        )

    def done(written: Any) -> HttpResponse:
        saved(request, "Gaya cetak tersimpan.", f"gaya-{regulation.style_id}")
        return redirect("perwali-style", slug=slug)

    form, answer = edited(
        request,
        make=partial(StyleForm, instance=HouseStyle(pk=regulation.style_id)),
        fresh=fresh,
        write=write,
        done=done,
        subject=str(regulation.style),
    )
    if answer is not None:
        return answer
    context = {"regulation": regulation, "form": form, "used_by": _drafts_in(regulation.style)}
    response = render(request, "perwali/style.html", context, status=400 if form.errors else 200)
    response.headers["Content-Security-Policy"] = content_policy(frame_src="'self'")
    return response


def _drafts_in(style: HouseStyle) -> list[Regulation]:
    """The drafts that are printed in a style."""
    return list(Regulation.objects.with_parts().drafts().filter(style=style))


@xframe_options_sameorigin
def style_sample(request: SignedIn, slug: str, part: str) -> HttpResponse:
    """A sheet of the draft in the saved style, or in the values of a form that is not saved."""
    regulation = _draft(request, slug)
    if request.method == "POST":
        form = StyleForm(request.POST, instance=HouseStyle(name=regulation.style.name), asks_reason=False)
        try:
            regulation.style = _style_of(form)
        except ValidationError as error:
            return _sheet(render(request, "perwali/style_fault.html", {"faults": error.messages}, status=400))
    try:
        return _sheet(HttpResponse(sample(live_document(regulation), part)))
    except LookupError:
        none = ["Rancangan ini tidak mempunyai lampiran bertabel lanskap."]
        return _sheet(render(request, "perwali/style_fault.html", {"faults": none}, status=404))


@require_safe
def print_sheet(request: SignedIn, slug: str) -> HttpResponse:
    """The text as it will print, in one sheet; pages are seen in the PDF."""
    return _sheet(HttpResponse(print_view(load_document(visible_regulation(request, slug)))))


def _style_of(form: StyleForm) -> HouseStyle:
    """The style a form describes, not saved; raises ``ValidationError``."""
    if not form.is_valid():
        raise ValidationError([f"{form[name].label}: {text}" for name, texts in form.errors.items() for text in texts])
    style: HouseStyle = form.instance
    assign(style, form.values())
    try:
        style.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        named = [f"{form[name].label}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        raise ValidationError(named) from None
    return style


def _sheet(response: HttpResponse) -> HttpResponse:
    response.headers["Content-Security-Policy"] = SHEET_POLICY
    patch_cache_control(response, no_store=True)  # an answer "not modified" would carry the headers of a page
    return response
