"""What every page knows of the portal."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .models import Program, QuickWin


def portal(request: HttpRequest) -> dict[str, Any]:
    """Name of the city, and (asked only where shown) whether demonstration data is still in the plan."""

    def has_demonstration_data() -> bool:
        return any(model.objects.active().filter(is_demonstration=True).exists() for model in (Program, QuickWin))

    return {"city_name": settings.CITY_NAME, "has_demonstration_data": has_demonstration_data}
