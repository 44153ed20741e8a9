"""API of work plans: rows, lines, notes, and the verbs of their life."""

from typing import Any

import django_filters as filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from opd.agencies.models import Opd
from opd.agencies.requests import account
from solok_smartcity.kit.api_views import (
    IF_MATCH,
    VERB,
    Row,
    RowFilter,
    StrictSerializer,
    Verb,
    WorkflowViewSet,
    creates,
    detail_of,
    seen_version,
    tagged,
    validated,
    write_part,
)
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.idempotency import IDEMPOTENCY_KEY, once

from ..machine import WORK_PLAN
from ..models import ReviewNote, Round, WorkPlan, WorkPlanLine
from ..rules import may_prepare, may_review, may_write_plan
from ..selectors.work_plans import lacks, line_rows, work_plan_rows
from ..services import lines as writing
from ..services import work_plans as service
from ..workflow import State

MOST_ROWS = 500


class WorkPlanRow(Row):
    """A work plan, as read."""

    id = serializers.IntegerField()
    opd_id = serializers.IntegerField()
    opd = serializers.CharField(help_text="Kode perangkat daerah.")
    opd_name = serializers.CharField()
    opd_abbreviation = serializers.CharField()
    year = serializers.IntegerField()
    round = serializers.ChoiceField(Round.choices)
    round_name = serializers.CharField()
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(State.choices)
    state_name = serializers.CharField()
    previous = serializers.IntegerField(allow_null=True, help_text="Renja yang digantikan.")
    submissions = serializers.IntegerField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    minutes_number = serializers.CharField()
    is_demonstration = serializers.BooleanField()
    line_count = serializers.IntegerField()
    total_amount = serializers.IntegerField(help_text="Rupiah utuh.")
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class WorkPlanWrite(StrictSerializer):
    """A new work plan of the account's agency."""

    year = serializers.IntegerField(min_value=2000, max_value=2100)
    round = serializers.ChoiceField(Round.choices)
    copy_from = serializers.IntegerField(required=False, allow_null=True)


class LineRow(Row):
    """A line, as read."""

    id = serializers.IntegerField()
    plan = serializers.IntegerField()
    position = serializers.IntegerField()
    sub_kegiatan_code = serializers.CharField()
    name = serializers.CharField()
    indicator = serializers.CharField()
    target = serializers.DecimalField(18, 4, allow_null=True)
    unit = serializers.CharField()
    location = serializers.CharField()
    funding_source = serializers.CharField()
    priority = serializers.CharField()
    amount = serializers.IntegerField(allow_null=True, help_text="Rupiah utuh.")
    forward_estimate = serializers.IntegerField(allow_null=True, help_text="Rupiah utuh.")
    programs = serializers.ListField(child=serializers.CharField())
    quick_wins = serializers.ListField(child=serializers.CharField())
    replaces = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class LineWrite(StrictSerializer):
    """What may be written of a line; programs and quick wins by code, complete when given."""

    sub_kegiatan_code = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=300)
    indicator = serializers.CharField(max_length=500, required=False, allow_blank=True)
    target = serializers.DecimalField(18, 4, required=False, allow_null=True, min_value=0)
    unit = serializers.CharField(max_length=60, required=False, allow_blank=True)
    location = serializers.CharField(max_length=200, required=False, allow_blank=True)
    funding_source = serializers.CharField(max_length=100, required=False, allow_blank=True)
    priority = serializers.CharField(max_length=150, required=False, allow_blank=True)
    amount = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    forward_estimate = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    programs = serializers.ListField(child=serializers.CharField(max_length=20), required=False)
    quick_wins = serializers.ListField(child=serializers.CharField(max_length=20), required=False)


class LinesWrite(StrictSerializer):
    """Several new lines: all or none."""

    lines = LineWrite(many=True, allow_empty=False)

    def validate_lines(self, value: list[Any]) -> list[Any]:
        """Not more than fit one request."""
        if len(value) > MOST_ROWS:
            raise serializers.ValidationError(f"Paling banyak {MOST_ROWS} baris sekali kirim.")
        return value


