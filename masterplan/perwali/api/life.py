"""API of a regulation's way: verbs, versions, comparisons, remarks, proposals; the same services as the pages."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from solok_smartcity.kit.api_views import VERB, ActionRow, Row, StrictSerializer, validated, write_part
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.idempotency import IDEMPOTENCY_KEY, once

from ..machine import LIFE
from ..models import Proposal, Regulation, Remark
from ..naskah.comparison import compare, touched_articles
from ..rules import may_decide_proposal, may_remark, may_see_making
from ..selectors.frozen import content_of
from ..selectors.life import deadlines, decisions_of, initials_of, version_rows
from ..services.life import ActFacts, advance
from ..services.papers import version_document
from ..services.remarks import answer_remark, decide_proposal, propose, write_remark
from ..workflow import STEPS, Stage

VERBS = {verb.replace("_", "-"): verb for verb in STEPS}
VERB_PATH = f"(?P<verb>{'|'.join(VERBS)})"


class AdvanceInput(StrictSerializer):
    """What a verb of the life may be told; which of it is needed depends on the verb."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    on = serializers.DateField(required=False, help_text="Tanggal paraf, penetapan, atau pengundangan.")
    number = serializers.IntegerField(required=False, min_value=1, max_value=9999)
    gazette_number = serializers.IntegerField(required=False, min_value=1, max_value=9999)
    name = serializers.CharField(required=False, max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=500)
    papers = serializers.DictField(
        child=serializers.CharField(max_length=200), required=False, help_text="Nama dokumen: nomor dan tanggalnya."
    )


