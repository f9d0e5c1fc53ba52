"""The rule: in worlds that nobody chose, the database answers as the five lines do, for reads and for writes.

Each world is a party tree, communities with dated memberships, accounts with levels, and records under labels. What
each account sees by raw SQL, by the ORM and by a count must be what `spec.visible` says; a record may be made, changed
and released by its originator (and steward) alone.
"""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taawun.ground.policy.door import viewing
from taawun.ground.policy.labels import label_of
from taawun.ground.policy.models import Community, Identity, Installation, Membership, Party
from taawun.ground.policy.spec import visible
from taawun.ground.records.ids import uuid7
from taawun.people.persons.models import Person

pytestmark = pytest.mark.django_db
PARTIES, COMMUNITIES = 5, 3


@st.composite
def worlds(draw):
    """A world as plain data: parents, memberships, accounts, records."""
    parents = [None, *(draw(st.one_of(st.none(), st.integers(0, n - 1))) for n in range(1, PARTIES))]
    spans = st.sampled_from([(-10, 10), (-10, -1), (1, 10), (0, 1), (-10, 0), (None, None), (-10, None)])
    memberships = draw(
        st.dictionaries(st.tuples(st.integers(0, COMMUNITIES - 1), st.integers(0, PARTIES - 1)), spans, max_size=8)
    )
    accounts = draw(
        st.lists(
            st.tuples(st.integers(0, PARTIES - 1), st.integers(0, 3), st.sampled_from([None, -1, 0, 5]), st.booleans()),
            min_size=1,
            max_size=4,
        )
    )
    records = draw(
        st.lists(
            st.tuples(
                st.integers(0, PARTIES - 1),
                st.integers(0, 3),
                st.sets(st.integers(-1, PARTIES + COMMUNITIES - 1), max_size=3),
            ),
            min_size=1,
            max_size=10,
        )
    )
    return parents, memberships, accounts, records


class Built:
    """A world in the database, and what the spec needs to know of it."""

    def __init__(self, world):
        self.parents, memberships, accounts, records = world
        self.today = today_in_the_database()
        self.parties = []
        for n, parent in enumerate(self.parents):
            party = Party.objects.create(
                code=f"P{n}-{uuid7()}"[:24], kind="nation", parent=self.parties[parent] if parent is not None else None
            )
            self.parties.append(party)
        self.own = [Community.objects.create(key=str(uuid7()), party=p) for p in self.parties]
        self.sets = [Community.objects.create(key=str(uuid7())) for _ in range(COMMUNITIES)]
        Installation.objects.create(id=1, centre=self.parties[0], highest_level=3)
        self.memberships = memberships
        for (community, party), (first, last) in memberships.items():
            span = DateRange(self.day(first), self.day(last))
            Membership.objects.create(
                community=self.sets[community], party=self.parties[party], status="member", valid=span
            )
        self.accounts = [
            Identity.objects.create(
                account=1000 + n, party=self.parties[p], level=level, level_until=self.day(until), active=active
            )
            for n, (p, level, until, active) in enumerate(accounts)
        ]
        self.given = records
        self.records = []
        writer = {}
        for originator, level, audience in records:
            if originator not in writer:
                writer[originator] = Identity.objects.create(
                    account=2000 + originator, party=self.parties[originator], level=3
                )
            ids = {self.community(a) for a in audience} | {self.own[originator].pk}
            with viewing(writer[originator].account):
                label = label_of(level, ids)
                record = Person(originator=self.parties[originator], label=label, name_en="Invented")
                insert(record)
            self.records.append((record.pk, originator, level, ids))

    def day(self, offset):
        return None if offset is None else self.today + timedelta(days=offset)

    def community(self, n):
        if n == -1:
            return 1
        return self.own[n].pk if n < PARTIES else self.sets[n - PARTIES].pk

    def line(self, party):
        while party is not None:
            yield party
            party = self.parents[party]

    def held(self, party):
        """What a viewer of a party holds: the public, the communities above it, memberships valid today."""
        line = set(self.line(party))
        found = {1} | {self.own[p].pk for p in line}
        for (community, member), (first, last) in self.memberships.items():
            inside = (first is None or first <= 0) and (last is None or last > 0)
            if member in line and inside:
                found.add(self.sets[community].pk)
        return found


