"""Reading the content of the whole plan."""

from ..content import ObjectiveRow, PlanContent, ProgramRow
from ..models import (
    ActionPlan,
    Chapter,
    Dimension,
    FutureAnalysis,
    Gap,
    MasterPlan,
    Mission,
    ObjectiveIndicator,
    Program,
    QuickWin,
    Readiness,
    Strategy,
    Swot,
)
from .activities import action_plan_rows, plain, program_rows, quick_win_rows

MEASURED = ("subdimension__dimension__position", "subdimension__position", "position", "code")


def plan_programs(plan: MasterPlan) -> list[ProgramRow]:
    """The active programs of a plan, in its order."""
    return program_rows(Program.objects.active().filter(plan=plan).order_by(*MEASURED))


def plan_content(plan: MasterPlan) -> PlanContent:
    """Read the active content of a plan in a fixed number of queries."""

    programs = plan_programs(plan)
    return PlanContent(
        plan={
            "title": plan.title,
            "start_year": plan.start_year,
            "end_year": plan.end_year,
            "vision": plan.vision,
        },
        dimensions=list(Dimension.objects.values("code", "name", "legal_name")),
        missions=list(Mission.objects.filter(plan=plan).values("position", "text", "is_demonstration")),
        objectives=_objectives(plan, {row["id"]: row for row in programs}),
        programs=programs,
        quick_wins=quick_win_rows(QuickWin.objects.active().filter(plan=plan).order_by(*MEASURED)),
        action_plans=action_plan_rows(
            ActionPlan.objects.active().filter(plan=plan).order_by("category__position", "position", "code")
        ),
        chapters=[
            {"heading": chapter.annex_heading, "title": chapter.title, "paragraphs": chapter.paragraphs}
            for chapter in Chapter.objects.filter(book__plan=plan).select_related("book")
        ],
        readiness=list(Readiness.objects.filter(plan=plan).values("pillar", "aspect", "condition")),
        futures=[
            {"dimension__legal_name": dimension, "topic": topic, "text": text}
            for dimension, topic, text in FutureAnalysis.objects.filter(plan=plan).values_list(
                "dimension__legal_name", "topic", "text"
            )
        ],
        gaps=list(
            Gap.objects.filter(plan=plan)
            .exclude(now="", wanted="", gap="")
            .values("subdimension__name", "now", "wanted", "gap")
        ),
        swot=list(Swot.objects.filter(plan=plan).values("quadrant", "text")),
        strategies=list(Strategy.objects.filter(plan=plan).values("dimension__code", "dimension__legal_name", "text")),
    )


def _objectives(plan: MasterPlan, programs: dict[int, ProgramRow]) -> list[ObjectiveRow]:
    """One row an indicator; an indicator taken from a program carries that program's values."""
    indicators = (
        ObjectiveIndicator.objects.filter(objective__plan=plan)
        .select_related("objective__mission")
        .prefetch_related("targets")
        .order_by("objective__mission__position", "objective__position", "position")
    )
    rows: list[ObjectiveRow] = []
    for item in indicators:
        program = programs.get(item.program_id) if item.program_id else None
        if item.program_id and program is None:
            continue  # the program left the plan
        rows.append(
            {
                "mission_position": item.objective.mission.position,
                "misi": item.objective.mission.text,
                "sasaran": item.objective.text,
                "indicator": program["indicator"] if program else item.indicator,
                "unit": program["unit"] if program else item.unit,
                "baseline": program["baseline"] if program else plain(item.baseline),
                "years": program["years"]
                if program
                else [{"year": t.year, "target": plain(t.target)} for t in item.targets.all()],
                "is_demonstration": item.is_demonstration,
            }
        )
    return rows
