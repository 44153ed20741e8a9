"""API of a draft's elements: read them, write them, move them, mend a finding; the same services as the pages."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from opd.agencies.requests import account
from solok_smartcity.kit.api_views import VERB, Row, StrictSerializer, etag, seen_version, validated
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.idempotency import once

from ..models import Citation, Element, Regulation
from ..naskah.structure import Kind
from ..rules import may_draft
from ..selectors.provisions import provision_rows
from ..selectors.studio import element_of
from ..services.drafting import change_element, insert_element, mend_element, move_element, remove_element


class ProvisionRow(Row):
    """An element of a draft with its computed number."""

    id = serializers.CharField(help_text="Id tetap, tidak berubah bila nomor bergeser.")
    kind = serializers.CharField(help_text="bab, bagian, paragraf, pasal, ayat, huruf, angka, menimbang, mengingat …")
    label = serializers.CharField()
    address = serializers.CharField(help_text="Alamat lengkap, misalnya Pasal 3 ayat (2).")
    parent = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    text = serializers.CharField(help_text="Teks dengan acuan sebagai kata.")
    source = serializers.CharField(help_text="Teks tersimpan, acuan sebagai {{acu:id}}.")
    conjunction = serializers.CharField()
    version = serializers.IntegerField(allow_null=True, help_text="Kosong: ditulis dari data, tidak diubah sendiri.")


class ProvisionWrite(StrictSerializer):
    """What may be written; addresses in the text become references."""

    title = serializers.CharField(max_length=300, required=False)
    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    conjunction = serializers.ChoiceField(["", "dan", "atau", "dan/atau"], required=False)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=2000)


class ProvisionInsert(StrictSerializer):
    """A new element after this one, or inside it as the last."""

    kind = serializers.RegexField(rf"^(?:{'|'.join(Kind)})$", help_text="Jenis unsur baru.")
    inside = serializers.BooleanField(default=False)
    title = serializers.CharField(max_length=300, required=False)
    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True)
    citation = serializers.PrimaryKeyRelatedField(queryset=Citation.objects.all(), required=False)
    reason = serializers.CharField(max_length=2000)


class ProvisionMove(StrictSerializer):
    """Where the element goes: after another one, or inside it as the last."""

    anchor = serializers.CharField(max_length=60)
    inside = serializers.BooleanField(default=False)
    reason = serializers.CharField(max_length=2000)


class ReasonInput(StrictSerializer):
    """Why."""

    reason = serializers.CharField(max_length=2000)


class MendInput(StrictSerializer):
    """Which rule's finding is put right."""

    rule = serializers.RegexField(r"^R\d{1,3}$")


class LintRow(Row):
    """A finding of the lint."""

    rule = serializers.CharField()
    severity = serializers.CharField(help_text="galat atau peringatan")
    element = serializers.CharField()
    place = serializers.CharField()
    message = serializers.CharField()
    fixable = serializers.BooleanField()


IN_PATH = [
    OpenApiParameter("slug", str, OpenApiParameter.PATH, description="Alamat peraturan."),
]
OF_ELEMENT = [*IN_PATH, OpenApiParameter("stable_id", str, OpenApiParameter.PATH, description="Id tetap unsur.")]


