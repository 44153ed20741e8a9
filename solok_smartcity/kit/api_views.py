"""Views of the API: plain rows out, ETag and If-Match on every record."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, cast

import django_filters
from django.db.models import Model, QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from .api import Pagination, Rows
from .decisions import Decision, VersionMissing, require
from .idempotency import IDEMPOTENCY_KEY, once
from .transitions import Workflow

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="ETag dari data yang Anda lihat."
)

VERB = [IF_MATCH, IDEMPOTENCY_KEY]


def etag(model: type[Model], row: Mapping[str, Any]) -> str:
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


def tagged(model: type[Model], row: Mapping[str, Any], code: int = 200) -> Response:
    """The answer with one row and its ETag."""
    return Response(row, status=code, headers={"ETag": etag(model, row)})


def named_rows(queryset: QuerySet[Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows with names of their own for the paths of fields (one query)."""
    return [dict(zip(names, values, strict=True)) for values in queryset.values_list(*names.values())]


class Row(serializers.Serializer[Any]):
    """A record as read; its fields may have names that the library uses for itself."""

    label: Any
    source: Any
    parent: Any


class RowFilter(django_filters.FilterSet):
    """Filters of a list; the label is the sentence in the documentation."""


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields it does not know: a misspelt field is an error, not silence."""

    def to_internal_value(self, data: Any) -> Any:
        """The validated values; unknown fields are named."""
        if isinstance(data, dict):
            unknown = set(data) - set(self.fields)
            if unknown:
                raise exceptions.ValidationError({name: ["Medan tidak dikenal."] for name in sorted(unknown)})
        return super().to_internal_value(data)


def validated(request: Request, shape: type[StrictSerializer], **options: Any) -> dict[str, Any]:
    """What was sent, in this shape; raises ``ValidationError``."""
    sent = shape(data=request.data, **options)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


def write_part(
    request: Request,
    record: Any,
    shape: type[StrictSerializer],
    service: Callable[..., Any],
    row: Callable[[Any], dict[str, Any]],
) -> Response:
    """Write a part of a record, by its service, once for a key; whoever calls has proved scope and rule."""

    def work() -> Response:
        version = seen_version(request, type(record), record.pk)
        done = service(record.pk, actor=request.user, version=version, **validated(request, shape))
        return tagged(type(record), row(done))

    return once(request, work)


def creates(shape: type[StrictSerializer]) -> Callable[[Any], Any]:
    """Documents ``create`` of a viewset: what is sent; the answer is one of its rows."""
    return extend_schema(request=shape, parameters=[IDEMPOTENCY_KEY])


class RowViewSet(ListModelMixin, GenericViewSet[Any]):
    """Lists and shows records as plain rows made by one function; no object is built for reading.

    ``rows``: queryset -> list of dicts. ``lookup_field``: what stands in the address.
    """

    queryset: Any
    rows: Rows
    ordering: tuple[str, ...]
    lookup_field = "code"
    lookup_value_regex = "[-A-Za-z0-9_]+"

    @property
    def model(self) -> Any:
        """The record this is about."""
        return type(self).queryset.model

    def scope(self) -> Any:
        """What this user may know of."""
        return self.model.objects.visible_to(self.request.user)

    def get_queryset(self) -> Any:
        """The scope in its natural order."""
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()
        return self.scope()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filters, search and order; a plain page (most requests) only needs the order."""
        if not self.request.query_params.keys() - {"page", "page_size"}:
            return queryset.order_by(*self.ordering)
        queryset = super().filter_queryset(queryset)
        return queryset.order_by(*queryset.query.order_by, "pk")  # pages never repeat or skip a row

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of rows."""
        queryset = self.filter_queryset(self.get_queryset())
        return cast(Pagination, self.paginator).rows_response(queryset, request, type(self).rows)

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

    def one(self, queryset: QuerySet[Any], code: int = 200) -> Response:
        """The answer with the one row of a queryset."""
        rows = type(self).rows(queryset)
        if not rows:
            raise Http404
        return tagged(queryset.model, rows[0], code)

    def made(
        self, request: Request, shape: type[StrictSerializer], service: Callable[[dict[str, Any]], Model]
    ) -> Response:
        """Make a record from what was sent, once for a key, and answer with its row."""

        def work() -> Response:
            record = service(validated(request, shape))
            return self.one(self.scope().filter(pk=record.pk), 201)

        return once(request, work)


class KeyedViewSet(RowViewSet):
    """Rows whose address is their key."""

    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"


class ActionRow(Row):
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


@dataclass(frozen=True)
class Verb:
    """A verb of a viewset: its service, its line in the documentation, what it takes, whose rule it goes by."""

    service: Callable[..., Any]
    doc: str
    shape: type[StrictSerializer] = VerbInput
    rule: str = ""


@cache
def detail_of(row: type[Row]) -> type[Row]:
    """The shape of one record with what its reader may do: ``EditionRow`` -> ``EditionDetail``."""
    name = row.__name__.removesuffix("Row") + "Detail"
    doc = (row.__doc__ or "").replace(", as read.", " with what its reader may do.")
    return type(name, (row,), {"__doc__": doc, "allowed_actions": ActionRow(many=True)})


class WorkflowViewSet(KeyedViewSet):
    """Records with a life: one row tells what its reader may do, verbs are ``POST …/<verb>/`` with ``If-Match``.

    ``workflow``: its table with rules; ``verbs``: its addresses, each an action of the viewset. A verb with
    ``Idempotency-Key`` is carried out once.
    """

    workflow: Workflow
    verbs: Mapping[str, Verb] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, verb in cls.verbs.items():
            setattr(cls, name, _action(name, verb))

    def get_serializer_class(self) -> Any:
        """A list shows rows; one record comes with what may be done with it."""
        row: Any = self.serializer_class
        return row if self.action == "list" else detail_of(row)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One row, with its ETag and what may be done with it."""
        return super().retrieve(request, *args, **kwargs)

    def one(self, queryset: QuerySet[Any], code: int = 200) -> Response:
        """The answer with one row and its allowed actions."""
        record = queryset.first()
        if record is None:
            raise Http404
        actions = [asdict(item) for item in self.workflow.allowed_actions(self.request.user, record)]
        return tagged(queryset.model, {**type(self).rows(queryset)[0], "allowed_actions": actions}, code)

    def verb(
        self,
        request: Request,
        name: str,
        service: Callable[..., Any],
        shape: type[StrictSerializer] = VerbInput,
    ) -> Response:
        """Carry out a verb through its service; scope and rule come before version and input."""

        def work() -> Response:
            pk, version = self.target(request, self.workflow.rules[name])
            given = {"reason": "", **validated(request, shape)}
            return self.after(service(pk, actor=request.user, version=version, **given))

        return once(request, work)

    def after(self, done: Any) -> Response:
        """The record after a verb; it may have left the scope of whoever carried it out."""
        visible = self.scope().filter(pk=done.pk)
        return self.one(visible if visible.exists() else type(done)._default_manager.filter(pk=done.pk))


def _action(name: str, verb: Verb) -> Any:
    """The action of a viewset that carries out a verb, with its documentation."""

    def act(self: WorkflowViewSet, request: Request, **kwargs: Any) -> Response:
        return self.verb(request, verb.rule or name, verb.service, verb.shape)

    act.__name__, act.__doc__ = name, verb.doc  # the router calls the action by its name
    routed = action(detail=True, methods=["post"], url_path=name.replace("_", "-"))(act)
    return extend_schema(request=verb.shape, parameters=VERB)(routed)


class UnknownAddress(APIView):
    """Whatever is no address of the API is not found, in the API's own form."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody needs to sign in to learn that."""
        raise exceptions.NotFound
