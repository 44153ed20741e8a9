"""The drafting page: outline left, text right, one element open for work; every action is a form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.requests import SignedIn
from solok_smartcity.kit.decisions import Stale, VerbError, require
from solok_smartcity.kit.forms import resolved
from solok_smartcity.kit.pages import refused, saved, show_conflict
from solok_smartcity.kit.verb_forms import SeenForm, VerbForm

from ..filters import ElementQuery
from ..forms import USUAL_REASON, ElementForm, InsertForm, MendForm, StepForm
from ..models import Element, Regulation
from ..rules import may_draft
from ..selectors.studio import Opened, definitions, element_of, load_studio, open_element
from ..services.drafting import change_element, insert_element, mend_element, move_one_step, remove_element
from .pages import visible_regulation

# In an amendment the numbers of the law stay as they are (R137).
FOLLOWS = {False: "nomor dan acuan mengikuti", True: "nomor lama tetap, dan instruksi perubahan mengikuti"}


def _show(
    request: SignedIn,
    regulation: Regulation,
    opened_id: str = "",
    form: ElementForm | None = None,
    insert: InsertForm | None = None,
) -> HttpResponse:
    """The whole page, with one element open; a form that was refused comes back as it was typed."""
    studio = load_studio(regulation)
    decision = may_draft(request.user, regulation)
    opened: Opened | None = None
    element = element_of(regulation, opened_id) if opened_id and decision.allowed else None
    if opened_id and decision.allowed and element is None:
        messages.info(request, "Unsur itu sudah tidak ada dalam naskah.")
    if element is not None:
        opened = open_element(studio, element)
        form = form or _fresh(opened)
        insert = insert or InsertForm(places=opened.places)
    context = {
        "regulation": regulation,
        "studio": studio,
        "text": studio.document.text,
        "decision": decision,
        "opened": opened,
        "opened_id": opened.element.stable_id if opened else "",
        "form": form,
        "insert": insert,
        "usual_reason": USUAL_REASON,
        "mended": {f.fault.rule for f in studio.by_element.get(opened_id, [])},
    }
    refused_form = any(sent is not None and sent.errors for sent in (form, insert))
    return render(request, "perwali/studio.html", context, status=400 if refused_form else 200)


def _fresh(opened: Opened) -> ElementForm:
    form = ElementForm(instance=opened.element)
    form.show(opened.words, opened.chips)
    return form


@require_safe
def studio(request: SignedIn, slug: str) -> HttpResponse:
    """The draft to write on; offices that only read it see the same without the forms."""
    return _show(request, visible_regulation(request, slug), ElementQuery.of(request).chosen["unsur"])


@require_safe
def terms(request: SignedIn, slug: str) -> HttpResponse:
    """The definitions with the places that use them."""
    regulation = visible_regulation(request, slug)
    loaded = load_studio(regulation)
    return render(request, "perwali/terms.html", {"regulation": regulation, "terms": definitions(loaded)})


def _element(request: SignedIn, slug: str, stable_id: str) -> tuple[Regulation, Element]:
    regulation = visible_regulation(request, slug)
    element = element_of(regulation, stable_id)
    if element is None:
        raise Http404
    require(may_draft(request.user, element))
    return regulation, element


def _back(slug: str, stable_id: str = "", open_it: bool = False) -> HttpResponse:
    address = reverse("perwali-studio", args=[slug])
    query = f"?unsur={stable_id}" if open_it and stable_id else ""
    return redirect(f"{address}{query}#{stable_id}" if stable_id else address)


@require_POST
def element_change(request: SignedIn, slug: str, stable_id: str) -> HttpResponse:
    """Save the text of one element; a stale form becomes a page of choices."""
    regulation, element = _element(request, slug, stable_id)
    form = ElementForm(resolved(request.POST), instance=element)
    if form.is_valid():
        try:
            change_element(
                element.pk,
                actor=request.user,
                version=form.cleaned_data["version_seen"],
                values=form.values(),
                reason=form.cleaned_data["change_reason"],
                seen=form.seen,
            )
        except Stale:
            newest = open_element(load_studio(regulation), Element.objects.get(pk=element.pk))
            return show_conflict(request, form, _fresh(newest), back=request.path, subject=newest.address)
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            saved(request, "Tersimpan.", f"perwali-{slug}-{stable_id}")
            return _back(slug, stable_id)
    return _show(request, regulation, stable_id, form=form)


@require_POST
def element_insert(request: SignedIn, slug: str, stable_id: str) -> HttpResponse:
    """Insert an element beside this one; numbers and references follow."""
    regulation, element = _element(request, slug, stable_id)
    opened = open_element(load_studio(regulation), element)
    form = InsertForm(request.POST, places=opened.places)
    if form.is_valid():
        try:
            seen = SeenForm.of(request).values()
            new = insert_element(element.pk, actor=request.user, **seen, **form.arguments())
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            messages.success(request, f"Unsur baru disisipkan; {FOLLOWS[bool(regulation.amends_id)]}.")
            return _back(slug, new.stable_id)
    return _show(request, regulation, stable_id, insert=form)


def _act(
    request: SignedIn,
    slug: str,
    stable_id: str,
    work: Callable[[Element], Any],
    done: str,
    back_to: str = "",
    open_it: bool = False,
) -> HttpResponse:
    """A small action: its refusal is a message, the place stays in sight."""
    _, element = _element(request, slug, stable_id)
    try:
        work(element)
    except (VerbError, ValidationError) as error:
        if isinstance(error, VerbError) and error.code == "referred":
            messages.error(request, error.reason)
        else:
            refused(request, error)
        return _back(slug, stable_id, open_it=True)
    messages.success(request, done)
    return _back(slug, back_to or stable_id, open_it)


@require_POST
def element_move(request: SignedIn, slug: str, stable_id: str) -> HttpResponse:
    """One step up or down among its own kind."""
    form = StepForm.of(request)

    def work(element: Element) -> None:
        version = form.values()["version"]
        move_one_step(element.pk, actor=request.user, version=version, steps=form.steps, reason="Urutan")

    return _act(request, slug, stable_id, work, "Dipindahkan; nomor dan acuan mengikuti.", open_it=True)


@require_POST
def element_remove(request: SignedIn, slug: str, stable_id: str) -> HttpResponse:
    """Remove the element with all below it, unless something refers to it."""

    def work(element: Element) -> None:
        remove_element(element.pk, actor=request.user, **VerbForm.of(request).values())

    _, element = _element(request, slug, stable_id)
    parent = element.parent.stable_id if element.parent else "isi"
    if element.kept_base:  # its number stays in the law, with "Dihapus."
        parent = stable_id
    return _act(
        request, slug, stable_id, work, f"Unsur dihapus; {FOLLOWS[bool(element.regulation.amends_id)]}.", parent
    )


@require_POST
def element_mend(request: SignedIn, slug: str, stable_id: str) -> HttpResponse:
    """Put one finding right with one click."""
    sent = MendForm.of(request).values()
    rule = sent["aturan"]

    def work(element: Element) -> None:
        mend_element(element.pk, actor=request.user, version=sent["version"], rule=rule)

    return _act(request, slug, stable_id, work, f"Temuan {rule} diperbaiki.")
