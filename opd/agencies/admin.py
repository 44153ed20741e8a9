"""Admin of agencies and accounts."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from solok_smartcity.kit.admin import GovernedAdmin, TimelineMixin
from solok_smartcity.kit.admin_tables import Shown, register

from .models import Kelurahan, Opd, User
from .rules import may_edit_agencies, may_manage_accounts

if TYPE_CHECKING:  # takes the type of its record only while types are checked
    BaseAdmin = UserAdmin[User]
else:
    BaseAdmin = UserAdmin


class AgencyAdmin(GovernedAdmin):
    """Agencies, past and present, and kelurahan."""

    rule = staticmethod(may_edit_agencies)


register(
    AgencyAdmin,
    {
        Opd: Shown(
            "code name kind valid_from valid_to successor",
            filters=("kind", "source_certainty", "valid_to"),
            search="code name abbreviation",
            is_long=True,
        ),
        Kelurahan: Shown("name kecamatan source_certainty", filters=("kecamatan",)),
    },
)


@admin.register(User)
class AccountAdmin(TimelineMixin, BaseAdmin):
    """Accounts; only administrators see them. An account is switched off, never deleted."""

    actions = None
    list_display = ("username", "full_name", "role", "opd", "is_active", "is_demonstration", "last_login")
    list_filter = ("role", "is_active", "is_demonstration")
    list_select_related = ("opd",)
    search_fields = ("username", "full_name", "email")
    ordering = ("full_name",)
    autocomplete_fields = ("opd",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Orang", {"fields": ("full_name", "position", "email")}),
        ("Peran", {"fields": ("role", "opd", "is_active", "is_staff", "is_demonstration")}),
        ("Waktu", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "role", "opd", "is_staff", "password1", "password2")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        """By the rule."""
        return may_manage_accounts(request.user).allowed

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the rule."""
        return may_manage_accounts(request.user).allowed

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: history and logs point to accounts."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save with the administrator's name in the history."""
        obj._history_user = request.user
        obj._change_reason = "Administrasi akun"
        super().save_model(request, obj, form, change)
