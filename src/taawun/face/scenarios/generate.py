"""Makes the rows of a demonstration from its rule: the same rows for the same folder, seed and day.

What lies in the past does not depend on the day of loading; `around_today` makes what does.
"""

import dataclasses
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from taawun.ground.localtime.hijri import to_hijri

from .around_today import around
from .cast import Cast
from .draws import Draws, apportion, interleave, sizes, spread
from .rows import (
    AccountRow,
    AssignmentRow,
    AttendanceRow,
    CourseRow,
    NominationRow,
    PersonRow,
    RunRow,
    SeatRow,
    TrainerRow,
)
from .rule import Rule, WrongRule, documented_people, rule_of, shares_of
from .world import World

SUNDAY = 6
COURSE_DAYS = 5
ROOM_SIZES = (20, 24, 30)


def complete(world: World, today: dt.date) -> World:
    """`world` with the rows that its rule makes, and without the rule; unchanged where it has none.

    Raises `WrongRule` where the numbers of the rule do not fit together.
    """
    if not world.rules:
        return world
    rule = rule_of(world)
    past = _Past(world, rule, Draws(world.settings.seed or 0))
    past.make()
    made = around(world, past.cast, [row.code for row in past.trainers_made], today)
    return dataclasses.replace(
        world,
        runs=(*world.runs, *past.runs, *made.runs),
        promises=(*world.promises, *made.promises),
        trainers=(*world.trainers, *past.trainers_made),
        assignments=(*world.assignments, *past.assignments, *made.assignments),
        persons=(*world.persons, *past.trainees_made, *made.persons),
        nominations=(*world.nominations, *past.nominations, *made.nominations),
        seats=(*world.seats, *past.seats, *made.seats),
        attendance=(*world.attendance, *past.attendance, *made.attendance),
        accounts=tuple(_with_mandate(row, rule, today) for row in world.accounts),
        rules=(),
        shares=(),
        names=(),
        open_runs=(),
    )


def _with_mandate(account: AccountRow, rule: Rule, today: dt.date) -> AccountRow:
    if not account.acts_for or account.mandate_from or account.mandate_until:
        return account
    until = today + dt.timedelta(days=rule.mandate_days)
    return dataclasses.replace(account, mandate_from=today, mandate_until=until)


