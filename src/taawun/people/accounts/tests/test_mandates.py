"""Mandates: a colleague acts in a role of mine on the days I say, and not a day longer."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from taawun.ground.ledger.models import Entry
from taawun.ground.localtime import today_at
from taawun.ground.policy.models import Mandate
from taawun.ground.records.steps import Refused
from taawun.people.accounts import mandates
from taawun.people.accounts.enrol import enrol
from taawun.work.training.models import Nomination
from taawun.work.training.steps import nominations

DAY = timedelta(days=1)
ROLE = "point_of_contact"


@pytest.fixture
def today(world):
    return today_at("Asia/Kuwait")


@pytest.fixture
def given(world, viewing, today):
    """dana names amal for her role, for the next three days."""
    with viewing("dana"):
        return mandates.give(world["amal"], ROLE, today, today + 2 * DAY)


@pytest.fixture
def salwa(world):
    """Qatar's party administrator."""
    world.accounts["salwa"] = enrol(
        "salwa@example.org",
        world.parties["QA"],
        ["party_administrator"],
        language="en",
        name_en="Salwa",
        name_ar="سلوى",
    )
    return world["salwa"]


def endorse_as_amal(viewing, nomination):
    with viewing("amal"):
        nominations.endorse(Nomination.objects.get(pk=nomination.pk))


def test_an_alternate_endorses_while_the_mandate_is_valid(viewing, nomination_in, given):
    nomination = nomination_in("submitted")
    endorse_as_amal(viewing, nomination)
    with viewing("amal"):
        assert Nomination.objects.get(pk=nomination.pk).state == "endorsed"


@pytest.mark.parametrize(("first", "last", "may"), [(-2, 0, True), (0, 0, True), (-2, -1, False), (1, 2, False)])
def test_a_mandate_is_valid_on_its_last_day_and_not_a_day_after(viewing, nomination_in, given, today, first, last, may):
    nomination = nomination_in("submitted")
    Mandate.objects.filter(pk=given.pk).update(valid=DateRange(today + first * DAY, today + last * DAY, "[]"))
    if may:
        endorse_as_amal(viewing, nomination)
    else:
        with pytest.raises(Refused):
            endorse_as_amal(viewing, nomination)


def test_the_ledger_names_whom_an_alternate_acted_for(viewing, world, nomination_in, given):
    endorse_as_amal(viewing, nomination := nomination_in("submitted"))
    with viewing("amal"):
        (entry,) = Entry.objects.filter(subject=nomination.pk, act="training.nomination.endorse")
        assert (entry.account, entry.for_account) == (world["amal"].pk, world["dana"].pk)


def test_ending_a_mandate_takes_hold_at_once_and_is_written_down(viewing, nomination_in, given):
    with viewing("dana"):
        mandates.end(given)
        acts = Entry.objects.filter(subject_type="policy.mandate").order_by("at").values_list("act", flat=True)
        assert list(acts) == ["policy.mandate.give", "policy.mandate.end"]
    with pytest.raises(Refused):
        endorse_as_amal(viewing, nomination_in("submitted"))


def test_what_is_written_down_is_the_partys_own(viewing, given):
    for name, sees in (("amal", 1), ("dana", 1), ("carla", 0), ("badr", 0)):
        with viewing(name):
            assert Entry.objects.filter(subject_type="policy.mandate").count() == sees, name


def test_only_a_role_of_ones_own_is_given(viewing, world, today):
    with viewing("dana"), pytest.raises(Refused) as refused:
        mandates.give(world["amal"], "registrar", today, today)
    assert refused.value.field == "role"


def test_a_liaison_officer_gives_no_mandates(viewing, world, today):
    with viewing("amal"), pytest.raises(Refused):
        mandates.give(world["dana"], "liaison_officer", today, today)


def test_what_is_held_by_mandate_is_not_passed_on(viewing, world, today, given, salwa):
    with viewing("amal"), pytest.raises(Refused) as refused:
        mandates.give(salwa, ROLE, today, today)
    assert refused.value.field == "role"


