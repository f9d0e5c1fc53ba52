"""Pages of people: each party sees and changes its own; reading another's is written down."""

import pytest

from taawun.ground.ledger.models import Entry
from taawun.people.persons.models import Person
from taawun.people.persons.steps import add_person, change_person
from taawun.work.training.steps import nominations


@pytest.fixture
def mohammed(world, viewing):
    with viewing("amal"):
        return add_person(
            name_en="Mohammed Al-Mufrad", name_ar="محمد المفرد", identifier="QA1", post_en="Harbour officer"
        )


@pytest.fixture
def others(world, viewing):
    """Someone of Bahrain's, so that a list has what could leak."""
    with viewing("carla"):
        return add_person(name_en="Invented Bahraini", name_ar="بحريني مخترع", identifier="BH1")


def names(page):
    return [p.name_en for p in page.context["rows"]]


@pytest.mark.parametrize("words", ["محمد", "Muhammad", "mufrad", "المفرد", "QA1", "harbour", ""])
def test_a_nation_finds_its_own_in_either_script(signed_in, mohammed, others, words):
    assert names(signed_in("amal").get("/people/", {"q": words})) == ["Mohammed Al-Mufrad"]


@pytest.mark.parametrize("words", ["محمد", "Muhammad", "mufrad", "QA1", "harbour"])
@pytest.mark.parametrize("who", ["carla", "karim", "badr", "nadia"])
def test_nobody_else_finds_them(signed_in, mohammed, others, who, words):
    client = signed_in(who)
    assert names(client.get("/people/", {"q": words})) == []
    assert client.get(f"/people/{mohammed.pk}/").status_code == 404
    assert client.get(f"/people/{others.originator_id}/").status_code == 404


def test_strangers_are_asked_to_sign_in(client, mohammed):
    assert client.get("/people/").status_code == 302
    assert client.get(f"/people/{mohammed.pk}/").status_code == 302


def test_the_centre_sees_whom_a_nation_sent_and_its_reading_is_written_down(signed_in, viewing, nomination_in):
    person = nomination_in("endorsed").person
    client = signed_in("badr")
    assert names(client.get("/people/")) == [person.name_en]
    assert client.get(f"/people/{person.pk}/").status_code == 200
    with viewing("amal"):
        assert [e.party.code for e in Entry.objects.filter(subject=person.pk, act="persons.person.read")] == ["NIRC"]


def test_reading_ones_own_is_not_written_down(signed_in, viewing, mohammed):
    signed_in("amal").get(f"/people/{mohammed.pk}/")
    with viewing("amal"):
        assert not Entry.objects.filter(act="persons.person.read").exists()


def typed(**more):
    return {"name_en": "Invented Person", "name_ar": "شخص مخترع", "birth": "٢٨/٢/١٩٨٥"} | more


def test_a_liaison_officer_adds_a_person(signed_in, viewing, who_sees):
    answer = signed_in("amal").post("/people/new/", typed())
    assert answer.status_code == 302
    with viewing("amal"):
        made = Person.objects.get(name_ar="شخص مخترع")
        assert (made.birth_date.isoformat(), made.birth_typed) == ("1985-02-28", "٢٨/٢/١٩٨٥")
    assert who_sees(made) == {"amal", "dana"}


def test_a_number_that_is_known_already_is_an_error_and_what_was_typed_stays(signed_in, mohammed):
    answer = signed_in("amal").post("/people/new/", typed(identifier="QA1", post_en="Clerk at the port"))
    assert answer.status_code == 422
    assert "Clerk at the port" in answer.content.decode()


def test_the_same_number_at_another_party_is_not_told(signed_in, mohammed):
    assert signed_in("carla").post("/people/new/", typed(identifier="QA1")).status_code == 302


