"""What happens once a run is decided: it is held, attendance is kept, results are set, and it is closed.

run         go ──start──▶ under way ──deliver──▶ delivered ──report──▶ reported ──close──▶ closed
nomination  accepted | confirmed ──attend──▶ attending ──complete──▶ completed, not_complete ▶ not completed
            accepted | confirmed ──no_show──▶ no-show           (reopen takes a wrong result back before the close)

Seat, attendance and result are the centre's. The nation sees those of its own seats, and of others nothing.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from taawun.ground.ledger.write import write, write_many
from taawun.ground.localtime import format_date, today_at, week_of
from taawun.ground.policy.door import current, installation
from taawun.ground.records.steps import Refused, Telling, explain, step
from taawun.people.accounts.roles import Role
from taawun.people.accounts.rules import at_centre

from .. import seating
from ..models import Attendance, Nomination, Run, Seat

State, Sat, Mark, Result = Nomination.State, Seat.State, Attendance.Mark, Seat.Result
course_director = at_centre(Role.COURSE_DIRECTOR)

# The rule of completion, in one place: present or late on at least this share of the days held, in per cent.
COMPLETION_SHARE = 80
CAME = frozenset({Mark.PRESENT.value, Mark.LATE.value})
KEEPS_ATTENDANCE = (Run.State.UNDER_WAY, Run.State.DELIVERED, Run.State.REPORTED)
EXPECTED = (Sat.NAMED, Sat.CONFIRMED, Sat.USED)
DECISIONS = ("complete", "not_complete", "no_show")

explain("attendance_once_a_day", gettext_lazy("Somebody else marked this day meanwhile. Open the page again."))


def today() -> date:
    """Return the centre's day."""
    return today_at(installation().zone)


# the run


@step(Run.State.GO, to=Run.State.UNDER_WAY, by=course_director)
def start(run: Run) -> None:
    """Begin the run, on its first day or later. Nominations that nobody decided are the clock's to end."""
    if run.first_day is None or today() < run.first_day:
        raise Refused(_("A run starts on its first day, not before."))


@step(Run.State.UNDER_WAY, to=Run.State.DELIVERED, by=course_director)
def deliver(run: Run) -> None:
    """Say that the run was held to its end, on its last day or later."""
    if run.last_day is None or today() < run.last_day:
        raise Refused(_("A run is delivered on its last day, not before."))


@step(Run.State.DELIVERED, to=Run.State.REPORTED, by=course_director)
def report(run: Run) -> None:
    """Say that the report of the run is written."""


@step(Run.State.DELIVERED, Run.State.REPORTED, to=Run.State.CLOSED, by=course_director)
def close(run: Run) -> None:
    """Close the run: nothing of it changes afterwards.

    Raises `Refused` with what is missing: a nominee with a seat but without a result, a day whose sheet has gaps.
    """
    seating.hold(run.pk)
    if missing := missing_to_close(run):
        raise Refused(" ".join(missing))


def run_days(run: Run) -> list[date]:
    """Return the days from the first to the last of a run, weekends too; none where its days are not known."""
    if run.first_day is None or run.last_day is None:
        return []
    return [run.first_day + timedelta(days=n) for n in range((run.last_day - run.first_day).days + 1)]


def held_days(run: Run, marked: Sequence[date] | frozenset[date] | set[date]) -> list[date]:
    """Return the days that count: the working days of the centre's week, and every other day that was marked."""
    week = week_of(installation().centre.code)
    days = run_days(run)
    return [day for day in days if week.is_working(day) or day in marked] or days


def missing_to_close(run: Run) -> list[str]:
    """Return what a run still lacks before it can be closed, in the reader's sentences; empty when nothing is."""
    seats = list(Seat.objects.filter(run=run, state__in=EXPECTED).only("pk", "state", "result", "run_id", "label_id"))
    open_results = sum(seat.state != Sat.USED or not seat.result for seat in seats)
    sentences = []
    if open_results:
        sentences.append(
            ngettext(
                "%(count)s nominee with a seat has no result yet.",
                "%(count)s nominees with a seat have no result yet.",
                open_results,
            )
            % {"count": open_results}
        )
    used = {seat.pk for seat in seats if seat.state == Sat.USED}
    by_day: dict[date, set[uuid.UUID]] = defaultdict(set)
    for seat_id, day in Attendance.objects.filter(seat__in=used).values_list("seat_id", "day"):
        by_day[day].add(seat_id)
    gaps = [day for day in held_days(run, set(by_day)) if used - by_day[day]]
    if gaps:
        sentences.append(
            ngettext(
                "The sheet of %(count)s day is not complete: %(days)s.",
                "The sheets of %(count)s days are not complete: %(days)s.",
                len(gaps),
            )
            % {"count": len(gaps), "days": _listed(gaps)}
        )
    return sentences


