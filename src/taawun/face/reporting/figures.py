"""Figures counted from the records that the viewer sees.

*Recorded* is the whole count; of it, *documented* rests on a named source and *demonstration* was made up to show the
system. A documented headcount counts people whom no record names.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from taawun.ground.localtime import PartialDate
from taawun.ground.records.models import Basis
from taawun.work.training.interface import Assignment, Headcount, Run, Seat

HELD = (Run.State.DELIVERED, Run.State.REPORTED, Run.State.CLOSED)
DIMENSIONS = ("nation", "year", "area")
UNSTATED = ""  # the key of what no source splits


@dataclass(frozen=True)
class Period:
    """The days that a figure covers; both may be open."""

    since: date | None = None
    until: date | None = None

    @property
    def is_open(self) -> bool:
        return self.since is None and self.until is None

    def holds(self, day: date | None) -> bool:
        """Say whether a day, where it is known, falls into the period."""
        if day is None:
            return self.is_open
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass
class Tally:
    """One count and what it rests on. `at_least`: a source behind it says *more than*."""

    recorded: int = 0
    documented: int = 0
    demonstration: int = 0
    at_least: bool = False

    def add(self, number: int, basis: str, *, at_least: bool = False) -> None:
        """Add a number that rests on `basis`."""
        self.recorded += number
        self.documented += number if basis == Basis.DOCUMENTED else 0
        self.demonstration += number if basis == Basis.DEMONSTRATION else 0
        self.at_least = self.at_least or at_least


@dataclass
class Figure:
    """A figure: its total and, where asked, the same count by one dimension (key → tally)."""

    key: str
    total: Tally = field(default_factory=Tally)
    by: dict[str, Tally] = field(default_factory=dict)


def last_known_day(run: Run) -> date | None:
    """Return the last day on which a run can have ended, by what is known of it; None where nothing is."""
    if run.last_day:
        return run.last_day
    text = run.until or run.when
    return PartialDate(text).last if text else run.first_day


class Reckoning:
    """The records of one period, read once; `figure(key, by)` counts them."""

    def __init__(self, period: Period) -> None:
        self.period = period
        held = Run.objects.filter(at_centre=True, state__in=HELD).select_related("course__area")
        self.runs = [run for run in held.order_by("first_day", "code") if period.holds(last_known_day(run))]
        self.undated = 0 if period.is_open else sum(last_known_day(run) is None for run in held)
        self._ids = [run.pk for run in self.runs]
        self._counters: dict[str, Callable[[Figure, str], None]] = {
            "trainees": self._trainees,
            "completions": self._completions,
            "trainers": self._trainers,
            "participants": self._participants,
            "courses": self._courses,
            "runs": self._runs,
        }

    def figure(self, key: str, by: str = "") -> Figure:
        """Count a figure, by a dimension of `DIMENSIONS` where one is named."""
        found = Figure(key)
        self._counters[key](found, by)
        return found

    def completed(self) -> QuerySet[Seat]:
        """Seats that were completed in the period."""
        return Seat.objects.filter(run__in=self._ids, result=Seat.Result.COMPLETED)

    def attended(self) -> QuerySet[Seat]:
        """Seats whose holders came."""
        return Seat.objects.filter(run__in=self._ids, state=Seat.State.USED)

    def headcounts(self, *, groups_once: bool) -> list[Headcount]:
        """Documented headcounts of the period; of the runs of one group only one, where asked."""
        counts = Headcount.objects.filter(run__in=self._ids).select_related("run__course__area").order_by("run__code")
        if not groups_once:
            return list(counts)
        seen: dict[Any, Headcount] = {}
        for count in counts:
            group = count.same_group_as_id or count.run_id
            if group not in seen or count.number > seen[group].number:
                seen[group] = count
        return list(seen.values())

    def assignments(self) -> QuerySet[Assignment]:
        """Trainers' assignments to runs of the period."""
        return Assignment.objects.filter(run__in=self._ids, state=Assignment.State.ASSIGNED)

    def _trainees(self, figure: Figure, by: str) -> None:
        self._people(figure, by, self.completed())
        self._stated(figure, by, self.headcounts(groups_once=True))

    def _participants(self, figure: Figure, by: str) -> None:
        self._people(figure, by, self.attended())
        self._stated(figure, by, self.headcounts(groups_once=True))

    def _completions(self, figure: Figure, by: str) -> None:
        self._count(figure, by, self.completed(), "id", SEAT_KEYS)
        self._stated(figure, by, self.headcounts(groups_once=False))

    def _trainers(self, figure: Figure, by: str) -> None:
        self._count(figure, by, self.assignments(), "trainer", TRAINER_KEYS)

    def _people(self, figure: Figure, by: str, seats: QuerySet[Seat]) -> None:
        self._count(figure, by, seats, "pseudonym", SEAT_KEYS)

    def _count(self, figure: Figure, by: str, rows: QuerySet[Any], what: str, keys: dict[str, str]) -> None:
        """Count different values of `what` over all rows, and by the dimension: distinct within each."""
        invented, documented = Q(basis=Basis.DEMONSTRATION), Q(basis=Basis.DOCUMENTED)
        sums = {
            "n": Count(what, distinct=True),
            "demo": Count(what, distinct=True, filter=invented),
            "doc": Count(what, distinct=True, filter=documented),
        }
        _put(figure.total, rows.aggregate(**sums))
        if by:
            for row in rows.values(by=_path(keys[by])).annotate(**sums).order_by():
                _put(figure.by.setdefault(str(row["by"] or UNSTATED), Tally()), row)

    def _stated(self, figure: Figure, by: str, counts: Iterable[Headcount]) -> None:
        for count in counts:
            more = count.qualifier in ("more_than", "at_least")
            figure.total.add(count.number, count.basis, at_least=more)
            if by:
                tally = figure.by.setdefault(key_of(count.run, by), Tally())
                tally.add(count.number, count.basis, at_least=more)

    def _courses(self, figure: Figure, by: str) -> None:
        once: dict[tuple[Any, str], Run] = {}
        for run in self.runs:
            once.setdefault((run.course_id, key_of(run, by) if by else ""), run)
        for course in {run.course_id: run.course for run in self.runs}.values():
            figure.total.add(1, course.basis)
        if by:
            for (_course, key), run in once.items():
                figure.by.setdefault(key, Tally()).add(1, run.course.basis)

    def _runs(self, figure: Figure, by: str) -> None:
        for run in self.runs:
            figure.total.add(1, run.basis)
            if by:
                figure.by.setdefault(key_of(run, by), Tally()).add(1, run.basis)


