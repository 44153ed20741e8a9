"""How long the answer to a request with ``Idempotency-Key`` is remembered."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import now
from rest_framework.response import Response

from solok_smartcity.kit.idempotency import once
from solok_smartcity.kit.models import RememberedAnswer
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def request(person: Any, key: str) -> Any:
    """A POST as the API sees it."""
    return SimpleNamespace(
        headers={"Idempotency-Key": key}, user=person, method="POST", get_full_path=lambda: "/api/v1/x/", data={"a": 1}
    )


def aged(hours: float) -> None:
    """All answers were given so long ago."""
    RememberedAnswer.objects.update(created_at=now() - timedelta(hours=hours))


@pytest.mark.parametrize(("hours", "runs"), [(23.9, 1), (24.1, 2)])
def test_a_key_is_remembered_for_a_day(cast: Cast, hours: float, runs: int) -> None:
    """Within the day a retry does nothing twice; after it the key is a new one."""
    calls: list[int] = []

    def work() -> Response:
        calls.append(1)
        return Response({"n": len(calls)}, status=201)

    once(request(cast.editor, "kunci"), work)
    aged(hours)
    again = once(request(cast.editor, "kunci"), work)
    assert (len(calls), again.data) == (runs, {"n": runs})
    assert RememberedAnswer.objects.count() == 1


def test_old_answers_are_cleaned_up(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    """Those of everybody, also of who never comes back; young ones stay."""
    once(request(cast.editor, "alt"), lambda: Response({}))
    aged(30)
    once(request(cast.planner, "muda"), lambda: Response({}))
    call_command("clean_up", "--json")
    assert '{"answers": 1}' in capsys.readouterr().out
    assert list(RememberedAnswer.objects.values_list("key", flat=True)) == ["muda"]
