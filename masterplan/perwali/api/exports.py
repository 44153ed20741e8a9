"""API of exports, which are jobs with a file at their end, and the public verification."""

from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import Row, StrictSerializer, validated
from solok_smartcity.kit.idempotency import IDEMPOTENCY_KEY, once
from solok_smartcity.kit.pdf import VARIANTS, percent_done

from ..models import PdfRequest, Regulation
from ..services.papers import order_paper
from ..services.printing import request_pdf
from ..services.proof import MOST_BYTES, verify_code, verify_file
from ..workflow import TEXT


class ExportRow(Row):
    """A PDF that was asked for."""

    id = serializers.IntegerField()
    regulation = serializers.CharField()
    paper = serializers.CharField()
    variant = serializers.CharField()
    state = serializers.ChoiceField(PdfRequest.State.choices)
    error = serializers.CharField()
    done = serializers.IntegerField(help_text="Persen yang sudah disusun.")
    file = serializers.CharField(allow_null=True, help_text="Alamat berkas bila sudah jadi.")


class ExportWrite(StrictSerializer):
    """What to print."""

    regulation = serializers.SlugField(max_length=80)
    paper = serializers.CharField(
        max_length=40, default=TEXT, help_text="naskah, salinan, kendali, masukan, tindak-lanjut, matriks-1-2"
    )
    variant = serializers.ChoiceField(sorted(VARIANTS), default="ua")


def export_row(item: PdfRequest, request: Request) -> dict[str, Any]:
    """A request as read."""
    done = item.state == PdfRequest.State.DONE
    return {
        "id": item.pk,
        "regulation": item.regulation.slug,
        "paper": item.paper,
        "variant": item.variant,
        "state": item.state,
        "error": item.error,
        "done": 100 if done else percent_done(item.key),
        "file": reverse("api-export-file", args=[item.pk], request=request) if done else None,
    }


class ExportViewSet(ViewSet):
    """Exports of the regulations the person may see."""

    lookup_value_regex = "[0-9]+"

    def find(self, request: Request, pk: str) -> PdfRequest:
        """A request in the person's scope; raises 404."""
        visible = PdfRequest.objects.visible_to(request.user).select_related("regulation")
        found: PdfRequest = get_object_or_404(visible, pk=pk)
        return found

    @extend_schema(responses=ExportRow(many=True))
    def list(self, request: Request) -> Response:
        """The last hundred."""
        rows = PdfRequest.objects.visible_to(request.user).select_related("regulation").order_by("-pk")
        return Response([export_row(item, request) for item in rows[:100]])

    @extend_schema(request=ExportWrite, responses={202: ExportRow}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request: Request) -> Response:
        """Ask for a PDF of the present content; equal content is made once."""

        def work() -> Response:
            data = validated(request, ExportWrite)
            regulation = Regulation.objects.visible_to(request.user).filter(slug=data["regulation"]).first()
            if regulation is None:
                raise serializers.ValidationError({"regulation": ["Peraturan ini tidak ada."]})
            try:
                order = request_pdf(regulation, data["variant"], actor=account(request), paper=data["paper"])
            except LookupError:
                raise serializers.ValidationError({"paper": ["Lembar ini tidak ada."]}) from None
            item, _ = PdfRequest.objects.select_related("regulation").get_or_create(
                key=order.key,
                defaults={
                    "regulation": regulation,
                    "paper": data["paper"],
                    "variant": data["variant"],
                    "state": PdfRequest.State.DONE,
                    "requested_by": str(request.user),
                },
            )
            return Response(export_row(item, request), status=202)

        return once(request, work)

    @extend_schema(responses=ExportRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """How far it is."""
        return Response(export_row(self.find(request, pk), request))

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def file(self, request: Request, pk: str) -> FileResponse:
        """The PDF; 404 until it is made, and once the content has changed."""
        item = self.find(request, pk)
        order = order_paper(item.regulation, item.paper, item.variant)
        if order.key != item.key or not order.is_made:
            raise Http404
        return FileResponse(order.path.open("rb"), filename=f"{item.regulation.slug}.pdf")


class VerificationInput(StrictSerializer):
    """A code, or a file."""

    code = serializers.CharField(required=False, max_length=80)
    file = serializers.FileField(required=False, help_text="Paling besar 20 MB; tidak disimpan.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Exactly one of both, not too large."""
        if len(data) != 1:
            raise serializers.ValidationError({"code": ["Kirim kode atau berkas, salah satu."]})
        if "file" in data and data["file"].size > MOST_BYTES:
            raise serializers.ValidationError({"file": ["Berkas terlalu besar. Paling besar 20 MB."]})
        return data


class VerificationAnswer(Row):
    """What we know of it; of drafts nothing but that."""

    is_ours = serializers.BooleanField()
    is_exact = serializers.BooleanField()
    sentence = serializers.CharField()
    status = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    regulation = serializers.CharField(allow_null=True)


class VerificationView(APIView):
    """Whether a document or code is ours; for everybody, throttled, nothing is kept."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    parser_classes = (JSONParser, MultiPartParser)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "verification"

    @extend_schema(request=VerificationInput, responses=VerificationAnswer)
    def post(self, request: Request) -> Response:
        """Check one document or code."""
        data = validated(request, VerificationInput)
        verdict = verify_code(data["code"]) if "code" in data else verify_file(data["file"].read())
        shown = verdict.version if verdict.is_public else None
        return Response(
            {
                "is_ours": verdict.is_ours,
                "is_exact": verdict.is_exact,
                "sentence": verdict.sentence,
                "status": verdict.status,
                "version": shown.number if shown else None,
                "regulation": shown.regulation.slug if shown else None,
            }
        )
