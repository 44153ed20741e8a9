"""Who acts: an account, or the operator at the command line; nobody unknown."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import FieldDoesNotExist, PermissionDenied

from masterplan.plan.models import Program
from opd.agencies.models import User
from solok_smartcity.kit.actors import label_of, signed_in
from solok_smartcity.kit.records import Children, assign, save_aggregate


def test_an_account_is_given_back() -> None:
    """What was asked for is the account itself."""
    person = User(username="sari", full_name="Sari")
    assert signed_in(person) is person
    assert label_of(signed_in(person)) == person.label


def test_nobody_unknown_acts() -> None:
    """A visitor has no account to act with."""
    with pytest.raises(PermissionDenied):
        signed_in(AnonymousUser())


def test_without_an_account_it_is_the_operator() -> None:
    """A command has no account."""
    assert label_of(None) == "Operator"


def test_only_own_fields_are_assigned() -> None:
    """Rows that point at a record are no field of it."""
    with pytest.raises(FieldDoesNotExist):
        assign(Program(), {"years": []})


@pytest.mark.django_db
def test_child_rows_are_named_by_their_relation() -> None:
    """A plain field holds no rows."""
    with pytest.raises(FieldDoesNotExist):
        save_aggregate(Program(), {}, [Children("name", "year", {})], actor=None, reason="uji")