class NoteInput(StrictSerializer):
    """A note of the review: on a line, or on the whole plan."""

    line = serializers.IntegerField(required=False, allow_null=True)
    text = serializers.CharField(max_length=4000)


class ReturnInput(StrictSerializer):
    """The reason of a return, and notes."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    notes = NoteInput(many=True, required=False)


class WaiveInput(StrictSerializer):
    """Which blocker is set aside, and why."""

    reason = serializers.CharField(max_length=2000, allow_blank=True, required=False)
    code = serializers.CharField(max_length=40)
    line = serializers.IntegerField(required=False, allow_null=True)


class NoteRow(Row):
    """A note, as read."""

    id = serializers.IntegerField()
    line = serializers.IntegerField(allow_null=True)
    submission = serializers.IntegerField()
    text = serializers.CharField()
    author_name = serializers.CharField()
    answer = serializers.CharField()
    answered_by_name = serializers.CharField()
    version = serializers.IntegerField()


class NoteAnswerInput(StrictSerializer):
    """The agency's answer to a note."""

    answer = serializers.CharField(max_length=4000)


class LackRow(Row):
    """Something a plan lacks."""

    code = serializers.CharField()
    text = serializers.CharField()
    is_blocker = serializers.BooleanField()
    line = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)


class WorkPlanFilter(RowFilter):
    """Filters of work plans."""

    opd = filters.CharFilter("opd__code", label="Perangkat daerah")
    year = filters.NumberFilter(label="Tahun", min_value=1900, max_value=2200)
    round = filters.ChoiceFilter(choices=Round.choices, label="Putaran")
    state = filters.ChoiceFilter(choices=State.choices, label="Keadaan")


def note_row(note: ReviewNote) -> dict[str, Any]:
    """A note as plain row."""
    return {
        "id": note.pk,
        "line": note.line_id,
        "submission": note.submission,
        "text": note.text,
        "author_name": note.author_name,
        "answer": note.answer,
        "answered_by_name": note.answered_by_name,
        "version": note.version,
    }


LINE = OpenApiParameter("line", int, OpenApiParameter.PATH)
NOTE = OpenApiParameter("note", int, OpenApiParameter.PATH)


