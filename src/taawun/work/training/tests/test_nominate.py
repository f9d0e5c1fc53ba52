"""Nominating by form: choose or enter a person, check, keep or send; nothing is lost and nothing is kept too early."""

import pytest

from taawun.ground.ledger.models import Entry
from taawun.people.persons.models import Person
from taawun.people.persons.steps import add_person
from taawun.work.training.models import Nomination

TYPED = {
    "name_ar": "مرشحة  مخترعة", "name_en": "Invented Nominee", "gender": "female", "address_ar": "الدكتورة",
    "rank_ar": "رائد", "post_en": "Planner", "body_ar": "جهة مخترعة", "identifier": "٠٠٧-X", "birth": "8/6/1405",
    "email": "nominee@example.org", "phone": "+974 0000 0000", "english": "b2", "remark": "سطر\nثان",
}  # fmt: skip


@pytest.fixture
def form(signed_in, run_in):
    """`form("amal", go="send", …)` posts the form for a run."""
    run_in(code="RUN-F")

    def post(who="amal", **typed):
        return signed_in(who).post("/runs/RUN-F/nominate/", {**TYPED, **typed})

    return post


def kept(viewing, who="amal"):
    with viewing(who):
        return Person.objects.count(), Nomination.objects.count()


def test_the_check_page_keeps_nothing_and_carries_what_was_typed(form, viewing):
    page = form(go="check")
    text = page.content.decode()
    assert page.status_code == 200
    assert kept(viewing) == (0, 0)
    for typed in ("Invented Nominee", "الدكتورة", "nominee@example.org", "8/6/1405"):
        assert f'value="{typed}"' in text
    assert "27 فبراير 1985" in text  # the other calendar at once
    assert "B2" in text


def test_a_draft_is_kept_whole_and_seen_by_the_nation_alone(form, viewing, who_sees):
    assert form(go="draft", seen="").status_code == 302
    with viewing("amal"):
        nomination = Nomination.objects.get()
        person = nomination.person
        acts = set(Entry.objects.values_list("act", flat=True))
    assert (nomination.state, nomination.remark) == ("draft", "سطر\nثان")
    assert (person.name_ar, person.name_en) == ("مرشحة مخترعة", "Invented Nominee")
    assert (person.identifier, person.english, str(person.birth_date)) == ("007-X", "B2", "1985-02-27")
    assert person.birth_typed == "8/6/1405"
    assert who_sees(nomination) == who_sees(person) == {"amal", "dana"}
    assert "training.nomination.nominate" in acts


def test_sending_puts_it_to_the_point_of_contact(form, viewing):
    form(go="send", seen="")
    with viewing("dana"):
        assert Nomination.objects.get().state == "submitted"


