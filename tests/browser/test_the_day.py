"""A day at the centre in a real browser, in both languages: from a nomination to the notice that it was accepted."""

import csv
import email
import email.policy
import io
import re

import pytest

from taawun.common.tables.interface import read_table
from tests.installation import wait_for

pytestmark = pytest.mark.browser

RUN = "DEMO-OPEN"
both = pytest.mark.parametrize("language", ["ar", "en"])
WORDS = {
    "ar": {"accepted": "مقبول", "nobody": "غريبة"},
    "en": {"accepted": "accepted", "nobody": "Nobody"},
}


def name_for(language, test):
    """An invented person, a name in each script; each test and language has its own."""
    letter = {"ar": "Alif", "en": "Ba"}[language]
    return f"Invented {test} {letter}", f"مخترع {test} {letter}", f"TEST-{test}-{letter}".upper()


def nominate(liaison, person):
    """Nominate a new person by the form: typed, checked, sent. Returns the path of the nomination."""
    name_en, name_ar, number = person
    page = liaison.page
    liaison.open(f"/runs/{RUN}/nominate/?new=1")
    page.fill("[name=name_en]", name_en)
    page.fill("[name=name_ar]", name_ar)
    page.fill("[name=identifier]", number)
    liaison.press("button[name=go][value=check]")
    assert name_ar in liaison.text()
    liaison.press("button[name=go][value=send]")
    path = page.url.removeprefix(liaison.installation.url)
    assert re.fullmatch(r"/nominations/[0-9a-f-]{36}/", path)
    return path


def endorse(contact, path):
    """The national point of contact stands behind it."""
    contact.open(path)
    contact.take("endorse")


def rows(seat):
    return seat.page.locator("table tbody tr")


# sign-in


@both
def test_a_person_signs_in_and_reads_her_own_language(at_work, language):
    amal = at_work("amal.qa", language)
    html = amal.page.locator("html")
    assert html.get_attribute("dir") == {"ar": "rtl", "en": "ltr"}[language]
    side = amal.page.locator("aside.side").bounding_box()
    assert (side["x"] > 600) == (language == "ar")  # the menu stands where reading begins
    assert amal.page.locator("h1").count() == 1


def test_a_wrong_password_says_so_and_tells_nothing_more(seat):
    one = seat()
    one.expected = {422, 400}
    one.open("/sign-in/")
    one.page.fill("[name=login]", "amal.qa@taawun.example")
    one.page.fill("[name=password]", "not her password")
    one.press("form:has([name=password]) button[type=submit]")
    assert one.page.locator("[role=alert], .errors").count() >= 1
    assert "/sign-in/" in one.page.url


def test_what_a_policy_blocks_and_what_a_console_says_is_heard(seat):
    """Else the faults that every test here looks for would be none because nobody listens."""
    one = seat()
    one.open("/sign-in/")
    one.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'let x'}))")
    one.page.evaluate("console.error('said')")
    wait_for(lambda: len(one.faults) >= 2, 5)
    assert any("Content Security Policy" in fault for fault in one.faults)
    one.faults.clear()


# nominate, endorse, decide, tell, confirm


@both
def test_a_nomination_goes_from_the_nation_to_the_centre_and_back(at_work, installation, language):
    person = name_for(language, "Nominee")
    amal = at_work("amal.qa", language)
    path = nominate(amal, person)

    rania = at_work("rania.registrar", language)
    rania.expected = {404}
    assert rania.open(path).status == 404  # the centre sees nothing before the nation has endorsed
    endorse(at_work("badr.qa", language), path)
    assert rania.open(path).status == 200

    before = set((installation.var / "mail").glob("*.eml"))
    accept_by_keys(rania, person)
    assert WORDS[language]["accepted"] in (rania.open(path), rania.text())[1]

    said = wait_for(lambda: notice_of(amal, person, language), 60, every=1.0)
    assert re.search(r"[؀-ۿ]" if language == "ar" else r"[A-Za-z]{4}", said)
    mails = wait_for(
        lambda: mails_to("amal.qa@taawun.example", person, set((installation.var / "mail").glob("*.eml")) - before), 60
    )
    assert mails[0]["Subject"]

    amal.open(path)
    amal.take("confirm")
    assert amal.page.locator("[data-step=confirm]").count() == 0


