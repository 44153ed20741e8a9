"""What waits for a person: one list a role, most urgent first."""

from dataclasses import replace

from opd.agencies.models import User
from opd.agencies.roles import Role, has_role

from .of_agencies import plans_of_agency, quick_wins_to_comment, realisation_due
from .of_editors import failed_mail, incomplete_plan, missing_pacts, open_feedback
from .of_planning import missing_plans, plans_to_close, reviews
from .tasks import SHOWN, Section, filtered_section


def get_inbox(person: User, words: str = "", due: str = "") -> list[Section]:
    """The sections of the person's role, those with something to do first.

    ``words``: only tasks that contain them; ``due``: ``ada`` for tasks with a deadline, ``lewat`` for overdue ones.
    """
    sections: list[Section] = []
    if has_role(person, Role.OPD_PLANNER, Role.OPD_HEAD):
        sections = [plans_of_agency(person), quick_wins_to_comment(person), realisation_due(person)]
    elif has_role(person, Role.REVIEWER):
        sections = [*reviews(person), missing_plans()]
    elif has_role(person, Role.PLANNING_HEAD):
        sections = [plans_to_close(), missing_plans()]
    if has_role(person, Role.EDITOR, Role.ADMINISTRATOR):
        sections = [open_feedback(), *incomplete_plan(), missing_pacts()]
    if has_role(person, Role.ADMINISTRATOR):
        sections.append(failed_mail())
    if words or due:
        sections = [filtered_section(section, words.lower(), due) for section in sections]
    else:
        sections = [replace(section, tasks=section.tasks[:SHOWN]) for section in sections]
    return sorted(sections, key=lambda section: not section.tasks)
