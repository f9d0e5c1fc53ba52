"""Fills an empty installation from a world, in one transaction: whole or not at all.

Each record is written in the name of its originator, under its label, through row-level security as at
any other time, and has its entry in the ledger.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.translation import gettext as _

from taawun.ground.ledger.write import write_many
from taawun.ground.policy.door import Viewer, taking_turns
from taawun.ground.policy.labels import label_of
from taawun.ground.policy.models import Community, Installation, Label, Party
from taawun.ground.records.ids import uuid7
from taawun.ground.records.models import Basis, Part, Record
from taawun.ground.records.names import name_key
from taawun.people.parties.models import Area
from taawun.people.persons.models import Person
from taawun.work.training.models import (
    Allotment,
    Assignment,
    Attendance,
    Course,
    Headcount,
    Nomination,
    Run,
    Seat,
    Trainer,
)

from . import making
from .archivist import Enter, acting_for, retire
from .founding import found
from .rows import NominationRow, PersonRow, SeatRow
from .world import World

ACT = "load"
AT_A_TIME = 2000
R = TypeVar("R", bound=Record)


class NotEmpty(ValueError):
    """The installation holds something else already."""


class AlreadyLoaded(NotEmpty):
    """The installation holds this very scenario."""


def load(world: World) -> dict[str, int]:
    """Write `world` (`generate.complete` it first); give how many records of each kind were written.

    Raises `AlreadyLoaded` or `NotEmpty` where the installation holds anything; a failure on the way
    leaves nothing behind.
    """
    with taking_turns() as enter:
        _refuse_unless_empty(world)
        return _Loading(world, found(world), enter).write()


def _refuse_unless_empty(world: World) -> None:
    there = Installation.objects.first()
    if there and there.scenario == world.settings.key:
        raise AlreadyLoaded(
            _("The scenario “%(key)s” is loaded already. Nothing was changed.") % {"key": there.scenario}
        )
    if there or Party.objects.exists():
        raise NotEmpty(
            _("This installation is not empty. Load a scenario into a new one: set TAAWUN_VAR to another folder.")
        )


@dataclass(slots=True)
class _Loading:
    world: World
    parties: dict[str, Party]
    enter: Enter
    written: dict[str, int] = field(default_factory=dict)
    communities: dict[str, int] = field(default_factory=dict)
    labels: dict[tuple[int, frozenset[int]], Label] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    nominations: dict[str, Nomination] = field(default_factory=dict)

    def write(self) -> dict[str, int]:
        self.communities = dict(Community.objects.values_list("key", "pk"))
        with self._as(self.world.settings.centre):
            self._catalogue()
            self._facts()
            self._roster()
        self._nations()
        with self._as(self.world.settings.centre):
            self._seats()
        retire()
        return self.written

    def _as(self, code: str) -> AbstractContextManager[Viewer]:
        """Act in the name of a party; what it sees is worked out anew, so labels are too."""
        self.labels.clear()
        return acting_for(self.enter, self.parties[code])

    def _label(self, level: int, *keys: str) -> Label:
        wanted = (level, frozenset(self.communities[key] for key in keys))
        if wanted not in self.labels:
            self.labels[wanted] = label_of(level, wanted[1])
        return self.labels[wanted]

    def _centres(self, row: making.Labelled) -> Label:
        """The label of what the centre says to many: as the row says, else public where it is documented."""
        centre = self.world.settings.centre
        if row.audience:
            return self._label(row.level or 0, centre, *row.audience)
        if row.basis == Basis.DOCUMENTED:
            return self._label(row.level or 0, "public", centre)
        return self._label(self._usual(row.level), centre, *self._centres_communities())

    def _usual(self, level: int | None) -> int:
        return min(1, self.world.settings.highest_level) if level is None else level

    def _centres_communities(self) -> list[str]:
        return [row.community for row in self.world.memberships if row.party == self.world.settings.centre]

    def _keep(self, records: Iterable[R]) -> list[R]:
        """Insert records of one kind, with an entry in the ledger for each."""
        kept = list(records)
        if kept:
            kind = type(kept[0])
            kind._default_manager.bulk_create(kept, batch_size=AT_A_TIME)
            write_many(f"{kind._meta.label_lower}.{ACT}", kept)
            self.written[str(kind._meta.model_name)] = self.written.get(str(kind._meta.model_name), 0) + len(kept)
        return kept

    def _keep_parts(self, parts: Sequence[Part]) -> None:
        if parts:
            kind = type(parts[0])
            kind._default_manager.bulk_create(parts, batch_size=AT_A_TIME)
            self.written[str(kind._meta.model_name)] = len(parts)

    def _catalogue(self) -> None:
        areas = {area.key: area for area in Area.objects.all()}
        centre = self.parties[self.world.settings.centre]
        courses = [
            making.course(row, areas.get(row.area), originator=centre, label=self._centres(row))
            for row in self.world.courses
        ]
        self.courses = {course.code: course for course in self._keep(courses)}
        runs = [
            making.run(row, self.courses[row.course], originator=centre, label=self._centres(row))
            for row in self.world.runs
        ]
        self.runs = {run.code: run for run in self._keep(runs)}
        self._keep(
            Headcount(
                originator=centre,
                label=self.runs[row.run].label,
                run=self.runs[row.run],
                number=row.number,
                qualifier=row.qualifier,
                of_en=row.of_en,
                of_ar=row.of_ar,
                same_group_as=self.runs.get(row.same_group_as),
                source=row.source,
                basis=making.basis(row.basis),
            )
            for row in self.world.headcounts
        )
        self._keep(
            Allotment(
                originator=centre,
                label=self._label(self._usual(None), centre.code, row.party),
                run=self.runs[row.run],
                party=self.parties[row.party],
                seats=row.seats,
                promised=row.seats if row.promised is None else row.promised,
                fallen_back_at=row.fallen_back_at,
                basis=self.runs[row.run].basis,
            )
            for row in self.world.promises
        )

    def _facts(self) -> None:
        centre = self.parties[self.world.settings.centre]
        self._keep(making.event(row, originator=centre, label=self._centres(row)) for row in self.world.events)
        self._keep(making.agreement(row, originator=centre, label=self._centres(row)) for row in self.world.agreements)
        self._keep(making.statement(row, originator=centre, label=self._centres(row)) for row in self.world.statements)

    def _roster(self) -> None:
        centre = self.parties[self.world.settings.centre]
        trainers = {
            row.code: Trainer(
                id=id_of(row.code),
                originator=centre,
                label=self._label(self._usual(None), centre.code, row.party),
                party=self.parties[row.party],
                name_en=row.name_en,
                name_ar=row.name_ar,
                post_en=row.post_en,
                post_ar=row.post_ar,
                email=row.email,
                basis=making.basis(row.basis),
            )
            for row in self.world.trainers
        }
        self._keep(trainers.values())
        self._keep(
            Assignment(
                originator=centre,
                label=trainers[row.trainer].label,
                run=self.runs[row.run],
                trainer=trainers[row.trainer],
                subject_en=row.subject_en,
                subject_ar=row.subject_ar,
                state=row.state or Assignment.State.ASSIGNED,
                basis=trainers[row.trainer].basis,
            )
            for row in self.world.assignments
        )

    def _nations(self) -> None:
        """People and nominations, each nation's in its own name."""
        people: dict[str, list[PersonRow]] = defaultdict(list)
        nominations: dict[str, list[NominationRow]] = defaultdict(list)
        for person in self.world.persons:
            people[person.party].append(person)
        for nomination in self.world.nominations:
            nominations[nomination.party].append(nomination)
        shown = {row.person for row in self.world.nominations if row.endorsed_at}
        for party in dict.fromkeys([*people, *nominations]):
            with self._as(party):
                self._people(people[party], shown)
                self._nominations(nominations[party])

    def _nations_label(self, row: PersonRow | NominationRow, *, shown: bool) -> Label:
        """As the row says, else the nation's alone until the centre is shown it."""
        if row.audience:
            return self._label(self._usual(row.level), row.party, *row.audience)
        centre = [self.world.settings.centre] if shown else []
        return self._label(self._usual(row.level), row.party, *centre)

    def _people(self, rows: Iterable[PersonRow], shown: set[str]) -> None:
        made = {
            row.code: making.person(
                row,
                id=id_of(row.code),
                key=name_key(row.name_ar or row.name_en)[:160],
                pseudonym=uuid.UUID(row.pseudonym) if row.pseudonym else uuid.uuid4(),
                originator=self.parties[row.party],
                steward=self.parties.get(row.steward),
                label=self._nations_label(row, shown=row.code in shown),
            )
            for row in rows
        }
        self._keep(made.values())
        self.people |= made

    def _nominations(self, rows: Iterable[NominationRow]) -> None:
        """In the order of the file; a nomination that replaces another stands after it."""
        made: dict[str, Nomination] = {}
        for row in rows:
            shown = row.endorsed_at is not None
            steward = row.steward or (self.world.settings.centre if shown else "")
            made[row.code] = Nomination(
                id=id_of(row.code),
                originator=self.parties[row.party],
                steward=self.parties.get(steward),
                label=self._nations_label(row, shown=shown),
                run=self.runs[row.run],
                person=self.people[row.person],
                state=row.state,
                remark=row.remark,
                reason=row.reason,
                submitted_at=row.submitted_at,
                endorsed_at=row.endorsed_at,
                decided_at=row.decided_at,
                waitlisted_at=row.waitlisted_at,
                replaces=made.get(row.replaces),
                basis=making.basis(row.basis),
            )
        self._keep(made.values())
        self.nominations |= made

    def _seats(self) -> None:
        seats = {row.code: self._seat(row) for row in self.world.seats}
        self._keep(seats.values())
        self._keep_parts(
            [
                Attendance(seat=seats[row.seat], label=seats[row.seat].label, day=row.day, mark=row.mark)
                for row in self.world.attendance
            ]
        )

    def _seat(self, row: SeatRow) -> Seat:
        centre = self.parties[self.world.settings.centre]
        nomination = self.nominations.get(row.nomination)
        nation = nomination.originator if nomination else self.parties[row.party]
        if row.pseudonym:
            pseudonym = uuid.UUID(row.pseudonym)
        else:
            pseudonym = nomination.person.pseudonym if nomination else uuid.uuid4()
        return Seat(
            id=id_of(row.code),
            originator=centre,
            steward=nation,
            label=self._label(self._usual(None), centre.code, row.party, nation.code),
            run=self.runs[row.run],
            party=self.parties[row.party],
            nomination=nomination,
            pseudonym=pseudonym,
            pool=row.pool,
            state=row.state,
            offered_until=row.offered_until,
            result=row.result,
            completed_on=row.completed_on,
            basis=making.basis(row.basis),
        )


def id_of(code: str) -> uuid.UUID:
    """The id that a code is, or a new one: an exported record keeps its id wherever it is loaded."""
    try:
        return uuid.UUID(code)
    except ValueError:
        return uuid7()
