#!/bin/sh
# Tolok ukur API dan halaman pada PostgreSQL sementara.
set -eu
cd "$(dirname "$0")/.."
VAR_DIR=$(mktemp -d)
export VAR_DIR
sementara="$VAR_DIR"
trap 'sh -c "${hentikan_pg:-true}" >/dev/null 2>&1; rm -rf "$sementara"' EXIT
. bin/postgres-sementara.sh
export DATABASE_URL="$PG_URL"
export DJANGO_SETTINGS_MODULE=tests.bench.settings
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py seed
LOG_LEVEL=WARNING .venv/bin/python manage.py bench_api
LOG_LEVEL=WARNING .venv/bin/python manage.py bench_pages
LOG_LEVEL=WARNING .venv/bin/python manage.py bench_alignment
LOG_LEVEL=WARNING .venv/bin/python manage.py bench_export
