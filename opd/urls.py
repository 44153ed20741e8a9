"""Addresses of the agencies' work."""

from django.urls import path

from .views import calendar, clinic, realisation, renja, work

RENJA = "kerja/renja/"
KLINIK = "kerja/rencana-induk/klinik/"
urlpatterns = [
    path("kerja/", work.work, name="work"),
    path("kerja/pesan/", work.notifications, name="notifications"),
    path("kerja/pesan/dibaca/", work.notifications_read, name="notifications-read"),
    path("kerja/pesan/<int:pk>/", work.notification_open, name="notification-open"),
    path("kerja/surel-gagal/", work.mail_failures, name="mail-failures"),
    path("kerja/ringkasan/", work.overview, name="overview"),
    path("kerja/kalender/", calendar.calendar, name="calendar"),
    path("kerja/kalender/baru/", calendar.window_edit, name="window-create"),
    path("kerja/kalender/<int:pk>/", calendar.window_edit, name="window-edit"),
    path("kerja/realisasi/", realisation.realisation, name="realisation"),
    path(
        "kerja/realisasi/<slug:kind>/<int:pk>/<int:year>/<int:quarter>/", realisation.realisation_edit,
        name="realisation-edit",
    ),
    path("kerja/realisasi/bukti/<int:pk>/", realisation.realisation_file, name="realisation-file"),
    path(KLINIK, clinic.clinic_list, name="clinic-list"),
    path(f"{KLINIK}<slug:code>/", clinic.clinic, name="clinic"),
    path(f"{KLINIK}<slug:code>/usulan/<int:pk>/", clinic.clinic_promote, name="clinic-promote"),
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
]  # fmt: skip
