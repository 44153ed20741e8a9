"""Filters of the lists of the plan; pages and API share them."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Model, QuerySet

from solok_smartcity.kit.verb_forms import Chosen, ListFilter, QueryForm, SortFilter, WordsFilter

from .models import ActionPlan, Program, QuickWin
from .models.activity import Funding, Horizon, State
from .workflow import FeedbackState


class ActivityFilter(filters.FilterSet):
    """Filters that all activities share."""

    lead_opd = filters.CharFilter("lead_opd__code", label="Penanggung jawab")
    supporting_opd = filters.CharFilter("supports__opd__code", label="Pendukung")
    year = filters.NumberFilter(method="running_in", label="Berjalan pada tahun")
    horizon = filters.ChoiceFilter(choices=Horizon.choices, label="Jangka")
    funding = filters.ChoiceFilter(choices=Funding.choices, method="funded_by", label="Sumber dana")
    state = filters.ChoiceFilter(choices=State.choices, label="Keadaan")
    is_demonstration = filters.BooleanFilter(label="Data demonstrasi")

    def running_in(self, queryset: Any, name: str, value: Any) -> QuerySet[Any]:
        """Activities that run in a year."""
        found: QuerySet[Any] = queryset.running_in(value)
        return found

    def funded_by(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Activities paid from a source; the quotes keep APBD and APBD Provinsi apart."""
        return queryset.filter(funding_sources__icontains=f'"{value}"')


class MeasuredFilter(ActivityFilter):
    """Filters of programs and quick wins."""

    dimension = filters.CharFilter("subdimension__dimension__code", label="Dimensi")
    subdimension = filters.CharFilter("subdimension__code", label="Subdimensi")
    rkpd_program_code = filters.CharFilter(label="Kode program RKPD")


class ProgramFilter(MeasuredFilter):
    """Filters of programs."""

    class Meta:
        model = Program
        fields: list[str] = []


class QuickWinFilter(MeasuredFilter):
    """Filters of quick wins."""

    parent_program = filters.CharFilter(method="speeding_up", label="Program induk")

    def speeding_up(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Quick wins of a program; a draft is not told."""
        return queryset.filter(parent_program__code=value).exclude(parent_program__state=State.DRAFT)

    class Meta:
        model = QuickWin
        fields: list[str] = []


class ActionPlanFilter(ActivityFilter):
    """Filters of action plans."""

    category = filters.CharFilter("category__code", label="Kategori")

    class Meta:
        model = ActionPlan
        fields: list[str] = []


PUBLIC_SORTS = {
    "urutan": ("position", "code"),
    "nama": ("name", "code"),
    "mulai": ("start_year", "position", "code"),
    "penanggung-jawab": ("lead_opd__abbreviation", "position", "code"),
}


class PublicProgramFilter(ListFilter, ProgramFilter):
    """The public list of programs."""

    q = WordsFilter("code", "name", "indicator")
    urut = SortFilter(PUBLIC_SORTS, usual=PUBLIC_SORTS["urutan"])


class PublicQuickWinFilter(ListFilter, QuickWinFilter):
    """The public list of quick wins."""

    q = WordsFilter("code", "name", "indicator")
    urut = SortFilter(PUBLIC_SORTS, usual=PUBLIC_SORTS["urutan"])


class RoadmapFilter(ListFilter, ProgramFilter):
    """The programs of the road map."""


class FeedbackListFilter(ListFilter):
    """The list of feedback."""

    keadaan = filters.ChoiceFilter("state", choices=FeedbackState.choices, label="Keadaan")


def record_filter(
    model: type[Model],
    filterset: type[filters.FilterSet] | None,
    *,
    words: Sequence[str],
    sorts: Mapping[str, str],
    usual: Sequence[str],
) -> type[ListFilter]:
    """The query of the editor's list of a kind of record: its filters, words, and the order of each column."""
    orders = {name: (field, "pk") for name, field in sorts.items()}
    orders |= {f"-{name}": (f"-{field}", "pk") for name, field in sorts.items()}
    bases = (ListFilter, filterset) if filterset else (ListFilter,)
    declared = {"q": WordsFilter(*words), "urut": SortFilter(orders, usual=usual)}
    return type(f"{model.__name__}List", bases, declared)


class ColumnsQuery(QueryForm):
    """The columns a list is shown with."""

    kolom = Chosen()


class DayQuery(QueryForm):
    """The day a record is shown as of."""

    tanggal = forms.DateField(label="Tanggal", required=False, input_formats=["%Y-%m-%d"])


class RoadmapQuery(QueryForm):
    """The edition the road map is compared with, and whether all of it is shown at once."""

    edisi = forms.CharField(required=False)
    semua = forms.CharField(required=False)


class CompareQuery(QueryForm):
    """The two sides of a comparison of editions."""

    dari = forms.CharField(required=False)
    ke = forms.CharField(required=False)
