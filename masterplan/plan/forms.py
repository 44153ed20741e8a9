"""Forms of the plan's records: one class for activities with their yearly grid, one for everything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db import models

from opd.agencies.models import Opd
from solok_smartcity.kit.decisions import VersionMissing
from solok_smartcity.kit.forms import MoneyField, NumberField, VersionedForm, page_field
from solok_smartcity.kit.records import Children, change_record, create_record
from solok_smartcity.kit.verb_forms import (
    Chosen,
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

from .models import MasterPlan, ObjectiveIndicator, QuickWin, SubDimension
from .models.activity import Activity, Funding, State
from .rules import may_edit_plan
from .services.activities import create_activity, update_activity

RISK_ROWS = range(1, 7)


@dataclass(frozen=True)
class Grid:
    """Fields laid out as a table: a block copied from a spreadsheet can be pasted into it."""

    title: str
    help_text: str
    columns: list[str]
    rows: list[tuple[str, list[forms.BoundField]]]


class AgencyChoice(OneRecord):
    """An agency by short and full name."""

    def label_from_instance(self, obj: Any) -> str:
        """``DINKES – Dinas Kesehatan``."""
        return f"{obj.abbreviation} – {obj.name}"


class AgenciesChoice(SomeRecords):
    """Several agencies."""

    label_from_instance = AgencyChoice.label_from_instance


class RecordForm(VersionedForm, ModelForm):
    """Any record of the plan without child rows."""

    plan: MasterPlan

    def __init__(self, *args: Any, plan: MasterPlan, **kwargs: Any) -> None:
        self.plan = plan
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in self.machinery])

    @property
    def grids(self) -> list[Grid]:
        """Tables of fields."""
        return []

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Fields outside the tables."""
        inside = {field.name for grid in self.grids for _, row in grid.rows for field in row}
        return [field for field in self.content_fields if field.name not in inside]

    def values(self) -> dict[str, Any]:
        """The record's own fields."""
        names = {field.name for field in self._meta.model._meta.concrete_fields}
        return {name: value for name, value in self.cleaned_data.items() if name in names}

    def children(self) -> list[Children]:
        """Child rows; none here."""
        return []

    def write(self, actor: Any) -> models.Model:
        """Create or change the record through its service; raises what the service refuses."""
        model, cleaned = self._meta.model, self.cleaned_data
        common = {
            "actor": actor,
            "rule": may_edit_plan,
            "children": self.children(),
            "reason": cleaned["change_reason"],
        }
        if self.instance.pk is None:
            values = self.values()
            if any(field.name == "plan" for field in model._meta.concrete_fields):
                values["plan"] = self.plan
            made: models.Model = create_record(model, values=values, **common)
            return made
        scope = model.objects.visible_to(actor)
        changed: models.Model = change_record(
            scope, self.instance.pk, version=cleaned["version_seen"], values=self.values(), **common
        )
        return changed

    def _post_clean(self) -> None:
        """The service validates the record as a whole; here only the fields are."""


