"""Addresses of the API, version 1."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from masterplan.perwali.api.exports import ExportViewSet, VerificationView
from masterplan.perwali.api.provisions import ProvisionViewSet
from masterplan.perwali.api.views import RegulationViewSet
from masterplan.plan.api.life import EditionViewSet, FeedbackViewSet
from masterplan.plan.api.views import ActionPlanViewSet, DimensionViewSet, ProgramViewSet, QuickWinViewSet
from opd.agencies.api.views import OpdViewSet, TokenView
from opd.renja.api.minutes import MinutesViewSet
from opd.renja.api.realisation import RealisationViewSet
from opd.renja.api.work_plans import WorkPlanViewSet
from opd.rkpd.api.codes import NomenclatureViewSet, RkpdItemViewSet, SuggestionViewSet
from opd.rkpd.api.findings import AlignmentViewSet, FindingViewSet
from opd.rkpd.api.imports import ImportViewSet
from solok_smartcity.kit.api_views import UnknownAddress

router = SimpleRouter()
router.register("dimensions", DimensionViewSet, "api-dimension")
router.register("programs", ProgramViewSet, "api-program")
router.register("quick-wins", QuickWinViewSet, "api-quick-win")
router.register("action-plans", ActionPlanViewSet, "api-action-plan")
router.register("feedback", FeedbackViewSet, "api-feedback")
router.register("editions", EditionViewSet, "api-edition")
router.register("work-plans", WorkPlanViewSet, "api-work-plan")
router.register("realisations", RealisationViewSet, "api-realisation")
router.register("opds", OpdViewSet, "api-opd")
router.register("nomenclature", NomenclatureViewSet, "api-nomenclature")
router.register("rkpd-items", RkpdItemViewSet, "api-rkpd-item")
router.register("imports", ImportViewSet, "api-import")
router.register("findings", FindingViewSet, "api-finding")
router.register("alignments", AlignmentViewSet, "api-alignment")
router.register("suggestions", SuggestionViewSet, "api-suggestion")
router.register("minutes", MinutesViewSet, "api-minutes")
router.register("regulations", RegulationViewSet, "api-regulation")

PROVISIONS = r"^regulations/(?P<slug>[-A-Za-z0-9_]+)/provisions/"
PROVISION = PROVISIONS + r"(?P<stable_id>[a-z][a-z0-9_]*)/"

urlpatterns = [
    re_path(f"{PROVISIONS}$", ProvisionViewSet.as_view({"get": "list"}), name="api-provisions"),
    re_path(
        f"{PROVISION}$", ProvisionViewSet.as_view({"get": "retrieve", "patch": "partial_update"}), name="api-provision"
    ),
    *(
        re_path(f"{PROVISION}{verb}/$", ProvisionViewSet.as_view({"post": verb}), name=f"api-provision-{verb}")
        for verb in ("insert", "move", "remove", "mend")
    ),
    path("exports/", ExportViewSet.as_view({"get": "list", "post": "create"}), name="api-exports"),
    re_path(r"^exports/(?P<pk>[0-9]+)/$", ExportViewSet.as_view({"get": "retrieve"}), name="api-export"),
    re_path(r"^exports/(?P<pk>[0-9]+)/file/$", ExportViewSet.as_view({"get": "file"}), name="api-export-file"),
    path("verification/", VerificationView.as_view(), name="api-verification"),
    path("auth/token/", TokenView.as_view(), name="api-token"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    *router.urls,
    re_path("", UnknownAddress.as_view(), name="api-unknown"),
]
