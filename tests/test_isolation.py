"""No nation sees another's people: every route as every viewer, against records of every kind of label."""

import logging
import os
import re
from collections import Counter
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections, transaction
from django.urls import get_resolver

from conftest import clone, use
from taawun.common.notices.models import Notice
from taawun.ground.policy.door import viewing
from taawun.ground.records.models import protected_models
from taawun.people.accounts.routes import undeclared
from taawun.people.persons.steps import add_person
from taawun.work.training.models import Nomination, Run
from taawun.work.training.seating import seats_left
from taawun.work.training.steps import nominations
from tests.canaries import KINDS, WHO, Cage, caged
from tests.walk import Answer, Walk, bare, routes

AT_LEAST = 6000 // len(WHO)  # answers a viewer, so that all walks together pass 6,000


@pytest.fixture(scope="session")
def cages(cluster, django_db_setup, django_db_blocker):
    """Make a database full of canaries once a worker."""
    name = f"cage_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with django_db_blocker.unblock():
        clone(cluster, name)
        with at(cluster, name):
            made = caged(_superuser(cluster, name))
    return name, made


def _superuser(cluster, name):
    return psycopg.conninfo.make_conninfo(cluster.superuser, dbname=name)


@contextmanager
def at(cluster, name):
    """Work in another database of the cluster, as the application role."""
    before = {alias: dict(connections.databases[alias]) for alias in ("default", "owner")}
    use("default", cluster.database(name).app)
    try:
        yield
    finally:
        for alias, settings in before.items():
            connections[alias].close()
            connections[alias].settings_dict.update(settings)
            connections.databases[alias].update(settings)


@pytest.fixture(scope="module")
def _inside_the_cage(cluster, cages, django_db_blocker):
    with django_db_blocker.unblock(), at(cluster, cages[0]):
        yield


@pytest.fixture
def cage(_inside_the_cage, db, cages) -> Cage:
    logging.disable(logging.CRITICAL)  # a thousand refusals are what is asked for
    yield cages[1]
    logging.disable(logging.NOTSET)


def test_no_route_is_undeclared():
    assert undeclared(get_resolver().url_patterns) == []


def test_there_is_a_canary_of_every_record_under_every_kind_of_label(cage):
    kinds = Counter((c.model, c.kind) for c in cage.canaries)
    missing = [(m.__name__, kind) for m in protected_models() for kind in KINDS if not kinds[m, kind]]
    assert missing == []


def test_there_is_something_to_leak(cage):
    """The owner's own pages show the words of her records; else their absence elsewhere would mean nothing."""
    for name, kinds in (
        ("amal", {"qatar_alone", "qatar_and_centre", "centre_and_qatar"}),
        ("carla", {"bahrain_alone"}),
        ("karim", {"host_alone"}),
        ("badr", {"centre_alone", "bahrain_and_centre"}),
    ):
        walk = Walk(cage, cage.askers[name])
        for kind in kinds:
            canaries = [c for c in cage.of(Nomination) if c.kind == kind]
            assert canaries
            for canary in canaries:
                url = f"/nominations/{canary.pk}/"
                walk.search(walk.ask("GET", url), "GET", url)
            assert [c.pk for c in canaries if c.words[0] not in walk.found.seen] == [], (name, kind)


@pytest.mark.parametrize("who", WHO)
def test_nothing_hidden_is_told_and_nothing_visible_refused(cage, who, record_property):
    found = Walk(cage, cage.askers[who], each=3 if who in {"anonymous", "amal", "carla", "karim", "badr"} else 6).go()
    record_property("answers searched", found.answers)
    assert found.leaks == []
    assert found.told_apart == []
    assert found.refused == []
    assert found.broken == []
    assert found.answers >= AT_LEAST


def test_a_verb_that_a_route_does_not_declare_is_not_taken(cage):
    walk = Walk(cage, cage.askers["badr"])
    taken = []
    for ask in walk.asks():
        declared = next(view.declared[0] for _path, name, view in routes() if name == ask.route)
        if ask.verb not in {*declared, "HEAD" if "GET" in declared else ""}:
            answer = walk.ask(ask.verb, ask.url)
            if answer.status != 405:
                taken.append((ask.verb, ask.url, answer.status))
    assert taken == []


def test_what_stands_in_the_label_and_what_the_door_shows_agree(cage):
    """The walk's expectation is worked out without the door; here the two meet, table by table."""
    differing = []
    for name, asker in cage.askers.items():
        account = cage.world.accounts.get(name)
        with viewing(account.pk if account else None):
            for model in {*protected_models(), Notice}:
                shown = set(model._default_manager.values_list("pk", flat=True))
                expected = {c.pk for c in cage.of(model) if asker.sees(c)}
                if shown != expected:
                    differing.append((name, model.__name__, len(shown - expected), len(expected - shown)))
    assert differing == []


def test_the_centre_reads_nothing_that_is_labelled_for_its_host_alone(cage):
    for name in ("badr", "omar", "huda", "analyst", "duty", "security", "auditor", "centre"):
        with viewing(cage.world[name].pk):
            for model in protected_models():
                hosts = [c.pk for c in cage.of(model) if c.kind == "host_alone"]
                assert hosts
                assert not model._default_manager.filter(pk__in=hosts).exists(), (name, model)


