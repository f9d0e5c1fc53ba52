"""The page of a nomination: who is offered which button, what each button asks first, what is told to whom."""

import re
import uuid

import pytest

from taawun.work.training import offered
from taawun.work.training.models import Nomination, Seat
from taawun.work.training.steps import courses as planning
from taawun.work.training.steps import nominations as steps
from taawun.work.training.steps import seats as seat_steps

DECIDES = ["accept", "wait_list", "send_back", "decline"]


def buttons(page) -> list[str]:
    return re.findall(r'data-step="(\w+)"', page.content.decode())


def page_of(client, nomination):
    return client.get(f"/nominations/{nomination.pk}/")


@pytest.mark.parametrize(
    ("state", "amal", "dana", "badr"),
    [
        ("draft", ["submit", "withdraw"], ["withdraw"], None),
        ("submitted", ["withdraw"], ["endorse", "hand_back", "withdraw"], None),
        ("endorsed", ["withdraw"], ["withdraw"], DECIDES),
        ("accepted", ["confirm", "withdraw"], ["confirm", "replace", "withdraw"], ["release_seat"]),
        ("waitlisted", ["withdraw"], ["withdraw"], ["accept", "send_back", "decline"]),
        ("returned", ["submit", "withdraw"], ["withdraw"], []),
        ("declined", [], [], []),
        ("confirmed", ["withdraw"], ["replace", "withdraw"], ["release_seat"]),
    ],
)
def test_who_finds_which_buttons(signed_in, nomination_in, state, amal, dana, badr):
    nomination = nomination_in(state)
    found = {}
    for who in ("amal", "dana", "badr", "omar", "carla", "karim"):
        page = page_of(signed_in(who), nomination)
        found[who] = buttons(page) if page.status_code == 200 else None
    watching = None if badr is None else []
    assert found == {"amal": amal, "dana": dana, "badr": badr, "omar": watching, "carla": None, "karim": None}


def test_every_step_that_no_rule_takes_has_its_words():
    from taawun.ground.records.steps import declared

    taken = {name for name, step in declared(steps).items() if not step.rule}
    assert set(offered.ACTIONS) == taken - {"correct"}  # taken by keeping a changed remark, on a page of its own


def test_an_offered_seat_is_taken_or_turned_down_while_the_offer_stands(signed_in, nomination_in, viewing):
    nomination = nomination_in("waitlisted")
    with viewing("badr"):
        seat_steps.offer(Nomination.objects.get(pk=nomination.pk))
    page = page_of(signed_in("amal"), nomination)
    assert buttons(page) == ["take_offer", "turn_down_offer", "withdraw"]
    assert "72" in page.content.decode()  # how long an offer stands is said


@pytest.mark.parametrize("step", ["accept", "wait_list", "confirm", "take_offer"])
def test_what_asks_nothing_is_taken_by_a_post_alone(signed_in, nomination_in, step):
    nomination = nomination_in("endorsed")
    answer = signed_in("badr").get(f"/nominations/{nomination.pk}/{step}/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("step", "state", "who", "after"),
    [
        ("decline", "endorsed", "badr", "declined"),
        ("send_back", "endorsed", "badr", "returned"),
        ("hand_back", "submitted", "dana", "returned"),
        ("release_seat", "accepted", "badr", "released"),
    ],
)
def test_a_reason_is_asked_for_and_kept(signed_in, nomination_in, viewing, step, state, who, after):
    nomination = nomination_in(state)
    client, address = signed_in(who), f"/nominations/{nomination.pk}/{step}/"
    assert 'name="reason"' in client.get(address).content.decode()
    bare = client.post(address, {"reason": "  "})
    assert bare.status_code == 422
    assert 'href="#id_reason"' in bare.content.decode()
    with viewing(who):
        assert Nomination.objects.get(pk=nomination.pk).state == state
    assert client.post(address, {"reason": "Level of English\u00a0missing"}).status_code == 302
    with viewing("amal"):
        kept = Nomination.objects.get(pk=nomination.pk)
    assert (kept.state, kept.reason) == (after, "Level of English\u00a0missing")


def test_a_reason_that_turns_the_direction_of_text_is_refused(signed_in, nomination_in):
    nomination = nomination_in("endorsed")
    answer = signed_in("badr").post(f"/nominations/{nomination.pk}/decline/", {"reason": "no\u202eroom"})
    assert answer.status_code == 422
    assert "U+202E" in answer.content.decode()


def test_before_sending_the_page_says_that_the_centre_sees_nothing_yet(signed_in, nomination_in, world):
    nomination = nomination_in("draft")
    page = signed_in("amal").get(f"/nominations/{nomination.pk}/submit/").content.decode()
    assert "قطر" in page
    assert "المركز الإقليمي</bdi></li>" not in page
    world["carla"]  # Bahrain asks for no endorsement
    other = nomination_in("draft", who="carla")
    page = signed_in("carla").get(f"/nominations/{other.pk}/submit/").content.decode()
    assert "Regional Centre</bdi></li>" in page


