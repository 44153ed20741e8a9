#!/bin/sh
# Menjalankan portal di mesin ini: basis data, data awal, PDF rancangan, pekerja latar, peladen.
set -eu
cd "$(dirname "$0")/.."
port=${PORT:-8000}
manage=".venv/bin/python manage.py"
.venv/bin/python - "$port" 2>/dev/null <<'PY' || { echo "Port $port sedang dipakai; pilih yang lain, misalnya: PORT=8010 make run" >&2; exit 1; }
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    probe.bind(("127.0.0.1", int(sys.argv[1])))
PY
export VAR_DIR="${VAR_DIR:-$PWD/var}"

$manage migrate --verbosity 0
$manage seed --users
$manage export_perwali --out "$VAR_DIR/perwali-rancangan.pdf"

$manage db_worker --no-reload --interval 2 >>"$VAR_DIR/pekerja.log" 2>&1 &
pekerja=$!
.venv/bin/gunicorn solok_smartcity.wsgi --bind "127.0.0.1:$port" --workers 1 --threads 4 &
peladen=$!
berhenti() { kill "$peladen" "$pekerja" 2>/dev/null || true; }
trap berhenti INT TERM EXIT
echo "Portal: http://127.0.0.1:$port/   PDF: $VAR_DIR/perwali-rancangan.pdf   (berhenti: Ctrl+C)"
wait "$peladen"
