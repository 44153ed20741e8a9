"""The verb "attach evidence" of quick wins."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction

from opd.agencies.models import User
from solok_smartcity.kit.records import open_for_change, save

from ..models import QuickWin, QuickWinEvidence
from ..rules import may_attach_evidence


@transaction.atomic
def add_evidence(pk: int, *, actor: User, version: int | None, title: str, file: File[Any] | None) -> QuickWinEvidence:
    """Attach a file to a quick win; raises as every edit, ``ValidationError`` for a wrong file."""
    quick_win = open_for_change(
        QuickWin.objects.visible_to(actor), pk, actor=actor, rule=may_attach_evidence, version=version
    )
    if not file:
        raise ValidationError({"file": "Pilih berkas yang diunggah."})
    evidence = QuickWinEvidence(activity=quick_win, title=title.strip(), file=file, uploaded_by_name=actor.label)
    save(evidence, actor=actor, reason="Bukti diunggah")
    save(quick_win, actor=actor, reason="Bukti diunggah")
    return evidence
