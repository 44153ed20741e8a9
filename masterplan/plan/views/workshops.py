"""Pages of the guided work: stages with outputs and files, the register of integrity pacts."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.models import Opd
from opd.agencies.requests import SignedIn
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.decisions import VerbError, require
from solok_smartcity.kit.downloads import download
from solok_smartcity.kit.forms import DAY, VersionedForm, page_field
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.tables import Column
from solok_smartcity.kit.uploads import attachment, check_upload
from solok_smartcity.kit.verb_forms import AttachForm, ModelForm, ToldAttempt, edited, file_form

from ..models import IntegrityPact, MasterPlan, WorkshopStage
from ..rules import may_edit_plan, may_read_agency_papers
from ..services.workshops import attach_to_stage, change_stage, record_pact


class StageForm(VersionedForm, ModelForm):
    """A stage; its outputs one a line."""

    outputs = forms.CharField(
        label="Keluaran",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Satu keluaran satu baris.",
    )

    class Meta:
        model = WorkshopStage
        fields = ("name", "year", "held_from", "held_to", "place")
        formfield_callback = page_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["outputs"] = "\n".join(self.instance.outputs.values_list("text", flat=True))
        self.order_fields(["name", "year", "held_from", "held_to", "place", "outputs"])

    def _post_clean(self) -> None:
        """The service validates the record as a whole."""


@require_safe
def stage_list(request: SignedIn) -> HttpResponse:
    """The stages with what each brought forth."""
    stages = WorkshopStage.objects.prefetch_related("outputs", "attachments")
    return render(request, "plan/stage_list.html", {"stages": stages, "may_edit": may_edit_plan(request.user)})


def _stage(pk: int) -> WorkshopStage:
    return get_object_or_404(WorkshopStage, pk=pk)


def stage_edit(request: SignedIn, pk: int) -> HttpResponse:
    """The form of a stage, and its files."""
    stage = _stage(pk)
    require(may_edit_plan(request.user))

    def fresh() -> StageForm:
        form = StageForm(instance=_stage(pk))
        form.start(form.instance.version)
        return form

    def write(form: StageForm) -> WorkshopStage:
        cleaned = form.cleaned_data
        return change_stage(
            pk,
            actor=request.user,
            version=cleaned["version_seen"],
            outputs=[line.strip() for line in cleaned["outputs"].splitlines() if line.strip()],
            values={name: cleaned[name] for name in StageForm.Meta.fields},
            reason=cleaned["change_reason"],
        )

    def done(written: WorkshopStage) -> HttpResponse:
        saved(request, f"{stage} disimpan.", f"bimtek-{pk}")
        return redirect("stage-list")

    form, answer = edited(
        request, make=partial(StageForm, instance=stage), fresh=fresh, write=write, done=done, subject=str(stage)
    )
    if answer is not None:
        return answer
    context = {"form": form, "stage": _stage(pk), "files": stage.attachments.all()}
    return render(request, "plan/stage_form.html", context)


@require_POST
def stage_attach(request: SignedIn, pk: int) -> HttpResponse:
    """Add a file to a stage."""
    _stage(pk)
    with ToldAttempt(request):
        attach_to_stage(pk, actor=request.user, **AttachForm.of(request).values())
        messages.success(request, "Lampiran tersimpan.")
    return redirect("stage-edit", pk=pk)


@require_safe
def stage_file(request: SignedIn, pk: int, file: int) -> FileResponse:
    """A file of a stage."""
    return attachment(get_object_or_404(_stage(pk).attachments, pk=file).file)


class PactForm(VersionedForm):
    """Who signed for an agency, when, and the scan."""

    signatory = forms.CharField(label="Penanda tangan", max_length=150)
    position = forms.CharField(label="Jabatan", max_length=150, required=False)
    signed_on = forms.DateField(label="Ditandatangani pada", required=False, widget=DAY)
    scan = forms.FileField(
        label="Pindaian",
        required=False,
        validators=[check_upload],
        help_text="PDF, PNG, atau JPG; paling besar 10 MB.",
        widget=forms.FileInput,
    )
    asks_reason = False


PACT_COLUMNS = [
    Column("code", "Kode", width=18),
    Column("name", "Perangkat daerah", width=50),
    Column("signed_on", "Ditandatangani pada"),
    Column("signatory", "Penanda tangan", width=30),
    Column("position", "Jabatan", width=30),
    Column("scan", "Pindaian"),
]


def _pact_row(agency: Any, pact: IntegrityPact | None) -> dict[str, Any]:
    return {
        "code": agency.code,
        "name": agency.name,
        "signed_on": pact.signed_on.isoformat() if pact and pact.signed_on else "",
        "signatory": pact.signatory if pact else "",
        "position": pact.position if pact else "",
        "scan": "ada" if pact and pact.scan else "",
    }


@require_safe
def pact_list(request: SignedIn) -> HttpResponse:
    """Every agency of today with its pact, those without one first."""
    require(may_read_agency_papers(request.user))
    pacts = IntegrityPact.objects.visible_to(request.user)
    agencies = Opd.objects.valid_on(localdate()).top_level()
    if not may_edit_plan(request.user).allowed and has_role(request.user, Role.OPD_PLANNER, Role.OPD_HEAD):
        agencies = agencies.filter(people=request.user)
    by_agency = {pact.opd_id: pact for pact in pacts}
    rows = [(agency, by_agency.get(agency.pk)) for agency in agencies]
    rows.sort(key=lambda row: (row[1] is not None and row[1].signed_on is not None, row[0].name))
    if form := file_form(request):
        return download(PACT_COLUMNS, [_pact_row(*row) for row in rows], form, "pakta-integritas")
    missing = sum(pact is None or pact.signed_on is None for _, pact in rows)
    context = {"rows": rows, "missing": missing, "may_edit": may_edit_plan(request.user)}
    return render(request, "plan/pact_list.html", context)


def pact_edit(request: SignedIn, code: str) -> HttpResponse:
    """Record or correct the pact of one agency."""
    require(may_edit_plan(request.user))
    agency = get_object_or_404(Opd, code=code)
    plan = MasterPlan.objects.current()
    pact = IntegrityPact.objects.filter(plan=plan, opd=agency).first()
    initial = {name: getattr(pact, name) for name in ("signatory", "position", "signed_on")} if pact else {}
    if request.method != "POST":
        form = PactForm(initial=initial)
        form.start(pact.version if pact else None)
    elif (form := PactForm(request.POST, request.FILES, initial=initial)).is_valid():
        cleaned = form.cleaned_data
        values = {name: cleaned[name] for name in ("signatory", "position", "signed_on")}
        if cleaned["scan"]:
            values["scan"] = cleaned["scan"]
        try:
            record_pact(
                actor=request.user,
                pact=pact,
                version=cleaned["version_seen"],
                reason="Pakta integritas",
                values=values if pact else {**values, "plan": plan, "opd": agency},
            )
        except (VerbError, ValidationError) as error:
            form.refuse(error)
        else:
            messages.success(request, f"Pakta integritas {agency} disimpan.")
            return redirect("pact-list")
    return render(request, "plan/pact_form.html", {"form": form, "agency": agency, "pact": pact})


@require_safe
def pact_file(request: SignedIn, pk: int) -> FileResponse:
    """The scan of a pact, for whoever may see the pact."""
    return attachment(get_object_or_404(IntegrityPact.objects.visible_to(request.user), pk=pk).scan)
