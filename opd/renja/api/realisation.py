"""API of quarterly realisation: rows with the computed light, and the report of a quarter."""

from typing import Any

import django_filters as filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from masterplan.plan.models import Program, ProgramYear
from masterplan.plan.models.activity import Direction
from masterplan.plan.selectors.activities import plain
from opd.agencies.requests import account
from solok_smartcity.kit.api_views import (
    KeyedViewSet,
    Row,
    RowFilter,
    StrictSerializer,
    seen_version,
    tagged,
    validated,
)
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.idempotency import IDEMPOTENCY_KEY, once

from ..models import Realisation, WorkPlan, WorkPlanLine
from ..progress import Light, money_progress, progress
from ..rules import may_report
from ..services.realisation import report_realisation

FIELDS = (
    "id",
    "year",
    "quarter",
    "program__code",
    "line_id",
    "value",
    "money",
    "obstacle",
    "version",
    "updated_at",
    "line__target",
    "line__amount",
    "program__direction",
    "program__baseline",
    "year_target",
    "year_budget",
)


def realisation_rows(queryset: QuerySet[Any]) -> list[dict[str, Any]]:
    """Rows of reports with target, per cent and light (one query)."""
    years = ProgramYear.objects.filter(activity=OuterRef("program"), year=OuterRef("year"))
    queryset = queryset.annotate(
        year_target=Coalesce(Subquery(years.values("target")), "line__target"),
        year_budget=Coalesce(Subquery(years.values("budget")), "line__amount"),
    )
    rows = []
    for values in queryset.values(*FIELDS):
        done = progress(
            values["value"],
            values["year_target"],
            values["quarter"],
            falling=values["program__direction"] == Direction.DOWN,
            baseline=values["program__baseline"],
        )
        spent = money_progress(values["money"], values["year_budget"])
        rows.append(
            {
                "id": values["id"],
                "year": values["year"],
                "quarter": values["quarter"],
                "program": values["program__code"],
                "line": values["line_id"],
                "value": plain(values["value"]),
                "money": values["money"],
                "obstacle": values["obstacle"],
                "target": plain(values["year_target"]),
                "budget": values["year_budget"],
                "percent": plain(done.percent),
                "money_percent": plain(spent),
                "light": done.light.value,
                "version": values["version"],
                "updated_at": values["updated_at"].isoformat(),
            }
        )
    return rows


class RealisationRow(Row):
    """A report, as read."""

    id = serializers.IntegerField()
    year = serializers.IntegerField()
    quarter = serializers.IntegerField()
    program = serializers.CharField(allow_null=True)
    line = serializers.IntegerField(allow_null=True)
    value = serializers.DecimalField(18, 4, allow_null=True)
    money = serializers.IntegerField(allow_null=True, help_text="Rupiah utuh.")
    obstacle = serializers.CharField()
    target = serializers.DecimalField(18, 4, allow_null=True)
    budget = serializers.IntegerField(allow_null=True)
    percent = serializers.DecimalField(8, 1, allow_null=True)
    money_percent = serializers.DecimalField(8, 1, allow_null=True)
    light = serializers.ChoiceField([(light.value, light.value) for light in Light])
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class RealisationWrite(StrictSerializer):
    """The report of one program or one line for one quarter."""

    program = serializers.SlugRelatedField("code", queryset=Program.objects.all(), required=False)
    line = serializers.IntegerField(required=False)
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    quarter = serializers.IntegerField(min_value=1, max_value=4)
    value = serializers.DecimalField(18, 4, required=False, allow_null=True, min_value=0)
    money = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    obstacle = serializers.CharField(required=False, allow_blank=True, max_length=4000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one subject."""
        if ("program" in attrs) == ("line" in attrs):
            raise serializers.ValidationError("Sebut satu program atau satu baris Renja.")
        return attrs


class RealisationFilter(RowFilter):
    """Filters of reports."""

    year = filters.NumberFilter(label="Tahun", min_value=1900, max_value=2200)
    quarter = filters.NumberFilter(label="Triwulan", min_value=1, max_value=4)
    program = filters.CharFilter("program__code", label="Program")
    line = filters.NumberFilter("line_id", label="Baris Renja", min_value=1)


class RealisationViewSet(KeyedViewSet):
    """Quarterly realisation."""

    queryset = Realisation.objects.all()
    rows = staticmethod(realisation_rows)
    serializer_class = RealisationRow
    filterset_class = RealisationFilter
    search_fields = ("obstacle",)
    ordering_fields = ("year", "quarter")
    ordering = ("-year", "-quarter", "pk")

    @extend_schema(
        request=RealisationWrite,
        responses={200: RealisationRow, 201: RealisationRow},
        parameters=[
            OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="ETag laporan yang diperbaiki."),
            IDEMPOTENCY_KEY,
        ],
    )
    def create(self, request: Request) -> Response:
        """Report a quarter, or correct the report (then with ``If-Match``) while the quarter is open."""

        def work() -> Response:
            values = validated(request, RealisationWrite)
            key = {name: values.pop(name) for name in ("year", "quarter")}
            if "program" in values:
                subject: Any = values.pop("program")
                require(may_report(request.user, subject.lead_opd_id))
                known = Realisation.objects.filter(program=subject, **key).first()
            else:
                plans = WorkPlan.objects.visible_to(request.user)
                subject = WorkPlanLine.objects.filter(plan__in=plans, pk=values.pop("line")).first()
                if subject is None:
                    raise Http404
                require(may_report(request.user, subject.plan.opd_id))
                known = Realisation.objects.filter(line=subject, **key).first()
            version = seen_version(request, Realisation, known.pk) if known else None
            done = report_realisation(actor=account(request), subject=subject, version=version, values=values, **key)
            row = realisation_rows(Realisation.objects.filter(pk=done.pk))[0]
            return tagged(Realisation, row, 200 if known else 201)

        return once(request, work)
