"""Imports through page and API: a file is received, read by the worker, looked at, confirmed, stored by the worker."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django_tasks import task

from opd.agencies.models import User
from opd.renja.models import Round
from solok_smartcity.kit.csvdata import DataFault
from solok_smartcity.kit.decisions import VerbError, WrongState, require
from solok_smartcity.kit.records import open_for_change

from ..models import RkpdRound, Upload
from ..rules import may_confirm_upload, may_upload
from .importing import confirm_rkpd, preview_rkpd
from .nomenclature import NomenclaturePreview, confirm_nomenclature, preview_nomenclature
from .previews import Preview
from .renja_import import RenjaPreview, confirm_renja, preview_renja, summary

MOST_BYTES = 20 * 1024 * 1024
SHOWN_ROWS, SHOWN_DIFFERENCES = 50, 200
KINDS = (".xlsx", ".csv")


def receive(*, actor: User, kind: str, file: File[Any] | None, options: Mapping[str, object]) -> Upload:
    """Take a file and have it read; raises ``Refused`` or ``ValidationError``.

    ``options``: ``year`` and ``round``, or for nomenclature ``edition``, ``first_year``, ``title``, ``is_partial``.
    """
    if kind not in Upload.Kind.values:
        raise ValidationError({"kind": "Pilih apa yang diimpor."})
    require(may_upload(actor, kind))
    if not file:
        raise ValidationError({"file": "Pilih berkas yang diimpor."})
    name = str(file.name)
    suffix = Path(name).suffix.lower()
    if suffix not in KINDS:
        raise ValidationError({"file": "Unggah buku kerja .xlsx atau berkas .csv."})
    if file.size > MOST_BYTES:
        raise ValidationError({"file": f"Berkas lebih besar dari {MOST_BYTES // 1024 // 1024} MB."})
    upload = Upload(
        kind=kind, file_name=name[:200], options=_options(kind, options), actor=actor, actor_name=actor.label
    )
    upload.file.save(f"impor{suffix}", file, save=False)
    upload.save()
    read_upload.enqueue(upload.pk)
    upload.refresh_from_db()
    return upload


def _options(kind: str, sent: Mapping[str, object]) -> dict[str, Any]:
    if kind == Upload.Kind.NOMENCLATURE:
        edition = str(sent.get("edition") or "").strip()
        if not edition or len(edition) > 20:
            raise ValidationError({"edition": "Isi edisi, misalnya 2028."})
        return {
            "edition": edition,
            "first_year": _year(sent.get("first_year"), "first_year"),
            "title": str(sent.get("title") or "")[:200],
            "is_partial": bool(sent.get("is_partial")),
        }
    rounds = RkpdRound.values if kind == Upload.Kind.RKPD else Round.values
    if sent.get("round") not in rounds:
        raise ValidationError({"round": f"Pilih putaran: {', '.join(rounds)}."})
    return {"year": _year(sent.get("year"), "year"), "round": sent["round"]}


def _year(value: object, name: str) -> int:
    text = str(value or "")
    if not (text.isascii() and text.isdigit() and 2000 <= int(text) <= 2100):
        raise ValidationError({name: "Isi tahun rencana antara 2000 dan 2100."})
    return int(text)


def _preview(upload: Upload) -> Preview | RenjaPreview | NomenclaturePreview:
    path, options = Path(upload.file.path), dict(upload.options)
    if upload.kind == Upload.Kind.NOMENCLATURE:
        return preview_nomenclature(path, file_name=upload.file_name, **options)
    options["round_"] = options.pop("round")
    if upload.kind == Upload.Kind.RKPD:
        return preview_rkpd(path, file_name=upload.file_name, **options)
    return preview_renja(path, file_name=upload.file_name, actor=upload.actor, **options)


@task()
def read_upload(pk: int) -> None:
    """Read a received file and keep its preview; can be run again at any time before it is confirmed."""
    upload = Upload.objects.select_related("actor").get(pk=pk)
    _set(upload, state=Upload.State.READING, progress=10, message="")
    try:
        found = _preview(upload)
    except DataFault as error:
        _set(
            upload,
            state=Upload.State.FAULTY,
            progress=100,
            message=str(error).replace(Path(str(upload.file.name)).name, upload.file_name),
        )
        return
    except Exception:
        _set(upload, state=Upload.State.FAULTY, progress=100, message="Berkas tidak dapat dibaca karena gangguan.")
        raise
    _set(upload, progress=80)
    upload.summary, upload.seen = _summary(found), _seen(found)
    faulty = bool(upload.summary["blockers"])
    _set(upload, state=Upload.State.FAULTY if faulty else Upload.State.READY, progress=100)


def _set(upload: Upload, **values: Any) -> None:
    for name, value in values.items():
        setattr(upload, name, value)
    upload.version += 1
    upload.save()


def _seen(found: Preview | RenjaPreview | NomenclaturePreview) -> dict[str, Any]:
    if isinstance(found, RenjaPreview):
        return {"plans": {str(opd): list(seen) if seen else None for opd, seen in found.plans.items()}}
    return {"version": found.seen if isinstance(found, NomenclaturePreview) else found.replaces}


def _summary(found: Preview | RenjaPreview | NomenclaturePreview) -> dict[str, Any]:
    """What page and API show of a preview."""
    if isinstance(found, NomenclaturePreview):
        return {
            "rows": len(found.codes),
            "sha256": found.sha256,
            "blockers": found.blockers,
            "remarks": [],
            "counts": {kind: found.count(kind) for kind in ("baru", "berubah", "hilang")},
            "differences": [
                {"kind": item.kind, "opd": "", "code": item.code, "location": item.name, "changes": item.changes}
                for item in found.changes
                if item.kind != "baru"
            ][:SHOWN_DIFFERENCES],
            "moves": found.moves,
            "is_new": found.is_new,
        }
    preview = found.preview if isinstance(found, RenjaPreview) else found
    kinds = [item.kind for item in preview.differences]
    return {
        "rows": len(preview.rows),
        "total": preview.total,
        "sha256": preview.sha256,
        "blockers": preview.blockers,
        "remarks": preview.remarks,
        "replaces": preview.replaces,
        "agreeing": preview.agreeing,
        "tables": [
            {
                "name": table.name,
                "kind": table.kind,
                "rows": len(table.rows),
                "skipped": [
                    {"reason": reason, "count": len(rows), "where": ", ".join(map(str, rows[:8]))}
                    for reason, rows in table.skipped.items()
                ],
            }
            for table in preview.tables
        ],
        "offices": sorted({item.opd.abbreviation for item in preview.rows if item.opd}),
        "first": [
            {
                "place": item.row.place,
                "opd": item.opd.abbreviation if item.opd else item.row.office_name,
                "code": item.code,
                "name": item.row.name,
                "pagu": item.row.pagu,
            }
            for item in preview.rows[:SHOWN_ROWS]
        ],
        "counts": {
            "baru": kinds.count("baru") if preview.replaces else len(preview.rows),
            "berubah": kinds.count("berubah"),
            "hilang": kinds.count("hilang"),
        },
        "differences": [vars(item) for item in preview.differences[:SHOWN_DIFFERENCES]],
    }


@transaction.atomic
def confirm_upload(pk: int, *, actor: User, version: int | None) -> Upload:
    """Have the worker store what was previewed.

    Raises ``DoesNotExist``, ``Refused``, ``VersionMissing``, ``Stale`` or ``WrongState``.
    """
    scope = Upload.objects.visible_to(actor)
    upload: Upload = open_for_change(scope, pk, actor=actor, rule=may_confirm_upload, version=version)
    if upload.state != Upload.State.READY:
        raise WrongState(f"Berkas ini berkeadaan {upload.get_state_display().lower()}, tidak siap dikonfirmasi.")
    _set(upload, state=Upload.State.STORING, progress=20, actor=actor, actor_name=actor.label)
    store_upload.enqueue(upload.pk)
    upload.refresh_from_db()
    return upload


@task()
def store_upload(pk: int) -> None:
    """Read the file again and store it, unless something changed since its preview. A second run does nothing."""
    upload = Upload.objects.select_related("actor").get(pk=pk)
    if upload.state != Upload.State.STORING:
        return
    try:
        found = _preview(upload)
        _set(upload, progress=60)
        with transaction.atomic():
            upload.message = STORE[upload.kind](upload, found)
            _set(upload, state=Upload.State.DONE, progress=100)
    except (ValidationError, VerbError, DataFault) as error:
        text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        _set(upload, state=Upload.State.FAULTY, progress=100, message=text)
    except Exception:
        _set(upload, state=Upload.State.FAULTY, progress=100, message="Tidak tersimpan karena gangguan. Unggah lagi.")
        raise


def _store_rkpd(upload: Upload, found: Preview) -> str:
    found.replaces = upload.seen["version"]
    return f"{confirm_rkpd(found, actor=upload.actor)} tersimpan: {len(found.rows)} baris."


def _store_renja(upload: Upload, found: RenjaPreview) -> str:
    found.plans = {int(opd): tuple(seen) if seen else None for opd, seen in upload.seen["plans"].items()}
    return f"Tersimpan: {summary(confirm_renja(found, actor=upload.actor))}."


def _store_nomenclature(upload: Upload, found: NomenclaturePreview) -> str:
    found.seen = upload.seen["version"]
    edition = confirm_nomenclature(found, actor=upload.actor, reason=f"Impor {upload.file_name}")
    return f"{edition} tersimpan: {len(found.codes)} kode."


STORE: dict[str, Callable[..., str]] = {
    Upload.Kind.RKPD: _store_rkpd,
    Upload.Kind.RENJA: _store_renja,
    Upload.Kind.NOMENCLATURE: _store_nomenclature,
}
