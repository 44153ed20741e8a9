"""Models of agencies, people, the planning calendar, work plans and realisation."""

from .opd import Kelurahan, Opd
from .people import User
from .realisation import Realisation
from .window import Round, Window
from .work_plan import (
    BlockerWaiver,
    LineProgram,
    LineQuickWin,
    ReviewNote,
    Snapshot,
    WorkPlan,
    WorkPlanLine,
    WorkPlanLog,
)

__all__ = [
    "BlockerWaiver", "Kelurahan", "LineProgram", "LineQuickWin", "Opd", "Realisation", "ReviewNote", "Round",
    "Snapshot", "User", "Window", "WorkPlan", "WorkPlanLine", "WorkPlanLog",
]  # fmt: skip
