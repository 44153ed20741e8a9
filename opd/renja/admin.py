"""Admin of the planning calendar and of work plans."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from solok_smartcity.kit.admin import Edit, GovernedAdmin, WorkflowAdmin

from .machine import WORK_PLAN
from .models import Window, WorkPlan
from .rules import may_edit_calendar
from .services.calendar import set_window
from .services.work_plans import VERBS


@admin.register(Window)
class WindowAdmin(GovernedAdmin):
    """The planning calendar."""

    rule = staticmethod(may_edit_calendar)
    list_display = ("plan_year", "stage", "round", "quarter", "opens_on", "closes_on")
    list_filter = ("plan_year", "stage")

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of the calendar."""
        return set_window(actor=request.user, pk=edit.pk, version=edit.version, values=edit.values, reason=edit.reason)


@admin.register(WorkPlan)
class WorkPlanAdmin(WorkflowAdmin):
    """Work plans; their life goes on in the portal, by the same services."""

    workflow = WORK_PLAN
    verbs = {name: service for name, service in VERBS.items() if name != "waive"}
    list_display = ("opd", "year", "round", "revision", "state")
    list_filter = ("year", "round", "state")
    list_select_related = ("opd",)
    search_fields = ("opd__name",)
