"""Courses and runs: planned ──announce──▶ announced ──close_nominations──▶ nominations closed ──go──▶ go …

The rest of a run (start, deliver, report, close) stands in `delivery`.
"""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taawun.ground.localtime import today_at
from taawun.ground.policy.door import current, installation
from taawun.ground.policy.labels import centre_id, label_for
from taawun.ground.policy.models import Community, Label, Membership, Party
from taawun.ground.records.steps import Refused, Telling, create, edit, explain, step
from taawun.people.accounts.roles import Role
from taawun.people.accounts.rules import at_centre

from ..models import Allotment, Course, Nomination, Run, Seat

State = Run.State
registrar = at_centre(Role.REGISTRAR)
NATION_ROLES = (Role.LIAISON_OFFICER.value, Role.POINT_OF_CONTACT.value)


def tell_nations(run: Run) -> list[Telling]:
    """The parties that the run was released to, not those that nominated: nobody here knows of what is unendorsed.

    A public run was released to everybody: then those that nominated or were promised seats.
    """
    audience = set(run.label.audience)
    today = today_at(installation().zone)
    told = {
        *Community.objects.filter(pk__in=audience, party__isnull=False).values_list("party", flat=True),
        *Membership.objects.filter(community__in=audience, valid__contains=today).values_list("party", flat=True),
        *Nomination.objects.filter(run=run).exclude(state__in=Nomination.OVER).values_list("originator", flat=True),
        *run.allotments.values_list("party", flat=True),
    }
    return [Telling(party, NATION_ROLES) for party in sorted(told - {centre_id()})]


planner = at_centre(Role.REGISTRAR, Role.COURSE_DIRECTOR)

explain(
    "allotment_within_capacity",
    gettext_lazy("More seats are promised than the run has. Promise fewer, or raise its seats."),
)


def _refuse_others() -> None:
    if not planner(current(), None):
        raise Refused(_("The centre's registrar and course directors plan courses."))


def add_course(*, label: Label, **fields: Any) -> Course:
    """Add a course to the centre's catalogue."""
    _refuse_others()
    return create(Course, label=label, **fields)


def plan_run(course: Course, *, label: Label, **fields: Any) -> Run:
    """Plan a run of a course; nobody may nominate before it is announced."""
    _refuse_others()
    return create(Run, label=label, course=course, **fields)


def promise(run: Run, party: Party, seats: int) -> Allotment:
    """Promise seats of a run to a party; that party alone (and the centre) sees how many."""
    _refuse_others()
    found = Allotment.objects.filter(run=run, party=party).first()
    if found and found.fallen_back_at:
        raise Refused(_("The seats promised to this party have fallen back to the open pool. Use the open pool."))
    if found:
        return edit(found, act="promise", seats=seats, promised=seats)
    return create(Allotment, label=label_for(centre_id(), party.pk), run=run, party=party, seats=seats, promised=seats)


@step(by=at_centre(Role.REGISTRAR), rule="falls_back_on")
def fall_back(allotment: Allotment) -> None:
    """Give promised seats that nobody was named for to the open pool, on the run's date.

    The clock takes this step. Seats that are held stay the party's.
    """
    held = Seat.objects.filter(
        run=allotment.run_id, party=allotment.party_id, pool=Seat.Pool.PROMISED, state__in=Seat.HELD
    ).count()
    allotment.seats = min(allotment.seats, held)
    allotment.fallen_back_at = timezone.now()


@step(State.PLANNED, State.POSTPONED, to=State.ANNOUNCED, by=planner)
def announce(run: Run) -> None:
    """Open the run to nominations."""
    if run.capacity < 1:
        raise Refused(_("Say how many seats the run has first."), field="capacity")
    if run.first_day is None or run.last_day is None:
        raise Refused(_("Enter the first and the last day first."), field="first_day")


@step(State.ANNOUNCED, to=State.CLOSED_TO_NOMINATIONS, by=planner)
def close_nominations(run: Run) -> None:
    """Close the run to nominations."""


@step(State.ANNOUNCED, State.CLOSED_TO_NOMINATIONS, to=State.GO, by=planner)
def go(run: Run) -> None:
    """Decide that the run is held."""


@step(
    State.PLANNED,
    State.ANNOUNCED,
    State.CLOSED_TO_NOMINATIONS,
    State.GO,
    to=State.POSTPONED,
    by=planner,
    tells=tell_nations,
)
def postpone(run: Run) -> None:
    """Put the run off; nominations stand."""


@step(
    State.PLANNED,
    State.ANNOUNCED,
    State.CLOSED_TO_NOMINATIONS,
    State.GO,
    State.POSTPONED,
    to=State.CANCELLED,
    by=planner,
    tells=tell_nations,
)
def cancel(run: Run) -> None:
    """Call the run off."""


def due_to_fall_back(today: date) -> Any:
    """Return the allotments whose day has come and that have not fallen back (the clock's reading)."""
    return Allotment.objects.filter(
        fallen_back_at=None,
        run__falls_back_on__lte=today,
        run__state__in=[State.ANNOUNCED, State.CLOSED_TO_NOMINATIONS],
    )
