"""How long alignment takes at the size of a large city, as ratios to a stated floor measured in the same run."""

import csv
import json
import os
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from opd.agencies.models import Opd
from opd.renja.models import WorkPlan, WorkPlanLine
from opd.renja.workflow import State
from opd.rkpd.findings.engine import check
from opd.rkpd.findings.rows import CheckedRow
from opd.rkpd.matching.suggest import Query
from opd.rkpd.models import Level, NomenclatureItem, RkpdImport, RkpdItem
from opd.rkpd.reading.flat import read_csv
from opd.rkpd.selectors.rows import item_rows, line_rows, load_check_facts
from opd.rkpd.selectors.suggestions import load_suggester
from opd.rkpd.services.checking import find, recheck
from opd.rkpd.services.importing import confirm_rkpd, preview_rkpd

YEAR = 2098
Result = TypeVar("Result")


class Code(NamedTuple):
    """A sub kegiatan of the nomenclature."""

    code: str
    name: str


class Undo(Exception):
    """Takes back everything that was made for measuring."""


class Command(BaseCommand):
    """Works inside a transaction that is taken back; leaves nothing."""

    help = "Mengukur pemeriksaan temuan, impor RKPD, dan usulan kode; tidak meninggalkan data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offices", type=int, default=40, help="jumlah perangkat daerah")
        parser.add_argument("--lines", type=int, default=300, help="baris setiap perangkat daerah")
        parser.add_argument("--import-rows", type=int, default=20_000, help="baris berkas yang diimpor")
        parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        found: dict[str, Any] = {"database": connection.vendor}
        try:
            with transaction.atomic():
                self.measure(found, options)
                raise Undo
        except Undo:
            pass
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for name, value in found.items():
            self.stdout.write(f"{name}: {value}")

    def measure(self, found: dict[str, Any], options: dict[str, Any]) -> None:
        """All figures, in seconds and as ratios."""
        items = NomenclatureItem.objects.filter(level=Level.SUB_KEGIATAN, edition__code="2027")
        codes = [Code(code, name) for code, name in items.values_list("code", "name")[:2500]]
        offices, count = options["offices"], options["lines"]
        for part in (offices // 2, offices):  # linear: half the offices should take half the time
            plans = make_rows(codes, part, count)
            renja, rkpd = self.timed(found, f"read_{part * count}", partial(read, plans))
            facts, _ = load_check_facts()
            result = self.timed(found, f"findings_{part * count}", partial(check, rkpd, renja, facts))
            found[f"found_{part * count}"] = len(result)
        half, whole = (found[f"findings_{part * count}"] for part in (offices // 2, offices))
        found["growth_from_half_to_whole"] = round(whole / half, 2)
        floor = self.timed(found, "floor_plain_sql", lambda: plain_sql(plans))
        found["findings_to_floor"] = round(whole / found["floor_plain_sql"], 1)
        found["floor_rows"] = floor
        self.timed(found, "database_check_of_the_year", lambda: find(YEAR))
        plan = WorkPlan.objects.select_related("opd").get(pk=plans[0])
        self.timed(found, "recheck_of_one_line", lambda: recheck(plan, {codes[0].code}))
        self.importing(found, codes, options["import_rows"])
        self.suggesting(found)

    def timed(self, found: dict[str, Any], name: str, work: Callable[[], Result]) -> Result:
        """The result of some work; its best time of three goes into the figures."""
        times = []
        for _ in range(3):
            began = time.perf_counter()
            result = work()
            times.append(time.perf_counter() - began)
        found[name] = round(min(times), 4)
        return result

    def importing(self, found: dict[str, Any], codes: list[Code], rows: int) -> None:
        """Reading, preview and storing of a CSV file, against reading its cells alone."""
        handle, name = tempfile.mkstemp(suffix=".csv")
        os.close(handle)
        path = Path(name)
        try:
            write_csv(path, codes, rows)
            self.timed(found, "floor_reading_cells", lambda: read_csv(path))
            preview = self.timed(found, "import_preview", lambda: preview_rkpd(path, year=YEAR + 1, round_="murni"))
            began = time.perf_counter()
            confirm_rkpd(preview, actor=None)
            found["import_store_and_check"] = round(time.perf_counter() - began, 3)
        finally:
            path.unlink()
        total = found["import_preview"] + found["import_store_and_check"]
        found["import_to_floor"] = round(total / found["floor_reading_cells"], 1)

    def suggesting(self, found: dict[str, Any]) -> None:
        """One suggestion, index built."""
        suggester = load_suggester("2027")
        query = Query("Antrean Online Puskesmas", "Ambil nomor dari rumah dan jadwal dokter di ponsel", "DINKES")
        self.timed(found, "suggestion", lambda: suggester.suggest(query))


def make_rows(codes: list[Code], offices: int, count: int) -> list[int]:
    """Plans that were sent, and an RKPD that differs here and there; gives the keys of the plans."""
    WorkPlanLine.objects.filter(plan__year=YEAR).delete()
    WorkPlan.objects.filter(year=YEAR).delete()
    agencies = [
        Opd.objects.get_or_create(
            code=f"UKUR-{n}",
            defaults={
                "name": f"Dinas Ukur {n}",
                "abbreviation": f"Ukur {n}",
                "kind": "dinas",
                "source_certainty": "likely",
            },
        )[0]
        for n in range(offices)
    ]
    number = (RkpdImport.objects.filter(year=YEAR).count()) + 1
    imported = RkpdImport.objects.create(
        year=YEAR, round="murni", number=number, file_name="ukur", sha256="0", total=0, actor_name="Ukur"
    )
    plans, lines, items = [], [], []
    for at, agency in enumerate(agencies):
        plan = WorkPlan.objects.create(opd=agency, year=YEAR, round="rancangan", submissions=1, state=State.DRAFT)
        plans.append(plan.pk)
        for n in range(count):
            code = codes[(at * 61 + n) % len(codes)]
            same: dict[str, Any] = {
                "name": code.name[:300],
                "indicator": f"Jumlah dokumen {n % 7}",
                "target": Decimal(n % 9 + 1),
            }
            same |= {"unit": "Dokumen", "location": f"Kelurahan {n % 13}", "priority": "Dasar"}
            lines.append(
                WorkPlanLine(
                    plan=plan,
                    position=n,
                    sub_kegiatan_code=code.code,
                    amount=1_000_000 + n % 5 * 60_000,
                    forward_estimate=1,
                    funding_source="PAD",
                    **same,
                )
            )
            same["indicator"] += " yang tersusun" if n % 11 == 0 else ""
            items.append(
                RkpdItem(
                    imported=imported,
                    opd=agency,
                    source=str(n),
                    raw_code=code.code,
                    code=code.code,
                    pagu=1_000_000,
                    forward=1,
                    fund_source="PAD",
                    **same,
                )
            )
    WorkPlanLine.objects.bulk_create(lines, batch_size=1000)
    RkpdItem.objects.bulk_create(items, batch_size=1000)
    return plans


def read(plans: list[int]) -> tuple[list[CheckedRow], list[CheckedRow]]:
    """Rows as the checks take them."""
    imported = RkpdImport.objects.base_of(YEAR)
    return line_rows(WorkPlanLine.objects.filter(plan__in=plans)), item_rows(RkpdItem.objects.filter(imported=imported))


def plain_sql(plans: list[int]) -> int:
    """The floor: the same rows of both tables, read with plain SQL and nothing done with them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.* FROM renja_workplanline l JOIN renja_workplan p ON p.id = l.plan_id WHERE p.year = %s", [YEAR]
        )
        rows = len(cursor.fetchall())
        cursor.execute(
            "SELECT i.* FROM rkpd_rkpditem i WHERE i.imported_id = "
            "(SELECT max(id) FROM rkpd_rkpdimport WHERE year = %s)",
            [YEAR],
        )
        return rows + len(cursor.fetchall())


def write_csv(path: Path, codes: list[Code], rows: int) -> None:
    """A file with many rows of many agencies."""
    offices = list(Opd.objects.filter(code__startswith="UKUR-").values_list("code", flat=True))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["opd_code", "year", "sub_kegiatan_code", "sub_kegiatan_name", "target", "unit", "location", "pagu"]
        )
        for n in range(rows):
            code = codes[n % len(codes)]
            writer.writerow(
                [
                    offices[n % len(offices)],
                    YEAR + 1,
                    code.code,
                    code.name,
                    n % 9,
                    "Dokumen",
                    f"Tempat {n}",
                    1_000,
                ]
            )
