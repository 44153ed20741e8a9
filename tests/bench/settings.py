"""Settings of the benchmarks: the portal's own, with the benchmark commands."""

from solok_smartcity.settings import *  # noqa: F403
from solok_smartcity.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]
