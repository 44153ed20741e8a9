"""Forms of work plans, calendar and realisation."""

import hashlib
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from masterplan.plan.models import Program, QuickWin
from masterplan.plan.models.activity import State as ActivityState
from opd.agencies.models import User
from solok_smartcity.kit.forms import MoneyField, NumberField, VersionedForm, page_field
from solok_smartcity.kit.uploads import check_upload
from solok_smartcity.kit.verb_forms import (
    ModelForm,
    OneRecord,
    SeenForm,
    SentForm,
    SomeRecords,
    Text,
    Upload,
    VerbForm,
    WholeNumber,
)

from .models import Minutes, Realisation, Round, Window, WorkPlan, WorkPlanLine

FUNDING = (
    "PENDAPATAN ASLI DAERAH (PAD)",
    "DANA TRANSFER UMUM-DANA ALOKASI UMUM",
    "DANA TRANSFER KHUSUS-DANA ALOKASI KHUSUS FISIK",
    "DANA TRANSFER KHUSUS-DANA ALOKASI KHUSUS NON FISIK",
    "DANA BAGI HASIL",
)


class PlanForm(SentForm):
    """Which plan to begin: year, round, and what to copy."""

    year = forms.IntegerField(label="Tahun rencana", min_value=2000, max_value=2100)
    round = forms.ChoiceField(label="Putaran", choices=[(r.value, r.label) for r in (Round.DRAFT, Round.FINAL_DRAFT)])
    copy_from = OneRecord(
        None,
        label="Mulai dari salinan",
        required=False,
        empty_label="(kosong)",
        help_text="Dari tahun lalu, prakiraan maju menjadi usulan pagu. Dari putaran sebelumnya, isi disalin utuh.",
    )

    def __init__(self, *args: Any, plans: QuerySet[WorkPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields["copy_from"]
        source.queryset = plans


OTHERS = "Kode milik perangkat daerah lain, pisahkan dengan koma; misalnya GOV-1-01, GOV-1-02."


def _codes(text: str) -> list[str]:
    return [code.upper() for code in text.replace(",", " ").replace(";", " ").split()]


class LineForm(VersionedForm, ModelForm):
    """One sub kegiatan of a work plan."""

    asks_reason = False
    programs = SomeRecords(
        None,
        label="Program Kota Cerdas yang didukung",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quick_wins = SomeRecords(None, label="Quick win yang didukung", required=False, widget=forms.CheckboxSelectMultiple)
    more_programs = forms.CharField(label="Program lain yang didukung", required=False, help_text=OTHERS)
    more_quick_wins = forms.CharField(label="Quick win lain yang didukung", required=False, help_text=OTHERS)

    class Meta:
        model = WorkPlanLine
        fields = (
            "sub_kegiatan_code",
            "name",
            "indicator",
            "target",
            "unit",
            "location",
            "funding_source",
            "priority",
            "amount",
            "forward_estimate",
        )
        formfield_callback = page_field

    def __init__(self, *args: Any, opd_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = self.instance
        for name, model, field in (("programs", Program, "program"), ("quick_wins", QuickWin, "quick_win")):
            linked = list(getattr(line, name).values_list(field, flat=True)) if line.pk else []
            self.initial[name] = linked
            own = Q(state=ActivityState.ACTIVE) & (Q(lead_opd=opd_id) | Q(supports__opd=opd_id))
            field_of: Any = self.fields[name]
            field_of.queryset = model.objects.filter(own | Q(pk__in=linked)).distinct()
        self.fields["sub_kegiatan_code"].widget.attrs["placeholder"] = "2.16.03.2.02.0038"
        self.fields["funding_source"].widget.attrs["list"] = "sumber-dana"

    def values(self) -> dict[str, Any]:
        """The line's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def links(self) -> dict[str, list[str]]:
        """Codes of the programs and quick wins the line serves."""
        return {
            name: [item.code for item in self.cleaned_data[name]] + self.cleaned_data[f"more_{name}"]
            for name in ("programs", "quick_wins")
        }

    def clean_more_programs(self) -> list[str]:
        """Codes that were typed."""
        return _codes(self.cleaned_data["more_programs"])

    def clean_more_quick_wins(self) -> list[str]:
        """Codes that were typed."""
        return _codes(self.cleaned_data["more_quick_wins"])

    def _post_clean(self) -> None:
        """The service validates the line as a whole."""


class WindowForm(VersionedForm, ModelForm):
    """A window of the calendar."""

    class Meta:
        model = Window
        fields = ("plan_year", "stage", "round", "quarter", "opens_on", "closes_on", "note")
        formfield_callback = page_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in self.machinery])

    def values(self) -> dict[str, Any]:
        """The window's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The service validates the window as a whole."""


class RealisationForm(VersionedForm, ModelForm):
    """What was reached and spent to the end of a quarter."""

    asks_reason = False
    value = NumberField(label="Capaian sejak awal tahun", required=False, max_digits=18, decimal_places=4, min_value=0)
    money = MoneyField(label="Realisasi keuangan sejak awal tahun (Rp)", required=False, min_value=0)
    evidence = forms.FileField(
        label="Bukti",
        required=False,
        validators=[check_upload],
        widget=forms.FileInput,
        help_text="PDF, PNG, JPG, DOCX, atau XLSX; paling besar 10 MB.",
    )

    class Meta:
        model = Realisation
        fields = ("value", "money", "obstacle")
        formfield_callback = page_field

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["value", "money", "obstacle", "evidence"])

    def values(self) -> dict[str, Any]:
        """The report's fields; a stored file stays unless a new one is sent."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data.get("evidence"):
            values["evidence"] = self.cleaned_data["evidence"]
        return values

    def _post_clean(self) -> None:
        """The service validates the report as a whole."""


def copyable(person: User) -> QuerySet[WorkPlan]:
    """Plans of the person's agency that a new one can begin from."""
    plans: QuerySet[WorkPlan] = WorkPlan.objects.visible_to(person).filter(opd__people=person)
    return plans.select_related("opd").order_by("-year", "-pk")


class MinutesForm(VersionedForm, ModelForm):
    """The minutes of a verification."""

    asks_reason = False

    class Meta:
        model = Minutes
        fields = (
            "number",
            "held_on",
            "place",
            "deadline",
            "attendees",
            "priorities",
            "additions",
            "rejections",
            "agency_signer",
            "agency_nip",
            "planning_signer",
            "planning_nip",
        )
        formfield_callback = page_field

    def values(self) -> dict[str, Any]:
        """The minutes' own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self) -> None:
        """The service validates the minutes as a whole."""


class WaiverForm(VerbForm):
    """A blocker that is set aside, with the reason."""

    code = Text()
    line = WholeNumber()


class NoteForm(SentForm):
    """A reviewer's note; a reason for returning that stands in the same form is carried over."""

    text = Text()
    line = WholeNumber()
    reason = Text()


class NoteAnswerForm(SeenForm):
    """The agency's answer to a note."""

    answer = Text()


class SignedMinutesForm(SeenForm):
    """The signed minutes with their number."""

    number = Text()
    file = Upload()


class PasteForm(SeenForm):
    """Rows of a spreadsheet; ``konfirmasi`` is the print of the text whose preview was seen."""

    text = Text()
    konfirmasi = Text()

    @property
    def pasted(self) -> str:
        """The text."""
        return str(self.values()["text"]) if self.is_bound else ""

    @property
    def print(self) -> str:
        """The print of the text."""
        return hashlib.sha256(self.pasted.encode()).hexdigest()

    @property
    def is_confirmed(self) -> bool:
        """What was checked is what is saved."""
        return bool(self.values()["konfirmasi"] == self.print)


class ChecklistForm(SentForm):
    """The verification form: a status and a note for each item."""

    MOST = 500  # characters of a note

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [key for name in self.data if (key := name.removeprefix("status-")) != name and key.isdigit()]
        for key in self.items:
            self.fields[f"status-{key}"], self.fields[f"note-{key}"] = Text(), Text()

    def answers(self) -> dict[int, tuple[str, str]]:
        """Status and note by item."""
        sent = self.values()
        return {int(key): (sent[f"status-{key}"], sent[f"note-{key}"][: self.MOST]) for key in self.items}
