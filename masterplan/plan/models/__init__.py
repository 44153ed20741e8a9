"""Models of the master plan, one file an aggregate."""

from .action_plan import ActionPlan, ActionPlanCategory, ActionPlanSupport, ActionPlanYear
from .activity import Direction, Funding, Horizon, State
from .analysis import (
    Book,
    Chapter,
    FutureAnalysis,
    Gap,
    Objective,
    ObjectiveIndicator,
    ObjectiveTarget,
    Readiness,
    Strategy,
    Swot,
)
from .dimension import Dimension, SubDimension
from .edition import Edition, EditionLog, EditionSnapshot
from .evaluation import EvaluationComponent, EvaluationIndicator, EvaluationScheme, EvaluationWeight
from .feedback import Feedback, FeedbackLog
from .plan import MasterPlan, Mission
from .program import Program, ProgramSupport, ProgramYear
from .quick_win import QuickWin, QuickWinEvidence, QuickWinRisk, QuickWinSupport, QuickWinYear
from .workshop import ClinicNote, ClinicProposal, IntegrityPact, StageAttachment, StageOutput, WorkshopStage

__all__ = [
    "ActionPlan",
    "ActionPlanCategory",
    "ActionPlanSupport",
    "ActionPlanYear",
    "Book",
    "Chapter",
    "ClinicNote",
    "ClinicProposal",
    "Dimension",
    "Direction",
    "Edition",
    "EditionLog",
    "EditionSnapshot",
    "EvaluationComponent",
    "EvaluationIndicator",
    "EvaluationScheme",
    "EvaluationWeight",
    "Feedback",
    "FeedbackLog",
    "Funding",
    "FutureAnalysis",
    "Gap",
    "Horizon",
    "IntegrityPact",
    "MasterPlan",
    "Mission",
    "Objective",
    "ObjectiveIndicator",
    "ObjectiveTarget",
    "Program",
    "ProgramSupport",
    "ProgramYear",
    "QuickWin",
    "QuickWinEvidence",
    "QuickWinRisk",
    "QuickWinSupport",
    "QuickWinYear",
    "Readiness",
    "StageAttachment",
    "StageOutput",
    "State",
    "Strategy",
    "SubDimension",
    "Swot",
    "WorkshopStage",
]
