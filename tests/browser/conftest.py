"""Fixtures of the browser tests: Chromium, the seeded portal with its cast, a console that must stay silent."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError

from opd.agencies.models import User
from tests import seeded
from tests.cast import PASSWORD, Cast, make_cast

# The browser's event loop runs in the thread of the tests, which also reads the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the machine, without its own traffic; without one, Playwright says what is missing."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    return {**browser_type_launch_args, "executable_path": found, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Indonesia at an office screen."""
    return {**browser_context_args, "locale": "id-ID", "viewport": {"width": 1280, "height": 900}}


@dataclass
class Console:
    """What the browser complains about; refusals that a test asks for are expected by their status."""

    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("console", self._message)
        context.on("weberror", self._error)

    def expect(self, *statuses: int) -> None:
        """Answers with these statuses are part of the test."""
        self.expected.update(statuses)

    def remaining(self) -> list[str]:
        """Complaints nobody expected."""
        asked = tuple(f"responded with a status of {status}" for status in self.expected)
        return [text for text in self.complaints if not any(part in text for part in asked)]

    def _message(self, message: ConsoleMessage) -> None:
        if not message.text.startswith("[DOM]"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"error of the page: {error.error}")


@pytest.fixture
def console() -> Iterator[Console]:
    """The console of all pages of a test; at the end it must hold nothing unexpected."""
    console = Console()
    yield console
    assert console.remaining() == []


@pytest.fixture
def new_context(new_context: Callable[..., BrowserContext], console: Console) -> Callable[..., BrowserContext]:
    """Browser contexts whose console is watched."""

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(60_000)
        console.watch(context)
        return context

    return make


@dataclass(frozen=True)
class Portal:
    """The running portal and the people who have an account."""

    base: str
    cast: Cast

    def url(self, path: str) -> str:
        """The full address of a path."""
        return f"{self.base}{path}"

    def sign_in(self, page: Page, user: User) -> None:
        """Sign somebody in through the form; ends at the page of their work."""
        page.goto(self.url("/masuk/"))
        page.get_by_label("Nama akun").fill(user.username)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Masuk").click()
        page.wait_for_url(self.url("/kerja/"))


@pytest.fixture
def portal(live_server: Any) -> Portal:
    """The portal with reference data and cast; the live server empties the tables after each test."""
    seeded.renew()
    return Portal(live_server.url, make_cast())
