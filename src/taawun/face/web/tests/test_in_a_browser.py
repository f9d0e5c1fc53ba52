"""The kit in a real browser: reachable for everybody, in both languages, both themes and both widths."""

import mimetypes
import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from taawun.config.catalogues import compile_stale
from taawun.face.web.headers import Headers
from taawun.face.web.tests import kit

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no browser was found (CHROMIUM= names one)"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"desk": (1280, 900), "hand": (390, 844)}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    compile_stale()
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


def serve(html):
    def answer(route):
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8",
                          headers={"Content-Security-Policy": Headers.POLICY})  # fmt: skip
        elif found := finders.find(path.removeprefix("/static/")):
            route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
        else:
            route.fulfill(status=404)

    return answer


@pytest.fixture
def opened(browser):
    made = []

    def opening(language, size="desk", scheme="light", **options):
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        made.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text))
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.route("**/*", serve(kit.page(language)))
        page.goto("http://kit.test/")
        return page

    yield opening
    for context in made:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "hand"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(opened, language, size, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(language, size, scheme, bypass_csp=True)
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_policy_of_the_pages_is_never_broken(opened):
    page = opened("en")
    page.wait_for_timeout(200)
    assert page.faults == []


def test_the_error_summary_takes_focus(opened):
    assert opened("en").evaluate("document.activeElement.className") == "errors"


def test_keys_move_and_select_and_the_bar_counts(opened):
    page = opened("en")
    assert not page.locator(".bulk").is_visible()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    assert page.locator("tr[aria-selected=true]").count() == 2
    assert "2 selected" in page.locator(".bulk").inner_text()
    assert "Leaves 14 of 30 seats" in page.locator(".bulk").inner_text()


def test_keys_never_act_inside_a_field(opened):
    page = opened("en")
    page.keyboard.press("/")
    page.keyboard.type("jx?")
    assert page.locator("[data-search]").input_value() == "jx?"
    assert page.locator("tr[aria-selected=true]").count() == 0
    assert page.locator("dialog[open]").count() == 0


def test_keys_that_are_switched_off_do_nothing(opened):
    page = opened("en")
    page.evaluate("document.body.dataset.singleKeys = 'off'")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0


def test_help_opens_and_closes_by_keyboard(opened):
    page = opened("ar")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_without_script_the_bar_of_many_is_there_and_the_menu_opens(opened):
    page = opened("ar", "hand", java_script_enabled=False)
    assert page.locator(".bulk").is_visible()
    assert not page.locator("#nav").is_visible()
    page.goto("http://kit.test/#nav")
    assert page.locator("#nav").is_visible()
