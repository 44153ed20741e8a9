"""History: ties of time, the actor's name as text, no way to revert."""

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import now

from masterplan.plan.models import Dimension, Program
from opd.agencies.models import User
from solok_smartcity.kit.decisions import Decision
from solok_smartcity.kit.records import change_record
from tests.cast import Cast


def rename(dimension: Dimension, name: str, actor: User) -> None:
    """Change a name through the service."""
    version = Dimension.objects.get(pk=dimension.pk).version
    change_record(
        Dimension.objects.all(),
        dimension.pk,
        actor=actor,
        rule=lambda a, r: Decision(True),
        version=version,
        values={"name": name},
        reason="uji",
    )


def test_ties_of_time_give_one_record(cast: Cast) -> None:
    """Two records of one object with the same time: the one written last is the state at that time."""
    dimension = Dimension.objects.get(code="GOV")
    with time_machine.travel("2027-03-01T08:00:00+07:00", tick=False):
        rename(dimension, "Pertama", cast.editor)
        rename(dimension, "Kedua", cast.editor)
    with time_machine.travel("2027-03-02", tick=False):
        states = [d for d in Dimension.history.as_of(now()) if d.pk == dimension.pk]
    assert [state.name for state in states] == ["Kedua"]


def test_the_name_stays_when_the_account_goes(cast: Cast) -> None:
    """The author of a record remains readable after the account was removed."""
    rename(Dimension.objects.get(code="ECO"), "Ekonomi", cast.editor)
    label = cast.editor.label
    cast.editor.delete()
    record = Dimension.history.filter(name="Ekonomi").get()
    assert (record.history_user, record.history_actor) == (None, label)


def test_nothing_reverts(cast: Cast, client: Client) -> None:
    """There is no address that takes an old record back, and posting to the history changes nothing."""
    client.force_login(cast.editor)
    program = Program.objects.get(code="GOV-1-01")
    with pytest.raises(NoReverseMatch):
        reverse("admin:plan_program_simple_history", args=[program.pk, 1])
    before = Program.history.count()
    record = program.history.first()
    history = f"/admin/plan/program/{program.pk}/history/"
    for address in (history, f"{history}{record.pk}/"):
        client.post(address, {"name": "Kembali"})
    assert Program.history.count() == before


def test_a_sign_in_writes_no_history(cast: Cast, client: Client) -> None:
    """The stamp of the last sign-in is no change of the account."""
    before = User.history.count()
    client.force_login(cast.reader)
    assert User.history.count() == before
    assert not any(field.name == "password" for field in User.history.model._meta.fields)
