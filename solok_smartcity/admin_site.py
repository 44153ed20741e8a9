"""The admin under the portal's own name, with the portal's sign-in."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from opd.agencies.roles import Role, has_role

OWN_APPS = {"agencies", "plan", "perwali", "renja"}


class PortalAdminSite(AdminSite):
    """For reference data and audit; the offices' daily work is in the portal itself."""

    site_header = "Portal Kota Cerdas"
    site_title = "Administrasi Portal Kota Cerdas"
    index_title = "Data acuan dan akun"
    site_url = "/"

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        """Only the portal's own records: what libraries keep is nobody's to edit."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        own = [model for model in models if model._meta.app_label in OWN_APPS]
        if own:
            super().register(own, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Editors, legal officers and administrators who are marked as staff."""
        return request.user.is_staff and has_role(request.user, Role.EDITOR, Role.LEGAL_OFFICER, Role.ADMINISTRATOR)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's own sign-in, with its limits and second factor."""
        page: HttpResponse = secure_admin_login(super().login)(request, extra_context=extra_context)
        return page
