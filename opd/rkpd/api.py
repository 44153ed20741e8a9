"""API of the alignment: nomenclature, RKPD rows, imports, findings, links, suggestions, minutes."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import django_filters as filters
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ViewSet

from opd.models import Opd, WorkPlan
from opd.rules import may_review
from solok_smartcity.kit.api_views import (
    IF_MATCH,
    VERB,
    ActionRow,
    RowViewSet,
    StrictSerializer,
    VerbInput,
    WorkflowViewSet,
    etag,
    seen_version,
)
from solok_smartcity.kit.decisions import Decision, require
from solok_smartcity.kit.idempotency import IDEMPOTENCY_KEY, once

from .matching.suggest import Query
from .models import Alignment, Edition, FindingRecord, Minutes, NomenclatureItem, RkpdImport, RkpdItem, Upload
from .models.alignment import SEVERITIES
from .rules import may_read_alignment
from .selectors.board import alignment_rows
from .selectors.findings import finding_rows
from .selectors.suggestions import suggest_codes
from .services import findings as finding_service
from .services import links as link_service
from .services import minutes as minutes_service
from .services import uploads as upload_service
from .services.minutes_files import DOCX, docx_of
from .views.codes import searched
from .workflow import FindingState, LinkState


class ReadsAlignment:
    """Everything here is read by those who may read the alignment."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The rule before anything else; nobody is asked to sign in first by the base class."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        require(may_read_alignment(request.user))


# --- Nomenclature and RKPD ---------------------------------------------------------------------

CODE_FIELDS = (
    "id", "edition__code", "code", "level", "name", "parent_code", "output", "indicator", "unit", "tags", "spm", "kind",
    "successor_code",
)  # fmt: skip


class CodeRow(serializers.Serializer):
    """One code of one edition."""

    id = serializers.IntegerField()
    edition = serializers.CharField()
    code = serializers.CharField()
    level = serializers.CharField()
    name = serializers.CharField()
    parent_code = serializers.CharField()
    output = serializers.CharField()
    indicator = serializers.CharField()
    unit = serializers.CharField()
    tags = serializers.CharField()
    spm = serializers.CharField()
    kind = serializers.CharField()
    successor_code = serializers.CharField(help_text="Kode pengganti pada edisi kemudian, bila ada.")
    version = serializers.IntegerField(help_text="Versi edisinya.")


def code_rows(queryset: Any) -> list[dict[str, Any]]:
    """Rows of codes (one query)."""
    names = [name.removesuffix("__code") for name in CODE_FIELDS]
    rows = queryset.values_list(*CODE_FIELDS, "edition__version")
    return [dict(zip([*names, "version"], values, strict=True)) for values in rows]


class CodeFilter(filters.FilterSet):
    """Filters of the nomenclature."""

    edition = filters.CharFilter("edition__code", label="Edisi")
    level = filters.CharFilter(label="Tingkat")
    parent = filters.CharFilter("parent_code", label="Kode induk")
    code = filters.CharFilter("code", lookup_expr="startswith", label="Awal kode")
    q = filters.CharFilter(method="words", label="Kata atau kode")

    class Meta:
        model = NomenclatureItem
        fields: list[str] = []

    def words(self, queryset: Any, name: str, value: str) -> Any:
        """Codes that hold every word."""
        return searched(queryset, value.replace("\0", "").strip()[:100])


@extend_schema_view(list=extend_schema(responses=CodeRow(many=True)), retrieve=extend_schema(responses=CodeRow))
class NomenclatureViewSet(ReadsAlignment, RowViewSet):
    """The ministry's list of codes, edition by edition."""

    queryset = NomenclatureItem.objects.all()
    rows = staticmethod(code_rows)
    serializer_class = CodeRow
    filterset_class = CodeFilter
    search_fields = ("name", "indicator")
    ordering_fields = ("code", "edition__first_year")
    ordering = ("-edition__first_year", "code")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"


RKPD_FIELDS = (
    "id", "imported_id", "imported__year", "imported__round", "imported__number", "opd__code", "source", "code",
    "raw_code", "name", "indicator", "target", "unit", "location", "pagu", "forward", "fund_source", "priority",
    "program_code",
)  # fmt: skip
RKPD_NAMES = {
    "imported_id": "imported", "imported__year": "year", "imported__round": "round", "imported__number": "number",
    "opd__code": "opd",
}  # fmt: skip


