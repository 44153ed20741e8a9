"""Addresses of the regulation's pages."""

from django.urls import path

from .views import pages, studio

ELEMENT = "<slug:slug>/naskah/<slug:stable_id>/"

urlpatterns = [
    path("", pages.regulation_list, name="perwali-list"),
    path("<slug:slug>/", pages.regulation_detail, name="perwali-detail"),
    path("<slug:slug>/pdf/", pages.regulation_pdf, name="perwali-pdf"),
    path("<slug:slug>/pdf/keadaan/", pages.pdf_state, name="perwali-pdf-state"),
    path("<slug:slug>/pdf/buat/", pages.make_pdf, name="perwali-pdf-make"),
    path("<slug:slug>/berkas/<slug:form>/", pages.regulation_file, name="perwali-file"),
    path("<slug:slug>/naskah/", studio.studio, name="perwali-studio"),
    path("<slug:slug>/istilah/", studio.terms, name="perwali-terms"),
    path(ELEMENT, studio.element_change, name="perwali-element"),
    path(f"{ELEMENT}sisip/", studio.element_insert, name="perwali-element-insert"),
    path(f"{ELEMENT}pindah/", studio.element_move, name="perwali-element-move"),
    path(f"{ELEMENT}hapus/", studio.element_remove, name="perwali-element-remove"),
    path(f"{ELEMENT}perbaiki/", studio.element_mend, name="perwali-element-mend"),
]
