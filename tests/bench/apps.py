"""Application of the benchmarks: commands that ``make bench`` runs, never part of an installation."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Benchmark commands."""

    name = "tests.bench"
    label = "bench"