class RkpdItemRow(serializers.Serializer):
    """One sub kegiatan of the RKPD, as imported."""

    id = serializers.IntegerField()
    imported = serializers.IntegerField(help_text="Impor asalnya.")
    year = serializers.IntegerField()
    round = serializers.CharField()
    number = serializers.IntegerField(help_text="Versi impor.")
    opd = serializers.CharField()
    source = serializers.CharField(help_text="Baris asal dalam berkas.")
    code = serializers.CharField()
    raw_code = serializers.CharField()
    name = serializers.CharField()
    indicator = serializers.CharField()
    target = serializers.DecimalField(18, 4, allow_null=True)
    unit = serializers.CharField()
    location = serializers.CharField()
    pagu = serializers.IntegerField(allow_null=True, help_text="Rupiah utuh.")
    forward = serializers.IntegerField(allow_null=True, help_text="Rupiah utuh.")
    fund_source = serializers.CharField()
    priority = serializers.CharField()
    program_code = serializers.CharField()
    version = serializers.IntegerField(help_text="Selalu 1: baris impor tidak berubah.")


def rkpd_item_rows(queryset: Any) -> list[dict[str, Any]]:
    """Rows of the RKPD (one query)."""
    names = [RKPD_NAMES.get(name, name) for name in RKPD_FIELDS]
    rows = [dict(zip(names, values, strict=True)) | {"version": 1} for values in queryset.values_list(*RKPD_FIELDS)]
    for row in rows:
        row["target"] = None if row["target"] is None else f"{row['target']:f}"
    return rows


class RkpdItemFilter(filters.FilterSet):
    """Filters of RKPD rows."""

    year = filters.NumberFilter("imported__year", label="Tahun", min_value=1900, max_value=2200)
    round = filters.CharFilter("imported__round", label="Putaran")
    opd = filters.CharFilter("opd__code", label="Perangkat daerah")
    code = filters.CharFilter("code", lookup_expr="startswith", label="Awal kode")

    class Meta:
        model = RkpdItem
        fields: list[str] = []


@extend_schema_view(list=extend_schema(responses=RkpdItemRow(many=True)), retrieve=extend_schema(responses=RkpdItemRow))
class RkpdItemViewSet(ReadsAlignment, RowViewSet):
    """Rows of the RKPD: of the versions that hold, each former one stays under its own key."""

    queryset = RkpdItem.objects.all()
    rows = staticmethod(rkpd_item_rows)
    serializer_class = RkpdItemRow
    filterset_class = RkpdItemFilter
    search_fields = ("name", "code")
    ordering_fields = ("code", "pagu")
    ordering = ("pk",)
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"

    def get_queryset(self) -> Any:
        """Lists show the last version of each year and round."""
        queryset = super().get_queryset()
        return queryset.filter(imported__in=RkpdImport.objects.holding()) if self.action == "list" else queryset


# --- Findings and links ------------------------------------------------------------------------


class FindingRow(serializers.Serializer):
    """A finding, as read."""

    id = serializers.IntegerField()
    year = serializers.IntegerField()
    code = serializers.CharField()
    label = serializers.CharField()
    severity = serializers.ChoiceField(SEVERITIES)
    severity_name = serializers.CharField()
    origin = serializers.CharField()
    text = serializers.CharField()
    field = serializers.CharField(help_text="Medan baris yang perlu diperbaiki.")
    cell = serializers.CharField()
    detail = serializers.CharField()
    compared = serializers.CharField(help_text="Nilai Renja / RKPD, bila dibandingkan.")
    state = serializers.ChoiceField(FindingState.choices)
    state_name = serializers.CharField()
    is_current = serializers.BooleanField()
    opd = serializers.CharField(allow_null=True)
    opd_abbreviation = serializers.CharField(allow_null=True)
    plan = serializers.IntegerField(allow_null=True)
    plan_state = serializers.CharField(allow_null=True)
    mendable = serializers.BooleanField(help_text="Selnya dapat diperbaiki sekarang.")
    line = serializers.IntegerField(allow_null=True)
    line_label = serializers.CharField()
    line_location = serializers.CharField(allow_null=True)
    rkpd_item = serializers.IntegerField(allow_null=True)
    rkpd_code = serializers.CharField(allow_null=True)
    rkpd_name = serializers.CharField(allow_null=True)
    rkpd_location = serializers.CharField(allow_null=True)
    program = serializers.CharField(allow_null=True)
    quick_win = serializers.CharField(allow_null=True)
    answer = serializers.CharField()
    answered_by_name = serializers.CharField()
    decision_reason = serializers.CharField()
    decided_by_name = serializers.CharField()
    found_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class FindingDetail(FindingRow):
    """A finding with what its reader may do."""

    allowed_actions = ActionRow(many=True)


