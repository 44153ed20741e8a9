"""What the lists of the agencies' work read from their address."""

import django_filters as filters
from django import forms

from solok_smartcity.kit.verb_forms import ListFilter, QueryForm, SortFilter, WordsFilter

from .models import Round
from .workflow import State

QUARTERS = (1, 2, 3, 4)
LATEST = ("-revision", "-pk")
SORTS = {
    "tahun": ("-year", "opd__name", *LATEST),
    "perangkat": ("opd__name", "-year", *LATEST),
    "kirim": ("submitted_at", "pk", *LATEST),
}


class WorkPlanListFilter(ListFilter):
    """The list of work plans."""

    tahun = filters.NumberFilter("year", label="Tahun", min_value=0, max_value=9999)
    putaran = filters.ChoiceFilter("round", choices=Round.choices, label="Putaran")
    keadaan = filters.ChoiceFilter("state", choices=State.choices, label="Keadaan")
    perangkat = filters.CharFilter("opd__code", label="Perangkat daerah")
    q = WordsFilter("opd__name", "opd__abbreviation")
    urut = SortFilter(SORTS, usual=SORTS["tahun"])


class PeriodQuery(QueryForm):
    """The period and the agency that realisation is shown for."""

    tahun = forms.IntegerField(label="Tahun", required=False, min_value=2000, max_value=2100)
    triwulan = forms.TypedChoiceField(
        label="Triwulan", required=False, choices=[(item, item) for item in QUARTERS], coerce=int
    )
    perangkat = forms.CharField(label="Perangkat daerah", required=False)

    @property
    def period(self) -> tuple[int, int] | None:
        """Year and quarter, if both were asked for."""
        self.full_clean()
        year, quarter = self.cleaned_data.get("tahun"), self.cleaned_data.get("triwulan")
        return (year, quarter) if year and quarter else None


class PlanQuery(QueryForm):
    """What the page of one plan is told: a reason that was typed before a note was saved."""

    alasan = forms.CharField(required=False)
