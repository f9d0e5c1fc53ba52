"""The catalogue and the runs as pages read them: who sees how many seats, and what a documented run rests on."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from taawun.ground.ledger.models import Entry
from taawun.ground.lists import Column, Filter, Listing, Tab
from taawun.ground.policy.door import Viewer
from taawun.ground.policy.labels import centre_id
from taawun.ground.policy.models import Party
from taawun.ground.records.folding import Fold
from taawun.ground.records.text import fold_arabic
from taawun.people.parties.models import Area

from ..history import party_words
from ..models import Allotment, Assignment, Course, Headcount, Nomination, Run, Seat
from ..seating import SeatsLeft, seats_left
from .nominations import sovereigns

S = Run.State
UPCOMING = (S.ANNOUNCED, S.CLOSED_TO_NOMINATIONS, S.GO, S.UNDER_WAY)
NOT_YET = (S.PLANNED, S.POSTPONED)
_SEARCHED = ("code", "title_en", "title_ar", "aim_en", "aim_ar", "area__name_en", "area__name_ar")


def courses() -> QuerySet[Course]:
    """Return the courses that the viewer sees, with what every list shows of them."""
    found: QuerySet[Course] = Course.objects.select_related("area").annotate(
        next_day=Subquery(
            Run.objects.filter(course=OuterRef("pk"), state__in=UPCOMING).order_by("first_day").values("first_day")[:1]
        )
    )
    return found


def search(found: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Narrow courses to those whose code, title, aim or area holds `words`, in either script."""
    whole = Concat(*(part for name in _SEARCHED for part in (F(name), Value(" · "))), output_field=CharField())
    narrowed: QuerySet[Any] = found.alias(words_folded=Fold(whole)).filter(words_folded__contains=fold_arabic(words))
    return narrowed


def listing(language: str, *, at_centre: bool = False) -> Listing:
    """Declare the catalogue: the course whose next run is nearest comes first, then those without one."""
    runs = Run.objects.filter(course=OuterRef("pk"))
    title = ("title_ar", "title_en") if language == "ar" else ("title_en", "title_ar")
    areas = Area.objects.all()
    return Listing(
        columns=[
            Column(key="title", title=_("Course"), order=Fold(Concat(F(title[0]), Value(" "), F(title[1])))),
            Column(key="area", title=_("Area")),
            Column(key="next", title=_("Next run"), order="next_day"),
            Column(key="left", title=_("Seats left") if at_centre else _("Seats left for you")),
            Column(key="runs", title=_("Runs")),
        ],
        sort="next",
        tabs=[
            Tab(key="all", title=_("All courses")),
            Tab(key="open", title=_("Takes nominations"), condition=Q(Exists(runs.filter(state=S.ANNOUNCED)))),
            Tab(key="held", title=_("Held before"), condition=Q(Exists(runs.filter(state__in=_HELD)))),
        ],
        filters=[
            Filter(
                key="area",
                title=_("Area"),
                choices=[(a.key, _in(language, a, "name")) for a in areas],
                apply=lambda found, key: found.filter(area__key=key),
            )
        ],
        search=search,
    )


_HELD = (S.DELIVERED, S.REPORTED, S.CLOSED)


def _in(language: str, record: Any, field: str) -> str:
    other = "en" if language == "ar" else "ar"
    return str(getattr(record, f"{field}_{language}") or getattr(record, f"{field}_{other}"))


@dataclass(frozen=True)
class CourseRow:
    """A course of the catalogue: its next run, seats left for the viewer, how many runs it had or will have."""

    course: Course
    next_run: Run | None
    left: SeatsLeft | None
    runs: int


def course_rows(page: Sequence[Course], viewer: Viewer) -> list[CourseRow]:
    """Return rows for courses from `courses()`; as many queries for one row as for fifty."""
    ids = [course.pk for course in page]
    counts = dict(Run.objects.filter(course__in=ids).values_list("course").annotate(n=Count("pk")))
    nearest: dict[uuid.UUID, Run] = {}
    for ahead in Run.objects.filter(course__in=ids, state__in=UPCOMING).order_by("first_day", "code"):
        nearest.setdefault(ahead.course_id, ahead)
    taking = [run.pk for run in nearest.values() if run.takes_nominations]
    left = seats_left_of(taking, viewer.party_id)
    return [
        CourseRow(
            course=course,
            next_run=(run := nearest.get(course.pk)),
            left=left.get(run.pk) if run is not None and run.capacity else None,
            runs=counts.get(course.pk, 0),
        )
        for course in page
    ]