@pytest.mark.parametrize("other", ["carla", "badr", "dana"])
def test_only_a_colleague_of_ones_own_party_is_named(viewing, world, today, other):
    with viewing("dana"), pytest.raises(Refused) as refused:
        mandates.give(world[other], ROLE, today, today)
    assert refused.value.field == "alternate"


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, 5, "first"), (3, 2, "last"), (0, 366, "last"), (2, 9, "first")]
)
def test_days_have_bounds(viewing, world, today, given, first, last, field):
    with viewing("dana"), pytest.raises(Refused) as refused:
        mandates.give(world["amal"], ROLE, today + first * DAY, today + last * DAY)
    assert refused.value.field == field


def test_a_year_ahead_is_the_longest(viewing, world, today):
    with viewing("dana"):
        mandates.give(world["amal"], ROLE, today, today + 365 * DAY)


@pytest.mark.parametrize(("who", "may"), [("dana", True), ("salwa", True), ("amal", False), ("carla", False)])
def test_who_ends_a_mandate(viewing, salwa, given, who, may):
    with viewing(who):
        if may:
            mandates.end(given)
        else:
            with pytest.raises(Refused):
                mandates.end(given)


def test_the_page_gives_and_ends(signed_in, viewing, world, today):
    client = signed_in("dana")
    typed = {
        "alternate": world["amal"].pk,
        "role": ROLE,
        "first": f"{today:%d/%m/%Y}",
        "last": f"{today + DAY:%d/%m/%Y}",
    }
    assert client.post("/account/mandates/", typed).status_code == 302
    mandate = Mandate.objects.get()
    assert [row.standing for row in client.get("/account/mandates/").context["rows"]] == ["valid"]
    assert client.post(f"/account/mandates/{mandate.pk}/end/").status_code == 302
    assert client.post(f"/account/mandates/{mandate.pk}/end/").status_code == 422


def test_what_cannot_be_is_an_error_of_its_field_and_nothing_is_given(signed_in, world):
    answer = signed_in("dana").post(
        "/account/mandates/", {"alternate": world["carla"].pk, "role": ROLE, "first": "31/2/2030", "last": ""}
    )
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"alternate", "first", "last"})
    assert not Mandate.objects.exists()


def test_a_mandate_of_another_party_is_not_there(signed_in, given, world):
    enrol("hind@example.org", world.parties["BH"], [ROLE])
    world.accounts["hind"] = world["carla"].__class__.objects.get(email="hind@example.org")
    client = signed_in("hind")
    assert client.post(f"/account/mandates/{given.pk}/end/").status_code == 404
    assert client.get("/account/mandates/").context["rows"] == []


def test_every_page_says_for_whom_an_alternate_acts_and_until_which_day(signed_in, world, given, today):
    world["amal"].__class__.objects.filter(pk=world["amal"].pk).update(language="en")
    text = signed_in("amal").get("/people/").content.decode()
    last = today + 2 * DAY
    assert "alternate for Dana until" in text
    assert f'datetime="{last.isoformat()}"' in text


def test_a_party_administrator_reads_the_accounts_of_her_own_party_alone(signed_in, salwa, given):
    rows = signed_in("salwa").get("/account/people/").context["rows"]
    assert [(r.account.email.split("@")[0], len(r.roles), len(r.by_mandate)) for r in rows] == [
        ("amal", 1, 1),
        ("dana", 1, 0),
        ("salwa", 1, 0),
    ]


@pytest.mark.parametrize(
    ("who", "page"), [("amal", "mandates"), ("amal", "people"), ("dana", "people"), ("badr", "people")]
)
def test_these_pages_are_for_some_roles(signed_in, who, page):
    assert signed_in(who).get(f"/account/{page}/").status_code == 403


def test_the_centres_own_account_stands_in_for_nobody(viewing, world):
    enrol("head@example.org", world.parties["NIRC"], ["party_administrator"])
    world.accounts["head"] = world["badr"].__class__.objects.get(email="head@example.org")
    with viewing("head") as head:
        assert world["centre"] not in mandates.colleagues(head)
        assert world["badr"] in mandates.colleagues(head)
