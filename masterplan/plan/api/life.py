"""API of editions and feedback: what has a life of its own."""

from typing import Any

import django_filters as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from solok_smartcity.kit.api_views import VERB, ActionRow, StrictSerializer, VerbInput, WorkflowViewSet
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.idempotency import IDEMPOTENCY_KEY, once

from ..machine import EDITION, FEEDBACK
from ..models import Edition, Feedback, MasterPlan, QuickWin
from ..rules import may_edit_plan, may_give_feedback
from ..selectors.editions import edition_rows
from ..selectors.feedback import feedback_rows
from ..services.editions import adopt_edition, freeze_edition, prepare_edition
from ..services.feedback import OUTCOMES, answer_feedback, give_feedback, waive_feedback
from ..workflow import EditionState, FeedbackState


class EditionRow(serializers.Serializer):
    """An edition, as read."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    note = serializers.CharField()
    state = serializers.ChoiceField(EditionState.choices)
    state_name = serializers.CharField()
    plan = serializers.CharField()
    sha256 = serializers.CharField(allow_null=True)
    frozen_at = serializers.DateTimeField(allow_null=True)
    frozen_by = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class EditionDetail(EditionRow):
    """An edition with what its reader may do."""

    allowed_actions = ActionRow(many=True)


class EditionWrite(StrictSerializer):
    """A new edition."""

    title = serializers.CharField(max_length=200)
    note = serializers.CharField(required=False, allow_blank=True)


class EditionFilter(filters.FilterSet):
    """Filters of editions."""

    state = filters.ChoiceFilter(choices=EditionState.choices, label="Keadaan")

    class Meta:
        model = Edition
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(responses=EditionRow(many=True)), retrieve=extend_schema(responses=EditionDetail)
)
class EditionViewSet(WorkflowViewSet):
    """Editions of the plan."""

    queryset = Edition.objects.all()
    rows = staticmethod(edition_rows)
    serializer_class = EditionRow
    filterset_class = EditionFilter
    search_fields = ("title", "note")
    ordering_fields = ("number", "state")
    ordering = ("-number",)
    workflow = EDITION

    @extend_schema(request=EditionWrite, responses={201: EditionDetail}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request: Request) -> Response:
        """Prepare an edition; it is frozen by its own verb."""
        require(may_edit_plan(request.user))

        def work() -> Response:
            sent = EditionWrite(data=request.data)
            sent.is_valid(raise_exception=True)
            edition = prepare_edition(actor=request.user, plan=MasterPlan.objects.current(), **sent.validated_data)
            return self.one(self.scope().filter(pk=edition.pk), 201)

        return once(request, work)

    @extend_schema(request=VerbInput, responses=EditionDetail, parameters=VERB)
    @action(detail=True, methods=["post"])
    def freeze(self, request: Request, pk: Any = None) -> Response:
        """Freeze the live plan as this edition."""
        return self.verb(request, "freeze", freeze_edition)

    @extend_schema(request=VerbInput, responses=EditionDetail, parameters=VERB)
    @action(detail=True, methods=["post"])
    def adopt(self, request: Request, pk: Any = None) -> Response:
        """Record that the edition was adopted; the reason names the decision."""
        return self.verb(request, "adopt", adopt_edition)


class FeedbackRow(serializers.Serializer):
    """A feedback, as read."""

    id = serializers.IntegerField()
    quick_win = serializers.CharField(help_text="Kode quick win.")
    quick_win_id = serializers.IntegerField()
    quick_win_name = serializers.CharField()
    opd = serializers.CharField()
    opd_abbreviation = serializers.CharField()
    opd_name = serializers.CharField()
    stance = serializers.ChoiceField(Feedback.Stance.choices)
    stance_name = serializers.CharField()
    text = serializers.CharField()
    has_attachment = serializers.BooleanField()
    author_name = serializers.CharField()
    created_at = serializers.DateTimeField()
    state = serializers.ChoiceField(FeedbackState.choices)
    state_name = serializers.CharField()
    answer = serializers.CharField()
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class FeedbackDetail(FeedbackRow):
    """A feedback with what its reader may do."""

    allowed_actions = ActionRow(many=True)


class FeedbackWrite(StrictSerializer):
    """A new feedback of the account's agency."""

    quick_win = serializers.CharField(max_length=20, help_text="Kode quick win.")
    stance = serializers.ChoiceField(Feedback.Stance.choices)
    text = serializers.CharField(max_length=4000)


class AnswerInput(StrictSerializer):
    """The editor's answer."""

    outcome = serializers.ChoiceField([(key, key) for key in OUTCOMES])
    reason = serializers.CharField(max_length=2000)


class FeedbackFilter(filters.FilterSet):
    """Filters of feedback."""

    quick_win = filters.CharFilter("quick_win__code", label="Quick win")
    opd = filters.CharFilter("opd__code", label="Perangkat daerah")
    state = filters.ChoiceFilter(choices=FeedbackState.choices, label="Keadaan")
    stance = filters.ChoiceFilter(choices=Feedback.Stance.choices, label="Sikap")

    class Meta:
        model = Feedback
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(responses=FeedbackRow(many=True)), retrieve=extend_schema(responses=FeedbackDetail)
)
class FeedbackViewSet(WorkflowViewSet):
    """Feedback of the agencies on quick wins."""

    queryset = Feedback.objects.all()
    rows = staticmethod(feedback_rows)
    serializer_class = FeedbackRow
    filterset_class = FeedbackFilter
    search_fields = ("text", "answer")
    ordering_fields = ("created_at", "state")
    ordering = ("-created_at", "-pk")
    workflow = FEEDBACK

    @extend_schema(request=FeedbackWrite, responses={201: FeedbackDetail}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request: Request) -> Response:
        """Say what the account's agency thinks of a quick win."""
        require(may_give_feedback(request.user))

        def work() -> Response:
            sent = FeedbackWrite(data=request.data)
            sent.is_valid(raise_exception=True)
            data = sent.validated_data
            quick_win = QuickWin.objects.visible_to(request.user).filter(code=data["quick_win"]).first()
            if quick_win is None:
                raise serializers.ValidationError({"quick_win": [f"Quick win {data['quick_win']} tidak dikenal."]})
            feedback = give_feedback(actor=request.user, **{**data, "quick_win": quick_win})
            return self.one(self.scope().filter(pk=feedback.pk), 201)

        return once(request, work)

    @extend_schema(request=AnswerInput, responses=FeedbackDetail, parameters=VERB)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: Any = None) -> Response:
        """Accept, accept partly or decline, with a reason."""
        return self.verb(request, "accept", answer_feedback, AnswerInput)

    @extend_schema(request=VerbInput, responses=FeedbackDetail, parameters=VERB)
    @action(detail=True, methods=["post"])
    def waive(self, request: Request, pk: Any = None) -> Response:
        """Set aside so that an edition can be frozen."""
        return self.verb(request, "waive", waive_feedback)