class IndicatorForm(RecordForm):
    """How an objective is measured, with targets of its own year by year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update({f"target_{row.year}": row.target for row in self.instance.targets.all()})
        for year in self.plan.years:
            self.fields[f"target_{year}"] = NumberField(
                label=f"Target {year}", required=False, max_digits=18, decimal_places=4
            )

    @property
    def grids(self) -> list[Grid]:
        """Targets of the years."""
        rows = [(str(year), [self[f"target_{year}"]]) for year in self.plan.years]
        return [Grid("Target setiap tahun", "Hanya untuk indikator sendiri.", ["Target"], rows)]

    def children(self) -> list[Children]:
        """Years that have a target."""
        wanted = {
            year: {"target": self.cleaned_data[f"target_{year}"]}
            for year in self.plan.years
            if self.cleaned_data.get(f"target_{year}") is not None
        }
        return [Children("targets", "year", wanted)]


class ActivityForm(RecordForm):
    """Programs, quick wins and action plans: agencies, sources of funds, and the grid of years."""

    funding_sources = forms.MultipleChoiceField(
        label="Sumber dana", choices=Funding.choices, widget=forms.CheckboxSelectMultiple
    )
    supports = AgenciesChoice(
        None,
        label="Perangkat daerah pendukung",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record = self.instance
        self._years = list(record.years.all()) if record.pk else []
        self._supports = [row.opd for row in record.supports.select_related("opd")] if record.pk else []
        named = [agency.pk for agency in self._supports] + [record.lead_opd_id]
        agencies = Opd.objects.filter(models.Q(successor__isnull=True, valid_to__isnull=True) | models.Q(pk__in=named))
        self.fields["lead_opd"] = AgencyChoice(agencies, label="Penanggung jawab")
        supports: Any = self.fields["supports"]
        supports.queryset = agencies
        self.initial["supports"] = self._supports
        self.initial["funding_sources"] = record.funding_sources
        if record.pk is None:
            self.fields["state"] = forms.ChoiceField(
                label="Keadaan", choices=[(s.value, s.label) for s in (State.DRAFT, State.ACTIVE)], initial=State.DRAFT
            )
        self._make_years()
        order = [
            "code",
            "name",
            "state",
            "subdimension",
            "category",
            "lead_opd",
            "supports",
            "start_year",
            "end_year",
            "horizon",
            "funding_sources",
            "indicator",
            "unit",
            "direction",
            "baseline",
            "baseline_documented",
            "fact_source",
            "target_final",
            "description",
            "parent_program",
            "progress_pct",
            "deadline",
            "rkpd_program_code",
            "rkpd_program_name",
            "is_demonstration",
            "provenance",
        ]
        self.order_fields(order)

    @property
    def measured(self) -> bool:
        """Whether the activity has yearly targets, not money alone."""
        return hasattr(self._meta.model, "direction")

    def _make_years(self) -> None:
        known = {row.year: row for row in self._years}
        for year in self.plan.years:
            row = known.get(year)
            if self.measured:
                self.fields[f"target_{year}"] = NumberField(
                    label=f"Target {year}", required=False, max_digits=18, decimal_places=4
                )
                self.initial[f"target_{year}"] = row.target if row else None
            self.fields[f"budget_{year}"] = MoneyField(label=f"Anggaran {year} (Rp)", required=False, min_value=0)
            self.initial[f"budget_{year}"] = row.budget if row else None

    @property
    def grids(self) -> list[Grid]:
        """The years as rows, as in a spreadsheet."""
        columns = ["Target", "Anggaran (Rp)"] if self.measured else ["Anggaran (Rp)"]
        names = ["target", "budget"] if self.measured else ["budget"]
        rows = [(str(year), [self[f"{name}_{year}"] for name in names]) for year in self.plan.years]
        text = "Pindah sel dengan Tab atau panah. Blok sel dari lembar kerja dapat langsung ditempel."
        return [
            Grid("Target dan anggaran setiap tahun" if self.measured else "Anggaran setiap tahun", text, columns, rows)
        ]

    def years(self) -> dict[int, dict[str, Any]]:
        """Years with a value; a year that stood there empty stays."""
        empty = {row.year for row in self._years if getattr(row, "target", None) is None and row.budget is None}
        out = {}
        for year in self.plan.years:
            values = {"budget": self.cleaned_data.get(f"budget_{year}")}
            if self.measured:
                values["target"] = self.cleaned_data.get(f"target_{year}")
            if year in empty or any(value is not None for value in values.values()):
                out[year] = values
        return out

    def chosen_supports(self) -> list[Any]:
        """The chosen agencies: those that were there in their order, then the new ones."""
        chosen = {agency.pk: agency for agency in self.cleaned_data["supports"]}
        known = [agency for agency in self._supports if agency.pk in chosen]
        return known + [agency for pk, agency in chosen.items() if pk not in {old.pk for old in known}]

    def write(self, actor: Any) -> Activity:
        """Through the service of activities."""
        cleaned = self.cleaned_data
        model: type[Activity] = self._meta.model
        common: dict[str, Any] = {
            "actor": actor,
            "years": self.years(),
            "supports": self.chosen_supports(),
            "children": self.children(),
            "reason": cleaned["change_reason"],
        }
        if self.instance.pk is None:
            last = model.objects.aggregate(last=models.Max("position"))["last"] or 0
            values = {**self.values(), "plan": self.plan, "position": last + 1}
            return create_activity(model, values=values, **common)
        return update_activity(model, self.instance.pk, version=cleaned["version_seen"], values=self.values(), **common)


class QuickWinForm(ActivityForm):
    """A quick win with its list of risks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {row.position: row for row in self.instance.risks.all()} if self.instance.pk else {}
        for number in RISK_ROWS:
            row = known.get(number)
            for name, field in self._risk_fields(number).items():
                self.fields[f"risk_{number}_{name}"] = field
                self.initial[f"risk_{number}_{name}"] = getattr(row, name, None)

    @staticmethod
    def _risk_fields(number: int) -> Mapping[str, forms.Field]:
        scale: dict[str, Any] = {"required": False, "min_value": 1, "max_value": 5}
        return {
            "text": forms.CharField(label=f"Risiko {number}", required=False, max_length=300),
            "likelihood": forms.IntegerField(label=f"Kemungkinan {number}", **scale),
            "impact": forms.IntegerField(label=f"Dampak {number}", **scale),
            "mitigation": forms.CharField(label=f"Penanganan {number}", required=False, max_length=300),
        }

    @property
    def grids(self) -> list[Grid]:
        """Years and risks."""
        names = ("text", "likelihood", "impact", "mitigation")
        rows = [(str(n), [self[f"risk_{n}_{name}"] for name in names]) for n in RISK_ROWS]
        columns = ["Risiko", "Kemungkinan (1–5)", "Dampak (1–5)", "Penanganan"]
        return [*super().grids, Grid("Daftar risiko", "Baris tanpa uraian risiko tidak disimpan.", columns, rows)]

    def children(self) -> list[Children]:
        """Risks that are described."""
        cleaned, wanted = self.cleaned_data, {}
        for number in RISK_ROWS:
            if text := cleaned.get(f"risk_{number}_text"):
                wanted[number] = {
                    "text": text,
                    "likelihood": cleaned.get(f"risk_{number}_likelihood") or 3,
                    "impact": cleaned.get(f"risk_{number}_impact") or 3,
                    "mitigation": cleaned.get(f"risk_{number}_mitigation") or "",
                }
        return [Children("risks", "position", wanted)]


