#!/bin/sh
# Menyiapkan mesin untuk portal: paket sistem, Python, lingkungan .venv. Aman dijalankan berulang.
# Pakai: sh siapkan.sh [uji]     "uji" menambah yang diperlukan pengujian (Chromium, PostgreSQL).
# LEWATI_APT=1 melewati pemasangan paket sistem (untuk sistem selain Debian/Ubuntu).
set -eu
cd "$(dirname "$0")"
mode=${1:-jalan}

gagal() { echo "siapkan: $1" >&2; exit 1; }
ada_paket() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# --- Python 3.11 sampai 3.13 ---
cocok() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }
cari_python() {
  for calon in python3 python3.13 python3.12 python3.11; do
    if command -v "$calon" >/dev/null 2>&1 && cocok "$calon"; then command -v "$calon"; return; fi
  done
}

# --- Paket sistem ---
pasang_paket() {
  [ -f /etc/debian_version ] && command -v apt-get >/dev/null 2>&1 || gagal \
    "sistem ini bukan Debian atau Ubuntu; pasang sendiri Pango, fontconfig, huruf TeX Gyre Bonum, poppler-utils, Python 3.11-3.13 (untuk pengujian juga Chromium, PostgreSQL), lalu jalankan dengan LEWATI_APT=1."
  perlu="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-texgyre poppler-utils"
  python=$(cari_python)
  if [ -z "$python" ]; then perlu="$perlu python3 python3-venv"
  elif ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then perlu="$perlu python3-venv"; fi
  if [ "$mode" = uji ]; then
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || perlu="$perlu postgresql"
    # Ubuntu tidak mempunyai paket Chromium; di sana peramban dipasang oleh playwright (di bawah).
    peramban || [ "$(. /etc/os-release && echo "$ID")" = ubuntu ] || perlu="$perlu chromium"
  fi
  kurang=""
  for paket in $perlu; do ada_paket "$paket" || kurang="$kurang $paket"; done
  [ -z "$kurang" ] && return
  if [ "$(id -u)" = 0 ]; then sebagai_root=""
  elif command -v sudo >/dev/null 2>&1; then sebagai_root="sudo"
  else gagal "paket$kurang belum terpasang; minta administrator menjalankan: apt-get install$kurang"; fi
  echo "Memasang paket sistem:$kurang"
  # shellcheck disable=SC2086
  $sebagai_root apt-get update -qq || gagal "daftar paket tidak dapat diperbarui; periksa jaringan."
  # shellcheck disable=SC2086
  $sebagai_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $kurang >/dev/null \
    || gagal "pemasangan paket$kurang gagal; lihat pesan di atas."
}
peramban() { [ -x "${CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }

[ "${LEWATI_APT:-}" = 1 ] || pasang_paket

python=$(cari_python)
[ -n "$python" ] || gagal "Python 3.11, 3.12, atau 3.13 tidak ditemukan."

# --- Lingkungan Python, dipasang hanya bila kuncinya berubah ---
tanda() { echo ".venv/.$1-$(sha256sum "$2" | cut -d' ' -f1)"; }
kunci=requirements.txt
[ "$mode" = uji ] && kunci=requirements-dev.txt
if [ ! -f "$(tanda "$mode" $kunci)" ]; then
  { [ -x .venv/bin/python ] && cocok .venv/bin/python; } || { rm -rf .venv; "$python" -m venv .venv; }
  echo "Memasang pustaka Python dari $kunci"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$kunci" \
    2>.venv/pip.log || { cat .venv/pip.log >&2; gagal "pemasangan pustaka Python gagal."; }
  printf '%s' '<p>uji</p>' | .venv/bin/python -m weasyprint - - >/dev/null 2>&1 \
    || gagal "WeasyPrint tidak dapat membuat PDF; periksa paket Pango."
  touch "$(tanda "$mode" $kunci)" "$(tanda jalan requirements.txt)"  # pustaka uji memuat semua pustaka portal
fi
if [ "$mode" = uji ] && ! peramban && [ ! -d "${HOME:-/nonexistent}/.cache/ms-playwright" ]; then
  .venv/bin/python -m playwright install --with-deps chromium >/dev/null \
    || gagal "Chromium tidak dapat dipasang; pasang peramban sendiri lalu tentukan CHROMIUM=/alamat/peramban."
fi
fc-match -f '%{family}' 'TeX Gyre Bonum' | grep -q Bonum \
  || gagal "huruf TeX Gyre Bonum tidak ditemukan; pasang paket fonts-texgyre."
