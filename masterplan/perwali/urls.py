"""Addresses of the regulation's pages."""

from django.urls import path

from .views import pages

urlpatterns = [
    path("", pages.regulation_list, name="perwali-list"),
    path("<slug:slug>/", pages.regulation_detail, name="perwali-detail"),
    path("<slug:slug>/pdf/", pages.regulation_pdf, name="perwali-pdf"),
    path("<slug:slug>/pdf/keadaan/", pages.pdf_state, name="perwali-pdf-state"),
    path("<slug:slug>/pdf/buat/", pages.make_pdf, name="perwali-pdf-make"),
]
