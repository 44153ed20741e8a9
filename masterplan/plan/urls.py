"""Addresses of the plan's pages."""

from django.urls import path

from .views import clinic, editions, feedback, public, records, roadmap, workshops

PLAN = "kerja/rencana-induk/"
urlpatterns = [
    path("", public.home, name="home"),
    path("program/", public.activity_list, {"listing": public.PROGRAMS}, name="program-list"),
    path("program/<slug:code>/", public.activity_detail, {"listing": public.PROGRAMS}, name="program-detail"),
    path("quick-win/", public.activity_list, {"listing": public.QUICK_WINS}, name="quick-win-list"),
    path("quick-win/<slug:code>/", public.activity_detail, {"listing": public.QUICK_WINS}, name="quick-win-detail"),
    path(PLAN, records.index, name="plan-index"),
    path(f"{PLAN}klinik/", clinic.clinic_list, name="clinic-list"),
    path(f"{PLAN}klinik/<slug:code>/", clinic.clinic, name="clinic"),
    path(f"{PLAN}klinik/<slug:code>/usulan/<int:pk>/", clinic.clinic_promote, name="clinic-promote"),
    path(f"{PLAN}peta-jalan/", roadmap.roadmap, name="roadmap"),
    path(f"{PLAN}edisi/", editions.edition_list, name="edition-list"),
    path(f"{PLAN}edisi/bandingkan/", editions.edition_compare, name="edition-compare"),
    path(f"{PLAN}edisi/<int:pk>/", editions.edition_detail, name="edition-detail"),
    path(f"{PLAN}edisi/<int:pk>/<slug:verb>/", editions.edition_verb, name="edition-verb"),
    path(f"{PLAN}masukan/", feedback.feedback_list, name="feedback-list"),
    path(f"{PLAN}masukan/<int:pk>/", feedback.feedback_detail, name="feedback-detail"),
    path(f"{PLAN}masukan/<int:pk>/lampiran/", feedback.feedback_file, name="feedback-file"),
    path(f"{PLAN}bimtek/", workshops.stage_list, name="stage-list"),
    path(f"{PLAN}bimtek/<int:pk>/", workshops.stage_edit, name="stage-edit"),
    path(f"{PLAN}bimtek/<int:pk>/lampiran/", workshops.stage_attach, name="stage-attach"),
    path(f"{PLAN}bimtek/<int:pk>/lampiran/<int:file>/", workshops.stage_file, name="stage-file"),
    path(f"{PLAN}pakta/", workshops.pact_list, name="pact-list"),
    path(f"{PLAN}pakta/<slug:code>/", workshops.pact_edit, name="pact-edit"),
    path(f"{PLAN}pakta/<int:pk>/pindaian/", workshops.pact_file, name="pact-file"),
    path(f"{PLAN}quick-win/<int:pk>/masukan/", feedback.feedback_give, name="feedback-give"),
    path(f"{PLAN}quick-win/<int:pk>/bukti/", feedback.evidence_add, name="evidence-add"),
    path(f"{PLAN}quick-win/<int:pk>/bukti/<int:evidence>/", feedback.evidence_file, name="evidence-file"),
    path(f"{PLAN}<slug:slug>/", records.record_list, name="plan-list"),
    path(f"{PLAN}<slug:slug>/baru/", records.record_create, name="plan-create"),
    path(f"{PLAN}<slug:slug>/ubah-banyak/", records.record_many, name="plan-many"),
    path(f"{PLAN}<slug:slug>/<int:pk>/", records.record_detail, name="plan-record"),
    path(f"{PLAN}<slug:slug>/<int:pk>/ubah/", records.record_edit, name="plan-edit"),
    path(f"{PLAN}<slug:slug>/<int:pk>/riwayat/", records.record_history, name="plan-history"),
    path(f"{PLAN}<slug:slug>/<int:pk>/<slug:verb>/", records.activity_verb, name="plan-verb"),
]
