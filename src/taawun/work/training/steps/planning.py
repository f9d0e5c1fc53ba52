"""Changing what was planned: courses, runs and promises, held to what is already decided."""

from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from taawun.ground.policy.door import current
from taawun.ground.policy.labels import centre_id, label_of, own_community
from taawun.ground.policy.models import PUBLIC, Label, Party
from taawun.ground.records.steps import Refused, edit

from .. import seating
from ..models import Allotment, Course, Run, Seat
from . import courses

S = Run.State
# dates and seats are fixed once the run has begun
BEFORE_IT_BEGINS = (S.PLANNED, S.ANNOUNCED, S.CLOSED_TO_NOMINATIONS, S.GO, S.POSTPONED)
FIXED_ONCE_BEGUN = frozenset({"first_day", "last_day", "capacity", "nominations_until", "falls_back_on", "offer_hours"})


def label_seen_by(audience: str) -> Label:
    """Return the label of a course or run for an audience: *own*, *public*, or the id of a community one holds."""
    own = own_community(centre_id())
    if audience == "own":
        return label_of(1, [own])
    if audience == "public":
        return label_of(0, [PUBLIC, own])
    if not audience.isdecimal() or int(audience) not in current().communities:
        raise Refused(_("Choose who sees it."), field="audience")
    return label_of(1, [int(audience), own])


def change_course(course: Course, *, version: int | None = None, **changes: Any) -> Course:
    """Change what the catalogue says of a course."""
    _refuse_others(course)
    return edit(course, version=version, **changes)


def change_run(run: Run, *, version: int | None = None, **changes: Any) -> Run:
    """Change a run: once begun, not its days and seats; seats never sink below what is taken or promised."""
    _refuse_others(run)
    with transaction.atomic():
        seating.hold(run.pk)
        fresh = Run.objects.get(pk=run.pk)
        if fresh.state in (S.CLOSED, S.CANCELLED):
            raise Refused(_("This run is over. Nothing of it changes any more."))
        moved = {name for name in FIXED_ONCE_BEGUN & set(changes) if changes[name] != getattr(fresh, name)}
        if moved and fresh.state not in BEFORE_IT_BEGINS:
            raise Refused(_("The run has begun: its days and seats stay as they are."))
        if changes.get("capacity", fresh.capacity) < seats_spoken_for(run):
            raise Refused(
                _("%(count)s seats are already taken or promised. Enter at least as many.")
                % {"count": seats_spoken_for(run)},
                field="capacity",
            )
        return edit(run, version=version, **changes)


def promise_seats(run: Run, party: Party, seats: int) -> Allotment:
    """Promise seats of a run to a party; what is named already is never taken back by a smaller promise.

    The open pool gives only what nobody took from it. Raises `Refused` otherwise.
    """
    _refuse_others(run)
    with transaction.atomic():
        seating.hold(run.pk)
        fresh = Run.objects.get(pk=run.pk)
        if fresh.state not in BEFORE_IT_BEGINS:
            raise Refused(_("The run has begun: its days and seats stay as they are."))
        named = Seat.objects.filter(run=run, party=party, pool=Seat.Pool.PROMISED, state__in=Seat.HELD).count()
        if seats < named:
            raise Refused(
                _("%(count)s of this party's promised seats are named already. Promise at least as many.")
                % {"count": named},
                field="seats",
            )
        others = _promised(run, but=party)
        if others + seats + _taken_from_pool(run) > fresh.capacity:
            raise Refused(
                _("The open pool does not have as many seats left. Promise fewer, or raise the seats of the run."),
                field="seats",
            )
        return courses.promise(run, party, seats)


def seats_spoken_for(run: Run) -> int:
    """Return how many seats of a run are promised, or taken from the open pool."""
    return _promised(run) + _taken_from_pool(run)


def _promised(run: Run, but: Party | None = None) -> int:
    found = Allotment.objects.filter(run=run)
    if but is not None:
        found = found.exclude(party=but)
    return found.aggregate(total=Sum("seats"))["total"] or 0


def _taken_from_pool(run: Run) -> int:
    return Seat.objects.filter(run=run, pool=Seat.Pool.OPEN, state__in=Seat.HELD).count()


def _refuse_others(record: Course | Run) -> None:
    if not courses.planner(current(), record):
        raise Refused(_("The centre's registrar and course directors plan courses."))
