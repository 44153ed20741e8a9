"""Times an API page of programs against raw SQL and JSON in the same run."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from statistics import median
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from rest_framework.test import APIClient

from masterplan.plan.models import MasterPlan, Program, ProgramSupport, ProgramYear, SubDimension
from opd.agencies.models import Opd

FLOOR = (
    "SELECT p.id, p.code, p.name, p.state, p.start_year, p.end_year, p.horizon, p.indicator, p.unit, "
    "p.funding_sources, p.is_demonstration, p.provenance, p.version, p.updated_at, o.code, o.abbreviation, o.name, "
    "p.direction, p.baseline, p.baseline_documented, p.fact_source, p.rkpd_program_code, p.rkpd_program_name, "
    "s.code, s.name, d.code, d.name, d.legal_name FROM plan_program p JOIN agencies_opd o ON o.id = p.lead_opd_id "
    "JOIN plan_subdimension s ON s.id = p.subdimension_id JOIN plan_dimension d ON d.id = s.dimension_id "
    "ORDER BY p.position, p.code LIMIT %s",
    "SELECT y.activity_id, y.year, y.target, y.budget FROM plan_programyear y WHERE y.activity_id IN ({keys}) "
    "ORDER BY y.year",
    "SELECT r.activity_id, o.code, o.abbreviation FROM plan_programsupport r JOIN agencies_opd o ON o.id = r.opd_id "
    "WHERE r.activity_id IN ({keys}) ORDER BY r.position",
)


class Command(BaseCommand):
    """Works on rows it makes itself and takes back."""

    help = "Mengukur waktu halaman API program (50 dan 500) sebagai kelipatan SQL mentah + JSON dalam proses yang sama."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programs", type=int, default=500, help="banyaknya program (paling sedikit 500)")
        parser.add_argument("--rounds", type=int, default=15, help="banyaknya putaran; nilai tengah yang dicetak")
        parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not MasterPlan.objects.exists():
            raise CommandError("belum ada rencana induk: jalankan seed lebih dahulu", returncode=1)
        results = []
        with transaction.atomic():
            user = get_user_model().objects.create(username="bench-api", full_name="Tolok ukur", role="editor")
            make_programs(max(500, options["programs"]))
            client = APIClient()
            client.force_authenticate(user=user)
            for size in (50, 500):
                floor, page = measure([partial(raw_page, size), partial(api_page, client, size)], options["rounds"])
                results.append({"rows": size, "sql_ms": floor, "api_ms": page, "ratio": round(page / floor, 2)})
            transaction.set_rollback(True)
        if options["json"]:
            self.stdout.write(json.dumps({"database": connection.vendor, "pages": results}))
            return
        self.stdout.write(f"{connection.vendor}: halaman API program, nilai tengah {options['rounds']} putaran")
        for row in results:
            self.stdout.write(
                f"  {row['rows']:>4} baris: SQL + JSON {row['sql_ms']:.1f} ms, API {row['api_ms']:.1f} ms, "
                f"rasio {row['ratio']:.2f}"
            )


def make_programs(count: int) -> None:
    """Programs with five years and two supporting agencies each; without history, for measuring only."""
    plan, parts = MasterPlan.objects.current(), list(SubDimension.objects.all())
    agencies = list(Opd.objects.all()[:3])
    programs = Program.objects.bulk_create(
        Program(
            plan=plan,
            code=f"UKUR-{index:05d}",
            name=f"Program tolok ukur {index}",
            subdimension=parts[index % 18],
            lead_opd=agencies[0],
            start_year=2025,
            end_year=2029,
            horizon="menengah",
            direction="naik",
            indicator="Persentase layanan yang selesai tepat waktu",
            unit="%",
            funding_sources=["APBD"],
            baseline=Decimal("50.5"),
            position=1000 + index,
        )
        for index in range(count)
    )
    ProgramYear.objects.bulk_create(
        ProgramYear(activity=program, year=year, target=Decimal("60.25"), budget=150_000_000)
        for program in programs
        for year in plan.years
    )
    ProgramSupport.objects.bulk_create(
        ProgramSupport(activity=program, opd=agency, position=position)
        for program in programs
        for position, agency in enumerate(agencies[1:], start=1)
    )


def raw_page(size: int) -> bytes:
    """The floor: the same data by three statements of plain SQL, then the standard library's JSON."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR[0], [size])
        rows = [list(row) for row in cursor.fetchall()]
        keys = ",".join(str(row[0]) for row in rows)
        by_key: dict[int, list[list[Any]]] = {row[0]: [[], []] for row in rows}
        for index, statement in enumerate(FLOOR[1:]):
            cursor.execute(statement.format(keys=keys))
            for key, *values in cursor.fetchall():
                by_key[key][index].append(values)
    return json.dumps([row + by_key[row[0]] for row in rows], default=str).encode()


def api_page(client: APIClient, size: int) -> bytes:
    """The same page through the API, with authentication, scope, pagination and rendering."""
    response = client.get("/api/v1/programs/", {"page_size": size})
    if response.status_code != 200:
        raise CommandError(f"API menjawab {response.status_code}", returncode=1)
    content: bytes = response.content
    return content


def measure(jobs: list[Callable[[], bytes]], rounds: int) -> list[float]:
    """Median milliseconds of each job, the jobs taking turns so that noise falls on all."""
    times: list[list[float]] = [[] for _ in jobs]
    for turn in range(rounds + 2):
        for job, taken in zip(jobs, times, strict=True):
            start = time.perf_counter()
            job()
            if turn >= 2:  # the first two warm up
                taken.append((time.perf_counter() - start) * 1000)
    return [median(taken) for taken in times]