def test_a_change_is_kept(signed_in, viewing, mohammed):
    client = signed_in("amal")
    shown = client.get(f"/people/{mohammed.pk}/change/").context["form"].initial
    assert (
        client.post(f"/people/{mohammed.pk}/change/", shown | {"post_en": "Captain", "version": 1}).status_code == 302
    )
    with viewing("amal"):
        assert Person.objects.get(pk=mohammed.pk).post_en == "Captain"


def test_a_change_upon_an_older_page_is_refused_and_nothing_is_lost(signed_in, viewing, mohammed):
    with viewing("dana"):
        change_person(Person.objects.get(pk=mohammed.pk), post_en="Pilot")
    client = signed_in("amal")
    answer = client.post(f"/people/{mohammed.pk}/change/", typed(post_en="Captain", version=1))
    assert answer.status_code == 422
    assert "Captain" in answer.content.decode()
    with viewing("amal"):
        assert Person.objects.get(pk=mohammed.pk).post_en == "Pilot"


@pytest.mark.parametrize("version", ["9" * 5000, "-1", "x"])
def test_what_is_no_version_is_refused_like_an_older_page(signed_in, mohammed, version):
    answer = signed_in("amal").post(f"/people/{mohammed.pk}/change/", typed(post_en="Captain", version=version))
    assert answer.status_code == 422


@pytest.mark.parametrize(("who", "status"), [("carla", 404), ("karim", 404), ("badr", 403)])
def test_nobody_else_changes_a_person(signed_in, mohammed, who, status):
    assert signed_in(who).post(f"/people/{mohammed.pk}/change/", typed(version=1)).status_code == status


def test_the_centre_reads_and_does_not_change(signed_in, nomination_in):
    person = nomination_in("endorsed").person
    client = signed_in("badr")
    assert f"/people/{person.pk}/change/" not in client.get(f"/people/{person.pk}/").content.decode()
    assert client.get(f"/people/{person.pk}/change/").status_code == 403


def test_a_deceiving_name_is_refused(signed_in, viewing):
    assert signed_in("amal").post("/people/new/", typed(name_en="Person\u202e")).status_code == 422
    with viewing("amal"):
        assert not Person.objects.exists()


def test_the_list_goes_on_by_key(signed_in, viewing, world):
    with viewing("amal"):
        for n in range(30):
            add_person(name_en=f"Invented {n:02}", name_ar=f"مخترع {n:02}")
    client = signed_in("amal")
    first = client.get("/people/")
    second = client.get("/people/" + first.context["page"].next_url)
    assert names(first) + names(second) == [f"Invented {n:02}" for n in range(30)]


def test_the_article_does_not_count_in_the_order_of_names(signed_in, viewing, world):
    with viewing("amal"):
        for name in ("يوسف مخترع", "العنود مخترعة", "سالم مخترع", "بدر مخترع"):
            add_person(name_ar=name)
    rows = signed_in("amal").get("/people/").context["rows"]
    assert [p.name_ar.split()[0] for p in rows] == ["بدر", "سالم", "العنود", "يوسف"]


def test_a_persons_page_shows_the_nominations_that_the_reader_sees(signed_in, nomination_in, run_in):
    nomination = nomination_in("endorsed")
    for who in ("amal", "badr"):
        text = signed_in(who).get(f"/people/{nomination.person_id}/").content.decode()
        assert f"/nominations/{nomination.pk}/" in text, who


def test_a_nomination_that_the_reader_does_not_see_is_not_on_the_page(signed_in, viewing, nomination_in, run_in):
    shown, later = nomination_in("endorsed"), run_in(code="LATER")
    with viewing("amal"):
        hidden = nominations.nominate(later, shown.person)
    assert f"/nominations/{hidden.pk}/" in signed_in("amal").get(f"/people/{shown.person_id}/").content.decode()
    text = signed_in("badr").get(f"/people/{shown.person_id}/").content.decode()
    assert f"/nominations/{shown.pk}/" in text
    assert f"/nominations/{hidden.pk}/" not in text
