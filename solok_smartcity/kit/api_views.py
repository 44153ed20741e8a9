"""Views of the API: plain rows out, ETag and If-Match on every record."""

import hashlib
import json
import re
from collections.abc import Callable
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

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag dari data yang Anda lihat."
)


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


class UnknownAddress(APIView):
    """Whatever is no address of the API is not found, in the API's own form."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody needs to sign in to learn that."""
        raise exceptions.NotFound