# Fields the portal fills in itself.
HIDDEN = {"id", "version", "updated_at", "plan", "position", "state", "funding_sources", "promoted_to"}
KEEPS_POSITION = {"mission", "chapter", "swot", "objective", "objectiveindicator", "strategy"}


def form_class(model: type[models.Model]) -> type[RecordForm]:
    """The form of a kind of record."""
    base: type[RecordForm] = RecordForm
    if issubclass(model, Activity):
        base = QuickWinForm if model is QuickWin else ActivityForm
    elif model is ObjectiveIndicator:
        base = IndicatorForm
    hidden = HIDDEN - ({"position"} if model._meta.model_name in KEEPS_POSITION else set())
    fields = [f.name for f in model._meta.concrete_fields if f.name not in hidden]
    made = forms.modelform_factory(model, form=base, fields=fields, formfield_callback=page_field)
    return cast(type[RecordForm], made)


class PrepareForm(SentForm):
    """The next edition."""

    title = Text()
    note = Text()


class FeedbackForm(SentForm):
    """What an agency thinks of a quick win."""

    stance = Text()
    text = Text()
    attachment = Upload()


class AnswerForm(VerbForm):
    """The answer to a feedback."""

    outcome = Text()


class PromoteForm(VerbForm):
    """The code of the program a quick win becomes."""

    code = Text()


class MoveForm(SeenForm):
    """A step up or down, and the list to go back to."""

    query = Text()


class ProposalForm(SeenForm):
    """The place of the program a proposal becomes."""

    subdimension = WholeNumber()


class PickForm(SentForm):
    """Which activities are changed at once: the ticked ones, or all that a list has found."""

    pilih = Chosen()
    semua = Text()

    @property
    def picked(self) -> list[int]:
        """Keys of the ticked ones."""
        return [int(key) for key in self.values()["pilih"] if key.isascii() and key.isdigit()]

    @property
    def takes_all(self) -> bool:
        """Everything the list has found."""
        return bool(self.values()["semua"] == "1")

    def seen(self, keys: Iterable[int]) -> dict[int, int]:
        """The version of each record that the preview showed; raises ``VersionMissing``."""
        number, out = WholeNumber(), {}
        for key in keys:
            out[key] = number.clean(self.data.get(f"versi-{key}"))
            if out[key] is None:
                raise VersionMissing
        return out


class ManyForm(VersionedForm):
    """One value for many activities."""

    def __init__(self, *args: Any, model: type[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Opd.objects.filter(successor__isnull=True, valid_to__isnull=True)
        self.fields["lead_opd"] = AgencyChoice(
            agencies, required=False, label="Penanggung jawab", empty_label="(tidak diubah)"
        )
        if hasattr(model, "direction"):
            self.fields["subdimension"] = forms.ModelChoiceField(
                SubDimension.objects.all(), required=False, label="Subdimensi", empty_label="(tidak diubah)"
            )
        self.fields["state"] = forms.ChoiceField(
            required=False, choices=[("", "(tidak diubah)"), *State.choices], label="Keadaan", initial=""
        )
        self.order_fields([name for name in self.fields if name not in self.machinery])

    def values(self) -> dict[str, Any]:
        """What shall change."""
        names = ("lead_opd", "subdimension", "state")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
