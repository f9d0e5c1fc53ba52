"""Everything works without script but for comfort."""

import pytest

from tests.browser.test_the_day import RUN, endorse, nominate, rows, send, sheet

pytestmark = pytest.mark.browser


def test_nominating_endorsing_and_accepting_work_without_script(at_work):
    amal = at_work("amal.qa", javascript=False)
    person = ("Invented Scriptless", "مخترع بلا نص", "TEST-SCRIPTLESS")
    path = nominate(amal, person)
    endorse(at_work("badr.qa", javascript=False), path)
    rania = at_work("rania.registrar", javascript=False)
    rania.open(f"/nominations/?tab=all&q={person[2]}")
    assert rows(rania).count() == 1
    rania.page.locator("tbody input[name=selected]").check()
    rania.press(".bulk button[value=accept]")
    rania.open(path)
    assert "مقبول" in rania.text()


def test_a_list_is_kept_without_script(at_work):
    amal = at_work("dana.qa", javascript=False)
    send(amal, "list.csv", sheet([["Invented Plain List", "مخترع قائمة بسيطة", "TEST-PLAIN-LIST", "1991-02-03"]]))
    amal.press("form[action$='/keep/'] button")
    amal.open("/nominations/?tab=all&q=TEST-PLAIN-LIST")
    assert rows(amal).count() == 1


def test_the_menu_of_a_phone_opens_without_script(at_work):
    amal = at_work("amal.qa", javascript=False, width={"width": 390, "height": 844})
    amal.page.click("a[href='#nav'] >> visible=true")
    assert amal.page.locator("aside.side nav a").first.is_visible()


def test_a_run_says_where_to_nominate_without_script(at_work):
    amal = at_work("amal.qa", javascript=False)
    amal.open(f"/runs/{RUN}/")
    assert amal.page.locator(f"a[href*='/runs/{RUN}/nominate/']").count() >= 1