class ProvisionViewSet(ViewSet):
    """Elements of one regulation."""

    lookup_field = "stable_id"
    lookup_value_regex = "[a-z][a-z0-9_]*"

    def regulation(self, request: Request, slug: str) -> Regulation:
        """The regulation in the person's scope; raises 404."""
        visible = Regulation.objects.visible_to(request.user).with_parts()
        regulation: Regulation = get_object_or_404(visible, slug=slug)
        return regulation

    def element(self, request: Request, slug: str, stable_id: str) -> Element:
        """The element, with the right to draft proved; raises 404 or ``Refused``."""
        regulation = self.regulation(request, slug)
        element = element_of(regulation, stable_id)
        if element is None:
            raise Http404
        require(may_draft(request.user, element))
        return element

    def one(self, regulation: Regulation, stable_id: str, code: int = 200) -> Response:
        """The answer with one element and its ETag."""
        row = next((row for row in provision_rows(regulation) if row["id"] == stable_id), None)
        if row is None:
            raise Http404
        element = Element.objects.get(regulation=regulation, stable_id=stable_id)
        tag = etag(Element, {**row, "id": element.pk})
        return Response(row, status=code, headers={"ETag": tag})

    @extend_schema(responses=ProvisionRow(many=True), parameters=IN_PATH)
    def list(self, request: Request, slug: str) -> Response:
        """All elements in the order of the text."""
        return Response(provision_rows(self.regulation(request, slug)))

    @extend_schema(responses=ProvisionRow, parameters=OF_ELEMENT)
    def retrieve(self, request: Request, slug: str, stable_id: str) -> Response:
        """One element."""
        return self.one(self.regulation(request, slug), stable_id)

    def _write(
        self, request: Request, slug: str, stable_id: str, serializer: Any, work: Any, code: int = 200
    ) -> Response:
        """Scope, rule, version, input, service, in this order; a repeated key is answered once."""

        def carry_out() -> Response:
            element = self.element(request, slug, stable_id)
            version = seen_version(request, Element, element.pk)
            done = work(element, version, validated(request, serializer))
            if done is None:
                return Response(status=204)
            return self.one(self.regulation(request, slug), done.stable_id, code)

        return once(request, carry_out)

    @extend_schema(request=ProvisionWrite, responses=ProvisionRow, parameters=[*OF_ELEMENT, *VERB])
    def partial_update(self, request: Request, slug: str, stable_id: str) -> Response:
        """Change title, text, conjunction or note."""

        def work(element: Element, version: int, values: dict[str, Any]) -> Element:
            reason = values.pop("reason")
            return change_element(
                element.pk, actor=account(request), version=version, values=values, reason=reason, seen=[]
            )

        return self._write(request, slug, stable_id, ProvisionWrite, work)

    @extend_schema(request=ProvisionInsert, responses={201: ProvisionRow}, parameters=[*OF_ELEMENT, *VERB])
    def insert(self, request: Request, slug: str, stable_id: str) -> Response:
        """Insert a new element; numbers and references follow."""

        def work(element: Element, version: int, values: dict[str, Any]) -> Element:
            options = {name: values.pop(name) for name in ("kind", "inside", "reason")}
            return insert_element(element.pk, actor=account(request), version=version, values=values, **options)

        return self._write(request, slug, stable_id, ProvisionInsert, work, 201)

    @extend_schema(request=ProvisionMove, responses=ProvisionRow, parameters=[*OF_ELEMENT, *VERB])
    def move(self, request: Request, slug: str, stable_id: str) -> Response:
        """Move it with all below; its id and referrers stay."""

        def work(element: Element, version: int, values: dict[str, Any]) -> Element:
            anchor = element_of(element.regulation, values["anchor"])
            if anchor is None:
                raise serializers.ValidationError({"anchor": ["Unsur ini tidak ada."]})
            return move_element(
                element.pk,
                actor=account(request),
                version=version,
                anchor_id=anchor.pk,
                inside=values["inside"],
                reason=values["reason"],
            )

        return self._write(request, slug, stable_id, ProvisionMove, work)

    @extend_schema(request=ReasonInput, responses={204: None}, parameters=[*OF_ELEMENT, *VERB])
    def remove(self, request: Request, slug: str, stable_id: str) -> Response:
        """Remove it with all below, unless something refers to it."""

        def work(element: Element, version: int, values: dict[str, Any]) -> None:
            remove_element(element.pk, actor=account(request), version=version, **values)

        return self._write(request, slug, stable_id, ReasonInput, work)

    @extend_schema(request=MendInput, responses=ProvisionRow, parameters=[*OF_ELEMENT, *VERB])
    def mend(self, request: Request, slug: str, stable_id: str) -> Response:
        """Put a finding right where the rule knows how."""

        def work(element: Element, version: int, values: dict[str, Any]) -> Element:
            return mend_element(element.pk, actor=account(request), version=version, **values)

        return self._write(request, slug, stable_id, MendInput, work)


def lint_rows(document: Any) -> list[dict[str, Any]]:
    """Findings of a document, ready for JSON."""
    return [
        {
            "rule": item.fault.rule,
            "severity": "peringatan" if item.fault.warning else "galat",
            "element": item.fault.element,
            "place": item.place,
            "message": item.fault.message,
            "fixable": bool(item.fault.mended),
        }
        for item in document.findings
    ]