@contextmanager
def undone():
    """Undo a world: a savepoint, since the door's own transaction must be the outermost that it sees."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def today_in_the_database() -> date:
    with connection.cursor() as cursor:
        cursor.execute("SELECT policy.today()")
        return cursor.fetchone()[0]


def insert(record):
    from taawun.ground.records.stepping import stepping

    with stepping():
        record.save(force_insert=True)


def expected(world, identity):
    party = world.parties.index(identity.party)
    level = identity.level if identity.level_until is None or identity.level_until >= world.today else 0
    held = world.held(party)
    if not identity.active:
        level, held = 0, {1}
    return {pk for pk, _o, lvl, audience in world.records if visible(level, held, lvl, audience)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_what_one_sees_is_what_the_spec_says(db, world):
    with undone():
        built = Built(world)
        for identity in [*built.accounts, None]:
            with viewing(identity.account if identity else None):
                by_orm = set(Person.objects.values_list("pk", flat=True))
                counted = Person.objects.count()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT id FROM persons_person")
                    by_sql = {row[0] for row in cursor.fetchall()}
                sees = expected(built, identity) if identity else {
                    pk for pk, _o, lvl, audience in built.records if visible(0, {1}, lvl, audience)
                }  # fmt: skip
                assert by_orm == by_sql == sees
                assert counted == len(sees)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds())
def test_only_the_originator_writes_what_it_sees(db, world):
    with undone():
        built = Built(world)
        for identity in built.accounts:
            sees = expected(built, identity)
            for pk, originator, _level, _audience in built.records:
                with viewing(identity.account):
                    changed = Person.objects.filter(pk=pk).update(post_en="changed")
                    mine = identity.active and identity.party == built.parties[originator]
                    assert changed == (1 if mine and pk in sees else 0)


def refused(identity, change):
    """Say whether the database refuses a change made as an identity."""
    with viewing(identity.account):
        try:
            with transaction.atomic():
                change()
        except DatabaseError:
            return True
    return False


def test_nobody_makes_a_record_in_the_name_of_another(world):
    qatar, bahrain = world.parties["QA"], world.parties["BH"]
    amal = Identity.objects.get(account=world["amal"].pk)

    def forge():
        label = label_of(1, [world.communities["QA"], world.communities["BH"]])
        insert(Person(originator=bahrain, label=label, name_en="Forged"))

    def own():
        insert(Person(originator=qatar, label=label_of(1, [world.communities["QA"]]), name_en="Own"))

    assert refused(amal, forge)
    assert not refused(amal, own)


def test_a_steward_acts_but_does_not_release(world, viewing, nomination_in):
    nomination = nomination_in("endorsed")
    from taawun.work.training.models import Nomination

    with viewing("badr"):
        assert Nomination.objects.filter(pk=nomination.pk).update(remark="seen") == 1
        everyone = label_of(1, [world.communities["QA"], world.communities["ici"]])
        with pytest.raises(DatabaseError, match="only the originator"), transaction.atomic():
            Nomination.objects.filter(pk=nomination.pk).update(label=everyone)


def test_the_originator_cannot_be_left_out_of_the_audience(world, viewing):
    with viewing("amal"):
        label = label_of(1, [world.communities["BH"]])
        with pytest.raises(DatabaseError), transaction.atomic():
            insert(Person(originator=world.parties["QA"], label=label, name_en="Lost"))


def test_records_are_never_deleted_by_the_application(world, viewing):
    from taawun.people.persons.steps import add_person

    with viewing("amal"):
        add_person(name_en="Invented One")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Person.objects.all().delete()


def test_a_level_above_the_accreditation_is_refused(world, viewing):
    with viewing("amal"), pytest.raises(DatabaseError, match="not accredited"), transaction.atomic():
        label_of(2, [world.communities["QA"]])


def test_the_host_reads_nothing_of_the_centre_and_the_centre_nothing_of_the_host(world, viewing, who_sees, run_in):
    from taawun.people.persons.steps import add_person

    with viewing("karim"):
        of_the_host = add_person(name_en="Invented Host")
    assert who_sees(of_the_host) == {"karim"}
