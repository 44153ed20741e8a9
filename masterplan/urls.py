"""Addresses of the plan's pages."""

from django.urls import path

from .views import public

urlpatterns = [
    path("", public.home, name="home"),
    path("program/", public.activity_list, {"listing": public.PROGRAMS}, name="program-list"),
    path("program/<slug:code>/", public.activity_detail, {"listing": public.PROGRAMS}, name="program-detail"),
    path("quick-win/", public.activity_list, {"listing": public.QUICK_WINS}, name="quick-win-list"),
    path("quick-win/<slug:code>/", public.activity_detail, {"listing": public.QUICK_WINS}, name="quick-win-detail"),
    path("kerja/", public.work, name="work"),
]
