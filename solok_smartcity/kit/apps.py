"""Application of the machinery: template tags, messages to people, remembered answers of the API."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The machinery shared by all applications."""

    name = "solok_smartcity.kit"
    label = "kit"
