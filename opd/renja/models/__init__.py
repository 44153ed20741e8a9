"""Models of the planning calendar, work plans, their verification and realisation."""

from .minutes import CONFORMS, ChecklistAnswer, ChecklistItem, ChecklistStatus, Minutes
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
    "CONFORMS",
    "BlockerWaiver",
    "ChecklistAnswer",
    "ChecklistItem",
    "ChecklistStatus",
    "LineProgram",
    "LineQuickWin",
    "Minutes",
    "Realisation",
    "ReviewNote",
    "Round",
    "Snapshot",
    "Window",
    "WorkPlan",
    "WorkPlanLine",
    "WorkPlanLog",
]
