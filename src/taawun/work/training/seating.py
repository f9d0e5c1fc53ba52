"""Who sits where: seats are named, passed on and freed here, always with the run locked.

What steps call; nothing here checks who may (the steps do) and nothing counts by itself (the database does).
"""

import uuid
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.ground.ledger.write import write
from taawun.ground.policy.door import current
from taawun.ground.policy.labels import centre_id, label_for
from taawun.ground.records.steps import Refused, create, explain

from .models import Nomination, Run, Seat

explain("seat_within_capacity", gettext_lazy("No seat is left in this run."))
explain("seat_within_promise", gettext_lazy("No promised seat is left for this party."))
explain(
    "capacity_covers_what_is_promised",
    gettext_lazy("The run has more seats promised or taken than that. Give it more seats, or take promises back."),
)
explain("seat_within_open_pool", gettext_lazy("No seat is left in the open pool."))


class SeatsLeft(NamedTuple):
    """Seats left of a run: of the promise to one party, and of the open pool (never below 0)."""

    promised: int
    open: int

    @property
    def total(self) -> int:
        """Seats that the party could still have."""
        return self.promised + self.open


def seats_left(run_id: uuid.UUID, party_id: int | None) -> SeatsLeft:
    """Return what is left for a party: the viewer's own nation, whatever is asked, unless the viewer is the centre."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT promised, open FROM policy.seats_left(%s, %s)", [run_id, party_id])
        promised, pool = cursor.fetchone()
    return SeatsLeft(max(promised or 0, 0), max(pool or 0, 0))


def wait_place(nomination: Nomination) -> int | None:
    """Return the place of one's own nomination in the wait list (1 is next), or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT policy.wait_place(%s)", [nomination.pk])
        return cursor.fetchone()[0]  # type: ignore[no-any-return]  # an int or NULL


def hold(run_id: uuid.UUID) -> None:
    """Lock a run while its seats are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT policy.hold_run(%s)", [run_id])


def name(nomination: Nomination, state: str = Seat.State.NAMED, offered_until: object = None) -> Seat:
    """Give a nomination a seat, of its nation's promise first, else of the open pool.

    A seat already offered to it is named. Raises `Refused` when nothing is left.
    """
    hold(nomination.run_id)
    offered = _seat_of(nomination)
    if offered is not None:
        offered.state = state
        offered.save()
        return offered
    party = nomination.originator.root.pk
    left = seats_left(nomination.run_id, party)
    if left.total < 1:
        raise Refused(_("No seat is left: this nation's promised seats and the open pool are full. Use the wait list."))
    return create(
        Seat, label=label_for(centre_id(), party, nomination.originator_id), act="name",
        steward_id=nomination.originator_id, run_id=nomination.run_id, party_id=party, nomination=nomination,
        pseudonym=nomination.person.pseudonym, pool=Seat.Pool.PROMISED if left.promised else Seat.Pool.OPEN,
        state=state, offered_until=offered_until, basis=nomination.basis,
    )  # fmt: skip


def move(nomination: Nomination, state: str, only: str | None = None) -> None:
    """Move the seat that a nomination holds to another state; refuse when it holds none (or not in state `only`)."""
    seat = _seat_of(nomination)
    if seat is None or (only and seat.state != only):
        raise Refused(_("No seat is held for this nominee."))
    if only == Seat.State.OFFERED and state == Seat.State.CONFIRMED and seat.offered_until <= timezone.now():  # type: ignore[operator]  # an offer has an end: constraint
        raise Refused(_("The offer has run out: the seat went to the next."))
    before, seat.state = seat.state, state
    seat.save()
    write("training.seat.move", seat, before=before, after=state)
    if state in (Seat.State.TURNED_BACK, Seat.State.LAPSED):
        freed(seat.run_id)


def let_go(nomination: Nomination, state: str) -> None:
    """Free the seat that a nomination holds, if it holds one; it goes to the next by the stated rule."""
    seat = _seat_of(nomination)
    if seat is not None:
        move(nomination, state)


def pass_on(old: Nomination, new: Nomination) -> None:
    """Give the seat of one nomination to another of the same nation."""
    seat = _seat_of(old)
    if seat is None:
        raise Refused(_("No seat is held for this nominee."))
    seat.nomination, seat.pseudonym, seat.state = new, new.person.pseudonym, Seat.State.NAMED
    seat.save()
    write("training.seat.pass_on", seat, after=seat.state)


def freed(run_id: uuid.UUID) -> None:
    """Queue, in this transaction, the centre's own work of offering a freed seat to the next.

    Whoever freed it may not see who is next; the centre's account does.
    """
    from .tasks import offer_next

    offer_next.defer(run_id=str(run_id))


def next_in_line(run: Run) -> Nomination | None:
    """Return the nomination that the next free seat goes to, by the rule that the page of the run states.

    In the order of the wait list, the first whose nation has a promised seat left or for whom the open pool has one.
    Read by the centre, which sees the whole list.
    """
    assert current().party_id == centre_id()
    waiting = (
        Nomination.objects.filter(run=run, state=Nomination.State.WAITLISTED)
        .exclude(seats__state__in=Seat.HELD)
        .select_related("originator", "person")
        .order_by("waitlisted_at", "id")
    )
    left: dict[int, SeatsLeft] = {}
    for nomination in waiting:
        party = nomination.originator.root.pk
        if party not in left:
            left[party] = seats_left(run.pk, party)
        if left[party].total > 0:
            return nomination
    return None


def _seat_of(nomination: Nomination) -> Seat | None:
    return (
        Seat.objects.select_for_update(no_key=True, of=("self",))
        .filter(nomination=nomination, state__in=Seat.HELD)
        .first()
    )
