"""Every page that a role reaches: axe finds nothing, in both languages and themes; on a phone nothing runs off."""

import os
import re

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import DESK, HAND

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ROLES = ["amal.qa", "badr.qa", "carla.bh", "rania.registrar", "imad.courses", "jalal.director", "lina.analyst"]
WHOLE = os.environ.get("TAAWUN_WALK") == "whole"  # every page in every look; else each look on a share of the pages
LOOKS = [(size, scheme) for size in ("desk", "hand") for scheme in ("light", "dark")]
SIZES = {"desk": DESK, "hand": HAND}
NOT_PAGES = re.compile(r"\.(csv|xlsx)|/marked/|pattern\.|/static/|mailto:|#")
STARTS = ["/", "/runs/DEMO-OPEN/", "/runs/DEMO-NOW/", "/runs/DEMO-DONE/", "/nominations/?tab=all", "/account/"]


def reach(one, look, most=40):
    """Open the pages that links lead to, one for each route, as a look says; yield each with its route once it is open.

    The look is set before a page opens: colours that are still changing have no contrast to measure.
    """
    waiting, done = list(STARTS), set()
    while waiting and len(done) < most:
        url = waiting.pop(0)
        try:
            route = resolve(url.partition("?")[0]).view_name
        except Resolver404:
            continue
        if route in done:
            continue
        size, scheme = look(len(done))
        one.page.set_viewport_size(SIZES[size])
        one.page.emulate_media(color_scheme=scheme)
        answer = one.open(url)
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        done.add(route)
        links = one.page.locator("a[href]").evaluate_all("els => els.map(e => e.getAttribute('href'))")
        here = url.partition("?")[0]
        inside = (link for link in links if link.startswith(("/", "?")) and not NOT_PAGES.search(link))
        waiting += [link if link.startswith("/") else here + link for link in inside]
        yield route, url, size, scheme


def wrong_with(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found]


def sideways(page):
    """What runs off the side: how far the page scrolls beyond its width."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("who", ROLES)
def test_axe_finds_nothing_and_nothing_runs_off_a_phone(at_work, who, language):
    one = at_work(who, language, bypass_csp=True)
    one.expected = {404, 403, 422}
    turn = ROLES.index(who) + (language == "en")
    wrong, pages = [], set()
    for page in (look for n in range(4 if WHOLE else 1) for look in reach(one, look_from(turn + n))):
        pages.add(page[0])
        wrong += [(*page, found)] if (found := wrong_with(one.page)) else []
        one.page.set_viewport_size(HAND)
        wrong += [(*page, "runs off by", over)] if (over := sideways(one.page)) > 0 else []
    assert len(pages) >= 8
    assert wrong == []


def look_from(turn):
    """Give each page of a walk one of the four looks, beginning elsewhere for each role and language."""
    return lambda n: LOOKS[(n + turn) % 4]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_main_pages_are_right_in_every_look(at_work, language, size, scheme):
    one = at_work("rania.registrar", language, width=SIZES[size], scheme=scheme, bypass_csp=True)
    wrong = []
    for url in ("/", "/nominations/?tab=all", "/runs/DEMO-OPEN/", "/figures/"):
        one.open(url)
        wrong += [(url, found) for found in wrong_with(one.page)]
        wrong += [(url, "runs off by", over)] if size == "hand" and (over := sideways(one.page)) > 0 else []
    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_pages_before_sign_in_are_right_in_every_look(seat, language, size, scheme):
    one = seat(width=SIZES[size], scheme=scheme, bypass_csp=True)
    one.expected = {404}
    wrong = []
    one.open("/sign-in/")
    one.speak_here(language)
    for url in ("/sign-in/", "/password/", "/nothing-here/"):
        one.open(url)
        assert one.page.get_attribute("html", "lang") == language
        wrong += [(url, found) for found in wrong_with(one.page)]
    assert wrong == []
