"""One-on-one clinics with the agencies: what an agency has in the plan, notes, proposals that become programs."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from opd.agencies.models import Opd
from opd.agencies.requests import SignedIn
from opd.agencies.roles import Role, has_role
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.forms import DAY
from solok_smartcity.kit.pages import saved
from solok_smartcity.kit.verb_forms import SentForm, ToldAttempt

from ..extensions import agency_notes
from ..forms import ProposalForm
from ..models import ClinicNote, MasterPlan, Program, QuickWin, SubDimension, WorkshopStage
from ..rules import may_edit_plan, may_read_agency_papers
from ..services.promotion import make_draft_program, suggested_code
from ..services.workshops import record_clinic


class ClinicForm(SentForm):
    """Notes of a session and the proposals born in it."""

    held_on = forms.DateField(label="Tanggal", widget=DAY)
    stage = forms.ModelChoiceField(
        WorkshopStage.objects.all(), label="Tahap", required=False, empty_label="(tidak ada)"
    )
    text = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 5}))
    proposals = forms.CharField(
        label="Usulan", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Satu usulan satu baris."
    )


def _agencies(request: SignedIn) -> QuerySet[Opd]:
    require(may_read_agency_papers(request.user))
    agencies = Opd.objects.valid_on(localdate()).top_level()
    if has_role(request.user, Role.OPD_PLANNER, Role.OPD_HEAD):
        agencies = Opd.objects.filter(people=request.user)
    return agencies


@require_safe
def clinic_list(request: SignedIn) -> HttpResponse:
    """The agencies with the number of their programs and clinics."""
    agencies = list(_agencies(request).order_by("name"))
    programs = dict(Program.objects.active().order_by().values_list("lead_opd").annotate(n=Count("pk")))
    notes = dict(ClinicNote.objects.visible_to(request.user).order_by().values_list("opd").annotate(n=Count("pk")))
    rows = [(agency, programs.get(agency.pk, 0), notes.get(agency.pk, 0)) for agency in agencies]
    return render(request, "plan/clinic_list.html", {"rows": rows})


def clinic(request: SignedIn, code: str) -> HttpResponse:
    """One agency: programs, quick wins, last work plan, notes; the editor adds notes."""
    agency: Opd = get_object_or_404(_agencies(request), code=code)
    form = ClinicForm.of(request, initial={"held_on": localdate()})
    if request.method == "POST":
        require(may_edit_plan(request.user))
        if form.is_valid():
            cleaned = form.cleaned_data
            values = {
                "plan": MasterPlan.objects.current(),
                "opd": agency,
                "stage": cleaned["stage"],
                "held_on": cleaned["held_on"],
                "text": cleaned["text"],
            }
            try:
                record_clinic(
                    actor=request.user,
                    values=values,
                    proposals=cleaned["proposals"].splitlines(),
                    reason="Catatan klinik",
                )
            except ValidationError as error:
                form.refuse(error)
            else:
                saved(request, "Catatan klinik tersimpan.", f"klinik-{code}")
                return redirect("clinic", code=code)
    notes = ClinicNote.objects.visible_to(request.user).filter(opd=agency).select_related("stage")
    context = {
        "agency": agency,
        "form": form,
        "may_edit": may_edit_plan(request.user),
        "programs": Program.objects.visible_to(request.user).filter(lead_opd=agency).exclude(state="retired"),
        "quick_wins": QuickWin.objects.visible_to(request.user).filter(lead_opd=agency).exclude(state="retired"),
        "others": [tell(request.user, agency) for tell in agency_notes],
        "notes": notes.prefetch_related("proposals__program", "proposals__quick_win"),
        "subdimensions": SubDimension.objects.select_related("dimension"),
    }
    return render(request, "plan/clinic.html", context)


@require_POST
def clinic_promote(request: SignedIn, code: str, pk: int) -> HttpResponse:
    """Turn a proposal into a draft program; without a code of its own it gets the next free one."""
    get_object_or_404(_agencies(request), code=code)
    require(may_edit_plan(request.user))
    sent = ProposalForm.of(request).values()
    subdimension = SubDimension.objects.filter(pk=sent["subdimension"]).first()
    with ToldAttempt(request):
        if subdimension is None:
            raise ValidationError("Pilih subdimensi tempat program itu.")
        program = make_draft_program(
            pk,
            actor=request.user,
            version=sent["version"],
            code=suggested_code(subdimension),
            subdimension=subdimension,
        )
        messages.success(request, f"Menjadi konsep program {program.code}. Lengkapi, lalu aktifkan.")
        return redirect("plan-edit", slug="program", pk=program.pk)
    return redirect("clinic", code=code)
