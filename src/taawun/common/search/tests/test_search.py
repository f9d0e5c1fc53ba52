"""Search finds what the viewer sees and nothing else; what is hidden reads like what is not there."""

import re
from pathlib import Path

import pytest
from django.db import connection

from taawun.common.search import marking, queries
from taawun.common.search.registry import kinds
from taawun.ground.policy.labels import label_for, public_label
from taawun.ground.records.names import name_key
from taawun.ground.records.steps import create
from taawun.people.persons.models import Person
from taawun.people.persons.steps import add_person
from taawun.work.meetings.models import Event
from taawun.work.training.steps import nominations

ENGLISH = {"accept-language": "en"}


def found(words):
    return {kind: len(ids) for kind, ids in queries.find(words, 20).items()}


@pytest.fixture
def everything(world, viewing, run_in):
    """A run, a public event and a person of Qatar's with her nomination."""
    run = run_in(code="SAIL-20")
    with viewing("badr"):
        create(
            Event,
            label=public_label(world.parties["NIRC"].pk),
            act="add",
            code="EV-1",
            title_en="Panel on harbours",
            title_ar="حلقة عن الموانئ البحرية",
            place_ar="الكويت",
        )
    with viewing("amal"):
        person = add_person(
            name_en="Mohammed Al-Mufrad", name_ar="محمد المفرد", identifier="QA-77", post_en="Harbour officer"
        )
        nominations.nominate(run, person)
    return run


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("دروس", {"course": 1, "run": 1}),
        ("lesson", {"course": 1, "run": 1}),
        ("sail-20", {"run": 1}),
        ("ميناء", {}),
        ("موانئ", {"event": 1}),
        ("the harbours panel", {"event": 1}),
        ("حلقة في الكويت", {"event": 1}),
        ("Muhammad", {"person": 1, "nomination": 1}),
        ("محمد المفرد", {"person": 1, "nomination": 1}),
        ("QA-77", {"person": 1, "nomination": 1}),
        ("harbour", {"event": 1, "person": 1, "nomination": 1}),
        ("قطر", {"party": 1}),
        ("bahrain", {"party": 1}),
        ("the", {}),
        ("%", {}),
        ("'); --", {}),
        ("nothing of the kind", {}),
    ],
)
def test_what_is_found_in_either_script(viewing, everything, words, expected):
    with viewing("amal"):
        assert found(words) == expected


@pytest.mark.parametrize("words", ["Muhammad", "محمد المفرد", "QA-77", "mufrad"])
@pytest.mark.parametrize("who", ["carla", "karim", "badr", "nadia", None])
def test_nobody_finds_anothers_people(viewing, everything, who, words):
    with viewing(who):
        assert found(words) == {}


def test_without_a_viewer_only_public_parties_are_found(everything):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM policy.search('دروس', '', 20) UNION SELECT kind FROM policy.search('bahrain', '', 20)"
        )
        assert cursor.fetchall() == [("party",)]


@pytest.mark.parametrize("words", ["Muhammad", "محمد المفرد", "QA-77"])
def test_what_is_hidden_is_answered_like_a_word_that_nobody_has(signed_in, everything, words):
    client = signed_in("carla")

    def answer(asked):
        text = client.get("/search/", {"q": asked}).content.decode()
        text = re.sub('q=[^"&]*', "q=", text.replace(asked, "…"))
        return re.sub(r'value="\w{64}"|csrftoken": "\w{64}"', "", text)

    hidden = answer(words)
    assert "Nothing matches" in hidden
    assert hidden == answer("zqxjkv")


def test_results_are_grouped_linked_and_marked(signed_in, everything):
    page = signed_in("amal").get("/search/", {"q": "مُحَمَّد"})
    text = page.content.decode()
    assert [g.key for g in page.context["groups"]] == ["person", "nomination"]
    assert '<bdi lang="ar" dir="rtl"><mark>محمد</mark> المفرد</bdi>' in text
    assert '<bdi lang="en" dir="ltr"><mark>Mohammed</mark> Al-Mufrad</bdi>' in text


def test_anybody_searches_what_is_public(client, everything):
    page = client.get("/search/?q=panel", headers=ENGLISH)
    assert [g.key for g in page.context["groups"]] == ["event"]
    assert "/events/EV-1/" in page.content.decode()


def test_markup_in_a_search_stays_text(client, world):
    assert "<script>" not in client.get("/search/?q=<script>alert(1)</script>").content.decode().replace(
        "<script src", ""
    )


def test_a_deceiving_search_is_said_and_not_made(client, world):
    page = client.get("/search/", {"q": "panel\u202e"})
    assert (page.status_code, page.context["groups"]) == (200, [])
    assert page.context["problem"]


def test_more_than_is_shown_leads_to_the_rooms_own_list(signed_in, viewing, world):
    with viewing("amal"):
        for n in range(12):
            add_person(name_en=f"Invented {n}", name_ar=f"مخترع {n}")
    (group,) = signed_in("amal").get("/search/?q=invented").context["groups"]
    assert (len(group.hits), group.more_url) == (10, "/people/?q=invented")


def test_every_kind_that_the_function_names_is_registered():
    text = Path(queries.__file__).with_name("sql").joinpath("search.sql").read_text(encoding="utf-8")
    assert set(re.findall(r"SELECT '(\w+)', f\.id", text)) == set(kinds()) == set(queries.ORDER)


def test_each_index_has_the_very_expression_that_the_function_asks():
    text = Path(queries.__file__).with_name("sql").joinpath("search.sql").read_text(encoding="utf-8")
    indexed = re.findall(r"USING gin\s+\((policy\.\w+_of\(.*\))\);", text)
    assert len(indexed) == 5
    for expression in indexed:
        assert text.count(f"{expression} @@") == 1, expression


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("الأمن البحري", "أمن بحري", ["الأمن", "البحري"]),
        ("Harbours of the Gulf", "harbour", ["Harbours"]),
        ("Mohammed Al-Mufrad", "محمد", ["Mohammed"]),
        ("nothing here", "else", []),
    ],
)
def test_the_words_asked_for_are_marked_and_the_text_is_whole(text, words, marked):
    pieces = list(marking.parts(text, words, names=True))
    assert [part for part, hit in pieces if hit] == marked
    assert "".join(part for part, _hit in pieces) == text


def test_a_name_key_cannot_be_a_pattern():
    assert not set("%_\\") & set(name_key("%_\\ محمد % _"))


def test_a_nomination_that_is_hidden_is_not_found_by_a_person_who_is_not(viewing, world, run_in):
    run = run_in()
    with viewing("amal"):
        label = label_for(world.parties["QA"].pk, world.parties["BH"].pk)
        person = create(Person, label=label, name_en="Zaqwan Invented")
        nominations.nominate(run, person)
    with viewing("carla"):
        assert found("zaqwan") == {"person": 1}
