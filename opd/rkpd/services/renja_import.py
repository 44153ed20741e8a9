"""Importing work plans: a preview that changes nothing, then one transaction over all plans of the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from masterplan.plan.models import Program, QuickWin
from opd.agencies.models import Opd, User
from opd.renja.codes import is_sub_kegiatan, normalise
from opd.renja.models import Round, WorkPlan, WorkPlanLine
from opd.renja.services.lines import replace_lines
from opd.renja.services.work_plans import begin
from solok_smartcity.kit.decisions import require

from ..rules import may_import_renja
from .previews import Difference, Judged, Preview, differences, key_of, pair_rows, read_preview

ROUNDS = (Round.DRAFT, Round.FINAL_DRAFT, Round.CHANGE)
COMPARED = {
    "name": ("name", "nama"),
    "indicator": ("indicator", "indikator"),
    "target": ("target", "target"),
    "unit": ("unit", "satuan"),
    "amount": ("pagu", "pagu"),
    "forward_estimate": ("forward", "prakiraan maju"),
    "funding_source": ("fund_source", "sumber dana"),
    "priority": ("priority", "prioritas daerah"),
}


@dataclass
class RenjaPreview:
    """A preview with the plan each agency of the file has now, and its version (nothing: it will be begun)."""

    preview: Preview
    plans: dict[int, tuple[int, int] | None] = field(default_factory=dict)

    @property
    def offices(self) -> list[Opd]:
        """The agencies of the file, in its order."""
        return list({item.opd.pk: item.opd for item in self.preview.rows if item.opd}.values())


def preview_renja(
    path: Path, *, year: int, round_: str, file_name: str = "", actor: User | None = None
) -> RenjaPreview:
    """Read a workbook or CSV file as work plans of a year and round; raises ``DataFault`` when it cannot be opened.

    ``actor``: whose rights are looked at; nothing for an operator.
    """
    preview = read_preview(path, "renja", year, round_, file_name)
    found = RenjaPreview(preview)
    _check_cells(preview)
    pairs_of_all = []
    for opd in found.offices:
        if actor is not None and not (answer := may_import_renja(actor, opd.pk)).allowed:
            preview.blockers.append(f"{opd}: {answer.reason}")
            continue
        if opd.valid_to is not None and opd.valid_to < year:
            preview.remarks.append(f"{opd} sudah berakhir pada {opd.valid_to}; Renja {year} disusun penerusnya.")
        plan = _plan(opd, year, round_)
        found.plans[opd.pk] = (plan.pk, plan.version) if plan else None
        if plan is None and round_ == Round.CHANGE:
            preview.blockers.append(f"{opd}: putaran perubahan dibuka dahulu oleh perencanaan daerah.")
        if plan is not None and not plan.is_open:
            preview.blockers.append(
                f"{plan} berkeadaan {plan.get_state_display().lower()}; isinya tidak dapat diganti."
            )
        pairs_of_all += _differences(plan, [item for item in preview.rows if item.opd and item.opd.pk == opd.pk])
        preview.replaces += plan is not None
    preview.differences = pairs_of_all
    return found


def _plan(opd: Opd, year: int, round_: str) -> WorkPlan | None:
    return WorkPlan.objects.filter(opd=opd, year=year, round=round_).select_related("opd").order_by("revision").last()


def _paired(
    plan: WorkPlan | None, rows: list[Judged]
) -> tuple[list[tuple[Judged, WorkPlanLine | None]], list[WorkPlanLine]]:
    lines = plan.lines.all() if plan else ()
    opd = plan.opd.code if plan else ""
    return pair_rows([(key_of(opd, normalise(line.sub_kegiatan_code), line.location), line) for line in lines], rows)


def _differences(plan: WorkPlan | None, rows: list[Judged]) -> list[Difference]:
    if plan is None:
        return []
    pairs, gone = _paired(plan, rows)
    left = [(plan.opd.code, normalise(line.sub_kegiatan_code), line.location) for line in gone]
    return differences(pairs, left, COMPARED)


def _check_cells(preview: Preview) -> None:
    names = {field.name: str(field.verbose_name) for field in WorkPlanLine._meta.concrete_fields}
    known = {model: set(model.objects.values_list("code", flat=True)) for model in (Program, QuickWin)}
    for item in preview.rows:
        if not is_sub_kegiatan(item.row.code):
            preview.blockers.append(f"{item.row.place}: kode {item.row.code!r} tidak berbentuk enam bagian.")
            continue
        for model, codes in ((Program, item.row.programs), (QuickWin, item.row.quick_wins)):
            if unknown := set(codes) - known[model]:
                name = str(model._meta.verbose_name)
                preview.blockers.append(f"{item.row.place}: {name} {', '.join(sorted(unknown))} tidak dikenal.")
        line = WorkPlanLine(**_values(item))
        try:
            line.clean_fields(exclude=["plan", "replaces"])
        except ValidationError as error:
            texts = [f"{names[name]}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
            preview.blockers.append(f"{item.row.place}: {'; '.join(texts)}")


def _values(item: Judged) -> dict[str, Any]:
    row = item.row
    return {
        "sub_kegiatan_code": row.code,
        "name": row.name,
        "indicator": row.indicator,
        "target": row.target,
        "unit": row.unit,
        "location": row.location,
        "funding_source": row.fund_source,
        "priority": row.priority,
        "amount": row.pagu,
        "forward_estimate": row.forward,
        "source": row.source,
        "parent_codes": " ".join(row.parents)[:120],
    }


def _with_links(item: Judged) -> dict[str, Any]:
    return {**_values(item), "programs": list(item.row.programs), "quick_wins": list(item.row.quick_wins)}


@transaction.atomic
def confirm_renja(found: RenjaPreview, *, actor: User | None) -> list[WorkPlan]:
    """Write the previewed lines: all plans of the file, or none. ``actor`` is nothing for an operator.

    Lines with the same code and place stay the same lines, with their history and findings. Raises ``Refused``,
    ``WrongState``, or ``ValidationError`` when something blocks or a plan changed since the preview.
    """
    preview = found.preview
    if preview.blockers:
        raise ValidationError(preview.blockers)
    plans = []
    for opd in sorted(found.offices, key=lambda opd: opd.pk):  # always in one order: two imports never wait crosswise
        if actor is not None:
            require(may_import_renja(actor, opd.pk))
        plans.append(_write(found, opd, actor))
    return plans


def _write(found: RenjaPreview, opd: Opd, actor: User | None) -> WorkPlan:
    preview = found.preview
    same = WorkPlan.objects.filter(opd=opd, year=preview.year, round=preview.round)
    plan = same.select_for_update(of=("self",)).select_related("opd").order_by("revision").last()
    if (plan and (plan.pk, plan.version)) != found.plans[opd.pk]:
        raise ValidationError(f"Renja {opd} berubah sejak pratinjau dibuat. Buat pratinjau baru.")
    if plan is None:
        plan = WorkPlan(opd=opd, year=preview.year, round=preview.round)
        begin(plan, actor)
    pairs, _ = _paired(plan, [item for item in preview.rows if item.opd and item.opd.pk == opd.pk])
    kept = {line.pk: _with_links(item) for item, line in pairs if line is not None}
    replace_lines(plan, actor=actor, kept=kept, new=[_with_links(item) for item, line in pairs if line is None])
    plan.refresh_from_db()
    return plan


def summary(plans: Iterable[WorkPlan]) -> str:
    """What was written, in words."""
    return "; ".join(f"{plan}: {plan.lines.count()} baris" for plan in plans)