class FindingFilter(filters.FilterSet):
    """Filters of findings."""

    year = filters.NumberFilter(label="Tahun", min_value=1900, max_value=2200)
    opd = filters.CharFilter("opd__code", label="Perangkat daerah")
    severity = filters.ChoiceFilter(choices=SEVERITIES, label="Bobot")
    state = filters.ChoiceFilter(choices=FindingState.choices, label="Keadaan")
    code = filters.CharFilter(label="Temuan")
    plan = filters.NumberFilter("plan", label="Rencana kerja", min_value=0, max_value=2**31)
    current = filters.BooleanFilter("is_current", label="Berlaku")

    class Meta:
        model = FindingRecord
        fields: list[str] = []


def _verb(name: str, services: dict[str, Callable[..., Any]], detail: Any, doc: str) -> Any:
    """One action of a viewset: the verb of its workflow, by its service."""

    def act(self: Any, request: Request, pk: Any = None) -> Response:
        return self.verb(request, name, services[name])

    act.__name__, act.__doc__ = name, doc  # the router calls the action by its name
    made = action(detail=True, methods=["post"], url_path=name)(act)
    return extend_schema(request=VerbInput, responses=detail, parameters=VERB, description=doc)(made)


@extend_schema_view(
    list=extend_schema(responses=FindingRow(many=True)), retrieve=extend_schema(responses=FindingDetail)
)
class FindingViewSet(ReadsAlignment, WorkflowViewSet):
    """Findings and their conversation."""

    queryset = FindingRecord.objects.all()
    rows = staticmethod(finding_rows)
    serializer_class = FindingRow
    filterset_class = FindingFilter
    search_fields = ("text", "line_label")
    ordering_fields = ("year", "found_at", "code")
    ordering = ("-year", "pk")
    workflow = finding_service.FINDINGS
    answer = _verb("answer", finding_service.VERBS, FindingDetail, "Jawaban perangkat daerah.")
    ask = _verb("ask", finding_service.VERBS, FindingDetail, "Pertanyaan perencanaan daerah.")
    accept = _verb("accept", finding_service.VERBS, FindingDetail, "Terima ketidaksesuaian apa adanya.")
    reject = _verb("reject", finding_service.VERBS, FindingDetail, "Tolak jawaban atau cabut keputusan.")
    waive = _verb("waive", finding_service.VERBS, FindingDetail, "Kesampingkan dengan alasan.")


class AlignmentRow(serializers.Serializer):
    """A link between a line and a program or quick win, as read."""

    id = serializers.IntegerField()
    program = serializers.CharField(allow_null=True)
    quick_win = serializers.CharField(allow_null=True)
    line = serializers.IntegerField()
    sub_kegiatan_code = serializers.CharField()
    line_name = serializers.CharField()
    plan = serializers.IntegerField()
    year = serializers.IntegerField()
    opd = serializers.CharField()
    opd_id = serializers.IntegerField()
    state = serializers.ChoiceField(LinkState.choices)
    state_name = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    why = serializers.CharField()
    proposed_by_name = serializers.CharField()
    by_agency = serializers.CharField()
    by_planning = serializers.CharField()
    decision_reason = serializers.CharField()
    version = serializers.IntegerField()


class AlignmentDetail(AlignmentRow):
    """A link with what its reader may do."""

    allowed_actions = ActionRow(many=True)


