"""The door: one viewer a transaction, nothing without one."""

import pytest
from django.db import connection

from taawun.ground.policy.door import DoorsDoNotNest, NoViewer, turn_back
from taawun.people.persons.models import Person
from taawun.people.persons.steps import add_person


def test_a_query_without_a_viewer_raises(world):
    with pytest.raises(NoViewer):
        Person.objects.count()


def test_without_a_viewer_the_database_itself_shows_nothing(world, viewing):
    with viewing("amal"):
        add_person(name_en="Invented One")
        assert Person.objects.count() == 1
    with connection.cursor() as cursor:
        connection.execute_wrappers.clear()
        cursor.execute("SELECT count(*) FROM persons_person")
        assert cursor.fetchone() == (0,)
    from taawun.ground.policy.guard import install

    install(connection=connection)


def test_doors_do_not_nest(viewing):
    with viewing("amal"), pytest.raises(DoorsDoNotNest), viewing("carla"):
        pass


def test_an_exception_leaves_nothing(viewing):
    def fail():
        with viewing("amal"):
            add_person(name_en="Invented One")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with viewing("amal"):
        assert Person.objects.count() == 0


def test_turning_back_leaves_nothing(viewing):
    with viewing("amal"):
        add_person(name_en="Invented One")
        turn_back()
    with viewing("amal"):
        assert Person.objects.count() == 0
