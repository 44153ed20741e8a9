"""API of regulations: list, outline, and the address of the PDF."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from solok_smartcity.kit.api_views import Row, WorkflowViewSet

from ..machine import LIFE
from ..models import Regulation
from ..selectors.document import load_document
from ..selectors.outline import outline, regulation_rows
from ..workflow import LegalStatus, Stage
from .amending import AmendmentMixin
from .life import LifeMixin
from .provisions import LintRow, lint_rows


class RegulationRow(Row):
    """A regulation, as read."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    region = serializers.CharField()
    is_example = serializers.BooleanField(help_text="Peraturan daerah lain, contoh bagi penyusun.")
    stage = serializers.ChoiceField(Stage.choices)
    number = serializers.IntegerField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    enacted_on = serializers.DateField(allow_null=True)
    promulgated_on = serializers.DateField(allow_null=True)
    gazette_number = serializers.IntegerField(allow_null=True)
    legal_status = serializers.ChoiceField(LegalStatus.choices)
    pdf = serializers.CharField(help_text="Alamat PDF.")
    outline = serializers.CharField(help_text="Alamat kerangka naskah.")
    version = serializers.IntegerField()


class OutlineElement(Row):
    """An element with its computed number; ``children`` have the same shape."""

    id = serializers.CharField()
    kind = serializers.CharField()
    label = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    children = serializers.ListField(child=serializers.DictField())


class OutlineAnswer(Row):
    """The compiled regulation."""

    digest = serializers.CharField()
    title = serializers.ListField(child=serializers.CharField())
    recitals = OutlineElement(many=True)
    basis = OutlineElement(many=True)
    enact = serializers.CharField()
    body = OutlineElement(many=True)
    order = serializers.CharField()
    annexes = serializers.ListField(child=serializers.DictField())
    missing = serializers.ListField(child=serializers.CharField())
    faults = serializers.ListField(child=serializers.DictField())


class LintAnswer(Row):
    """All findings of a regulation."""

    findings = LintRow(many=True)


class RegulationViewSet(LifeMixin, AmendmentMixin, WorkflowViewSet):
    """Regulations: drafts for the offices that make them, promulgated ones for everyone."""

    queryset = Regulation.objects.all()
    rows = staticmethod(regulation_rows)
    serializer_class = RegulationRow
    lookup_field = "slug"
    lookup_value_regex = "[-A-Za-z0-9_]+"
    workflow = LIFE
    search_fields = ("title", "slug")
    filterset_fields = ("stage", "year")
    ordering_fields = ("year", "number", "title")
    ordering = ("-year", "-id")

    @extend_schema(responses=OutlineAnswer)
    @action(detail=True, url_path="outline")
    def outline(self, request: Request, slug: str) -> Response:
        """The whole text with its numbers, in the order of print."""
        return Response(outline(load_document(self.regulation(slug))))

    @extend_schema(responses=LintAnswer)
    @action(detail=True, url_path="lint")
    def lint(self, request: Request, slug: str) -> Response:
        """Findings of the drafting rules, in the order of the text."""
        return Response({"findings": lint_rows(load_document(self.regulation(slug)))})

    def regulation(self, slug: str) -> Regulation:
        """The regulation in the person's scope; raises 404."""
        regulation: Regulation = get_object_or_404(self.scope().with_parts(), slug=slug)
        return regulation
