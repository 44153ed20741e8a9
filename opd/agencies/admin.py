"""Admin of agencies and accounts."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from solok_smartcity.kit.admin import GovernedAdmin, TimelineMixin

from .models import Kelurahan, Opd, User
from .rules import may_edit_agencies, may_manage_accounts


@admin.register(Opd)
class OpdAdmin(GovernedAdmin):
    """Agencies, past and present."""

    rule = staticmethod(may_edit_agencies)
    list_display = ("code", "name", "kind", "valid_from", "valid_to", "successor")
    list_filter = ("kind", "source_certainty", "valid_to")
    list_select_related = ("successor",)
    search_fields = ("code", "name", "abbreviation")
    autocomplete_fields = ("successor", "parent")


@admin.register(Kelurahan)
class KelurahanAdmin(GovernedAdmin):
    """Kelurahan."""

    rule = staticmethod(may_edit_agencies)
    list_display = ("name", "kecamatan", "source_certainty")
    list_filter = ("kecamatan",)
    list_select_related = ("kecamatan",)
    search_fields = ("name",)
    autocomplete_fields = ("kecamatan",)


@admin.register(User)
class AccountAdmin(TimelineMixin, UserAdmin):
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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save with the administrator's name in the history."""
        obj._history_user = request.user
        obj._change_reason = "Administrasi akun"
        super().save_model(request, obj, form, change)