def _listed(days: Sequence[date]) -> str:
    language = "en" if (get_language() or "ar").startswith("en") else "ar"
    comma = "، " if language == "ar" else ", "
    return comma.join(format_date(day, language, year=False) for day in days)


# attendance by day


def mark_day(run: Run, day: date, marks: Mapping[uuid.UUID, str]) -> int:
    """Keep the sheet of one day: a mark for each seat named in `marks`; the others stay. Returns how many changed.

    A first *present* or *late* takes the nominee from accepted or confirmed to attending; where a correction leaves
    neither on any day, it takes that back. One ledger entry for each seat whose mark changed. All or nothing.
    Raises `Refused` for a day outside the run or in the future, a run that is not under way or is closed, an unknown
    seat or mark.
    """
    if not course_director(current(), run):
        raise Refused(_("The course director keeps attendance."))
    with transaction.atomic():
        run = _held_open(run)
        _refuse_day(run, day)
        if not set(marks.values()) <= set(Mark.values):
            raise Refused(_("Choose present, late, excused or absent."))
        seats = {s.pk: s for s in Seat.objects.filter(run=run, pk__in=list(marks), state__in=EXPECTED)}
        if len(seats) < len(marks):
            raise Refused(_("The list has changed meanwhile. Open the page again."))
        changed = _write_marks(seats, day, marks)
        _follow_marks([seats[pk] for pk in changed])
    return len(changed)


def _held_open(run: Run) -> Run:
    """Lock the run, and refuse unless attendance and results may still be kept."""
    seating.hold(run.pk)
    fresh = Run.objects.get(pk=run.pk)
    if fresh.state == Run.State.CLOSED:
        raise Refused(_("This run is closed. Nothing of it changes any more."))
    if fresh.state not in KEEPS_ATTENDANCE:
        raise Refused(_("Attendance and results are kept once the run is under way."))
    return fresh


def _refuse_day(run: Run, day: date) -> None:
    if day not in run_days(run):
        raise Refused(_("This day lies outside the run."), field="day")
    if day > today():
        raise Refused(_("This day is still to come."), field="day")


def _write_marks(seats: Mapping[uuid.UUID, Seat], day: date, marks: Mapping[uuid.UUID, str]) -> list[uuid.UUID]:
    """Write the marks that differ from what is kept, and an entry for each; return whose they are."""
    kept = {a.seat_id: a for a in Attendance.objects.filter(seat__in=seats, day=day)}
    fresh, other = [], []
    entries: dict[tuple[str, str], list[Seat]] = defaultdict(list)
    for pk, mark in marks.items():
        had = kept.get(pk)
        if had is not None and had.mark == mark:
            continue
        entries[f"{day} {had.mark}" if had else "", f"{day} {mark}"].append(seats[pk])
        if had is None:
            fresh.append(Attendance(seat_id=pk, label_id=seats[pk].label_id, day=day, mark=mark))
        else:
            had.mark = mark
            other.append(had)
    Attendance.objects.bulk_create(fresh)
    Attendance.objects.bulk_update(other, ["mark"])
    for (before, after), touched in entries.items():
        write_many("training.attendance.mark", touched, before=before, after=after)
    return [a.seat_id for a in (*fresh, *other)]


def _follow_marks(seats: Sequence[Seat]) -> None:
    """Take the steps that the marks of these seats imply."""
    came = set(Attendance.objects.filter(seat__in=seats, mark__in=CAME).values_list("seat_id", flat=True))
    known = Nomination.objects.in_bulk([s.nomination_id for s in seats if s.nomination_id])
    for seat in seats:
        if seat.result == Result.COMPLETED and seat.pk not in came:
            raise Refused(_("Somebody on this list has completed the run. Take the result back first."))
        nomination = known.get(seat.nomination_id)
        if nomination is None:  # erased by its nation: the seat goes on without a name
            continue
        if seat.pk in came and nomination.state in (State.ACCEPTED, State.CONFIRMED):
            attend(nomination)
        elif seat.pk not in came and nomination.state == State.ATTENDING:
            stay_away(nomination)


# the nominee


def tell_nation(nomination: Nomination) -> list[Telling]:
    """The nation hears first."""
    return [Telling(nomination.originator_id, (Role.LIAISON_OFFICER.value, Role.POINT_OF_CONTACT.value))]