def test_sending_goes_to_the_centre_where_no_endorsement_is_asked(form, viewing):
    form("carla", go="send", seen="")
    with viewing("badr"):
        assert Nomination.objects.get().state == "endorsed"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("birth", "31/2/1985", "31/2/1985"),
        ("birth", "1/1/2090", "id_birth"),
        ("name_en", "بالعربية", "id_name_en"),
        ("name_ar", "Latin", "id_name_ar"),
        ("name_ar", "م\u202eخ", "U+202E"),
        ("post_en", "a\0b", "U+0000"),
        ("email", "nominee.example.org", "id_email"),
        ("phone", "none", "id_phone"),
        ("english", "fluent", "id_english"),
        ("remark", "x\u2066y", "U+2066"),
        ("rank_ar", "ر" * 61, "id_rank_ar"),
    ],
)
def test_what_is_wrong_is_said_above_and_at_the_field_and_nothing_is_lost(form, viewing, field, typed, says):
    answer = form(go="send", seen="", **{field: typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text
    assert f'href="#id_{field}"' in text
    assert 'value="nominee@example.org"' in text or field == "email"
    assert kept(viewing) == (0, 0)


def test_one_name_is_enough_and_none_is_not(form, viewing):
    assert form(name_en="", name_ar="", go="check").status_code == 422
    assert form(name_en="", go="draft", seen="").status_code == 302
    assert kept(viewing) == (1, 1)


def test_a_known_number_updates_the_person_and_says_so(form, viewing):
    with viewing("amal"):
        known = add_person(name_ar="مرشحة قديمة", identifier="007-X", phone="+974 1111 1111", post_ar="مخططة")
    page = form(go="check").content.decode()
    assert "مرشحة قديمة" in page
    assert "+974 1111 1111" in page
    assert form(go="draft", seen=f"{known.pk}:{known.version}", post_ar="").status_code == 302
    with viewing("amal"):
        person = Person.objects.get()
    assert (person.pk, person.name_ar, person.phone) == (known.pk, "مرشحة مخترعة", "+974 0000 0000")
    assert person.post_ar == "مخططة"  # what was left empty changes nothing


def test_a_person_who_changed_meanwhile_is_checked_once_more(form, viewing):
    with viewing("amal"):
        add_person(name_ar="مرشحة قديمة", identifier="007-X")
    again = form(go="send", seen="")
    assert again.status_code == 200
    assert kept(viewing) == (1, 0)


def test_a_number_that_another_nation_knows_is_no_news(form, viewing):
    with viewing("carla"):
        add_person(name_en="Invented Bahraini", identifier="007-X")
    page = form(go="check").content.decode()
    assert "Invented Bahraini" not in page
    assert form(go="draft", seen="").status_code == 302
    assert kept(viewing) == (1, 1)


def test_a_person_is_nominated_once_a_run(form, viewing):
    form(go="draft", seen="")
    with viewing("amal"):
        person = Person.objects.get()
    again = form(go="send", seen=f"{person.pk}:{person.version}")
    assert again.status_code == 422
    assert kept(viewing) == (1, 1)


def test_change_leads_back_to_the_form_as_typed(form, viewing):
    page = form(go="edit", birth="31/2/1985")
    assert page.status_code == 200
    assert 'value="31/2/1985"' in page.content.decode()
    assert kept(viewing) == (0, 0)


def test_a_known_person_is_chosen_from_ones_own(signed_in, run_in, viewing):
    run_in(code="RUN-F")
    with viewing("amal"):
        own = add_person(name_en="Mohammed Invented", name_ar="محمد مخترع")
    with viewing("carla"):
        foreign = add_person(name_en="Mohammed Elsewhere", name_ar="محمد بعيد")
    client = signed_in("amal")
    page = client.get("/runs/RUN-F/nominate/", {"who": "محمد"}).content.decode()
    assert str(own.pk) in page
    assert "Elsewhere" not in page
    assert "بعيد" not in page
    for wrong in ("", "x", str(foreign.pk)):
        assert client.post("/runs/RUN-F/nominate/", {"person": wrong, "go": "send"}).status_code == 422
    assert client.post("/runs/RUN-F/nominate/", {"person": str(own.pk), "go": "check"}).status_code == 200
    assert kept(viewing)[1] == 0
    assert client.post("/runs/RUN-F/nominate/", {"person": str(own.pk), "go": "send", "remark": "r"}).status_code == 302
    with viewing("dana"):
        assert Nomination.objects.get().state == "submitted"


def test_only_liaison_officers_open_the_form(signed_in, run_in):
    run_in(code="RUN-F")
    codes = {who: signed_in(who).get("/runs/RUN-F/nominate/").status_code for who in ("amal", "carla", "dana", "badr")}
    assert codes == {"amal": 200, "carla": 200, "dana": 403, "badr": 403}


def test_a_run_that_is_closed_or_unknown_takes_nobody(signed_in, run_in, viewing):
    run_in(code="RUN-P", state="planned")
    client = signed_in("amal")
    assert client.get("/runs/RUN-P/nominate/").status_code == 422
    assert client.post("/runs/RUN-P/nominate/", {**TYPED, "go": "send", "seen": ""}).status_code == 422
    assert client.get("/runs/NONE/nominate/").status_code == 404
    assert kept(viewing) == (0, 0)
