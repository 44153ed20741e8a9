#!/bin/sh
# Seluruh pengujian: SQLite (dengan peramban), lalu PostgreSQL sementara (dengan kunci baris). Tidak ada yang dilewati:
# yang tidak memakai basis data berjalan sekali (di bagian SQLite), yang panjang (slow) sekali (di bagian PostgreSQL).
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python
lantai=60  # cakupan terendah (%) bagian SQLite; naikkan ke angka yang tercapai

echo "== Kerangka: migrasi, skema API, pengaturan produksi =="
export APP_PROFILE=test
VAR_DIR=$(mktemp -d)
export VAR_DIR
sementara="$VAR_DIR"
bersihkan() { [ -z "${hentikan_pg:-}" ] || sh -c "$hentikan_pg" >/dev/null 2>&1 || true; rm -rf "$sementara"; }
trap bersihkan EXIT
trap 'exit 130' INT TERM
$python manage.py makemigrations --check --dry-run
$python manage.py spectacular --validate --fail-on-warn --file "$sementara/schema.yml"
(set -a; . ./.env.production.example; set +a; $python manage.py check --deploy --fail-level WARNING)

echo "== SQLite dan peramban =="
pilihan="not postgres and not (slow and database)"
if [ "${CAKUPAN:-}" = 1 ]; then
  COVERAGE_FILE="$sementara/cakupan"
  export COVERAGE_FILE
  $python -m coverage run -m pytest -n 2 -m "$pilihan"
  echo "== Cakupan pengujian di atas, dengan cabang dan templat =="
  $python -m coverage combine --quiet
  $python -m coverage report --skip-covered --sort=cover --format=text >"$sementara/laporan.txt"
  head -n 42 "$sementara/laporan.txt"
  tail -n 1 "$sementara/laporan.txt"
  $python -m coverage report --format=total --fail-under="$lantai" >/dev/null \
    || { echo "Cakupan di bawah $lantai %." >&2; exit 1; }
else
  $python -m pytest -n 2 -m "$pilihan"
fi

echo "== PostgreSQL =="
. bin/postgres-sementara.sh
# Migrasi dan data awal dijalankan sekali; setiap proses pengujian memulai dari salinan basis data itu.
"$pg_bin/createdb" -h 127.0.0.1 -p "$pg_port" -U solok terisi
export DATABASE_URL="${PG_URL%/*}/terisi"
$python manage.py migrate --verbosity 0
$python manage.py seed --verbosity 0
DATABASE_URL="$PG_URL" TEST_TEMPLATE=terisi $python -m pytest -n 2 -m "database and not browser"
