"""Public addresses of regulations."""

from django.urls import path

from .views import law

urlpatterns = [
    path("", law.law_list, name="law-list"),
    path("verifikasi/", law.verification, name="law-verification"),
    path("<slug:slug>/", law.law_detail, name="law-detail"),
    path("<slug:slug>/konsolidasi/", law.law_consolidated, name="law-consolidated"),
    path("<slug:slug>/berkas/<slug:form>/", law.law_file, name="law-file"),
]
