"""Reads of what is held: sheets of a day, days present, results, trainers, and what a home page shows of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from taawun.ground.lists import Column, Filter, Listing
from taawun.ground.policy.door import Viewer
from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import Party
from taawun.ground.records.folding import Fold
from taawun.ground.records.names import name_key
from taawun.ground.records.text import fold_arabic
from taawun.people.accounts.roles import Role

from ..history import party_words
from ..models import Allotment, Assignment, Attendance, Nomination, Run, Seat, Trainer
from ..seating import SeatsLeft
from ..steps import delivery
from ..steps.delivery import CAME, COMPLETION_SHARE
from .courses import RunRow, seats_left_of
from .nominations import SHORTEST_KEY

ON_THE_LIST = (*delivery.EXPECTED, Seat.State.NO_SHOW)
FALLS_BACK_SOON = timedelta(days=14)


@dataclass
class Line:
    """One seat on the list of a run: whose it is, its marks by day, its result."""

    seat: Seat
    marks: dict[date, str] = field(default_factory=dict)
    counted: int = 0

    @property
    def nomination(self) -> Nomination | None:
        """Who holds the seat; None where the nation erased the nominee."""
        return self.seat.nomination

    @property
    def present(self) -> int:
        """Days present or late."""
        return sum(mark in CAME for mark in self.marks.values())

    @property
    def share(self) -> int:
        """Days present or late of the days held, in per cent, rounded down so that 79.9 is not 80."""
        return 100 * self.present // self.counted if self.counted else 0

    @property
    def result(self) -> str:
        """What is decided: completed, not_completed, no_show, or ''."""
        return "no_show" if self.seat.state == Seat.State.NO_SHOW else self.seat.result

    @property
    def proposal(self) -> str:
        """What the rule proposes: no-show for who never came, else by the share of days present."""
        if self.seat.state != Seat.State.USED:
            return "no_show"
        return "complete" if self.present * 100 >= COMPLETION_SHARE * self.counted else "not_complete"

    @property
    def marked_on_the_day(self) -> str:
        """The mark of the one day that the line was read for."""
        return next(iter(self.marks.values()), "")


def _seats(run: Run, states: Sequence[str] = ON_THE_LIST) -> QuerySet[Seat]:
    return Seat.objects.filter(run=run, state__in=states).select_related(
        "party", "nomination", "nomination__person", "nomination__originator"
    )


def _sorted(lines: list[Line], language: str) -> list[Line]:
    """Order a list of people by the name that is shown; the article does not count. Erased names come last."""

    def key(line: Line) -> tuple[bool, str, str]:
        person = line.nomination.person if line.nomination else None
        if person is None:
            return True, "", str(line.seat.pseudonym)
        shown = (person.name_ar or person.name_en) if language == "ar" else (person.name_en or person.name_ar)
        folded = fold_arabic(shown)
        return False, folded.removeprefix("ال") if language == "ar" else folded, str(line.seat.pk)

    return sorted(lines, key=key)


def sheet(run: Run, day: date, language: str) -> list[Line]:
    """Return the list of one day: every seat that the viewer sees, with its mark of that day."""
    lines = {seat.pk: Line(seat) for seat in _seats(run)}
    for mark in Attendance.objects.filter(seat__in=list(lines), day=day):
        lines[mark.seat_id].marks[day] = mark.mark
    return _sorted(list(lines.values()), language)


def whole_list(run: Run, language: str) -> tuple[list[Line], list[date]]:
    """Return every seat that the viewer sees with all its marks, and the days that count."""
    lines = {seat.pk: Line(seat) for seat in _seats(run)}
    days = set()
    for mark in Attendance.objects.filter(seat__in=list(lines)):
        lines[mark.seat_id].marks[mark.day] = mark.mark
        days.add(mark.day)
    held = delivery.held_days(run, days)
    for line in lines.values():
        line.counted = len(held)
    return _sorted(list(lines.values()), language), held


@dataclass(frozen=True)
class Day:
    """One day of a run and how far its sheet is kept."""

    day: date
    marked: int
    expected: int
    counts: bool
    future: bool

    @property
    def complete(self) -> bool:
        """Whether every expected seat has its mark."""
        return self.marked >= self.expected

    @property
    def begun(self) -> bool:
        """Whether the sheet has a mark at all."""
        return self.marked > 0


def days_of(run: Run) -> list[Day]:
    """Return the days of a run with how far each sheet is kept; days of rest count only once they are marked."""
    expected = Seat.objects.filter(run=run, state__in=delivery.EXPECTED).count()
    marked = dict(
        Attendance.objects.filter(seat__run=run, seat__state__in=delivery.EXPECTED)
        .values_list("day")
        .annotate(n=Count("pk"))
    )
    held = set(delivery.held_days(run, set(marked)))
    now = delivery.today()
    return [Day(day, marked.get(day, 0), expected, day in held, day > now) for day in delivery.run_days(run)]


# trainers


def trainers() -> QuerySet[Trainer]:
    """Return the trainers that the viewer sees, with how many runs each is assigned to."""
    assigned = Q(assignments__state=Assignment.State.ASSIGNED)
    found: QuerySet[Trainer] = Trainer.objects.select_related("party").annotate(
        assigned=Count("assignments", filter=assigned)
    )
    return found


def search_trainers(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Narrow trainers to those whose name or post holds `words`, in either script; a name also by its consonants."""
    named = ("name_en", "name_ar", "post_en", "post_ar")
    whole = Concat(*(part for name in named for part in (F(name), Value(" · "))), output_field=CharField())
    condition = Q(words_folded__contains=fold_arabic(words))
    key = name_key(words)
    if len(key) >= SHORTEST_KEY:  # the roster is short: its keys are worked out here, not kept
        names = found.values_list("pk", "name_ar", "name_en")
        condition |= Q(pk__in=[pk for pk, ar, en in names if key in name_key(ar or en)])
    narrowed: QuerySet[Any] = found.alias(words_folded=Fold(whole)).filter(condition)
    return narrowed