@dataclass(slots=True)
class _Past:
    """Runs up to the day of the statements, who taught, who came, and what became of them."""

    world: World
    rule: Rule
    draws: Draws
    cast: Cast = field(init=False)
    runs: list[RunRow] = field(default_factory=list)
    trainers_made: list[TrainerRow] = field(default_factory=list)
    trainees_made: list[PersonRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    nominations: list[NominationRow] = field(default_factory=list)
    seats: list[SeatRow] = field(default_factory=list)
    attendance: list[AttendanceRow] = field(default_factory=list)

    def make(self) -> None:
        self.cast = Cast(self.world)
        rule = self.rule
        invented = rule.trainees - documented_people(self.world, rule.until)
        if invented < 1:
            raise WrongRule(_("The documented runs alone reach the trainees of the rule: ask for more."))
        places = self._sizes(invented + rule.repeats + rule.not_completed)
        self._make_runs(places)
        self._make_trainers()
        self._make_trainees(invented, places)

    def _sizes(self, total: int) -> list[int]:
        rule = self.rule
        try:
            return sizes(total, rule.runs, rule.smallest_run, rule.largest_run, self.draws)
        except ValueError:
            raise WrongRule(
                _("People (%(people)s) do not fit into the runs (%(runs)s): change runs, smallest_run or largest_run.")
                % {"people": total, "runs": rule.runs}
            ) from None

    def _make_runs(self, places: list[int]) -> None:
        courses = [row for row in self.world.courses if row.basis == "demonstration"]
        if not courses:
            raise WrongRule(_("courses.csv has no demonstration course: add one."))
        order: list[CourseRow] = []
        while len(order) < self.rule.runs:
            order += self.draws.shuffled(courses)
        for number, (start, course, size) in enumerate(zip(self._sundays(), order, places, strict=False), start=1):
            self.runs.append(
                RunRow(
                    code=f"DEMO-{start.year}-{number:02d}",
                    course=course.code,
                    state="closed",
                    start=start.isoformat(),
                    end=_end_of(start).isoformat(),
                    days=COURSE_DAYS,
                    venue_en=self.cast.centre.short_name_en,
                    venue_ar=self.cast.centre.short_name_ar,
                    at_centre=True,
                    capacity=next((room for room in ROOM_SIZES if room >= size), size),
                    nominations_until=start - dt.timedelta(weeks=4),
                    falls_back_on=start - dt.timedelta(weeks=6),
                    providers=course.providers,
                    languages=("ar", "en"),
                    basis="demonstration",
                )
            )

    def _sundays(self) -> list[dt.date]:
        """The first days of all runs: Sundays outside the quiet months, spread over each year."""
        free: dict[str, list[dt.date]] = defaultdict(list)
        day = self.rule.first_day + dt.timedelta(days=(SUNDAY - self.rule.first_day.weekday()) % 7)
        while _end_of(day) <= self.rule.last_day:
            if self._is_free(day) and self._is_free(_end_of(day)):
                free[str(day.year)].append(day)
            day += dt.timedelta(weeks=1)
        starts: list[dt.date] = []
        for year, count in apportion(self.rule.runs, shares_of(self.world, "runs")).items():
            if count > len(free[year]):
                raise WrongRule(_("%(year)s has too few weeks for its runs: lower its weight.") % {"year": year})
            starts += [free[year][int((turn + 0.5) * len(free[year]) / count)] for turn in range(count)]
        return sorted(starts)

    def _is_free(self, day: dt.date) -> bool:
        hijri = to_hijri(day)
        quiet = hijri is not None and hijri.month in self.rule.quiet_hijri_months
        return day.month not in self.rule.quiet_months and not quiet

    def _make_trainers(self) -> None:
        parties = interleave(apportion(self.rule.trainers, shares_of(self.world, "trainers")))
        self.trainers_made = [self.cast.trainer(party) for party in parties]
        fresh = iter(self.trainers_made)
        known: list[TrainerRow] = []
        new_ones, guests = spread(self.rule.trainers, len(self.runs)), spread(self.rule.guest_trainers, len(self.runs))
        for run, first_time, again in zip(self.runs, new_ones, guests, strict=True):
            came = self.draws.some(known, min(again, len(known)))
            new = [next(fresh) for _ in range(first_time)]
            self.assignments += [
                AssignmentRow(run=run.code, trainer=each.code, state="assigned") for each in (*new, *came)
            ]
            known += new

    def _make_trainees(self, invented: int, places: list[int]) -> None:
        weights = shares_of(self.world, "trainees")
        fresh = iter(interleave(apportion(invented, weights)))
        leavers = iter(interleave(apportion(self.rule.not_completed, weights)))
        leaving = spread(self.rule.not_completed, len(self.runs))
        settled = len(self.runs) // 8  # the first runs have nobody who came before
        returning = [0] * settled + spread(self.rule.repeats, len(self.runs) - settled)
        if any(leave + back > size for size, leave, back in zip(places, leaving, returning, strict=True)):
            raise WrongRule(_("More people come again than a run has places for: lower repeats."))
        graduates: list[tuple[PersonRow, RunRow]] = []
        for run, size, leave, back in zip(self.runs, places, leaving, returning, strict=True):
            again = self._graduates_for(run, graduates, back)
            new = [self.cast.trainee(next(fresh)) for _ in range(size - leave - back)]
            gone = [self.cast.trainee(next(leavers)) for _ in range(leave)]
            self.trainees_made += [*new, *gone]
            for person in (*new, *again):
                self._attended(run, person, completed=True)
            for person in gone:
                self._attended(run, person, completed=False)
            graduates += [(person, run) for person in new]

    def _graduates_for(self, run: RunRow, graduates: list[tuple[PersonRow, RunRow]], count: int) -> list[PersonRow]:
        could = [person for person, first in graduates if first.course != run.course and first.end < run.start]
        try:
            return self.draws.some(could, count)
        except ValueError:
            raise WrongRule(_("Too few people have completed a course to come again: lower repeats.")) from None

    def _attended(self, run: RunRow, person: PersonRow, *, completed: bool) -> None:
        start, end = dt.date.fromisoformat(run.start), dt.date.fromisoformat(run.end)
        code = self.cast.nomination_code(run)
        state = "completed" if completed else "not_completed"
        self.nominations.append(
            NominationRow(
                code=code,
                party=person.party,
                run=run.code,
                person=person.code,
                state=state,
                basis="demonstration",
                **self.cast.moments(person, state, run),
            )
        )
        self.seats.append(
            SeatRow(
                code=code,
                run=run.code,
                party=person.party,
                nomination=code,
                pool="open",
                state="used",
                result=state,
                completed_on=end if completed else None,
                basis="demonstration",
            )
        )
        self.attendance += [
            AttendanceRow(
                seat=code,
                day=start + dt.timedelta(days=day),
                mark="present" if completed or day < 2 else "absent",
            )
            for day in range(COURSE_DAYS)
        ]


def _end_of(start: dt.date) -> dt.date:
    return start + dt.timedelta(days=COURSE_DAYS - 1)
