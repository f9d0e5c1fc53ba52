"""Parties as anybody reads them: their standing changes over time, and a host is no parent."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from taawun.ground.policy.models import Membership, Party
from taawun.people.parties.models import Profile


@pytest.fixture
def oman(world):
    """Invited since June 2004, as far as it is known; a ministry stands below it."""
    party = Party.objects.create(
        code="OM",
        kind="nation",
        name_en="Sultanate of Oman",
        short_name_en="Oman",
        short_name_ar="عُمان",
        protocol_order=9,
    )
    Party.objects.create(code="OM-X", kind="ministry", parent=party, short_name_en="Ministry X", protocol_order=10)
    Membership.objects.create(
        community=world.communities["ici"],
        party=party,
        status="invited",
        valid=DateRange(date(2004, 6, 1), None),
        since="2004-06",
        source="https://www.example.org/page",
    )
    return party


def groups(page):
    return {g.key: [b.party.code for b in g.branches] for g in page.context["groups"]}


def test_anybody_reads_parties_by_their_standing_today(client, oman):
    found = groups(client.get("/parties/"))
    assert found["members"] == ["KW", "QA", "BH", "NATO", "NIRC"]
    assert found["invited"] == ["OM"]


def test_on_an_earlier_day_nobody_was_a_member(client, oman):
    found = groups(client.get("/parties/?on=30/11/2004"))
    assert "members" not in found
    assert found["invited"] == ["OM"]
    assert found["alliance"] == ["NATO"]
    assert found["others"] == ["KW", "QA", "BH", "NIRC"]


def test_a_day_in_the_other_calendar_gives_the_same_page(client, oman):
    assert groups(client.get("/parties/?on=19/4/1441")) == groups(client.get("/parties/?on=16/12/2019"))


def test_what_is_no_date_is_said_and_today_is_shown(client, oman, world):
    page = client.get("/parties/?on=31/2/2019")
    assert "31/2/2019" in page.context["asked"].problem
    assert groups(page)["invited"] == ["OM"]


def test_a_body_stands_below_its_party_and_not_beside_it(client, oman):
    page = client.get("/parties/")
    assert "OM-X" not in [code for codes in groups(page).values() for code in codes]
    assert "/parties/OM-X/" in page.content.decode()


def test_a_party_says_what_is_known_of_it_and_no_more(client, oman, world):
    Profile.objects.create(party=world.parties["NIRC"], hosted_by=world.parties["KW"], what_it_does_en="Trains people")
    text = client.get("/parties/OM/", headers={"accept-language": "en"}).content.decode()
    assert "June 2004" in text
    assert 'href="https://www.example.org/page"' in text
    assert "noreferrer" in text
    centre = client.get("/parties/NIRC/", headers={"accept-language": "en"}).content.decode()
    assert "/parties/KW/" in centre
    assert "Stands below" not in centre
    assert client.get("/parties/none/").status_code == 404


def test_a_source_that_is_no_address_is_no_link(client, oman):
    Profile.objects.create(party=oman, source="javascript:alert(1)")
    assert 'href="javascript' not in client.get("/parties/OM/").content.decode()
