"""Views of the API: plain rows out, ETag and If-Match on every record."""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from .api import Rows
from .decisions import Decision, VersionMissing, require
from .idempotency import IDEMPOTENCY_KEY, once

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag dari data yang Anda lihat."
)

VERB = [IF_MATCH, IDEMPOTENCY_KEY]


def etag(model: type[Model], row: dict[str, Any]) -> str:
    """Entity tag of a row: its record and version for ``If-Match``, and its content, which may hold derived values."""
    content = hashlib.sha256(json.dumps(row, default=str, sort_keys=True).encode()).hexdigest()[:16]
    return f'"{model._meta.model_name}-{row["id"]}-{row["version"]}-{content}"'


def seen_version(request: Request, model: type[Model], pk: Any) -> int:
    """The version the client says it saw; a tag of another record counts as version 0, which is always stale.

    Raises ``VersionMissing`` without ``If-Match`` or with ``*``, which would overwrite what was not seen.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        raise VersionMissing
    match = re.fullmatch(rf'"{model._meta.model_name}-{pk}-(\d{{1,9}})(?:-[0-9a-f]+)?"', header.removeprefix("W/"))
    return int(match[1]) if match else 0


class StrictSerializer(serializers.Serializer):
    """Refuses fields it does not know: a misspelt field is an error, not silence."""

    def to_internal_value(self, data: Any) -> Any:
        """The validated values; unknown fields are named."""
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                raise exceptions.ValidationError({name: ["Medan tidak dikenal."] for name in sorted(unknown)})
        return super().to_internal_value(data)


class RowViewSet(ListModelMixin, GenericViewSet):
    """Lists and shows records as plain rows made by one function; no object is built for reading.

    ``rows``: queryset -> list of dicts. ``lookup_field``: what stands in the address.
    """

    rows: Rows
    ordering: tuple[str, ...]
    lookup_field = "code"
    lookup_value_regex = "[-A-Za-z0-9_]+"

    def scope(self) -> QuerySet:
        """What this user may know of."""
        return self.queryset.model.objects.visible_to(self.request.user)

    def get_queryset(self) -> QuerySet:
        """The scope in its natural order."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.scope()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Filters, search and order; a plain page (most requests) only needs the order."""
        if not self.request.query_params.keys() - {"page", "page_size"}:
            return queryset.order_by(*self.ordering)
        queryset = super().filter_queryset(queryset)
        return queryset.order_by(*queryset.query.order_by, "pk")  # pages never repeat or skip a row

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of rows."""
        queryset = self.filter_queryset(self.get_queryset())
        return self.paginator.rows_response(queryset, request, type(self).rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row, with its ETag."""
        return self.one(self.scope().filter(**{self.lookup_field: kwargs[self.lookup_field]}))

    def target(self, request: Request, rule: Callable[[Any, Any], Decision]) -> tuple[Any, int]:
        """Key of the record a write is for, and the version its writer saw: scope, then rule, then version."""
        record = self.scope().filter(**{self.lookup_field: self.kwargs[self.lookup_field]}).first()
        if record is None:
            raise Http404
        require(rule(request.user, record))
        return record.pk, seen_version(request, type(record), record.pk)

    def one(self, queryset: QuerySet, code: int = 200) -> Response:
        """The answer with the one row of a queryset."""
        rows = type(self).rows(queryset)
        if not rows:
            raise Http404
        return Response(rows[0], status=code, headers={"ETag": etag(queryset.model, rows[0])})


class ActionRow(serializers.Serializer):
    """A verb as the person who asks may or may not use it now."""

    verb = serializers.CharField()
    label = serializers.CharField()
    allowed = serializers.BooleanField()
    code = serializers.CharField(help_text="Kode penolakan; ok bila boleh.")
    reason = serializers.CharField(help_text="Kalimat penolakan untuk pengguna.")
    needs_reason = serializers.BooleanField()
    is_next = serializers.BooleanField(help_text="Berangkat dari keadaan sekarang.")


class VerbInput(StrictSerializer):
    """What most verbs take."""

    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class WorkflowViewSet(RowViewSet):
    """Records with a life: one row tells what its reader may do, verbs are ``POST …/<verb>/`` with ``If-Match``.

    ``workflow``: its table with rules; a verb with ``Idempotency-Key`` is carried out once.
    """

    workflow: Any
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row, with its ETag and what may be done with it."""
        return self.one(self.scope().filter(**{self.lookup_field: kwargs[self.lookup_field]}))

    def one(self, queryset: QuerySet, code: int = 200) -> Response:
        """The answer with one row and its allowed actions."""
        record = queryset.first()
        if record is None:
            raise Http404
        row = type(self).rows(queryset)[0]
        row["allowed_actions"] = [asdict(item) for item in self.workflow.allowed_actions(self.request.user, record)]
        return Response(row, status=code, headers={"ETag": etag(queryset.model, row)})

    def verb(self, request: Request, name: str, service: Callable[..., Any], serializer: Any = VerbInput) -> Response:
        """Carry out a verb through its service; scope and rule come before version and input."""

        def work() -> Response:
            pk, version = self.target(request, self.workflow.rules[name])
            sent = serializer(data=request.data)
            sent.is_valid(raise_exception=True)
            done = service(pk, actor=request.user, version=version, **{"reason": "", **sent.validated_data})
            return self.after(done)

        return once(request, work)

    def after(self, done: Any) -> Response:
        """The record after a verb; it may have left the scope of whoever carried it out."""
        visible = self.scope().filter(pk=done.pk)
        return self.one(visible if visible.exists() else type(done)._default_manager.filter(pk=done.pk))


class UnknownAddress(APIView):
    """Whatever is no address of the API is not found, in the API's own form."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody needs to sign in to learn that."""
        raise exceptions.NotFound
