"""Pages of a regulation's way: stages and verbs, versions side by side, remarks and proposals."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from solok_smartcity.kit.decisions import VerbError, require, sentence_of
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.pages import refused, version_of
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.textdiff import word_diff
from solok_smartcity.kit.uploads import attachment

from ..forms import KINDS_OF_TEXT, AdvanceForm
from ..models import Paper, Proposal, Regulation, Remark
from ..naskah.comparison import compare, touched_articles
from ..print.papers import NOTES
from ..rules import LIFE_RULES, may_decide_proposal, may_remark
from ..selectors.document import working_document
from ..selectors.life import deadlines, decisions_of, initials_of, new_matter, next_initial, version_rows
from ..services.life import LIFE, advance
from ..services.papers import version_document
from ..services.remarks import answer_remark, decide_proposal, propose, write_remark
from ..workflow import LIFE_STEPS, Stage
from .pages import pdf_of, regulation_in_making

CHANGES = [
    Column("place", "Unsur", width=32),
    Column("note", "Keterangan", width=16),
    Column("before", "Semula", width=70),
    Column("after", "Menjadi", width=70),
]


def _show(request: HttpRequest, regulation: Regulation, refused_form: AdvanceForm | None = None) -> HttpResponse:
    """The page of the way; a form that was refused comes back as it was typed."""
    states = initials_of(regulation) if not Stage(regulation.stage).is_enacted else []
    turn = next_initial(states)
    actions = LIFE.allowed_actions(request.user, regulation)
    forms = []
    for action in actions:
        if action.allowed:
            form = refused_form if refused_form and refused_form.verb == action.verb else None
            forms.append((action, LIFE_STEPS[action.verb], form or AdvanceForm(verb=action.verb)))
    context = {
        "regulation": regulation,
        "forms": forms,
        "waiting": [item for item in actions if not item.allowed and item.is_next],
        "states": states,
        "turn": turn,
        "log": decisions_of(regulation),
        "versions": version_rows(regulation),
        "deadlines": deadlines(regulation),
        "stages": _stages(regulation),
        "files": _files(regulation),
        "pdfs": [pdf_of(regulation, name) for name in _papers(regulation)],
        "new_matter": _new_matter(regulation),
    }
    return render(request, "perwali/life.html", context, status=400 if refused_form else 200)


def _papers(regulation: Regulation) -> list[str]:
    stage = Stage(regulation.stage)
    if regulation.read_from:
        return ["konsolidasi"]
    if stage in Stage.promulgated():
        return ["salinan"] if regulation.amends_id else ["salinan", "konsolidasi"]
    return ["kendali", "tindak-lanjut", "masukan"] if not stage.is_enacted else []


def _stages(regulation: Regulation) -> list[tuple[str, bool]]:
    return [
        (label, value == regulation.stage) for value, label in Stage.choices if value != Stage.WITHDRAWN
    ]  # the way as it usually goes


def _files(regulation: Regulation) -> list[Any]:
    version = regulation.versions.filter(stage=Stage.PROMULGATED).first()
    return list(version.files.all()) if version else []


def _new_matter(regulation: Regulation) -> list[str]:
    if regulation.stage not in (Stage.AFTER_HARMONISATION, Stage.AFTER_FACILITATION):
        return []
    addresses = working_document(regulation).addresses()
    return [addresses.get(stable_id) or stable_id for stable_id in new_matter(regulation)]


@require_safe
def life(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the regulation is on its way, and what may be done now."""
    return _show(request, regulation_in_making(request, slug))