class WorkPlanViewSet(WorkflowViewSet):
    """Work plans of the agencies."""

    queryset = WorkPlan.objects.all()
    rows = staticmethod(work_plan_rows)
    serializer_class = WorkPlanRow
    filterset_class = WorkPlanFilter
    search_fields = ("opd__name", "opd__abbreviation")
    ordering_fields = ("year", "submitted_at", "opd__name")
    ordering = ("-year", "opd__name", "-revision", "-pk")
    workflow = WORK_PLAN
    verbs = {
        "submit": Verb(service.submit_work_plan, "Send the plan to the planning office."),
        "withdraw": Verb(service.withdraw_work_plan, "Take the plan back before its review begins."),
        "start_review": Verb(service.start_review, "Take the plan up for review."),
        "return": Verb(service.return_work_plan, "Give the plan back with a reason and notes.", ReturnInput),
        "waive": Verb(service.waive_blocker, "Set one blocker aside.", WaiveInput),
        "verify": Verb(service.verify_work_plan, "Find the plan right; freezes a snapshot."),
        "finalize": Verb(service.finalize_work_plan, "Close the verified plan."),
        "reopen": Verb(
            service.reopen_work_plan,
            "Open a change during the year: answers with the new plan, the old one stays in force.",
        ),
    }

    def plan(self) -> WorkPlan:
        """The plan of the address; raises 404 outside the scope."""
        found: WorkPlan = get_object_or_404(self.scope(), pk=self.kwargs["pk"])
        return found

    @creates(WorkPlanWrite)
    def create(self, request: Request) -> Response:
        """Begin a plan of the account's agency, empty or as a copy."""
        own: Any = request.user
        require(may_prepare(own, own.opd_id))

        def begin(sent: dict[str, Any]) -> WorkPlan:
            return service.create_work_plan(actor=own, opd=Opd.objects.get(pk=own.opd_id), **sent)

        return self.made(request, WorkPlanWrite, begin)

    @extend_schema(methods=["GET"], responses=LineRow(many=True))
    @extend_schema(methods=["POST"], request=LinesWrite, responses={201: detail_of(WorkPlanRow)}, parameters=VERB)
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=[])
    def lines(self, request: Request, pk: Any = None) -> Response:
        """The lines of a plan; POST adds lines at the end (``If-Match`` of the plan)."""
        plan = self.plan()
        if request.method == "GET":
            return Response(line_rows(plan.lines.order_by("position", "pk")))

        def work() -> Response:
            key, version = self.target(request, may_write_plan)
            sent = validated(request, LinesWrite)
            writing.add_lines(key, actor=account(request), version=version, rows=sent["lines"])
            return self.one(self.scope().filter(pk=key), 201)

        return once(request, work)

    @extend_schema(methods=["GET"], responses=LineRow, parameters=[LINE])
    @extend_schema(methods=["PATCH"], request=LineWrite(partial=True), responses=LineRow, parameters=[IF_MATCH, LINE])
    @extend_schema(
        methods=["DELETE"], responses={204: OpenApiResponse(description="Baris dihapus.")}, parameters=[IF_MATCH, LINE]
    )
    @action(detail=True, methods=["get", "patch", "delete"], url_path=r"lines/(?P<line>[0-9]+)")
    def line(self, request: Request, pk: Any = None, line: Any = None) -> Response:
        """One line with its own ETag."""
        plan = self.plan()
        queryset = plan.lines.filter(pk=line)
        if not queryset.exists():
            raise Http404
        if request.method != "GET":
            require(may_write_plan(request.user, plan))
            version = seen_version(request, WorkPlanLine, int(line))
            if request.method == "DELETE":
                writing.remove_line(int(line), actor=account(request), version=version)
                return Response(status=204)
            values = validated(request, LineWrite, partial=True)
            links = {name: values.pop(name, None) for name in ("programs", "quick_wins")}
            writing.change_line(int(line), actor=account(request), version=version, values=values, **links)
        return tagged(WorkPlanLine, line_rows(queryset)[0])

    @extend_schema(responses=LackRow(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def completeness(self, request: Request, pk: Any = None) -> Response:
        """What the plan lacks: blockers of the verification, and hints."""
        return Response([vars(lack) for lack in lacks(self.plan())])

    @extend_schema(methods=["GET"], responses=NoteRow(many=True))
    @extend_schema(methods=["POST"], request=NoteInput, responses={201: NoteRow}, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["get", "post"], pagination_class=None, filter_backends=[])
    def notes(self, request: Request, pk: Any = None) -> Response:
        """Notes of the review; POST adds one while the plan is under review."""
        plan = self.plan()
        if request.method == "GET":
            return Response([note_row(note) for note in plan.notes.all()])
        require(may_review(request.user, plan))

        def work() -> Response:
            data = validated(request, NoteInput)
            note = service.add_note(plan.pk, actor=account(request), text=data["text"], line_id=data.get("line"))
            return tagged(ReviewNote, note_row(note), 201)

        return once(request, work)

    @extend_schema(request=NoteAnswerInput, responses=NoteRow, parameters=[*VERB, NOTE])
    @action(detail=True, methods=["post"], url_path=r"notes/(?P<note>[0-9]+)/answer")
    def answer_note(self, request: Request, pk: Any = None, note: Any = None) -> Response:
        """The agency's answer to a note."""
        plan = self.plan()
        found = get_object_or_404(plan.notes, pk=note)
        require(may_write_plan(request.user, plan))
        return write_part(request, found, NoteAnswerInput, service.answer_note, note_row)
