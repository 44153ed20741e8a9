"""Application of the top floor: inbox, messages, overview, what every page knows."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Whatever speaks of the whole portal; may import every application."""

    name = "solok_smartcity.workspace"
    label = "workspace"
