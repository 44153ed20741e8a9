"""API of editions and feedback: what has a life of its own."""

from typing import Any

import django_filters as filters
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import Row, RowFilter, StrictSerializer, Verb, WorkflowViewSet, creates
from solok_smartcity.kit.decisions import require

from ..machine import EDITION, FEEDBACK
from ..models import Edition, Feedback, MasterPlan, QuickWin
from ..rules import may_edit_plan, may_give_feedback
from ..selectors.editions import edition_rows
from ..selectors.feedback import feedback_rows
from ..services.editions import adopt_edition, freeze_edition, prepare_edition
from ..services.feedback import OUTCOMES, answer_feedback, give_feedback, waive_feedback
from ..workflow import EditionState, FeedbackState


class EditionRow(Row):
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


class EditionWrite(StrictSerializer):
    """A new edition."""

    title = serializers.CharField(max_length=200)
    note = serializers.CharField(required=False, allow_blank=True)


class EditionFilter(RowFilter):
    """Filters of editions."""

    state = filters.ChoiceFilter(choices=EditionState.choices, label="Keadaan")


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
    verbs = {
        "freeze": Verb(freeze_edition, "Freeze the live plan as this edition."),
        "adopt": Verb(adopt_edition, "Record that the edition was adopted; the reason names the decision."),
    }

    @creates(EditionWrite)
    def create(self, request: Request) -> Response:
        """Prepare an edition; it is frozen by its own verb."""
        require(may_edit_plan(request.user))
        plan = MasterPlan.objects.current
        return self.made(
            request, EditionWrite, lambda sent: prepare_edition(actor=account(request), plan=plan(), **sent)
        )


class FeedbackRow(Row):
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


class FeedbackWrite(StrictSerializer):
    """A new feedback of the account's agency."""

    quick_win = serializers.CharField(max_length=20, help_text="Kode quick win.")
    stance = serializers.ChoiceField(Feedback.Stance.choices)
    text = serializers.CharField(max_length=4000)


class AnswerInput(StrictSerializer):
    """The editor's answer."""

    outcome = serializers.ChoiceField([(key, key) for key in OUTCOMES])
    reason = serializers.CharField(max_length=2000)


class FeedbackFilter(RowFilter):
    """Filters of feedback."""

    quick_win = filters.CharFilter("quick_win__code", label="Quick win")
    opd = filters.CharFilter("opd__code", label="Perangkat daerah")
    state = filters.ChoiceFilter(choices=FeedbackState.choices, label="Keadaan")
    stance = filters.ChoiceFilter(choices=Feedback.Stance.choices, label="Sikap")


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
    verbs = {
        "answer": Verb(answer_feedback, "Accept, accept partly or decline, with a reason.", AnswerInput, "accept"),
        "waive": Verb(waive_feedback, "Set aside so that an edition can be frozen."),
    }

    @creates(FeedbackWrite)
    def create(self, request: Request) -> Response:
        """Say what the account's agency thinks of a quick win."""
        require(may_give_feedback(request.user))

        def give(sent: dict[str, Any]) -> Feedback:
            quick_win = QuickWin.objects.visible_to(request.user).filter(code=sent["quick_win"]).first()
            if quick_win is None:
                raise serializers.ValidationError({"quick_win": [f"Quick win {sent['quick_win']} tidak dikenal."]})
            return give_feedback(actor=account(request), **{**sent, "quick_win": quick_win})

        return self.made(request, FeedbackWrite, give)
