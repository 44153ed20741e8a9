"""Loads the calendar of days off, from which deadlines in working days are counted (R131)."""

from datetime import date
from pathlib import Path

from solok_smartcity.kit.csvdata import read_rows
from solok_smartcity.kit.records import Written, ensure

from ..models import Holiday

HOLIDAYS = Path(__file__).resolve().parent.parent / "reference" / "holidays.csv"
REASON = "Hari libur awal, perlu dicocokkan dengan keputusan bersama tiga menteri tahun itu"


def load_holidays(written: Written, path: Path = HOLIDAYS) -> None:
    """Days off of the reference file; what people changed is left alone. Raises ``DataFault`` with the row."""
    for row in read_rows(path, {"tanggal", "nama", "cuti_bersama"}):
        try:
            day = date.fromisoformat(row.text("tanggal"))
        except ValueError:
            raise row.fault(f"kolom tanggal: {row['tanggal']!r} bukan tanggal") from None
        values = {"name": row.text("nama"), "is_joint_leave": bool(row["cuti_bersama"].strip())}
        ensure(Holiday, {"on": day}, values, reason=REASON, written=written)