def seats_left_of(runs: Iterable[uuid.UUID], party_id: int | None) -> dict[uuid.UUID, SeatsLeft]:
    """Return seats left of several runs at once, for the viewer's own nation (any party for the centre)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, s.promised, s.open FROM unnest(%s::uuid[]) AS r (id), policy.seats_left(r.id, %s) AS s",
            [list(runs), party_id],
        )
        return {pk: SeatsLeft(max(promised or 0, 0), max(pool or 0, 0)) for pk, promised, pool in cursor.fetchall()}


@dataclass(frozen=True)
class RunRow:
    """A run in a list of runs."""

    run: Run
    left: SeatsLeft | None
    headcount: Headcount | None


def runs_of(course: Course, viewer: Viewer) -> list[RunRow]:
    """Return the runs of a course, those to come first (the nearest on top), then those held, newest first."""
    runs = list(Run.objects.filter(course=course))
    counts = headcounts([run.pk for run in runs])
    left = seats_left_of([r.pk for r in runs if r.state in UPCOMING and r.capacity], viewer.party_id)
    ahead = sorted((r for r in runs if r.state in UPCOMING + NOT_YET), key=_start)
    past = sorted((r for r in runs if r.state not in UPCOMING + NOT_YET), key=_start, reverse=True)
    return [RunRow(r, left.get(r.pk), next(iter(counts.get(r.pk, [])), None)) for r in (*ahead, *past)]


def _start(run: Run) -> tuple[str, str]:
    known = run.first_day.isoformat() if run.first_day else run.when
    return (known or "9999", run.code)


def headcounts(runs: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Headcount]]:
    """Return what sources say of how many took part, by run."""
    found: dict[uuid.UUID, list[Headcount]] = defaultdict(list)
    for count in Headcount.objects.filter(run__in=list(runs)).select_related("same_group_as").order_by("created_at"):
        found[count.run_id].append(count)
    return found


@dataclass(frozen=True)
class PartySeats:
    """What is promised to a party (or stands in the open pool) and how far it is used. `party` None: the pool."""

    party: Party | None
    total: int
    taken: int
    waiting: int = 0

    @property
    def left(self) -> int:
        """Seats that nobody took."""
        return max(self.total - self.taken, 0)


@dataclass(frozen=True)
class Seats:
    """The seats of a run as this viewer may know them.

    `strip`: every promise for the centre, the own one for a nation; the centre's ends with the open pool.
    `open_left` is all that a nation learns of the pool.
    """

    strip: list[PartySeats]
    open_left: int
    capacity: int
    taken: int | None
    to_decide: int
    fallen_back: bool


def seats_of(run: Run, viewer: Viewer) -> Seats:
    """Return the seats of a run, by what the viewer sees; the open pool's size comes from the listed function."""
    at_centre = viewer.party_id == centre_id()
    left = seats_left(run.pk, viewer.party_id)
    held = list(Seat.objects.filter(run=run, state__in=Seat.HELD).values_list("party_id", "pool"))
    waiting = _waiting(run)
    promises = list(Allotment.objects.filter(run=run).select_related("party").order_by("party__protocol_order"))
    strip = [
        PartySeats(
            party=a.party,
            total=a.seats,
            taken=sum(party == a.party_id and pool == Seat.Pool.PROMISED for party, pool in held),
            waiting=waiting.get(a.party_id, 0),
        )
        for a in promises
    ]
    if at_centre:
        pool = run.capacity - sum(a.seats for a in promises)
        promised_to = {a.party_id for a in promises}
        strip.append(
            PartySeats(
                party=None,
                total=pool,
                taken=sum(p == Seat.Pool.OPEN for _party, p in held),
                waiting=sum(n for party, n in waiting.items() if party not in promised_to),
            )
        )
    return Seats(
        strip=strip,
        open_left=left.open,
        capacity=run.capacity,
        taken=len(held) if at_centre else None,
        to_decide=sum(waiting.values()),
        fallen_back=any(a.fallen_back_at for a in promises),
    )


def _waiting(run: Run) -> dict[int, int]:
    """Return how many nominations wait for a decision, by sovereign; of what the viewer sees."""
    found = (
        Nomination.objects.filter(run=run, state=Nomination.State.ENDORSED)
        .values_list("originator_id")
        .annotate(n=Count("pk"))
    )
    waiting: dict[int, int] = defaultdict(int)
    rows = list(found)
    roots = sovereigns() if rows else {}
    for party_id, n in rows:
        waiting[roots[party_id].pk] += n
    return waiting


def trainers_of(run: Run) -> list[Assignment]:
    """Return the trainers assigned to a run that the viewer may see."""
    found = Assignment.objects.filter(run=run, state=Assignment.State.ASSIGNED)
    return list(found.select_related("trainer", "trainer__party").order_by("trainer__party__protocol_order", "pk"))


def parties_named(codes: Iterable[str], language: str) -> list[str]:
    """Return the names of parties by code, in the order given; a code that nobody carries stands for itself."""
    wanted = list(dict.fromkeys(codes))
    known = {p.code: p for p in Party.objects.filter(code__in=wanted)} if wanted else {}
    return [_long(known[code], language) if code in known else code for code in wanted]


def _long(party: Party, language: str) -> str:
    return getattr(party, f"name_{language}") or party_words(party, language)


def moments_of(run: Run) -> dict[str, datetime]:
    """Return when each step of a run was last taken, by its name, as far as the viewer may read the ledger."""
    found = (
        Entry.objects.filter(subject=run.pk, act__startswith="training.run.").order_by("at").values_list("act", "at")
    )
    return {act.rpartition(".")[2]: at for act, at in found}
