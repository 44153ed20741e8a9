"""The admin under the portal's own name, with the portal's sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest

from .kit.roles import Role, has_role


class PortalAdminSite(AdminSite):
    """For reference data and audit; the offices' daily work is in the portal itself."""

    site_header = "Portal Kota Cerdas"
    site_title = "Administrasi Portal Kota Cerdas"
    index_title = "Data acuan dan akun"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Editors, legal officers and administrators who are marked as staff."""
        return request.user.is_staff and has_role(
            request.user, Role.EDITOR, Role.LEGAL_OFFICER, Role.ADMINISTRATOR
        )


PortalAdminSite.login = secure_admin_login(PortalAdminSite.login)
