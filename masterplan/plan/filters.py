"""Filters of the lists of the plan; pages and API share them."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from .models import ActionPlan, Program, QuickWin
from .models.activity import Funding, Horizon, State


class ActivityFilter(filters.FilterSet):
    """Filters that all activities share."""

    lead_opd = filters.CharFilter("lead_opd__code", label="Penanggung jawab")
    supporting_opd = filters.CharFilter("supports__opd__code", label="Pendukung")
    year = filters.NumberFilter(method="running_in", label="Berjalan pada tahun")
    horizon = filters.ChoiceFilter(choices=Horizon.choices, label="Jangka")
    funding = filters.ChoiceFilter(choices=Funding.choices, method="funded_by", label="Sumber dana")
    state = filters.ChoiceFilter(choices=State.choices, label="Keadaan")
    is_demonstration = filters.BooleanFilter(label="Data demonstrasi")

    def running_in(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Activities that run in a year."""
        return queryset.running_in(value)

    def funded_by(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
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

    def speeding_up(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
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