def trainer_listing(language: str) -> Listing:
    """Declare the roster: search, by party, by name."""
    seen = Party.objects.filter(pk__in=Trainer.objects.order_by().values("party").distinct())
    name = ("name_ar", "name_en") if language == "ar" else ("name_en", "name_ar")
    return Listing(
        columns=[
            Column(key="name", title=_("Trainer"), order=Fold(Concat(F(name[0]), Value(" "), F(name[1])))),
            Column(key="party", title=_("Sent by"), order="party__protocol_order"),
            Column(key="assigned", title=_("Assigned to"), order="assigned"),
        ],
        sort="name",
        filters=[
            Filter(
                key="party",
                title=_("Sent by"),
                choices=[(p.code, party_words(p, language)) for p in seen],
                apply=lambda found, code: found.filter(party__code=code),
            )
        ],
        search=search_trainers,
    )


def runs_by_trainer(page: Sequence[Trainer]) -> dict[Any, list[Run]]:
    """Return the runs that each trainer of a page is assigned to, the latest first."""
    found: dict[Any, list[Run]] = defaultdict(list)
    assigned = Assignment.objects.filter(trainer__in=list(page), state=Assignment.State.ASSIGNED)
    for one in assigned.select_related("run").order_by("-run__first_day", "run__code"):
        found[one.trainer_id].append(one.run)
    return found


# what a home page shows


@dataclass(frozen=True)
class UnderWay:
    """A run that is held now, or was held and is not closed: what of it is left to do."""

    run: Run
    open_days: int
    without_result: int


@dataclass(frozen=True)
class OpenSheet:
    """The sheet of a past or present day that is not complete."""

    run: Run
    day: date
    marked: int
    expected: int
    is_today: bool


@dataclass(frozen=True)
class FallingBack:
    """Promised seats of a party that nobody is named for, and the day on which they fall back."""

    run: Run
    party: Party
    seats: int
    on: date


