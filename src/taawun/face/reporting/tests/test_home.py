"""Home by role: what waits for the reader comes first."""

import pytest

PEOPLE = ["amal", "dana", "carla", "badr", "omar", "huda", "nadia"]


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_has_a_home(signed_in, nomination_in, who):
    nomination_in("endorsed")
    assert signed_in(who).get("/").status_code == 200


def test_what_waits_is_told_to_whom_it_waits_for(signed_in, nomination_in):
    nomination_in("submitted")
    assert [row["count"] for row in signed_in("dana").get("/").context["todo"]] == [1]
    assert signed_in("badr").get("/").context["todo"] == []


def test_a_stranger_is_sent_to_sign_in(db, client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
