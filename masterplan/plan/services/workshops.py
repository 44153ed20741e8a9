"""The verbs of workshops and pacts: record a stage with its outputs, record a pact with its scan."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from opd.agencies.models import User
from solok_smartcity.kit.decisions import require
from solok_smartcity.kit.records import Children, change_record, create_record, open_for_change, save

from ..models import ClinicNote, IntegrityPact, StageAttachment, WorkshopStage
from ..rules import may_edit_plan

LONGEST_TITLE = 300


def change_stage(
    pk: int, *, actor: User, version: int | None, values: Mapping[str, Any], outputs: Sequence[str], reason: str
) -> WorkshopStage:
    """Edit a stage; ``outputs`` is complete and in order."""
    children = [Children("outputs", "position", {n: {"text": text} for n, text in enumerate(outputs, start=1)})]
    workshop_stage: WorkshopStage = change_record(
        WorkshopStage.objects.all(),
        pk,
        actor=actor,
        rule=may_edit_plan,
        version=version,
        values=values,
        children=children,
        reason=reason,
    )
    return workshop_stage


@transaction.atomic
def attach_to_stage(
    pk: int, *, actor: User, version: int | None, title: str, file: File[Any] | None
) -> StageAttachment:
    """Add a file to a stage: invitation, attendance, photograph, minutes."""
    stage = open_for_change(WorkshopStage.objects.all(), pk, actor=actor, rule=may_edit_plan, version=version)
    if not file:
        raise ValidationError({"file": "Pilih berkas yang diunggah."})
    attachment = StageAttachment(stage=stage, title=title.strip(), file=file)
    save(attachment, actor=actor, reason="Lampiran diunggah")
    save(stage, actor=actor, reason="Lampiran diunggah")
    return attachment


def record_pact(
    *, actor: User, pact: IntegrityPact | None, version: int | None, values: Mapping[str, Any], reason: str
) -> IntegrityPact:
    """Record that an agency's head signed the pact, or correct it; one pact an agency and plan."""
    if pact is not None:
        pact = change_record(
            IntegrityPact.objects.visible_to(actor),
            pact.pk,
            actor=actor,
            rule=may_edit_plan,
            version=version,
            values=values,
            reason=reason,
        )
        return pact
    require(may_edit_plan(actor))
    if IntegrityPact.objects.filter(plan=values["plan"], opd=values["opd"]).exists():
        raise ValidationError("Pakta integritas perangkat daerah ini sudah dicatat; buka dan perbaiki yang ada.")
    made: IntegrityPact = create_record(IntegrityPact, actor=actor, rule=may_edit_plan, values=values, reason=reason)
    return made


def record_clinic(*, actor: User, values: Mapping[str, Any], proposals: Sequence[str], reason: str) -> ClinicNote:
    """Record a one-on-one session with an agency and the proposals born in it."""
    titles = list(dict.fromkeys(title.strip() for title in proposals if title.strip()))
    long = [number for number, title in enumerate(titles, start=1) if len(title) > LONGEST_TITLE]
    if long:
        raise ValidationError(f"Usulan ke-{long[0]} lebih dari {LONGEST_TITLE} huruf.")
    children = [Children("proposals", "title", {title: {} for title in titles})]
    clinic_note: ClinicNote = create_record(
        ClinicNote, actor=actor, rule=may_edit_plan, values=values, children=children, reason=reason
    )
    return clinic_note
