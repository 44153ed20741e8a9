"""API of findings and links: rows and the verbs of their life."""

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import Row, RowFilter, StrictSerializer, Verb, WorkflowViewSet, creates

from ..machine import FINDINGS, LINKS
from ..models import Alignment, FindingRecord
from ..models.alignment import SEVERITIES
from ..selectors.actions import alignment_rows
from ..selectors.findings import finding_rows
from ..services import findings as finding_service
from ..services import links as link_service
from ..workflow import FindingState, LinkState
from .reading import ReadsAlignment


class FindingRow(Row):
    """A finding, as read."""

    id = serializers.IntegerField()
    year = serializers.IntegerField()
    code = serializers.CharField()
    label = serializers.CharField()
    severity = serializers.ChoiceField(SEVERITIES)
    severity_name = serializers.CharField()
    origin = serializers.CharField()
    text = serializers.CharField()
    field = serializers.CharField(help_text="Medan baris yang perlu diperbaiki.")
    cell = serializers.CharField()
    detail = serializers.CharField()
    compared = serializers.CharField(help_text="Nilai Renja / RKPD, bila dibandingkan.")
    state = serializers.ChoiceField(FindingState.choices)
    state_name = serializers.CharField()
    is_current = serializers.BooleanField()
    opd_id = serializers.IntegerField(allow_null=True)
    opd = serializers.CharField(allow_null=True)
    opd_abbreviation = serializers.CharField(allow_null=True)
    plan = serializers.IntegerField(allow_null=True)
    plan_state = serializers.CharField(allow_null=True)
    mendable = serializers.BooleanField(help_text="Selnya dapat diperbaiki sekarang.")
    line = serializers.IntegerField(allow_null=True)
    line_label = serializers.CharField()
    line_location = serializers.CharField(allow_null=True)
    rkpd_item = serializers.IntegerField(allow_null=True)
    rkpd_code = serializers.CharField(allow_null=True)
    rkpd_name = serializers.CharField(allow_null=True)
    rkpd_location = serializers.CharField(allow_null=True)
    program = serializers.CharField(allow_null=True)
    quick_win = serializers.CharField(allow_null=True)
    answer = serializers.CharField()
    answered_by_name = serializers.CharField()
    decision_reason = serializers.CharField()
    decided_by_name = serializers.CharField()
    found_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class FindingFilter(RowFilter):
    """Filters of findings."""

    year = filters.NumberFilter(label="Tahun", min_value=1900, max_value=2200)
    opd = filters.CharFilter("opd__code", label="Perangkat daerah")
    severity = filters.ChoiceFilter(choices=SEVERITIES, label="Bobot")
    state = filters.ChoiceFilter(choices=FindingState.choices, label="Keadaan")
    code = filters.CharFilter(label="Temuan")
    plan = filters.NumberFilter("plan", label="Rencana kerja", min_value=0, max_value=2**31)
    current = filters.BooleanFilter("is_current", label="Berlaku")


def _verbs(services: Mapping[str, Any], docs: dict[str, str]) -> dict[str, Verb]:
    """Verbs of a viewset: their services with their lines in the documentation."""
    return {name: Verb(services[name], doc) for name, doc in docs.items()}


class FindingViewSet(ReadsAlignment, WorkflowViewSet):
    """Findings and their conversation."""

    queryset = FindingRecord.objects.all()
    rows = staticmethod(finding_rows)
    serializer_class = FindingRow
    filterset_class = FindingFilter
    search_fields = ("text", "line_label")
    ordering_fields = ("year", "found_at", "code")
    ordering = ("-year", "pk")
    workflow = FINDINGS
    verbs = _verbs(
        finding_service.VERBS,
        {
            "answer": "Jawaban perangkat daerah.",
            "ask": "Pertanyaan perencanaan daerah.",
            "accept": "Terima ketidaksesuaian apa adanya.",
            "reject": "Tolak jawaban atau cabut keputusan.",
            "waive": "Kesampingkan dengan alasan.",
        },
    )


class AlignmentRow(Row):
    """A link between a line and a program or quick win, as read."""

    id = serializers.IntegerField()
    program = serializers.CharField(allow_null=True)
    quick_win = serializers.CharField(allow_null=True)
    line = serializers.IntegerField()
    sub_kegiatan_code = serializers.CharField()
    line_name = serializers.CharField()
    plan = serializers.IntegerField()
    year = serializers.IntegerField()
    opd = serializers.CharField()
    opd_id = serializers.IntegerField()
    state = serializers.ChoiceField(LinkState.choices)
    state_name = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    why = serializers.CharField()
    proposed_by_name = serializers.CharField()
    by_agency = serializers.CharField()
    by_planning = serializers.CharField()
    decision_reason = serializers.CharField()
    version = serializers.IntegerField()


class AlignmentWrite(StrictSerializer):
    """A proposed link: one program or one quick win, by code."""

    line = serializers.IntegerField(min_value=1)
    program = serializers.CharField(max_length=20, required=False)
    quick_win = serializers.CharField(max_length=20, required=False)
    why = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AlignmentFilter(RowFilter):
    """Filters of links."""

    year = filters.NumberFilter("line__plan__year", label="Tahun", min_value=1900, max_value=2200)
    opd = filters.CharFilter("line__plan__opd__code", label="Perangkat daerah")
    state = filters.ChoiceFilter(choices=LinkState.choices, label="Keadaan")
    program = filters.CharFilter("program__code", label="Program")
    quick_win = filters.CharFilter("quick_win__code", label="Quick win")


class AlignmentViewSet(ReadsAlignment, WorkflowViewSet):
    """Links between the plan and the work plans."""

    queryset = Alignment.objects.all()
    rows = staticmethod(alignment_rows)
    serializer_class = AlignmentRow
    filterset_class = AlignmentFilter
    search_fields = ("line__name",)
    ordering_fields = ("line__plan__year",)
    ordering = ("pk",)
    workflow = LINKS
    verbs = _verbs(
        link_service.VERBS,
        {
            "confirm": "Konfirmasi perangkat daerah.",
            "accept": "Terima tautan.",
            "reject": "Tolak tautan dengan alasan.",
        },
    )

    def scope(self) -> Any:
        """With what the rules look at."""
        return super().scope().select_related("line__plan__opd", "program", "quick_win")

    @creates(AlignmentWrite)
    def create(self, request: Request) -> Response:
        """Propose a link; one that is known already is given back."""

        def propose(sent: dict[str, Any]) -> Alignment:
            return link_service.propose_link(actor=account(request), line_id=sent.pop("line"), **sent)

        return self.made(request, AlignmentWrite, propose)
