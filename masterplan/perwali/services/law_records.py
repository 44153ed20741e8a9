"""The verbs "create" and "edit" of what a regulation is printed from: registry, styles, annexes, signatures."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from django.db import transaction
from django.db.models import QuerySet

from opd.agencies.models import User
from solok_smartcity.kit.models import Governed
from solok_smartcity.kit.records import Children, change_record, create_record

from ..models import Regulation
from ..rules import may_draft
from .drafting import refuse_broken_documents

LawRecord = TypeVar("LawRecord", bound=Governed)


def lock_documents() -> None:
    """Nothing is enacted or promulgated while a record is written that documents print; ends with the transaction."""
    list(Regulation.objects.select_for_update().order_by("pk").values_list("pk"))


@transaction.atomic
def create_law_record(
    model: type[LawRecord],
    *,
    actor: User,
    values: Mapping[str, Any],
    children: list[Children] | None = None,
    reason: str,
) -> LawRecord:
    """A new record with its rows; every document must still compile with it.

    Raises ``Refused``, ``ReasonMissing`` or ``ValidationError``.
    """
    lock_documents()
    record: LawRecord = create_record(
        model, actor=actor, rule=may_draft, values=values, children=children, reason=reason
    )
    refuse_broken_documents()
    return record


@transaction.atomic
def change_law_record(
    model: type[LawRecord],
    pk: int,
    *,
    actor: User,
    version: int | None,
    values: Mapping[str, Any],
    children: list[Children] | None = None,
    reason: str,
) -> LawRecord:
    """Edit a record and its rows; every document must still compile with the change.

    Raises ``DoesNotExist`` outside the actor's scope, ``Refused``, ``VersionMissing``, ``Stale``,
    ``ReasonMissing`` or ``ValidationError``.
    """
    lock_documents()
    scope = cast("QuerySet[LawRecord]", model.objects.visible_to(actor))
    record: LawRecord = change_record(
        scope,
        pk,
        actor=actor,
        rule=may_draft,
        version=version,
        values=values,
        children=children,
        reason=reason,
    )
    refuse_broken_documents()
    return record