def test_before_endorsing_the_page_says_that_the_centre_will_see_it(signed_in, nomination_in):
    nomination = nomination_in("submitted")
    page = signed_in("dana").get(f"/nominations/{nomination.pk}/endorse/").content.decode()
    assert "المركز الإقليمي</bdi></li>" in page


def test_hidden_and_absent_are_the_same_page(signed_in, nomination_in):
    nomination, none = nomination_in("endorsed"), uuid.uuid4()
    assert page_of(signed_in("badr"), nomination).status_code == 200
    client = signed_in("carla")
    for tail in ("", "withdraw/", "decline/"):
        hidden, absent = (client.get(f"/nominations/{pk}/{tail}") for pk in (nomination.pk, none))
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert masked(hidden, nomination.pk) == masked(absent, none)
        hidden, absent = (client.post(f"/nominations/{pk}/withdraw/") for pk in (nomination.pk, none))
        assert masked(hidden, nomination.pk) == masked(absent, none)


def masked(answer, pk) -> str:
    text = answer.content.decode().replace(str(pk), "ID")
    return re.sub(r'(csrf[^"]*"[^"]*|value)="[^"]{64}"|"x-csrftoken": "[^"]*"', "TOKEN", text)


def test_a_step_that_is_not_ones_own_is_refused_and_changes_nothing(signed_in, nomination_in, viewing):
    nomination = nomination_in("endorsed")
    answer = signed_in("amal").post(f"/nominations/{nomination.pk}/accept/")
    assert answer.status_code == 422
    with viewing("amal"):
        assert Nomination.objects.get(pk=nomination.pk).state == "endorsed"


def happened(page) -> list[str]:
    return re.findall(r"<li>([^<]*)<bdi>", page.content.decode().partition('class="timeline"')[2])


def test_the_centre_reads_nothing_of_what_the_nation_did_before_it_endorsed(signed_in, nomination_in):
    nomination = nomination_in("accepted")
    assert happened(page_of(signed_in("badr"), nomination)) == ["Accepted by ", "Endorsed by "]
    own = happened(page_of(signed_in("carla"), nomination_in("draft", who="carla")))
    assert own == ["Nominated by "]


def test_an_alternate_with_a_mandate_of_today_endorses_and_the_page_says_so(signed_in, nomination_in, world, viewing):
    from datetime import timedelta

    from django.db.backends.postgresql.psycopg_any import DateRange

    from taawun.ground.localtime import today_at
    from taawun.ground.policy.models import Identity, Mandate

    nomination = nomination_in("submitted")
    client = signed_in("amal")
    assert "endorse" not in buttons(page_of(client, nomination))
    today = today_at()
    Mandate.objects.create(
        principal=Identity.objects.get(account=world["dana"].pk),
        alternate=Identity.objects.get(account=world["amal"].pk),
        role="point_of_contact",
        valid=DateRange(today - timedelta(days=1), today + timedelta(days=2)),
    )
    assert "endorse" in buttons(page_of(client, nomination))
    assert client.post(f"/nominations/{nomination.pk}/endorse/").status_code == 302
    with viewing("badr"):
        assert Nomination.objects.get(pk=nomination.pk).state == "endorsed"
    assert (
        "بالنيابة" in page_of(client, nomination).content.decode()
        or "by an alternate" in page_of(client, nomination).content.decode()
    )


def test_the_page_of_a_run_shows_each_viewer_her_own_nominations(run_in, nomination_in, viewing):
    from taawun.work.training.queries.nominations import block

    run = run_in()
    nomination_in("endorsed", run=run)
    nomination_in("accepted", run=run)
    nomination_in("submitted", run=run)
    bahraini = nomination_in("waitlisted", run=run, who="carla")

    def seen(who):
        with viewing(who):
            made = block(run)
            return (made.total, made.waiting, made.accepted, made.waitlisted, len(made.rows), made.at_centre)

    assert seen("amal") == (3, 1, 1, 0, 3, False)
    assert seen("badr") == (3, 1, 1, 1, 3, True)
    assert seen("carla") == (1, 0, 0, 1, 1, False)
    assert seen("karim") == (0, 0, 0, 0, 0, False)
    with viewing("carla"):
        (row,) = block(run).rows
        assert (row.nomination.pk, row.place) == (bahraini.pk, 1)


def test_a_nominee_is_replaced_by_another_person_of_the_nation(signed_in, nomination_in, viewing):
    from taawun.people.persons.steps import add_person

    nomination = nomination_in("accepted")
    with viewing("amal"):
        other = add_person(name_ar="بديلة مخترعة", identifier="SUB1")
    with viewing("carla"):
        foreign = add_person(name_en="Invented Bahraini", identifier="SUB1")
    client, address = signed_in("dana"), f"/nominations/{nomination.pk}/replace/"
    page = client.get(address).content.decode()
    assert str(other.pk) in page
    assert str(foreign.pk) not in page
    for wrong in ("", "x", str(foreign.pk), str(nomination.person_id)):
        assert client.post(address, {"person": wrong}).status_code == 422
    assert client.post(address, {"person": str(other.pk)}).status_code == 302
    with viewing("badr"):
        assert Nomination.objects.get(pk=nomination.pk).state == "replaced"
        fresh = Nomination.objects.get(replaces=nomination)
        assert (fresh.person_id, fresh.state) == (other.pk, "accepted")
        assert Seat.objects.get(run=fresh.run).nomination_id == fresh.pk


