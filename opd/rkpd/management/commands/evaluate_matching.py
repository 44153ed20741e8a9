"""Measures the suggestions on texts with known answers."""

import json
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from solok_smartcity.kit.csvdata import DataFault, read_rows

from ...matching.evaluate import Case, Figures, cross_validate, learned, places
from ...matching.index import Index
from ...matching.suggest import Query, Suggester
from ...models import Edition
from ...selectors.suggestions import catalogue, load_suggester


class Command(BaseCommand):
    """Exit 1 when the file has faults."""

    help = "Mengukur usulan kode pada berkas seperti matching_train.csv: presisi@1, perolehan@5, MRR, waktu, memori."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="berkas CSV: id, opd_code, title, description, expected_codes")
        parser.add_argument("--edition", default="2027", help="edisi nomenklatur")
        parser.add_argument("--json", action="store_true", help="cetak sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cases = read_cases(options["path"])
            suggester = load_suggester(options["edition"])
        except DataFault as error:
            raise CommandError(str(error), returncode=1) from None
        except Edition.DoesNotExist:
            raise CommandError(f"edisi {options['edition']} tidak dikenal", returncode=1) from None
        answerable = [case for case in cases if case.right]
        if not answerable:
            raise CommandError(f"{options['path'].name}: tidak ada baris dengan expected_codes", returncode=1)
        found = measure(suggester, answerable, options["edition"])
        found["without_answer"] = len(cases) - len(answerable)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        for name, value in found.items():
            self.stdout.write(f"{name}: {value}")


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; raises ``DataFault``."""
    rows = read_rows(path, {"id", "opd_code", "title", "description", "expected_codes"})
    return [
        Case(
            row.text("id"),
            Query(row.text("title"), row["description"], row["opd_code"].strip()),
            tuple(code.strip() for code in row["expected_codes"].split("|") if code.strip()),
            row.get("difficulty", ""),
        )
        for row in rows
    ]


def measure(suggester: Suggester, cases: Sequence[Case], edition: str) -> dict[str, Any]:
    """All figures: with the shipped weights, cross-validated, with learning, by difficulty; time and memory."""
    found = places(suggester, cases)
    by_difficulty: dict[str, list[int]] = defaultdict(list)
    for case, place in zip(cases, found, strict=True):
        by_difficulty[case.difficulty or "-"].append(place)
    checked = cross_validate(suggester, cases)
    for case in cases[:3]:
        suggester.suggest(case.query)
    began = time.perf_counter()
    for case in cases:
        suggester.suggest(case.query)
    per_query = (time.perf_counter() - began) * 1000 / len(cases)
    index_seconds, megabytes = _building(edition)
    return {
        **_plain(Figures.of(found)),
        "cross_validated": {
            "rounds": checked.rounds,
            "mean": _plain(checked.mean),
            "spread": _plain(checked.spread),
        },
        "with_confirmed_links": _plain(learned(suggester, cases)),
        "by_difficulty": {name: _plain(Figures.of(items)) for name, items in sorted(by_difficulty.items())},
        "ms_per_query": round(per_query, 2),
        "index_seconds": round(index_seconds, 2),
        "index_mb": round(megabytes, 1),
        "entries": len(suggester.index.entries),
    }


def _building(edition: str) -> tuple[float, float]:
    """Seconds to read the catalogue and build its index, and the memory the index takes (MB)."""
    began = time.perf_counter()
    Index(catalogue(edition))
    seconds = time.perf_counter() - began
    entries = catalogue(edition)
    tracemalloc.start()
    index = Index(entries)
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del index
    return seconds, size


def _plain(figures: Figures) -> dict[str, float]:
    return {name: round(value, 3) for name, value in asdict(figures).items()}
