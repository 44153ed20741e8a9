"""API of agencies (read), and tokens: issued with expiry, withdrawn at will."""

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from knox.models import get_token_model
from rest_framework import exceptions, permissions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from solok_smartcity.kit.api_views import Row, RowFilter, RowViewSet, StrictSerializer, named_rows, validated
from solok_smartcity.kit.decisions import Decision, Refused

from ..models import Opd

PLAIN = "id code name abbreviation kind valid_from valid_to source_certainty source version".split()
NAMES = {name: name for name in PLAIN} | {"successor": "successor__code", "parent": "parent__code"}


class OpdRow(Row):
    """An agency, as read."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    abbreviation = serializers.CharField()
    kind = serializers.ChoiceField(Opd.Kind.choices)
    valid_from = serializers.IntegerField(allow_null=True)
    valid_to = serializers.IntegerField(allow_null=True)
    source_certainty = serializers.ChoiceField(Opd.Certainty.choices)
    source = serializers.CharField()
    successor = serializers.CharField(allow_null=True)
    parent = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()


class OpdFilter(RowFilter):
    """Filters of agencies."""

    kind = filters.ChoiceFilter(choices=Opd.Kind.choices, label="Jenis")
    valid_in = filters.NumberFilter(method="exists_in", label="Berlaku pada tahun", min_value=1900, max_value=2200)
    top_level = filters.BooleanFilter(method="without_units", label="Tanpa unit dan badan usaha")

    def exists_in(self, queryset: Any, name: str, value: Any) -> Any:
        """Agencies that exist in a year."""
        return queryset.valid_on(date(int(value), 12, 31))

    def without_units(self, queryset: Any, name: str, value: bool) -> Any:
        """Bodies of their own."""
        return queryset.top_level() if value else queryset


def opd_rows(queryset: QuerySet[Any]) -> list[dict[str, Any]]:
    """Rows of agencies (one query)."""
    return named_rows(queryset, NAMES)


class OpdViewSet(RowViewSet):
    """Agencies, past and present."""

    queryset = Opd.objects.all()
    rows = staticmethod(opd_rows)
    serializer_class = OpdRow
    filterset_class = OpdFilter
    search_fields = ("code", "name", "abbreviation")
    ordering_fields = ("code", "name", "kind", "valid_from", "valid_to")
    ordering = ("name",)


class TokenRequest(StrictSerializer):
    """Account, password, and the code of the second factor where it is set up."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    otp = serializers.CharField(max_length=20, required=False, allow_blank=True)


class TokenAnswer(Row):
    """A new token; it is shown only now."""

    token = serializers.CharField()
    expiry = serializers.DateTimeField()


class TokenView(APIView):
    """Tokens of the API."""

    throttle_scope = "token"

    def get_permissions(self) -> list[permissions.BasePermission]:
        """Whoever asks for a token has none yet."""
        return [permissions.AllowAny() if self.request.method == "POST" else permissions.IsAuthenticated()]

    def get_authenticators(self) -> list[Any]:
        """A wrong token in the header must not stop somebody from asking for a new one."""
        return [] if self.request and self.request.method == "POST" else super().get_authenticators()

    @extend_schema(request=TokenRequest, responses=TokenAnswer)
    def post(self, request: Request) -> Response:
        """Issue a token; the same answer for an unknown account and a wrong password, 429 after many failures."""
        data = validated(request, TokenRequest)
        try:  # the adapter counts failures by account and address, as the sign-in page does
            user = get_adapter().authenticate(request._request, username=data["username"], password=data["password"])
        except ValidationError as error:
            raise exceptions.Throttled(detail=" ".join(error.messages)) from None
        if user is None or not user.is_active:
            raise Refused(Decision(False, "wrong_credentials", "Nama akun atau kata sandi salah."))
        factors = list(Authenticator.objects.filter(user=user))
        if factors and not any(factor.wrap().validate_code(data.get("otp", "")) for factor in factors):
            raise Refused(Decision(False, "wrong_otp", "Sertakan kode dari aplikasi autentikator pada medan otp."))
        instance, token = get_token_model().objects.create(user, expiry=timedelta(hours=settings.API_TOKEN_HOURS))
        return Response({"token": token, "expiry": instance.expiry})

    @extend_schema(request=None, responses={204: OpenApiResponse(description="Semua token dicabut.")})
    def delete(self, request: Request) -> Response:
        """Withdraw all tokens of the account."""
        get_token_model().objects.filter(user=request.user).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
