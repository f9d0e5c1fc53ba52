"""Runs around the day of loading, so that a demonstration is in the middle of its work on any date."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .cast import Cast
from .rows import (
    AssignmentRow,
    AttendanceRow,
    NominationRow,
    PersonRow,
    PromiseRow,
    RunRow,
    SeatRow,
)
from .rule import WrongRule
from .rule_rows import OpenRunRow
from .world import World

SUNDAY = 6
WEEKEND = frozenset({4, 5})  # Friday and Saturday
COURSE_DAYS = 5
TRAINERS_A_RUN = 4
SEATS_FALL_BACK = dt.timedelta(weeks=6)
NOMINATIONS_CLOSE = dt.timedelta(weeks=4)
SEAT_OF = {"accepted": "named", "confirmed": "confirmed", "attending": "used"}
RETURNED = "رقم الجواز ناقص (بيانات للعرض)"
_RUN_STATE = {"ahead": "announced", "under_way": "under_way", "delivered": "delivered"}


@dataclass(slots=True)
class Around:
    """The rows made."""

    runs: list[RunRow] = field(default_factory=list)
    promises: list[PromiseRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    nominations: list[NominationRow] = field(default_factory=list)
    seats: list[SeatRow] = field(default_factory=list)
    attendance: list[AttendanceRow] = field(default_factory=list)


def around(world: World, cast: Cast, trainers: list[str], today: dt.date) -> Around:
    """Every run of open_runs.csv, with its seats, people and attendance up to the day before `today`."""
    made = Around()
    providers = {row.code: row.providers for row in world.courses}
    for turn, wish in enumerate(world.open_runs):
        start, end = span(wish, today)
        run = RunRow(
            code=wish.code,
            course=wish.course,
            state=_RUN_STATE[wish.when],
            start=start.isoformat(),
            end=end.isoformat(),
            days=sum(1 for _day in _working_days(start, end)),
            venue_en=cast.centre.short_name_en,
            venue_ar=cast.centre.short_name_ar,
            at_centre=True,
            capacity=wish.capacity,
            nominations_until=start - NOMINATIONS_CLOSE,
            falls_back_on=start - SEATS_FALL_BACK,
            providers=providers[wish.course],
            languages=("ar", "en"),
            basis="demonstration",
        )
        made.runs.append(run)
        made.promises += [PromiseRow(run=run.code, party=party, seats=seats) for party, seats in _promises(wish)]
        first = turn * TRAINERS_A_RUN
        made.assignments += [
            AssignmentRow(run=run.code, trainer=code, state="assigned")
            for code in trainers[first : first + TRAINERS_A_RUN]
        ]
        _nominate(made, cast, wish, run, today)
    return made


def span(wish: OpenRunRow, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a run, seen from `today`.

    One that is under way lasts two weeks from the Sunday of this week, so that `today` lies
    within it on a weekend too; one that was delivered ended on the last working day before.
    """
    week = dt.timedelta(weeks=1)
    to_thursday = dt.timedelta(days=COURSE_DAYS - 1)
    this_sunday = today - dt.timedelta(days=(today.weekday() - SUNDAY) % 7)
    if wish.when == "under_way":
        return this_sunday, this_sunday + week + to_thursday
    if wish.when == "delivered":
        end = today - dt.timedelta(days=1)
        while end.weekday() in WEEKEND:
            end -= dt.timedelta(days=1)
        first = end
        while len(list(_working_days(first, end))) < COURSE_DAYS:
            first -= dt.timedelta(days=1)
        return first, end
    wished = today + dt.timedelta(days=wish.days_ahead or 0)
    start = wished + dt.timedelta(days=(SUNDAY - wished.weekday()) % 7)
    return start, start + to_thursday


def _working_days(start: dt.date, end: dt.date) -> list[dt.date]:
    days = (start + dt.timedelta(days=count) for count in range((end - start).days + 1))
    return [day for day in days if day.weekday() not in WEEKEND]


def _promises(wish: OpenRunRow) -> list[tuple[str, int]]:
    return [(party, _count(wish, seats)) for party, _equals, seats in (p.partition("=") for p in wish.promises)]


def _wished(wish: OpenRunRow, *, begun: bool) -> list[tuple[str, str]]:
    """Party and state of each nomination of a run, those who have a seat first.

    Whoever is expected attends from the first day that was kept, and is confirmed until then.
    """
    expected = "attending" if begun else "confirmed"
    state = "accepted" if wish.when == "ahead" else expected
    parties = wish.accepted_from
    wanted = (wish.accepted or 0) + (wish.waitlisted or 0)
    if wanted and not parties:
        raise WrongRule(_("open_runs.csv, “%(run)s”: accepted_from names no party.") % {"run": wish.code})
    found = [(parties[turn % len(parties)], state) for turn in range(wish.accepted or 0)]
    found += [(parties[turn % len(parties)], "waitlisted") for turn in range(wish.waitlisted or 0)]
    for words in wish.nominations:
        party, _equals, rest = words.partition("=")
        each, _times, count = rest.partition("*")
        found += [(party, each)] * _count(wish, count)
    return found


def _count(wish: OpenRunRow, written: str) -> int:
    if not written.isdecimal():
        raise WrongRule(
            _("open_runs.csv, “%(run)s”: “%(written)s” is not a number.") % {"run": wish.code, "written": written}
        )
    return int(written)


def _nominate(made: Around, cast: Cast, wish: OpenRunRow, run: RunRow, today: dt.date) -> None:
    start, end = dt.date.fromisoformat(run.start), dt.date.fromisoformat(run.end)
    yesterday = today - dt.timedelta(days=1)
    kept = [day for day in _working_days(start, end) if day < today]
    promised = dict(_promises(wish))
    for turn, (party, state) in enumerate(_wished(wish, begun=bool(kept))):
        person = cast.trainee(party)
        code = cast.nomination_code(run)
        made.persons.append(person)
        made.nominations.append(
            NominationRow(
                code=code,
                party=party,
                run=run.code,
                person=person.code,
                state=state,
                reason=RETURNED if state == "returned" else "",
                basis="demonstration",
                **cast.moments(person, state, run, latest=yesterday),
            )
        )
        if state not in SEAT_OF:
            continue
        pool = "promised" if promised.get(party, 0) > 0 else "open"
        promised[party] = promised.get(party, 0) - 1
        made.seats.append(
            SeatRow(
                code=code,
                run=run.code,
                party=party,
                nomination=code,
                pool=pool,
                state=SEAT_OF[state],
                basis="demonstration",
            )
        )
        if state == "attending":
            made.attendance += [
                AttendanceRow(seat=code, day=day, mark="absent" if (turn + number) % 17 == 0 else "present")
                for number, day in enumerate(kept, start=1)
            ]
