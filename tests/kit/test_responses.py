"""What every response carries: the policy without inline code, health, logs with the request's id."""

import json
import re
from pathlib import Path

import pytest
import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from solok_smartcity import health
from solok_smartcity.kit import guards
from tests.cast import Cast

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = ["/", "/program/", "/program/GOV-1-02/", "/quick-win/", "/quick-win/QW-01/", "/masuk/", "/tidak-ada/"]
PAGES_OF_STAFF = [
    "/kerja/",
    "/kerja/perwali/",
    "/kerja/perwali/rencana-induk/",
    "/akun/keamanan/",
    "/akun/kata-sandi/",
    "/admin/",
    "/admin/plan/program/",
    "/admin/plan/program/1/change/",
    "/api/v1/docs/",
]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)(?![^>]*application/json)|javascript:", re.I)


def policy_is_strict(header: str) -> bool:
    """No inline, no eval, nothing from elsewhere."""
    return "default-src 'none'" in header and not re.search(r"unsafe|https?:|\*", header)


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_are_strict(db, client: Client, address: str) -> None:
    """The policy stands on every page and no page needs inline script or style or another host."""
    response = client.get(address)
    assert policy_is_strict(response.headers["Content-Security-Policy"])
    html = response.content.decode()
    assert not INLINE.findall(html)
    assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", html)


@pytest.mark.parametrize("address", PAGES_OF_STAFF)
def test_pages_behind_the_sign_in_are_strict(cast: Cast, client: Client, address: str) -> None:
    """The same behind the sign-in; the admin is Django's own and has no inline code either."""
    client.force_login(cast.legal)
    response = client.get(address)
    assert response.status_code == 200
    assert policy_is_strict(response.headers["Content-Security-Policy"])
    assert not INLINE.findall(response.content.decode())


def test_templates_have_no_inline_code() -> None:
    """No template of ours but those for print has inline script or style."""
    for path in TEMPLATES.rglob("*.html"):
        if "pdf" not in path.parts:
            assert not INLINE.findall(path.read_text(encoding="utf-8")), path


def test_every_page_marks_demonstration_data(db, client: Client) -> None:
    """Until Diskominfo replaces the data each page says what it is."""
    for address in PAGES[:6]:
        assert "Data demonstrasi" in client.get(address).content.decode(), address


def test_the_mark_goes_with_the_data(db, client: Client) -> None:
    """When nothing is demonstration data any more the notice is gone."""
    from masterplan.plan.models import Program, QuickWin

    Program.objects.update(is_demonstration=False)
    QuickWin.objects.update(is_demonstration=False)
    assert "Data demonstrasi" not in client.get("/").content.decode()


def test_health(db, client: Client) -> None:
    """The process answers; readiness names database, migrations and storage."""
    assert client.get("/healthz").content == b"ok"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"database": "ok", "migrations": "ok", "storage": "ok"},
    )


def test_not_ready(db, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that fails is named, with 503."""

    def broken() -> bool:
        raise OperationalError

    monkeypatch.setattr(health, "_database", broken)
    monkeypatch.setattr(health, "_storage", lambda: False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "OperationalError", "migrations": "ok", "storage": "tidak siap"}


def test_logs_are_json_with_the_request_id(db, client: Client) -> None:
    """One JSON object a line; the id sent by a proxy is kept."""
    formatter = structlog.stdlib.ProcessorFormatter(
        processor=settings.LOGGING["formatters"]["json"]["processor"],
        foreign_pre_chain=settings.LOGGING["formatters"]["json"]["foreign_pre_chain"],
    )
    import logging

    record = logging.LogRecord("uji", logging.INFO, __file__, 1, "pesan %s", ("ini",), None)
    with structlog.contextvars.bound_contextvars(request_id="abc-123"):
        line = json.loads(formatter.format(record))
    assert (line["event"], line["request_id"], line["level"]) == ("pesan ini", "abc-123", "info")


def test_an_empty_portal_stands(db, client: Client) -> None:
    """Without any plan the public pages say so instead of failing."""
    guards.drop_all()
    call_command("flush", interactive=False, verbosity=0)
    home = client.get("/").content.decode()
    assert "Visi Kota Cerdas belum ditetapkan" in home
    assert "Dimensi belum dimuat" in home
    assert "Belum ada program dalam rencana induk" in client.get("/program/").content.decode()
