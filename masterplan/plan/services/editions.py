"""The verbs of editions: prepare, freeze, adopt."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from opd.agencies.models import User
from solok_smartcity.kit.canonical import canonical_json, digest
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.records import save
from solok_smartcity.kit.transitions import log

from ..machine import EDITION
from ..models import Edition, EditionSnapshot, MasterPlan
from ..rules import may_edit_plan
from ..selectors.editions import live_content
from ..workflow import EDITION_CREATED, EditionState


@transaction.atomic
def prepare_edition(*, actor: User, plan: MasterPlan, title: str, note: str = "") -> Edition:
    """A new edition with the next number; it is the live plan until it is frozen."""
    require(may_edit_plan(actor))
    plan = MasterPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.editions.filter(state=EditionState.DRAFT).exists():
        raise ValidationError("Masih ada edisi yang disiapkan. Bekukan edisi itu lebih dahulu.")
    number = (plan.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition(plan=plan, number=number, title=title.strip(), note=note.strip())
    save(edition, actor=actor, reason=EDITION_CREATED.label)
    log(edition, EDITION_CREATED, "", actor=actor, reason="")
    return edition


@transaction.atomic
def freeze_edition(pk: int, *, actor: User, version: int | None, reason: str = "") -> Edition:
    """Freeze the live plan as this edition: canonical JSON with its SHA-256; open feedback stands against it."""

    def effect(edition: Edition) -> None:
        content = live_content(edition.plan)
        EditionSnapshot.objects.create(
            edition=edition,
            content=canonical_json(content).decode(),
            sha256=digest(content),
            made_by_name=actor.label,
        )

    scope = Edition.objects.visible_to(actor)
    done: Edition = EDITION.perform("freeze", scope, pk, actor=actor, version=version, reason=reason, effect=effect)
    return done


def adopt_edition(pk: int, *, actor: User, version: int | None, reason: str) -> Edition:
    """Record that a frozen edition was adopted; ``reason`` names the decision (number, date). Nothing changes later."""
    scope = Edition.objects.visible_to(actor)
    edition: Edition = EDITION.perform("adopt", scope, pk, actor=actor, version=version, reason=reason)
    return edition


VERBS = {"freeze": freeze_edition, "adopt": adopt_edition}
