"""API of the plan: plain rows out, services in."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import IF_MATCH, VERB, RowViewSet, tagged, validated
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.idempotency import once
from solok_smartcity.kit.records import change_record

from ..filters import ActionPlanFilter, ProgramFilter, QuickWinFilter
from ..models import ActionPlan, Dimension, MasterPlan, Program, QuickWin
from ..rules import may_edit_plan
from ..selectors.activities import action_plan_rows, program_rows, quick_win_rows
from ..selectors.dimensions import dimension_rows
from ..services.activities import create_activity, update_activity
from ..services.promotion import promote_quick_win, suggested_code
from . import serializers


class ActivityViewSet(RowViewSet):
    """Read for everyone who is signed in, write for editors."""

    write_serializer: type[serializers.ActivityWrite]
    search_fields = ("code", "name", "indicator")
    ordering_fields = ("code", "name", "position", "start_year", "end_year", "updated_at")
    ordering = ("position", "code")

    def create(self, request: Request) -> Response:
        """A new activity in the current plan."""
        require(may_edit_plan(request.user))
        data = serializers.split(validated(request, self.write_serializer))
        data["values"]["plan"] = MasterPlan.objects.current()
        activity = create_activity(self.model, actor=account(request), **data)
        return self.one(self.scope().filter(pk=activity.pk), 201)

    def partial_update(self, request: Request, code: str) -> Response:
        """Edit an activity; ``If-Match`` names the version that was seen."""
        pk, version = self.target(request, may_edit_plan)
        data = serializers.split(validated(request, self.write_serializer, partial=True))
        update_activity(self.model, pk, actor=account(request), version=version, **data)
        return self.one(self.scope().filter(pk=pk))


def _documented(write: type[serializers.ActivityWrite]) -> Any:
    return extend_schema_view(
        create=extend_schema(request=write),
        partial_update=extend_schema(request=write(partial=True), parameters=[IF_MATCH]),
    )


@_documented(serializers.ProgramWrite)
class ProgramViewSet(ActivityViewSet):
    """Programs of the road map."""

    queryset = Program.objects.all()
    rows = staticmethod(program_rows)
    serializer_class = serializers.ProgramRow
    write_serializer = serializers.ProgramWrite
    filterset_class = ProgramFilter


@_documented(serializers.QuickWinWrite)
class QuickWinViewSet(ActivityViewSet):
    """Quick wins."""

    queryset = QuickWin.objects.all()
    rows = staticmethod(quick_win_rows)
    serializer_class = serializers.QuickWinRow
    write_serializer = serializers.QuickWinWrite
    filterset_class = QuickWinFilter

    @extend_schema(request=serializers.PromoteInput, responses={201: serializers.ProgramRow}, parameters=VERB)
    @action(detail=True, methods=["post"])
    def promote(self, request: Request, code: str) -> Response:
        """Make a draft program from the quick win; answers with the program."""

        def work() -> Response:
            pk, version = self.target(request, may_edit_plan)
            data = validated(request, serializers.PromoteInput)
            quick_win = QuickWin.objects.select_related("subdimension").get(pk=pk)
            program = promote_quick_win(
                pk,
                actor=account(request),
                version=version,
                reason=data["reason"],
                code=data.get("code") or suggested_code(quick_win.subdimension),
            )
            return tagged(Program, program_rows(Program.objects.filter(pk=program.pk))[0], 201)

        return once(request, work)


@_documented(serializers.ActionPlanWrite)
class ActionPlanViewSet(ActivityViewSet):
    """Supporting actions."""

    queryset = ActionPlan.objects.all()
    rows = staticmethod(action_plan_rows)
    serializer_class = serializers.ActionPlanRow
    write_serializer = serializers.ActionPlanWrite
    filterset_class = ActionPlanFilter


class DimensionViewSet(RowViewSet):
    """The six dimensions with their sub-dimensions."""

    queryset = Dimension.objects.all()
    rows = staticmethod(dimension_rows)
    serializer_class = serializers.DimensionRow
    search_fields = ("code", "name", "legal_name")
    ordering_fields = ("code", "name", "position")
    ordering = ("position",)

    @extend_schema(request=serializers.DimensionWrite(partial=True), parameters=[IF_MATCH])
    def partial_update(self, request: Request, code: str) -> Response:
        """Edit the names of a dimension."""
        pk, version = self.target(request, may_edit_plan)
        data = serializers.split(validated(request, serializers.DimensionWrite, partial=True))
        change_record(
            self.scope(),
            pk,
            actor=account(request),
            rule=may_edit_plan,
            version=version,
            values=data["values"],
            reason=data["reason"],
        )
        return self.one(self.scope().filter(pk=pk))
