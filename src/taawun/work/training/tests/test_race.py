"""The race for the last seats, with real connections: first with the lock off, or the test with it proves nothing."""

import threading
from collections import Counter
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections
from django.utils import translation

from conftest import clone, use
from taawun.ground.policy.door import viewing as open_door
from taawun.ground.policy.labels import label_of
from taawun.ground.records.steps import Refused
from taawun.people.persons.steps import add_person
from taawun.work.training.models import Nomination, Seat
from taawun.work.training.steps import courses
from taawun.work.training.steps import nominations as steps
from tests.cast import build

SEATS, ACCEPTANCES, AT_ONCE = 5, 200, 50

# What the lock is replaced with: it waits, so that all count before anybody's seat is there, and locks nothing.
NO_LOCK = """CREATE OR REPLACE FUNCTION policy.hold_run(which uuid) RETURNS void LANGUAGE plpgsql VOLATILE
    SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN PERFORM pg_sleep(0.05); END $$"""


@contextmanager
def at(cluster, name):
    """Work in another database of the cluster, with committed data, as the application role."""
    before = {alias: dict(connections.databases[alias]) for alias in ("default", "owner")}
    dsns = cluster.database(name)
    use("default", dsns.app)
    try:
        yield
    finally:
        for alias, settings in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(settings)
            connections.databases[alias].update(settings)


@pytest.fixture(scope="module")
def ready(cluster, django_db_setup, django_db_blocker):
    """A database with a run of five seats and two hundred endorsed nominations; the registrar's account."""
    with django_db_blocker.unblock():
        clone(cluster, "race_ready")
        with at(cluster, "race_ready"):
            world = build()
            with open_door(world["badr"].pk):
                label = label_of(1, [world.communities["ici"], world.communities["NIRC"]])
                course = courses.add_course(label=label, code="RACE", title_en="Race")
                run = courses.plan_run(
                    course, label=label, code="RACE-1", capacity=SEATS, first_day="2030-01-06", last_day="2030-01-10"
                )
                courses.announce(run)
            with open_door(world["carla"].pk):
                for n in range(ACCEPTANCES):
                    steps.submit(steps.nominate(run, add_person(name_en=f"Invented Racer {n}")))
    return world["badr"].pk


@pytest.fixture
def race(cluster, ready, django_db_blocker):
    """`race(acceptances, lock=…)`: how many were accepted and refused, and how many seats are held at the end."""

    def run(acceptances, *, lock):
        name = f"race_{'with' if lock else 'without'}"
        clone(cluster, name, template="race_ready")
        if not lock:
            with psycopg.connect(cluster.superuser, dbname=name, autocommit=True) as admin:
                admin.execute(NO_LOCK)
        with django_db_blocker.unblock(), at(cluster, name):
            with open_door(ready):
                waiting = list(Nomination.objects.order_by("pk").values_list("pk", flat=True)[:acceptances])
            outcomes = all_at_once(ready, waiting)
            with open_door(ready):
                held = Seat.objects.filter(state__in=Seat.HELD).count()
                accepted = Nomination.objects.filter(state="accepted").count()
        assert accepted == outcomes["accepted"] == held
        return outcomes

    return run


def all_at_once(registrar, waiting) -> Counter:
    """Accept them all from many connections, which begin at the same instant."""
    outcomes, starting_line = [], threading.Barrier(AT_ONCE)

    def accept_some(mine):
        try:
            translation.activate("en")  # a language is a thread's own
            with open_door(registrar):
                pass  # the connection is there before the start
            starting_line.wait(timeout=60)
            outcomes.extend(accept(registrar, pk) for pk in mine)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept_some, args=(waiting[n::AT_ONCE],)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)
    return Counter(outcomes)


def accept(registrar, pk) -> str:
    with open_door(registrar):
        try:
            steps.accept(Nomination.objects.get(pk=pk))
        except Refused as refusal:
            return "full" if "No seat is left" in str(refusal) else str(refusal)
        return "accepted"


def test_without_the_lock_more_seats_are_given_than_there_are(race):
    assert race(AT_ONCE, lock=False)["accepted"] > SEATS


def test_of_two_hundred_acceptances_at_once_exactly_five_get_the_last_five_seats(race):
    assert race(ACCEPTANCES, lock=True) == {"accepted": SEATS, "full": ACCEPTANCES - SEATS}