def test_the_centre_finds_no_word_of_what_is_labelled_for_its_host_alone(cage):
    hosts = {w for c in cage.canaries if c.kind == "host_alone" for w in c.words}
    for name in ("badr", "duty"):
        walk = Walk(cage, cage.askers[name])
        assert hosts <= walk.hidden.keys()  # every one of them is what the walk looks for


# Bahrain looks for Qatar


def test_of_qatar_bahrain_learns_the_open_seats_and_her_own_place_and_nothing_else(cage):
    """Two answers of listed functions change with what Qatar does: what is left in the open pool, and her own place."""
    run = next(c for c in cage.of(Run) if c.kind == "community" and _takes_nominations(cage, c))
    carla = Walk(cage, cage.askers["carla"])
    before = {url: carla.ask("GET", url).text for url in _pages(run.code)}
    with viewing(cage.world["amal"].pk):
        chosen = Run.objects.get(pk=run.pk)
        for n in range(2):
            person = add_person(name_en=f"Invented Newcomer {n}", name_ar=f"قادم مخترع {n}", identifier=f"NEW-{n}")
            nominations.submit(nominations.nominate(chosen, person))
    with viewing(cage.world["dana"].pk):
        for fresh in Nomination.objects.filter(run=run.pk, person__identifier__startswith="NEW-"):
            nominations.endorse(fresh)
    after = {url: carla.ask("GET", url).text for url in _pages(run.code)}
    assert _masked(after) == _masked(before)  # drafted, sent, endorsed: nothing of it shows

    seats = _seats_left(cage, run)
    with viewing(cage.world["badr"].pk):
        fresh = Nomination.objects.filter(run=run.pk, person__identifier__startswith="NEW-")
        nominations.accept(fresh[0])
    taken = {url: carla.ask("GET", url).text for url in _pages(run.code)}
    assert _seats_left(cage, run) == seats - 1  # the disclosure that is listed
    changed = {url for url in taken if _masked(taken)[url] != _masked(after)[url]}
    assert changed <= {f"/runs/{run.code}/", f"/runs/{run.code}/nominate/", "/", "/courses/"}
    for url in changed:
        lines = set(_masked(taken)[url].splitlines()) ^ set(_masked(after)[url].splitlines())
        assert all(re.search(r"\d", line) for line in lines), (url, lines)  # figures alone: how many are left
        assert not any("Newcomer" in line or "قادم" in line or "Qatar" in line for line in lines)


def _takes_nominations(cage, canary):
    with viewing(cage.world["badr"].pk):
        return Run.objects.filter(pk=canary.pk, state="announced", nominations__isnull=False).exists()


def _pages(code):
    return [
        "/", "/courses/", "/nominations/?tab=all", "/people/", "/figures/", "/notices/", "/trainers/", "/events/",
        f"/runs/{code}/", f"/runs/{code}/nominate/", "/nominations/list.csv?tab=all", "/search/?q=Newcomer",
    ]  # fmt: skip


def _masked(pages):
    return {url: bare(Answer(200, text, ""), url)[1] for url, text in pages.items()}


def _seats_left(cage, run):
    with viewing(cage.world["carla"].pk):
        return seats_left(run.pk, cage.world.parties["BH"].pk).open


# broken once, on purpose


def test_the_walk_finds_a_leak_when_a_policy_is_gone(cluster, cages, db_opened):
    """In a clone the owner takes one table's protection away; the same walk must go red."""
    with db_opened(["ALTER TABLE persons_person NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"]):
        found = Walk(cages[1], cages[1].askers["carla"], each=6).go(links=20, searches=0)
    assert any("Person of qatar_alone" in leak for leak in found.leaks)
    assert any("Person of host_alone" in leak for leak in found.leaks)
    assert found.told_apart


def test_the_walk_finds_a_leak_when_the_policy_shows_everything(cluster, cages, db_opened):
    wide = ["DROP POLICY sees ON training_trainer", "CREATE POLICY sees ON training_trainer FOR SELECT USING (true)"]
    with db_opened(wide):
        found = Walk(cages[1], cages[1].askers["carla"], each=6).go(links=20, searches=0)
    assert any(leak.startswith("GET /trainers/: Trainer of centre_and_qatar") for leak in found.leaks)


def test_the_walk_finds_a_refusal_when_the_policy_is_dropped(cluster, cages, db_opened):
    """Without its policy a table shows nothing (row-level security refuses by default): that is found too."""
    with db_opened(["DROP POLICY sees ON meetings_event"]):
        found = Walk(cages[1], cages[1].askers["badr"], each=6).go(links=0, searches=0)
    assert found.leaks == []
    assert [line for line in found.refused if line.startswith("GET /events/")]


@pytest.fixture
def db_opened(cluster, cages, django_db_blocker):
    """`with db_opened([sql]):` works in a clone of the cage in which the owner ran `sql`."""

    @contextmanager
    def opened(statements):
        name = f"{cages[0]}_broken"
        connections["default"].close()  # a database that somebody uses is not copied
        clone(cluster, name, template=cages[0])
        with django_db_blocker.unblock(), at(cluster, name):
            with psycopg.connect(cluster.database(name).owner, autocommit=True) as owner:
                for statement in statements:
                    owner.execute(statement)
            logging.disable(logging.CRITICAL)
            try:
                with transaction.atomic():
                    connections["default"].atomic_blocks[-1]._from_testcase = True
                    yield
                    transaction.set_rollback(True)
            finally:
                logging.disable(logging.NOTSET)

    return opened
