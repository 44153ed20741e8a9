"""Loads the agencies and kelurahan, and makes one demonstration account a role."""

import secrets
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from solok_smartcity.kit.csvdata import DataFault, read_rows
from solok_smartcity.kit.decisions import sentence_with_fields
from solok_smartcity.kit.records import Written, ensure

from ..models import Kelurahan, Opd, User
from ..roles import Role

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
REASON = "Data awal"

# One account a role: (user name, name, position, agency).
DEMO_ACCOUNTS = {
    Role.EDITOR: ("editor", "Demo Penyunting", "Staf Diskominfo", "DISKOMINFO"),
    Role.OPD_PLANNER: ("perencana", "Demo Perencana", "Perencana Dinas Kesehatan", "DINKES"),
    Role.OPD_HEAD: ("kepala", "Demo Kepala", "Kepala Dinas Kesehatan", "DINKES"),
    Role.REVIEWER: ("penelaah", "Demo Penelaah", "Penelaah Bapperida", "BAPPERIDA"),
    Role.PLANNING_HEAD: ("kabappeda", "Demo Kepala Perencanaan", "Kepala Bapperida", "BAPPERIDA"),
    Role.LEGAL_OFFICER: ("hukum", "Demo Perancang", "Perancang Bagian Hukum", "SETDA-HUKUM"),
    Role.READER: ("pembaca", "Demo Pembaca", "Pembaca", None),
    Role.ADMINISTRATOR: ("admin", "Demo Administrator", "Administrator portal", "DISKOMINFO"),
}


@transaction.atomic
def load_opds(written: Written, folder: Path = REFERENCE) -> dict[str, Opd]:
    """Load agencies and kelurahan; gives the agencies by code. Raises ``DataFault`` with file, row and reason."""
    rows = list(
        read_rows(folder / "opd.csv", {"code", "name", "abbreviation", "kind", "successor_code", "parent_code"})
    )
    by_code: dict[str, Opd] = {}
    # Bodies that others point to come first: parents and successors have neither themselves.
    rows.sort(key=lambda row: bool(row["parent_code"] or row["successor_code"]))
    for row in rows:
        for column in ("successor_code", "parent_code"):
            if row[column] and row[column] not in by_code:
                raise row.fault(f"{column} {row[column]} tidak dikenal")
        values = {
            "name": row.text("name"),
            "abbreviation": row.text("abbreviation"),
            "kind": row.text("kind"),
            "source_certainty": row.text("source_certainty"),
            "valid_from": row.whole("valid_from"),
            "valid_to": row.whole("valid_to"),
            "successor": by_code.get(row["successor_code"]),
            "parent": by_code.get(row["parent_code"]),
            "source": row["source"],
        }
        try:
            by_code[row["code"]] = ensure(Opd, {"code": row.text("code")}, values, reason=REASON, written=written)
        except ValidationError as error:
            raise row.fault(sentence_with_fields(error)) from None
    for row in read_rows(folder / "kelurahan.csv", {"kecamatan_code", "kelurahan", "source_certainty", "source"}):
        if row["kecamatan_code"] not in by_code:
            raise row.fault(f"kecamatan {row['kecamatan_code']} tidak dikenal")
        key = {"kecamatan": by_code[row["kecamatan_code"]], "name": row.text("kelurahan")}
        values = {"source_certainty": row.text("source_certainty"), "source": row["source"]}
        ensure(Kelurahan, key, values, reason=REASON, written=written)
    return by_code


@transaction.atomic
def make_demo_accounts(chosen: str = "") -> list[tuple[User, str | None]]:
    """One account a role; gives each with its password, or ``None`` for an account that was there already.

    Passwords are random unless one is ``chosen``: no demonstration password stands in public.
    Raises ``DataFault`` when the agencies are not loaded.
    """
    out: list[tuple[User, str | None]] = []
    for role, (username, name, position, opd_code) in DEMO_ACCOUNTS.items():
        user = User.objects.filter(username=username).first()
        if user is not None:
            out.append((user, None))
            continue
        opd = Opd.objects.filter(code=opd_code).first() if opd_code else None
        if opd_code and opd is None:
            raise DataFault(f"perangkat daerah {opd_code} belum dimuat: jalankan seed lebih dahulu")
        password = chosen or secrets.token_urlsafe(9)
        user = User(
            username=username,
            email=f"{username}@contoh.example",
            full_name=name,
            position=position,
            role=role,
            opd=opd,
            is_demonstration=True,
            is_staff=role in {Role.EDITOR, Role.ADMINISTRATOR, Role.LEGAL_OFFICER},
        )
        user.set_password(password)
        user._change_reason = REASON
        user.save()
        out.append((user, password))
    return out
