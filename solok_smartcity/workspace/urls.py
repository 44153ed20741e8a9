"""Addresses of what speaks of the whole portal: what waits for me, messages, the overview."""

from django.urls import path

from .views import work

urlpatterns = [
    path("kerja/", work.work, name="work"),
    path("kerja/pesan/", work.notifications, name="notifications"),
    path("kerja/pesan/dibaca/", work.notifications_read, name="notifications-read"),
    path("kerja/pesan/<int:pk>/", work.notification_open, name="notification-open"),
    path("kerja/surel-gagal/", work.mail_failures, name="mail-failures"),
    path("kerja/ringkasan/", work.overview, name="overview"),
]
