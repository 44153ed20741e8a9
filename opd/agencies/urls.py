"""The parts of allauth the portal offers: password, second factor, reauthentication. No sign-up, no e-mail pages."""

from allauth.account import views
from django.urls import include, path

urlpatterns = [
    path("nonaktif/", views.account_inactive, name="account_inactive"),
    path("konfirmasi/", views.reauthenticate, name="account_reauthenticate"),
    path("kata-sandi/", views.password_change, name="account_change_password"),
    path("kata-sandi/buat/", views.password_set, name="account_set_password"),
    path("keamanan/", include("allauth.mfa.urls")),
]