SEAT_KEYS = {"nation": "party__code", "year": "run__last_day__year", "area": "run__course__area__key"}
TRAINER_KEYS = {"nation": "trainer__party__code", "year": "run__last_day__year", "area": "run__course__area__key"}


def key_of(run: Run, by: str) -> str:
    """Return the key of a run in a dimension: a nation only where the run had people of one alone."""
    if by == "nation":
        return run.nations[0] if len(run.nations) == 1 else UNSTATED
    if by == "year":
        day = last_known_day(run)
        return str(day.year) if day else UNSTATED
    return run.course.area.key if run.course.area else UNSTATED


def everything(period: Period, by: str = "") -> dict[str, Figure]:
    """Count every figure of a period."""
    reckoning = Reckoning(period)
    return {key: reckoning.figure(key, by) for key in reckoning._counters}


def by_all(reckoning: Reckoning, key: str) -> dict[str, dict[str, Tally]]:
    """Count one figure by every dimension."""
    found: dict[str, dict[str, Tally]] = defaultdict(dict)
    for dimension in DIMENSIONS:
        found[dimension] = reckoning.figure(key, dimension).by
    return found


def _path(path: str) -> Any:
    from django.db.models import F
    from django.db.models.functions import ExtractYear

    if path.endswith("__year"):
        return ExtractYear(path.removesuffix("__year"))
    return F(path)


def _put(tally: Tally, row: dict[str, Any]) -> None:
    tally.recorded += row["n"]
    tally.documented += row["doc"]
    tally.demonstration += row["demo"]
