"""The day it is in the city; passed in wherever a rule depends on it, so that tests can choose it."""

from datetime import date

from django.utils.timezone import localdate


def today() -> date:
    """Today in the city's time zone."""
    return localdate()
