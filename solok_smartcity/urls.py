"""Addresses of the portal (design: contract at the edges)."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

from solok_smartcity import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("masuk/", account.login, name="account_login"),
    path("keluar/", account.logout, name="account_logout"),
    path("akun/", include("opd.agencies.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("solok_smartcity.api_urls")),
    path("kerja/perwali/", include("masterplan.perwali.urls")),
    path("perwali/", include("masterplan.perwali.law_urls")),
    path("", include("solok_smartcity.workspace.urls")),
    path("", include("opd.rkpd.urls")),
    path("", include("opd.renja.urls")),
    path("", include("masterplan.plan.urls")),
]