@pytest.mark.parametrize(("state", "who", "step"), [
    ("endorsed", "badr", "accept"), ("endorsed", "badr", "wait_list"), ("waitlisted", "badr", "accept"),
    ("accepted", "amal", "confirm"), ("accepted", "dana", "replace"),
])  # fmt: skip
def test_a_run_that_was_called_off_gives_no_seats(signed_in, nomination_in, viewing, state, who, step):
    nomination = nomination_in(state)
    assert step in buttons(page_of(signed_in(who), nomination))
    with viewing("omar"):
        planning.cancel(nomination.run)
    client = signed_in(who)
    assert step not in buttons(page_of(client, nomination))
    assert client.post(f"/nominations/{nomination.pk}/{step}/", {"person": str(uuid.uuid4())}).status_code == 422
    with viewing("amal"):
        assert Nomination.objects.get(pk=nomination.pk).state == state


def test_nobody_is_put_before_the_centre_whom_the_point_of_contact_did_not_name(
    signed_in, nomination_in, viewing, who_sees
):
    from taawun.people.persons.steps import add_person

    nomination = nomination_in("accepted")
    with viewing("amal"):
        other = add_person(name_ar="بديلة مخترعة", identifier="SUB1")
    answer = signed_in("amal").post(f"/nominations/{nomination.pk}/replace/", {"person": str(other.pk)})
    assert answer.status_code == 422
    assert who_sees(other) == {"amal", "dana"}


def test_a_nation_that_asks_for_no_endorsement_replaces_by_its_liaison_officer(offers, nomination_in):
    nomination = nomination_in("accepted", who="carla")
    assert "replace" in offers(steps, nomination)["carla"]


def test_the_place_in_the_wait_list_is_ones_own(signed_in, run_in, nomination_in):
    run = run_in(capacity=1)
    nomination_in("waitlisted", run=run, who="carla")
    second = nomination_in("waitlisted", run=run)
    page = page_of(signed_in("amal"), second).content.decode()
    assert re.search(r"قائمة الانتظار.*<b>2</b>|wait list:.*<b>2</b>", page)


@pytest.mark.parametrize(
    ("state", "who", "done", "current", "to_come"),
    [
        ("draft", "amal", 0, "draft", 6),
        ("submitted", "amal", 1, "Sent", 5),
        ("endorsed", "amal", 2, "Endorsed", 4),
        ("endorsed", "carla", 1, "Sent", 4),  # Bahrain asks for no endorsement: no such place on its way
        ("waitlisted", "amal", 3, "Wait list", 3),
        ("accepted", "carla", 2, "Accepted", 3),
        ("confirmed", "amal", 4, "Confirmed", 2),
        ("declined", "amal", 3, "declined", 0),
        ("returned", "amal", 0, "returned for correction", 6),
    ],
)
def test_the_way_of_a_nomination_says_what_is_done_and_what_is_to_come(
    nomination_in, viewing, state, who, done, current, to_come
):
    from django.utils import translation

    from taawun.work.training.views.nominations import way_of

    nomination = nomination_in(state, who=who)
    with viewing(who), translation.override("en"):
        way = way_of(nomination, endorses=who == "amal")
    found = [str(place.label).lower() for place in way if place.state == "current"]
    assert found == [current.lower()]
    assert [place.state for place in way] == ["done"] * done + ["current"] + ["todo"] * to_come


def test_the_remark_is_changed_while_the_nomination_is_the_nations(signed_in, nomination_in, viewing):
    from taawun.work.training.models import Nomination

    nomination = nomination_in("returned")
    page = f"/nominations/{nomination.pk}/remark/"
    version = signed_in("amal").get(page).context["form"].initial["version"]
    assert signed_in("amal").post(page, {"remark": "B2 since May", "version": version}).status_code == 302
    stale = signed_in("amal").post(page, {"remark": "another", "version": version})
    assert stale.status_code == 422
    with viewing("amal"):
        assert Nomination.objects.get(pk=nomination.pk).remark == "B2 since May"
    assert signed_in("badr").get(page).status_code == 403
    assert signed_in("carla").get(page).status_code == 404


def test_what_asks_first_leads_to_its_page_and_is_not_done_by_the_button(signed_in, nomination_in):
    nomination = nomination_in("confirmed")
    page = signed_in("dana").get(f"/nominations/{nomination.pk}/").content.decode()
    for step in ("withdraw", "replace"):
        address = f"/nominations/{nomination.pk}/{step}/"
        assert f'href="{address}"' in page
        assert f'action="{address}"' not in page