def accept_by_keys(rania, person):
    """j goes to the row, x selects it, a accepts what is selected."""
    rania.open(f"/nominations/?tab=all&q={person[2]}")
    page = rania.page
    assert rows(rania).count() == 1
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tr[aria-selected=true]").count() == 1
    assert page.locator(".bulk [data-count]").inner_text() in {"1", "١"}
    with page.expect_navigation():
        page.keyboard.press("a")


def notice_of(amal, person, language):
    amal.open("/notices/")
    text = amal.text()
    name = person[1] if language == "ar" else person[0]
    lines = [line for line in text.splitlines() if name in line]
    return next((line for line in lines if line), "")


def mails_to(address, person, files):
    found = []
    for file in files:
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = mail.get_body(("plain", "html")).get_content()
        if address in mail["To"] and (person[0] in body or person[1] in body):
            found.append(mail)
    return found


def test_the_registrar_takes_several_at_once_and_puts_one_on_the_wait_list(at_work):
    amal, contact, rania = at_work("amal.qa"), at_work("badr.qa"), at_work("rania.registrar")
    people = [(f"Invented Several {n}", f"مخترع جماعة {n}", f"TEST-SEVERAL-{n}") for n in range(3)]
    paths = [nominate(amal, person) for person in people]
    contact.open("/nominations/?tab=all&q=Invented Several")
    for box in contact.page.locator("tbody input[name=selected]").all():
        box.check()
    contact.press(".bulk button[value=endorse]")
    contact.press("main .actions button[type=submit]")

    rania.open("/nominations/?tab=all&q=Invented Several")
    assert rows(rania).count() == 3
    page = rania.page
    for key in "jxjx":
        page.keyboard.press(key)
    page.keyboard.press("k")
    assert page.locator("tr[aria-selected=true]").count() == 2
    rania.press(".bulk button[value=accept]")
    rania.open("/nominations/?tab=all&q=Invented Several")
    assert rania.text().count(WORDS["ar"]["accepted"]) >= 2
    left = [path for path in paths if (rania.open(path), page.locator("[data-step=wait_list]").count())[1]]
    assert len(left) == 1
    rania.open(left[0])
    rania.take("wait_list")
    assert page.locator("[data-step=wait_list]").count() == 0
    amal.open(left[0])
    assert re.search(r"[1-9١-٩]", amal.text())  # her own place in the wait list
    assert amal.page.locator("[data-step=withdraw]").count() == 1


# lists


def sheet(rows_, number="National number"):
    out = io.StringIO()
    csv.writer(out).writerows([["Name (English)", "الاسم بالعربية", number, "Date of birth"], *rows_])
    return out.getvalue().encode()


@both
def test_a_list_with_a_wrong_row_is_shown_mended_and_kept(at_work, language):
    amal = at_work("amal.qa", language)
    page, key = amal.page, {"ar": "Mubarqat", "en": "Zaltun"}[language]
    good = [
        [f"Invented Listed {key}{n}", f"مخترع قائمة {key}{n}", f"TEST-LIST-{key}{n}", "1990-03-0" + str(n)]
        for n in (1, 2)
    ]
    wrong = [f"Invented Listed {key}3", f"مخترع قائمة {key}3", f"TEST-LIST-{key}3", "2090-01-01"]
    send(amal, "nominees.csv", sheet([*good, wrong]))
    assert page.locator("form[action$='/keep/']").count() == 0  # all or nothing: one row is wrong
    assert f"{key}3" in amal.text()
    with page.expect_download() as waiting:
        page.click("a[href$='/marked/']")
    marked = read_table(waiting.value.path().read_bytes(), "marked.xlsx")
    assert any("2090" in str(cell) for row in marked.rows for cell in row.cells)

    wrong[3] = "15/6/1411"  # mended, by the Hijri calendar
    send(amal, "corrected.csv", sheet([*good, wrong]))
    amal.press("form[action$='/keep/'] button")
    amal.open(f"/nominations/?tab=all&q=Listed {key}")
    assert rows(amal).count() == 3
    for box in page.locator("tbody input[name=selected]").all():
        box.check()
    amal.press(".bulk button[value=submit]")
    amal.press("main .actions button[type=submit]")
    amal.open(f"/nominations/?tab=all&q=Listed {key}")
    assert rows(amal).count() == 3

    send(amal, "again.csv", sheet([*good, wrong]))  # the same list again: known people, nothing new
    assert page.locator("form[action$='/keep/']").count() == 0


