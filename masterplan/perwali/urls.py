"""Addresses of the regulation's pages."""

from django.urls import path

from .views import amending, life, pages, reading, register, studio, style

ELEMENT = "<slug:slug>/naskah/<slug:stable_id>/"

urlpatterns = [
    path("", pages.regulation_list, name="perwali-list"),
    path("register/", register.number_register, name="perwali-register"),
    path("registri/", register.citation_registry, name="perwali-citations"),
    path("baca/", reading.read_regulation, name="perwali-read"),
    path("<slug:slug>/", pages.regulation_detail, name="perwali-detail"),
    path("<slug:slug>/pdf/", pages.regulation_pdf, name="perwali-pdf"),
    path("<slug:slug>/pdf/keadaan/", pages.pdf_state, name="perwali-pdf-state"),
    path("<slug:slug>/pdf/buat/", pages.make_pdf, name="perwali-pdf-make"),
    path("<slug:slug>/berkas/<slug:form>/", pages.regulation_file, name="perwali-file"),
    path("<slug:slug>/naskah/", studio.studio, name="perwali-studio"),
    path("<slug:slug>/tahap/", life.life, name="perwali-life"),
    path("<slug:slug>/tahap/<slug:verb>/", life.life_verb, name="perwali-life-verb"),
    path("<slug:slug>/dokumen/<int:pk>/", life.paper_file, name="perwali-paper"),
    path("<slug:slug>/versi/", life.compare_versions, name="perwali-compare"),
    path("<slug:slug>/catatan/", life.remarks, name="perwali-remarks"),
    path("<slug:slug>/catatan/<int:pk>/", life.remark_answer, name="perwali-remark-answer"),
    path("<slug:slug>/usulan/<int:pk>/", life.proposal_decide, name="perwali-proposal-decide"),
    path("<slug:slug>/perbedaan/", amending.drift, name="perwali-drift"),
    path("<slug:slug>/perubahan/", amending.amendment_start, name="perwali-amendment-start"),
    path("<slug:slug>/pencabutan/", amending.repeals, name="perwali-repeals"),
    path("<slug:slug>/cabut/", amending.repeal_start, name="perwali-repeal-start"),
    path("<slug:slug>/tampilan/", style.print_sheet, name="perwali-print-view"),
    path("<slug:slug>/gaya/", style.house_style, name="perwali-style"),
    path("<slug:slug>/gaya/contoh/<slug:part>/", style.style_sample, name="perwali-style-sample"),
    path("<slug:slug>/istilah/", studio.terms, name="perwali-terms"),
    path(ELEMENT, studio.element_change, name="perwali-element"),
    path(f"{ELEMENT}sisip/", studio.element_insert, name="perwali-element-insert"),
    path(f"{ELEMENT}pindah/", studio.element_move, name="perwali-element-move"),
    path(f"{ELEMENT}hapus/", studio.element_remove, name="perwali-element-remove"),
    path(f"{ELEMENT}perbaiki/", studio.element_mend, name="perwali-element-mend"),
]
