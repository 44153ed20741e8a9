"""What every page knows of the portal."""

from django.conf import settings
from django.http import HttpRequest

from masterplan.plan.models import Program, QuickWin
from masterplan.plan.rules import may_read_agency_papers
from solok_smartcity.kit.models import Notification


def portal(request: HttpRequest) -> dict[str, object]:
    """Name of the city, and (asked only where shown) whether demonstration data is still in the plan."""

    def has_demonstration_data() -> bool:
        return any(model.objects.active().filter(is_demonstration=True).exists() for model in (Program, QuickWin))

    def unread_count() -> int:
        return Notification.objects.filter(recipient_id=request.user.pk, read_at__isnull=True).count()

    return {
        "city_name": settings.CITY_NAME,
        "has_demonstration_data": has_demonstration_data,
        "unread_count": unread_count,
        "has_agency_scope": lambda: may_read_agency_papers(request.user).allowed,
    }