@step(State.ACCEPTED, State.CONFIRMED, to=State.ATTENDING, by=course_director)
def attend(nomination: Nomination) -> None:
    """Take the seat: the nominee came. Marking a first day takes this step."""
    _held_open(nomination.run)
    seating.move(nomination, Sat.USED)


@step(State.ATTENDING, to=State.CONFIRMED, by=course_director)
def stay_away(nomination: Nomination) -> None:
    """Take *attending* back: no day says any more that the nominee came. Correcting the sheet takes this step."""
    seat = _seat_in_open_run(nomination)
    if seat.attendance.filter(mark__in=CAME).exists():
        raise Refused(_("The sheets say that this nominee came. Correct them first."))
    seating.move(nomination, Sat.CONFIRMED)


@step(State.ATTENDING, to=State.COMPLETED, by=course_director, tells=tell_nation)
def complete(nomination: Nomination) -> None:
    """Say that the trainee completed the run, from its last day on."""
    _set_result(_seat_in_open_run(nomination), Result.COMPLETED)


@step(State.ATTENDING, to=State.NOT_COMPLETED, by=course_director, tells=tell_nation)
def not_complete(nomination: Nomination) -> None:
    """Say that the trainee did not complete the run; possible while it is under way, since some leave early."""
    _set_result(_seat_in_open_run(nomination), Result.NOT_COMPLETED)


@step(State.ACCEPTED, State.CONFIRMED, to=State.NO_SHOW, by=course_director, tells=tell_nation)
def no_show(nomination: Nomination) -> None:
    """Say that the nominee never came. The seat stays taken: nobody else could use it."""
    _held_open(nomination.run)
    seating.move(nomination, Sat.NO_SHOW)


@step(State.COMPLETED, State.NOT_COMPLETED, State.NO_SHOW, by=course_director, tells=tell_nation)
def reopen(nomination: Nomination) -> str:
    """Take a wrong result back, before the run is closed."""
    seat = _seat_in_open_run(nomination)
    if seat.state == Sat.NO_SHOW:
        seating.move(nomination, Sat.CONFIRMED)
        return State.CONFIRMED
    _set_result(seat, "")
    return State.ATTENDING


@step(Sat.USED, by=course_director)
def settle(seat: Seat, *, result: str = "") -> None:
    """Set or take back the result of a seat whose nominee was erased: the seat counts without a name."""
    if seat.nomination_id is not None:
        raise Refused(_("Decide on the nominee, not on the seat."))
    _held_open(seat.run)
    _fill_result(seat, result)


def decide(run: Run, decisions: Mapping[uuid.UUID, str]) -> int:
    """Set the results of many seats at once: *complete*, *not_complete* or *no_show* by seat. All or nothing.

    Raises `Refused`, naming nobody, when one of them cannot be; then nothing is kept. Returns how many were set.
    """
    if not course_director(current(), run):
        raise Refused(_("The course director sets the results."))
    if not set(decisions.values()) <= set(DECISIONS):
        raise Refused(_("Choose completed, not completed or no-show."))
    with transaction.atomic():
        run = _held_open(run)
        seats = list(Seat.objects.filter(run=run, pk__in=list(decisions)).select_related("nomination"))
        if len(seats) < len(decisions):
            raise Refused(_("The list has changed meanwhile. Open the page again."))
        verbs = {"complete": complete, "not_complete": not_complete, "no_show": no_show}
        for seat in seats:
            if seat.nomination is not None:
                verbs[decisions[seat.pk]](seat.nomination)
            else:
                settle(seat, result=Result.COMPLETED if decisions[seat.pk] == "complete" else Result.NOT_COMPLETED)
    return len(seats)


def _seat_in_open_run(nomination: Nomination) -> Seat:
    _held_open(nomination.run)
    seat = Seat.objects.select_for_update(no_key=True, of=("self",)).filter(nomination=nomination, state__in=Seat.HELD)
    found = seat.first()
    if found is None:
        raise Refused(_("No seat is held for this nominee."))
    return found


def _set_result(seat: Seat, result: str) -> None:
    before = seat.result
    _fill_result(seat, result)
    seat.save()
    write("training.seat.result", seat, before=before, after=result)


def _fill_result(seat: Seat, result: str) -> None:
    """Set a result and its day, which is the run's last; a completion waits for that day."""
    last = seat.run.last_day
    if result == Result.COMPLETED and (last is None or today() < last):
        raise Refused(_("Completion is set from the last day of the run on."))
    seat.result, seat.completed_on = result, last if result == Result.COMPLETED else None
