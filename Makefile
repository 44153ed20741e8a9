# Portal Kota Cerdas. `make run` menjalankan, `make test` menguji, `make help` menyebut sisanya.
.DEFAULT_GOAL := help
PY := .venv/bin/python

.PHONY: help setup setup-uji run test uji-cepat cakupan lint dokumen format bench lock

help:  ## daftar perintah ini
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:  ## menyiapkan mesin dan .venv untuk menjalankan portal
	@sh siapkan.sh

setup-uji:  ## seperti setup, ditambah yang diperlukan pengujian
	@sh siapkan.sh uji

run: setup  ## data, PDF rancangan, dan peladen di 127.0.0.1:8000 (PORT= menggantinya)
	@sh bin/jalankan.sh

test: setup-uji  ## seluruh pengujian: SQLite, PostgreSQL, peramban
	@sh bin/uji.sh

uji-cepat: setup-uji  ## pengujian harian: tanpa peramban dan tanpa PostgreSQL
	@QUICK=1 .venv/bin/python -m pytest -n 2 -m "not postgres and not browser and not slow"

cakupan: setup-uji  ## seperti test, bagian SQLite dengan cakupan (cabang dan templat) dan batas terendahnya
	@CAKUPAN=1 sh bin/uji.sh

lint: setup-uji  ## gaya kode, arah impor, jenis, templat, kunci pustaka
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@.venv/bin/djlint --lint --quiet templates
	@APP_PROFILE=test .venv/bin/python manage.py print_docs --check
	@! grep -n '://' requirements.txt requirements-dev.txt

dokumen: setup-uji  ## mencetak dokumen yang dibuat dari kode (docs/states.md dan lain-lain)
	@APP_PROFILE=test .venv/bin/python manage.py print_docs

format:  ## merapikan kode
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .

bench: setup-uji  ## tolok ukur API dan halaman di PostgreSQL sementara
	@sh bin/tolok-ukur.sh

lock:  ## mengunci ulang pustaka (memerlukan uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --group dev --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements-dev.txt