def send(amal, name, data):
    amal.open(f"/runs/{RUN}/import/")
    amal.page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": data})
    amal.press("main form button[type=submit]")
    assert "/lists/" in amal.page.url


def test_a_file_that_is_no_list_is_refused_with_a_reason(at_work):
    amal = at_work("amal.qa", "en")
    amal.expected = {422}
    send(amal, "picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500))
    assert amal.page.locator(".errors[role=alert]").count() == 1
    assert amal.page.locator("form[action$='/keep/']").count() == 0


# the run, the figures


def test_the_course_director_keeps_attendance(at_work):
    imad = at_work("imad.courses", "en")
    page = imad.page
    imad.open("/runs/DEMO-NOW/attendance/")
    first = page.locator("ul.sheet li").first
    marks = first.locator("input[type=radio]")
    assert marks.count() >= 3
    wanted = first.locator("input[value=late]")
    wanted.check(force=True)
    imad.press("main form button.primary[type=submit]")
    imad.open("/runs/DEMO-NOW/attendance/")
    assert page.locator("ul.sheet li").first.locator("input[value=late]").is_checked()
    assert imad.open("/runs/DEMO-NOW/attendance/print/").status == 200


def test_the_course_director_completes_and_closes_a_run(at_work):
    imad = at_work("imad.courses", "en")
    imad.expected = {422}
    page = imad.page
    for day in days_of(imad):
        imad.open(f"/runs/DEMO-DONE/attendance/?day={day}")
        if page.locator("button[name=rest]").count():
            imad.press("button[name=rest]")
    imad.open("/runs/DEMO-DONE/completion/")
    if page.locator("button[name=go][value=check]").count():
        imad.press("button[name=go][value=check]")
        imad.press("button[name=go][value=keep]")
    close = "form[action$='/steps/close/'], a[href$='/steps/close/']"
    imad.open("/runs/DEMO-DONE/")
    assert page.locator(close).count() == 1
    imad.open("/runs/DEMO-DONE/steps/close/")
    imad.press("main .actions button[type=submit]")
    imad.open("/runs/DEMO-DONE/")
    assert page.locator(close).count() == 0
    imad.open("/runs/DEMO-DONE/attendance/")
    assert page.locator("ul.sheet input").count() == 0  # nothing of it changes any more


def days_of(imad):
    imad.open("/runs/DEMO-DONE/attendance/")
    links = imad.page.locator("nav.tabs a[href*='day=']").all()
    return [link.get_attribute("href").partition("day=")[2] for link in links]


@both
def test_the_director_reads_the_figures_and_what_is_behind_them(at_work, language):
    jalal = at_work("jalal.director", language)
    page = jalal.page
    jalal.open("/figures/?until=2019-12-16")
    trainees = page.locator("a[href^='/figures/trainees/']").first
    assert trainees.inner_text() in {"889", "٨٨٩"}
    assert {"ar": "بيانات للعرض", "en": "demonstration data"}[language] in jalal.text().casefold()
    jalal.press("a[href^='/figures/trainees/'] >> nth=0")
    runs = page.locator("main a[href^='/runs/']")
    assert runs.count() >= 1
    with page.expect_navigation():
        runs.first.click()
    assert "/runs/" in page.url
    assert page.locator("h1").count() == 1


# Bahrain


@both
def test_bahrain_finds_no_trace_of_qatars_nominee(at_work, language):
    person = name_for(language, "Hidden")
    amal = at_work("amal.qa", language)
    path = nominate(amal, person)
    endorse(at_work("badr.qa", language), path)
    amal.open(f"/search/?q={person[2]}")
    carla = at_work("carla.bh", language)
    carla.expected = {404}
    assert carla.open(path).status == 404
    for page in ("/nominations/?tab=all&q=", "/people/?q=", "/search/?q="):
        for typed in (person[2], person[0], person[1]):
            carla.open(page + typed)
            shown = carla.page.locator("main table tbody, main .results, main li a").all_inner_texts()
            assert not any(word in text for text in shown for word in person), page
    for page in ("/", "/courses/", f"/runs/{RUN}/", "/notices/", "/figures/"):
        carla.open(page)
        assert not any(word in carla.page.content() for word in person), page