class AlignmentWrite(StrictSerializer):
    """A proposed link: one program or one quick win, by code."""

    line = serializers.IntegerField(min_value=1)
    program = serializers.CharField(max_length=20, required=False)
    quick_win = serializers.CharField(max_length=20, required=False)
    why = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AlignmentFilter(filters.FilterSet):
    """Filters of links."""

    year = filters.NumberFilter("line__plan__year", label="Tahun", min_value=1900, max_value=2200)
    opd = filters.CharFilter("line__plan__opd__code", label="Perangkat daerah")
    state = filters.ChoiceFilter(choices=LinkState.choices, label="Keadaan")
    program = filters.CharFilter("program__code", label="Program")
    quick_win = filters.CharFilter("quick_win__code", label="Quick win")

    class Meta:
        model = Alignment
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(responses=AlignmentRow(many=True)), retrieve=extend_schema(responses=AlignmentDetail)
)
class AlignmentViewSet(ReadsAlignment, WorkflowViewSet):
    """Links between the plan and the work plans."""

    queryset = Alignment.objects.all()
    rows = staticmethod(alignment_rows)
    serializer_class = AlignmentRow
    filterset_class = AlignmentFilter
    search_fields = ("line__name",)
    ordering_fields = ("line__plan__year",)
    ordering = ("pk",)
    workflow = link_service.LINKS
    confirm = _verb("confirm", link_service.VERBS, AlignmentDetail, "Konfirmasi perangkat daerah.")
    accept = _verb("accept", link_service.VERBS, AlignmentDetail, "Terima tautan.")
    reject = _verb("reject", link_service.VERBS, AlignmentDetail, "Tolak tautan dengan alasan.")

    def scope(self) -> Any:
        """With what the rules look at."""
        return super().scope().select_related("line__plan__opd", "program", "quick_win")

    @extend_schema(request=AlignmentWrite, responses={201: AlignmentDetail}, parameters=[IDEMPOTENCY_KEY])
    def create(self, request: Request) -> Response:
        """Propose a link; one that is known already is given back."""

        def work() -> Response:
            sent = AlignmentWrite(data=request.data)
            sent.is_valid(raise_exception=True)
            data = dict(sent.validated_data)
            link = link_service.propose_link(actor=request.user, line_id=data.pop("line"), **data)
            return self.one(self.scope().filter(pk=link.pk), 201)

        return once(request, work)


# --- Suggestions -------------------------------------------------------------------------------


class SuggestionRow(serializers.Serializer):
    """One suggested sub kegiatan."""

    code = serializers.CharField()
    name = serializers.CharField()
    kegiatan = serializers.CharField()
    program = serializers.CharField()
    indicator = serializers.CharField()
    unit = serializers.CharField()
    score = serializers.FloatField(help_text="Hanya untuk urutan; bukan peluang.")
    reasons = serializers.ListField(child=serializers.CharField())


class SuggestionQuery(StrictSerializer):
    """What is to be matched."""

    title = serializers.CharField(max_length=300)
    description = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    opd = serializers.CharField(max_length=30, required=False, allow_blank=True, default="")
    edition = serializers.CharField(max_length=20, required=False, default="")
    top = serializers.IntegerField(min_value=1, max_value=50, required=False, default=5)


class SuggestionViewSet(ReadsAlignment, ViewSet):
    """Suggested codes for a text; nothing is linked."""

    @extend_schema(
        parameters=[SuggestionQuery], responses=SuggestionRow(many=True), operation_id="api_v1_suggestions_list"
    )
    def list(self, request: Request) -> Response:
        """The best codes with the reasons, best first."""
        sent = SuggestionQuery(data=request.query_params.dict())
        sent.is_valid(raise_exception=True)
        data = sent.validated_data
        edition = data["edition"] or next(iter(Edition.objects.values_list("code", flat=True)), "")
        if not Edition.objects.filter(code=edition).exists():
            raise serializers.ValidationError({"edition": ["Edisi tidak dikenal."]})
        if data["opd"] and not Opd.objects.filter(code=data["opd"].upper()).exists():
            raise serializers.ValidationError({"opd": ["Perangkat daerah tidak dikenal."]})
        query = Query(data["title"], data["description"], data["opd"].upper())
        return Response([asdict(item) for item in suggest_codes(edition, query, data["top"])])


# --- Imports -----------------------------------------------------------------------------------


class ImportRow(serializers.Serializer):
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
            "id": item.pk, "kind": item.kind, "file_name": item.file_name, "options": item.options, "state": item.state,
            "state_name": item.get_state_display(), "progress": item.progress, "message": item.message,
            "summary": item.summary, "actor_name": item.actor_name, "at": item.at.isoformat(), "version": item.version,
        }
        for item in queryset
    ]  # fmt: skip


@extend_schema_view(list=extend_schema(responses=ImportRow(many=True)), retrieve=extend_schema(responses=ImportRow))
class ImportViewSet(ReadsAlignment, RowViewSet):
    """Imports: send a file, read its preview, confirm."""

    queryset = Upload.objects.all()
    rows = staticmethod(import_rows)
    serializer_class = ImportRow
    ordering_fields = ("at",)
    ordering = ("-at", "-pk")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
    parser_classes = (MultiPartParser, *RowViewSet.parser_classes)

    @extend_schema(request={"multipart/form-data": ImportWrite}, responses={201: ImportRow})
    def create(self, request: Request) -> Response:
        """Send a file; nothing is stored before its preview is confirmed."""
        if not upload_service.may_upload_any(request.user):
            require(Decision(False, "not_planning", "Impor dikerjakan perencanaan daerah, dan Renja oleh pemiliknya."))
        sent = ImportWrite(data=request.data.dict() if hasattr(request.data, "dict") else request.data)
        sent.is_valid(raise_exception=True)
        data = dict(sent.validated_data)
        upload = upload_service.receive(actor=request.user, kind=data.pop("kind"), file=data.pop("file"), options=data)
        return self.one(self.scope().filter(pk=upload.pk), 201)

    @extend_schema(request=None, responses=ImportRow, parameters=VERB)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: Any = None) -> Response:
        """Store what was previewed; refused when something changed since."""

        def work() -> Response:
            key, version = self.target(request, lambda actor, item: upload_service.may_upload(actor, item.kind))
            upload_service.confirm_upload(key, actor=request.user, version=version)
            return self.one(self.scope().filter(pk=key))

        return once(request, work)