def runs_under_way(viewer: Viewer) -> list[UnderWay]:
    """Return runs that are held or wait to be closed, with open sheets and results; for the centre alone."""
    if viewer.party_id != centre_id():
        return []
    runs = _kept_now()
    gaps = Counter(open_sheet.run.pk for open_sheet in _open_sheets(runs))
    undecided = dict(
        Seat.objects.filter(run__in=runs, state__in=delivery.EXPECTED, result="")
        .values_list("run")
        .annotate(n=Count("pk"))
    )
    return [UnderWay(run, gaps[run.pk], undecided.get(run.pk, 0)) for run in runs]


def open_sheets(viewer: Viewer) -> list[OpenSheet]:
    """Return the sheets that are not complete, today's first, then the oldest; for course directors and registrars."""
    if viewer.party_id != centre_id() or not viewer.holds(Role.COURSE_DIRECTOR, Role.REGISTRAR):
        return []
    return sorted(_open_sheets(_kept_now()), key=lambda s: (not s.is_today, s.day, s.run.code))


def _kept_now() -> list[Run]:
    """Return the runs whose attendance is kept now. A documented run has no seats and is none of them."""
    found = Run.objects.filter(state__in=delivery.KEEPS_ATTENDANCE, first_day__isnull=False, capacity__gt=0)
    return list(found.select_related("course").order_by("first_day", "code"))


def _open_sheets(runs: Sequence[Run]) -> list[OpenSheet]:
    expected = dict(
        Seat.objects.filter(run__in=runs, state__in=delivery.EXPECTED).values_list("run").annotate(n=Count("pk"))
    )
    marked: dict[Any, dict[date, int]] = defaultdict(dict)
    kept = Attendance.objects.filter(seat__run__in=runs, seat__state__in=delivery.EXPECTED)
    for run_id, day, n in kept.values_list("seat__run", "day").annotate(n=Count("pk")):
        marked[run_id][day] = n
    now = delivery.today()
    return [
        OpenSheet(run, day, marked[run.pk].get(day, 0), expected[run.pk], day == now)
        for run in runs
        if expected.get(run.pk)
        for day in delivery.held_days(run, set(marked[run.pk]))
        if day <= now and marked[run.pk].get(day, 0) < expected[run.pk]
    ]


def seats_falling_back(viewer: Viewer, within: timedelta = FALLS_BACK_SOON) -> list[FallingBack]:
    """Return promised seats without a name that fall back soon: all for the centre, the own ones for a nation."""
    if viewer.party_id is None:
        return []
    now = delivery.today()
    promises = list(
        Allotment.objects.filter(
            fallen_back_at=None,
            run__falls_back_on__range=(now, now + within),
            run__state__in=[Run.State.ANNOUNCED, Run.State.CLOSED_TO_NOMINATIONS],
        )
        .select_related("run", "run__course", "party")
        .order_by("run__falls_back_on", "run__code", "party__protocol_order")
    )
    named = {
        (run, party): n
        for run, party, n in Seat.objects.filter(
            run__in=[a.run_id for a in promises], pool=Seat.Pool.PROMISED, state__in=Seat.HELD
        )
        .values_list("run", "party")
        .annotate(n=Count("pk"))
    }
    return [
        FallingBack(a.run, a.party, left, a.run.falls_back_on)
        for a in promises
        if a.run.falls_back_on and (left := a.seats - named.get((a.run_id, a.party_id), 0)) > 0
    ]


def open_courses_for(party: Party | None) -> list[RunRow]:
    """Return the runs that take nominations now and that the viewer sees, with the seats left for a party."""
    runs = list(Run.objects.filter(state=Run.State.ANNOUNCED).select_related("course", "course__area"))
    runs.sort(key=lambda run: (run.first_day or date.max, run.code))
    left = seats_left_of([run.pk for run in runs], party.pk if party else None)
    return [RunRow(run, left.get(run.pk, SeatsLeft(0, 0)), None) for run in runs]
