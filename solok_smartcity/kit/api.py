"""Machinery of the API named in the settings: pages of rows, and refusals with a sentence."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.exceptions import ValidationError as ModelInvalid
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler as default_handler

from .decisions import VerbError

Rows = Callable[[QuerySet[Any]], Sequence[Mapping[str, Any]]]
NOT_FOUND = "Data tidak ditemukan, atau tidak termasuk yang boleh Anda lihat."
SENTENCES = {
    401: "Masuk lebih dahulu: sertakan token pada kepala Authorization.",
    403: "Peran Anda tidak memperbolehkan tindakan ini.",
    404: NOT_FOUND,
    405: "Metode ini tidak tersedia pada alamat ini.",
    415: "Kirim isi sebagai application/json.",
}


class JsonParser(JSONParser):
    """JSON with a sentence for what is none, however it is broken."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The parsed body; raises ``ParseError``."""
        try:
            return super().parse(stream, media_type, parser_context)
        except (exceptions.ParseError, RecursionError):
            raise exceptions.ParseError("Isi permintaan bukan JSON yang benar.") from None


class Pagination(PageNumberPagination):
    """Pages of 50 rows; ``page_size`` up to 500."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"

    def get_page_size(self, request: Request) -> int:
        """The size asked for; a size that is no number or too large is refused, not silently replaced."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit()) or not 1 <= int(asked) <= self.max_page_size:
            raise exceptions.ValidationError({"page_size": [f"Isi dengan bilangan 1 sampai {self.max_page_size}."]})
        return int(asked)

    def rows_response(self, queryset: QuerySet[Any], request: Request, rows: Rows) -> Response:
        """The page asked for, read as plain rows; raises ``NotFound`` beyond the last page."""
        paginator = self.django_paginator_class(queryset, self.get_page_size(request))
        try:
            self.page = paginator.page(request.query_params.get(self.page_query_param, 1))
        except InvalidPage:
            raise exceptions.NotFound from None
        self.request = request
        part: Any = self.page.object_list  # a part of the queryset that was given
        return self.get_paginated_response(rows(part))


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal as ``{"code", "detail"}``, with ``fields`` where the input is wrong."""
    if isinstance(error, VerbError):
        return Response({"code": error.code, "detail": error.reason}, status=error.status)
    if isinstance(error, ModelInvalid):
        fields = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        return _invalid(fields)
    if isinstance(error, ObjectDoesNotExist):
        error = Http404()
    response = default_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        detailed = error.detail if isinstance(error.detail, dict) else {"__all__": error.detail}
        return _invalid(detailed, response)
    code = getattr(error, "default_code", "not_found")
    detail = SENTENCES.get(response.status_code) or str(getattr(error, "detail", error))
    response.data = {"code": code, "detail": detail}
    return response


def _invalid(fields: Mapping[str, object], response: Response | None = None) -> Response:
    data = {"code": "invalid", "detail": "Isian belum benar.", "fields": fields}
    if response is None:
        return Response(data, status=status.HTTP_400_BAD_REQUEST)
    response.data = data
    return response


REFUSALS = {
    "400": "Isian belum benar",
    "401": "Belum masuk",
    "403": "Peran tidak memperbolehkan",
    "404": "Tidak ditemukan",
    "409": "Keadaan data tidak memperbolehkan",
    "412": "Data sudah berubah sejak dilihat",
    "422": "Idempotency-Key sudah dipakai untuk permintaan lain",
    "428": "If-Match belum disertakan",
    "429": "Terlalu banyak permintaan",
}


def document_refusals(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:
    """Put the refusals into the schema of every operation, once."""
    result.setdefault("components", {}).setdefault("schemas", {})["Refusal"] = {
        "type": "object",
        "properties": {
            "code": {"type": "string"},
            "detail": {"type": "string", "description": "Kalimat untuk pengguna."},
            "fields": {"type": "object", "additionalProperties": True},
        },
        "required": ["code", "detail"],
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for path in result["paths"].values():
        for operation in path.values():
            codes = ["400", "401", "403", "404", "429"]
            if any(item["name"] == "If-Match" for item in operation.get("parameters", [])):
                codes += ["409", "412", "428"]
            if any(item["name"] == "Idempotency-Key" for item in operation.get("parameters", [])):
                codes.append("422")
            for code in codes:
                operation["responses"].setdefault(code, {"description": REFUSALS[code], "content": content})
    return result
