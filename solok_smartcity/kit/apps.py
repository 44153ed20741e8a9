"""Application of the machinery; it brings template tags and no tables."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """The machinery shared by all applications."""

    name = "solok_smartcity.kit"
    label = "kit"
