"""The fixed cast of the tests: the same people in every test, one or two a role."""

from dataclasses import dataclass

from opd.agencies.models import Opd, User
from opd.agencies.roles import Role

PASSWORD = "sandi-pemeran-uji"


@dataclass(frozen=True)
class Cast:
    """People of the tests."""

    editor: User
    planner: User
    other_planner: User
    head: User
    reviewer: User
    planning_head: User
    legal: User
    reader: User
    administrator: User

    def everyone(self) -> dict[str, User]:
        """All people by their part."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


# Part: (role, agency, staff).
PARTS = {
    "editor": (Role.EDITOR, "DISKOMINFO", True),
    "planner": (Role.OPD_PLANNER, "DINKES", False),
    "other_planner": (Role.OPD_PLANNER, "DISHUB", False),
    "head": (Role.OPD_HEAD, "DINKES", False),
    "reviewer": (Role.REVIEWER, "BAPPERIDA", False),
    "planning_head": (Role.PLANNING_HEAD, "BAPPERIDA", False),
    "legal": (Role.LEGAL_OFFICER, "SETDA-HUKUM", True),
    "reader": (Role.READER, None, False),
    "administrator": (Role.ADMINISTRATOR, "DISKOMINFO", True),
}


def make_cast() -> Cast:
    """The people, made where they are not there yet; the agencies must be loaded.

    The seeded database of the tests holds them already (``tests/seeded.py``): nine accounts with their history are
    not made anew for every test.
    """
    known = User.objects.select_related("opd").in_bulk([f"uji-{part}" for part in PARTS], field_name="username")
    people = {}
    for part, (role, opd, staff) in PARTS.items():
        if (user := known.get(f"uji-{part}")) is not None:
            people[part] = user
            continue
        user = User(
            username=f"uji-{part}",
            full_name=f"Pemeran {part}",
            role=role,
            opd=Opd.objects.get(code=opd) if opd else None,
            is_staff=staff,
        )
        user.set_password(PASSWORD)
        user.save()
        people[part] = user
    return Cast(**people)
