"""A real browser over a real installation. Whatever a page says on the console, and every blocked piece, is a fault."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.installation import Installation, running

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
]  # fmt: skip
DESK, HAND = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium_found() -> str:
    """Debian's Chromium, or the one that CHROMIUM= names."""
    if not CHROMIUM:
        pytest.skip("no browser was found (CHROMIUM= names one)")
    return CHROMIUM


@pytest.fixture(scope="session")
def installation(chromium_found: str) -> Iterator[Installation]:
    """The product, run for real: `taawun up --demo`."""
    with running() as up:
        yield up


@pytest.fixture(scope="module")
def browser(chromium_found: str):
    """A browser for one file of tests: while Playwright runs, Django takes its loop for async code and
    refuses the database to whatever test comes next in this process."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=chromium_found, args=FLAGS)
        yield chromium
        chromium.close()


class Seat:
    """Somebody at a browser: one context, one page, the faults that it showed."""

    def __init__(self, installation, context) -> None:
        self.installation, self.context = installation, context
        self.page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda fault: self.faults.append(f"{self.page.url}: {fault}"))

    def _heard(self, message) -> None:
        if message.type not in {"error", "warning"}:
            return
        answered = any(f"status of {status}" in message.text for status in self.expected)
        if not answered:
            self.faults.append(f"{self.page.url}: {message.text}")

    def open(self, path: str):
        """Open a page of the installation, or an address in full."""
        url = path if path.startswith("http") else self.installation.url + path
        return self.page.goto(url)

    def sign_in(self, who: str) -> "Seat":
        """Sign in by the page, as a person does; whoever did so before keeps the session.

        A person signs in a few times a day, these tests several times a minute: an installation answers
        429 to that many from one address.
        """
        if kept := self.installation.sessions.get(who):
            self.context.add_cookies(kept)
            self.open("/")
            assert self.page.url == self.installation.url + "/"
            return self
        account = self.installation.accounts[who]
        self.open("/sign-in/")
        self.page.fill("[name=login]", account["email"])
        self.page.fill("[name=password]", account["password"])
        self.page.click("form:has([name=password]) button[type=submit]")
        self.page.wait_for_url(self.installation.url + "/")
        self.installation.sessions[who] = self.context.cookies()
        return self

    def speak(self, language: str) -> "Seat":
        """Choose the language of the pages."""
        if self.page.get_attribute("html", "lang") != language:
            with self.page.expect_navigation():
                self.page.click(f"header.top form.lang button[value={language}]")
        assert self.page.get_attribute("html", "lang") == language
        return self

    def speak_here(self, language: str) -> None:
        """Choose the language before signing in."""
        if self.page.get_attribute("html", "lang") != language:
            with self.page.expect_navigation():
                self.page.click(f"form.lang button[value={language}] >> visible=true")

    def press(self, css: str) -> None:
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.click(css)

    def take(self, step: str) -> None:
        """Take a step of the page's record; where the step asks first, say yes."""
        self.press(f"[data-step={step}]")
        if self.page.url.endswith(f"/{step}/"):
            self.press("main .actions button[type=submit]")

    def text(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")


@pytest.fixture
def seat(browser, installation):
    """`seat(javascript=False)` gives somebody a browser; in the end no page may have shown a fault."""
    taken = []

    def sit(*, width=DESK, scheme="light", javascript=True, **more) -> Seat:
        context = browser.new_context(
            viewport=width, color_scheme=scheme, java_script_enabled=javascript, accept_downloads=True, locale="en-GB",
            **more,
        )  # fmt: skip
        taken.append(Seat(installation, context))
        return taken[-1]

    yield sit
    for one in taken:
        with suppress(Exception):
            one.context.close()
    assert [fault for one in taken for fault in one.faults] == []


@pytest.fixture
def at_work(seat):
    """`at_work("amal.qa", "ar")` signs somebody in."""
    return lambda who, language="ar", **more: seat(**more).sign_in(who).speak(language)
