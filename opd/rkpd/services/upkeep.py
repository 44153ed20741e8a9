"""Keeping what the alignment is set to: thresholds, ceilings, synonyms, affairs, names in SIPD, checklist, editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from opd.agencies.models import User
from opd.renja.models import ChecklistItem
from solok_smartcity.kit.records import change_record, create_record, governed, need_reason, open_for_change

from ..models import Affair, Ceiling, CheckSettings, Edition, SipdOffice, Synonym
from ..rules import may_keep_nomenclature
from .checking import check_all_years, recheck_links


@dataclass(frozen=True)
class Kept:
    """A kind of record that planning keeps: its model, the fields people set, whether one may be taken away."""

    model: type[models.Model]
    fields: tuple[str, ...]
    shown: tuple[str, ...]
    removable: bool = True


KINDS: dict[str, Kept] = {
    "pagu-indikatif": Kept(Ceiling, ("year", "opd", "amount", "is_demonstration"), ("year", "opd", "amount")),
    "ambang": Kept(
        CheckSettings,
        (
            "valid_from",
            "name_similarity",
            "indicator_similarity",
            "over_minor",
            "over_major",
            "under",
            "quick_win_share",
            "roadmap_money",
        ),
        ("valid_from", "over_minor", "over_major", "under"),
    ),
    "sinonim": Kept(Synonym, ("everyday", "official"), ("everyday", "official")),
    "urusan": Kept(Affair, ("opd", "bidang_code", "certainty", "note"), ("opd", "bidang_code", "certainty", "note")),
    "nama-sipd": Kept(SipdOffice, ("name", "opd"), ("name", "opd")),
    "butir-pemeriksaan": Kept(
        ChecklistItem, ("year", "position", "text", "is_active"), ("year", "position", "text", "is_active"), False
    ),
    "edisi": Kept(Edition, ("title", "first_year", "is_partial"), ("code", "title", "first_year", "is_partial"), False),
}


def _follow(record: models.Model) -> None:
    """What was set decides what is found."""
    if isinstance(record, Ceiling):
        recheck_links(record.year)
    elif isinstance(record, (CheckSettings, Affair, Edition)):
        check_all_years()


@transaction.atomic
def keep_record(
    kind: str, *, actor: User, pk: int | None, version: int | None, values: Mapping[str, Any], reason: str
) -> models.Model:
    """A new record of a kind, or a changed one when ``pk`` is given; the findings follow."""
    model = KINDS[kind].model
    common: dict[str, Any] = {"actor": actor, "rule": may_keep_nomenclature, "values": values, "reason": reason}
    record: models.Model
    if pk is None:
        record = create_record(model, **common)
    else:
        record = change_record(model._default_manager.all(), pk, version=version, **common)
    _follow(record)
    return record


@transaction.atomic
def remove_record(kind: str, pk: int, *, actor: User, version: int | None, reason: str) -> None:
    """Take a record away; its history stays, the findings follow."""
    record = open_for_change(
        KINDS[kind].model._default_manager.all(), pk, actor=actor, rule=may_keep_nomenclature, version=version
    )
    written = governed(record)
    written._history_user, written._change_reason = actor, need_reason(reason)
    record.delete()
    _follow(record)
