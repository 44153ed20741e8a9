"""API of amendments: drift with its decisions, amendments of a law; the same services as the pages."""

from collections.abc import Callable

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import VERB, Row, StrictSerializer, seen_version, validated
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.idempotency import IDEMPOTENCY_KEY, once

from ..models import DriftDecision, Regulation
from ..rules import may_draft
from ..selectors.amending import repealable
from ..selectors.drift import Drift, drift_of
from ..services.amending import decide_drift, require_law, start_amendment
from ..services.repeal import set_repeals, start_repeal
from ..workflow import Stage


class DriftRow(Row):
    """One difference between the law in force and the live plan, with what was decided of it."""

    key = serializers.CharField()
    part = serializers.CharField()
    row = serializers.CharField()
    kind = serializers.CharField(help_text="baru, hilang, pindah, atau berubah")
    field = serializers.CharField()
    law = serializers.CharField(help_text="Menurut peraturan yang berlaku.")
    plan = serializers.CharField(help_text="Menurut rencana sekarang.")
    outcome = serializers.CharField(help_text="masuk, dijelaskan, atau kosong")
    reason = serializers.CharField()
    comes_along = serializers.BooleanField(help_text="Lampirannya diganti oleh perubahan yang sedang disusun.")


class DriftDecisionInput(StrictSerializer):
    """What is decided, of which differences, and why."""

    keys = serializers.ListField(child=serializers.CharField(max_length=64), min_length=1, max_length=5000)
    outcome = serializers.ChoiceField(DriftDecision.Outcome.choices)
    reason = serializers.CharField(max_length=2000)


class AmendmentRow(Row):
    """An amendment of a law."""

    slug = serializers.CharField()
    title = serializers.CharField()
    stage = serializers.ChoiceField(Stage.choices)
    number = serializers.IntegerField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)


class AmendmentWrite(StrictSerializer):
    """Why the law is amended."""

    reason = serializers.CharField(max_length=2000)


def _drift_row(item: Drift) -> dict[str, object]:
    found, decision = item.difference, item.decision
    return {
        "key": item.key,
        "part": found.part,
        "row": found.row,
        "kind": found.kind,
        "field": found.field,
        "law": found.before,
        "plan": found.after,
        "outcome": decision.outcome if decision else "",
        "reason": decision.reason if decision else "",
        "comes_along": item.comes_along,
    }


class RepealInput(StrictSerializer):
    """The laws a draft repeals, replacing the former choice, and why."""

    targets = serializers.ListField(child=serializers.SlugField(max_length=80), max_length=100)
    reason = serializers.CharField(max_length=2000)


def _amendment_row(item: Regulation) -> dict[str, object]:
    return {"slug": item.slug, "title": str(item), "stage": item.stage, "number": item.number, "year": item.year}


class AmendmentMixin:
    """Actions of a law in force; mixed into the viewset of regulations."""

    in_making: Callable[[str], Regulation]

    def _law(self, request: Request, slug: str) -> Regulation:
        regulation = self.in_making(slug)
        if request.method == "POST":
            require(may_draft(request.user))
        require_law(regulation)
        return regulation

    @extend_schema(methods=["get"], responses=DriftRow(many=True))
    @extend_schema(
        methods=["post"], request=DriftDecisionInput, responses=DriftRow(many=True), parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["get", "post"], url_path="drift")
    def drift(self, request: Request, slug: str) -> Response:
        """Differences between the law in force and the live plan; POST decides of some of them."""
        law = self._law(request, slug)
        if request.method == "GET":
            return Response([_drift_row(item) for item in drift_of(law)])

        def work() -> Response:
            decide_drift(law, actor=account(request), **validated(request, DriftDecisionInput))
            return Response([_drift_row(item) for item in drift_of(law)])

        return once(request, work)

    @extend_schema(methods=["get"], responses=AmendmentRow(many=True))
    @extend_schema(
        methods=["post"], request=AmendmentWrite, responses={201: AmendmentRow}, parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["get", "post"], url_path="amendments")
    def amendments(self, request: Request, slug: str) -> Response:
        """Amendments of the law, oldest first; POST begins one on the text in force."""
        law = self._law(request, slug)
        if request.method == "GET":
            return Response([_amendment_row(item) for item in law.amendments.select_related("plan").order_by("pk")])
        return self._begin(request, law, start_amendment)

    @extend_schema(methods=["get"], responses=AmendmentRow(many=True))
    @extend_schema(methods=["post"], request=RepealInput, responses=AmendmentRow(many=True), parameters=VERB)
    @action(detail=True, methods=["get", "post"], url_path="repeals")
    def repeals(self, request: Request, slug: str) -> Response:
        """Laws a draft repeals; POST replaces the choice, and the Pasal that repeals is written from it."""
        draft = self.in_making(slug)

        def rows() -> list[dict[str, object]]:
            return [_amendment_row(law) for law in draft.repeals.select_related("plan").order_by("year", "number")]

        if request.method == "GET":
            return Response(rows())
        require(may_draft(request.user, draft))
        version = seen_version(request, Regulation, draft.pk)

        def work() -> Response:
            sent = validated(request, RepealInput)
            laws = {law.slug: law for law in repealable(draft)}
            unknown = [name for name in sent["targets"] if name not in laws]
            if unknown:
                raise serializers.ValidationError({"targets": [f"Tidak dapat dicabut: {', '.join(unknown)}."]})
            chosen = [laws[name] for name in sent["targets"]]
            set_repeals(draft.pk, chosen, actor=account(request), version=version, reason=sent["reason"])
            return Response(rows())

        return once(request, work)

    @extend_schema(request=AmendmentWrite, responses={201: AmendmentRow}, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["post"], url_path="repealing")
    def repealing(self, request: Request, slug: str) -> Response:
        """Begin a regulation that only repeals this law."""
        return self._begin(request, self._law(request, slug), start_repeal)

    @staticmethod
    def _begin(request: Request, law: Regulation, start: Callable[..., Regulation]) -> Response:
        """Begin a draft on a law, once for one idempotency key."""

        def work() -> Response:
            made = start(law, actor=account(request), **validated(request, AmendmentWrite))
            return Response(_amendment_row(made), status=201)

        return once(request, work)
