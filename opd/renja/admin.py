"""Admin of the planning calendar and of work plans."""

from typing import Any

from django.http import HttpRequest

from opd.agencies.requests import account
from solok_smartcity.kit.admin import Edit, GovernedAdmin
from solok_smartcity.kit.admin_tables import Shown, register

from .machine import WORK_PLAN
from .models import Window, WorkPlan
from .rules import may_edit_calendar
from .services.calendar import set_window
from .services.work_plans import VERBS


class WindowAdmin(GovernedAdmin):
    """The planning calendar."""

    rule = staticmethod(may_edit_calendar)

    def write(self, request: HttpRequest, edit: Edit) -> Any:
        """Through the service of the calendar."""
        return set_window(
            actor=account(request), pk=edit.pk, version=edit.version, values=edit.values, reason=edit.reason
        )


# Setting a blocker aside needs more than a reason: that is done in the portal.
BY_REASON = {name: service for name, service in VERBS.items() if name != "waive"}
register(
    WindowAdmin,
    {
        Window: Shown("plan_year stage round quarter opens_on closes_on", filters=("plan_year", "stage")),
        WorkPlan: Shown(
            "opd year round revision state",
            filters=("year", "round", "state"),
            search="opd__name",
            workflow=WORK_PLAN,
            verbs=BY_REASON,
        ),
    },
)
