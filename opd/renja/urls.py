"""Addresses of the yearly work plans."""

from django.urls import path

from .views import calendar, minutes, realisation, renja

RENJA = "kerja/renja/"
MINUTES = "kerja/keselarasan/berita-acara/"
urlpatterns = [
    path("kerja/kalender/", calendar.calendar, name="calendar"),
    path("kerja/kalender/baru/", calendar.window_edit, name="window-create"),
    path("kerja/kalender/<int:pk>/", calendar.window_edit, name="window-edit"),
    path("kerja/realisasi/", realisation.realisation, name="realisation"),
    path(
        "kerja/realisasi/<slug:kind>/<int:pk>/<int:year>/<int:quarter>/",
        realisation.realisation_edit,
        name="realisation-edit",
    ),
    path("kerja/realisasi/bukti/<int:pk>/", realisation.realisation_file, name="realisation-file"),
    path(RENJA, renja.renja_list, name="renja-list"),
    path(f"{RENJA}baru/", renja.renja_create, name="renja-create"),
    path(f"{RENJA}<int:pk>/", renja.renja_detail, name="renja-detail"),
    path(f"{RENJA}<int:pk>/baris/baru/", renja.line_create, name="line-create"),
    path(f"{RENJA}<int:pk>/tempel/", renja.renja_paste, name="renja-paste"),
    path(f"{RENJA}<int:pk>/catatan/", renja.note_add, name="note-add"),
    path(f"{RENJA}<int:pk>/berita-acara/", renja.minutes_attach, name="minutes-attach"),
    path(f"{RENJA}<int:pk>/berita-acara/berkas/", renja.minutes_file, name="minutes-file"),
    path(f"{RENJA}<int:pk>/salinan/<int:number>/", renja.snapshot_file, name="snapshot-file"),
    path(f"{RENJA}<int:pk>/<slug:verb>/", renja.renja_verb, name="renja-verb"),
    path(f"{RENJA}baris/<int:pk>/", renja.line_edit, name="line-edit"),
    path(f"{RENJA}baris/<int:pk>/hapus/", renja.line_remove, name="line-remove"),
    path(f"{RENJA}catatan/<int:pk>/", renja.note_answer, name="note-answer"),
    path(f"{MINUTES}<int:pk>/", minutes.minutes, name="minutes"),
    path(f"{MINUTES}<int:pk>/formulir/", minutes.checklist_tick, name="checklist-tick"),
    path(f"{MINUTES}<int:pk>/docx/", minutes.minutes_docx, name="minutes-docx"),
    path(f"{MINUTES}<int:pk>/pdf/", minutes.minutes_pdf, name="minutes-pdf"),
    path(f"{MINUTES}<int:pk>/pdf/buat/", minutes.minutes_pdf_make, name="minutes-pdf-make"),
]
