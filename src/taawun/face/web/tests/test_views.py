"""The other language, one's own account, the sign of life."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_server_says_that_it_is_up(client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_stranger_changes_the_language_and_stays_where_he_was(world, client):
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert answer.headers["Location"] == "/sign-in/"
    assert '<html lang="en" dir="ltr">' in client.get("/sign-in/").content.decode()
    client.post("/language/", {"language": "ar", "next": "/sign-in/"})
    assert '<html lang="ar" dir="rtl">' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_way_back_never_leads_out_of_the_house(world, client, elsewhere):
    answer = client.post("/language/", {"language": "en", "next": elsewhere})
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")


def test_a_language_that_nobody_speaks_here_changes_nothing(world, client):
    assert "django_language" not in client.post("/language/", {"language": "xx"}).cookies


def test_the_language_of_an_account_is_kept(world, signed_in):
    signed_in("amal").post("/language/", {"language": "en"})
    world["amal"].refresh_from_db()
    assert world["amal"].language == "en"


def test_a_person_keeps_digits_and_switches_single_keys_off(world, signed_in):
    page = signed_in("amal").post("/account/", {"language": "ar", "digits": "arab"}, follow=True)
    world["amal"].refresh_from_db()
    assert (world["amal"].digits, world["amal"].single_keys) == ("arab", False)
    assert 'data-single-keys="off"' in page.content.decode()


def test_an_account_is_nobody_elses(world, signed_in, client):
    assert client.get("/account/").status_code == 302
    signed_in("amal").post("/account/", {"language": "en", "digits": "latn"})
    world["carla"].refresh_from_db()
    assert world["carla"].single_keys is True


def test_the_frame_says_for_whom_amal_acts(world, signed_in):
    page = signed_in("amal").get("/account/").content.decode()
    assert "بصفتك <b>ضابط ارتباط</b> · قطر" in page
