"""The search function states the rule itself: in worlds that nobody chose it finds what the policies would show."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taawun.common.search import queries
from taawun.ground.policy.door import viewing
from taawun.ground.policy.labels import label_for, public_label
from taawun.ground.records.names import name_key
from taawun.ground.records.steps import create
from taawun.ground.records.text import fold_arabic, light10
from taawun.people.persons.models import Person
from taawun.work.agreements.models import Agreement
from taawun.work.meetings.models import Event
from taawun.work.training.models import Course, Nomination, Run
from tests.cast import build

pytestmark = pytest.mark.django_db
# words whose English stem is the word itself, and Arabic ones that differ by article and ending
ENGLISH = ["alpha", "bravo", "delta"]
ARABIC = ["أمن", "الأمن", "بحري", "البحرية"]
LATIN_NAMES, ARABIC_NAMES = ["zaqwan", "murjana"], ["زقوان", "مرجانة"]
PARTIES = {"amal": "QA", "carla": "BH", "badr": "NIRC", "nadia": "NATO"}
TITLED = {"course": Course, "event": Event, "agreement": Agreement}

who = st.sampled_from(sorted(PARTIES))
audience = st.one_of(st.none(), st.sets(st.sampled_from(sorted(PARTIES.values())), max_size=2))  # None: the public
worlds = st.lists(
    st.tuples(
        st.sampled_from(["course", "event", "agreement", "run", "person", "nomination"]),
        who,
        audience,
        st.lists(st.sampled_from(ENGLISH), max_size=2),
        st.lists(st.sampled_from(ARABIC), max_size=2),
        st.tuples(st.sampled_from(LATIN_NAMES), st.sampled_from(ARABIC_NAMES)),
    ),
    min_size=3,
    max_size=12,
)
searches = st.lists(
    st.lists(st.sampled_from([*ENGLISH, *ARABIC, *LATIN_NAMES, *ARABIC_NAMES]), min_size=1, max_size=2).map(" ".join),
    min_size=1,
    max_size=4,
)


@contextmanager
def undone():
    """Undo a world: a savepoint, since the door's own transaction must be the outermost that it sees."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def make(world, rows):
    courses = {}
    for n, (kind, name, seen_by, english, arabic, called) in enumerate(rows):
        party = world.parties[PARTIES[name]]
        titles = {"title_en": " ".join(english) or "zulu", "title_ar": " ".join(arabic)}
        with viewing(world[name].pk):
            label = (
                public_label(party.pk)
                if seen_by is None
                else label_for(party.pk, *(world.parties[c].pk for c in seen_by))
            )
            if kind in ("run", "nomination") and name not in courses:
                courses[name] = create(Course, label=label, code=f"c{n}", **titles)
            if kind in TITLED:
                create(TITLED[kind], label=label, code=f"c{n}", **titles)
            elif kind == "run":
                create(Run, label=label, code=f"c{n}", course=courses[name], **titles)
            else:
                person = create(Person, label=label, name_en=called[0], name_ar=called[1])
                if kind == "nomination":  # now and then hidden from some who see the person
                    run = create(Run, label=label, code=f"n{n}", course=courses[name], title_en="zulu")
                    create(Nomination, label=label if english else label_for(party.pk), run=run, person=person)


def speaks(row, words):
    """Every word of the search stands in the title, by its stem."""
    return {light10(w) for w in words.split()} <= {light10(w) for w in f"{row.title_en} {row.title_ar}".split()}


def called(person, words):
    """Every word stands in the names, or together they sound like the name."""
    names = {fold_arabic(n) for n in f"{person.name_en} {person.name_ar}".split()}
    key = name_key(words)
    return {fold_arabic(w) for w in words.split()} <= names or (len(key) > 2 and key in person.key)


def expected(words):
    """What the specification finds among the rows that the viewer reads through the policies."""
    found = {(kind, str(r.pk)) for kind, model in TITLED.items() for r in model.objects.all() if speaks(r, words)}
    courses = {c.pk for c in Course.objects.all() if speaks(c, words)}
    found |= {("run", str(r.pk)) for r in Run.objects.all() if speaks(r, words) or r.course_id in courses}
    people = {p.pk for p in Person.objects.all() if called(p, words)}
    found |= {("person", str(pk)) for pk in people}
    return found | {("nomination", str(n.pk)) for n in Nomination.objects.all() if n.person_id in people}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=worlds, asked=searches)
def test_search_finds_what_the_specification_finds_among_visible_rows(db, rows, asked):
    with undone():
        world = build()
        make(world, rows)
        for name in [*PARTIES, "karim", None]:
            with viewing(world[name].pk if name else None):
                for words in asked:
                    hits = queries.find(words, 1000)
                    got = {(kind, pk) for kind, ids in hits.items() for pk in ids if kind != "party"}
                    assert got == expected(words), (name, words)
