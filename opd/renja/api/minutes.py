"""API of the minutes of a verification."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import IF_MATCH, StrictSerializer, seen_version, tagged, validated
from solok_smartcity.kit.decisions import require

from ..models import Minutes, WorkPlan
from ..rules import may_read_minutes, may_review
from ..services import minutes as minutes_service
from ..services.minutes_files import DOCX, docx_of

MINUTES_FIELDS = (
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


class MinutesWrite(StrictSerializer):
    """What is written into the minutes; lists have one item a line."""

    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    held_on = serializers.DateField()
    place = serializers.CharField(max_length=200)
    deadline = serializers.DateField()
    attendees = serializers.CharField(help_text="Satu orang satu baris: nama; NIP; jabatan atau instansi.")
    priorities = serializers.CharField(required=False, allow_blank=True)
    additions = serializers.CharField(required=False, allow_blank=True)
    rejections = serializers.CharField(required=False, allow_blank=True)
    agency_signer = serializers.CharField(max_length=150)
    agency_nip = serializers.CharField(max_length=30, required=False, allow_blank=True)
    planning_signer = serializers.CharField(max_length=150)
    planning_nip = serializers.CharField(max_length=30, required=False, allow_blank=True)


class MinutesRow(MinutesWrite):
    """The minutes, as read."""

    id = serializers.IntegerField()
    plan = serializers.IntegerField()
    version = serializers.IntegerField()


PLAN_KEY = OpenApiParameter("id", int, OpenApiParameter.PATH, description="Rencana kerja.")


class MinutesViewSet(GenericViewSet[Any]):
    """The minutes of a verification, by work plan."""

    queryset = Minutes.objects.all()
    serializer_class = MinutesRow
    lookup_value_regex = "[0-9]+"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The rule before anything else."""
        super().initial(request, *args, **kwargs)
        require(may_read_minutes(request.user))

    def _plan(self) -> WorkPlan:
        plans = WorkPlan.objects.visible_to(self.request.user).select_related("opd")
        found: WorkPlan = get_object_or_404(plans, pk=self.kwargs["pk"])
        return found

    def _answer(self, plan: WorkPlan, code: int = 200) -> Response:
        found = get_object_or_404(Minutes, plan=plan)
        row = {"id": found.pk, "plan": plan.pk, "version": found.version}
        row |= {name: getattr(found, name) for name in MINUTES_FIELDS}
        return tagged(Minutes, row, code)

    @extend_schema(responses=MinutesRow, parameters=[PLAN_KEY])
    def retrieve(self, request: Request, pk: Any = None) -> Response:
        """The minutes of a work plan."""
        return self._answer(self._plan())

    @extend_schema(request=MinutesWrite, responses=MinutesRow, parameters=[IF_MATCH, PLAN_KEY])
    def update(self, request: Request, pk: Any = None) -> Response:
        """Write the minutes; when there are some already, with ``If-Match``."""
        plan = self._plan()
        require(may_review(request.user, plan))
        known = Minutes.objects.filter(plan=plan).first()
        version = seen_version(request, Minutes, known.pk) if known else None
        sent = validated(request, MinutesWrite)
        minutes_service.write_minutes(plan.pk, actor=account(request), version=version, values=sent)
        return self._answer(plan, 200 if known else 201)

    @extend_schema(responses={(200, DOCX): OpenApiResponse(bytes)}, parameters=[PLAN_KEY])
    @action(detail=True, methods=["get"])
    def docx(self, request: Request, pk: Any = None) -> HttpResponse:
        """The minutes as DOCX."""
        plan = self._plan()
        found = get_object_or_404(Minutes, plan=plan)
        response = HttpResponse(docx_of(plan, found), content_type=DOCX)
        response.headers["Content-Disposition"] = f'attachment; filename="berita-acara-{plan.pk}.docx"'
        return response