@require_POST
def life_verb(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Carry out one verb; what was typed comes back with the sentence that says what is wrong."""
    regulation = regulation_in_making(request, slug)
    if verb not in LIFE_STEPS:
        raise Http404
    require(LIFE_RULES[verb](request.user, regulation))
    form = AdvanceForm(request.POST, request.FILES, verb=verb)
    if form.is_valid():
        try:
            done = advance(
                regulation.pk,
                verb,
                actor=request.user,
                version=version_of(request),
                reason=form.cleaned_data.get("reason", ""),
                facts=form.facts(),
            )
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            messages.success(request, f"{LIFE_STEPS[verb].step.label}: tahap {done.get_stage_display().lower()}.")
            return redirect("perwali-life", slug=slug)
    allowed = {action.verb for action in LIFE.allowed_actions(request.user, regulation) if action.allowed}
    if verb not in allowed:  # the form is not on the page any more: say why
        refused(request, ValidationError(form.sentences()))
        return redirect("perwali-life", slug=slug)
    return _show(request, regulation_in_making(request, slug), form)


@require_safe
def paper_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The scan of a document of the way."""
    regulation = regulation_in_making(request, slug)
    return attachment(get_object_or_404(Paper, pk=pk, decision__subject=regulation).file)


@require_safe
def compare_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Any two versions side by side, word by word; 0 is the text as it is now."""
    regulation = regulation_in_making(request, slug)
    rows = version_rows(regulation)
    asked = [
        request.GET.get(name, default)
        for name, default in (("dari", str(rows[0]["number"] if rows else 0)), ("ke", "0"))
    ]
    if not all(value.isascii() and value.isdigit() and len(value) < 6 for value in asked):
        raise Http404
    numbers = [int(value) for value in asked]
    try:
        before, after = (version_document(regulation, number) for number in numbers)
    except LookupError:
        raise Http404 from None
    changes = compare(before.passages(), after.passages())
    if request.GET.get("format") in ("xlsx", "csv"):
        table = [
            {
                "place": item.place,
                "note": NOTES[item.kind],
                "before": item.before.text if item.before else "",
                "after": item.after.text if item.after else "",
            }
            for item in changes
        ]
        return download(CHANGES, table, request.GET["format"], f"{slug}-v{numbers[0]}-v{numbers[1]}")
    shown = [
        (item, word_diff(item.before.text if item.before else "", item.after.text if item.after else ""))
        for item in changes
        if item.kind != "nomor"
    ]
    context = {
        "regulation": regulation,
        "versions": rows,
        "numbers": numbers,
        "changes": shown,
        "notes": NOTES,
        "shifted": len(changes) - len(shown),
        "articles": touched_articles(changes),
        "pdf": pdf_of(regulation, f"matriks-{numbers[0]}-{numbers[1]}"),
        "query": f"dari={numbers[0]}&ke={numbers[1]}",
    }
    return render(request, "perwali/compare.html", context)


def remarks(request: HttpRequest, slug: str) -> HttpResponse:
    """Remarks with their answers and proposals with their decisions; the forms to write both."""
    regulation = regulation_in_making(request, slug)
    fault = ""
    if request.method == "POST":
        require(may_remark(request.user))
        sent = request.POST
        try:
            if sent.get("jenis") == "usulan":
                propose(
                    regulation,
                    actor=request.user,
                    act=sent.get("tindakan", ""),
                    element=sent.get("unsur", ""),
                    text=sent.get("teks", ""),
                    reason=sent.get("alasan", ""),
                    kind=sent.get("unsur_baru", ""),
                    inside=sent.get("letak") == "dalam",
                )
            else:
                write_remark(
                    regulation,
                    actor=request.user,
                    channel=sent.get("saluran", ""),
                    text=sent.get("teks", ""),
                    element=sent.get("unsur", ""),
                    proposer=sent.get("pengusul", ""),
                )
        except (VerbError, ValidationError) as error:
            fault = sentence_of(error)
        else:
            messages.success(request, "Tersimpan.")
            return redirect("perwali-remarks", slug=slug)
    document = working_document(regulation)
    places = [(key, place) for key, place in document.addresses().items() if place]
    context = {
        "regulation": regulation,
        "remarks": regulation.remarks.all(),
        "proposals": regulation.proposals.all(),
        "places": places,
        "channels": Remark.Channel.choices,
        "answers": Remark.Answer.choices[1:],
        "acts": Proposal.Act.choices,
        "kinds": KINDS_OF_TEXT,
        "may_write": may_remark(request.user),
        "may_decide": may_decide_proposal(request.user),
        "discussing": regulation.stage == Stage.DISCUSSION,
        "fault": fault,
        "sent": request.POST,
        "chosen": request.GET.get("unsur", ""),
    }
    return render(request, "perwali/remarks.html", context, status=400 if fault else 200)


@require_POST
def remark_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer one remark."""
    regulation = regulation_in_making(request, slug)
    remark = get_object_or_404(Remark, pk=pk, regulation=regulation)
    require(may_decide_proposal(request.user, remark))
    try:
        answer_remark(
            pk,
            actor=request.user,
            version=version_of(request),
            answer=request.POST.get("jawaban", ""),
            reason=request.POST.get("reason", ""),
        )
    except (VerbError, ValidationError) as error:
        refused(request, error)
    else:
        messages.success(request, "Jawaban disimpan.")
    return redirect("perwali-remarks", slug=slug)


@require_POST
def proposal_decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Accept or refuse one proposal."""
    regulation = regulation_in_making(request, slug)
    proposal = get_object_or_404(Proposal, pk=pk, regulation=regulation)
    require(may_decide_proposal(request.user, proposal))
    try:
        decide_proposal(
            pk,
            actor=request.user,
            version=version_of(request),
            accept=request.POST.get("putusan") == "terima",
            reason=request.POST.get("reason", ""),
        )
    except (VerbError, ValidationError) as error:
        refused(request, error)
    else:
        messages.success(request, "Keputusan atas usulan disimpan.")
    return redirect("perwali-remarks", slug=slug)
