# Dimuat dengan "." : menyalakan PostgreSQL sementara dari paket Debian, sebagai root maupun pengguna biasa.
# Memberi PG_URL (alamat basis data) dan hentikan_pg (perintah untuk mematikan dan membuangnya).
pg_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$pg_bin" ] || { echo "PostgreSQL tidak ditemukan; jalankan: sh siapkan.sh uji" >&2; exit 1; }
pg_dir=$(mktemp -d)
pg_sebagai=""
if [ "$(id -u)" = 0 ]; then
  chown postgres "$pg_dir"
  pg_sebagai="runuser -u postgres --"
fi
pg_port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cd_asal=$PWD
cd /
$pg_sebagai "$pg_bin/initdb" -D "$pg_dir/data" -U solok -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
$pg_sebagai "$pg_bin/pg_ctl" -D "$pg_dir/data" -w -l "$pg_dir/log" \
  -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$pg_dir -c fsync=off -c synchronous_commit=off -c max_connections=60" start >/dev/null
cd "$cd_asal"
hentikan_pg="cd / && $pg_sebagai $pg_bin/pg_ctl -D $pg_dir/data -m immediate stop; rm -rf $pg_dir"
PG_URL="postgres://solok@127.0.0.1:$pg_port/postgres"
