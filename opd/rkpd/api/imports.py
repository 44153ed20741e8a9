"""API of imports: send a file, read its preview, confirm."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import VERB, KeyedViewSet, Row, StrictSerializer
from solok_smartcity.kit.decisions import Decision, require
from solok_smartcity.kit.idempotency import once

from ..models import Upload
from ..rules import may_confirm_upload, may_upload_any
from ..services import uploads as upload_service
from .reading import ReadsAlignment


class ImportRow(Row):
    """A file on its way, with its preview."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Upload.Kind.choices)
    file_name = serializers.CharField()
    options = serializers.DictField()
    state = serializers.ChoiceField(Upload.State.choices)
    state_name = serializers.CharField()
    progress = serializers.IntegerField(help_text="Persen.")
    message = serializers.CharField()
    summary = serializers.DictField(help_text="Pratinjau: baris, jumlah, hal yang menghalangi, perbedaan.")
    actor_name = serializers.CharField()
    at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ImportWrite(StrictSerializer):
    """A file to import, as multipart/form-data."""

    kind = serializers.ChoiceField(Upload.Kind.choices)
    file = serializers.FileField()
    year = serializers.CharField(required=False)
    round = serializers.CharField(required=False)
    edition = serializers.CharField(required=False)
    first_year = serializers.CharField(required=False)
    title = serializers.CharField(required=False, allow_blank=True)
    is_partial = serializers.BooleanField(required=False)


def import_rows(queryset: Any) -> list[dict[str, Any]]:
    """Rows of uploads (one query)."""
    return [
        {
            "id": item.pk,
            "kind": item.kind,
            "file_name": item.file_name,
            "options": item.options,
            "state": item.state,
            "state_name": item.get_state_display(),
            "progress": item.progress,
            "message": item.message,
            "summary": item.summary,
            "actor_name": item.actor_name,
            "at": item.at.isoformat(),
            "version": item.version,
        }
        for item in queryset
    ]


class ImportViewSet(ReadsAlignment, KeyedViewSet):
    """Imports: send a file, read its preview, confirm."""

    queryset = Upload.objects.all()
    rows = staticmethod(import_rows)
    serializer_class = ImportRow
    ordering_fields = ("at",)
    ordering = ("-at", "-pk")
    parser_classes = (MultiPartParser, *KeyedViewSet.parser_classes)

    @extend_schema(request={"multipart/form-data": ImportWrite})
    def create(self, request: Request) -> Response:
        """Send a file; nothing is stored before its preview is confirmed."""
        if not may_upload_any(request.user):
            require(Decision(False, "not_planning", "Impor dikerjakan perencanaan daerah, dan Renja oleh pemiliknya."))
        sent = ImportWrite(data=request.data.dict() if hasattr(request.data, "dict") else request.data)
        sent.is_valid(raise_exception=True)
        data = dict(sent.validated_data)
        upload = upload_service.receive(
            actor=account(request), kind=data.pop("kind"), file=data.pop("file"), options=data
        )
        return self.one(self.scope().filter(pk=upload.pk), 201)

    @extend_schema(request=None, responses=ImportRow, parameters=VERB)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: Any = None) -> Response:
        """Store what was previewed; refused when something changed since."""

        def work() -> Response:
            key, version = self.target(request, may_confirm_upload)
            upload_service.confirm_upload(key, actor=account(request), version=version)
            return self.one(self.scope().filter(pk=key))

        return once(request, work)
