"""The project as an application (its commands), and the admin site under the portal's own name."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    """Commands and checks that need every application."""

    name = "solok_smartcity"
    label = "portal"

    def ready(self) -> None:
        """Register the system checks."""
        from solok_smartcity import checks  # noqa: F401


class PortalAdminConfig(AdminConfig):
    """The admin under the portal's own name and sign-in."""

    default_site = "solok_smartcity.admin_site.PortalAdminSite"