# --- Minutes -----------------------------------------------------------------------------------

MINUTES_FIELDS = (
    "number", "held_on", "place", "deadline", "attendees", "priorities", "additions", "rejections", "agency_signer",
    "agency_nip", "planning_signer", "planning_nip",
)  # fmt: skip


class MinutesWrite(StrictSerializer):
    """What is written into the minutes; lists have one item a line."""

    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    held_on = serializers.DateField()
    place = serializers.CharField(max_length=200)
    deadline = serializers.DateField()
    attendees = serializers.CharField(help_text="Satu orang satu baris: nama; NIP; jabatan atau instansi.")
    priorities = serializers.CharField(required=False, allow_blank=True)
    additions = serializers.CharField(required=False, allow_blank=True)
    rejections = serializers.CharField(required=False, allow_blank=True)
    agency_signer = serializers.CharField(max_length=150)
    agency_nip = serializers.CharField(max_length=30, required=False, allow_blank=True)
    planning_signer = serializers.CharField(max_length=150)
    planning_nip = serializers.CharField(max_length=30, required=False, allow_blank=True)


class MinutesRow(MinutesWrite):
    """The minutes, as read."""

    id = serializers.IntegerField()
    plan = serializers.IntegerField()
    version = serializers.IntegerField()


PLAN_KEY = OpenApiParameter("id", int, OpenApiParameter.PATH, description="Rencana kerja.")


class MinutesViewSet(ReadsAlignment, GenericViewSet):
    """The minutes of a verification, by work plan."""

    queryset = Minutes.objects.all()
    serializer_class = MinutesRow
    lookup_value_regex = "[0-9]+"

    def _plan(self) -> WorkPlan:
        found = (
            WorkPlan.objects.visible_to(self.request.user).select_related("opd").filter(pk=self.kwargs["pk"]).first()
        )
        if found is None:
            raise Http404
        return found

    def _answer(self, plan: WorkPlan, code: int = 200) -> Response:
        found = Minutes.objects.filter(plan=plan).first()
        if found is None:
            raise Http404
        row = {"id": found.pk, "plan": plan.pk, "version": found.version}
        row |= {name: getattr(found, name) for name in MINUTES_FIELDS}
        return Response(row, status=code, headers={"ETag": etag(Minutes, row)})

    @extend_schema(responses=MinutesRow, parameters=[PLAN_KEY])
    def retrieve(self, request: Request, pk: Any = None) -> Response:
        """The minutes of a work plan."""
        return self._answer(self._plan())

    @extend_schema(request=MinutesWrite, responses=MinutesRow, parameters=[IF_MATCH, PLAN_KEY])
    def update(self, request: Request, pk: Any = None) -> Response:
        """Write the minutes; when there are some already, with ``If-Match``."""
        plan = self._plan()
        require(may_review(request.user, plan))
        known = Minutes.objects.filter(plan=plan).first()
        version = seen_version(request, Minutes, known.pk) if known else None
        sent = MinutesWrite(data=request.data)
        sent.is_valid(raise_exception=True)
        minutes_service.write_minutes(plan.pk, actor=request.user, version=version, values=sent.validated_data)
        return self._answer(plan, 200 if known else 201)

    @extend_schema(responses={(200, DOCX): OpenApiResponse(bytes)}, parameters=[PLAN_KEY])
    @action(detail=True, methods=["get"])
    def docx(self, request: Request, pk: Any = None) -> HttpResponse:
        """The minutes as DOCX."""
        plan = self._plan()
        found = Minutes.objects.filter(plan=plan).first()
        if found is None:
            raise Http404
        response = HttpResponse(docx_of(plan, found), content_type=DOCX)
        response.headers["Content-Disposition"] = f'attachment; filename="berita-acara-{plan.pk}.docx"'
        return response
