"""Application of nomenclature, RKPD and alignment."""

from django.apps import AppConfig

from solok_smartcity.kit import guards


class RkpdConfig(AppConfig):
    """Inner application of ``opd``."""

    name = "opd.rkpd"
    label = "rkpd"
    verbose_name = "RKPD dan keselarasan"

    def ready(self) -> None:
        """Keep what must never change; follow what happens to work plans."""
        from opd.renja import extensions

        from .constraints import GUARDS
        from .receivers import CHECKER, follow_lines, follow_plan

        guards.connect(self, GUARDS)
        extensions.lines_changed.connect(follow_lines, dispatch_uid="rkpd.lines")
        extensions.plan_moved.connect(follow_plan, dispatch_uid="rkpd.plan")
        if CHECKER not in extensions.checkers:
            extensions.checkers.append(CHECKER)
