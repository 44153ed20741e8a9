"""API of nomenclature, RKPD rows and suggestions."""

from dataclasses import asdict
from typing import Any

import django_filters as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from opd.agencies.models import Opd
from solok_smartcity.kit.api_views import KeyedViewSet, Row, RowFilter, StrictSerializer, named_rows

from ..matching.suggest import Query
from ..models import Edition, NomenclatureItem, RkpdImport, RkpdItem
from ..selectors.codes import searched
from ..selectors.suggestions import suggest_codes
from .reading import ReadsAlignment

CODE_NAMES = {
    "id": "id",
    "edition": "edition__code",
    **{name: name for name in "code level name parent_code output indicator unit tags spm kind successor_code".split()},
    "version": "edition__version",
}


class CodeRow(Row):
    """One code of one edition."""

    id = serializers.IntegerField()
    edition = serializers.CharField()
    code = serializers.CharField()
    level = serializers.CharField()
    name = serializers.CharField()
    parent_code = serializers.CharField()
    output = serializers.CharField()
    indicator = serializers.CharField()
    unit = serializers.CharField()
    tags = serializers.CharField()
    spm = serializers.CharField()
    kind = serializers.CharField()
    successor_code = serializers.CharField(help_text="Kode pengganti pada edisi kemudian, bila ada.")
    version = serializers.IntegerField(help_text="Versi edisinya.")


def code_rows(queryset: Any) -> list[dict[str, Any]]:
    """Rows of codes (one query)."""
    return named_rows(queryset, CODE_NAMES)


class CodeFilter(RowFilter):
    """Filters of the nomenclature."""

    edition = filters.CharFilter("edition__code", label="Edisi")
    level = filters.CharFilter(label="Tingkat")
    parent = filters.CharFilter("parent_code", label="Kode induk")
    code = filters.CharFilter("code", lookup_expr="startswith", label="Awal kode")
    q = filters.CharFilter(method="words", label="Kata atau kode")

    def words(self, queryset: Any, name: str, value: str) -> Any:
        """Codes that hold every word."""
        return searched(queryset, value.replace("\0", "").strip()[:100])


class NomenclatureViewSet(ReadsAlignment, KeyedViewSet):
    """The ministry's list of codes, edition by edition."""

    queryset = NomenclatureItem.objects.all()
    rows = staticmethod(code_rows)
    serializer_class = CodeRow
    filterset_class = CodeFilter
    search_fields = ("name", "indicator")
    ordering_fields = ("code", "edition__first_year")
    ordering = ("-edition__first_year", "code")


RKPD_NAMES = {
    "id": "id",
    "imported": "imported_id",
    "year": "imported__year",
    "round": "imported__round",
    "number": "imported__number",
    "opd": "opd__code",
    **{
        name: name
        for name in (
            "source code raw_code name indicator target unit location pagu forward fund_source priority program_code"
        ).split()
    },
}


class RkpdItemRow(Row):
    """One sub kegiatan of the RKPD, as imported."""

    id = serializers.IntegerField()
    imported = serializers.IntegerField(help_text="Impor asalnya.")
    year = serializers.IntegerField()
    round = serializers.CharField()
    number = serializers.IntegerField(help_text="Versi impor.")
    opd = serializers.CharField()
    source = serializers.CharField(help_text="Baris asal dalam berkas.")
    code = serializers.CharField()
    raw_code = serializers.CharField()
    name = serializers.CharField()
    indicator = serializers.CharField()
    target = serializers.DecimalField(18, 4, allow_null=True)
    unit = serializers.CharField()
    location = serializers.CharField()
    pagu = serializers.IntegerField(allow_null=True, help_text="Rupiah utuh.")
    forward = serializers.IntegerField(allow_null=True, help_text="Rupiah utuh.")
    fund_source = serializers.CharField()
    priority = serializers.CharField()
    program_code = serializers.CharField()
    version = serializers.IntegerField(help_text="Selalu 1: baris impor tidak berubah.")


def rkpd_item_rows(queryset: Any) -> list[dict[str, Any]]:
    """Rows of the RKPD (one query)."""
    rows = [row | {"version": 1} for row in named_rows(queryset, RKPD_NAMES)]
    for row in rows:
        row["target"] = None if row["target"] is None else f"{row['target']:f}"
    return rows


class RkpdItemFilter(RowFilter):
    """Filters of RKPD rows."""

    year = filters.NumberFilter("imported__year", label="Tahun", min_value=1900, max_value=2200)
    round = filters.CharFilter("imported__round", label="Putaran")
    opd = filters.CharFilter("opd__code", label="Perangkat daerah")
    code = filters.CharFilter("code", lookup_expr="startswith", label="Awal kode")


class RkpdItemViewSet(ReadsAlignment, KeyedViewSet):
    """Rows of the RKPD: of the versions that hold, each former one stays under its own key."""

    queryset = RkpdItem.objects.all()
    rows = staticmethod(rkpd_item_rows)
    serializer_class = RkpdItemRow
    filterset_class = RkpdItemFilter
    search_fields = ("name", "code")
    ordering_fields = ("code", "pagu")
    ordering = ("pk",)

    def get_queryset(self) -> Any:
        """Lists show the last version of each year and round."""
        queryset = super().get_queryset()
        return queryset.filter(imported__in=RkpdImport.objects.holding()) if self.action == "list" else queryset


class SuggestionRow(Row):
    """One suggested sub kegiatan."""

    code = serializers.CharField()
    name = serializers.CharField()
    kegiatan = serializers.CharField()
    program = serializers.CharField()
    indicator = serializers.CharField()
    unit = serializers.CharField()
    score = serializers.FloatField(help_text="Hanya untuk urutan; bukan peluang.")
    reasons = serializers.ListField(child=serializers.CharField())


class SuggestionQuery(StrictSerializer):
    """What is to be matched."""

    title = serializers.CharField(max_length=300)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    opd = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    edition = serializers.CharField(max_length=20, required=False, default="")
    top = serializers.IntegerField(min_value=1, max_value=50, required=False, default=5)


class SuggestionViewSet(ReadsAlignment, ViewSet):
    """Suggested codes for a text; nothing is linked."""

    @extend_schema(
        parameters=[SuggestionQuery], responses=SuggestionRow(many=True), operation_id="api_v1_suggestions_list"
    )
    def list(self, request: Request) -> Response:
        """The best codes with the reasons, best first."""
        sent = SuggestionQuery(data=request.query_params.dict())
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        edition = data["edition"] or next(iter(Edition.objects.values_list("code", flat=True)), "")
        if not Edition.objects.filter(code=edition).exists():
            raise serializers.ValidationError({"edition": ["Edisi tidak dikenal."]})
        if data["opd"] and not Opd.objects.filter(code=data["opd"].upper()).exists():
            raise serializers.ValidationError({"opd": ["Perangkat daerah tidak dikenal."]})
        query = Query(data["title"], data["description"], data["opd"].upper())
        return Response([asdict(item) for item in suggest_codes(edition, query, data["top"])])
