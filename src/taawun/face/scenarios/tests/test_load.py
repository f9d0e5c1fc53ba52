"""A scenario fills an empty installation whole or not at all, each record in its originator's name."""

import time
from datetime import date
from pathlib import Path

import pytest
from django.db.models import Count

from taawun.face.reporting.figures import Period, Reckoning
from taawun.face.reporting.verdicts import Verdict, compared
from taawun.face.scenarios.files import read
from taawun.face.scenarios.generate import complete
from taawun.face.scenarios.load import AlreadyLoaded, NotEmpty, load
from taawun.ground.ledger.models import Entry
from taawun.ground.localtime.clock import today_at
from taawun.ground.policy.door import viewing
from taawun.ground.policy.models import Identity, Installation, Party
from taawun.people.accounts.models import Account
from taawun.people.persons.models import Person
from taawun.work.training.models import Nomination, Run, Seat

SCENARIOS = Path(__file__).parents[5] / "scenarios"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration():
    return complete(read(SCENARIOS / "ici-demo"), today_at())


@pytest.fixture
def loaded(demonstration):
    return load(demonstration)


def account(name):
    return Account.objects.get(email__startswith=f"{name}.").pk


def test_the_demonstration_loads_in_less_than_20_seconds(demonstration):
    begun = time.monotonic()
    counts = load(demonstration)
    assert time.monotonic() - begun < 20
    assert counts["seat"] == len(demonstration.seats)
    assert counts["person"] == len(demonstration.persons)
    assert counts["attendance"] == len(demonstration.attendance)


def test_each_nation_sees_its_own_people_and_no_other(loaded, demonstration):
    for name, code in (("amal", "QA"), ("carla", "BH"), ("fajr", "KW")):
        with viewing(account(name)):
            assert {p.originator.code for p in Person.objects.select_related("originator")} == {code}
            assert Person.objects.count() == sum(p.party == code for p in demonstration.persons)
            assert {n.originator.code for n in Nomination.objects.select_related("originator")} == {code}
            assert {s.party.code for s in Seat.objects.select_related("party")} == {code}
            assert Run.objects.filter(code="DEMO-OPEN").exists()


def test_the_centre_sees_what_was_endorsed_and_nothing_before(loaded, demonstration):
    with viewing(account("rania")):
        assert Nomination.objects.count() == sum(n.endorsed_at is not None for n in demonstration.nominations)
        assert not Nomination.objects.filter(state__in=["draft", "submitted"]).exists()
        assert Seat.objects.count() == len(demonstration.seats)


def test_anybody_may_read_what_is_documented_and_nothing_else(loaded):
    with viewing(None):
        assert {r.basis for r in Run.objects.all()} == {"documented"}
        assert not Person.objects.exists()


def test_every_record_has_its_entry_in_the_ledger_in_its_originators_name(loaded):
    with viewing(account("rania")):
        entry = Entry.objects.get(subject=Run.objects.get(code="DEMO-OPEN").pk)
        assert (entry.act, entry.party.code) == ("training.run.load", "NIRC")
    with viewing(account("amal")):
        people = Person.objects.values_list("pk", flat=True)
        assert Entry.objects.filter(subject__in=people, party__code="QA").count() == len(people)


def test_the_account_that_wrote_the_scenario_can_do_nothing_afterwards(loaded):
    assert not Identity.objects.get(pk=0).active
    with viewing(0) as viewer:
        assert (viewer.party_id, viewer.level) == (None, 0)


def test_the_same_scenario_is_not_loaded_twice(loaded, demonstration):
    with pytest.raises(AlreadyLoaded):
        load(demonstration)


def test_nothing_is_loaded_over_something_else(world, demonstration):
    before = Party.objects.count()
    with pytest.raises(NotEmpty) as refused:
        load(demonstration)
    assert not isinstance(refused.value, AlreadyLoaded)
    assert Party.objects.count() == before


def test_a_failure_on_the_way_leaves_nothing(demonstration, monkeypatch):
    from taawun.face.scenarios import load as module

    monkeypatch.setattr(module._Loading, "_seats", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(demonstration)
    assert not Installation.objects.exists()
    assert not Party.objects.exists()
    assert not Account.objects.exists()


def test_the_facts_alone_load_without_a_single_person():
    counts = load(read(SCENARIOS / "ici"))
    assert "person" not in counts
    assert counts["statement"] == 20
    assert not Account.objects.filter(demonstration=True).exists()


def test_the_figures_of_the_demonstration_match_the_statements_of_december_2019(loaded):
    with viewing(account("rania")):
        reckoning = Reckoning(Period(until=date(2019, 12, 16)))
        trainees = reckoning.figure("trainees").total
        assert (trainees.recorded, trainees.documented, trainees.demonstration) == (889, 93, 796)
        assert reckoning.figure("trainers").total.recorded == 207
        assert reckoning.figure("courses").total.recorded == 26


def test_without_one_completion_the_figure_is_888_and_differs_by_1(loaded):
    day = date(2019, 12, 16)
    with viewing(account("rania")):
        completed = Seat.objects.filter(result=Seat.Result.COMPLETED, completed_on__lte=day)
        once = completed.values("pseudonym").annotate(times=Count("pk")).filter(times=1).values("pseudonym")
        last = completed.filter(pseudonym__in=once).latest("completed_on", "pk")
        Seat.objects.filter(pk=last.pk).update(result="", completed_on=None)
        (statement,) = compared(day, whole=True)["trainees"]
    found = (statement.figure.total.recorded, statement.verdict, statement.differs_by)
    assert found == (888, Verdict.DIFFERS, -1)


def test_of_the_facts_alone_only_what_is_documented_is_counted():
    load(read(SCENARIOS / "ici"))
    with viewing(None):
        trainees = Reckoning(Period(until=date(2019, 12, 16))).figure("trainees").total
    assert (trainees.recorded, trainees.documented, trainees.demonstration) == (93, 93, 0)