class VersionRow(Row):
    """A frozen version without its content."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    stage = serializers.ChoiceField(Stage.choices)
    stage_name = serializers.CharField()
    sha256 = serializers.CharField()
    previous_sha256 = serializers.CharField(allow_null=True)
    text_sha256 = serializers.CharField()
    code = serializers.CharField()
    note = serializers.CharField()
    made_by_name = serializers.CharField()
    made_at = serializers.DateTimeField()


class ChangeRow(Row):
    """One element that differs between two versions."""

    id = serializers.CharField()
    kind = serializers.CharField(help_text="baru, hilang, berubah, atau nomor")
    place = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class ComparisonAnswer(Row):
    """Two versions side by side."""

    articles = serializers.ListField(child=serializers.CharField(), help_text="Pasal yang tersentuh.")
    changes = ChangeRow(many=True)


class DecisionRow(Row):
    """A decision on a regulation."""

    verb = serializers.CharField()
    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    actor = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    version = serializers.IntegerField(allow_null=True)
    papers = serializers.DictField(child=serializers.CharField())


class WayAnswer(Row):
    """Where a regulation is on its way."""

    stage = serializers.ChoiceField(Stage.choices)
    decisions = DecisionRow(many=True)
    initials = serializers.ListField(child=serializers.DictField())
    deadlines = serializers.ListField(child=serializers.DictField())
    allowed_actions = ActionRow(many=True)


class RemarkRow(Row):
    """A remark with its answer."""

    id = serializers.IntegerField()
    channel = serializers.ChoiceField(Remark.Channel.choices)
    element = serializers.CharField()
    place = serializers.CharField()
    original = serializers.CharField()
    text = serializers.CharField()
    proposer = serializers.CharField()
    answer = serializers.CharField()
    reason = serializers.CharField()
    done_in = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


class RemarkWrite(StrictSerializer):
    """A new remark."""

    channel = serializers.ChoiceField(Remark.Channel.choices)
    element = serializers.CharField(required=False, allow_blank=True, max_length=60)
    text = serializers.CharField(max_length=4000)
    proposer = serializers.CharField(required=False, allow_blank=True, max_length=200)


class RemarkAnswer(StrictSerializer):
    """The answer to a remark."""

    answer = serializers.ChoiceField([item for item in Remark.Answer.choices if item[0]])
    reason = serializers.CharField(max_length=2000)


class ProposalRow(Row):
    """A proposed change with its decision."""

    id = serializers.IntegerField()
    act = serializers.ChoiceField(Proposal.Act.choices)
    element = serializers.CharField()
    place = serializers.CharField()
    original = serializers.CharField()
    text = serializers.CharField()
    reason = serializers.CharField()
    author_name = serializers.CharField()
    state = serializers.ChoiceField(Proposal.State.choices)
    decision = serializers.CharField()
    version = serializers.IntegerField()


class ProposalWrite(StrictSerializer):
    """A new proposal."""

    act = serializers.ChoiceField(Proposal.Act.choices)
    element = serializers.CharField(max_length=60)
    text = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    kind = serializers.CharField(required=False, allow_blank=True, max_length=20)
    inside = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=2000)


class ProposalDecision(StrictSerializer):
    """Accept or refuse."""

    accept = serializers.BooleanField()
    reason = serializers.CharField(max_length=2000)


def _row(serializer: type[Row], record: Any) -> dict[str, Any]:
    return dict(serializer(record).data)


class LifeMixin:
    """Actions of one regulation; mixed into its viewset, which knows scope and verbs."""

    request: Any
    regulation: Callable[[str], Regulation]
    verb: Callable[..., Response]

    def in_making(self, slug: str) -> Regulation:
        """A regulation whose making the person may see; raises 404, ``Refused``."""
        regulation = self.regulation(slug)
        require(may_see_making(self.request.user))
        return regulation

    @extend_schema(
        request=AdvanceInput,
        responses=OpenApiTypes.OBJECT,
        parameters=[*VERB, OpenApiParameter("verb", str, OpenApiParameter.PATH, enum=list(VERBS))],
    )
    @action(detail=True, methods=["post"], url_path=VERB_PATH, url_name="verb")
    def advance(self, request: Request, slug: str, verb: str) -> Response:
        """Carry out a verb of the life of the regulation."""
        name = VERBS[verb]

        def service(pk: int, *, actor: Any, version: int | None, reason: str = "", **sent: Any) -> Regulation:
            return advance(pk, name, actor=actor, version=version, reason=reason, facts=ActFacts(**sent))

        return self.verb(request, name, service, AdvanceInput)

    @extend_schema(responses=WayAnswer)
    @action(detail=True, url_path="way")
    def way(self, request: Request, slug: str) -> Response:
        """Decisions, initials, deadlines, and what the reader may do now."""
        regulation = self.in_making(slug)
        enacted = Stage(regulation.stage).is_enacted
        return Response(
            {
                "stage": regulation.stage,
                "decisions": [
                    {
                        "verb": item.verb,
                        "label": item.label,
                        "before": item.before,
                        "after": item.after,
                        "actor": item.actor_name,
                        "reason": item.reason,
                        "at": item.at.isoformat(),
                        "version": item.content_version.number if item.content_version else None,
                        "papers": {paper.name: paper.reference for paper in item.papers.all()},
                    }
                    for item in decisions_of(regulation)
                ],
                "initials": []
                if enacted
                else [
                    {
                        "order": item.order,
                        "office": item.office,
                        "void": len(item.void),
                        "name": item.initial.name if item.initial else None,
                        "on": item.initial.on.isoformat() if item.initial else None,
                    }
                    for item in initials_of(regulation)
                ],
                "deadlines": [
                    {"what": item.what, "until": _day(item.until), "is_over": item.is_over}
                    for item in deadlines(regulation)
                ],
                "allowed_actions": [vars(item) for item in LIFE.allowed_actions(request.user, regulation)],
            }
        )

    @extend_schema(responses=VersionRow(many=True))
    @action(detail=True, url_path="versions")
    def versions(self, request: Request, slug: str) -> Response:
        """Frozen versions, newest first."""
        return Response(version_rows(self.in_making(slug)))

    @extend_schema(responses=OpenApiTypes.OBJECT, parameters=[OpenApiParameter("number", int, OpenApiParameter.PATH)])
    @action(detail=True, url_path=r"versions/(?P<number>[0-9]{1,5})", url_name="version")
    def version(self, request: Request, slug: str, number: str) -> Response:
        """The frozen content of one version, as its digest covers it."""
        found = get_object_or_404(self.in_making(slug).versions.defer("content"), number=number)
        return Response(content_of(found), headers={"ETag": f'"{found.sha256}"'})

    @extend_schema(
        responses=ComparisonAnswer,
        parameters=[
            OpenApiParameter("before", int, description="Nomor versi; 0 naskah sekarang."),
            OpenApiParameter("after", int, description="Nomor versi; 0 naskah sekarang."),
        ],
    )
    @action(detail=True, url_path="comparison")
    def comparison(self, request: Request, slug: str) -> Response:
        """Two versions, joined by stable ids."""
        regulation = self.in_making(slug)
        numbers = [request.query_params.get(name, "0") for name in ("before", "after")]
        if not all(item.isascii() and item.isdigit() and len(item) < 6 for item in numbers):
            raise serializers.ValidationError({"before": ["Tulis nomor versi."]})
        try:
            before, after = (version_document(regulation, int(item)).passages() for item in numbers)
        except LookupError:
            raise Http404 from None
        changes = compare(before, after)
        rows = [
            {
                "id": item.id,
                "kind": item.kind,
                "place": item.place,
                "before": item.before.text if item.before else None,
                "after": item.after.text if item.after else None,
            }
            for item in changes
        ]
        return Response({"articles": touched_articles(changes), "changes": rows})

    @extend_schema(methods=["get"], responses=RemarkRow(many=True))
    @extend_schema(methods=["post"], request=RemarkWrite, responses={201: RemarkRow}, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["get", "post"], url_path="remarks")
    def remarks(self, request: Request, slug: str) -> Response:
        """Remarks with their answers; a new one."""
        return self._children(request, slug, "remarks", RemarkRow, RemarkWrite, write_remark)

    @extend_schema(methods=["get"], responses=ProposalRow(many=True))
    @extend_schema(methods=["post"], request=ProposalWrite, responses={201: ProposalRow}, parameters=[IDEMPOTENCY_KEY])
    @action(detail=True, methods=["get", "post"], url_path="proposals")
    def proposals(self, request: Request, slug: str) -> Response:
        """Proposed changes with their decisions; a new one."""
        return self._children(request, slug, "proposals", ProposalRow, ProposalWrite, propose)

    @extend_schema(request=RemarkAnswer, responses=RemarkRow, parameters=VERB)
    @action(detail=True, methods=["post"], url_path=r"remarks/(?P<child>[0-9]+)/answer", url_name="remark-answer")
    def answer(self, request: Request, slug: str, child: str) -> Response:
        """Answer a remark."""
        return self._decide(request, slug, Remark, child, RemarkRow, RemarkAnswer, answer_remark)

    @extend_schema(request=ProposalDecision, responses=ProposalRow, parameters=VERB)
    @action(detail=True, methods=["post"], url_path=r"proposals/(?P<child>[0-9]+)/decide", url_name="proposal-decide")
    def decide(self, request: Request, slug: str, child: str) -> Response:
        """Accept or refuse a proposal."""
        return self._decide(request, slug, Proposal, child, ProposalRow, ProposalDecision, decide_proposal)

    def _children(
        self, request: Request, slug: str, name: str, row: Any, write: Any, service: Callable[..., Any]
    ) -> Response:
        regulation = self.in_making(slug)
        if request.method == "GET":
            return Response([_row(row, item) for item in getattr(regulation, name).all()])
        require(may_remark(request.user))

        def work() -> Response:
            made = service(regulation, actor=request.user, **validated(request, write))
            return Response(_row(row, made), status=201)

        return once(request, work)

    def _decide(
        self, request: Request, slug: str, model: Any, child: str, row: Any, write: Any, service: Callable[..., Any]
    ) -> Response:
        record = get_object_or_404(model, regulation=self.in_making(slug), pk=child)
        require(may_decide_proposal(request.user, record))
        return write_part(request, record, write, service, lambda done: _row(row, done))


def _day(day: date) -> str:
    return day.isoformat()
