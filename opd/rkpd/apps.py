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
        from opd import extensions

        from .constraints import GUARDS
        from .receivers import finding_blockers, follow_lines, follow_plan

        guards.connect(self, GUARDS)
        extensions.lines_changed.connect(follow_lines, dispatch_uid="rkpd.lines")
        extensions.plan_moved.connect(follow_plan, dispatch_uid="rkpd.plan")
        if finding_blockers not in extensions.more_blockers:
            extensions.more_blockers.append(finding_blockers)
