"""Settings of the tests: the portal's own, in the profile ``test``, with files in a folder of their own."""

import os
import tempfile

os.environ["APP_PROFILE"] = "test"
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="solok-uji-"))

from solok_smartcity.settings import *  # noqa: F403
from solok_smartcity.settings import DATABASES, TEMPLATES

# bin/uji.sh makes a seeded database by the migrations; every process of the tests begins with a copy of it.
if template := os.environ.get("TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}

# Coverage of templates needs their line numbers.
if os.environ.get("COVERAGE_RUN"):
    TEMPLATES[0]["OPTIONS"]["debug"] = True
