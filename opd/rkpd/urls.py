"""Addresses of the alignment."""

from django.urls import path

from .views import board, codes, imports, upkeep

HERE = "kerja/keselarasan/"
urlpatterns = [
    path(HERE, board.board, name="alignment-board"),
    path(f"{HERE}ringkasan/", board.overview, name="alignment-overview"),
    path(f"{HERE}temuan/", board.finding_list, name="finding-list"),
    path(f"{HERE}temuan/<int:pk>/", board.finding_detail, name="finding-detail"),
    path(f"{HERE}temuan/<int:pk>/<slug:verb>/", board.finding_verb, name="finding-verb"),
    path(f"{HERE}tautan/", board.link_propose, name="link-propose"),
    path(f"{HERE}tautan/<int:pk>/<slug:verb>/", board.link_verb, name="link-verb"),
    path(f"{HERE}renja/<int:pk>/", board.plan_findings, name="plan-findings"),
    path(f"{HERE}usulan/<slug:kind>/<slug:code>/", codes.suggestions, name="alignment-suggestions"),
    path(f"{HERE}baris/<int:pk>/", codes.line_suggestions, name="line-suggestions"),
    path(f"{HERE}nomenklatur/", codes.nomenclature, name="nomenclature"),
    path(f"{HERE}nomenklatur/<str:code>/", codes.code_detail, name="nomenclature-code"),
    path(f"{HERE}impor/", imports.import_list, name="import-list"),
    path(f"{HERE}impor/<int:pk>/", imports.import_detail, name="import-detail"),
    path(f"{HERE}impor/rkpd/<int:pk>/", imports.rkpd_file, name="rkpd-file"),
    path(f"{HERE}impor/<int:pk>/konfirmasi/", imports.import_confirm, name="import-confirm"),
    path(f"{HERE}pengaturan/", upkeep.kept_index, name="kept-index"),
    path(f"{HERE}pengaturan/<slug:kind>/", upkeep.kept_list, name="kept-list"),
    path(f"{HERE}pengaturan/<slug:kind>/baru/", upkeep.kept_edit, name="kept-create"),
    path(f"{HERE}pengaturan/<slug:kind>/<int:pk>/", upkeep.kept_edit, name="kept-edit"),
    path(f"{HERE}pengaturan/<slug:kind>/<int:pk>/hapus/", upkeep.kept_remove, name="kept-remove"),
]
